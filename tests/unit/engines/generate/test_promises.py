"""How well plans are filled when offers come only as likely as they say."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from reassure.checks.force_plan import tours_of, verify_force_plan
from reassure.checks.tour_rules import TourRules
from reassure.engines.generate import generate_forces, promises, replan_forces
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.promises import JUDGED_SCENARIOS, surviving
from reassure.engines.generate.replan import draft_from
from reassure.engines.generate.scenarios import Purpose, draw_presence
from reassure.engines.generate.worth import worth_of
from reassure.model.outputs import ChanceFill
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from tests.oracles.promises import exact_fills, left_over
from tests.strategies import doubtful, force_plans
from tests.unit.engines.generate.plans import Row, force_plan, line, offer

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

DOUBTFUL = doubtful(force_plans(periods=6, lines=4, offers=5, units=2))
COIN = math.sqrt(0.25 / JUDGED_SCENARIOS)
"""Standard error of the share of heads in as many throws as there are scenarios."""


def chance_fill(
    result: ForcePlan, objective: str | None = None, requirement: str | None = None
) -> ChanceFill:
    (row,) = (
        row
        for row in result.chance_fills
        if (row.objective, row.requirement) == (objective, requirement)
    )
    return row


def test_the_fill_of_one_offer_of_an_even_chance() -> None:
    plan = force_plan(requirements=[line(quantity=1)], offers=[offer(probability=0.5)])
    row = chance_fill(generate_forces(plan))
    assert row.promised_fill == 1.0
    assert abs(row.expected_fill - 0.5) <= 5 * COIN
    assert row.standard_error == pytest.approx(COIN, rel=0.05)
    assert row.fill_at_90 == 0.0


def test_what_nobody_doubts_is_filled_as_promised() -> None:
    result = generate_forces(force_plan(offers=[offer(tour_max_days=70, rest_ratio=0.3)]))
    for row in result.chance_fills:
        assert row.expected_fill == row.fill_at_90 == row.promised_fill == result.fill
        assert row.standard_error == 0.0


def test_rows_of_the_plan_each_objective_and_each_line_that_asks() -> None:
    lines = [line(), line(id="idle", quantity=0), line(id="sea", objective="sea")]
    objectives = [
        {"id": "land", "name": "Land", "weight": 1},
        {"id": "sea", "name": "Sea", "weight": 0},
    ]
    result = generate_forces(force_plan(requirements=lines, objectives=objectives))
    assert [(row.objective, row.requirement) for row in result.chance_fills] == [
        (None, None),
        ("land", None),
        ("land", "bn"),
        ("sea", None),
        ("sea", "sea"),
    ]
    assert chance_fill(result).promised_fill == result.fill
    assert chance_fill(result, "land").promised_fill == result.fill_by_objective["land"]


LEAD: Row = {
    "conditions": [{"id": "c", "offer": "fra-inf", "kind": "lead_nation", "nation": "GBR"}]
}
PARTNER: Row = {
    "conditions": [{"id": "c", "offer": "fra-inf", "kind": "partner_present", "nation": "GBR"}]
}
FRAME: Row = {"formations": [{"id": "bg", "sector": "east", "framework_nation": "GBR"}]}


def two_nations(lead_months: float = 1.0, **tables: Any) -> Plan:
    """Make a plan of a French and a British unit; that the British one comes is in doubt."""
    formation = "bg" if "formations" in tables else None
    sector = {"id": "east", "name": "East", "location": "camp", "lead_nations": ["GBR"]}
    return force_plan(
        requirements=[line(formation=formation)],
        offers=[offer(), offer(id="gbr-inf", nation="GBR", probability=0.5)],
        sectors=[sector | {"lead_min_unit_months": lead_months}],
        **tables,
    )


@pytest.mark.parametrize(
    ("plan", "without"),
    [
        (two_nations(), 0.5),
        (two_nations(**LEAD), 0.0),
        (two_nations(lead_months=0.0, **LEAD), 0.5),
        (two_nations(**PARTNER), 0.0),
        (two_nations(**FRAME), 0.0),
    ],
    ids=["alone", "lead", "lead that needs nothing", "partner", "framework nation"],
)
def test_who_waited_for_one_that_does_not_come_falls_too(plan: Plan, without: float) -> None:
    result = generate_forces(plan)
    row = chance_fill(result)
    assert row.promised_fill == 1.0
    assert abs(row.expected_fill - (0.5 + 0.5 * without)) <= 5 * COIN * (1 - without)
    assert row.fill_at_90 == without


def test_falls_go_on_until_all_that_is_left_holds() -> None:
    # Poland waits for France, France for Britain.
    plan = force_plan(
        requirements=[line(quantity=3)],
        offers=[
            offer(),
            offer(id="gbr-inf", nation="GBR", probability=0.5),
            offer(id="pol-inf", nation="POL"),
        ],
        conditions=[
            {"id": "a", "offer": "pol-inf", "kind": "partner_present", "nation": "FRA"},
            {"id": "b", "offer": "fra-inf", "kind": "partner_present", "nation": "GBR"},
        ],
    )
    row = chance_fill(generate_forces(plan))
    assert (row.promised_fill, row.fill_at_90) == (1.0, 0.0)
    assert abs(row.expected_fill - 0.5) <= 5 * COIN


def test_offers_that_wait_for_one_decision_come_or_fail_together() -> None:
    offers = [offer(id="a"), offer(id="b")]
    vote = {"nation": "FRA", "title": "Vote", "kind": "parliament", "probability": 0.5}

    def judged(*votes: str) -> ChanceFill:
        conditions = [
            {"id": name, "offer": name, "kind": "decision", "decision": decision}
            for name, decision in zip(("a", "b"), votes, strict=True)
        ]
        decisions = [{"id": decision} | vote for decision in sorted(set(votes))]
        plan = force_plan(offers=offers, conditions=conditions, decisions=decisions)
        return chance_fill(generate_forces(plan))

    together, apart = judged("v", "v"), judged("v", "w")
    assert abs(together.expected_fill - 0.5) <= 5 * COIN
    assert abs(apart.expected_fill - 0.5) <= 5 * COIN / math.sqrt(2)
    assert together.standard_error == pytest.approx(COIN, rel=0.05)
    assert apart.standard_error == pytest.approx(COIN / math.sqrt(2), rel=0.1)


def test_the_fill_at_90_is_reached_in_nine_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of eleven scenarios only the worst may stay below: one unit comes in it, two in the others.
    come = np.ones((2, 11), dtype=bool)
    come[0, 3] = False
    monkeypatch.setattr(promises, "draw_presence", lambda *_, **__: come)
    plan = force_plan(offers=[offer(id="a"), offer(id="b")])
    assert chance_fill(generate_forces(plan)).fill_at_90 == 1.0
    come[1, 5] = False
    assert chance_fill(generate_forces(plan)).fill_at_90 == 0.5


def test_a_plan_made_anew_is_judged_too() -> None:
    plan = force_plan(offers=[offer(probability=0.5)])
    row = chance_fill(replan_forces(plan, generate_forces(plan)))
    assert row.promised_fill == 0.5
    assert abs(row.expected_fill - 0.25) <= 5 * COIN


@settings(max_examples=60)
@given(DOUBTFUL)
def test_a_second_reading_lets_the_same_tours_fall(plan: Plan) -> None:
    result = generate_forces(plan)
    instance = build_instance(plan)
    draft = draft_from(worth_of(plan, instance), result)
    come = draw_presence(plan, seed=1, count=20, purpose=Purpose.JUDGING)
    serves = surviving(draft, come)
    rules = TourRules(plan)
    tours = tours_of(rules, result)
    for scenario in range(come.shape[1]):
        who = {row.id for row, comes in zip(plan.offers, come[:, scenario], strict=True) if comes}
        left = sorted(
            (tour.offer, tour.line, tour.start, tour.stop) for tour in left_over(rules, tours, who)
        )
        found = sorted(
            (
                instance.supplies[draft.tours.offer[tour]].offer.id,
                instance.lines[draft.tours.line[tour]].requirement.id,
                int(draft.tours.start[tour]),
                int(draft.tours.stop[tour]),
            )
            for tour in np.flatnonzero(serves[:, scenario])
            for _ in range(draft.units[tour])
        )
        assert found == left


@settings(max_examples=60)
@given(DOUBTFUL)
def test_the_mean_is_that_of_all_outcomes(plan: Plan) -> None:
    result = generate_forces(plan)
    assert verify_force_plan(plan, result) == []
    outcomes = exact_fills(plan, result)
    assume(len(outcomes) > 1)
    row = chance_fill(result)
    expected = sum(chance * fill for chance, fill in outcomes)
    spread = math.sqrt(sum(chance * (fill - expected) ** 2 for chance, fill in outcomes))
    error = spread / math.sqrt(JUDGED_SCENARIOS)
    assert abs(row.expected_fill - expected) <= 5 * error + 1e-9
    assert row.standard_error == pytest.approx(error, rel=0.3, abs=1e-9)
    reached = sum(chance for chance, fill in outcomes if fill >= row.fill_at_90 - 1e-9)
    assert reached >= 0.9 - 5 * math.sqrt(0.09 / JUDGED_SCENARIOS)
