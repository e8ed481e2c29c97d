"""Laws of chance as tables of their quantiles.

A number between 0 and 1 becomes a value by one look into a table. The same number gives a larger
value under a law that is larger everywhere, so that plans can be compared under the same luck.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from reassure.model.choices import Law
from reassure.model.errors import UsageError
from reassure.model.laws import fault_of
from reassure.model.supply import Uncertainty

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

CELL_BITS = 10
CELLS = 1 << CELL_BITS
"""Cells of a table, straight in between. Means are exact; the standard deviation of a PERT law
(0.8, 1, 1.6) is within 0.1 percent; an exponential law ends at 8.9 times its mean."""

PERT_WEIGHT = 4.0
"""Weight of the most likely value in a PERT law (Malcolm and others, Oper. Res. 7 (1959))."""


def table_of(row: Uncertainty) -> Singles:
    """Return the nodes of the quantile function of an uncertain value, shape (CELLS + 1,).

    Raises
    ------
    UsageError
        ENG-SIM-001 if its parameters make no law.
    """
    fault = fault_of(row)
    if fault is not None:
        raise UsageError(
            f"uncertainties {row.id}: {fault.found}",
            fault.expected,
            fault.cure,
            code="ENG-SIM-001",
        )
    nodes, mean = _nodes(row, np.arange(CELLS) / CELLS)
    # The last node is what makes the mean of the table that of the law: a tail without an end is
    # cut there, and the greatest value of the other laws comes out within rounding.
    last = 2.0 * (CELLS * mean - nodes[0] / 2.0 - nodes[1:].sum())
    return np.append(nodes, max(last, float(nodes[-1]))).astype(np.float32)


def certain_table() -> Singles:
    """Return the table of a value that is known: 1 whatever the number."""
    return np.ones(CELLS + 1, dtype=np.float32)


def unit_table() -> Singles:
    """Return the table of an exponential law of mean 1."""
    nodes = -np.log1p(-np.arange(CELLS) / CELLS)
    return np.append(nodes, 2.0 * (CELLS - nodes.sum() + nodes[0] / 2.0)).astype(np.float32)


def _nodes(row: Uncertainty, share: Floats) -> tuple[Floats, float]:
    """Return quantiles of a law and its mean."""
    p1, p2, p3 = row.p1, row.p2 or 0.0, row.p3 or 0.0
    match row.law:
        case Law.UNIFORM:
            return p1 + (p2 - p1) * share, (p1 + p2) / 2.0
        case Law.EXPONENTIAL:
            return -p1 * np.log1p(-share), p1
        case Law.EMPIRICAL:
            seen = np.interp(share, [0.0, 0.5, 1.0], [p1, p2, p3]).astype(np.float64)
            return seen, (p1 + 2.0 * p2 + p3) / 4.0
        case Law.TRIANGULAR:
            return _triangular(p1, p2, p3, share), (p1 + p2 + p3) / 3.0
        case Law.PERT:
            mean = (p1 + PERT_WEIGHT * p2 + p3) / (PERT_WEIGHT + 2.0)
            if p3 == p1:
                return np.full(share.shape, p1), p1
            alpha = 1.0 + PERT_WEIGHT * (p2 - p1) / (p3 - p1)
            beta = 1.0 + PERT_WEIGHT * (p3 - p2) / (p3 - p1)
            part = np.asarray(special.betaincinv(alpha, beta, share), dtype=np.float64)
            return p1 + (p3 - p1) * part, mean
        case Law.GAMMA | Law.LOGNORMAL if p2 == 0.0:
            return np.full(share.shape, p1), p1
        case Law.GAMMA:
            shape = (p1 / p2) ** 2
            scaled = np.asarray(special.gammaincinv(shape, share), dtype=np.float64)
            return scaled * p1 / shape, p1
        case Law.LOGNORMAL:
            spread = np.sqrt(np.log1p((p2 / p1) ** 2))
            # ndtri(0) is minus infinity, and exp of it the 0 that the law starts from.
            median = p1 * np.exp(-(spread**2) / 2.0)
            return np.asarray(median * np.exp(spread * special.ndtri(share)), dtype=np.float64), p1


def _triangular(least: float, mode: float, most: float, share: Floats) -> Floats:
    width = most - least
    if width == 0.0:
        return np.full_like(share, least)
    turn = (mode - least) / width
    rising = least + np.sqrt(share * width * (mode - least))
    falling = most - np.sqrt((1.0 - share) * width * (most - mode))
    return np.where(share < turn, rising, falling)
