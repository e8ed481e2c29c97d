"""From which day on a condition of an offer holds: a second reading, for judging plans."""

import math

from reassure.model.agreement_life import state_on
from reassure.model.choices import AgreementState, ConditionKind, DecisionState
from reassure.model.force import Condition
from reassure.model.plan import Plan


def holds_from(plan: Plan, row: Condition) -> float:
    """Return the day from which a condition holds, as its records say.

    Minus infinity: it holds throughout, or is for other tours to bring; infinity: it never does.
    """
    match row.kind:
        case ConditionKind.LEAD_NATION | ConditionKind.PARTNER_PRESENT:
            return -math.inf
        case ConditionKind.DECISION:
            return _decided_on(plan, row)
        case ConditionKind.AGREEMENT_STATE:
            wanted = row.state or AgreementState.IN_FORCE.value
            return -math.inf if _state_of(plan, row.agreement) == wanted else math.inf
        case _:
            if row.probability == 0:
                return math.inf
            return -math.inf if row.due_day is None else row.due_day


def _decided_on(plan: Plan, row: Condition) -> float:
    if row.decision is None or row.decision not in plan.decisions:
        return math.inf
    decision = plan.decisions[row.decision]
    if decision.state is DecisionState.TAKEN:
        return -math.inf
    if decision.state is DecisionState.REFUSED or 0 in (decision.probability, row.probability):
        return math.inf
    if decision.due_day is None:
        return -math.inf
    is_late = row.due_day is not None and decision.due_day > row.due_day
    return math.inf if is_late else decision.due_day


def _state_of(plan: Plan, agreement: str | None) -> str | None:
    """Return the state of an agreement by the last of its events that is known today."""
    event = None if agreement is None else state_on(plan, agreement, plan.meta.today)
    return None if event is None else event.state.value
