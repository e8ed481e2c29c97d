"""What is used: units present by day, times their rates in each day's posture."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from reassure.model.supply import Posture

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NORMAL = "normal"
"""Posture of a consumption row that holds where no other posture's row does."""

KG_PER_T = 1000.0


@dataclass(frozen=True)
class Units:
    """The tours that arrive, as arrays.

    Attributes
    ----------
    groups
        Sector and capability of each group of like units; g of them.
    group
        Group of each tour, shape (n_tours,).
    arrive_day, leave_day
        First day present and first day gone, shape (n_tours,).
    """

    groups: tuple[tuple[str, str], ...]
    group: Ints
    arrive_day: Ints
    leave_day: Ints

    @property
    def first_day(self) -> int | None:
        """Day of the first arrival; None if nobody arrives."""
        return int(self.arrive_day.min()) if self.arrive_day.size else None


def units_of(plan: Plan, force_plan: ForcePlan, deployment: Deployment) -> Units:
    """Return the tours that arrive; a unit is there from its arrival until its tour ends."""
    arrivals = {row.assignment: row.planned_day for row in deployment.arrivals}
    tours: list[tuple[tuple[str, str], int, int]] = []
    for row in force_plan.assignments:
        arrive_day = arrivals.get(row.id)
        leave_day = math.ceil(row.until_day)
        if arrive_day is not None and arrive_day < leave_day:
            group = (plan.requirements[row.requirement].sector, plan.offers[row.offer].capability)
            tours.append((group, arrive_day, leave_day))
    groups = tuple(sorted({group for group, _, _ in tours}))
    number = {group: g for g, group in enumerate(groups)}
    return Units(
        groups,
        np.array([number[group] for group, _, _ in tours], dtype=np.int64),
        np.array([arrive for _, arrive, _ in tours], dtype=np.int64),
        np.array([leave for _, _, leave in tours], dtype=np.int64),
    )


def presence(
    arrive_day: Ints, leave_day: Ints, group: Ints, *, n_days: int, n_groups: int
) -> Floats:
    """Return the units present by day and group, shape (n_days, n_groups) (eq. 1).

    One pass of prefix sums, so that a simulation can afford it for every course of events.
    """
    change = np.zeros((n_days + 1, n_groups))
    np.add.at(change, (np.clip(arrive_day, 0, n_days), group), 1.0)
    np.add.at(change, (np.clip(leave_day, 0, n_days), group), -1.0)
    return np.cumsum(change, axis=0)[:n_days]


def use_of(plan: Plan, groups: Iterable[tuple[str, str]], n_days: int) -> Floats:
    """Return what one unit of each group uses, shape (n_days, n_groups, n_classes) [t] (eq. 2).

    Classes stand in the order of `supply_classes`.
    """
    groups = tuple(groups)
    numbers = {row.id: c for c, row in enumerate(plan.supply_classes)}
    rates: dict[tuple[str | None, str], dict[str, float]] = {}
    for row in plan.consumption:
        by_posture = rates.setdefault((row.capability, row.supply_class), {})
        by_posture[row.posture] = by_posture.get(row.posture, 0.0) + row.kg_per_day
    use = np.zeros((n_days, len(groups), len(numbers)))
    actives = {sector: _active(plan, sector, n_days) for sector in sorted({s for s, _ in groups})}
    for g, (sector, capability) in enumerate(groups):
        persons = plan.capabilities[capability].persons
        for (holder, supply_class), by_posture in rates.items():
            if holder not in (None, capability):
                continue
            count = persons if holder is None else 1
            kg = _kg_by_day(by_posture, actives[sector], n_days)
            use[:, g, numbers[supply_class]] += count * kg / KG_PER_T
    return use


def never_holding(plan: Plan) -> list[str]:
    """Return the ids of consumption rows whose posture is neither normal nor in the plan."""
    return [
        row.id
        for row in plan.consumption
        if row.posture != NORMAL and row.posture not in plan.postures
    ]


def main_use(plan: Plan, present: dict[tuple[str, str], float], supply_class: str) -> str | None:
    """Return the id of the consumption row that these units use most of the class by."""
    best: tuple[float, str] | None = None
    for row in plan.consumption:
        if row.supply_class != supply_class:
            continue
        kg = sum(
            count * row.kg_per_day * (1 if row.capability else plan.capabilities[name].persons)
            for (_, name), count in present.items()
            if row.capability in (None, name)
        )
        if kg > 0 and (best is None or kg > best[0]):
            best = (kg, row.id)
    return best[1] if best else None


def _active(plan: Plan, sector: str, n_days: int) -> list[tuple[Posture, NDArray[np.bool_]]]:
    days = np.arange(n_days)
    return [
        (row, (days >= row.from_day) & (days < row.until_day))
        for row in plan.postures
        if not row.sectors or sector in row.sectors
    ]


def _kg_by_day(
    by_posture: dict[str, float],
    active: list[tuple[Posture, NDArray[np.bool_]]],
    n_days: int,
) -> Floats:
    """Return kg a day: a posture's own rate in place of normal times its factor.

    Where two active postures state a rate of their own, the first by id holds; the factors of
    all the others apply in either case.
    """
    stated_by = np.full(n_days, -1)
    for number, (posture, days) in enumerate(active):
        if posture.id in by_posture and posture.id != NORMAL:
            stated_by[days & (stated_by < 0)] = number
    kg = np.full(n_days, by_posture.get(NORMAL, 0.0))
    for number, (posture, _) in enumerate(active):
        kg[stated_by == number] = by_posture.get(posture.id, 0.0)
    for number, (posture, days) in enumerate(active):
        kg[days & (stated_by != number)] *= posture.factor
    return kg
