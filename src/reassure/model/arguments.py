"""What a run and an engine refuse of their arguments: seeds and limits."""

import difflib
import math
import re
from collections.abc import Sequence

from reassure.model.errors import UsageError

MAX_SEED = 2**63 - 1
"""Largest seed: tables hold it as a whole number of 64 bits."""

DEFAULT_CHANGE_PRICE = 0.1
"""Price of a change in planning anew, in the worth of one unit on a middling line for its tour."""

DEFAULT_TOP = 10
"""How many asks are worked out."""

_SCHEDULER = re.compile(r"(?:(?:tcp|tls)://)?(?:\[[0-9A-Fa-f:.%]+\]|[^\s/:\[\]]+):(\d{1,5})")
_MOST_PORT = 65_535

MOST_REPLICATIONS = 100_000
"""Replications of one run: days of all units are kept of each."""

MOST_SCENARIOS = 1_000
"""Scenarios that a force plan may be made for."""


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


def require_gap(gap: float) -> None:
    """Refuse a distance of objective and bound that nothing could come to.

    Raises
    ------
    UsageError
        ENG-LIMIT-001.
    """
    if not 0 <= gap < math.inf:
        raise UsageError(
            f"gap = {gap}", "a fraction from 0 on", "give 0 for a proof", code="ENG-LIMIT-001"
        )


def require_change_price(change_price: float) -> None:
    """Refuse a price of changes that is no price.

    Raises
    ------
    UsageError
        ENG-LIMIT-001.
    """
    if not 0 < change_price < math.inf:
        raise UsageError(
            f"change_price = {change_price}",
            "a number above 0",
            "give a small one for many changes, or plan from scratch for any number",
            code="ENG-LIMIT-001",
        )


def require_top(top: int) -> None:
    """Refuse to work out no ask at all.

    Raises
    ------
    UsageError
        ENG-GEN-006.
    """
    if top < 1:
        raise UsageError(
            f"top = {top}",
            "a whole number from 1 on",
            "say how many asks to work out, or leave it out",
            code="ENG-GEN-006",
        )


def require_top_upgrades(top: int) -> None:
    """Refuse to work out no upgrade at all.

    Raises
    ------
    UsageError
        ENG-UPG-002.
    """
    if top < 1:
        raise UsageError(
            f"top = {top}",
            "a whole number from 1 on",
            "say how many upgrades to work out, or leave it out",
            code="ENG-UPG-002",
        )


def require_budget(budget: float | None) -> None:
    """Refuse a budget that is no sum of money.

    Raises
    ------
    UsageError
        ENG-UPG-001.
    """
    if budget is not None and not 0 <= budget < math.inf:
        raise UsageError(
            f"budget = {budget}",
            "a sum of money from 0 on, in the plan's currency",
            "give such a sum, or none to seek no set of upgrades",
            code="ENG-UPG-001",
        )


def require_nation(nation: str | None, known: Sequence[str]) -> None:
    """Refuse to ask a nation that is not in the plan.

    Raises
    ------
    UsageError
        ENG-GEN-005.
    """
    if nation is not None and nation not in known:
        near = difflib.get_close_matches(nation.upper(), known, n=3, cutoff=0.3)
        raise UsageError(
            f"nation = '{nation}'",
            f"an id of table nations, such as {', '.join(near or known[:3])}",
            "name a nation of the plan, or none to ask whoever can",
            code="ENG-GEN-005",
        )


def require_scenarios(scenarios: int) -> None:
    """Refuse fewer scenarios than none, or more than memory is good for.

    Raises
    ------
    UsageError
        ENG-GEN-003.
    """
    if not 0 <= scenarios <= MOST_SCENARIOS:
        raise UsageError(
            f"scenarios = {scenarios}",
            f"0 to {MOST_SCENARIOS}",
            "give 0 to count every offer in full, or some dozens for a plan with reserves",
            code="ENG-GEN-003",
        )


def require_replications(replications: int | None) -> None:
    """Refuse to run a plan no time at all, or more often than results are kept for.

    Raises
    ------
    UsageError
        ENG-SIM-002.
    """
    if replications is not None and not 1 <= replications <= MOST_REPLICATIONS:
        raise UsageError(
            f"replications = {replications}",
            f"a whole number from 1 to {MOST_REPLICATIONS:,}",
            "say how often to run the plan, or leave it out",
            code="ENG-SIM-002",
        )


def require_half_width(half_width_days: float | None) -> None:
    """Refuse a precision that no number of replications reaches.

    Raises
    ------
    UsageError
        ENG-SIM-002.
    """
    if half_width_days is not None and not 0 < half_width_days < math.inf:
        raise UsageError(
            f"half_width_days = {half_width_days}",
            "a number of days above 0",
            "say how exact the day of closure is to be, or leave it out",
            code="ENG-SIM-002",
        )


def require_dask(address: str | None) -> None:
    """Refuse what is no address of a Dask scheduler; None asks for no cluster.

    Raises
    ------
    UsageError
        ENG-SIM-003.
    """
    if address is None:
        return
    parts = _SCHEDULER.fullmatch(address)
    if parts is None or not 0 < int(parts[1]) <= _MOST_PORT:
        raise UsageError(
            f"dask = '{address}'",
            "the address of a Dask scheduler, as tcp://HOST:PORT or tls://HOST:PORT",
            "give the address that `dask scheduler` prints, or leave it out and run on this "
            "machine",
            code="ENG-SIM-003",
        )
