"""Quantiles of replications, and how sure they are."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

NORMAL_95 = 1.96
"""Half of the 95 % interval of a normal law, in standard deviations."""

BAND = (0.05, 0.5, 0.95)
"""Shares of the replications at whose ranks a band is told: its least, its middle, its most."""


def quantile_of(values: Floats, share: float) -> float | None:
    """Return the value that a share of all stays at or below; None: it is infinite.

    Parameters
    ----------
    values
        One for each replication; inf where something never happens, shape (N,).
    share
        Share of the replications, above 0 and at most 1.
    """
    if not len(values):
        return None
    at = max(0, int(np.ceil(share * len(values) - 1e-9)) - 1)
    found = float(np.partition(values, at)[at])
    return found if np.isfinite(found) else None


def half_width_of(values: Floats, share: float) -> float | None:
    """Return half of the 95 % interval of a quantile by order statistics; None: it is not finite.

    Notes
    -----
    Ranks n p -/+ 1.96 sqrt(n p (1 - p)) (Conover, Practical Nonparametric Statistics, 3.2).
    """
    n = len(values)
    if n < 2:
        return None
    spread = NORMAL_95 * np.sqrt(n * share * (1.0 - share))
    ranks = np.round([n * share - spread, n * share + spread])
    if ranks[0] < 1 or ranks[1] > n:
        # So few values hold no interval of 95 %.
        return None
    low, high = (quantile_of(values, float(rank) / n) for rank in ranks)
    return None if low is None or high is None else (high - low) / 2.0


def band_ranks(n: int) -> tuple[int, ...]:
    """Return the ranks, from 1 on, of what 95, 50 and 5 of 100 replications have at least."""
    return tuple(max(1, int(np.ceil(share * n - 1e-9))) for share in BAND)


def mean_half_width(values: Floats) -> float:
    """Return half of the 95 % interval of a mean (Student); infinite for one value."""
    n = len(values)
    if n < 2:
        return float("inf")
    return float(special.stdtrit(n - 1, 0.975) * values.std(ddof=1) / np.sqrt(n))


def ranks_of(values: Floats) -> Floats:
    """Return ranks from 0 on, ties by their mean, shape (N,)."""
    order = np.argsort(values, kind="stable")
    _, first, counts = np.unique(values[order], return_index=True, return_counts=True)
    ranks = np.empty(len(values))
    ranks[order] = np.repeat(first + (counts - 1) / 2.0, counts)
    return ranks


def rank_correlations(factors: Floats, target: Floats) -> Floats:
    """Return the rank correlation (Spearman) of each column with a target; 0 without any spread.

    Parameters
    ----------
    factors
        Shape (N, K).
    target
        Shape (N,); infinite values rank last.
    """
    wanted = ranks_of(target)
    wanted = wanted - wanted.mean()
    found = np.zeros(factors.shape[1])
    for k in range(factors.shape[1]):
        ranks = ranks_of(factors[:, k])
        ranks = ranks - ranks.mean()
        scale = np.sqrt((ranks**2).sum() * (wanted**2).sum())
        found[k] = (ranks * wanted).sum() / scale if scale > 0 else 0.0
    return found
