"""Room for what is chosen at given prices."""

from typing import NamedTuple

import numpy as np

from reassure.engines.generate.instance import Bools, Floats, Ints
from reassure.engines.generate.prices import Prices
from reassure.engines.generate.problem import Problem


class Chosen(NamedTuple):
    """Room for what is chosen at given prices.

    Attributes
    ----------
    slope
        How the bound changes with each price.
    gate_value, gate
        Worth of each gate, and whether it is open.
    lead_value, lead
        Worth of each lead, and whether it is taken.
    act
        Whether each partner counts as present, shape (n_acts, n_periods).
    serving, holding
        Worth of service, and cost of service and rest, on each line up to each period.
    best, line, stop
        Best service from each period on, as in `Room`.
    """

    slope: Floats
    gate_value: Floats
    gate: Bools
    lead_value: Floats
    lead: Bools
    act: Floats
    serving: Floats
    holding: Floats
    best: Floats
    line: Ints
    stop: Ints


def room_to_choose(problem: Problem, layout: Prices) -> Chosen:
    """Return room for what is chosen."""
    n_places = problem.n_periods + 1
    counts = problem.offers["last_pair"] - problem.offers["first_pair"]
    most = int(counts.max(initial=1))
    return Chosen(
        slope=np.zeros(layout.n_prices),
        gate_value=np.zeros(len(layout.gates)),
        gate=np.zeros(len(layout.gates), dtype=bool),
        lead_value=np.zeros(len(layout.leads)),
        lead=np.zeros(len(layout.leads), dtype=bool),
        act=np.zeros((len(layout.acts), problem.n_periods)),
        serving=np.zeros((most, n_places)),
        holding=np.zeros((most, n_places)),
        best=np.zeros(n_places),
        line=np.zeros(n_places, dtype=np.int64),
        stop=np.zeros(n_places, dtype=np.int64),
    )
