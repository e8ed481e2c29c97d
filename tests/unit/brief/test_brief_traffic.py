"""Ways of loads, use of limits, flows by time and the corridor, against numbers by hand."""

import re
from dataclasses import replace

import pytest

from reassure.brief.corridor import batches, main_corridor, stretches
from reassure.brief.figures import corridor as corridor_figure
from reassure.brief.figures import utilisation as utilisation_figure
from reassure.brief.flow_days import flow_days
from reassure.brief.flow_maps import flow_maps, words_of
from reassure.brief.flows import flows
from reassure.brief.inputs import BriefInputs
from reassure.brief.journeys import journeys
from reassure.brief.map import MAP, map_figure, whole_frame
from reassure.brief.page import page_of
from reassure.brief.utilisation import usage
from reassure.brief.words import tonnes
from reassure.model.choices import Mode
from reassure.model.outputs import Arrival, Leg, Load
from reassure.model.table import Table
from tests.brief_case import MOVED
from tests.brief_case import PLAN as LARGE
from tests.movement_case import movement_plan, movement_results

PLAN = movement_plan()
FORCES, MOVEMENT = movement_results()
WAYS = journeys(PLAN, FORCES, MOVEMENT)


def _use(place: str | None, link: str | None, limit: str, **days: float) -> list[dict[str, object]]:
    """Rows of one limit of four a day: ``d3=2`` uses two on day 3, ``q3=1`` lets one wait."""
    rows: dict[int, dict[str, object]] = {}
    for name, value in days.items():
        day = int(name[1:])
        row = rows.setdefault(
            day,
            {"location": place, "link": link, "limit": limit, "day": day, "used": 0.0,
             "capacity": 4.0, "queue": 0.0},
        )  # fmt: skip
        row["used" if name[0] == "d" else "queue"] = value
    return list(rows.values())


# -- ways


def test_a_way_runs_in_the_direction_in_which_it_was_gone() -> None:
    (by_sea,) = [way for way in WAYS if way.load == "a.1"]
    places = [(hop.from_location, hop.to_location) for hop in by_sea.hops]
    assert places == [("home", "dock"), ("dock", "quay"), ("quay", "base")]
    assert by_sea.mode is Mode.SEA


def test_a_way_is_told_by_its_next_link_where_nothing_tells_its_start() -> None:
    unknown = {way.load: way for way in journeys(PLAN, None, MOVEMENT)}
    assert {load: way.hops for load, way in unknown.items()} == {w.load: w.hops for w in WAYS}


# -- use of limits


def test_shares_count_days_without_use_with_the_whole_capacity() -> None:
    rows = _use(None, "rail-base-quay", "capacity_per_day", d0=4, d1=2)
    rows += _use("quay", None, "trains_per_day", d9=1, q9=3)
    _, moved = movement_results(use_days=rows)
    first, second = usage(PLAN, moved)
    assert first.binding.reference == "links:rail-base-quay.capacity_per_day"
    # Six of four a day over the ten days from 0 to 9.
    assert first.mean_share == pytest.approx(6 / 40)
    assert (first.full_days, first.queue_load_days) == (1, 0)
    assert [(c.from_day, c.until_day, c.share) for c in first.cells] == [(0, 1, 1.0), (1, 2, 0.5)]
    assert first.busiest().from_day == 0
    assert second.cells[0].queue_load_days == 3


def test_a_long_movement_is_shown_by_week() -> None:
    rows = _use(None, "rail-base-quay", "capacity_per_day", d8=4, d9=4, d60=1, q60=2)
    _, moved = movement_results(use_days=rows)
    (limit,) = usage(PLAN, moved)
    # The last week ends with the last day of the movement: five days of it.
    assert [(c.from_day, c.until_day) for c in limit.cells] == [(7, 14), (56, 61)]
    assert [c.share for c in limit.cells] == pytest.approx([8 / 28, 1 / 20])
    # A week of which little is used still has a day on which all of it is.
    assert limit.peak_share == 1.0
    assert utilisation_figure.utilisation_sentence([limit], step=7).endswith(
        "29\N{NO-BREAK SPACE}% in the week C+7\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}C+13. "
        "Loads wait for 1 of the 1 limit shown."
    )


def test_limits_with_queues_are_shown_however_little_they_are_used() -> None:
    rows = _use("quay", None, "berths", d0=4, d1=4, d2=4)
    rows += _use("dock", None, "berths", d0=3, d1=3)
    rows += _use("base", None, "trains_per_day", d0=1, q0=5)
    _, moved = movement_results(use_days=rows)
    found = usage(PLAN, moved, most=2)
    assert [row.binding.reference for row in found] == [
        "locations:quay.berths",
        "locations:base.trains_per_day",
    ]


def test_where_loads_wait_below_the_limit_its_busiest_day_is_told() -> None:
    rows = _use(None, "rail-base-quay", "capacity_per_day", d0=3, q0=1, d20=1)
    _, moved = movement_results(use_days=rows)
    plain = {"name": "n", "title": "t", "sentence": "s", "first_day": 0, "last_day": 21}
    found = usage(PLAN, moved)
    assert (found[0].full_days, found[0].peak_share) == (0, 0.75)
    drawn = utilisation_figure.utilisation_picture(found, **plain)
    assert "peak 75\N{NO-BREAK SPACE}%" in drawn
    rows = _use(None, "rail-base-quay", "capacity_per_day", d0=4, q0=1, d20=1)
    _, moved = movement_results(use_days=rows)
    drawn = utilisation_figure.utilisation_picture(usage(PLAN, moved), **plain)
    assert "full 1 d" in drawn
    assert "peak" not in drawn


def test_a_limit_without_capacity_has_no_share() -> None:
    row = {"location": "quay", "link": None, "limit": "berths", "day": 0, "used": 0, "queue": 2}
    _, moved = movement_results(use_days=[row])
    assert usage(PLAN, moved) == []


def test_the_most_used_limits_come_first_and_neighbours_of_one_band_are_one() -> None:
    found = usage(LARGE, MOVED)
    shares = [row.mean_share for row in found]
    assert shares == sorted(shares, reverse=True)
    spans = utilisation_figure.utilisation_rows(found)
    cells = sum(1 for row in found for cell in row.cells if cell.share > 0)
    assert sum((s["until"] - s["from"] + 6) // 7 for s in spans) == cells
    assert len(spans) < cells
    assert [utilisation_figure.band_of(share) for share in (0.25, 0.26, 0.99, 1.0)] == [0, 1, 3, 4]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_every_limit_has_its_row_and_every_queue_its_dot(is_narrow: bool) -> None:
    rows = _use("quay", None, "berths", d0=4, d1=2, q1=1, q5=2)
    rows += _use(None, "rail-base-quay", "capacity_per_day", d3=1)
    _, moved = movement_results(use_days=rows)
    found = usage(PLAN, moved)
    drawn = utilisation_figure.utilisation_picture(
        found, first_day=0, last_day=6, name="use", title="T", sentence="S", is_narrow=is_narrow
    )
    bands = {at: path for path, at in re.findall(r'd="([^"]+)" fill="var\(--use-(\d)', drawn)}
    # All of the berths on day 0, half on day 1; a quarter of the line on day 3.
    assert {at: path.count("M") for at, path in bands.items()} == {"0": 1, "1": 1, "4": 1}
    (dots,) = set(re.findall(r'<path d="([^"]+)" stroke=', drawn)) - {""} - _rules(drawn)
    assert dots.count("h0") == 2
    assert "Quay" in drawn
    assert "Base to Quay by rail" in drawn


def _rules(drawn: str) -> set[str]:
    return set(re.findall(r'<path d="([^"]+)" stroke="var\(--rule\)', drawn))


# -- flows by time


def test_what_is_under_way_counts_once_in_every_week_that_it_touches() -> None:
    found = flow_days(PLAN, WAYS)
    assert found is not None
    assert (found.first_day, found.step_days, found.n_steps) == (6, 1, 17)
    by_link = {way.link: way for way in found.ways}
    sea = by_link["sea-dock-quay"].traffic
    # Three loads from day 8 to 18, and one from day 9 to 19.
    assert {step + 6: (part.n_loads, part.tonnes) for step, part in sea.items()} == {
        8: (3, 1100.0), **dict.fromkeys(range(9, 19), (4, 1500.0)), 19: (1, 400.0),
    }  # fmt: skip
    # Day 14: four loads at sea, and one by rail that changes from one link to the next.
    assert (found.loads[8].n_loads, found.loads[8].tonnes) == (5, 2400.0)
    assert found.most_t == 1500.0
    assert words_of(PLAN, found, 0) == (
        f"3 loads under way, {tonnes(1100)}; most on Home to Dock by road: {tonnes(1100)}."
    )


def test_dates_are_the_busiest_of_equal_parts() -> None:
    found = flow_days(PLAN, WAYS)
    assert found is not None
    assert found.dates(2) == [6, 8]
    assert found.dates(17) == [i for i in range(17) if found.loads[i].n_loads]


def test_a_large_movement_goes_by_week_and_leaves_nothing_out() -> None:
    found = flow_days(LARGE, journeys(LARGE, None, MOVED))
    assert found is not None
    assert found.step_days == 7
    frame = MOVED.legs.frame
    weeks = {
        (load, link, week)
        for load, link, start, end in frame.select(
            "load", "link", "depart_day", "arrive_day"
        ).iter_rows()
        for week in range(start // 7, end // 7 + 1)
    }
    assert sum(part.n_loads for way in found.ways for part in way.traffic.values()) == len(weeks)


def test_the_map_by_time_has_one_line_for_every_way_and_a_width_for_every_step() -> None:
    found, moved = flow_days(PLAN, WAYS), flows(PLAN, MOVEMENT)
    assert found is not None
    drawn = flow_maps(PLAN, found, moved, whole_frame(PLAN, moved))
    assert drawn.svg.count('id="under-') == len(found.ways)
    # Land and ways are those of the map of the whole movement.
    whole = map_figure(PLAN, moved, [], whole_frame(PLAN, moved), name=MAP, title="T", sentence="S")
    pictures = drawn.svg + "".join(small.svg for small in drawn.small)
    wanted = set(re.findall(r'href="#([^"]+)"', pictures))
    assert len(wanted) == len(found.ways) + 1
    assert wanted <= set(re.findall(r'id="([^"]+)"', whole.svg))
    assert drawn.last == found.n_steps - 1
    assert len(drawn.small) == 6
    # The script gets texts that cannot end it.
    assert "<" not in drawn.data
    assert '"9.0"' not in drawn.data
    assert "9.0" in drawn.data


# -- corridor


def test_the_main_corridor_carries_most_tonne_kilometres_over_the_ground() -> None:
    found = main_corridor(PLAN, WAYS)
    assert found is not None
    # 900 t over 2,400 km by rail; 2,400 t over the last 400 km; the sea does not count.
    assert found.places == ("lager", "quay", "base")
    assert found.km == (0.0, 2000.0, 2400.0)
    assert (found.tonnes, found.n_loads) == (900.0, 1)


def test_ways_at_sea_are_the_corridor_where_nothing_moves_over_the_ground() -> None:
    at_sea = [way for way in WAYS if way.owner == "b"]
    ends = [replace(way, hops=way.hops[1:2]) for way in at_sea]
    found = main_corridor(PLAN, ends)
    assert found is not None
    assert found.links == ("sea-dock-quay",)
    assert main_corridor(PLAN, []) is None


def test_loads_of_one_unit_that_move_alike_are_one_line() -> None:
    found = main_corridor(PLAN, WAYS)
    assert found is not None
    lines = {(b.owner, b.n_loads, b.tonnes): b.points for b in batches(found, WAYS)}
    assert lines == {
        ("c", 1, 900.0): ((12, 0.0), (14, 2000.0), (15, 2400.0)),
        ("b", 2, 600.0): ((20, 2000.0), (21, 2400.0)),
        ("a", 1, 500.0): ((20, 2000.0), (21, 2400.0)),
        ("a", 1, 400.0): ((21, 2000.0), (22, 2400.0)),
    }


def test_stretches_tell_what_passes_and_how_long_it_waits() -> None:
    found = main_corridor(PLAN, WAYS)
    assert found is not None
    first, last = stretches(PLAN, found, WAYS)
    assert (first.n_loads, first.tonnes, first.days, first.waiting_days) == (1, 900.0, 2.0, None)
    # Four loads wait two days on the quay, one goes on at once.
    assert (last.n_loads, last.tonnes, last.days, last.waiting_days) == (5, 2400.0, 1.0, 2.0)


def test_of_a_long_movement_the_days_are_drawn_in_which_most_sets_out() -> None:
    found = main_corridor(PLAN, WAYS)
    assert found is not None
    lines = batches(found, WAYS)
    assert corridor_figure.window(lines) == (12, 21)
    late = [
        type(b)(b.owner, b.mode, b.n_loads, b.tonnes, tuple((d + 300, km) for d, km in b.points))
        for b in lines[1:]
    ]
    both = [lines[0], *late]
    first, last = corridor_figure.window(both)
    assert last - first == corridor_figure.LONGEST_DAYS - 1
    assert corridor_figure.drawn(both) == late
    assert "3 of 4 are drawn" in corridor_figure.corridor_sentence(PLAN, found, both)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_lines_of_one_look_are_one_path_in_the_tone_of_their_owner(is_narrow: bool) -> None:
    corridor = main_corridor(PLAN, WAYS)
    assert corridor is not None
    drawn = corridor_figure.corridor_picture(
        PLAN, corridor, batches(corridor, WAYS), {"a": "o1-edge"},
        name="c", title="T", sentence="S", is_narrow=is_narrow,
    )  # fmt: skip
    lines = re.findall(
        r'd="([^"]+)" stroke="var\(--(o1-edge|flow)\)" stroke-width="([^"]+)"', drawn
    )
    # By tonnes of 900: 900 of c, 600 of b, 500 and 400 of a.
    assert {(tone, width, path.count("M")) for path, tone, width in lines} == {
        ("flow", "3.4", 1), ("flow", "2.3", 1), ("o1-edge", "1.9", 1), ("o1-edge", "1.5", 1),
    }  # fmt: skip
    assert all(name in drawn for name in ("Lager", "Quay", "Base"))
    assert ("2,000\N{NO-BREAK SPACE}km" in drawn) is not is_narrow


# -- pages


def test_pictures_that_a_phone_cannot_hold_are_drawn_a_second_time_for_it() -> None:
    _, moved = movement_results(use_days=_use("quay", None, "berths", d0=4))
    page = page_of(PLAN, BriefInputs(seed=1, force_plan=FORCES, deployment=moved))
    figures = {item.name: item for part in page.sections for item in part.figures}
    for name in ("utilisation", "corridor", "arrivals", "lateness"):
        narrow = figures[name].narrow
        assert narrow is not None
        width = float(re.findall(r'viewBox="0 0 ([\d.]+)', narrow)[0])
        assert width <= 400 < figures[name].width
    # A map is scrolled, and opens with the sectors in its middle.
    assert figures[MAP].narrow is None
    assert 0 < figures[MAP].centre < 1


def test_arrivals_are_told_by_objective() -> None:
    page = page_of(PLAN, BriefInputs(seed=1, force_plan=FORCES, deployment=MOVEMENT))
    (part,) = [part for part in page.sections if part.id == "arrivals"]
    assert [(item.title, item.sentence) for item in part.panels] == [
        ("Safe seas", "1 of 1 movement on time; arrivals never fall behind what is wanted."),
        ("Peace on land", "1 of 3 movements on time; furthest behind on C+20, by 1 movement."),
    ]


def test_a_plan_without_movement_says_so_instead_of_empty_pictures() -> None:
    empty = {"loads": Table.empty(Load), "legs": Table.empty(Leg), "arrivals": Table.empty(Arrival)}
    run = BriefInputs(seed=1, force_plan=FORCES, deployment=replace(MOVEMENT, **empty))
    parts = {part.id: part for part in page_of(PLAN, run).sections}
    assert parts["utilisation"].absent == "No limit of the network is used."
    assert parts["flow-days"].absent == "Nothing moves on the network."
    assert parts["corridor"].absent == "Nothing of any weight moves on the network."
    assert parts["tpfdd"].absent == "Nothing moves."
