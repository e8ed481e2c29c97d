"""The plan of a branch: its lines, its agreements, its C-day, and references that hold."""

import datetime as dt
from typing import Any

import pytest

from reassure.checks import check_tables
from reassure.checks.agreements import check_agreements
from reassure.engines.generate import generate_forces
from reassure.model.agreement_life import state_on
from reassure.model.branching import (
    assumed_events,
    missing_states,
    plan_of_branch,
    whole_plan_words,
)
from reassure.model.choices import AgreementState
from reassure.model.errors import UsageError
from reassure.model.finding import faults
from reassure.model.label import Label
from reassure.model.rules import Measure, MeasureEvent
from reassure.model.table import Table
from tests.branch_case import branch, event, plan, rows
from tests.unit.checks.clean import make_plan
from tests.unit.checks.full import full_rows


def test_only_the_lines_that_count_are_left() -> None:
    case = plan()
    lines = {name: list(plan_of_branch(case, name).requirements.ids) for name in case.branches.ids}
    assert lines == {
        "full": ["land", "train"],
        "support": ["train"],
        "collapse": ["train", "way-out"],
    }
    made = plan_of_branch(case, "full")
    assert len(made.branches) == 0
    assert all(row.branches == () for row in made.requirements)
    assert made.meta.title == "A small plan: Full"
    assert made.sha256 != case.sha256


def test_agreements_get_where_the_branch_takes_them_by_a_lawful_way() -> None:
    case = plan()
    made = plan_of_branch(case, "full")
    new = [row for row in made.agreement_events if row.id not in case.agreement_events]
    assert [row.id for row in new] == [
        "assumed.full.truce.agreed",
        "assumed.full.truce.in_force",
    ]
    assert {row.date for row in new} == {dt.date(2025, 4, 10)}
    assert new[0].note == "Assumed: branch full (Full) takes truce to be in force"
    assert missing_states(made, case.branches["full"], made.meta.today) == ()


@pytest.mark.parametrize("today", ["2025-03-20", None, "2025-06-01"])
@pytest.mark.parametrize(
    "life",
    [(), ("proposed",), ("agreed", "in_force"), ("agreed", "in_force", "ended"),
     ("agreed", "in_force", "broken"), ("agreed", "delayed")],
)  # fmt: skip
def test_any_state_can_be_assumed_after_any_life(life: tuple[str, ...], today: str | None) -> None:
    events = [event(f"e{at}", word, "2025-03-20") for at, word in enumerate(life)]
    for wanted in AgreementState:
        meta = {"as_of": today, "c_day": None}
        branches = [branch("b", f"truce:{wanted.value}")]
        case = plan(meta, agreement_events=events, branches=branches, requirements=[])
        made = plan_of_branch(case, "b")
        now = state_on(made, "truce", made.meta.today)
        assert now is not None
        assert now.state is wanted
        found = {item.code for item in check_agreements(made)} & {"CHK-AGR-001", "CHK-AGR-003"}
        assert not found, (life, today, wanted)


def test_a_branch_that_changes_nothing_is_the_plan_itself() -> None:
    requirements = [row | {"branches": []} for row in rows()["requirements"]]
    case = plan(requirements=requirements)
    assert assumed_events(case, case.branches["support"]) == []
    made = plan_of_branch(case, "support")
    assert made is case
    assert generate_forces(made).to_tables() == generate_forces(case).to_tables()


def test_c_day_moves_and_today_does_not() -> None:
    made = plan_of_branch(plan(), "full")
    assert made.meta.c_day == dt.date(2025, 5, 31)
    assert made.meta.today == dt.date(2025, 4, 10)
    unstated = plan({"as_of": None})
    moved = plan_of_branch(unstated, "full").meta
    assert (moved.c_day, moved.as_of) == (dt.date(2025, 5, 31), dt.date(2025, 5, 1))
    assert plan_of_branch(plan({"c_day": None}), "full").meta.c_day is None


def test_c_day_stays_on_the_calendar() -> None:
    far = [branch("b", c_day_shift=99_000.0)]
    with pytest.raises(UsageError, match="moves C-day by 99000 days") as raised:
        plan_of_branch(plan({"c_day": "2900-01-01"}, branches=far, requirements=[]), "b")
    assert raised.value.code == "ENG-BRANCH-002"


def test_an_unknown_branch_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="collapse, full, support") as raised:
        plan_of_branch(plan(), "ful")
    assert raised.value.code == "ENG-BRANCH-001"
    with pytest.raises(UsageError, match="leave --branch out"):
        plan_of_branch(plan(branches=[], requirements=[]), "full")


def test_what_speaks_of_dropped_lines_goes_with_them() -> None:
    more: dict[str, list[dict[str, Any]]] = {
        "uncertainties": [
            {"id": f"u-{name}", "table": "requirements", "record": name, "field": "quantity",
             "law": "uniform", "p1": 0.8, "p2": 1.1}
            for name in ("land", "train")
        ],
        "actuals": [
            {"id": f"a-{name}", "assignment": f"deu.1.{name}.1", "location": "camp",
             "event": "arrived", "day": 3}
            for name in ("land", "train")
        ],
        "milestones": [
            {"id": "m", "title": "M", "objective": "peace", "owner": "FRA", "due_day": 9,
             "state": "planned", "waits_for": ["requirements:land", "branches:full",
                                               "agreements:truce", "uncertainties:u-land",
                                               "actuals:a-land", "actuals:a-train"]}
        ],
    }  # fmt: skip
    made = plan_of_branch(plan(**more), "support")
    assert made.uncertainties.ids == ("u-train",)
    assert made.actuals.ids == ("a-train",)
    assert made.milestones["m"].waits_for == ("agreements:truce", "actuals:a-train")


def test_ids_with_dots_and_numbers_do_not_hide_whose_actuals_go() -> None:
    offers = [*rows()["offers"], {**rows()["offers"][0], "id": "deu.1.b"}]
    lines = [*rows()["requirements"], {**rows()["requirements"][1], "id": "b.2.land"}]
    actuals = [
        {"id": name, "assignment": text, "location": "camp", "event": "arrived", "day": 3}
        for name, text in (("gone", "deu.1.b.2.land.1"), ("kept", "deu.1.b.2.b.2.land.1"))
    ]
    made = plan_of_branch(plan(offers=offers, requirements=lines, actuals=actuals), "support")
    assert made.actuals.ids == ("kept",)


def test_references_of_a_plan_with_every_table_hold_in_its_branch() -> None:
    full = full_rows()
    full["branches"].append({"id": "none", "title": "N", "when": ["agreements-1:ended"]})
    full["milestones"][0]["waits_for"] = ["requirements:r-inf", "branches:none"]
    for line in full["requirements"]:
        line["branches"] = ["none"]
    full["requirements"][0]["branches"] = []
    case = make_plan(full)
    for name in case.branches.ids:
        assert [str(item) for item in faults(check_tables(plan_of_branch(case, name)))] == []


def test_what_is_assumed_is_seen_by_no_more_than_branch_and_agreement() -> None:
    agreements = [{**rows()["agreements"][0], "label": "RESTRICTED REL TO FRA, POL"}]
    branches = [branch("b", "truce:broken", label="RESTRICTED REL TO POL, DEU")]
    case = plan(agreements=agreements, branches=branches, requirements=[])
    (label, *others) = {item.label for item in assumed_events(case, case.branches["b"])}
    assert not others
    assert label is not None
    assert Label.parse(label) == Label("RESTRICTED", ("POL",))


def test_a_plan_with_branches_says_what_it_is_taken_as() -> None:
    assert whole_plan_words(plan()).startswith("All lines count, 2 of some branches alone")
    # It is said of a branch that leaves the plan as it is too: none may be denied by name.
    assert "No branch" not in whole_plan_words(plan())
    assert whole_plan_words(plan()) in generate_forces(plan()).assumptions
    assert not any("branch" in text for text in
                   generate_forces(plan_of_branch(plan(), "full")).assumptions)  # fmt: skip


def test_what_has_happened_keeps_its_date_when_c_day_moves() -> None:
    case = plan()
    measure = {"id": "m", "series": "10", "number": "1", "title": "M", "text": "T"}
    lives = [
        {"id": name, "measure": "m", "state": state, "day": day, "by": "HQ"}
        for name, state, day in (("was", "requested", -30), ("today", "authorised", -21),
                                 ("will", "implemented", -20))
    ]  # fmt: skip
    case = case.with_tables(
        measures=Table.of(Measure, [measure | {"kind": "permission"}]),
        measure_events=Table.of(MeasureEvent, lives),
    )
    made = plan_of_branch(case, "full")
    assert {row.id: row.day for row in made.measure_events} == {
        "was": -60,
        "today": -51,
        "will": -20,
    }
