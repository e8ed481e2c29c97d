"""Good prices, and with them a good bound, by steps along the slopes."""

from typing import NamedTuple

import numpy as np
from numba import njit

from reassure.engines.generate.chosen import Chosen
from reassure.engines.generate.instance import Floats, Ints
from reassure.engines.generate.prices import Prices
from reassure.engines.generate.problem import Problem
from reassure.engines.generate.relax import bound_at

FIRST_SHARE = 0.7
"""Share of its weight that an effective unit is taken to be worth at first."""

FIRST_STEP, LAST_STEP = 0.1, 0.0004
"""Length of the first and the last steps, over the mean weight of lines."""

MEAN_MEMORY, SQUARE_MEMORY = 0.9, 0.999
"""How much of the running means each step keeps."""


class Descent(NamedTuple):
    """State of the search for good prices.

    Attributes
    ----------
    prices
        The prices at hand.
    mean, square
        Running means of the slopes and of their squares.
    bound
        The best bound so far, shape (1,).
    n_steps
        Steps taken, shape (1,).
    """

    prices: Floats
    mean: Floats
    square: Floats
    bound: Floats
    n_steps: Ints


def first_descent(problem: Problem, layout: Prices) -> Descent:
    """Return the prices to begin with: a share of the weight of each line."""
    prices = np.zeros(layout.n_prices)
    worth = FIRST_SHARE * problem.line_worth
    prices[: worth.size] = worth.ravel()
    for one in layout.nation_fills:
        prices[one["first"] : one["first"] + problem.n_periods] = worth[one["line"]]
    return Descent(
        prices=prices,
        mean=np.zeros(layout.n_prices),
        square=np.zeros(layout.n_prices),
        bound=np.array([np.inf]),
        n_steps=np.zeros(1, dtype=np.int64),
    )


@njit(cache=True, nogil=True)
def descend(
    problem: Problem,
    layout: Prices,
    state: Descent,
    chosen: Chosen,
    steps: int,
    planned: int,
) -> None:
    """Better the prices by one round of fixed work.

    Parameters
    ----------
    problem, layout
        The problem, and where prices stand.
    state
        Changed in place; the bound never rises.
    chosen
        Room for the work.
    steps
        Steps to take now.
    planned
        Steps of all rounds together: they become shorter towards the last.

    Notes
    -----
    A projected subgradient method with steps scaled by price: Kingma and Ba, "Adam",
    arXiv:1412.6980. Prices of very different kinds need steps of very different lengths.
    """
    weight = 0.0
    for line in range(len(problem.lines)):
        weight += problem.line_worth[line].max() / len(problem.lines)
    for _ in range(steps):
        bound = bound_at(problem, layout, state.prices, chosen)
        state.bound[0] = min(state.bound[0], bound)
        done = state.n_steps[0]
        length = weight * FIRST_STEP * (LAST_STEP / FIRST_STEP) ** (done / planned)
        fresh = 1.0 - MEAN_MEMORY ** (done + 1)
        fresh_square = 1.0 - SQUARE_MEMORY ** (done + 1)
        for place in range(layout.n_prices):
            slope = chosen.slope[place]
            state.mean[place] += (1.0 - MEAN_MEMORY) * (slope - state.mean[place])
            state.square[place] += (1.0 - SQUARE_MEMORY) * (slope * slope - state.square[place])
            if state.square[place] > 0.0:
                spread = np.sqrt(state.square[place] / fresh_square)
                step = length * state.mean[place] / (fresh * spread)
                state.prices[place] = max(0.0, state.prices[place] - step)
        state.n_steps[0] = done + 1
