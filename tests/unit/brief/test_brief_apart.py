"""People and equipment apart on the page, against a schedule by hand."""

from reassure.brief.apart import part_table
from reassure.brief.journeys import journeys
from reassure.brief.names import binding_words
from reassure.brief.tpfdd import tpfdd_lines
from tests.unit.engines.deploy.apart import apart, profile
from tests.unit.engines.deploy.moves import deploy, force_of, offer, tour


def test_the_page_tells_who_waits_for_whom() -> None:
    plan = apart()
    table = part_table(plan, force_of(plan), deploy(plan))
    assert table is not None
    cells = table.rows[0].cells
    # People wait at s for a week; the unit goes on with its equipment.
    assert cells[2:7] == ("s", "C+2", "C+9", "C+10", "C+0")
    assert table.rows[0].reference == "links:sail.transit_days"


def test_those_whose_other_part_never_comes_stand_first() -> None:
    stuck = profile("q", offer="q", equipment_by=["rail"])
    plan = apart(movement_profiles=[profile(), stuck], offers=[offer(), offer("q")])
    tours = (tour("t1"), tour("t2", offer="q", unit="q.1"))
    table = part_table(plan, force_of(plan, *tours), deploy(plan, *tours))
    assert table is not None
    assert [row.cells[5] for row in table.rows] == ["cannot arrive", "C+10"]
    assert table.rows[0].reference == "movement_profiles:q.equipment_by"
    assert binding_words(plan, table.rows[0].reference).text.startswith("Movement profile of")


def test_nobody_apart_has_no_table() -> None:
    plan = apart(movement_profiles=[])
    assert part_table(plan, force_of(plan), deploy(plan)) is None


def test_the_movement_table_counts_a_unit_once() -> None:
    plan = apart()
    forces, moved = force_of(plan), deploy(plan)
    (line,) = tpfdd_lines(plan, forces, moved)
    assert (line.tonnes, line.rld, line.arrival) == (1000, 0, 10)
    assert (line.poe, line.pod) == ("port", "quay")


def test_the_unit_goes_on_from_where_its_parts_join() -> None:
    plan = apart()
    ways = {way.load: way for way in journeys(plan, force_of(plan), deploy(plan))}
    assert [hop.from_location for hop in ways["t1.1"].hops] == ["s"]
    assert ways["t1.people.1"].hops[0].from_location == "a"
