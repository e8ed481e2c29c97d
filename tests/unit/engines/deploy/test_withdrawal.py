"""Withdrawals by hand: days to clear, what they go by, and the limit that holds them up."""

import pytest

from reassure.checks.withdrawal import verify_withdrawal
from reassure.engines.deploy import schedule_deployment, schedule_withdrawal
from reassure.model.choices import Mode, StoppedBy
from reassure.model.errors import UsageError
from tests.unit.engines.deploy.moves import force_of, line, link, offer, place, plan_of, tour, unit

N_UNITS, TRANSIT = 4, 2


def bottleneck(capacity=1.0, **more):
    return plan_of(
        capabilities=[unit(wagons=30, tonnes=300)],
        links=[
            link("az", "a", "z", "rail", TRANSIT, capacity_per_day=capacity,
                 capacity_unit="trains")
        ],
        offers=[offer(quantity=N_UNITS)],
        **more,
    )  # fmt: skip


def garrison(**more):
    return [tour(f"t{i}", unit=f"o.{i}", **more) for i in range(N_UNITS)]


@pytest.mark.parametrize("capacity", [1.0, 2.0, 3.0])
def test_one_bottleneck_clears_by_the_closed_form(capacity):
    plan = bottleneck(capacity)
    result = schedule_withdrawal(plan, force_of(plan, *garrison()), from_day=10)
    days = -(-N_UNITS // int(capacity))
    assert (result.days_to_clear, result.home_day) == (days, 10 + days - 1 + TRANSIT)
    whole, by_rail = result.site_clearances
    assert (whole.location, whole.mode, by_rail.mode) == ("z", None, Mode.RAIL)
    assert (whole.units, whole.loads, whole.tonnes) == (N_UNITS, N_UNITS, 300 * N_UNITS)
    assert (whole.first_day, whole.clear_day) == (10, 10 + days - 1)
    assert whole.binding == "links:az.capacity_per_day"
    # Load number i waits until its train goes.
    assert whole.waited_days == sum(i // int(capacity) for i in range(N_UNITS))
    assert result.provenance.stopped_by is StoppedBy.PROVEN
    late = sum((TRANSIT + i // int(capacity)) * 1.01 for i in range(N_UNITS))
    assert result.provenance.objective == pytest.approx(late)


def test_only_who_is_out_goes_home():
    plan = bottleneck()
    tours = [
        tour("over", unit="o.1", until_day=20),
        tour("now", unit="o.2", until_day=60),
        tour("later", unit="o.3", from_day=40, until_day=60),
    ]
    forces = force_of(plan, *tours)
    out = schedule_withdrawal(plan, forces, from_day=30)
    assert [row.assignment for row in out.returns] == ["now"]
    # By the movement, the one that is wanted on day 40 is there on day 26 already.
    moved = schedule_deployment(plan, forces)
    out = schedule_withdrawal(plan, forces, moved, from_day=30)
    assert {row.assignment for row in out.returns} == {"now", "later"}


def test_nobody_out_is_no_fault():
    plan = bottleneck()
    result = schedule_withdrawal(plan, force_of(plan, tour(until_day=20)), from_day=30)
    assert (result.days_to_clear, result.home_day, len(result.site_clearances)) == (None, None, 0)


def test_a_withdrawal_goes_on_after_the_plan_ends():
    plan = bottleneck()
    result = schedule_withdrawal(plan, force_of(plan, *garrison()), from_day=89)
    assert (result.days_to_clear, result.home_day) == (4, 94)


def test_what_cannot_leave_is_never_clear_and_says_why():
    plan = plan_of(
        capabilities=[unit(heaviest_mlc=80, tonnes=50), unit("light", tonnes=50)],
        links=[link("az", "a", "z", mlc=60)],
        requirements=[line(), line("q", capability="light")],
        offers=[offer(), offer("p", capability="light")],
    )
    forces = force_of(plan, tour("t1"), tour("t2", requirement="q", offer="p", unit="p.1"))
    result = schedule_withdrawal(plan, forces, from_day=5)
    assert result.days_to_clear is None
    ways = {row.assignment: (row.home_day, row.binding) for row in result.returns}
    assert ways["t1"] == (None, "links:az.mlc")
    assert ways["t2"][0] == 6


def test_ships_leave_by_themselves():
    plan = plan_of(
        capabilities=[unit(domain="sea", moves="self", speed_km_per_h=100 / 24, vehicles=1)],
        locations=[place("a", kind="port"), place("z", kind="port")],
        links=[link("az", "a", "z", "sea", 1)],
    )
    result = schedule_withdrawal(plan, force_of(plan), from_day=5)
    assert (result.days_to_clear, result.home_day) == (1, 6)
    assert [row.mode for row in result.site_clearances] == [None, Mode.SEA]


@pytest.mark.parametrize("day", [-1, 90])
def test_a_day_outside_the_plan_is_refused(day):
    plan = bottleneck()
    with pytest.raises(UsageError) as refused:
        schedule_withdrawal(plan, force_of(plan), from_day=day)
    assert refused.value.code == "ENG-DAY-001"


def bindings(result):
    return {row.assignment: row.binding for row in result.returns}


def test_who_waits_for_nothing_is_held_up_by_nothing():
    plan = bottleneck()
    forces = force_of(plan, *garrison())
    found = schedule_withdrawal(plan, forces, from_day=10)
    at_once = [row.binding for row in found.returns if row.home_day == 10 + TRANSIT]
    later = [row.binding for row in found.returns if row.home_day != 10 + TRANSIT]
    assert at_once == [None]
    assert later == ["links:az.capacity_per_day"] * (N_UNITS - 1)
    assert verify_withdrawal(plan, forces, found) == []
    alone = schedule_withdrawal(plan, force_of(plan, tour()), from_day=10)
    assert bindings(alone) == {"t1": None}


def test_who_moves_itself_is_held_up_by_nothing():
    plan = plan_of(
        capabilities=[unit(domain="sea", moves="self", speed_km_per_h=100 / 24, vehicles=1)],
        locations=[place("a", kind="port"), place("z", kind="port")],
        links=[link("az", "a", "z", "sea", 1)],
    )
    assert bindings(schedule_withdrawal(plan, force_of(plan), from_day=5)) == {"t1": None}


def test_an_outage_is_named_by_those_who_wait_for_it():
    shut = {"id": "shut", "link": "az", "kind": "planned", "open_share": 0}
    shut |= {"from_day": 10, "until_day": 40}
    plan = bottleneck(outages=[shut])
    found = schedule_withdrawal(plan, force_of(plan, tour()), from_day=10)
    assert bindings(found) == {"t1": "outages:shut.open_share"}
    # By the tours too, where it keeps them from home until after the plan.
    longer = bottleneck(outages=[shut | {"until_day": 95}])
    moved = schedule_deployment(longer, force_of(longer, tour(until_day=12)))
    assert moved.returns.records[0].home_day is None
    assert bindings(moved) == {"t1": "outages:shut.open_share"}


def test_who_is_on_the_way_is_named_and_left_out():
    # Two trains each, one a day: both units are whole on day 5, and leave on the days after.
    plan = plan_of(
        capabilities=[unit(wagons=60, tonnes=600)],
        links=[
            link("az", "a", "z", "rail", TRANSIT, capacity_per_day=1, capacity_unit="trains")
        ],
        offers=[offer(quantity=2)],
    )  # fmt: skip
    tours = [tour(f"t{i}", unit=f"o.{i}", until_day=30) for i in (1, 2)]
    forces = force_of(plan, *tours)
    moved = schedule_deployment(plan, forces)

    def on(day):
        found = schedule_withdrawal(plan, forces, moved, from_day=day)
        assert verify_withdrawal(plan, forces, found, moved) == []
        in_place = tuple(row.assignment for row in found.returns)
        told = " ".join(found.assumptions)
        assert ("On the way out" in told) is bool(found.on_way_out)
        assert ("On the way home" in told) is bool(found.on_way_home)
        assert found.figures()["on_way_home"] == len(found.on_way_home)
        return found.on_way_out, in_place, found.on_way_home

    both = ("t1", "t2")
    assert on(0) == ((), (), ())
    assert on(max(row.planned_day or 0 for row in moved.arrivals) - 1)[0]
    assert on(10) == ((), both, ())
    # The tours are over; nobody has left before day 30, and the last is home on day 35.
    assert on(30) == ((), (), both)
    last = max(row.home_day or 0 for row in moved.returns)
    assert on(last - 1)[2]
    assert on(last) == ((), (), ())
    # Without a movement nobody is on the way.
    without = schedule_withdrawal(plan, forces, from_day=30)
    assert (without.on_way_out, without.on_way_home) == ((), ())
