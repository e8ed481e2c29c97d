"""Laws and keys of the typical plan of simulations."""

import numpy as np

from reassure.engines.common.philox import entity_key
from reassure.engines.simulate.laws import CELLS, certain_table, table_of
from reassure.engines.simulate.packing import to_keys
from reassure.engines.simulate.scenario import Singles, Words
from reassure.model.choices import Law
from reassure.model.supply import Uncertainty

LATE, WAY, REPAIR, USE, LEAD = range(1, 6)
LAWS = (
    Uncertainty(id="late", table="t", field="f", law=Law.PERT, p1=0.8, p2=1.0, p3=1.6),
    Uncertainty(id="way", table="t", field="f", law=Law.LOGNORMAL, p1=1.0, p2=0.3),
    Uncertainty(id="repair", table="t", field="f", law=Law.EXPONENTIAL, p1=1.0),
    Uncertainty(id="use", table="t", field="f", law=Law.GAMMA, p1=1.0, p2=0.3),
    Uncertainty(id="lead", table="t", field="f", law=Law.LOGNORMAL, p1=1.0, p2=0.4),
)
"""Factors on what is planned, from `LATE` on; before them stands the table of what is certain."""


def nodes_of() -> Singles:
    """Return the tables of all laws, one after the other."""
    return np.concatenate([certain_table(), *(table_of(row) for row in LAWS)])


def law_of(number: int, n: int) -> Words:
    """Return the first node of one table, ``n`` times."""
    return np.full(n, number * (CELLS + 1), dtype=np.uint32)


def keys_of(table: str, n: int) -> tuple[Words, Words]:
    """Return the keys of the records 0 to ``n - 1`` of a table."""
    return to_keys([entity_key(table, str(i)) for i in range(n)])
