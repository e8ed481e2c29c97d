"""Which offers come in which scenario: whose chance counts, and what is drawn for whom."""

import hashlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.common.doubts import Doubt, doubts_of
from reassure.engines.generate.scenarios import Purpose, draw_presence
from reassure.model.plan import Plan
from tests.oracles.promises import chances
from tests.strategies import doubtful, force_plans
from tests.unit.engines.generate.plans import Row, force_plan, offer

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

MASK = (1 << 64) - 1


def drawn(
    plan: Plan, *, seed: int = 0, count: int = 400, purpose: Purpose = Purpose.JUDGING
) -> Any:
    return draw_presence(plan, seed=seed, count=count, purpose=purpose)


def vote(name: str = "vote", **changes: Any) -> Row:
    row: Row = {"id": name, "nation": "FRA", "title": "Vote", "kind": "parliament"}
    return row | {"probability": 0.5} | changes


def waits(offer: str, decision: str = "vote", **changes: Any) -> Row:
    row: Row = {"id": f"{offer}-{decision}", "offer": offer, "kind": "decision"}
    return row | {"decision": decision} | changes


@pytest.mark.parametrize(
    ("changes", "condition", "decision", "expected"),
    [
        ({}, None, {}, []),
        ({"probability": 0.4}, None, {}, [Doubt("offers:fra-inf", 0.4)]),
        ({"probability": 0.4, "state": "confirmed"}, None, {}, [Doubt("offers:fra-inf", 0.4)]),
        ({}, {"kind": "mandate", "probability": 0.7}, {}, [Doubt("conditions:c", 0.7)]),
        ({}, {"kind": "funding"}, {}, []),
        ({}, {"kind": "decision", "decision": "vote"}, {}, [Doubt("decisions:vote", 0.5)]),
        (
            {},
            {"kind": "decision", "decision": "vote", "probability": 0.9},
            {},
            [Doubt("conditions:c", 0.9), Doubt("decisions:vote", 0.5)],
        ),
        (
            {},
            {"kind": "decision", "decision": "vote", "probability": 0.9},
            {"state": "taken"},
            [],
        ),
        ({}, {"kind": "lead_nation", "nation": "GBR", "probability": 0.1}, {}, []),
        ({}, {"kind": "partner_present", "nation": "GBR", "probability": 0.1}, {}, []),
        ({}, {"kind": "agreement_state", "agreement": "a", "probability": 0.1}, {}, []),
    ],
)
def test_what_an_offer_hangs_on(
    changes: Row, condition: Row | None, decision: Row, expected: list[Doubt]
) -> None:
    rows = [] if condition is None else [{"id": "c", "offer": "fra-inf"} | condition]
    plan = force_plan(offers=[offer(**changes)], conditions=rows, decisions=[vote(**decision)])
    assert doubts_of(plan) == (tuple(expected),)


@settings(max_examples=40)
@given(doubtful(force_plans()))
def test_a_second_reading_of_the_chances_agrees(plan: Plan) -> None:
    found = {
        row.id: {doubt.record: doubt.probability for doubt in listed}
        for row, listed in zip(plan.offers, doubts_of(plan), strict=True)
    }
    assert found == chances(plan)


def test_a_shared_decision_is_one_draw() -> None:
    offers = [offer(id="a"), offer(id="b")]
    conditions = [waits("a"), waits("b")]
    shared = drawn(force_plan(offers=offers, conditions=conditions, decisions=[vote()]))
    assert (shared[0] == shared[1]).all()
    apart = [waits("a"), waits("b", "other")]
    votes = [vote(), vote("other")]
    first, second = drawn(force_plan(offers=offers, conditions=apart, decisions=votes))
    assert (first == shared[0]).all()
    # Two fair coins agree half of the time; five standard errors of 400 throws are 0.125.
    assert abs((first == second).mean() - 0.5) < 0.125


def test_a_record_that_is_added_or_changed_moves_no_other_draw() -> None:
    one = drawn(force_plan(offers=[offer(id="b", probability=0.5)]))
    both = drawn(
        force_plan(offers=[offer(id="a", probability=0.3), offer(id="b", probability=0.5)])
    )
    assert (both[1] == one[0]).all()
    likelier = drawn(force_plan(offers=[offer(id="b", probability=0.8)]))
    assert (likelier[0] >= one[0]).all()
    assert likelier[0].sum() > one[0].sum()


def test_few_scenarios_are_the_first_of_many_and_seeds_and_purposes_stand_apart() -> None:
    plan = force_plan(offers=[offer(probability=0.5)])
    assert (drawn(plan, count=7) == drawn(plan)[:, :7]).all()
    for other in (drawn(plan, seed=1), drawn(plan, purpose=Purpose.PLANNING)):
        assert abs((other == drawn(plan)).mean() - 0.5) < 0.125


@pytest.mark.parametrize("chance", [0.0, 0.1, 0.5, 0.97, 1.0])
def test_offers_come_as_often_as_they_say(chance: float) -> None:
    share = drawn(force_plan(offers=[offer(probability=chance)]), count=4_000).mean()
    assert abs(share - chance) <= 5 * np.sqrt(chance * (1 - chance) / 4_000)


def test_conditions_and_offer_must_all_hold() -> None:
    plan = force_plan(
        offers=[offer(probability=0.8)],
        conditions=[waits("fra-inf", probability=0.5)],
        decisions=[vote(probability=0.5)],
    )
    assert abs(drawn(plan, count=4_000).mean() - 0.2) <= 5 * np.sqrt(0.2 * 0.8 / 4_000)


@settings(max_examples=20)
@given(st.integers(0, 2**64 - 1), st.sampled_from(list(Purpose)))
def test_draws_are_those_of_philox_keyed_by_the_record(seed: int, purpose: Purpose) -> None:
    digest = hashlib.sha256(f"{purpose.value}\n{seed}\noffers:fra-inf".encode()).digest()
    key = (int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:16], "little"))
    numbers = [number for block in range(1, 4) for number in philox(block, key)]
    come = drawn(force_plan(offers=[offer(probability=0.5)]), seed=seed, count=12, purpose=purpose)
    assert come[0].tolist() == [number < 1 << 63 for number in numbers]


def philox(block: int, key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return a block of Philox 4x64-10, as Salmon and others give it (SC 2011, section 3.3)."""
    left, right = key
    a, b, c, d = block, 0, 0, 0
    for _ in range(10):
        one, two = a * 0xD2E7470EE14C6C93, c * 0xCA5A826395121157
        a, b, c, d = (two >> 64) ^ b ^ left, two & MASK, (one >> 64) ^ d ^ right, one & MASK
        left, right = (left + 0x9E3779B97F4A7C15) & MASK, (right + 0xBB67AE8584CAA73B) & MASK
    return a, b, c, d
