"""Which offers come in which scenario.

An offer comes where it is kept (its own chance) and what it waits for comes true: pending decisions
and conditions that nobody can settle before. Every record is drawn for itself, from a counter-based
generator that is keyed by root seed, purpose and the record's id, so that a record which is added
or changed moves no other's draws, and a decision that several offers wait for is one draw.
"""

import hashlib
from dataclasses import replace
from enum import StrEnum

import numpy as np

from reassure.engines.common.doubts import doubts_of
from reassure.engines.generate.instance import Bools, Floats
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.worth import Worth
from reassure.model.plan import Plan


class Purpose(StrEnum):
    """What scenarios are drawn for; those of one purpose say nothing of another's."""

    PLANNING = "planning"
    JUDGING = "judging"


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
