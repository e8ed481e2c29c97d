"""Ways to spoil the clean plan by its agreements and branches."""

from typing import Any

from tests.unit.checks.clean import Rows
from tests.unit.checks.spoilt import FAULT, WARNING, Case, add, both

_TRUCE = {"id": "truce", "name": "Truce", "kind": "truce"}


def _events(*events: tuple[str, str, dict[str, Any]]) -> Any:
    rows = [
        {"id": f"e{at}", "agreement": "truce", "state": state, "date": date, **cells}
        for at, (state, date, cells) in enumerate(events, start=1)
    ]
    return both(add("agreements", _TRUCE), add("agreement_events", *rows))


def _branch(name: str, *when: str, **cells: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "when": when, **cells}


def _only_other(rows: Rows) -> None:
    for line in rows["requirements"]:
        line["branches"] = ["other"]


BRANCH_CASES = (
    Case(
        "CHK-AGR-001",
        FAULT,
        ("agreement_events", "e1", "state"),
        "truce in force on 2025-03-11 before anything else; expected one of proposed, agreed",
        _events(("in_force", "2025-03-11", {})),
        variant="before-it-was-agreed",
    ),
    Case(
        "CHK-AGR-001",
        FAULT,
        ("agreement_events", "e2", "state"),
        "when it was proposed since 2025-03-11 (e1)",
        _events(("proposed", "2025-03-11", {}), ("in_force", "2025-03-12", {})),
        variant="from-a-proposal",
    ),
    Case(
        "CHK-AGR-002",
        FAULT,
        ("agreement_events", "e1", "reported_date"),
        "reported on 2025-03-10, held from 2025-03-11",
        _events(("proposed", "2025-03-11", {"reported_date": "2025-03-10"})),
    ),
    Case(
        "CHK-AGR-003",
        FAULT,
        ("agreement_events", "e2", "version"),
        "version 1 on 2025-03-12, after version 2 on 2025-03-11 (e1)",
        _events(("proposed", "2025-03-11", {"version": 2}), ("agreed", "2025-03-12", {})),
    ),
    Case(
        "CHK-AGR-004",
        WARNING,
        ("agreement_events", "e2", "state"),
        "with 1 precondition open then: p",
        both(
            _events(("agreed", "2025-03-11", {}), ("in_force", "2025-03-12", {})),
            add(
                "preconditions",
                {"id": "p", "agreement": "truce", "text": "T", "met": True,
                 "met_date": "2025-03-13"},
            ),
        ),
    ),
    Case(
        "CHK-AGR-005",
        WARNING,
        ("preconditions", "p", "met_date"),
        "met, without a date",
        both(
            add("agreements", _TRUCE),
            add("preconditions", {"id": "p", "agreement": "truce", "text": "T", "met": True}),
        ),
        variant="without-a-date",
    ),
    Case(
        "CHK-AGR-005",
        WARNING,
        ("preconditions", "p", "met_date"),
        "met on 2999-01-01, with 2026-01-01 as today",
        both(
            add("agreements", _TRUCE),
            add(
                "preconditions",
                {"id": "p", "agreement": "truce", "text": "T", "met": True,
                 "met_date": "2999-01-01"},
            ),
        ),
        variant="to-come",
    ),
    Case(
        "CHK-AGR-006",
        WARNING,
        ("agreement_events", "e3", "state"),
        "version 2 proposed on 2025-03-13, while version 1 is in force",
        _events(
            ("agreed", "2025-03-11", {}),
            ("in_force", "2025-03-12", {}),
            ("proposed", "2025-03-13", {"version": 2}),
        ),
    ),
    Case(
        "CHK-BRANCH-001",
        FAULT,
        ("branches", "b", "when"),
        "truce in_force and broken at once",
        both(
            add("agreements", _TRUCE),
            add("branches", _branch("b", "truce:in_force", "truce:broken")),
        ),
    ),
    Case(
        "CHK-BRANCH-002",
        FAULT,
        ("branches", "b", None),
        "b, in which no requirement line counts; expected one line or more that names it",
        both(
            add("agreements", _TRUCE),
            add("branches", _branch("b", "truce:broken"), _branch("other", "truce:in_force")),
            _only_other,
        ),
    ),
    Case(
        "CHK-BRANCH-003",
        FAULT,
        ("branches", None, "probability"),
        "chances of 1.1 together",
        both(
            add("agreements", _TRUCE),
            add(
                "branches",
                _branch("b", "truce:broken", probability=0.5),
                _branch("c", "truce:in_force", probability=0.6),
            ),
        ),
    ),
    Case(
        "CHK-BRANCH-004",
        WARNING,
        ("branches", None, "probability"),
        "add a branch for the rest (0.25)",
        both(
            add("agreements", _TRUCE),
            add("branches", _branch("b", "truce:broken", probability=0.75)),
        ),
    ),
    Case(
        "CHK-BRANCH-005",
        FAULT,
        ("branches", "c", "when"),
        "a branch when truce:broken, as branch b",
        both(
            add("agreements", _TRUCE),
            add("branches", _branch("b", "truce:broken"), _branch("c", "truce:broken")),
        ),
    ),
    Case(
        "CHK-BRANCH-006",
        WARNING,
        ("branches", "b", "c_day_shift"),
        "30 days, without a C-day",
        both(
            add("agreements", _TRUCE),
            add("branches", _branch("b", "truce:broken", c_day_shift=30)),
        ),
        ("CHK-LIMIT-002",),
        meta={"c_day": None},
    ),
    Case(
        "CHK-REF-001",
        FAULT,
        ("branches", "b", "when"),
        'found "truse"; expected an id of table agreements; did you mean "truce"?',
        both(add("agreements", _TRUCE), add("branches", _branch("b", "truse:broken"))),
        variant="unknown-agreement-of-a-branch",
    ),
    Case(
        "CHK-REF-001",
        FAULT,
        ("conditions", "c", "agreement"),
        'found "truse"; expected an id of table agreements; did you mean "truce"?',
        both(
            add("agreements", _TRUCE),
            add(
                "conditions",
                {"id": "c", "offer": "fra-inf", "kind": "agreement_state",
                 "agreement": "truse", "state": "in_force"},
            ),
        ),
        variant="unknown-agreement-of-a-condition",
    ),
)  # fmt: skip
