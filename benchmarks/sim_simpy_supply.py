"""The supply of one replication as one would first simulate it: with SimPy.

Every place and class is a process that meets its demand in the morning and looks at its stock in
the afternoon; every order is a process that drives through the night and unloads before the next
morning. Demand, leads and what ways let through are drawn before.
"""

from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from reassure.engines.sustain.step import DUST_T, NEVER, NO_PARENT, SupplyInputs

AFTERNOON, NIGHT = 0.5, 0.25


class Item:
    """One class at one place."""

    def __init__(self, stock_t: float, *, is_backlog: bool) -> None:
        self.stock_t, self.is_backlog = stock_t, is_backlog
        self.waiting_t = self.on_order_t = 0.0
        self.unmet_t: list[float] = []
        self.on_hand_t: list[float] = []


class SupplyModel:
    """Items as processes over days.

    Parameters
    ----------
    inputs
        Arrays of the day-step, with what is dealt on all days; one policy for each item, which
        fills up; nothing is made on the spot, and all that comes fits.
    """

    def __init__(self, inputs: SupplyInputs) -> None:
        if (
            inputs.is_fixed.any()
            or inputs.production_t.any()
            or np.isfinite(inputs.capacity_t).any()
        ):
            raise ValueError("supply: found more than levels that are filled up; expected these")
        self.n_days, self.n_items = inputs.demand_t.shape
        self.start_t: list[float] = inputs.start_t.tolist()
        self.is_backlog: list[bool] = inputs.is_backlog.tolist()
        self.demand_t: list[list[float]] = inputs.demand_t.tolist()
        self.item: list[int] = inputs.item.tolist()
        self.parent: list[int] = inputs.parent.tolist()
        self.is_review_day: list[list[bool]] = inputs.is_review_day.tolist()
        self.reorder_t: list[list[float]] = inputs.reorder_t.tolist()
        self.up_to_t: list[list[float]] = inputs.up_to_t.tolist()
        self.arrive_day: list[list[int]] = inputs.arrive_day.tolist()
        self.limit_t: list[list[float]] = inputs.limit_t.tolist()
        start = inputs.limit_start.tolist()
        limits = inputs.limit_of.tolist()
        self.limits: list[list[int]] = [limits[a:b] for a, b in pairwise(start)]
        self.n_convoys = 0

    def run(self) -> list[Item]:
        """Simulate; return the items with what was on hand and not met at the end of each day."""
        simpy: Any = import_module("simpy")
        env = simpy.Environment()
        items = [
            Item(stock_t, is_backlog=is_backlog)
            for stock_t, is_backlog in zip(self.start_t, self.is_backlog, strict=True)
        ]
        left_t = [row[:] for row in self.limit_t]
        self.n_convoys = 0
        for policy in range(len(self.item)):
            env.process(self._days(env, items, policy, left_t))
        env.run(until=self.n_days - NIGHT)
        return items

    def _days(
        self, env: Any, items: list[Item], policy: int, left_t: list[list[float]]
    ) -> Iterator[Any]:
        """Carry one item through its days."""
        number = self.item[policy]
        item = items[number]
        for day in range(self.n_days):
            need_t = self.demand_t[day][number] + item.waiting_t
            taken_t = min(item.stock_t, need_t)
            item.stock_t -= taken_t
            short_t = need_t - taken_t
            item.waiting_t = short_t if item.is_backlog else 0.0
            item.unmet_t.append(short_t)
            yield env.timeout(AFTERNOON)
            self._review(env, items, policy, day, left_t[day])
            item.on_hand_t.append(item.stock_t)
            yield env.timeout(1.0 - AFTERNOON)

    def _review(
        self, env: Any, items: list[Item], policy: int, day: int, left_t: list[float]
    ) -> None:
        """Order what is wanted, as far as it is there and gets through."""
        arrive_day = self.arrive_day[day][policy]
        if not self.is_review_day[day][policy] or arrive_day == NEVER:
            return
        item = items[self.item[policy]]
        position_t = item.stock_t + item.on_order_t - item.waiting_t
        if position_t > self.reorder_t[day][policy] + DUST_T:
            return
        amount_t = self.up_to_t[day][policy] - position_t
        parent = self.parent[policy]
        if parent != NO_PARENT:
            amount_t = min(amount_t, items[parent].stock_t)
        for limit in self.limits[policy]:
            amount_t = min(amount_t, left_t[limit])
        if amount_t <= DUST_T:
            return
        if parent != NO_PARENT:
            items[parent].stock_t -= amount_t
        for limit in self.limits[policy]:
            left_t[limit] -= amount_t
        item.on_order_t += amount_t
        self.n_convoys += 1
        env.process(_convoy(env, item, amount_t, arrive_day))


def _convoy(env: Any, item: Item, amount_t: float, arrive_day: int) -> Iterator[Any]:
    """Bring one order."""
    yield env.timeout(arrive_day - NIGHT - env.now)
    item.on_order_t -= amount_t
    item.stock_t += amount_t
