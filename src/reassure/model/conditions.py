"""What an offer depends on: what is settled before planning, and what the plan must bring."""

from dataclasses import dataclass

from reassure.model.agreement_life import state_on
from reassure.model.choices import AgreementState, ConditionKind, DecisionState
from reassure.model.force import Condition
from reassure.model.plan import Plan

DEFAULT_MINIMUM_UNITS = 1.0
"""Units of a partner that must be present where the condition does not say how many."""


@dataclass(frozen=True, slots=True)
class LeadRule:
    """An offer serves in a sector only where a nation leads it.

    Attributes
    ----------
    condition
        Id of the condition.
    nation
        Nation that must lead.
    """

    condition: str
    nation: str


@dataclass(frozen=True, slots=True)
class PartnerRule:
    """An offer serves in a sector and period only while a nation has units there.

    Attributes
    ----------
    condition
        Id of the condition.
    nation
        Nation that must be present.
    minimum_units
        Least number of its units, those of the depending offer apart.
    """

    condition: str
    nation: str
    minimum_units: float


@dataclass(frozen=True, slots=True)
class Standing:
    """What the conditions of one offer come to.

    Attributes
    ----------
    unmet
        Fields, as ``conditions:id.field``, of the conditions that do not hold.
    waits
        Day from which a condition holds, with the field that says so.
    leads, partners
        Rules that the plan itself must keep.
    assumed
        What is taken as given, in words.
    """

    unmet: tuple[str, ...] = ()
    waits: tuple[tuple[float, str], ...] = ()
    leads: tuple[LeadRule, ...] = ()
    partners: tuple[PartnerRule, ...] = ()
    assumed: tuple[str, ...] = ()


def standing_of(plan: Plan, conditions: list[Condition]) -> Standing:
    """Judge the conditions of one offer, all of which must hold."""
    return _joined([_judge(plan, condition) for condition in conditions])


def _joined(parts: list[Standing]) -> Standing:
    return Standing(
        unmet=tuple(item for part in parts for item in part.unmet),
        waits=tuple(item for part in parts for item in part.waits),
        leads=tuple(item for part in parts for item in part.leads),
        partners=tuple(item for part in parts for item in part.partners),
        assumed=tuple(item for part in parts for item in part.assumed),
    )


def _judge(plan: Plan, condition: Condition) -> Standing:
    place = f"conditions:{condition.id}"
    match condition.kind:
        case ConditionKind.LEAD_NATION:
            if condition.nation is None:
                return Standing(unmet=(f"{place}.nation",))
            rule = LeadRule(condition.id, condition.nation)
            return Standing(leads=(rule,), assumed=_unused_day(condition))
        case ConditionKind.PARTNER_PRESENT:
            return _partner(condition, place)
        case ConditionKind.AGREEMENT_STATE:
            return _agreement(plan, condition, place)
        case ConditionKind.DECISION:
            return _decision(plan, condition, place)
        case _:
            return _assumed(condition, place)


def _partner(condition: Condition, place: str) -> Standing:
    if condition.nation is None:
        return Standing(unmet=(f"{place}.nation",))
    minimum = condition.minimum_units
    needed = DEFAULT_MINIMUM_UNITS if minimum is None else minimum
    if needed <= 0:
        return Standing()
    rule = PartnerRule(condition.id, condition.nation, needed)
    return Standing(partners=(rule,), assumed=_unused_day(condition))


def _unused_day(condition: Condition) -> tuple[str, ...]:
    if condition.due_day is None:
        return ()
    kind = condition.kind.value.replace("_", " ")
    return (f"Condition {condition.id} ({kind}) is judged without its due_day",)


def _agreement(plan: Plan, condition: Condition, place: str) -> Standing:
    wanted = condition.state or AgreementState.IN_FORCE.value
    today = plan.meta.today
    latest = None if condition.agreement is None else state_on(plan, condition.agreement, today)
    if latest is None or latest.state.value != wanted:
        return Standing(unmet=(f"{place}.state",))
    if today is None:
        said = f"Agreement {condition.agreement} stands as its last event says"
        without_day = f"{said}: the plan has neither as_of nor c_day"
        return Standing(assumed=(without_day, *_unused_day(condition)))
    return Standing(assumed=_unused_day(condition))


def _decision(plan: Plan, condition: Condition, place: str) -> Standing:
    if condition.decision is None or condition.decision not in plan.decisions:
        return Standing(unmet=(f"{place}.decision",))
    decision = plan.decisions[condition.decision]
    if decision.state is DecisionState.TAKEN:
        return Standing()
    if decision.state is DecisionState.REFUSED:
        return Standing(unmet=(f"decisions:{decision.id}.state",))
    if decision.probability == 0:
        return Standing(unmet=(f"decisions:{decision.id}.probability",))
    if condition.probability == 0:
        return Standing(unmet=(f"{place}.probability",))
    said = f"Decision {decision.id} is taken as hoped"
    day = decision.due_day
    if day is None:
        return Standing(assumed=(said,))
    if condition.due_day is not None and day > condition.due_day:
        return Standing(unmet=(f"{place}.due_day",))
    waits = ((day, f"decisions:{decision.id}.due_day"),)
    return Standing(waits=waits, assumed=(f"{said} by day {day:g}",))


def _assumed(condition: Condition, place: str) -> Standing:
    if condition.probability == 0:
        return Standing(unmet=(f"{place}.probability",))
    waits = () if condition.due_day is None else ((condition.due_day, f"{place}.due_day"),)
    when = f" from day {condition.due_day:g} on" if waits else ""
    what = condition.kind.value.replace("_", " ")
    return Standing(waits=waits, assumed=(f"Condition {condition.id} ({what}) holds{when}",))
