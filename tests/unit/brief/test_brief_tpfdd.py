"""Time-phased data: ports, days and order, against a movement by hand."""

from dataclasses import astuple, fields, replace

from reassure.brief.journeys import Hop, Journey
from reassure.brief.port_days import PortDays, port_days
from reassure.brief.tpfdd import COLUMNS, TpfddLine, tpfdd_lines
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import Mode, MovePurpose, Status, StoppedBy
from reassure.model.movement_outputs import Return
from reassure.model.outputs import Arrival, Leg, Load
from reassure.model.table import Table
from tests.brief_case import FORCES as MANY
from tests.brief_case import MOVED
from tests.brief_case import PLAN as LARGE
from tests.movement_case import BY_SEA, movement_plan, movement_results
from tests.unit.engines.deploy.moves import force_of, link, plan_of
from tests.unit.engines.deploy.test_deliveries import BOX, NEED, pledge

PLAN = movement_plan()
FORCES, MOVEMENT = movement_results()
LINES = {line.uln: line for line in tpfdd_lines(PLAN, FORCES, MOVEMENT)}


def test_a_unit_by_sea_has_its_ports_and_the_days_there() -> None:
    assert astuple(LINES["a"]) == (
        "a", "deployment", "by-sea.1", "France", "Infantry", 600, 900.0,
        "Home", "Dock", "Quay", "Base",
        # One day by road, ten by sea, one by rail; the plan waits before each port.
        6, 7, 17, 19, 20.0, 8, 18, 19, 22, 2.0, "late", "road > sea > rail",
        "links:rail-base-quay.capacity_per_day",
    )  # fmt: skip


def test_a_unit_over_the_ground_has_no_ports_and_its_days_are_those_at_the_ends() -> None:
    line = LINES["c"]
    assert (line.poe, line.pod, line.destination) == (None, None, "Base")
    assert (line.rld, line.ald, line.ead, line.lad) == (10, 10, 13, 20)
    assert (line.departs_poe, line.first_at_pod, line.last_at_pod) == (12, 15, 15)
    assert (line.late, line.outcome, line.binding) == (0.0, "on time", None)


def test_a_unit_that_never_moves_has_the_weight_of_its_kind_and_no_days() -> None:
    line = LINES["d"]
    assert line.tonnes == 900.0
    assert (line.ald, line.ead, line.lad, line.last_at_pod, line.arrival, line.late) == (None,) * 6
    assert (line.modes, line.outcome) == ("", "cannot arrive")


def test_a_movement_that_a_stop_left_out_is_not_scheduled() -> None:
    how = replace(MOVEMENT.provenance, status=Status.PARTIAL, stopped_by=StoppedBy.CLOCK)
    rows = [
        row.model_copy(update={"binding": None}) if row.assignment == "d" else row
        for row in MOVEMENT.arrivals
    ]
    moved = replace(MOVEMENT, provenance=how, arrivals=Table.of(Arrival, rows))
    told = {line.uln: line.outcome for line in tpfdd_lines(PLAN, FORCES, moved)}
    assert told == {"a": "late", "b": "on time", "c": "on time", "d": "not scheduled"}


def test_lines_stand_by_wanted_day_and_each_movement_stands_once() -> None:
    lines = tpfdd_lines(PLAN, FORCES, MOVEMENT)
    assert [line.uln for line in lines] == ["a", "c", "b", "d"]
    many = tpfdd_lines(LARGE, MANY, MOVED)
    names = [row.assignment for row in MOVED.arrivals]
    names += [f"{row.assignment}.home" for row in MOVED.returns]
    names += [row.pledge for row in MOVED.deliveries]
    assert sorted(line.uln for line in many) == sorted(names)
    days = [line.rdd for line in many if line.rdd is not None]
    assert days == sorted(days)


def test_of_two_ports_that_of_most_tonnes_stands() -> None:
    plan = PLAN.with_tables(
        links=Table.of(
            PLAN.links.record_type,
            [
                *PLAN.links,
                PLAN.links["sea-dock-quay"].model_copy(
                    update={"id": "air-home-base", "from_location": "home", "to_location": "base",
                            "mode": "air"}
                ),
            ],
        )
    )  # fmt: skip
    forces, moved = movement_results(plan)
    legs = [row for row in moved.legs if row.load != "a.2"]
    legs.append(Leg(load="a.2", leg=1, link="air-home-base", depart_day=6, arrive_day=6))
    moved = replace(moved, legs=Table.of(Leg, legs))
    (line,) = [line for line in tpfdd_lines(plan, forces, moved) if line.uln == "a"]
    # 500 t go by sea, 400 t by air.
    assert (line.poe, line.pod) == ("Dock", "Quay")
    assert (line.departs_poe, line.first_at_pod, line.last_at_pod) == (6, 6, 18)
    # The sooner of both ways opens the window, the longer way on from the port closes it.
    assert (line.ald, line.ead, line.lad) == (6, 6, 19)
    assert line.modes == "road > sea > rail; air"
    sizes = [
        row.model_copy(update={"size": 600.0}) if row.id == "a.2" else row for row in moved.loads
    ]
    moved = replace(moved, loads=Table.of(Load, sizes))
    (line,) = [line for line in tpfdd_lines(plan, forces, moved) if line.uln == "a"]
    assert (line.poe, line.pod, line.tonnes) == ("Home", "Base", 1100.0)


def test_a_movement_that_tells_when_units_may_load_is_believed() -> None:
    told = [
        row.model_copy(update={"release_day": 7 if row.assignment == "a" else None})
        for row in MOVEMENT.arrivals
    ]
    moved = replace(MOVEMENT, arrivals=Table.of(Arrival, told))
    days = {line.uln: line.rld for line in tpfdd_lines(PLAN, FORCES, moved)}
    assert days == {"a": 7, "b": None, "c": None, "d": None}


def test_a_way_home_is_a_line_of_its_own_with_its_ends_turned_round() -> None:
    (first, *_) = [row for row in MOVEMENT.loads if row.owner == "a"]
    more = {"id": "a.home.1", "purpose": MovePurpose.RETURN, "size": 5000.0}
    loads = [*MOVEMENT.loads, first.model_copy(update=more)]
    way = (("rail-base-quay", 120, 121), ("sea-dock-quay", 123, 133), ("road-home-dock", 133, 134))
    legs = [
        Leg(load="a.home.1", leg=i, link=link, depart_day=start, arrive_day=end)
        for i, (link, start, end) in enumerate(way, start=1)
    ]
    home = Return(
        assignment="a", end_day=90.0, release_day=118, site_clear_day=120, home_day=134,
        wanted_day=130.0, late_days=4.0, binding="locations:dock.berths",
    )  # fmt: skip
    stuck = Return(assignment="b", end_day=90.0, binding="offers:by-sea.origin")
    moved = replace(
        MOVEMENT, loads=Table.of(Load, loads), legs=Table.of(Leg, [*MOVEMENT.legs, *legs]),
        returns=Table.of(Return, [home, stuck]),
    )  # fmt: skip
    lines = tpfdd_lines(PLAN, FORCES, moved)
    told = {line.uln: line for line in lines}
    assert {name: told[name] for name in LINES} == LINES
    assert astuple(told["a.home"]) == (
        "a.home", "return", "by-sea.1", "France", "Infantry", 600, 5000.0, "Base", "Quay", "Dock",
        "Home", 118, 119, 129, 129, 130.0, 123, 133, 133, 134, 4.0, "late", "rail > sea > road",
        "locations:dock.berths",
    )  # fmt: skip
    # One that has no way home has no wanted day, and stands last.
    assert lines[-1].uln == "b.home"
    assert (lines[-1].rdd, lines[-1].arrival, lines[-1].tonnes) == (None, None, 900.0)


def test_a_pledge_is_a_line_with_its_item() -> None:
    plan = plan_of(
        items=[BOX], needs=[NEED], pledges=[pledge()],
        links=[link("az", "a", "z", "rail", 2, capacity_per_day=1)],
    )  # fmt: skip
    forces = force_of(plan)
    lines = tpfdd_lines(plan, forces, schedule_deployment(plan, forces))
    (line,) = [line for line in lines if line.purpose == MovePurpose.DELIVERY]
    assert (line.uln, line.unit, line.nation, line.capability) == ("p", "p", "A", "Box")
    assert (line.persons, line.tonnes, line.origin, line.destination) == (0, 200.0, "a", "z")
    assert (line.rld, line.ald, line.ead, line.lad, line.rdd) == (3, 3, 5, 6, 6.0)
    assert (line.departs_poe, line.last_at_pod, line.arrival) == (3, 5, 5)
    assert (line.late, line.modes, line.binding) == (0.0, "rail", None)


def test_columns_are_those_of_a_line() -> None:
    assert len(COLUMNS) == len(fields(TpfddLine)) == len(LINES["a"].cells())
    heads = [column.heading.lower().replace(" ", "_") for column in COLUMNS]
    assert heads == [item.name for item in fields(TpfddLine)]
    assert BY_SEA[1][1] == LINES["a"].departs_poe


def test_what_goes_apart_has_one_window_over_both_ways_and_the_way_on() -> None:
    def way(purpose, *hops):
        made = tuple(Hop(f"{mode}-{i}", Mode(mode), "x", "y", *days)
                     for i, (mode, *days) in enumerate(hops))  # fmt: skip
        return Journey("l", "a", purpose, made[0].mode, 10.0, made)

    people = way(MovePurpose.PEOPLE, ("air", 4, 5), ("road", 5, 6))
    equipment = way(MovePurpose.EQUIPMENT, ("rail", 0, 2), ("sea", 3, 9), ("road", 10, 11))
    joined = way(MovePurpose.DEPLOYMENT, ("road", 12, 14))
    found = port_days([people, equipment, joined], release_day=0, wanted_day=20.5)
    # People are at the POD after a day; from there a day to where they join, and two days on.
    assert found == PortDays(ald=0, ead=1, lad=17, departs_poe=3, first_at_pod=5, last_at_pod=9)
    over_ground = port_days([joined], release_day=None, wanted_day=None)
    assert over_ground == PortDays(departs_poe=12, first_at_pod=14, last_at_pod=14)
    assert port_days([], release_day=0, wanted_day=9.0) == PortDays()
