"""The simulation of a finished schedule: the same days, and later ones where limits are tighter."""

from dataclasses import replace

import pytest

from benchmarks.move_instances import moves, tiny
from benchmarks.move_simpy import MoveModel
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import CapacityUnit
from reassure.model.plan import Plan
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import deploy, force_of, line, link, plan_of, unit


def planned(result) -> dict[str, int | None]:
    return {row.assignment: row.planned_day for row in result.arrivals}


def scaled(plan: Plan, share: float) -> Plan:
    """Return the plan with a share of what its links and places give a day."""

    def less(value: float | None) -> float | None:
        return None if value is None else value * share

    links = [
        row.model_copy(update={"capacity_per_day": less(row.capacity_per_day)})
        for row in plan.links
    ]
    places = [
        row.model_copy(update={"handling_t_per_day": less(row.handling_t_per_day)})
        for row in plan.locations
    ]
    return plan.with_tables(
        links=Table.of(plan.links.record_type, links),
        locations=Table.of(plan.locations.record_type, places),
    )


@pytest.mark.parametrize(("size", "seed"), [("S", 1), ("S", 2), ("tiny", 1)])
def test_loads_arrive_on_the_days_of_the_schedule(size, seed):
    made = tiny(seed) if size == "tiny" else moves(size, seed)
    result = schedule_deployment(made.plan, made.force_plan)
    model = MoveModel(made.plan, made.force_plan, result)
    days = model.run()
    assert days
    assert model.arrival_days(days) == planned(result)
    assert model.run(is_thrifty=True) == days


def test_loads_contend_for_what_there_is():
    made = moves("S", 2)
    result = schedule_deployment(made.plan, made.force_plan)
    at_ease = MoveModel(made.plan, made.force_plan, result).run()
    tight = MoveModel(scaled(made.plan, 0.7), made.force_plan, result)
    crowded, thrifty = tight.run(), tight.run(is_thrifty=True)
    assert sum(thrifty.values()) > sum(at_ease[load] for load in thrifty)
    assert all(day >= at_ease[load] for load, day in crowded.items())
    assert sum(crowded.values()) > sum(at_ease[load] for load in crowded)


def one_train_a_day() -> Plan:
    trains = {"capacity_per_day": 1, "capacity_unit": CapacityUnit.TRAINS, "gauge_mm": 1435}
    return plan_of(
        capabilities=[unit(tonnes=100, wagons=60)],
        requirements=[line(from_day=0)],
        links=[link("az", "a", "z", "rail", 2, **trains)],
    )


def test_two_trains_by_hand():
    plan = one_train_a_day()
    model = MoveModel(plan, force_of(plan), deploy(plan))
    assert sorted(model.run().values()) == [2, 3]


def test_a_schedule_that_overfills_a_day_arrives_late():
    plan = one_train_a_day()
    result = deploy(plan)
    legs = [row.model_copy(update={"depart_day": 0, "arrive_day": 2}) for row in result.legs]
    overfull = replace(result, legs=Table.of(result.legs.record_type, legs))
    assert sorted(MoveModel(plan, force_of(plan), overfull).run().values()) == [2, 3]


def test_a_leg_that_does_not_follow_is_refused():
    plan = one_train_a_day()
    result = deploy(plan)
    (first, *_) = result.legs
    twice = [first, first.model_copy(update={"leg": 2})]
    torn = replace(result, legs=Table.of(result.legs.record_type, twice))
    one_way = plan.with_tables(
        links=Table.of(
            plan.links.record_type,
            [row.model_copy(update={"both_ways": False}) for row in plan.links],
        )
    )
    with pytest.raises(ValueError, match="is at z; az does not leave from there"):
        MoveModel(one_way, force_of(one_way), torn)
