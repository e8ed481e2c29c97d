"""Links between neighbouring places, on networks small enough to be worked by hand."""

from data.recipe.graph import Edge, Path, drop_redundant, find_links, keep_wanted

# a - 1 - b - 2 - c in a row of 10 km steps, and a way round from a to c of 100 km
LINE = [
    Edge(0, 1, 10.0, 0),
    Edge(1, 2, 10.0, 1),
    Edge(3, 2, 10.0, 2),
    Edge(3, 4, 10.0, 3),
    Edge(0, 4, 100.0, 4),
]
PLACES = {"a": 0, "b": 2, "c": 4}


def test_a_way_ends_at_the_first_place_that_it_meets():
    links = find_links(LINE, PLACES)
    assert [(p.from_place, p.to_place, p.length_km) for p in links] == [
        ("a", "b", 20.0),
        ("a", "c", 100.0),
        ("b", "c", 20.0),
    ]


def test_edges_are_named_in_the_direction_of_the_way():
    way = find_links(LINE, PLACES)[2]
    assert way.edges == ((2, True), (3, False))


def test_a_link_that_others_replace_is_dropped():
    paths = find_links(LINE, PLACES)
    kept = drop_redundant(paths, stretch=1.0)
    assert [(p.from_place, p.to_place) for p in kept] == [("a", "b"), ("b", "c")]
    assert len(drop_redundant(paths, stretch=1.0, via=())) == 3


def test_the_stretch_is_kept():
    paths = [Path("a", "b", 10, ()), Path("b", "c", 10, ()), Path("a", "c", 19, ())]
    assert len(drop_redundant(paths, stretch=1.05)) == 3
    assert len(drop_redundant(paths, stretch=1.06)) == 2


def test_only_links_on_a_wanted_way_stay():
    paths = [Path("a", "b", 10, ()), Path("a", "c", 30, ()), Path("b", "c", 10, ())]
    assert keep_wanted(paths, {("a", "c")}) == [paths[0], paths[2]]
    assert keep_wanted(paths, {("b", "x")}) == []
