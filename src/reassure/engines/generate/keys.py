"""Prices by what they are prices of, so that they can be carried from one plan to another."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from reassure.engines.generate.descent import Descent
from reassure.engines.generate.instance import Floats, Instance
from reassure.engines.generate.prices import NONE, Prices

Key = tuple[str | float, ...]
"""What a price is of: a word for the limit, then the ids of the records that it ties together."""

NOBODY = ""
"""Stands for a nation that offers nothing, or for no nation or offer."""


class Run(NamedTuple):
    """Where the prices of one key stand: ``first``, and how many there are."""

    first: int
    width: int


def price_runs(instance: Instance, layout: Prices) -> dict[Key, Run]:
    """Return where every price stands, by what it is a price of.

    Parameters
    ----------
    instance
        The plan as arrays; its ids make up the keys.
    layout
        The layout of its prices.
    """
    return dict(_runs(instance, layout))


def _runs(data: Instance, layout: Prices) -> Iterator[tuple[Key, Run]]:
    n_periods = data.periods.count
    offers = [supply.offer.id for supply in data.supplies]
    lines = [line.requirement.id for line in data.lines]

    def nation(place: int) -> str:
        return data.nations[place] if place >= 0 else NOBODY

    for line, name in enumerate(lines):
        yield ("line", name), Run(line * n_periods, n_periods)
    for row in layout.nation_fills:
        owner = nation(int(layout.gates[row["gate"]]["nation"]))
        yield ("fill", lines[row["line"]], owner), Run(int(row["first"]), n_periods)
    for row in layout.gate_rows:
        formation = data.formations[layout.gates[row["gate"]]["formation"]]
        yield ("gate", offers[row["offer"]], formation), Run(int(row["first"]), n_periods)
    for row in layout.leads:
        key = ("lead", data.sectors[row["sector"]], nation(int(row["nation"])))
        yield key, Run(int(row["first"]), 1)
    for row in layout.lead_rows:
        able = int(row["lead"])
        leader = NOBODY if able == NONE else nation(int(layout.leads[able]["nation"]))
        key = ("led", offers[row["offer"]], data.sectors[row["sector"]], leader)
        yield key, Run(int(row["first"]), n_periods)
    acts: list[tuple[str, str, float, str]] = []
    for row in layout.acts:
        own = NOBODY if row["own"] == NONE else offers[row["own"]]
        acts.append(
            (data.sectors[row["sector"]], nation(int(row["nation"])), float(row["least"]), own)
        )
        yield ("act", *acts[-1]), Run(int(row["first"]), n_periods)
    for row in layout.act_rows:
        sector, partner, least, _ = acts[row["act"]]
        key = ("present", offers[row["offer"]], sector, partner, least)
        yield key, Run(int(row["first"]), n_periods)
    for place, name in enumerate(data.nations):
        yield ("carried", name), Run(layout.carried_first + place, 1)
        yield ("share", name), Run(layout.share_first + place, 1)


def carry_descent(
    before: Descent, runs: dict[Key, Run], now: dict[Key, Run], n_prices: int
) -> Descent:
    """Return a descent in one plan that goes on from the prices of another.

    Parameters
    ----------
    before, runs
        The descent so far, and where its prices stand.
    now, n_prices
        Where prices stand in the plan to go on in, and how many there are.

    Notes
    -----
    A limit that is new to the plan starts from a price of 0; but the fill of a nation on a line of
    a formation (8) from that of the whole line (2), so that nothing is paid for being let in.
    """
    prices, mean, square = (np.zeros(n_prices) for _ in range(3))
    for key, run in now.items():
        old = runs.get(key)
        if old is None and key[0] == "fill":
            old = runs.get(("line", key[1]))
        if old is None:
            continue
        for after, array in ((prices, before.prices), (mean, before.mean), (square, before.square)):
            after[run.first : run.first + run.width] = array[old.first : old.first + old.width]
    unknown = np.array([np.inf])
    return Descent(prices, mean, square, bound=unknown, n_steps=before.n_steps.copy())


def read_run(prices: Floats, run: Run | None, width: int) -> Floats:
    """Return the prices of one run, zeros where the limit is new to the plan."""
    return np.zeros(width) if run is None else prices[run.first : run.first + run.width]
