"""Cures: each reason has its own, and what they say closes the gap when it is done."""

from typing import Any

import pytest

from reassure import example_folder, read_plan
from reassure.brief.cures import cures
from reassure.brief.gaps import worst_gaps
from reassure.brief.page import render_brief
from reassure.engines.generate import generate_forces
from reassure.model.choices import RemedyKind
from reassure.model.outputs import Remedy, Shortfall
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.brief_case import FORCES, PLAN, RUN, TONES

STEPS = read_plan(example_folder("first-steps"))


def _cures(plan: Plan, forces: ForcePlan, line: str) -> list[str]:
    tones = dict.fromkeys(plan.objectives.ids, "o1")
    gaps = worst_gaps(plan, forces, tones=tones, most=99)
    causes = [cause for gap in gaps if gap.requirement == line for cause in gap.causes]
    return [said for cause in causes for said in cause.cures]


def _with(plan: Plan, table: str, record_id: str, **change: Any) -> Plan:
    rows = plan.table(table)
    made = [row.model_copy(update=change) if row.id == record_id else row for row in rows]
    return plan.with_tables(**{table: Table.of(rows.record_type, made)})


def _short(plan: Plan) -> set[tuple[str, str]]:
    rows = generate_forces(plan, seed=1).shortfalls
    return {(row.requirement, row.reason.value) for row in rows}


def test_a_caveat_that_is_lifted_closes_the_gap() -> None:
    forces = generate_forces(STEPS, seed=1)
    assert _cures(STEPS, forces, "west-trn") == [
        "lifting France's caveat for Sector West would fill all 120 unit-days",
        "Poland's offer of training team, with 1 unit more, would fill all 120 unit-days",
    ]
    lifted = STEPS.with_tables(caveats=Table.empty(STEPS.caveats.record_type))
    assert ("west-trn", "caveat") in _short(STEPS)
    assert ("west-trn", "caveat") not in _short(lifted)


def test_changes_that_belong_together_name_their_offer_once() -> None:
    said, other = _cures(STEPS, generate_forces(STEPS, seed=1), "west-eng")
    notice = STEPS.offers["deu-eng"].notice_days
    assert said == (
        f"Germany's offer of engineer company, at {max(0.0, notice - 30):g} days' notice instead "
        f"of {notice:g}, there from C+0 (the plan's first day) instead of C+60 and with 1 unit "
        "more, would fill all 30 unit-days"
    )
    assert other.startswith("a new offer of engineer company, 1 unit, would")


SHORT: dict[str, Any] = {
    "requirement": "west-eng", "from_day": 30, "until_day": 60, "quantity": 1,
    "reason": "too_late", "binding": "offers:deu-eng.from_day",
}  # fmt: skip


def _remedy(kind: str, binding: str, **changes: Any) -> Remedy:
    row: dict[str, Any] = {
        "requirement": "west-eng", "from_day": 30, "until_day": 60, "rank": 1, "change": kind,
        "offer": "deu-eng", "binding": binding, "filled_unit_days": 30, "is_whole": True,
    }  # fmt: skip
    return Remedy.model_validate(row | changes)


def _said(plan: Plan, *remedies: Remedy) -> str:
    row = Shortfall.model_validate(SHORT)
    (said,) = cures(plan, plan.requirements["west-eng"], [row], remedies)
    return said


@pytest.mark.parametrize(
    ("kind", "binding", "said"),
    [
        (
            "less_notice",
            "offers:deu-eng.notice_days",
            "Germany's offer of engineer company, at 10 days' notice instead of 40,",
        ),
        (
            "longer_offer",
            "offers:deu-eng.from_day",
            (
                "Germany's offer of engineer company, there from C+0 (the plan's first day) "
                "instead of C+60,"
            ),
        ),
        (
            "longer_offer",
            "offers:deu-eng.until_day",
            (
                "Germany's offer of engineer company, staying until C+180 (the plan's end) "
                "instead of C+120,"
            ),
        ),
        ("accept_grade", "requirements:west-eng.min_grade", "accepting grade 2 of Germany's offer"),
        (
            "accept_attributes",
            "requirements:west-eng.attributes",
            "accepting Germany's offer of engineer company without bridging",
        ),
        ("meet_condition", "conditions:lead.nation", "Poland in the lead of Sector West"),
        ("meet_condition", "conditions:with.minimum_units", "2 units of Poland in Sector West at"),
        (
            "meet_condition",
            "conditions:vote.decision",
            "the decision “Mandate” taken by C+0 (the plan's first",
        ),
        (
            "meet_condition",
            "decisions:vote.state",
            "the decision “Mandate” taken by C+0 (the plan's first",
        ),
        ("meet_condition", "conditions:truce.state", "Truce in force"),
        (
            "meet_condition",
            "conditions:host.due_day",
            "host consent from C+0 (the plan's first day) instead of C+45",
        ),
        ("meet_condition", "conditions:host.probability", "host consent met"),
        (
            "more_burden",
            "burdens:deu.max_share",
            "Germany carrying more than its limit of 10\N{NO-BREAK SPACE}% of all unit-months",
        ),
        (
            "more_burden",
            "burdens:deu.max_unit_months",
            (
                "Germany carrying more than its limit of 294 unit-months (tried without limit), "
                "as much as these tours take, would"
            ),
        ),
        ("one_more_nation", "formations:bg.max_nations", "one nation more, Germany, in the form"),
        (
            "one_more_tour",
            "offers:deu-eng.rest_ratio",
            "Germany's offer of engineer company, with one tour more, without regard",
        ),
    ],
)
def test_a_cure_names_what_the_plan_holds(kind: str, binding: str, said: str) -> None:
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
        "burdens": [{"id": "deu", "nation": "DEU", "max_share": 0.1,
                     "max_unit_months": 294}],
        "formations": [{"id": "bg", "sector": "west", "framework_nation": "FRA",
                        "max_nations": 2}],
    }  # fmt: skip
    plan = Plan.of(STEPS.meta, {**{name: list(rows) for name, rows in tables.items()}, **more})
    asked = {"min_grade": 4, "attributes": ("bridging",), "max_notice_days": 10.0}
    plan = _with(plan, "requirements", "west-eng", **asked)
    plan = _with(plan, "offers", "deu-eng", notice_days=40.0, until_day=120.0)
    assert _said(plan, _remedy(kind, binding)).startswith(said)


def test_what_is_left_is_said() -> None:
    part = _remedy("one_more_unit", "offers:deu-eng.quantity", units=3, filled_unit_days=20,
                   is_whole=False)  # fmt: skip
    assert _said(STEPS, part) == (
        "Germany's offer of engineer company, with 3 units more, would fill 20 of 30 unit-days"
    )


def test_the_worst_of_several_shortfalls_speaks() -> None:
    rows = [Shortfall.model_validate(SHORT | {"from_day": d, "until_day": u})
            for d, u in ((30, 60), (90, 150))]  # fmt: skip
    later = {"from_day": 90, "until_day": 150, "filled_unit_days": 60}
    one = _remedy("less_notice", "offers:deu-eng.notice_days")
    two = _remedy("longer_offer", "offers:deu-eng.from_day", **later)
    (said,) = cures(STEPS, STEPS.requirements["west-eng"], rows, [one, two])
    assert said.replace("\u00a0", " ") == (
        "Germany's offer of engineer company, there from C+0 (the plan's first day) instead of "
        "C+60, would fill all 60 unit-days in C+90 to C+150"
    )


def test_a_way_that_fills_the_whole_is_never_withheld() -> None:
    part = {"is_whole": False, "filled_unit_days": 10}
    one = _remedy("less_notice", "offers:deu-eng.notice_days", **part)
    two = _remedy("longer_offer", "offers:deu-eng.from_day", rank=2, **part)
    new = _remedy("new_offer", "capabilities:eng.id", rank=3, offer=None, units=1)
    row, line = Shortfall.model_validate(SHORT), STEPS.requirements["west-eng"]
    said = cures(STEPS, line, [row], [one, two, new])
    assert len(said) == 3
    assert said[2] == "a new offer of engineer company, 1 unit, would fill all 30 unit-days"
    whole = one.model_copy(update={"is_whole": True})
    assert len(cures(STEPS, line, [row], [whole, two, new])) == 2


def test_an_offer_in_doubt_says_its_state_and_chance() -> None:
    plan = _with(STEPS, "offers", "deu-eng", probability=0.77, state="offered")
    doubt = "Germany's offer of engineer company (offered, 77\N{NO-BREAK SPACE}% sure)"
    more = _remedy("one_more_unit", "offers:deu-eng.quantity", units=3)
    assert _said(plan, more).startswith(f"{doubt}, with 3 units more, would")
    lift = _remedy("lift_caveat", "caveats:gone.sectors")
    assert _said(plan, lift).startswith(f"lifting the caveat, with {doubt}, would")
    sure = _with(STEPS, "offers", "deu-eng", probability=1.0)
    assert "sure" not in _said(sure, more)


@pytest.mark.parametrize(
    ("reason", "binding", "said"),
    [
        ("no_weight", "objectives:land.weight", "give peace on land a weight above 0"),
        ("no_weight", "requirements:west-eng.weight", "give the line a weight above 0"),
        ("not_proven", "offers:deu-eng.quantity", "give the search more time"),
        ("out_of_reach", "capabilities:eng.range_km", "engineer company of longer range, or from"),
        ("burden", "burdens:deu.max_share", "ask for an offer of engineer company, 1 at once"),
    ],
)
def test_without_a_remedy_the_reason_speaks(reason: str, binding: str, said: str) -> None:
    row = Shortfall.model_validate(SHORT | {"reason": reason, "binding": binding})
    (found,) = cures(STEPS, STEPS.requirements["west-eng"], [row], [])
    assert found.startswith(said)


@pytest.mark.parametrize("kind", list(RemedyKind))
@pytest.mark.parametrize("binding", ["nowhere", "offers:gone.from_day", "caveats:gone.sectors"])
def test_a_record_that_the_plan_lacks_still_has_a_cure(kind: RemedyKind, binding: str) -> None:
    assert "would fill all 30 unit-days" in _said(STEPS, _remedy(kind, binding, offer="gone"))


def test_every_cause_on_the_page_ends_with_its_cure() -> None:
    gaps = worst_gaps(PLAN, FORCES, tones=TONES, most=10)
    causes = [cause for gap in gaps for cause in gap.causes]
    assert all(said for cause in causes for said in (*cause.cures, cause.cures))
    assert render_brief(PLAN, RUN).count("Cure: ") == len(causes)
