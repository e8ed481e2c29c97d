"""Supply in a replication: as projected where all is known, conserved and as told where not."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.engines.common.philox import entity_key, seed_key
from reassure.engines.deploy.itineraries import itineraries_of
from reassure.engines.simulate.build import build_model
from reassure.engines.simulate.build_desk import desk_for, dry_for
from reassure.engines.simulate.build_supply import SupplyModel, build_supply
from reassure.engines.simulate.closures import Outages
from reassure.engines.simulate.dealing_supply import deal_shares, dealt_days
from reassure.engines.simulate.desk import Provision
from reassure.engines.simulate.laws import CELLS, certain_table, table_of, unit_table
from reassure.engines.simulate.packing import to_keys, to_words
from reassure.engines.simulate.provision import run_supply, tour_arrivals
from reassure.engines.sustain import project_supply
from reassure.engines.sustain.step import NEVER, NO_PARENT, SupplyInputs
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.choices import Law
from reassure.model.supply import Uncertainty
from reassure.pipeline import run_plan
from tests.oracles import supply_days

SEED = seed_key(3)
LAWS = [
    Uncertainty(id="a", table="t", field="f", law=Law.GAMMA, p1=1.0, p2=0.6),
    Uncertainty(id="b", table="t", field="f", law=Law.TRIANGULAR, p1=0.5, p2=1.0, p3=3.0),
]
NODES = np.concatenate([certain_table(), *(table_of(row) for row in LAWS)])
LAW_NODES = np.arange(3) * (CELLS + 1)


@pytest.fixture(scope="module")
def run():
    return run_plan(read_plan(example_folder("first-steps")))


@pytest.fixture(scope="module")
def supply(run) -> SupplyModel:
    itineraries = itineraries_of(run.plan, run.force_plan, run.deployment)
    model = build_model(run.plan, itineraries)
    return build_supply(
        run.plan, run.force_plan, run.deployment, model.itineraries, model.uncertain
    )


def test_where_all_is_known_supply_is_as_projected(run, supply: SupplyModel):
    planned = {row.assignment: float(row.planned_day) for row in run.deployment.arrivals}
    there = np.array([planned[name] for name in supply.tours])
    inputs = supply.projection.inputs
    desk = desk_for(supply.provision, inputs)
    projected = project_supply(run.plan, run.force_plan, run.deployment)
    expected = {
        (row.location, row.supply_class, row.day): row.unmet_t
        for row in projected.supply_days
        if row.unmet_t > 1e-6
    }
    assert expected
    for replication in (0, 1):
        n_short = np.zeros(inputs.demand_t.shape, dtype=np.uint32)
        unmet_t, first_day, lost = run_supply(
            supply.provision, desk, there, SEED, replication, dry_for(n_short)
        )
        found = {
            (item.location, item.supply_class, int(day))
            for i, item in enumerate(supply.projection.web.items)
            for day in np.flatnonzero(n_short[:, i])
        }
        assert found == set(expected)
        assert n_short.max() == 1
        assert unmet_t == pytest.approx(sum(expected.values()), rel=1e-6)
        assert first_day == min(day for *_, day in expected) == projected.first_short_day
        assert lost < 1e-12


def test_who_never_comes_uses_nothing(supply: SupplyModel):
    inputs = supply.projection.inputs
    there = np.full(len(supply.tours), np.inf)
    n_short = np.zeros(inputs.demand_t.shape, dtype=np.uint32)
    found = run_supply(
        supply.provision, desk_for(supply.provision, inputs), there, SEED, 0, dry_for(n_short)
    )
    assert found == (0.0, -1, pytest.approx(0.0, abs=1e-12))
    assert not n_short.any()


def test_a_tour_is_there_with_the_last_of_its_movements(supply: SupplyModel):
    provision = supply.provision._replace(
        member=to_words([0, 1, 3, 3, 5]), members=to_words([0, 1, 2, 0, 3])
    )
    there = np.zeros(4)
    tour_arrivals(provision, np.array([4.5, 7.0, 6.0, np.inf]), there)
    assert there.tolist() == [4.5, 7.0, np.inf, np.inf]


@dataclass(frozen=True)
class Case:
    """Random supply: what it is dealt from, its arrays, and when each tour is there."""

    provision: Provision
    inputs: SupplyInputs
    there_day: np.ndarray


def keys(name: str, n: int) -> tuple[np.ndarray, np.ndarray]:
    return to_keys([entity_key(name, str(i)) for i in range(n)])


def hits(rng: np.random.Generator, n: int, n_sources: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which of some outages hit each of ``n`` ways."""
    rows = [rng.permutation(n_sources)[: rng.integers(0, n_sources + 1)] for _ in range(n)]
    return (
        to_words(np.cumsum([0, *map(len, rows)]).tolist()),
        to_words([int(source) for row in rows for source in row]),
    )


def openings(is_open: np.ndarray) -> np.ndarray:
    """Return the next open day from each day on, shape (n_days, n_policies)."""
    found = np.full(is_open.shape, NEVER, dtype=np.int64)
    for day, p in np.ndindex(*is_open.shape):
        days = np.flatnonzero(is_open[day:, p])
        found[day, p] = day + days[0] if len(days) else NEVER
    return found


def made_up(seed: int) -> Case:
    """Return a ladder of places, tours that come and go, and chance on all there is."""
    rng = np.random.default_rng(seed)
    n_items, n_policies = int(rng.integers(1, 6)), int(rng.integers(0, 8))
    n_days, n_limits, n_sources = int(rng.integers(1, 40)), 3, int(rng.integers(0, 4))
    n_tours, n_groups, n_users = int(rng.integers(0, 9)), 3, int(rng.integers(1, 6))
    shape = (n_days, n_policies)
    item = np.sort(rng.integers(0, n_items, n_policies))
    parent = rng.integers(item + 1, n_items + 1)
    n_met = rng.integers(0, n_limits + 1, n_policies)
    inputs = SupplyInputs(
        demand_t=np.zeros((n_days, n_items)),
        start_t=rng.choice([0.0, 3.0, 9.0], n_items),
        capacity_t=rng.choice([4.0, 12.0, np.inf], n_items),
        production_t=rng.choice([0.0, 0.0, 0.7, np.inf], n_items),
        is_backlog=rng.random(n_items) < 0.5,
        item=item,
        parent=np.where(parent == n_items, NO_PARENT, parent),
        is_fixed=rng.random(n_policies) < 0.3,
        is_review_day=rng.random(shape) < 0.7,
        reorder_t=rng.choice([1.0, 4.0, np.inf], shape),
        up_to_t=rng.choice([0.0, 4.0, 11.0], shape),
        lead_demand_t=rng.choice([0.0, 2.0], shape),
        arrive_day=np.zeros(shape, dtype=np.int64),
        limit_start=np.concatenate([[0], np.cumsum(n_met)]),
        limit_of=np.concatenate(
            [rng.permutation(n_limits)[:n] for n in n_met] or [np.zeros(0, dtype=np.int64)]
        ).astype(np.int64),
        limit_t=rng.choice([0.0, 1.5, 6.0], (n_days, n_limits)),
    )
    low, high = keys("outages", n_sources)
    policy_hit, policy_hits = hits(rng, n_policies, n_sources)
    limit_hit, limit_hits = hits(rng, n_limits, n_sources)
    demand_low, demand_high = keys("use", n_items)
    lead_low, lead_high = keys("supply_policies", n_policies)
    is_open, leave = rng.random(shape) < 0.8, rng.integers(0, n_days + 5, n_tours)
    provision = Provision(
        member=to_words([0] * (n_tours + 1)),
        members=to_words([]),
        group=to_words(rng.integers(0, n_groups, n_tours).tolist()),
        leave_day=leave,
        leaver=to_words(np.searchsorted(np.sort(leave), np.arange(n_days + 1)).tolist()),
        leavers=to_words(np.argsort(leave, kind="stable").tolist()),
        user=to_words(rng.integers(0, n_groups, n_users).tolist()),
        used=to_words(rng.integers(0, n_items, n_users).tolist()),
        use_t=rng.choice([0.0, 0.5, 1.2], (n_days, n_users)),
        demand_law=rng.choice(LAW_NODES, n_items).astype(np.uint32),
        demand_low=demand_low,
        demand_high=demand_high,
        lead_days=rng.choice([0.0, 1.0, 2.5, 4.0, np.inf], n_policies),
        lead_law=rng.choice(LAW_NODES, n_policies).astype(np.uint32),
        lead_low=lead_low,
        lead_high=lead_high,
        is_open=is_open.astype(np.uint32),
        open_day=openings(is_open),
        limit_t=inputs.limit_t.copy(),
        outages=Outages(
            source=to_words(list(range(n_sources + 1))),
            key_low=low,
            key_high=high,
            up_days=rng.uniform(2, 10, n_sources),
            down_days=rng.uniform(0.5, 5, n_sources),
            left=rng.choice([0.0, 0.5], n_sources),
            planned=to_words([0] * (n_sources + 1)),
            closes_day=np.zeros(0),
            opens_day=np.zeros(0),
            open_share=np.zeros(0),
            law=unit_table(),
        ),
        policy_hit=policy_hit,
        policy_hits=policy_hits,
        limit_hit=limit_hit,
        limit_hits=limit_hits,
        nodes=NODES,
    )
    there = rng.uniform(-2, n_days + 2, n_tours)
    there[rng.random(n_tours) < 0.2] = np.inf
    return Case(provision, inputs, there)


def read_out(case: Case, replication: int) -> SupplyInputs:
    """Return the arrays of the day-step with what one replication is dealt on all days."""
    provision, inputs = case.provision, case.inputs
    n_days, n_items = inputs.demand_t.shape
    factor, arrive_day, limit_t = dealt_days(provision, inputs, SEED, replication)
    demand = np.zeros((n_days, n_items))
    for day in range(n_days):
        there = (np.floor(case.there_day) <= day) & (day < provision.leave_day)
        for u, item in enumerate(provision.used):
            n = (there & (provision.group == provision.user[u])).sum()
            demand[day, item] += n * provision.use_t[day, u]
        demand[day] *= factor[day]
    return inputs._replace(demand_t=demand, arrive_day=arrive_day, limit_t=limit_t)


@given(
    seed=st.integers(0, 2**32 - 1),
    replications=st.lists(st.integers(0, 99), min_size=1, max_size=3),
)
def test_a_course_is_that_of_the_plain_model(seed: int, replications: list[int]):
    case = made_up(seed)
    desk = desk_for(case.provision, case.inputs)
    # One desk for all: nothing of a replication may be left over in the next.
    for replication in replications:
        n_short = np.zeros(case.inputs.demand_t.shape, dtype=np.uint32)
        dry = dry_for(n_short)
        unmet_t, first_day, lost = run_supply(
            case.provision, desk, case.there_day, SEED, replication, dry
        )
        unmet = np.array(supply_days.run_supply(read_out(case, replication))["unmet_t"])
        is_short = unmet > 1e-6
        assert np.array_equal(n_short, is_short)
        assert dry.short_kg == pytest.approx(np.where(is_short, 1000 * unmet, 0), abs=0.51)
        days = [np.flatnonzero(column) for column in is_short.T]
        assert dry.dry_day.tolist() == [int(found[0]) if len(found) else -1 for found in days]
        assert unmet_t == pytest.approx(unmet[is_short].sum())
        assert first_day == (int(np.argmax(is_short.any(axis=1))) if is_short.any() else -1)
        assert lost < 1e-9


@given(seed=st.integers(0, 2**32 - 1))
def test_leads_and_limits_are_those_of_open_days(seed: int):
    case, replication = made_up(seed), 4
    provision, n_days = case.provision, case.inputs.demand_t.shape[0]
    share = deal_shares(provision.outages, SEED, replication, n_days)
    assert ((share >= 0) & (share <= 1)).all()
    told = read_out(case, replication)
    for p in range(len(case.inputs.item)):
        own = provision.policy_hits[provision.policy_hit[p] : provision.policy_hit[p + 1]]
        is_open = (provision.is_open[:, p] > 0) & (share[own] > 0).all(axis=0)
        for day in range(n_days):
            days = np.flatnonzero(is_open[day:])
            arrives = told.arrive_day[day, p]
            if not len(days) or np.isinf(provision.lead_days[p]):
                assert arrives == NEVER
            elif provision.lead_law[p] == 0:
                lead = max(1, math.ceil(provision.lead_days[p]))
                assert arrives == day + days[0] + lead
            else:
                assert arrives > day + days[0]
    for k in range(provision.limit_t.shape[1]):
        own = provision.limit_hits[provision.limit_hit[k] : provision.limit_hit[k + 1]]
        left = provision.limit_t[:, k] * share[own].prod(axis=0)
        assert told.limit_t[:, k] == pytest.approx(left, abs=1e-9)


def test_use_is_dealt_by_its_law_for_each_day():
    case = made_up(1)
    n_items = case.inputs.demand_t.shape[1]
    provision = case.provision._replace(demand_law=np.full(n_items, LAW_NODES[1], dtype=np.uint32))
    rows = [dealt_days(provision, case.inputs, SEED, number)[0] for number in range(400)]
    dealt = np.array(rows).ravel()
    assert abs(dealt.mean() - 1.0) < 4 * 0.6 / np.sqrt(len(dealt))
    assert len(np.unique(dealt)) > 0.99 * len(dealt)
