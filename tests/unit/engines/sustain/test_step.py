"""The day-step: what comes in is used, kept, under way or overflown, as in a plain model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.engines.sustain.step import NEVER, NO_PARENT, SupplyInputs, run_days, start_state
from tests.oracles.supply_days import run_supply


@st.composite
def courses(draw) -> SupplyInputs:
    """Draw a ladder of places with random demand, levels, leads, closures and shared limits."""
    n_items = draw(st.integers(1, 6))
    n_policies = draw(st.integers(0, 8))
    n_days, n_limits = draw(st.integers(1, 25)), 3
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # A policy draws on a later item only, so that customers come before their suppliers.
    item = np.sort(rng.integers(0, n_items, n_policies))
    parent = rng.integers(item + 1, n_items + 1)
    n_met = rng.integers(0, n_limits + 1, n_policies)
    lead = rng.integers(1, 6, (n_days, n_policies))
    shape = (n_days, n_policies)
    arrive = np.where(rng.random(shape) < 0.2, NEVER, np.arange(n_days)[:, None] + lead)
    return SupplyInputs(
        demand_t=rng.choice([0.0, 1.0, 2.5], (n_days, n_items)),
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
        arrive_day=arrive,
        limit_start=np.concatenate([[0], np.cumsum(n_met)]),
        limit_of=np.concatenate(
            [rng.permutation(n_limits)[:n] for n in n_met] or [np.zeros(0, dtype=np.int64)]
        ).astype(np.int64),
        limit_t=rng.choice([0.0, 1.5, 6.0], (n_days, n_limits)),
    )


@given(courses())
def test_supplies_are_conserved(inputs: SupplyInputs):
    state = start_state(inputs)
    n_days = inputs.demand_t.shape[0]
    run_days(inputs, state, 0, n_days)
    sent_out, sent_in = np.zeros_like(inputs.start_t), np.zeros_like(inputs.start_t)
    np.add.at(sent_in, inputs.item, state.sent_t.sum(axis=0))
    is_inner = inputs.parent != NO_PARENT
    np.add.at(sent_out, inputs.parent[is_inner], state.sent_t.sum(axis=0)[is_inner])
    came = inputs.start_t + sent_in + state.produced_t
    stands = state.stock_t + state.on_order_t + state.overflow_t
    assert came == pytest.approx(state.met_t.sum(axis=0) + sent_out + stands)
    # Over all places together, what one sends another cancels.
    outside = state.sent_t[:, ~is_inner].sum() + state.produced_t.sum()
    assert inputs.start_t.sum() + outside == pytest.approx(state.met_t.sum() + stands.sum())


@given(courses())
def test_demand_is_met_or_counted_and_limits_hold(inputs: SupplyInputs):
    state = start_state(inputs)
    run_days(inputs, state, 0, inputs.demand_t.shape[0])
    lost_or_waiting = np.where(inputs.is_backlog, state.unmet_t[-1], state.unmet_t.sum(axis=0))
    demand = inputs.demand_t.sum(axis=0)
    assert state.met_t.sum(axis=0) + lost_or_waiting == pytest.approx(demand)
    for part in (state.on_hand_t, state.unmet_t, state.sent_t, state.left_t, state.overflow_t):
        assert part.min(initial=0.0) >= -1e-9
    held = np.maximum(inputs.capacity_t, inputs.start_t)
    assert (state.on_hand_t <= held + 1e-9).all()


@given(courses(), st.integers(0, 25))
def test_days_in_two_goes_are_the_days_in_one(inputs: SupplyInputs, cut: int):
    n_days = inputs.demand_t.shape[0]
    whole, parts = start_state(inputs), start_state(inputs)
    run_days(inputs, whole, 0, n_days)
    run_days(inputs, parts, 0, min(cut, n_days))
    run_days(inputs, parts, min(cut, n_days), n_days)
    assert all(np.array_equal(a, b) for a, b in zip(whole, parts, strict=True))


@given(courses())
def test_the_compiled_step_is_the_plain_one(inputs: SupplyInputs):
    state = start_state(inputs)
    run_days(inputs, state, 0, inputs.demand_t.shape[0])
    for name, rows in run_supply(inputs).items():
        assert np.allclose(getattr(state, name), rows, rtol=0.0, atol=1e-9), name
