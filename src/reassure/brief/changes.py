"""What a later plan changes of an earlier one: the most important first, each with its reason."""

from reassure.model.choices import ChangeKind, ChangeReason
from reassure.model.fit import GONE
from reassure.model.outputs import Change
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

KINDS = {ChangeKind.ADDED: "added", ChangeKind.DROPPED: "dropped"}

REASONS = {
    ChangeReason.NOT_POSSIBLE: "The records no longer allow it",
    ChangeReason.BETTER_USE: "Its units are worth more elsewhere, or as a reserve",
    ChangeReason.FILLS: "It fills what would stay unfilled",
}
"""Reasons in words, in the order in which they are counted."""


def by_importance(plan: Plan, force_plan: ForcePlan) -> list[Change]:
    """Return the changes of a force plan, those of most weighted unit-days first.

    A line weighs its own weight times its objective's, as force generation weighs it; a line
    that the plan no longer has weighs 1.
    """

    def weighted(row: Change) -> float:
        return unit_days(row) * _weight(plan, row.requirement)

    return sorted(
        force_plan.changes,
        key=lambda row: (-weighted(row), row.requirement, row.offer, row.from_day, row.reason),
    )


def unit_days(row: Change) -> float:
    """Return the unit-days that a change adds or drops."""
    return row.units * (row.until_day - row.from_day)


def reason_words(plan: Plan, row: Change) -> str:
    """Return why something was added or dropped; of what is no longer possible, what changed."""
    if row.reason is not ChangeReason.NOT_POSSIBLE:
        return REASONS[row.reason]
    if row.requirement not in plan.requirements:
        return "The line is no longer in the plan"
    if row.offer not in plan.offers:
        return "The offer is no longer in the plan"
    if plan.offers[row.offer].state in GONE:
        return f"The offer is {plan.offers[row.offer].state.value}"
    return "Offer, line or days no longer allow it"


def changes_sentence(force_plan: ForcePlan) -> str:
    """Say how much was added and dropped; one sentence."""
    counted = {kind: [row for row in force_plan.changes if row.change is kind] for kind in KINDS}
    parts = []
    for kind, rows in counted.items():
        units = sum(row.units for row in rows)
        if units:
            parts.append(f"{units:,} {'tour is' if units == 1 else 'tours are'} {KINDS[kind]}")
    if not parts:
        return "Nothing changed: the earlier plan stands."
    kept = _kept(force_plan)
    return f"{', '.join(parts)}; {kept:,} {'stays' if kept == 1 else 'stay'} as before."


def _kept(force_plan: ForcePlan) -> int:
    added = sum(row.units for row in force_plan.changes if row.change is ChangeKind.ADDED)
    return len(force_plan.assignments) - added


def _weight(plan: Plan, requirement: str) -> float:
    if requirement not in plan.requirements:
        return 1.0
    line = plan.requirements[requirement]
    objective = line.objective
    return line.weight * (plan.objectives[objective].weight if objective in plan.objectives else 1)
