"""People and equipment apart by hand: by which modes, where they join, and when the unit is there.

The sums stand beside each case.
"""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.checks.merging import verify_movements
from reassure.checks.withdrawal import verify_withdrawal
from reassure.engines.deploy import rank_upgrades, schedule_deployment, schedule_withdrawal
from reassure.engines.deploy.executing.execution import compare_actuals
from reassure.engines.deploy.reroute import reroute_deployment
from reassure.engines.deploy.telling.use import use_of_legs
from reassure.model.choices import Mode, MoveObjective, MovePurpose
from reassure.model.movement_results import NationalMovement
from reassure.model.network import Actual
from reassure.model.table import Table
from tests.unit.engines.deploy.apart import apart, profile
from tests.unit.engines.deploy.moves import (
    bindings_of,
    days_of,
    deploy,
    force_of,
    line,
    link,
    offer,
    place,
    tour,
    unit,
)

TWO_LOADS = unit(vehicles=40, tonnes=1000, lane_m=400, wagons=60)
PEOPLE, EQUIPMENT = MovePurpose.PEOPLE, MovePurpose.EQUIPMENT


def parts_of(result, assignment="t1"):
    return {row.purpose: row for row in result.parts if row.assignment == assignment}


def links_of(result):
    found: dict[str, list[str]] = {}
    for leg in result.legs:
        found.setdefault(leg.load, []).append(leg.link)
    return found


def checked(plan, *tours, **options):
    forces = force_of(plan, *tours)
    result = schedule_deployment(plan, forces, **options)
    assert verify_deployment(plan, forces, result) == []
    return result


def test_people_fly_equipment_sails_and_both_go_on_as_one():
    result = checked(apart())
    # People are there on day 2, equipment on day 9; a day later the unit is in place.
    assert days_of(result) == {"t1": 10}
    told = {
        purpose: (row.location, row.planned_day, row.wanted_day, row.release_day)
        for purpose, row in parts_of(result).items()
    }
    assert told == {
        PEOPLE: ("s", 2, -1, 0),
        EQUIPMENT: ("s", 9, -1, 0),
        MovePurpose.DEPLOYMENT: ("z", 10, 0, 9),
    }
    assert links_of(result) == {
        "t1.people.1": ["a-field", "fly", "landing-s"],
        "t1.equipment.1": ["a-port", "sail", "quay-s"],
        "t1.1": ["s-z"],
    }
    # A load that is at s on day d counts as in place on d + 1: 3, 10 and 10 days late, and a
    # hundredth of 2, 9 and 1 days since each may load; one load of each.
    assert result.provenance.objective == pytest.approx((3 + 10 + 10) / 3 + 0.01 * (2 + 9 + 1) / 3)
    assert result.provenance.status == "optimal"
    assert result.closure_day == result.closure_bound == 10
    # The unit is late because its equipment is at sea for a week.
    assert bindings_of(result)["t1"] == "links:sail.transit_days"
    assert result.arrivals["t1"].release_day == 0


def test_without_a_place_to_marry_up_both_join_at_the_destination():
    result = checked(apart(movement_profiles=[profile(marry_up=None)]))
    assert days_of(result) == {"t1": 10}
    assert {row.purpose: row.planned_day for row in result.parts} == {PEOPLE: 3, EQUIPMENT: 10}
    assert [load.purpose for load in result.loads] == [EQUIPMENT, PEOPLE]
    assert result.provenance.objective == pytest.approx(1.01 * (3 + 10) / 2)
    assert bindings_of(result)["t1"] == "links:sail.transit_days"


def test_what_goes_apart_makes_up_the_unit_again():
    result = checked(apart())
    sizes = {load.purpose: load.size for load in result.loads}
    # Each of the 100 people takes 0.1 t along.
    assert sizes == {PEOPLE: 10, EQUIPMENT: 990, MovePurpose.DEPLOYMENT: 1000}


def test_people_fill_aircraft():
    aircraft = {"id": "jet", "nation": "XAA", "mode": "air", "name": "Jet", "quantity": 2}
    aircraft |= {"passengers": 40, "speed_km_per_h": 700, "home": "field"}
    aircraft |= {"from_day": 0, "until_day": 90}
    result = checked(apart(lifts=[aircraft]))
    # 100 people are three loads of one flight each. A flight takes a jet two days out and back and
    # twice four hours on the ground, 7/9 of each of three days: the third leaves on day 3.
    people = [load.id for load in result.loads if load.purpose is PEOPLE]
    assert people == ["t1.people.1", "t1.people.2", "t1.people.3"]
    flown = [row.used for row in result.use_days if row.limit == "lifts:jet.quantity"]
    assert flown == pytest.approx([14 / 9] * 3 + [7 / 9] * 3)
    assert parts_of(result)[PEOPLE].planned_day == 5


def test_a_full_ship_holds_the_whole_unit_up():
    capacity = link("sail", "port", "quay", "sea", 7, capacity_per_day=400, every_days=4)
    links = [*(row for row in rows_of(apart().links) if row["id"] != "sail"), capacity]
    plan = apart(links=links, requirements=[line(from_day=10)])
    result = checked(plan, tour("t1", from_day=10), tour("t2", from_day=10))
    # One unit's 400 lane metres sail every four days; people wait for the second ship at s.
    assert sorted(days_of(result).values()) == [10, 14]
    later = max(result.arrivals, key=lambda row: row.planned_day or 0)
    # Of the four days that its equipment waits there is no ship on three.
    assert later.binding == "links:sail.every_days"
    assert {row.planned_day for row in result.parts if row.purpose is PEOPLE} == {2}
    bound, value = result.provenance.bound, result.provenance.objective
    assert bound is not None
    assert value is not None
    assert bound <= value


def rows_of(table):
    return [row.model_dump() for row in table]


@pytest.mark.parametrize(
    ("change", "binding"),
    [
        ({"people_by": ["rail"]}, "movement_profiles:p.people_by"),
        ({"equipment_by": ["rail"]}, "movement_profiles:p.equipment_by"),
    ],
)
def test_modes_that_lead_nowhere_are_named_and_nothing_moves(change, binding):
    result = checked(apart(movement_profiles=[profile(**change)]))
    assert days_of(result) == {"t1": None}
    assert bindings_of(result) == {"t1": binding}
    assert {row.planned_day for row in result.parts} == {None}
    assert len(result.legs) == 0
    # The modes must change on every link of the way; it is told once, for the unit.
    assert {(row.owner, row.purpose) for row in result.ways_out} == {("t1", "deployment")}
    assert {row.binding for row in result.ways_out} == {binding}
    # What is asked for is what stands there and one mode more, as it would be written.
    assert {row.found for row in result.ways_out} == {"rail"}
    assert {row.needed for row in result.ways_out} <= {"rail|air", "rail|road", "rail|sea"}


def test_where_no_way_leads_on_from_the_staging_area_nobody_goes_there():
    result = checked(apart(movement_profiles=[profile(marry_up="quay")], links=one_way_ashore()))
    assert days_of(result) == {"t1": None}
    assert len(result.legs) == 0
    assert result.provenance.objective is None


def one_way_ashore():
    rows = [row for row in rows_of(apart().links) if row["id"] != "quay-s"]
    return [*rows, link("landing-quay", "landing", "quay", "road", 1, both_ways=False)]


def test_the_offer_s_profile_comes_before_that_of_its_capability():
    only = profile("own", offer="o", marry_up=None)
    result = checked(apart(movement_profiles=[profile("all"), only]))
    assert {row.location for row in result.parts} == {"z"}
    other = checked(
        apart(offers=[offer(), offer("q")], movement_profiles=[profile("own", offer="q")])
    )
    assert len(other.parts) == 0


def test_a_profile_holds_from_home_on_and_not_on_the_way_home():
    tours = [
        tour("t1", unit="o.1", until_day=20),
        tour("t2", unit="o.1", from_day=20, until_day=40, requirement="far"),
        tour("t3", unit="o.1", from_day=70, until_day=90),
    ]
    plan = apart(
        sectors=[
            {"id": "s", "name": "S", "location": "z"},
            {"id": "f", "name": "F", "location": "s"},
        ],
        requirements=[
            row | {"objective": "peace", "capability": "inf", "quantity": 1}
            for row in (
                {"id": "r", "sector": "s", "from_day": 0, "until_day": 90},
                {"id": "far", "sector": "f", "from_day": 0, "until_day": 90},
            )
        ],
    )
    result = checked(plan, *tours)
    assert {row.assignment for row in result.parts} == {"t1", "t3"}
    # It goes on from z to s, and home, as one; then both parts start from home again.
    assert links_of(result)["t2.1"] == ["s-z"]
    assert [load.id for load in result.loads if load.purpose is MovePurpose.RETURN] == ["t2.home.1"]
    home = {row.assignment: row.home_day for row in result.returns}["t2"]
    assert home is not None
    assert min(leg.depart_day for leg in result.legs if leg.load.startswith("t3.")) >= home


def test_a_unit_that_starts_where_it_would_join_goes_as_one():
    result = checked(apart(movement_profiles=[profile(marry_up="a")]))
    assert (len(result.parts), [load.id for load in result.loads]) == (0, ["t1.1"])


def test_people_are_no_heavy_cargo():
    heavy = unit(vehicles=40, tonnes=1000, lane_m=400, wagons=30, heaviest_mlc=70)
    clearance = {"id": "c", "through": "XBB", "cargo": "heavy", "lead_days": 12}
    places = [row for row in rows_of(apart().locations) if row["id"] != "s"]
    plan = apart(
        capabilities=[heavy],
        locations=[*places, place("s", "XBB", "staging")],
        clearances=[clearance],
    )
    result = checked(plan)
    # Equipment leaves the quay on day 11, so as not to be at s before day 12; people need not.
    assert {row.purpose: row.planned_day for row in result.parts} == {
        PEOPLE: 2,
        EQUIPMENT: 13,
        MovePurpose.DEPLOYMENT: 14,
    }


def test_by_the_last_load_every_movement_counts_with_its_share():
    result = checked(apart(capabilities=[TWO_LOADS]), objective=MoveObjective.CLOSURE)
    # People are one load of five; equipment and the unit that goes on are two each.
    assert len(result.loads) == 5
    assert result.provenance.objective == pytest.approx((3.02 + 2 * 10.09 + 2 * 10.01) / 5)


def test_use_read_back_from_legs_is_that_of_the_schedule():
    capacity = link("sail", "port", "quay", "sea", 7, capacity_per_day=400)
    links = [*(row for row in rows_of(apart().links) if row["id"] != "sail"), capacity]
    plan = apart(links=links)
    forces = force_of(plan)
    made = schedule_deployment(plan, forces)
    read = use_of_legs(plan, forces, made.loads, made.legs, arrivals=made.arrivals)
    told = [(row.limit, row.day, row.used) for row in made.use_days]
    assert told == [(row.limit, row.day, row.used) for row in read]
    assert ("capacity_per_day", 0, 400) in told


def test_use_read_back_tells_people_and_equipment_on_one_link_apart():
    # Both are one load each, and take the same link: 10 t of people's baggage, 990 t of equipment.
    shared = link("a-s", "a", "s", "rail", 2, capacity_per_day=5000, capacity_unit="tonnes")
    plan = apart(
        capabilities=[unit(tonnes=1000, wagons=10)],
        links=[shared, link("s-z", "s", "z")],
        movement_profiles=[profile(people_by=["rail"], equipment_by=["rail"])],
    )
    forces = force_of(plan)
    made = schedule_deployment(plan, forces)
    read = use_of_legs(plan, forces, made.loads, made.legs, arrivals=made.arrivals)
    assert [(row.limit, row.day, row.used) for row in read] == [("capacity_per_day", 0, 1000)]


def test_movements_are_merged_only_by_the_coalition_s_profiles():
    plan, whole = apart(), apart(movement_profiles=[])
    forces = force_of(plan)
    national = NationalMovement("A", forces, schedule_deployment(plan, forces), plan)
    assert verify_movements(plan, [national]) == []
    found = {finding.code for finding in verify_movements(whole, [national])}
    assert found == {"CHK-MERGE-005"}
    forces = force_of(whole)
    national = NationalMovement("A", forces, schedule_deployment(whole, forces), whole)
    assert {finding.code for finding in verify_movements(plan, [national])} == {"CHK-MERGE-005"}


def under_way(*reports):
    plan = apart()
    made = schedule_deployment(plan, force_of(plan))
    rows = [
        {"id": f"x{i}", "assignment": "t1", "location": where, "event": event, "day": day}
        | {"share": share}
        for i, (where, event, day, share) in enumerate(reports)
    ]
    now = plan.with_tables(actuals=Table.of(Actual, rows))
    return now, force_of(now), made


def test_reports_tell_people_from_equipment_by_the_places_of_their_ways():
    # Half of the two loads took off as planned; the ship left two days late.
    plan, forces, made = under_way(("field", "departed", 0, 0.5), ("port", "departed", 2, 0.5))
    row = next(iter(compare_actuals(plan, forces, made, as_of_day=3).movement_status))
    assert (row.departed_share, row.behind_days, row.expected_day) == (0.5, 2, 12)
    again = reroute_deployment(plan, forces, made, as_of_day=3)
    assert verify_deployment(plan, forces, again) == []
    assert days_of(again) == {"t1": 12}
    fates = {row.load: (row.fate, row.new_arrive_day) for row in again.load_changes}
    assert fates == {
        "t1.1": ("retimed", 12),
        "t1.equipment.1": ("under_way", 11),
        "t1.people.1": ("done", 2),
    }


def test_the_unit_goes_on_once_it_is_reported_whole():
    plan, forces, made = under_way(("s", "arrived", 11, 1.0), ("s", "departed", 13, 1.0))
    again = reroute_deployment(plan, forces, made, as_of_day=13)
    assert verify_deployment(plan, forces, again) == []
    assert days_of(again) == {"t1": 14}


def test_what_a_stop_left_unscheduled_is_tracked_and_planned_on():
    plan = apart()
    forces = force_of(plan)
    stopped = schedule_deployment(plan, forces, on_progress=lambda _: True)
    assert len(stopped.loads) == 0
    status = compare_actuals(plan, forces, stopped, as_of_day=1)
    assert [row.owner for row in status.movement_status] == ["t1"]
    again = reroute_deployment(plan, forces, stopped, as_of_day=1)
    assert verify_deployment(plan, forces, again) == []


def test_a_part_has_the_modes_of_its_longest_leg():
    distances = {"fly": 900, "sail": 900}
    links = [row | {"distance_km": distances.get(row["id"], 50)} for row in rows_of(apart().links)]
    result = deploy(apart(links=links))
    assert {load.purpose: load.mode for load in result.loads} == {
        PEOPLE: Mode.AIR,
        EQUIPMENT: Mode.SEA,
        MovePurpose.DEPLOYMENT: Mode.ROAD,
    }


def test_an_upgrade_is_worth_what_it_saves_all_movements_of_a_unit():
    capacity = link("sail", "port", "quay", "sea", 7, capacity_per_day=400, every_days=4)
    links = [*(row for row in rows_of(apart().links) if row["id"] != "sail"), capacity]
    more = {"id": "more", "name": "More ships", "link": "sail", "field": "capacity_per_day"}
    more |= {"to_value": 800, "cost": 5, "lead_days": 0}
    plan = apart(links=links, upgrades=[more])
    forces = force_of(plan, tour("t1"), tour("t2"))
    moved = schedule_deployment(plan, forces)
    assert sorted(days_of(moved).values()) == [10, 14]
    ranked = rank_upgrades(plan, forces, moved)
    # Equipment and the unit that goes on, two loads of three, come four days sooner, and a
    # hundredth of that once more; the unit counts from the day on which its parts can be there.
    (value,) = ranked.upgrade_values
    assert value.gain == pytest.approx(2 / 3 * 4 * 1.01)
    assert value.gain is not None
    assert value.gain_low is not None
    assert value.gain_high is not None
    assert value.gain_low <= value.gain <= value.gain_high


def test_everybody_comes_home_as_one():
    plan = apart()
    forces = force_of(plan)
    moved = schedule_deployment(plan, forces)
    out = schedule_withdrawal(plan, forces, moved, from_day=20)
    assert verify_withdrawal(plan, forces, out, moved) == []
    assert [(load.id, load.purpose) for load in out.loads] == [("t1.home.1", MovePurpose.RETURN)]


def test_a_unit_that_is_not_there_by_the_end_is_released_when_its_parts_could_be():
    late = link("sail", "port", "quay", "sea", 7, first_day=85)
    links = [*(row for row in rows_of(apart().links) if row["id"] != "sail"), late]
    result = checked(apart(links=links))
    assert days_of(result) == {"t1": None}


def test_a_unit_planned_on_as_it_was_cut_counts_by_these_loads():
    # The quay now works 600 t a day, so that equipment of 1,000 t would be cut in two: the load
    # that there is finds no room.
    places = [row | ({"handling_t_per_day": 600} if row["id"] == "quay" else {}) for row in
              rows_of(apart().locations)]  # fmt: skip
    before, plan = apart(), apart(locations=places)
    planned = schedule_deployment(before, force_of(before))
    forces = force_of(plan)
    moved = reroute_deployment(plan, forces, planned, as_of_day=0)
    assert len(moved.loads) == len(planned.loads) == 3
    assert verify_deployment(plan, forces, moved) == []
