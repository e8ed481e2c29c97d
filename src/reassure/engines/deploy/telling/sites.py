"""What places offer those who stay there: beds, water, fuel, stores; and where that is short."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from reassure.engines.common.outages import state_share
from reassure.engines.deploy.moving.deliveries import KG_PER_T
from reassure.engines.deploy.network.terrain import Floats
from reassure.engines.deploy.parameters import FUEL_DAYS_OF_SUPPLY, WATER_KG_PER_PERSON_DAY
from reassure.engines.deploy.telling.curing import Cures
from reassure.model.choices import Domain, Movement
from reassure.model.force import Capability
from reassure.model.outputs import Arrival
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.site_outputs import SiteShortfall
from reassure.model.table import Table, columns_of

SITE_FIELDS = ("beds", "water_t_per_day", "fuel_storage_t", "storage_t")
"""Fields of a place that are held against those who stay there."""

_WATER, _FUEL = "water", "iii"
_NORMAL = "normal"
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Stay:
    """A unit at a place.

    Attributes
    ----------
    first_day, stop_day
        First day there, and first day after it.
    """

    assignment: str
    location: str
    capability: Capability
    first_day: int
    stop_day: int


def stays_of(
    plan: Plan,
    force_plan: ForcePlan,
    arrivals: Table[Arrival],
    leave_days: Mapping[str, float] | None = None,
) -> list[Stay]:
    """Return who is where, from arrival until the tour ends.

    Parameters
    ----------
    plan, force_plan
        Who serves where and until when.
    arrivals
        When each assignment is in place; who never is stays nowhere.
    leave_days
        Days until which assignments stay, by id; others stay until their tour ends.
    """
    planned = {row.assignment: row.planned_day for row in arrivals}
    found: list[Stay] = []
    for row in force_plan.assignments:
        first = planned.get(row.id)
        stop = math.ceil((leave_days or {}).get(row.id, row.until_day))
        if first is None or first >= stop:
            continue
        sector = plan.sectors[plan.requirements[row.requirement].sector]
        unit = plan.capabilities[plan.offers[row.offer].capability]
        found.append(Stay(row.id, sector.location, unit, first, stop))
    return found


class SiteNeeds:
    """What those who stay at places need of them, by day.

    Parameters
    ----------
    plan
        Plan with what units use, what lies ready, and how much is to be kept.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._n_days = math.ceil(plan.meta.horizon_days)
        self._rates: dict[str | None, dict[str, float]] = defaultdict(dict)
        for row in plan.consumption:
            if row.posture == _NORMAL:
                held = self._rates[row.capability]
                held[row.supply_class] = held.get(row.supply_class, 0.0) + row.kg_per_day
        self._kept_days: dict[tuple[str, str], float] = {}
        for policy in plan.supply_policies:
            key = (policy.location, policy.supply_class)
            days = policy.up_to_days_of_supply or 0.0
            self._kept_days[key] = max(days, self._kept_days.get(key, 0.0))
        self._stocks_t: dict[str, dict[str, float]] = defaultdict(dict)
        for stock in plan.stocks:
            held = self._stocks_t[stock.location]
            held[stock.supply_class] = held.get(stock.supply_class, 0.0) + stock.on_hand_t
        self.has_fuel = any(_FUEL in classes for classes in self._rates.values())
        self.has_water = any(_WATER in classes for classes in self._rates.values())

    def by_place(self, stays: Iterable[Stay]) -> dict[str, dict[str, Floats]]:
        """Return what is needed by place and field, each an array by day in the field's unit."""
        staying: dict[str, list[Stay]] = {place: [] for place in self._stocks_t}
        for stay in stays:
            staying.setdefault(stay.location, []).append(stay)
        return {place: self._at(place, staying[place]) for place in sorted(staying)}

    def _at(self, place: str, stays: list[Stay]) -> dict[str, Floats]:
        beds, water_t = np.zeros(self._n_days), np.zeros(self._n_days)
        use_t: dict[str, Floats] = {}
        for stay in stays:
            days, unit = slice(stay.first_day, stay.stop_day), stay.capability
            if not _sleeps_aboard(unit):
                beds[days] += unit.persons
            if not self.has_water:
                water_t[days] += unit.persons * WATER_KG_PER_PERSON_DAY / KG_PER_T
            for supply_class, kg in self._use_kg(unit).items():
                row = use_t.setdefault(supply_class, np.zeros(self._n_days))
                row[days] += kg / KG_PER_T
        water_t += use_t.pop(_WATER, 0.0)
        fuel_t = self._kept(place, _FUEL, use_t.pop(_FUEL, None), FUEL_DAYS_OF_SUPPLY)
        dry = sorted((set(use_t) | set(self._stocks_t.get(place, ()))) - {_FUEL, _WATER})
        stored_t = sum(
            (self._kept(place, name, use_t.get(name), 0.0) for name in dry), np.zeros(self._n_days)
        )
        return dict(zip(SITE_FIELDS, (beds, water_t, fuel_t, stored_t), strict=True))

    def _use_kg(self, unit: Capability) -> dict[str, float]:
        use = {name: kg * unit.persons for name, kg in self._rates.get(None, {}).items()}
        for name, kg in self._rates.get(unit.id, {}).items():
            use[name] = use.get(name, 0.0) + kg
        return use

    def _kept(self, place: str, supply_class: str, use_t: Floats | None, days: float) -> Floats:
        """Return what lies at a place: on C-day its stock, later what its policy keeps."""
        kept_days = self._kept_days.get((place, supply_class)) or days
        kept = np.zeros(self._n_days) if use_t is None else use_t * kept_days
        kept[:1] = np.maximum(kept[:1], self._stocks_t.get(place, {}).get(supply_class, 0.0))
        return kept


def site_shortfalls_of(plan: Plan, stays: list[Stay]) -> Table[SiteShortfall]:
    """Return when which place has less than those who stay there need, and what would cure it.

    Parameters
    ----------
    plan
        Plan with its places and upgrades; an empty field is no limit.
    stays
        Who is where.

    Notes
    -----
    What counts as needed: docs/explain/deploy.md, "Sites".
    """
    cures = Cures(plan)
    arriving: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        arriving[stay.location].append(stay)
    rows: list[dict[str, Any]] = []
    for place, needs in SiteNeeds(plan).by_place(stays).items():
        location = plan.locations[place]
        for name, needed in needs.items():
            stated = getattr(location, name)
            if stated is None:
                continue
            capacity = stated * state_share(location)
            for first, stop in _spans(needed > capacity * (1 + _NOISE) + _NOISE):
                most = float(needed[first:stop].max())
                who = (s.assignment for s in arriving[place] if first <= s.first_day < stop)
                cure = cures.of(f"locations:{place}.{name}", most)
                rows.append(
                    {
                        "location": place,
                        "field": name,
                        "from_day": first,
                        "until_day": stop,
                        "needed": round(most, 6),
                        "capacity": capacity,
                        "assignments": sorted(who),
                        "upgrade": None if cure is None else cure.upgrade.id,
                        "is_enough": None if cure is None else cure.is_enough,
                        "upgrade_cost": None if cure is None else cure.upgrade.cost,
                        "upgrade_ready_day": None if cure is None else cure.ready_day,
                    }
                )
    return Table(SiteShortfall, pl.DataFrame(rows, schema=columns_of(SiteShortfall)))


def site_assumptions(plan: Plan, stays: list[Stay]) -> Iterator[str]:
    """Yield what was taken as given of the places where units stay, in sentences."""
    places = [plan.locations[place] for place in sorted({stay.location for stay in stays})]
    if not places:
        return
    needs = SiteNeeds(plan)
    water = (
        "water as the plan's consumption says"
        if needs.has_water
        else f"water of {WATER_KG_PER_PERSON_DAY:g} kg a person and day (6.5 US gallons, the "
        "planning factor of QM 4923 for a division in a temperate climate)"
    )
    fuel = (
        f"fuel for as many days as policies keep, {FUEL_DAYS_OF_SUPPLY:g} where none is stated "
        "(assumed)"
        if needs.has_fuel
        else "no fuel, for the plan states no consumption of class iii"
    )
    yield (
        "Places are held against all who stay there from arrival until their tour ends: beds for "
        f"all persons but crews of ships, who sleep on board; {water}; {fuel}; stores for stocks "
        "on C-day and, later, what policies keep of other classes. Postures and outages are not "
        "counted there, and upgrades are begun on C-day."
    )
    empty = (
        (name, sum(1 for place in places if getattr(place, name) is None)) for name in SITE_FIELDS
    )
    told = ", ".join(f"{name} at {count}" for name, count in empty if count)
    if told:
        yield f"Of {len(places)} places where units stay, no limit is stated of {told}."
    untreated = [place.id for place in places if place.medical_role is None]
    yield (
        "Treatment is not weighed against persons, for no planning rule of it has a source here; "
        f"{len(untreated)} of {len(places)} places where units stay state no medical role."
    )


def _sleeps_aboard(unit: Capability) -> bool:
    return unit.domain is Domain.SEA and unit.moves is Movement.SELF


def _spans(flags: Floats) -> Iterator[tuple[int, int]]:
    """Yield first day and first day after of every run of true days."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
