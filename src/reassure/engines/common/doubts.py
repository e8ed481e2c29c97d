"""What an offer hangs on: its own chance, decisions that are pending, conditions in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass

from reassure.model.choices import ConditionKind, DecisionState
from reassure.model.force import Condition
from reassure.model.plan import Plan

_SETTLED = (
    ConditionKind.LEAD_NATION,
    ConditionKind.PARTNER_PRESENT,
    ConditionKind.AGREEMENT_STATE,
)
"""Kinds without chance: the plan brings leads and partners, events say how an agreement stands."""


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """A record that may fail an offer.

    Attributes
    ----------
    record
        The record, as ``table:id``.
    probability
        Chance that it does not fail, below 1.
    """

    record: str
    probability: float


def doubts_of(plan: Plan) -> tuple[tuple[Doubt, ...], ...]:
    """Return what each offer of a plan hangs on, in the order of the offers.

    A decision that was taken and an agreement that stands hold; lead nations and partners are
    part of the plan itself. An offer that is confirmed, or whose units are deployed, and has a
    chance below 1 is taken as it stands.
    """
    conditions: dict[str, list[Condition]] = {offer.id: [] for offer in plan.offers}
    for condition in plan.conditions:
        if condition.offer in conditions:
            conditions[condition.offer].append(condition)
    return tuple(
        _in_doubt(
            [
                Doubt(f"offers:{offer.id}", offer.probability),
                *(doubt for row in conditions[offer.id] for doubt in _of_condition(plan, row)),
            ]
        )
        for offer in plan.offers
    )


def doubts_of_pledge(plan: Plan, pledge: str) -> tuple[Doubt, ...]:
    """Return what a pledge hangs on: its conditions in doubt."""
    rows = (row for row in plan.conditions if row.pledge == pledge)
    return _in_doubt(doubt for row in rows for doubt in _of_condition(plan, row))


def _of_condition(plan: Plan, row: Condition) -> list[Doubt]:
    if row.kind in _SETTLED:
        return []
    own = Doubt(f"conditions:{row.id}", 1.0 if row.probability is None else row.probability)
    if row.kind is not ConditionKind.DECISION:
        return [own]
    if row.decision is None or row.decision not in plan.decisions:
        return [own]
    decision = plan.decisions[row.decision]
    if decision.state is DecisionState.TAKEN:
        return []
    return [Doubt(f"decisions:{decision.id}", decision.probability), own]


def _in_doubt(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    return tuple(sorted({doubt for doubt in doubts if doubt.probability < 1}))
