"""Branches: states that can hold together, lines to plan, chances that add up."""

import math
from collections.abc import Iterator

from reassure.checks.place import Place, fault, listed, plain, warning
from reassure.model.fields import PAIR_SEPARATOR
from reassure.model.finding import Finding
from reassure.model.plan import Plan

_TABLE = "branches"
_SLACK = 1e-9


def check_branches(plan: Plan) -> Iterator[Finding]:
    """Check what branches ask for, what counts in them, and how likely they are.

    Yields
    ------
    Finding
        CHK-BRANCH-001 to CHK-BRANCH-006.
    """
    spoken: dict[frozenset[str], str] = {}
    for row in plan.branches:
        yield from _check_states(row.id, row.when)
        other = spoken.setdefault(frozenset(row.when), row.id)
        if other != row.id:
            states = f"when {listed(row.when)}" if row.when else "whatever is agreed"
            yield fault(
                "CHK-BRANCH-005",
                Place(_TABLE, row.id, "when"),
                found=f"a branch {states}, as branch {other}",
                expected="states of its own",
                cure="let one of the two ask for another state, or make them one branch",
            )
        if len(plan.requirements) and not _selects(plan, row.id):
            yield fault(
                "CHK-BRANCH-002",
                Place(_TABLE, row.id),
                found=f"{row.id}, in which no requirement line counts",
                expected="one line or more that names it in branches, or names no branch",
                cure=f"write {row.id} into branches of the lines that it is made of, or delete it",
            )
        if row.c_day_shift and plan.meta.c_day is None:
            yield warning(
                "CHK-BRANCH-006",
                Place(_TABLE, row.id, "c_day_shift"),
                found=f"{plain(row.c_day_shift)} days, without a C-day",
                expected="c_day in datapackage.json, or no shift",
                cure="give c_day a date; until then nothing moves",
            )
    yield from _check_chances(plan)


def _check_states(branch: str, when: tuple[str, ...]) -> Iterator[Finding]:
    asked: dict[str, list[str]] = {}
    for pair in when:
        agreement, _, state = pair.partition(PAIR_SEPARATOR)
        if state not in asked.setdefault(agreement, []):
            asked[agreement].append(state)
    for agreement, states in asked.items():
        if len(states) > 1:
            yield fault(
                "CHK-BRANCH-001",
                Place(_TABLE, branch, "when"),
                found=f"{agreement} {' and '.join(states)} at once",
                expected="one state of each agreement: all that is named must hold together",
                cure="keep one of them, or make a branch of each",
            )


def _selects(plan: Plan, branch: str) -> bool:
    return any(not line.branches or branch in line.branches for line in plan.requirements)


def _check_chances(plan: Plan) -> Iterator[Finding]:
    stated = [row.probability for row in plan.branches if row.probability is not None]
    whole = math.fsum(stated)
    place = Place(_TABLE, None, "probability")
    if whole > 1 + _SLACK:
        yield fault(
            "CHK-BRANCH-003",
            place,
            found=f"chances of {plain(whole)} together",
            expected="1 or less: one branch comes at most",
            cure="lower one or more of them",
        )
    elif stated and len(stated) == len(plan.branches) and whole < 1 - _SLACK:
        yield warning(
            "CHK-BRANCH-004",
            place,
            found=f"chances of {plain(whole)} together",
            expected="1 together",
            cure=f"add a branch for the rest ({plain(1 - whole)}), or raise one; until then the "
            "rest is told as no branch",
        )
