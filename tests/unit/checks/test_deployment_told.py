"""What is told of units that move themselves or stay, of objective and bound."""

import dataclasses

import pytest

from reassure.checks.deployment import verify_deployment
from tests.unit.checks.deployments import asked, codes, good, made_of, more, row_of
from tests.unit.engines.deploy.moves import line, link, offer, place, plan_of, tour, unit


def frigates(**where):
    """Make two ships of one day under way, of which the second waits for a berth."""
    plan = plan_of(
        capabilities=[unit(domain="sea", moves="self", speed_km_per_h=20)],
        locations=[place("a"), place("z", berths=1, **where)],
        links=[link("az", "a", "z", "sea", distance_km=480)],
    )
    return made_of(plan, tour("t1", unit="o.1", until_day=10), tour("t2", unit="o.2"))


def test_ships_of_their_own_wait_for_a_berth():
    made = frigates()
    assert [row.planned_day for row in made[2].arrivals] == [1, 10]
    assert codes(made) == set()


def test_two_ships_at_one_berth():
    made = row_of(frigates(), "arrivals", "t2", planned_day=9, late_days=9.0)
    assert codes(made) == {"CHK-MOVE-012", "CHK-MOVE-013"}


def test_a_ship_that_is_there_before_it_can_be():
    made = row_of(frigates(), "arrivals", "t1", planned_day=0, late_days=0.0, binding=None)
    assert "CHK-MOVE-014" in codes(made)


@pytest.mark.parametrize(
    ("table", "row", "changes"),
    [
        ("locations", "z", {"state": "closed"}),
        ("links", "az", {"distance_km": 490.0}),
        ("links", "az", {"speed_km_per_h": 10.0}),
        ("links", "az", {"mode": "road"}),
        ("links", "az", {"both_ways": False, "from_location": "z", "to_location": "a"}),
    ],
)
def test_a_ship_whose_way_takes_longer(table, row, changes):
    assert "CHK-MOVE-014" in codes(asked(frigates(), table, row, **changes))


def test_a_ship_that_is_not_let_in_yet():
    clearance = {"id": "c", "through": "XBB", "cargo": "any", "lead_days": 1.5}
    made = frigates(nation="XBB")
    assert codes(made) == set()
    assert codes(more(made, "clearances", clearance)) == {"CHK-MOVE-014"}


@pytest.mark.parametrize(("parking", "mog"), [(1, None), (None, 1)])
def test_aircraft_take_parking_or_else_the_apron(parking, mog):
    plan = plan_of(
        capabilities=[unit(domain="air", moves="self", speed_km_per_h=500, vehicles=2)],
        locations=[place("a"), place("z", parking=parking and 2, mog=mog and 2)],
    )
    made = made_of(plan)
    assert {row.used for row in made[2].use_days} == {2.0}
    assert codes(made) == set()
    field = "parking" if parking else "mog"
    assert "CHK-MOVE-012" in codes(asked(made, "locations", "z", **{field: 1}))


def staying():
    plan = plan_of(
        links=[link("az", "a", "z", days=2)],
        requirements=[line("r", until_day=30), line("next", from_day=30, until_day=90)],
    )
    first = tour("t1", unit="o.1", until_day=30)
    return made_of(plan, first, tour("t2", unit="o.1", requirement="next", from_day=30))


def test_a_unit_that_stays_is_there_when_its_tour_begins():
    made = staying()
    assert made[2].arrivals["t2"].planned_day == 30
    assert codes(made) == set()
    assert codes(row_of(made, "arrivals", "t2", planned_day=29)) == {"CHK-MOVE-014"}
    assert codes(row_of(made, "arrivals", "t2", release_day=0)) == {"CHK-MOVE-004"}


def test_a_deployed_unit_is_there_on_c_day():
    made = made_of(plan_of(offers=[offer(state="deployed")]))
    assert made[2].closure_day == 0
    assert codes(made) == set()
    changes = {"planned_day": 2, "late_days": 2.0, "binding": "offers:o.from_day"}
    assert codes(row_of(made, "arrivals", "t1", **changes)) == {"CHK-MOVE-014"}


@pytest.mark.parametrize(("objective", "bound"), [(47.0, 47.0), (None, 47.0), (48.0, 49.0)])
def test_an_objective_or_bound_that_is_wrong(objective, bound):
    plan, forces, deployment = good()
    stamp = dataclasses.replace(deployment.provenance, objective=objective, bound=bound)
    spoilt = dataclasses.replace(deployment, provenance=stamp)
    assert {finding.code for finding in verify_deployment(plan, forces, spoilt)} == {"CHK-MOVE-017"}
