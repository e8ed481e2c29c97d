"""What would close a gap: the best remedies of force generation, in words, with what they fill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reassure.brief.names import (
    capability_name,
    nation_name,
    objective_name,
    offer_name,
    record_name,
    sector_name,
)
from reassure.brief.words import count, day, listed, number, percent, small, span
from reassure.model.choices import (
    AgreementState,
    ConditionKind,
    RemedyKind,
    ShortfallReason,
)
from reassure.model.fit import LESS_NOTICE_DAYS, lacking_attributes
from reassure.model.force import Condition, Offer, Requirement
from reassure.model.outputs import Remedy, Shortfall
from reassure.model.plan import Plan, table_types

MOST_CURES = 2
"""A third is named where neither of these fills the whole and it does."""


def cures(
    plan: Plan, line: Requirement, rows: Sequence[Shortfall], remedies: Sequence[Remedy]
) -> tuple[str, ...]:
    """Return what would close the part of a line's gap that has one cause, each way by itself.

    Parameters
    ----------
    plan
        The plan.
    line
        The line that is short.
    rows
        Its shortfalls of one reason and one binding limit, at least one.
    remedies
        Remedies of the line's shortfalls.

    Notes
    -----
    Of several shortfalls the one with most unit-days missing speaks: remedies of different
    shortfalls may need the same units, so what they fill is not added up.
    """
    worst = max(rows, key=lambda row: (_missing(row), -row.from_day))
    mine = [row for row in remedies if row.from_day == worst.from_day]
    if not mine:
        return (_without(plan, line, worst),)
    ways = [
        _way(plan, line, worst, [row for row in mine if row.rank == rank]) for rank in _ranks(mine)
    ]
    where = f" in {span(worst.from_day, worst.until_day)}" if len(rows) > 1 else ""
    return tuple(f"{way}{where}" for way in ways)


def _ranks(rows: Sequence[Remedy]) -> list[int]:
    """Return the ranks to name: the first, and one that fills the whole wherever there is one."""
    ranks = sorted({row.rank for row in rows})
    whole = {row.rank for row in rows if row.is_whole}
    shown = ranks[:MOST_CURES]
    if not whole.isdisjoint(shown):
        return shown
    return [*shown, *sorted(whole)[:1]]


def _missing(row: Shortfall) -> float:
    return row.quantity * (row.until_day - row.from_day)


def _way(plan: Plan, line: Requirement, short: Shortfall, rows: list[Remedy]) -> str:
    """Return the changes that belong together, with what they fill."""
    order = list(RemedyKind)
    rows = sorted(rows, key=lambda row: (order.index(row.change), row.binding))
    said = [_said(_case(plan, line, row)) for row in rows]
    own = [phrase for phrase, is_own in said if is_own]
    others = [phrase for phrase, is_own in said if not is_own]
    whose = _whose(plan, rows[0].offer)
    if own:
        others.append(f"{whose}, {listed(own)},")
    what = listed(list(dict.fromkeys(others)))
    if _doubt(plan, rows[0].offer) and whose not in what:
        what = f"{what.removesuffix(',')}, with {whose},"
    filled, missing = number(rows[0].filled_unit_days, 1), number(_missing(short), 1)
    if rows[0].is_whole:
        return f"{what} would fill all {missing} unit-days"
    return f"{what} would fill {filled} of {missing} unit-days"


def _doubt(plan: Plan, offer: str | None) -> str:
    """Return state and chance of an offer that may not come; empty of any other."""
    if offer is None or offer not in plan.offers or plan.offers[offer].probability >= 1:
        return ""
    row = plan.offers[offer]
    return f"{row.state.value}, {percent(row.probability)} sure"


def _whose(plan: Plan, offer: str | None) -> str:
    doubt = _doubt(plan, offer)
    return offer_name(plan, offer or "") + (f" ({doubt})" if doubt else "")


@dataclass(frozen=True)
class _Case:
    """One change for one line, and the record that it changes; None where there is none."""

    plan: Plan
    line: Requirement
    remedy: Remedy
    table: str
    record: Any
    field: str

    @property
    def what(self) -> str:
        """The kind of unit that is asked for."""
        return small(capability_name(self.plan, self.line.capability))

    @property
    def where(self) -> str:
        """The sector that asks for it."""
        return sector_name(self.plan, self.line.sector)

    @property
    def offer(self) -> Offer | None:
        """The offer that then serves."""
        name = self.remedy.offer
        return self.plan.offers[name] if name is not None and name in self.plan.offers else None

    @property
    def whose(self) -> str:
        """The offer that then serves, in words."""
        return _whose(self.plan, self.remedy.offer)


def _case(plan: Plan, line: Requirement, remedy: Remedy) -> _Case:
    table, _, rest = remedy.binding.partition(":")
    name, _, field = rest.rpartition(".")
    if table not in table_types() or name not in plan.table(table):
        return _Case(plan, line, remedy, "", None, field)
    return _Case(plan, line, remedy, table, plan.table(table)[name], field)


def _caveat(case: _Case) -> str:
    if case.record is None:
        return "lifting the caveat"
    part = f" for {case.where}" if case.record.sectors else ""
    return f"lifting {nation_name(case.plan, case.record.nation)}'s caveat{part}"


def _measure(case: _Case) -> str:
    if case.record is None:
        return "the measure"
    return f"the measure “{small(record_name(case.plan, 'measures', case.record.measure))}”"


def _position(case: _Case) -> str:
    who = "the nation" if case.record is None else nation_name(case.plan, case.record.nation)
    return f"{who} accepting {_measure(case)}"


def _condition(case: _Case) -> str:
    if case.table == "conditions":
        return _condition_met(case, case.record)
    if case.table == "decisions":
        return f"the decision “{case.record.title}” taken by {_first()}"
    return "the condition met"


def _condition_met(case: _Case, row: Condition) -> str:
    nation = nation_name(case.plan, row.nation) if row.nation else ""
    match row.kind:
        case ConditionKind.LEAD_NATION if nation:
            return f"{nation} in the lead of {case.where}"
        case ConditionKind.PARTNER_PRESENT if nation:
            units = 1.0 if row.minimum_units is None else row.minimum_units
            least = f"{number(units, 1)} {'unit' if units == 1 else 'units'}"
            return f"{least} of {nation} in {case.where} at the same time"
        case ConditionKind.AGREEMENT_STATE if row.agreement in case.plan.agreements:
            state = (row.state or AgreementState.IN_FORCE.value).replace("_", " ")
            return f"{case.plan.agreements[row.agreement or ''].name} {state}"
        case ConditionKind.DECISION if row.decision in case.plan.decisions:
            title = case.plan.decisions[row.decision or ""].title
            return f"the decision “{title}” taken by {_first()}"
        case _:
            what = row.kind.value.replace("_", " ")
            late = case.field == "due_day" and row.due_day is not None
            return (
                f"{what} from {_first()} instead of {day(row.due_day)}" if late else f"{what} met"
            )


def _longer_offer(case: _Case) -> str:
    if case.offer is None:
        return "there for longer"
    if case.field == "from_day":
        return f"there from {_first()} instead of {day(case.offer.from_day)}"
    periods = case.plan.meta.periods
    end = day(periods.day(periods.count))
    return f"staying until {end} (the plan's end) instead of {day(case.offer.until_day)}"


def _first() -> str:
    return f"{day(0)} (the plan's first day)"


def _less_notice(case: _Case) -> str:
    if case.offer is None:
        return "at shorter notice"
    notice = case.offer.notice_days
    least = number(max(0.0, notice - LESS_NOTICE_DAYS), 1)
    return f"at {least} days' notice instead of {number(notice, 1)}"


def _grade(case: _Case) -> str:
    grade = "" if case.offer is None else f" {case.offer.grade}"
    return f"accepting grade{grade} of {case.whose}"


def _attributes(case: _Case) -> str:
    offer = case.offer
    lacking = [] if offer is None else lacking_attributes(case.plan, offer, case.line)
    return f"accepting {case.whose} without {listed(lacking) or 'what it lacks'}"


def _burden(case: _Case) -> str:
    if case.record is None:
        return "the nation carrying more than its limit, as much as these tours take,"
    most = (
        f"{percent(case.record.max_share)} of all unit-months"
        if case.field == "max_share"
        else f"{number(case.record.max_unit_months or 0.0, 1)} unit-months"
    )
    nation = nation_name(case.plan, case.record.nation)
    return (
        f"{nation} carrying more than its limit of {most} (tried without limit), as much as these "
        "tours take,"
    )


def _one_more_nation(case: _Case) -> str:
    who = "" if case.offer is None else f", {nation_name(case.plan, case.offer.nation)},"
    return f"one nation more{who} in the formation"


_OF_THE_OFFER: dict[RemedyKind, Callable[[_Case], str]] = {
    RemedyKind.LESS_NOTICE: _less_notice,
    RemedyKind.LONGER_OFFER: _longer_offer,
    RemedyKind.ONE_MORE_TOUR: lambda _: "with one tour more, without regard to rest",
    RemedyKind.ONE_MORE_UNIT: lambda case: f"with {count(case.remedy.units or 1, 'unit')} more",
}
"""Changes to the offer that then serves: it is named once for all of them."""

_OF_OTHERS: dict[RemedyKind, Callable[[_Case], str]] = {
    RemedyKind.LIFT_CAVEAT: _caveat,
    RemedyKind.CHANGE_POSITION: _position,
    RemedyKind.PUT_IN_FORCE: lambda case: f"{_measure(case)} in force in {case.where} at once",
    RemedyKind.MEET_CONDITION: _condition,
    RemedyKind.ACCEPT_GRADE: _grade,
    RemedyKind.ACCEPT_ATTRIBUTES: _attributes,
    RemedyKind.MORE_BURDEN: _burden,
    RemedyKind.ONE_MORE_NATION: _one_more_nation,
    RemedyKind.NEW_OFFER: lambda case: (
        f"a new offer of {case.what}, {count(case.remedy.units or 1, 'unit')},"
    ),
}


def _said(case: _Case) -> tuple[str, bool]:
    """Return a change in words, and whether it is one to the offer that then serves."""
    kind = case.remedy.change
    if kind in _OF_THE_OFFER:
        return _OF_THE_OFFER[kind](case), True
    return _OF_OTHERS[kind](case), False


def _without(plan: Plan, line: Requirement, short: Shortfall) -> str:
    """Return what would help where no change to what is offered does."""
    match short.reason:
        case ShortfallReason.NO_WEIGHT if short.binding.startswith("objectives:"):
            return f"give {small(objective_name(plan, line.objective))} a weight above 0"
        case ShortfallReason.NO_WEIGHT:
            return "give the line a weight above 0"
        case ShortfallReason.NOT_PROVEN:
            return "give the search more time"
        case ShortfallReason.OUT_OF_REACH:
            what, where = (
                small(capability_name(plan, line.capability)),
                sector_name(plan, line.sector),
            )
            return f"{what} of longer range, or from a base nearer to {where}"
        case _:
            what = small(capability_name(plan, line.capability))
            return f"ask for an offer of {what}, {number(short.quantity, 1)} at once"
