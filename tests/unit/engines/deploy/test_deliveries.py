"""Pledges that move: what of them, how large, when, and what stays."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import MovePurpose
from tests.unit.engines.deploy.moves import force_of, link, plan_of, tour

BOX = {"id": "box", "name": "Box", "kind": "stores", "unit": "pieces", "kg_per_unit": 500}
NEED = {
    "id": "n", "item": "box", "quantity": 900, "objective": "peace", "priority": 2,
    "needed_by_day": 6, "location": "z",
}  # fmt: skip


def pledge(name="p", **more):
    row = {"id": name, "nation": "XAA", "item": "box", "origin": "a", "ready_day": 3}
    row |= {"quantity": 400, "need": "n", "announced_date": "2026-01-01"}
    return row | more


def event(state, day=0, **more):
    return {"id": f"e-{state}", "pledge": "p", "state": state, "day": day} | more


def moved(*pledges, events=(), links=None, item=BOX):
    plan = plan_of(
        items=[item],
        needs=[NEED],
        pledges=list(pledges) or [pledge()],
        pledge_events=list(events),
        links=[link("az", "a", "z", "rail", 2, capacity_per_day=1)] if links is None else links,
    )
    forces = force_of(plan, tour("t1"))
    return plan, forces, schedule_deployment(plan, forces)


def test_a_pledge_goes_where_it_is_needed():
    # 400 boxes of 500 kg are 200 t: 5 wagons, 14 lorries, 200 lane metres, and so one load.
    plan, forces, result = moved()
    (row,) = result.deliveries
    assert (row.pledge, row.need, row.release_day) == ("p", "n", 3)
    assert (row.planned_day, row.wanted_day, row.late_days, row.binding) == (5, 6, 0, None)
    load = next(load for load in result.loads if load.purpose is MovePurpose.DELIVERY)
    assert (load.id, load.owner, load.size) == ("p.1", "p", 200)
    assert verify_deployment(plan, forces, result) == []


def test_a_pledge_weighs_as_its_objective_and_need():
    plan, forces, result = moved(pledge(ready_day=8))
    (row,) = result.deliveries
    # On day 10, four days late, at half the weight; beside it a unit that takes two days.
    assert (row.planned_day, row.late_days, row.binding) == (10, 4, "pledges:p.ready_day")
    assert result.provenance.objective == pytest.approx((4 + 0.02) / 2 + 2 * 1.01)
    assert verify_deployment(plan, forces, result) == []


@pytest.mark.parametrize(
    ("events", "left"),
    [
        ([event("committed")], 200),
        ([event("in_transit")], 200),
        ([event("delivered", quantity=100)], 150),
        ([event("delivered", quantity=100), event("accepted", quantity=100)], 150),
        ([event("lost", quantity=300), event("withdrawn", quantity=60)], 20),
        ([event("delivered", day=1)], 200),
        ([event("delivered")], None),
        ([event("withdrawn")], None),
        ([event("accepted")], None),
    ],
)
def test_what_is_handed_over_or_gone_by_c_day_does_not_move(events, left):
    plan, forces, result = moved(events=events)
    sizes = [row.size for row in result.loads if row.purpose is MovePurpose.DELIVERY]
    assert sizes == ([] if left is None else [left])
    assert verify_deployment(plan, forces, result) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"item": None, "value": 5.0, "currency": "USD"}, "without item"),
        ({"origin": None}, "without origin"),
        ({"need": None}, "without need"),
        ({"quantity": None}, "without quantity"),
    ],
)
def test_pledges_that_cannot_move_are_told(changes, why):
    plan, forces, result = moved(pledge(**changes))
    assert len(result.deliveries) == 0
    assert f"Pledges {why} do not move: p." in result.assumptions
    assert verify_deployment(plan, forces, result) == []


def test_a_pledge_that_is_announced_again_moves_once():
    plan, forces, result = moved(pledge(), pledge("p2", renews="p"))
    assert [row.pledge for row in result.deliveries] == ["p2"]
    assert "Pledges announced again by another pledge do not move: p." in result.assumptions
    assert verify_deployment(plan, forces, result) == []


def test_a_pledge_that_has_the_id_of_a_tour_moves_beside_it():
    plan, forces, result = moved(pledge("t1"))
    assert [(row.id, row.owner) for row in result.loads] == [
        ("t1.1", "t1"),
        ("t1.delivery.1", "t1"),
    ]
    assert verify_deployment(plan, forces, result) == []


def test_no_way_names_where_it_is_needed():
    plan, forces, result = moved(links=[])
    (row,) = result.deliveries
    assert (row.planned_day, row.release_day, row.binding) == (None, None, "needs:n.location")
    assert verify_deployment(plan, forces, result) == []


def test_heavy_pieces_are_not_flown():
    by_air = [link("az", "a", "z", "air", 1)]
    for kg_per_unit, day in ((20_000, 4), (20_001, None)):
        item = BOX | {"kg_per_unit": kg_per_unit}
        plan, forces, result = moved(pledge(quantity=1), links=by_air, item=item)
        assert result.deliveries["p"].planned_day == day
        assert verify_deployment(plan, forces, result) == []
