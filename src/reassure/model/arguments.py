"""What a run and an engine refuse of their arguments: seeds and limits."""

import math

from reassure.model.errors import UsageError

MAX_SEED = 2**63 - 1
"""Largest seed: tables hold it as a whole number of 64 bits."""

DEFAULT_CHANGE_PRICE = 0.5
"""Price of a change in planning anew, in the worth of one unit on a middling line for its tour."""

DEFAULT_TOP = 10
"""How many asks are worked out."""


def require_seed(seed: int) -> None:
    """Refuse a seed that is below zero or does not fit into a table.

    Raises
    ------
    UsageError
        ENG-SEED-001.
    """
    if not 0 <= seed <= MAX_SEED:
        raise UsageError(
            f"seed {seed}",
            f"a whole number from 0 to {MAX_SEED}",
            "give such a number, or leave the seed out",
            code="ENG-SEED-001",
        )


def require_limits(*, time_limit_s: float | None, threads: int) -> None:
    """Refuse a time limit [s] or a number of threads that leaves nothing to work with.

    Raises
    ------
    UsageError
        ENG-LIMIT-001.
    """
    if time_limit_s is not None and not 0 < time_limit_s < math.inf:
        raise UsageError(
            f"a time limit of {time_limit_s:g} s",
            "a finite time above 0 s",
            "give another time, or none to stop by work",
            code="ENG-LIMIT-001",
        )
    if threads < 1:
        raise UsageError(
            f"{threads} threads",
            "1 or more",
            "give another number, or leave it out",
            code="ENG-LIMIT-001",
        )
