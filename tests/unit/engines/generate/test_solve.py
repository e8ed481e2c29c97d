"""What a search may claim: sound bounds, the true stop, who made the plan, no idle service."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reassure.engines.common.highs import Answer, Outcome
from reassure.engines.generate import generate_forces, proof, task
from reassure.engines.generate.build import build_instance
from reassure.engines.generate.draft import Draft
from reassure.engines.generate.handover import draft_of, roster_of
from reassure.engines.generate.problem import problem_of
from reassure.engines.generate.roster import nothing_kept
from reassure.engines.generate.search import no_hints, serve_all
from reassure.engines.generate.worth import worth_of
from reassure.model.choices import ForceMethod, StoppedBy
from reassure.model.plan import Plan
from tests.strategies import draw_force_plan
from tests.unit.engines.generate.plans import force_plan, line, offer

TWO = {"requirements": [line(quantity=1), line(id="sea", quantity=1, from_day=90)]}

# Two who wait for each other: the greedy plan is empty, and only the whole model finds the best.
WAITING = {
    "offers": [offer(), offer(id="gbr-inf", nation="GBR")],
    "conditions": [
        {"id": "c1", "offer": "fra-inf", "kind": "partner_present", "nation": "GBR"},
        {"id": "c2", "offer": "gbr-inf", "kind": "partner_present", "nation": "FRA"},
    ],
}


@pytest.mark.parametrize("name", ["relax_program", "solve_program"])
def test_a_wrong_bound_is_never_certified(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    right = getattr(proof, name)

    def wrong(*arguments: Any, **named: Any) -> Answer:
        return replace(right(*arguments, **named), bound=0.5)

    monkeypatch.setattr(proof, name, wrong)
    with pytest.raises(ArithmeticError, match=r"bound 0\.5 below"):
        generate_forces(force_plan(**WAITING))


def test_only_rounding_lifts_a_bound() -> None:
    assert task.bound_over(1000.0, 1000.0 - 1e-4) == 1000.0
    assert task.bound_over(1.0, 3.0) == 3.0
    for bound in (999.99, float("nan")):
        with pytest.raises(ArithmeticError):
            task.bound_over(1000.0, bound)


def test_no_plan_where_one_is_at_hand_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    right = proof.solve_program

    def wrong(*arguments: Any, **named: Any) -> Answer:
        return replace(right(*arguments, **named), outcome=Outcome.IMPOSSIBLE)

    monkeypatch.setattr(proof, "solve_program", wrong)
    with pytest.raises(ArithmeticError, match="is at hand"):
        generate_forces(force_plan(**WAITING))


def test_a_user_who_stops_within_the_gap_is_still_the_one_who_stopped() -> None:
    plan = draw_force_plan(11, periods=16, lines=26, offers=40, units=3)
    result = generate_forces(plan, gap=1e6, on_progress=lambda told: told.share >= 0.05)
    assert result.provenance.stopped_by is StoppedBy.USER


def test_a_greedy_plan_that_the_proof_leaves_is_greedy() -> None:
    result = generate_forces(force_plan(**TWO))
    assert result.provenance.stopped_by is StoppedBy.PROVEN
    assert result.method is ForceMethod.GREEDY


def served_anew(
    plan: Plan, *tours: tuple[str, int, int], lead: str | None = None
) -> list[tuple[str, int, int]]:
    """Put one unit on each tour (offer, start, stop), serve all anew, and return what is left."""
    data = build_instance(plan)
    worth = worth_of(plan, data)
    problem = problem_of(worth)
    names = [data.supplies[offer].offer.id for offer in data.tours.offer]
    spans = zip(data.tours.start.tolist(), data.tours.stop.tolist(), strict=True)
    keys = [(name, *span) for name, span in zip(names, spans, strict=True)]
    chosen = np.array(sorted(keys.index(tour) for tour in tours))
    leads = np.array([-1 if lead is None else data.nations.index(lead)] * len(data.sectors))
    draft = Draft(data, leads, data.tours.take(chosen), np.ones(len(chosen), dtype=np.int64))
    roster = roster_of(problem, draft)
    before = float(roster.value[0])
    assert before == pytest.approx(worth.value(draft.tours, draft.units), abs=1e-9)
    order = np.arange(len(roster.n_tours))
    rng = np.random.default_rng(0)
    serve_all(problem, roster, order, nothing_kept(problem), no_hints(problem), rng)
    after = draft_of(problem, data, roster)
    assert worth.value(after.tours, after.units) >= before
    key = {int(number): name for number, name in zip(data.tours.key, keys, strict=True)}
    return [key[int(number)] for number in after.tours.key]


OFFERS = [offer(id="a", cost_per_month=9), offer(id="b", nation="GBR", cost_per_month=1)]


def test_service_that_fills_nothing_is_dropped_the_dearest_first() -> None:
    plan = force_plan(requirements=[line(quantity=1)], offers=OFFERS)
    assert served_anew(plan, ("a", 0, 6), ("b", 0, 6)) == [("b", 0, 6)]


def test_service_is_cut_to_what_fills() -> None:
    plan = force_plan(requirements=[line(quantity=1)], offers=OFFERS)
    assert served_anew(plan, ("a", 0, 6), ("b", 3, 6)) == [("a", 0, 3), ("b", 3, 6)]


def test_service_that_others_depend_on_stays() -> None:
    plan = force_plan(
        requirements=[line(quantity=1)],
        offers=OFFERS,
        conditions=[{"id": "c", "offer": "b", "kind": "partner_present", "nation": "FRA"}],
    )
    kept = served_anew(plan, ("a", 0, 6), ("b", 0, 6))
    # Without its partner the British unit could not stay, so it is the one that goes.
    assert kept == [("a", 0, 6)]
    led = force_plan(
        sectors=[
            {
                "id": "east",
                "name": "East",
                "location": "camp",
                "lead_nations": ["FRA"],
                "lead_min_unit_months": 6,
            }
        ],
        requirements=[line(quantity=1)],
        offers=OFFERS,
        conditions=[{"id": "c", "offer": "b", "kind": "lead_nation", "nation": "FRA"}],
    )
    assert served_anew(led, ("a", 0, 6), ("b", 0, 6), lead="FRA") == [("a", 0, 6)]


def test_a_plan_with_branches_says_that_all_lines_count() -> None:
    plan = force_plan(
        requirements=[line(), line(id="later", branches=["calm"])],
        branches=[{"id": "calm", "title": "Calm", "when": []}],
    )
    (said,) = [text for text in generate_forces(plan).assumptions if "branch" in text]
    assert said.startswith("All lines count, 1 of some branches alone")


@pytest.mark.parametrize(
    ("state", "due_day", "bindings", "starts"),
    [
        ("pending", 90, {"decisions:vote.due_day"}, [60]),
        ("pending", 30, {"conditions:c.due_day"}, []),
        ("taken", 30, set(), [0]),
    ],
)
def test_a_decision_must_fall_by_the_day_of_the_condition(
    state: str, due_day: float, bindings: set[str], starts: list[float]
) -> None:
    vote = {"id": "vote", "nation": "FRA", "title": "Vote", "kind": "parliament", "state": state}
    given = {"offer": "fra-inf", "kind": "decision", "decision": "vote", "due_day": due_day}
    plan = force_plan(
        requirements=[line(quantity=1)],
        decisions=[vote | {"due_day": 60}],
        conditions=[{"id": "c"} | given],
    )
    result = generate_forces(plan)
    assert [row.from_day for row in result.assignments] == starts
    assert {row.binding for row in result.shortfalls} == bindings


def test_a_day_that_is_not_used_is_said() -> None:
    given = {"offer": "fra-inf", "kind": "partner_present", "nation": "GBR", "due_day": 9}
    plan = force_plan(conditions=[{"id": "c"} | given])
    said = "Condition c (partner present) is judged without its due_day"
    assert said in generate_forces(plan).assumptions
