"""Branches and agreements in words, for page and terminal alike."""

from reassure.brief.names import nation_name, record_name
from reassure.brief.words import count, date, day, listed, money, number, percent, small, verb
from reassure.model.branch_choices import NoRegretKind, OutlookMeasure
from reassure.model.branch_outputs import AgreementStanding, BranchSummary, NoRegretStep
from reassure.model.branch_results import Branches
from reassure.model.fields import PAIR_SEPARATOR
from reassure.model.plan import Plan

MEASURES: dict[OutlookMeasure, str] = {
    OutlookMeasure.FILL: "Filled",
    OutlookMeasure.UNITS: "Units that serve",
    OutlookMeasure.PERSONS: "Persons at once, at most",
    OutlookMeasure.COST: "Cost",
    OutlookMeasure.CLOSURE: "Closure, from the branch's C-day",
}

NEVER = "never"
_MOST_NAMED = 4


def state_words(state: str | None) -> str:
    """Return a state of an agreement in words.

    >>> state_words("in_force"), state_words(None)
    ('in force', 'no event known')
    """
    return "no event known" if state is None else state.replace("_", " ")


def standing_words(row: AgreementStanding) -> str:
    """Return where an agreement stands today, since when, and what it still waits for."""
    text = state_words(None if row.state is None else row.state.value)
    if row.since is not None:
        text += f" since {date(row.since)}"
        if row.known_since is not None and row.known_since != row.since:
            text += f" (known since {date(row.known_since)})"
    if row.version is not None and row.version > 1:
        text += f", version {row.version}"
    if row.party:
        text += f", by {row.party}"
    if row.preconditions:
        n = len(row.open_preconditions)
        text += f"; {n} of {count(row.preconditions, 'precondition')} open"
    return text


def branch_title(plan: Plan, branch: str) -> str:
    """Return what a branch is called."""
    return plan.branches[branch].title if branch in plan.branches else branch


def waits_words(plan: Plan, row: BranchSummary) -> str:
    """Return whether a branch holds today, and what it waits for."""
    if row.holds_today:
        return "holds today"
    return f"waits for {listed([pair_words(plan, pair) for pair in row.missing])}"


def pair_words(plan: Plan, pair: str) -> str:
    """Return a state that a branch asks for, in words."""
    agreement, _, state = pair.partition(PAIR_SEPARATOR)
    return f"{record_name(plan, 'agreements', agreement)} {state_words(state)}"


def closure_words(plan: Plan, row: BranchSummary) -> str:
    """Return when the force of a branch closes, from its own C-day."""
    if not row.movements:
        return "nothing moves"
    if row.closure_day is None:
        return "not all scheduled, stopped early" if row.is_partial else "some never arrive"
    shift = row.c_day_shift if plan.meta.c_day is not None else 0
    of_plan = f" (C-day moved by {number(shift)} days)" if shift else ""
    return f"closes on {day(row.closure_day)}{of_plan}"


def stayers(made: Branches) -> list[str]:
    """Return the nations that serve in every branch that was planned."""
    return sorted({row.nation for row in made.branch_nations if row.is_in_all})


def leavers(made: Branches) -> dict[str, list[str]]:
    """Return the other nations, each with the branches that it serves in."""
    inside: dict[str, list[str]] = {}
    for row in made.branch_nations:
        if not row.is_in_all:
            inside.setdefault(row.nation, [])
            inside[row.nation] += [row.branch] if row.units else []
    return dict(sorted(inside.items(), key=lambda item: (-len(item[1]), item[0])))


def step_words(plan: Plan, row: NoRegretStep) -> str:
    """Return a step that is needed whichever branch comes, in words."""
    table, _, record = row.record.partition(PAIR_SEPARATOR)
    who = "" if row.nation is None else nation_name(plan, row.nation)
    units = count(row.units, "unit")
    match row.kind:
        case NoRegretKind.OFFER:
            offer = plan.offers[record]
            what = small(record_name(plan, "capabilities", offer.capability))
            return f"{who}: {units} of {what} ({record})"
        case NoRegretKind.DECISION:
            return f"{who} decides on {record_name(plan, table, record)}; {units} wait for it"
        case NoRegretKind.CONDITION:
            what = plan.conditions[record].kind.value.replace("_", " ")
            given_to = f" for {who}" if who else ""
            return f"{what}{given_to} ({record}); {units} wait for it"
        case NoRegretKind.UPGRADE:
            return f"Upgrade {record_name(plan, table, record)}, which every branch lacks"


def step_days_words(row: NoRegretStep) -> str:
    """Return the days of such a step."""
    parts: list[str] = []
    if row.needed_day is not None:
        parts.append(f"needed from {day(row.needed_day)}")
    if row.act_by_day is not None:
        parts.append(f"to be begun by {day(row.act_by_day)}")
    if row.due_day is not None:
        parts.append(f"due {day(row.due_day)}")
    return ", ".join(parts)


def measure_words(plan: Plan, measure: OutlookMeasure, value: float | None) -> str:
    """Return a value of one measure in words."""
    if value is None:
        return NEVER
    match measure:
        case OutlookMeasure.FILL:
            return percent(value)
        case OutlookMeasure.COST:
            return money(value, plan.meta.currency)
        case OutlookMeasure.CLOSURE:
            return day(round(value, 1))
        case _:
            return number(value, 1)


def comparison_verdict(plan: Plan, made: Branches) -> str:
    """Say in two or three sentences what the comparison comes to."""
    holding = [branch_title(plan, name) for name in made.holding]
    n = len(holding)
    first = f"{listed(holding)} {verb(n, 'holds', 'hold')} today" if holding else "No branch holds"
    parts = [f"{first}, of {count(len(made.branch_summaries), 'branch', 'branches')} planned for."]
    if n_units := made.no_regret_units:
        many = f"{verb(n_units, 'serves', 'serve')} in every branch, whichever of them comes"
        parts.append(f"{count(n_units, 'unit')} of {nations_words(plan, made)} {many}.")
    else:
        parts.append("No unit serves in every branch.")
    worst = made.outlook(OutlookMeasure.FILL)
    if worst.worst_branch is not None:
        parts.append(
            f"At worst {percent(worst.worst)} of what is asked for is filled "
            f"({branch_title(plan, worst.worst_branch)})."
        )
    return " ".join(parts)


def nations_words(plan: Plan, made: Branches) -> str:
    """Return the nations of the units that serve in every branch, the first few by name."""
    offers = (row for row in made.no_regret_steps if row.kind is NoRegretKind.OFFER)
    names = sorted({nation_name(plan, row.nation) for row in offers if row.nation is not None})
    return listed(names) if len(names) <= _MOST_NAMED else count(len(names), "nation")
