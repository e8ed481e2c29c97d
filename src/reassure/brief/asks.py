"""Asks in words: what to ask whom for, and what it gains."""

from reassure.brief.names import capability_name, nation_name, offer_name, record_name, sector_name
from reassure.brief.words import PER_CENT, capital, count, day, listed, number, small, tenths
from reassure.model.choices import AgreementState, AskKind, CaveatKind, ConditionKind
from reassure.model.conditions import DEFAULT_MINIMUM_UNITS
from reassure.model.fit import GONE
from reassure.model.force import Caveat, Condition, Offer
from reassure.model.outputs import Ask
from reassure.model.plan import Plan
from reassure.model.results import Asks, ForcePlan

WHOEVER = "whoever can"
MOST_OFFERING = 3

TITLES = {
    AskKind.UNITS: "Units to ask for",
    AskKind.CAVEAT: "Caveats to lift",
    AskKind.POSITION: "Positions to change",
    AskKind.CONDITION: "Conditions to meet",
}
UPPER_LIMITS = "Upper limits only: may gain nothing"
"""Heading of the asks that were not worked out."""


def ask_words(plan: Plan, ask: Ask) -> str:
    """Return what is asked for, of whom: one phrase."""
    if ask.kind is AskKind.UNITS:
        return _units(plan, ask)
    table, _, rest = (ask.binding or "").partition(":")
    record_id = rest.rpartition(".")[0]
    if table == "caveats" and record_id in plan.caveats:
        return _caveat(plan, plan.caveats[record_id])
    if table == "positions" and record_id in plan.positions:
        row = plan.positions[record_id]
        title = small(record_name(plan, "measures", row.measure))
        return f"{nation_name(plan, row.nation)} accepts the measure “{title}”"
    if table == "conditions" and record_id in plan.conditions:
        return _condition(plan, plan.conditions[record_id])
    named = record_name(plan, table, record_id)
    whom = f"{nation_name(plan, ask.nation)}: " if ask.nation else ""
    return f"{whom}{small(named) if whom else named}"


def worth_words(ask: Ask, without: float | None) -> str:
    """Return what an ask gains, over what the best plan found without any ask fills.

    Parameters
    ----------
    without
        What that plan reaches [weighted unit-periods]; where nothing, the gain stands alone.
    """
    if without is None or without <= 0:
        return gain_words(ask)
    if ask.gain is None:
        return f"worth at most {tenths(ask.at_most / without)} of what the plan fills, by weight"
    if ask.is_distinguishable is False:
        return f"no certain gain: {_share_words(ask, without)}"
    return f"worth {_share_words(ask, without)}"


def _share_words(ask: Ask, without: float) -> str:
    found = tenths((ask.gain or 0.0) / without)
    text = f"{found} of what the plan fills, by weight"
    if ask.gain_low is None or ask.gain_high is None:
        return text
    low, high = tenths(ask.gain_low / without), tenths(ask.gain_high / without)
    if low == high == found:
        return text
    return f"{text} ({low.removesuffix(PER_CENT)} to {high})"


def gain_words(ask: Ask) -> str:
    """Return what an ask gains [weighted unit-periods], or at most."""
    if ask.gain is None:
        return f"gains at most {amount(ask.at_most)} weighted unit-periods"
    found = f"found {amount(ask.gain)}"
    if ask.gain_low is None or ask.gain_high is None:
        return f"{found} weighted unit-periods"
    ends = amount(ask.gain_low), amount(ask.gain_high)
    is_one = ends[0] == ends[1]
    interval = f"{ends[0] if is_one else f'{ends[0]} to {ends[1]}'} weighted unit-periods"
    if not is_one:
        interval += f" ({found})"
    if not ask.is_distinguishable:
        return f"not distinguishable from no gain: {interval}"
    return f"gains {interval}"


def ahead_sentence(asks: Asks, force_plan: ForcePlan | None) -> str:
    """Say by how much the plan that gains are measured against is better than the force plan.

    Empty where it is not better, where one of them is not known, and where the force plan is worth
    its mean over scenarios: the two then count by different measures.
    """
    without = asks.provenance.objective
    if force_plan is None or force_plan.scenarios or without is None:
        return ""
    stands = force_plan.provenance.objective
    if stands is None or amount(max(0.0, without - stands)) == "0":
        return ""
    ahead = without - stands
    share = f" ({tenths(ahead / stands)})" if stands > 0 else ""
    return (
        f"That plan is better than the force plan shown here by {amount(ahead)} weighted "
        f"unit-periods{share}."
    )


def filled_words(ask: Ask) -> str:
    """Return what an ask changes of the whole plan's unit-days; empty if it was not worked out."""
    if ask.filled_unit_days is None:
        return ""
    days = number(abs(ask.filled_unit_days))
    if days != "0" and ask.filled_unit_days > 0:
        return f"the whole plan fills {days} unit-days more"
    # Fewer unit-days are worth more only where they lie on lines of more weight.
    heavier = ", on heavier lines" if (ask.gain or 0.0) > 0 else ""
    if days == "0":
        return f"the whole plan fills as many unit-days{heavier}"
    return f"the whole plan fills {days} unit-days fewer{heavier}"


def unit_sentence(plan: Plan) -> str:
    """Say what a weighted unit-period is."""
    days = number(plan.meta.period_days, 1)
    return (
        f"A weighted unit-period is one unit on a line for one period of {days} days, times the "
        "weights of the line and of its objective."
    )


def offered_words(plan: Plan, ask: Ask) -> str:
    """Return which nations offer what is asked of whoever can; empty for any other ask."""
    if ask.kind is not AskKind.UNITS or ask.nation is not None or ask.capability is None:
        return ""
    alike = [row for row in plan.offers if row.capability == ask.capability]
    standing = [row for row in alike if row.state not in GONE and row.quantity > 0]
    if not standing:
        return "Nobody offers one any more" if alike else "Nobody offers one"
    units: dict[str, list[Offer]] = {}
    for row in standing:
        units.setdefault(row.nation, []).append(row)
    order = sorted(units, key=lambda key: (-sum(row.quantity for row in units[key]), key))
    named = [_offering(plan, units[nation]) for nation in order[:MOST_OFFERING]]
    left = len(order) - MOST_OFFERING
    more = f", and {count(left, 'nation')} more" if left > 0 else ""
    return f"Offered so far by {', '.join(named)}{more}"


def _offering(plan: Plan, rows: list[Offer]) -> str:
    """Return a nation with the state of its largest offer, and until when that stands."""
    row = min(rows, key=lambda row: (-row.quantity, row.id))
    is_open = row.until_day >= plan.meta.horizon_days
    until = "" if is_open else f", until {day(row.until_day)}"
    return f"{nation_name(plan, row.nation)} ({row.state.value}{until})"


def amount(value: float) -> str:
    """Return a gain with a decimal only where it is small.

    >>> amount(41.3), amount(2.25), amount(-0.04)
    ('41', '2.2', '0')
    """
    return number(value, 0 if abs(value) >= 10 else 1).replace("\N{MINUS SIGN}0.0", "0")


def _units(plan: Plan, ask: Ask) -> str:
    name = capability_name(plan, ask.capability) if ask.capability else "unit"
    parts = [f"{number(ask.quantity or 1)} \N{MULTIPLICATION SIGN} {name}"]
    if ask.sector:
        parts.append(sector_name(plan, ask.sector))
    if ask.from_day is not None:
        until = "" if ask.until_day is None else f" to {day(ask.until_day)}"
        parts.append(f"from {day(ask.from_day)}{until}")
    whom = nation_name(plan, ask.nation) if ask.nation else WHOEVER
    return f"{', '.join(parts)} ({whom})"


def _caveat(plan: Plan, row: Caveat) -> str:
    what = "ban" if row.kind is CaveatKind.PROHIBITION else "limit"
    where = [sector_name(plan, sector) for sector in row.sectors]
    tasks = [small(record_name(plan, "tasks", task)) for task in row.tasks]
    on = f" on {listed(tasks)}" if tasks else (" on service" if where else "")
    place = f" in {listed(where)}" if where else ""
    of = ""
    if row.offer is not None and row.offer in plan.offers:
        of = f" for its {small(capability_name(plan, plan.offers[row.offer].capability))}"
    return f"{nation_name(plan, row.nation)} lifts its {what}{on}{place}{of}"


def _condition(plan: Plan, row: Condition) -> str:
    of = offer_name(plan, row.offer) if row.offer else "a pledge"
    return f"{capital(_awaited(plan, row))}, which {of} waits for"


def _awaited(plan: Plan, row: Condition) -> str:
    nation = nation_name(plan, row.nation) if row.nation else "a nation that is not named"
    match row.kind:
        case ConditionKind.LEAD_NATION:
            return f"{nation} as lead of the sector"
        case ConditionKind.PARTNER_PRESENT:
            least = row.minimum_units
            units = number(DEFAULT_MINIMUM_UNITS if least is None else least, 1)
            return f"{units} {'unit' if units == '1' else 'units'} of {nation}"
        case ConditionKind.AGREEMENT_STATE:
            name = record_name(plan, "agreements", row.agreement or "an agreement")
            state = row.state or AgreementState.IN_FORCE.value
            return f"{name}: {state.replace('_', ' ')}"
        case ConditionKind.DECISION:
            return _decision(plan, row.decision)
        case _:
            return row.kind.value.replace("_", " ")


def _decision(plan: Plan, decision: str | None) -> str:
    if decision is None or decision not in plan.decisions:
        return "a decision that is not named"
    row = plan.decisions[decision]
    return f"{nation_name(plan, row.nation)}'s {small(row.title)}"
