"""Reliefs, ways home, pledges, what places lack, and ways out, against a movement by hand."""

from dataclasses import replace

import pytest

from reassure.brief.ends import (
    MOST_ROWS,
    delivery_table,
    month_table,
    return_sentence,
    return_table,
)
from reassure.brief.names import place_name
from reassure.brief.sites import site_sentence, site_table, way_out_table
from reassure.brief.words import money, span
from reassure.model.choices import MovePurpose
from reassure.model.movement_outputs import Delivery, Return
from reassure.model.network import Location
from reassure.model.site_outputs import SiteShortfall, WayOut
from reassure.model.table import Table
from tests.movement_case import movement_plan, movement_results

PLAN = movement_plan()
FORCES, MOVEMENT = movement_results()
COST = money(900.0, PLAN.meta.currency)
FULL = "links:rail-base-quay.capacity_per_day"


def _ending(name: str, **more: object) -> dict[str, object]:
    home = {"site_clear_day": 92, "home_day": 99, "late_days": 0.0}
    return {
        "assignment": name,
        "end_day": 90,
        "release_day": 90,
        "wanted_day": 105.0,
        **home,
    } | more


RETURNS = [
    _ending("a"),
    _ending("b", relieved_by="c", gap_days=4.0, home_day=110, late_days=5.0, binding=FULL),
    _ending("c", relieved_by="d", gap_days=0.0, site_clear_day=None, home_day=None, late_days=None),
]
ENDED = replace(MOVEMENT, returns=Table.of(Return, RETURNS))


def test_the_longest_gap_stands_first_then_who_is_not_home() -> None:
    table = return_table(PLAN, FORCES, ENDED)
    assert table is not None
    assert [row.cells[2:8] for row in table.rows] == [
        (table.rows[0].cells[2], "C+90", "4", "C+92", "C+110", "C+105"),
        (table.rows[1].cells[2], "C+90", "0", "–", "cannot arrive", "C+105"),
    ]
    units = {tour.id: tour.unit for tour in FORCES.assignments}
    assert table.rows[0].cells[0].endswith(units["b"])
    assert table.rows[0].cells[2].endswith(units["c"])
    assert table.rows[0].reference == FULL
    assert table.more == ""


def test_the_sentence_counts_who_is_home_late_or_relieved_late() -> None:
    assert return_sentence(ENDED) == (
        "3 tours end within the plan. 1 of their units is home in time, 1 later, 1 cannot be "
        "by its end. 1 tour ends before its relief is in place, by up to 4 days."
    )
    assert return_sentence(MOVEMENT) == "No tour ends within the plan."
    assert return_table(PLAN, FORCES, MOVEMENT) is None
    one = replace(MOVEMENT, returns=Table.of(Return, RETURNS[:1]))
    assert return_sentence(one).endswith("Its unit is home in time. No relief comes late.")
    assert return_table(PLAN, FORCES, one) is None
    late = [row | {"gap_days": 2.0} for row in RETURNS[:2]]
    two = return_sentence(replace(MOVEMENT, returns=Table.of(Return, late)))
    assert two.endswith("2 tours end before their relief is in place, by up to 2 days.")


def test_a_relief_that_comes_late_names_what_binds_its_own_arrival() -> None:
    held = next(row for row in MOVEMENT.arrivals if row.binding)
    rows = [_ending("a", relieved_by=held.assignment, gap_days=3.0)]
    table = return_table(PLAN, FORCES, replace(MOVEMENT, returns=Table.of(Return, rows)))
    assert table is not None
    assert table.rows[0].reference == held.binding


def test_months_count_tours_that_end_and_what_becomes_of_them() -> None:
    table = month_table(ENDED)
    assert table is not None
    assert [row.cells for row in table.rows] == [(span(90, 119), "3", "2", "1", "2", "C+110")]
    assert month_table(MOVEMENT) is None


def test_long_lists_say_how_much_they_leave_out() -> None:
    rows = [_ending(f"x{i}", gap_days=1.0) for i in range(MOST_ROWS + 2)]
    table = return_table(PLAN, FORCES, replace(MOVEMENT, returns=Table.of(Return, rows)))
    assert table is not None
    assert (len(table.rows), table.more) == (MOST_ROWS, "and 2 more")


def test_pledges_that_cannot_arrive_stand_first() -> None:
    rows = [
        {"pledge": "p1", "need": "n", "planned_day": 30, "wanted_day": 20.0, "late_days": 10.0},
        {"pledge": "p2", "need": "n", "wanted_day": 20.0, "binding": FULL},
    ]
    table = delivery_table(PLAN, replace(MOVEMENT, deliveries=Table.of(Delivery, rows)))
    assert table is not None
    assert [row.cells[:5] for row in table.rows] == [
        ("p2", "n", "C+20", "cannot arrive", "–"),
        ("p1", "n", "C+20", "C+30", "10"),
    ]
    assert delivery_table(PLAN, MOVEMENT) is None


@pytest.mark.parametrize(
    ("is_enough", "cure"),
    [
        (None, "no upgrade is listed"),
        (True, f"more-beds, {COST}, ready C+30 if begun on C-day"),
        (False, f"more-beds, {COST}, ready C+30 if begun on C-day; not enough alone"),
    ],
)
def test_what_a_place_lacks_is_told_with_what_cures_it(is_enough: bool | None, cure: str) -> None:
    named = {"upgrade": "more-beds", "upgrade_cost": 900.0, "upgrade_ready_day": 30}
    lack = {"location": "base", "field": "beds", "from_day": 10, "until_day": 21, "needed": 700.0,
            "capacity": 300.0, "assignments": ("a", "b"), "is_enough": is_enough}  # fmt: skip
    lack |= {} if is_enough is None else named
    moved = replace(MOVEMENT, site_shortfalls=Table.of(SiteShortfall, [lack]))
    table = site_table(PLAN, moved)
    assert table is not None
    (row,) = table.rows
    assert row.cells[0] == "Base"
    assert row.cells[1].endswith(", persons")
    assert row.cells[2:6] == (span(10, 20), "700", "300", "2")
    assert row.cells[6] == cure
    assert site_sentence(moved) == (
        "1 place has too little for those who stay; 2 arrivals find no bed."
    )
    assert site_table(PLAN, MOVEMENT) is None
    assert site_sentence(MOVEMENT).startswith("No place has less")


def test_times_in_which_a_place_lacks_the_same_are_one_row() -> None:
    lack = {"location": "base", "field": "beds", "from_day": 10, "until_day": 21, "needed": 700.0,
            "capacity": 300.0, "assignments": ("a", "b")}  # fmt: skip
    rows = [
        lack,
        lack | {"from_day": 30, "until_day": 31, "needed": 900.0, "assignments": ("b", "c")},
        lack | {"location": "quay", "field": "water_t_per_day", "needed": 400.0},
    ]
    moved = replace(MOVEMENT, site_shortfalls=Table.of(SiteShortfall, rows))
    table = site_table(PLAN, moved)
    assert table is not None
    assert [row.cells[2:6] for row in table.rows] == [
        (f"{span(10, 20)} and C+30", "900", "300", "3"),
        (span(10, 20), "400", "300", "2"),
    ]
    assert site_sentence(moved).endswith("Too few beds at 1 and too little water at 1.")


def test_places_of_one_name_are_told_apart_by_their_kind() -> None:
    assert place_name(PLAN, "base") == "Base"
    rows = [row.model_copy(update={"name": "Base"}) for row in PLAN.locations]
    alike = replace(PLAN, locations=Table.of(Location, [row.model_dump() for row in rows]))
    assert place_name(alike, "base") == f"Base ({PLAN.locations['base'].kind.value})"


def test_all_steps_of_a_way_out_stand_in_order() -> None:
    own = {"owner": "d", "purpose": MovePurpose.DEPLOYMENT}
    rows = [
        own | {"order": 2, "binding": FULL, "found": "0", "needed": "1"},
        own | {"order": 1, "binding": "links:sea-dock-quay.mlc", "upgrade": "bridge",
               "cost": 5000.0},
    ]  # fmt: skip
    table = way_out_table(PLAN, FORCES, replace(MOVEMENT, ways_out=Table.of(WayOut, rows)))
    assert table is not None
    assert [row.cells[1] for row in table.rows] == ["1", "2"]
    assert table.rows[0].cells[3:] == ("–", "–", f"bridge, {money(5000.0, PLAN.meta.currency)}")
    assert table.rows[1].cells[3:] == ("0", "1", "–")
    assert way_out_table(PLAN, FORCES, MOVEMENT) is None


def test_ways_out_of_who_goes_home_and_of_pledges_say_so() -> None:
    way = {"order": 1, "binding": FULL, "found": "0", "needed": "1"}
    rows = [
        way | {"owner": owner, "purpose": purpose}
        for purpose, owner in (
            (MovePurpose.DELIVERY, "p"), (MovePurpose.RETURN, "d"), (MovePurpose.DEPLOYMENT, "d"),
        )
    ]  # fmt: skip
    table = way_out_table(PLAN, FORCES, replace(MOVEMENT, ways_out=Table.of(WayOut, rows)))
    assert table is not None
    out, home, pledge = (row.cells[0] for row in table.rows)
    assert home == f"{out}, on its way home"
    assert pledge == "Pledge p"
