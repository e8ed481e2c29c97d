"""What must hold between two simulations under the same draws, and what they may not change.

Where loads meet at several resources, more of one may make a load later: who is sooner there is
sooner at the next, before somebody else. What is held here is where it must hold: at a single
resource, where nothing is waited for, and where nothing of a replication hangs on what is changed.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.simulate import simulate_plan
from reassure.engines.simulate.fifo import run_fifo
from reassure.engines.simulate.room import room_for
from reassure.engines.simulate.scenario import (
    CARRIERS,
    FLOW,
    METER,
    SERVER,
    SLOT,
    Course,
    Loads,
    Resources,
    outcome_for,
)
from reassure.model.simulation_results import Simulation
from tests.unit.engines.deploy.moves import (
    deploy,
    force_of,
    line,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)

SEEDS = st.integers(0, 2**32 - 1)
FEW = 30
KINDS = (SERVER, SLOT, FLOW, CARRIERS, METER)
N_LOADS = 40


def single(
    kind: int,
    enter: np.ndarray,
    service: np.ndarray,
    *,
    n_places: int = 1,
    windows: np.ndarray | None = None,
) -> np.ndarray:
    """Return when loads arrive that pass one resource and a way of a day."""
    n = len(enter)
    numbers = np.arange(n + 1, dtype=np.uint32)
    zeros = np.zeros(n, dtype=np.uint32)
    loads = Loads(
        numbers, numbers[:-1], np.zeros(n + 1, np.uint32), zeros[:0], zeros, numbers, zeros,
        zeros, np.full(n, 0.5, dtype=np.float32),
    )  # fmt: skip
    resources = Resources(
        np.array([kind], dtype=np.uint8), zeros[:1], np.array([2.0]),
        np.array([0, n_places], dtype=np.uint32), np.array([1.5], dtype=np.float32),
    )  # fmt: skip
    spans = np.zeros((0, 3)) if windows is None else windows
    course = Course(
        enter, service.astype(np.float32), np.ones(n, dtype=np.float32),
        np.array([0, len(spans)], dtype=np.uint32),
        spans[:, 0].copy(), spans[:, 1].copy(), spans[:, 2].copy(),
    )  # fmt: skip
    room = room_for(loads, resources, from_day=-1.0, until_day=60.0, levels=1)
    outcome = outcome_for(loads, resources)
    assert run_fifo(loads, resources, course, room, outcome) == n
    return outcome.arrive_day.copy()


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return entries, services and closures of one resource."""
    rng = np.random.default_rng(seed)
    ends = np.sort(rng.uniform(0, 30, 6)).reshape(3, 2)
    windows = np.column_stack([ends, rng.choice([0.0, 0.5], 3)])
    return rng.uniform(0, 12, N_LOADS), rng.exponential(0.5, N_LOADS), windows


@given(seed=SEEDS, kind=st.sampled_from(KINDS), is_closed=st.booleans())
def test_more_work_makes_nobody_sooner(seed: int, kind: int, is_closed: bool):
    # One place, first come first served; carriers are away longer by as much.
    enter, service, windows = drawn(seed)
    closures = windows if is_closed else None
    longer = service * np.random.default_rng(seed).uniform(1.0, 3.0, N_LOADS)
    before, after = (single(kind, enter, work, windows=closures) for work in (service, longer))
    assert (after >= before - 1e-9).all()


@given(seed=SEEDS, kind=st.sampled_from(KINDS))
def test_who_comes_later_makes_nobody_later_before_them(seed: int, kind: int):
    enter, service, windows = drawn(seed)
    order = np.argsort(enter)
    kept = order[: N_LOADS // 2]
    whole = single(kind, enter, service, windows=windows)
    alone = single(kind, enter[kept], service[kept], windows=windows)
    assert whole[kept].tolist() == alone.tolist()


@given(seed=SEEDS, kind=st.sampled_from((SERVER, CARRIERS)), n_places=st.integers(1, 3))
def test_one_place_more_makes_nobody_later(seed: int, kind: int, n_places: int):
    # Starts are in the order of coming, and none is later with a place more (Kiefer, Wolfowitz).
    enter, service, _ = drawn(seed)
    before, after = (
        single(kind, enter, service, n_places=number) for number in (n_places, n_places + 1)
    )
    assert (after <= before + 1e-9).all()


@given(seed=SEEDS, kind=st.sampled_from(KINDS), days=st.integers(1, 9))
def test_who_enters_so_much_later_arrives_so_much_later(seed: int, kind: int, days: int):
    enter, service, _ = drawn(seed)
    before, after = (single(kind, enter + d, service) for d in (0, days))
    assert (after - days).tolist() == pytest.approx(before.tolist(), abs=1e-9)


LAWS: list[dict[str, Any]] = [
    {"id": "way", "table": "links", "field": "transit_days", "law": "pert", "p1": 0.7, "p2": 1,
     "p3": 3},
    {"id": "notice", "table": "offers", "field": "notice_days", "law": "uniform", "p1": 0.5,
     "p2": 2},
]  # fmt: skip


def garrisons(n: int, *, limited: bool = False, **changes: dict[str, Any]) -> tuple[Any, ...]:
    """Return a plan of units of some garrisons, with a tour of each, and their schedule."""
    homes = [f"h{i}" for i in range(n)]
    limit = {"capacity_per_day": 1, "capacity_unit": "trains"} if limited else {}
    plan = plan_of(
        80,
        capabilities=[unit(wagons=30, tonnes=100, persons=100)],
        locations=[place(name) for name in (*homes, "hub", "z")],
        links=[
            *(link(f"from-{home}", home, "hub", "rail", 2 + i) for i, home in enumerate(homes)),
            link("main", "hub", "z", "rail", 1, **limit),
        ],
        offers=[
            offer(f"o-{home}", origin=home, notice_days=5) | changes.get(f"o-{home}", {})
            for home in homes
        ],
        requirements=[line(quantity=n, from_day=12, until_day=80)],
        uncertainties=LAWS,
        supply_classes=[{"id": "i", "name": "Food", "priority": 1, "unmet": "lost"}],
        consumption=[{"id": "food", "supply_class": "i", "kg_per_day": 2.5, "posture": "normal"}],
        stocks=[{"id": "z-i", "location": "z", "supply_class": "i", "on_hand_t": 20}],
    )
    tours = [tour(f"t-{home}", offer=f"o-{home}", until_day=80) for home in homes]
    return plan, force_of(plan, *tours), deploy(plan, *tours)


def simulated(planned: tuple[Any, ...], seed: int, n: int = FEW) -> Simulation:
    return simulate_plan(*planned, seed=seed, replications=n)


def percentiles(row: Any) -> tuple[Any, ...]:
    return row.p5_day, row.p50_day, row.p90_day, row.p95_day


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 999), n=st.integers(1, 3))
def test_another_unit_moves_nobody_else_where_nothing_is_waited_for(seed: int, n: int):
    few, many = (simulated(garrisons(number), seed) for number in (n, n + 1))
    for row in few.simulated_arrivals:
        other = many.simulated_arrivals[row.assignment]
        assert percentiles(row) == percentiles(other)
        assert row.chance_on_time == other.chance_on_time
    assert len(many.simulated_arrivals) == n + 1


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 999))
def test_who_never_comes_is_as_if_never_planned(seed: int):
    # Queues too: the unit that does not come takes no train of the others.
    without = garrisons(2, limited=True)
    with_it = garrisons(3, limited=True, **{"o-h2": {"probability": 0.0}})
    planned = {row.assignment: row.planned_day for row in with_it[2].arrivals}
    assert all(planned[row.assignment] == row.planned_day for row in without[2].arrivals)
    few, many = (simulated(made, seed) for made in (without, with_it))
    for row in few.simulated_arrivals:
        assert percentiles(row) == percentiles(many.simulated_arrivals[row.assignment])
    assert [row.closure_day for row in few.replications] == [
        row.closure_day for row in many.replications
    ]
    assert [row.unmet_t for row in few.replications] == [row.unmet_t for row in many.replications]
    assert many.simulated_arrivals["t-h2"].chance_in_place == 0.0


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 999), chance=st.sampled_from([0.2, 0.5, 0.9]))
def test_a_surer_promise_takes_nobody_from_the_force(seed: int, chance: float):
    doubted, sure = (
        simulated(garrisons(3, **{"o-h1": {"probability": own}}), seed) for own in (chance, 1.0)
    )
    for before, after in zip(doubted.replications, sure.replications, strict=True):
        assert after.n_come >= before.n_come
        assert after.n_in_place >= before.n_in_place
    for before, after in zip(doubted.readiness_days, sure.readiness_days, strict=True):
        assert after.p5 >= before.p5
        assert after.p50 >= before.p50
        assert after.p95 >= before.p95


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 999))
def test_half_the_use_leaves_no_more_unmet(seed: int):
    # One place with a stock and no deliveries: nothing is shared.
    made = garrisons(3)
    plan = made[0]
    use = plan.consumption["food"].model_copy(update={"kg_per_day": 1.25})
    half = plan.with_tables(consumption=plan.consumption.replace(use))
    tours = [dict(row) for row in made[1].assignments]
    less = (half, force_of(half, *tours), deploy(half, *tours))
    before, after = (simulated(planned, seed) for planned in (made, less))
    assert sum(row.unmet_t for row in before.replications) > 0
    for more, fewer in zip(before.replications, after.replications, strict=True):
        assert fewer.unmet_t <= more.unmet_t


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 999), days=st.integers(1, 9))
def test_who_may_leave_so_much_later_arrives_so_much_later(seed: int, days: int):
    # No law on notice here: the day from which the offer stands sets the entry.
    def planned(first: int) -> tuple[Any, ...]:
        plan, forces, _ = garrisons(2)
        offers = [
            row.model_copy(update={"from_day": 15.0 + first, "notice_days": 0.0})
            for row in plan.offers
        ]
        changed = plan.with_tables(offers=plan.offers.replace(*offers))
        tours = [dict(row) for row in forces.assignments]
        return changed, force_of(changed, *tours), deploy(changed, *tours)

    before, after = (simulated(planned(first), seed) for first in (0, days))
    for row in before.simulated_arrivals:
        later = after.simulated_arrivals[row.assignment]
        assert row.p50_day is not None
        assert later.p50_day == pytest.approx(row.p50_day + days, abs=1e-3)
