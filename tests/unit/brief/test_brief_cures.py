"""Cures: each reason has its own, and what they say closes the gap when it is done."""

from typing import Any

import pytest

from reassure import example_folder, read_plan
from reassure.brief.cures import cure
from reassure.brief.gaps import worst_gaps
from reassure.brief.page import render_brief
from reassure.engines.generate import generate_forces
from reassure.model.choices import ShortfallReason
from reassure.model.outputs import Shortfall
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.brief_case import FORCES, PLAN, RUN, TONES

STEPS = read_plan(example_folder("first-steps"))


def _cures(plan: Plan, forces: ForcePlan, line: str) -> list[str]:
    tones = dict.fromkeys(plan.objectives.ids, "o1")
    gaps = worst_gaps(plan, forces, tones=tones, most=99)
    return [cause.cure for gap in gaps if gap.requirement == line for cause in gap.causes]


def _with(plan: Plan, table: str, record_id: str, **change: Any) -> Plan:
    rows = plan.table(table)
    made = [row.model_copy(update=change) if row.id == record_id else row for row in rows]
    return plan.with_tables(**{table: Table.of(rows.record_type, made)})


def _short(plan: Plan) -> set[tuple[str, str]]:
    rows = generate_forces(plan, seed=1).shortfalls
    return {(row.requirement, row.reason.value) for row in rows}


def test_an_offer_that_comes_too_late_is_told_by_how_much() -> None:
    forces = generate_forces(STEPS, seed=1)
    assert _cures(STEPS, forces, "west-eng") == [
        "ready 30 days sooner, by C+30, with notice to match; or the line later, from C+60"
    ]
    late = ("west-eng", "too_late")
    assert late in _short(STEPS)
    sooner = _with(STEPS, "offers", "deu-eng", from_day=30.0)
    said = _cures(sooner, generate_forces(sooner, seed=1), "west-eng")
    assert "notice shorter by 15 days; or the line later, from C+60" in said
    assert late in _short(_with(sooner, "offers", "deu-eng", notice_days=31.0))
    assert late not in _short(_with(sooner, "offers", "deu-eng", notice_days=30.0))
    assert late not in _short(_with(STEPS, "requirements", "west-eng", from_day=60.0))


def test_a_caveat_that_is_lifted_closes_the_gap() -> None:
    forces = generate_forces(STEPS, seed=1)
    (said,) = _cures(STEPS, forces, "west-trn")
    assert said.startswith("have France lift its caveat for Sector West, or ask another nation")
    lifted = STEPS.with_tables(caveats=Table.empty(STEPS.caveats.record_type))
    assert ("west-trn", "caveat") in _short(STEPS)
    assert ("west-trn", "caveat") not in _short(lifted)


def test_an_offer_that_ends_too_soon_is_told_by_how_much() -> None:
    plan = _with(STEPS, "offers", "deu-eng", from_day=30.0, notice_days=0.0, until_day=130.0)
    said = _cures(plan, generate_forces(plan, seed=1), "west-eng")
    assert said == ["the offer to stand 20 days longer, until C+150"]
    ends = ("west-eng", "window")
    assert ends in _short(_with(plan, "offers", "deu-eng", until_day=149.0))
    assert ends not in _short(_with(plan, "offers", "deu-eng", until_day=150.0))


@pytest.mark.parametrize(
    ("reason", "binding", "said"),
    [
        (
            "no_offer",
            "requirements:west-eng.capability",
            "ask for an offer of engineer company, 1 ",
        ),
        ("no_offer", "offers:deu-eng.valid_until", "ask Germany to renew its offer"),
        ("no_offer", "offers:deu-eng.quantity", "ask Germany for a unit at least"),
        ("too_late", "requirements:west-eng.max_notice_days", "accept 45 days of notice"),
        ("window", "offers:deu-eng.tour_max_days", "a longest tour of 60 days or more"),
        ("window", "offers:deu-eng.tour_min_days", "a shortest tour of less than 60 days"),
        ("tour_does_not_fit", "offers:deu-eng.tour_max_days", "a tour of whole periods of 30 days"),
        ("tour_does_not_fit", "offers:deu-eng.until_day", "an offer that opens and ends with"),
        ("grade", "offers:deu-eng.grade", "bring the offer from grade 2 to 4, or accept grade 2"),
        ("attributes", "offers:deu-eng.attributes", "units with bridging, or ask for less"),
        (
            "out_of_reach",
            "capabilities:eng.range_km",
            "engineer company of longer range, or from a base nearer to Sector West",
        ),
        (
            "condition_unmet",
            "conditions:lead.nation",
            "Poland to be a candidate to lead Sector",
        ),
        ("condition_unmet", "conditions:with.minimum_units", "2 units of Poland in Sector West at"),
        ("condition_unmet", "conditions:vote.decision", "the decision “Mandate” taken by C+20"),
        ("condition_unmet", "decisions:vote.due_day", "the decision “Mandate” taken 10 days soon"),
        ("condition_unmet", "decisions:vote.state", "the decision “Mandate” taken"),
        ("condition_unmet", "conditions:truce.state", "Truce in force"),
        ("condition_unmet", "conditions:host.due_day", "host consent by C+30 instead of C+45"),
        ("condition_unmet", "conditions:host.probability", "host consent met"),
        ("burden", "burdens:deu.max_share", "a higher limit of Germany's burden"),
        ("formation", "formations:bg.max_nations", "let the formation take one nation more"),
        ("formation", "formations:bg.framework_nation", "a unit of France, its framework nation"),
        ("tour_used_up", "offers:deu-eng.quantity", "one unit more, or tours longer than 90 days"),
        ("tour_used_up", "offers:deu-eng.tour_min_days", "shorter least tours"),
        ("no_weight", "objectives:land.weight", "give peace on land a weight above 0"),
        ("no_weight", "requirements:west-eng.weight", "give the line a weight above 0"),
        ("not_proven", "offers:deu-eng.quantity", "give the search more time"),
    ],
)
def test_a_cure_names_what_the_plan_holds(reason: str, binding: str, said: str) -> None:
    tables = dict(STEPS.tables())
    more: dict[str, list[dict[str, Any]]] = {
        "conditions": [
            {"id": "lead", "offer": "deu-eng", "kind": "lead_nation", "nation": "POL"},
            {"id": "with", "offer": "deu-eng", "kind": "partner_present", "nation": "POL",
             "minimum_units": 2},
            {"id": "vote", "offer": "deu-eng", "kind": "decision", "decision": "vote",
             "due_day": 20},
            {"id": "truce", "offer": "deu-eng", "kind": "agreement_state", "agreement": "truce"},
            {"id": "host", "offer": "deu-eng", "kind": "host_consent", "due_day": 45},
        ],
        "decisions": [{"id": "vote", "nation": "DEU", "title": "Mandate", "kind": "parliament",
                       "due_day": 40}],
        "agreements": [{"id": "truce", "name": "Truce", "kind": "truce"}],
        "burdens": [{"id": "deu", "nation": "DEU", "max_share": 0.1}],
        "formations": [{"id": "bg", "sector": "west", "framework_nation": "FRA",
                        "max_nations": 2}],
    }  # fmt: skip
    plan = Plan.of(STEPS.meta, {**{name: list(rows) for name, rows in tables.items()}, **more})
    asked = {"min_grade": 4, "attributes": ("bridging",), "max_notice_days": 10.0}
    plan = _with(plan, "requirements", "west-eng", **asked)
    row = {"requirement": "west-eng", "from_day": 30, "until_day": 60, "quantity": 1,
           "reason": reason, "binding": binding}  # fmt: skip
    text = cure(plan, plan.requirements["west-eng"], [Shortfall.model_validate(row)])
    assert text.startswith(said)


@pytest.mark.parametrize("reason", list(ShortfallReason))
@pytest.mark.parametrize("binding", ["nowhere", "offers:gone.from_day", "caveats:gone.sectors"])
def test_a_limit_that_the_plan_lacks_still_has_a_cure(
    reason: ShortfallReason, binding: str
) -> None:
    row = {"requirement": "west-eng", "from_day": 30, "until_day": 60, "quantity": 1,
           "reason": reason, "binding": binding}  # fmt: skip
    assert cure(STEPS, STEPS.requirements["west-eng"], [Shortfall.model_validate(row)])


def test_every_cause_on_the_page_ends_with_its_cure() -> None:
    gaps = worst_gaps(PLAN, FORCES, tones=TONES, most=10)
    causes = [cause for gap in gaps for cause in gap.causes]
    assert all(cause.cure for cause in causes)
    assert render_brief(PLAN, RUN).count("Cure: ") == len(causes)
