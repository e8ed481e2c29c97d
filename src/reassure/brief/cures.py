"""What would close a gap: one short phrase for each cause, from what the plan holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reassure.brief.names import (
    capability_name,
    nation_name,
    objective_name,
    sector_name,
)
from reassure.brief.words import day, listed, number, small
from reassure.model.choices import AgreementState, ConditionKind, ShortfallReason
from reassure.model.fit import lacking_attributes, ready_day
from reassure.model.force import Condition, Offer, Requirement
from reassure.model.outputs import Shortfall
from reassure.model.plan import Plan, table_types


def cure(plan: Plan, line: Requirement, rows: list[Shortfall]) -> str:
    """Return what would close the part of a line's gap that has one cause.

    Parameters
    ----------
    plan
        The plan.
    line
        The line that is short.
    rows
        Its shortfalls of one reason and one binding limit, at least one.

    Notes
    -----
    The phrase is about the one limit that binds; another may bind after it.
    """
    table, record, field = _limit(plan, rows[0].binding)
    return _CURES[rows[0].reason](_Case(plan, line, rows, table, record, field))


@dataclass(frozen=True)
class _Case:
    """One cause of one line's gap, and the record whose field binds; None where there is none."""

    plan: Plan
    line: Requirement
    rows: list[Shortfall]
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
        """The offer that binds."""
        return self.record if self.table == "offers" else None

    @property
    def first_day(self) -> float:
        """Start of the period in which the gap opens: who serves in it is there from then on."""
        periods = self.plan.meta.periods
        return periods.day(periods.required(min(row.from_day for row in self.rows), 0.0)[0])

    @property
    def last_day(self) -> float:
        """End of the period in which the gap closes."""
        periods = self.plan.meta.periods
        return periods.day(periods.required(0.0, max(row.until_day for row in self.rows))[1])


def _limit(plan: Plan, binding: str) -> tuple[str, Any, str]:
    table, _, rest = binding.partition(":")
    record_id, _, field = rest.rpartition(".")
    if table not in table_types() or record_id not in plan.table(table):
        return "", None, field
    return table, plan.table(table)[record_id], field


def _days(n: float) -> str:
    return f"{number(n, 1)} {'day' if n == 1 else 'days'}"


def _no_offer(case: _Case) -> str:
    if case.offer is not None:
        who = nation_name(case.plan, case.offer.nation)
        if case.field == "quantity":
            return f"ask {who} for a unit at least, or another nation for {case.what}"
        return f"ask {who} to renew its offer, or another nation for {case.what}"
    most = max(row.quantity for row in case.rows)
    return f"ask for an offer of {case.what}, {number(most, 1)} at once"


def _too_late(case: _Case) -> str:
    periods = case.plan.meta.periods
    if case.offer is None:
        same = [o for o in case.plan.offers if o.capability == case.line.capability]
        most = case.line.max_notice_days or 0.0
        longer = [offer.notice_days for offer in same if offer.notice_days > most]
        return f"accept {_days(min(longer))} of notice" if longer else "accept longer notice"
    ready = ready_day(case.offer)
    n_days = ready - case.first_day
    if n_days <= 0:
        return "make the offer ready sooner"
    begin = periods.day(periods.at_least(ready))
    both = min(case.offer.from_day, case.offer.notice_days) > case.first_day
    if case.field == "notice_days":
        sooner = f"notice shorter by {_days(n_days)}"
        sooner += f" and a first day by {day(case.first_day)}" if both else ""
    else:
        sooner = f"ready {_days(n_days)} sooner, by {day(case.first_day)}"
        sooner += ", with notice to match" if both else ""
    return f"{sooner}; or the line later, from {day(begin)}"


def _window(case: _Case) -> str:
    offer, periods = case.offer, case.plan.meta.periods
    if offer is None:
        return "offer longer"
    if case.field == "tour_max_days":
        shortest = periods.day(max(1, periods.at_least(offer.tour_min_days)))
        return f"a longest tour of {_days(shortest)} or more"
    if case.field == "until_day" and case.last_day > offer.until_day:
        longer = _days(case.last_day - offer.until_day)
        return f"the offer to stand {longer} longer, until {day(case.last_day)}"
    return f"a shortest tour of less than {_days(offer.tour_min_days)}, or a longer offer"


def _fit(case: _Case) -> str:
    period = _days(case.plan.meta.period_days)
    if case.offer is None:
        return f"days that hold whole periods of {period}"
    if case.field in ("tour_min_days", "tour_max_days"):
        has = f"{_days(case.offer.tour_min_days)} to {_days(case.offer.tour_max_days)}"
        return f"a tour of whole periods of {period}, where the offer allows {has}"
    return f"an offer that opens and ends with periods of {period}, or shorter periods"


def _grade(case: _Case) -> str:
    if case.offer is None:
        return "accept a lower grade"
    needed, has = case.line.min_grade, case.offer.grade
    return f"bring the offer from grade {has} to {needed}, or accept grade {has}"


def _attributes(case: _Case) -> str:
    lacking = lacking_attributes(case.plan, case.offer, case.line) if case.offer else []
    what = f"units with {listed(lacking)}" if lacking else "units that have them"
    return f"{what}, or ask for less"


def _reach(case: _Case) -> str:
    return f"{case.what} of longer range, or from a base nearer to {case.where}"


def _caveat(case: _Case) -> str:
    if case.table != "caveats":
        return f"lift the caveat, or ask another nation for {case.what}"
    who = nation_name(case.plan, case.record.nation)
    part = f" for {case.where}" if case.record.sectors else ""
    return f"have {who} lift its caveat{part}, or ask another nation for {case.what}"


def _condition(case: _Case) -> str:
    if case.table == "conditions":
        return _condition_met(case, case.record)
    if case.table == "decisions":
        if case.field == "due_day" and case.record.due_day is not None:
            early = _days(case.record.due_day - case.first_day)
            return f"the decision “{case.record.title}” taken {early} sooner"
        return f"the decision “{case.record.title}” taken"
    return "meet the condition"


def _condition_met(case: _Case, row: Condition) -> str:
    nation = nation_name(case.plan, row.nation) if row.nation else ""
    match row.kind:
        case ConditionKind.LEAD_NATION if nation:
            known = case.line.sector in case.plan.sectors
            leads = case.plan.sectors[case.line.sector].lead_nations if known else ()
            part = "lead" if row.nation in leads else "be a candidate to lead"
            return f"{nation} to {part} {case.where}"
        case ConditionKind.PARTNER_PRESENT if nation:
            units = 1.0 if row.minimum_units is None else row.minimum_units
            least = f"{number(units, 1)} {'unit' if units == 1 else 'units'}"
            return f"{least} of {nation} in {case.where} at the same time"
        case ConditionKind.AGREEMENT_STATE if row.agreement in case.plan.agreements:
            state = (row.state or AgreementState.IN_FORCE.value).replace("_", " ")
            return f"{case.plan.agreements[row.agreement or ''].name} {state}"
        case ConditionKind.DECISION if row.decision in case.plan.decisions:
            title = case.plan.decisions[row.decision or ""].title
            when = "" if row.due_day is None else f" by {day(row.due_day)}"
            return f"the decision “{title}” taken{when}"
        case _:
            what = row.kind.value.replace("_", " ")
            if case.field == "due_day" and row.due_day is not None:
                return f"{what} by {day(case.first_day)} instead of {day(row.due_day)}"
            return f"{what} met"


def _burden(case: _Case) -> str:
    if case.table != "burdens":
        return f"raise the limit, or ask another nation for {case.what}"
    who = nation_name(case.plan, case.record.nation)
    return f"a higher limit of {who}'s burden, or ask another nation for {case.what}"


def _formation(case: _Case) -> str:
    if case.field == "framework_nation" and case.record is not None:
        frame = nation_name(case.plan, case.record.framework_nation or "")
        return f"a unit of {frame}, its framework nation, in the formation"
    return "let the formation take one nation more, or one of its nations send more"


def _used_up(case: _Case) -> str:
    if case.field == "tour_min_days" or case.offer is None:
        return "shorter least tours"
    tour = case.offer.tour_max_days
    rest = " or less rest" if case.offer.rest_ratio > 0 else ""
    return f"one unit more, or tours longer than {_days(tour)}{rest}"


def _no_weight(case: _Case) -> str:
    if case.field == "weight" and case.table == "objectives":
        return f"give {small(objective_name(case.plan, case.line.objective))} a weight above 0"
    return "give the line a weight above 0"


_CURES: dict[ShortfallReason, Callable[[_Case], str]] = {
    ShortfallReason.NO_OFFER: _no_offer,
    ShortfallReason.TOO_LATE: _too_late,
    ShortfallReason.WINDOW: _window,
    ShortfallReason.TOUR_DOES_NOT_FIT: _fit,
    ShortfallReason.GRADE: _grade,
    ShortfallReason.ATTRIBUTES: _attributes,
    ShortfallReason.OUT_OF_REACH: _reach,
    ShortfallReason.CAVEAT: _caveat,
    ShortfallReason.CONDITION_UNMET: _condition,
    ShortfallReason.BURDEN: _burden,
    ShortfallReason.FORMATION: _formation,
    ShortfallReason.TOUR_USED_UP: _used_up,
    ShortfallReason.NO_WEIGHT: _no_weight,
    ShortfallReason.NOT_PROVEN: lambda _: "give the search more time",
}
