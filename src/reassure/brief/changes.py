"""What a later plan changes of an earlier one: the most important first, each with its reason."""

from reassure.brief.names import nation_name
from reassure.brief.words import capital, count, number, small, tenths
from reassure.model.choices import ChangeKind, ChangeReason
from reassure.model.fit import GONE
from reassure.model.outputs import Change
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

KINDS = {ChangeKind.ADDED: "added", ChangeKind.DROPPED: "dropped"}

MOST_NATIONS = 5
NO_ONE = "offers no longer in the plan"

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


def effect_sentences(plan: Plan, force_plan: ForcePlan) -> str:
    """Say what the plan fills now, why tours went and came, and which nations lose and gain.

    What the earlier plan filled is not in the result, so nothing is said of it.
    """
    parts = []
    if force_plan.fill is not None:
        parts.append(f"The plan now fills {tenths(force_plan.fill)} of what is asked for.")
    if not len(force_plan.changes):
        return " ".join(parts)
    why: dict[tuple[ChangeKind, str], int] = {}
    days: dict[ChangeKind, dict[str, float]] = {kind: {} for kind in KINDS}
    for row in force_plan.changes:
        reason = row.change, small(reason_words(plan, row))
        why[reason] = why.get(reason, 0) + row.units
        nation = change_nation(plan, row)
        own = days[row.change]
        own[nation] = own.get(nation, 0.0) + unit_days(row)
    order = sorted(why, key=lambda key: (list(KINDS).index(key[0]), -why[key], key[1]))
    parts += [
        f"{capital(KINDS[kind])}: "
        + "; ".join(f"{number(why[key])} because {key[1]}" for key in order if key[0] is kind)
        + "."
        for kind in (ChangeKind.DROPPED, ChangeKind.ADDED)
        if days[kind]
    ]
    told = [
        f"{word} {_largest(days[kind])}"
        for kind, word in ((ChangeKind.DROPPED, "lost:"), (ChangeKind.ADDED, "gained:"))
        if days[kind]
    ]
    return " ".join([*parts, f"Unit-days {'; '.join(told)}."])


def change_nation(plan: Plan, row: Change) -> str:
    """Return whose units a change is of; of an offer that is gone nobody knows."""
    return nation_name(plan, plan.offers[row.offer].nation) if row.offer in plan.offers else NO_ONE


def _largest(days: dict[str, float]) -> str:
    order = sorted(days, key=lambda name: (-days[name], name))
    named = [f"{name} {number(days[name])}" for name in order[:MOST_NATIONS]]
    left = len(order) - MOST_NATIONS
    return ", ".join(named) + (f" and {count(left, 'nation')} more" if left > 0 else "")


def _kept(force_plan: ForcePlan) -> int:
    added = sum(row.units for row in force_plan.changes if row.change is ChangeKind.ADDED)
    return len(force_plan.assignments) - added


def _weight(plan: Plan, requirement: str) -> float:
    if requirement not in plan.requirements:
        return 1.0
    line = plan.requirements[requirement]
    objective = line.objective
    return line.weight * (plan.objectives[objective].weight if objective in plan.objectives else 1)
