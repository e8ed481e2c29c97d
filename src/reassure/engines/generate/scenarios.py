"""Which offers come in which scenario.

An offer comes where it is kept (its own chance) and what it waits for comes true: pending decisions
and conditions that nobody can settle before. Every record is drawn for itself, from a counter-based
generator that is keyed by root seed, purpose and the record's id, so that a record which is added
or changed moves no other's draws, and a decision that several offers wait for is one draw.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from reassure.engines.generate.instance import Bools, Floats
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.worth import Worth
from reassure.model.choices import ConditionKind, DecisionState
from reassure.model.force import Condition
from reassure.model.plan import Plan

_SETTLED = (
    ConditionKind.LEAD_NATION,
    ConditionKind.PARTNER_PRESENT,
    ConditionKind.AGREEMENT_STATE,
)
"""Kinds without chance: the plan brings leads and partners, events say how an agreement stands."""


class Purpose(StrEnum):
    """What scenarios are drawn for; those of one purpose say nothing of another's."""

    PLANNING = "planning"
    JUDGING = "judging"


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


def over_scenarios(plan: Plan, worth: Worth, *, seed: int, count: int) -> Worth:
    """Let the fill that counts be the mean over some scenarios, where anything is in doubt.

    Parameters
    ----------
    plan, worth
        What is planned, and what it is worth if every offer comes.
    seed
        Root seed.
    count
        Number of scenarios; 0: every offer comes.
    """
    if count == 0:
        return worth
    come = draw_presence(plan, seed=seed, count=count, purpose=Purpose.PLANNING)
    return worth if come.all() else replace(worth, come=come)


def draw_presence(plan: Plan, *, seed: int, count: int, purpose: Purpose) -> Bools:
    """Draw which offers come in some scenarios.

    Parameters
    ----------
    plan
        The plan; offers stand in its order.
    seed
        Root seed.
    count
        Number of scenarios; the first of many are the same as those of few.
    purpose
        What they are for.

    Returns
    -------
    Bools
        Whether an offer comes, shape (n_offers, count).
    """
    doubts = doubts_of(plan)
    holds = {
        doubt: _draws(doubt.record, seed=seed, count=count, purpose=purpose) < doubt.probability
        for doubt in sorted({doubt for listed in doubts for doubt in listed})
    }
    come = np.ones((len(doubts), count), dtype=bool)
    for offer, listed in enumerate(doubts):
        for doubt in listed:
            come[offer] &= holds[doubt]
    return come


def never_coming(plan: Plan, worth: Worth) -> dict[int, str]:
    """Return the offers that come in no scenario, each with its least chance.

    Parameters
    ----------
    plan, worth
        What is planned, and what it is worth over scenarios; without them every offer comes.

    Returns
    -------
    dict
        By the place of the offer, where that chance stands, as ``table:id.field``.
    """
    doubts = doubts_of(plan)
    return {
        offer: f"{min(doubts[offer], key=lambda one: (one.probability, one.record)).record}"
        ".probability"
        for offer in np.flatnonzero(worth.share_come == 0.0).tolist()
    }


def _draws(record: str, *, seed: int, count: int, purpose: Purpose) -> Floats:
    """Return one number of [0, 1) for each scenario, those of the record alone."""
    digest = hashlib.sha256(f"{purpose}\n{seed}\n{record}".encode()).digest()
    key = np.frombuffer(digest[:16], dtype="<u8").astype(np.uint64)
    # The raw numbers of Philox are promised to stay as they are; what is made of them is not.
    raw = np.random.Philox(key=key).random_raw(count)
    return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53


def mean_problem(problem: Problem) -> Problem:
    """Return the problem without scenarios whose every bound holds for the mean over them.

    Each unit counts on a line by its efficiency times the share of the scenarios in which its
    offer comes. Let ``y`` be any plan, ``X`` the effective units that come to a line of it in a
    scenario drawn from all alike, and ``q`` what is asked for. The cut ``min(q, x)`` is concave in
    ``x``, so by Jensen's inequality ``E min(q, X) <= min(q, E X)``. The right side is the fill of
    ``y`` here; weights are not negative; prices are the same. Limits look at who serves and not at
    what that counts, so ``y`` keeps those here that it keeps there. The value of ``y`` here is
    therefore at least its mean over the scenarios, and a bound on all plans here bounds that mean.
    """
    if problem.is_certain:
        return problem
    pairs = problem.pairs.copy()
    pairs["efficiency"] *= problem.come.mean(axis=1)[pairs["offer"]]
    return problem._replace(pairs=pairs, come=np.ones((len(problem.offers), 1)), is_certain=True)
