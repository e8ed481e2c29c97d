"""Seeded movements: sizes S, M and L, written as plans with the force plan that is to be moved.

Home and theatre lie an ocean apart, each with roads and railways between its places; ships and
aircraft cross. Ports of debarkation are short, ships sail every second to fourth day, storms slow
ports for two days, and within the theatre the track gauge changes. The same size and seed give
the same movement everywhere. There are no lifts, persons and permissions: what moves is limited
by places and links alone.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from benchmarks.move_places import (
    EAST_MM,
    WEST_MM,
    Links,
    PerDay,
    Places,
    draw_handling,
    draw_places,
    place,
)
from reassure.model.choices import LocationKind, Status
from reassure.model.outputs import Assignment, LineFill, Shortfall
from reassure.model.plan import Plan, PlanMeta
from reassure.model.result import Provenance
from reassure.model.results import ForcePlan
from reassure.model.table import Table

SIZES = {"S": (50, 60, 60), "M": (300, 300, 120), "L": (1000, 1000, 180)}
"""Units, places, days."""

TINY = (8, 12, 30)
"""The same for movements so small that they can be solved exactly."""

TIGHT = {"L": 2.0}
"""What multiplies every capacity; 1 elsewhere, at which a fifth of size L could not arrive."""

CLASSES = np.array(
    [
        [0.45, 0.030, 0.022, 0],
        [0.70, 0.040, 0.050, 0],
        [0.90, 0.045, 0.080, 1],
        [0.60, 0.035, 0.060, 0],
        [0.80, 0.040, 0.055, 0],
        [0.30, 0.020, 0.030, 1],
    ]
)
"""Lane metres, wagons and vehicles of a tonne, and whether it may fly: heavy armour, mechanised,
light, logistics, engineers, headquarters and medical."""

CLASS_SHARES = [0.15, 0.2, 0.25, 0.2, 0.1, 0.1]
WEIGHTS, WEIGHT_SHARES = [1.0, 2.0, 4.0], [0.5, 0.3, 0.2]
KM_PER_DEGREE = 111.195
STORM_DAYS, STORM_SHARE, DAYS_PER_STORM = 2, 0.3, 40
FORTY, LOAD_T, FEWEST = 40, 60.0, 8
Rows = list[dict[str, Any]]


class Cut(StrEnum):
    """Into how many loads a unit is cut."""

    FORTY = "forty"
    """Forty each."""
    SIXTY = "sixty"
    """Loads of about 60 t, 8 at least and 40 at most."""


@dataclass(frozen=True)
class MoveInstance:
    """A movement to schedule.

    Attributes
    ----------
    n_loads
        By assignment, into how many loads its unit is cut.
    """

    name: str
    plan: Plan
    force_plan: ForcePlan
    n_loads: Mapping[str, int]


def moves(
    size: str, seed: int, *, loads: Cut | str = Cut.FORTY, tight: float | None = None
) -> MoveInstance:
    """Make a movement.

    Parameters
    ----------
    size
        One of `SIZES`.
    seed
        Seed of all draws.
    loads
        How units are cut.
    tight
        What multiplies every capacity, > 0; None: `TIGHT`.
    """
    scale = TIGHT.get(size, 1.0) if tight is None else tight
    return _moves(f"{size}-{seed}", SIZES[size], seed, Cut(loads), scale)


def sized(n_units: int, n_places: int, n_days: int, seed: int) -> MoveInstance:
    """Make a movement of any size, its units cut into forty; capacities grow with what moves."""
    name = f"{n_units}x{n_places}x{n_days}-{seed}"
    return _moves(name, (n_units, n_places, n_days), seed, Cut.FORTY, 1.0)


def tiny(seed: int, *, loads: Cut | str = Cut.FORTY, tight: float = 1.0) -> MoveInstance:
    """Make a movement of 8 units over 12 places in 30 days; parameters as in `moves`."""
    return _moves(f"tiny-{seed}", TINY, seed, Cut(loads), tight)


def _moves(
    name: str, sizes: tuple[int, int, int], seed: int, cut: Cut, tight: float
) -> MoveInstance:
    n_units, n_places, n_days = sizes
    draw = np.random.default_rng(2000 + seed)
    places = draw_places(draw, n_places)
    kind = draw.choice(len(CLASSES), n_units, p=CLASS_SHARES)
    tonnes = np.round(np.exp(draw.normal(np.log(900), 0.55, n_units)).clip(150, 3500))
    sizes_of = np.c_[tonnes, tonnes[:, None] * CLASSES[kind, :3]]
    rates = PerDay(*(sizes_of.sum(0) / (n_days * 0.42 / tight)).tolist())
    handling = draw_handling(draw, places, rates)
    links = Links(draw, places, rates)
    storms = _storms(draw, [*places.spod, *places.spoe], n_days)
    origin, goal = draw.choice(places.origins, n_units), draw.choice(places.goals, n_units)
    ready = (draw.beta(1.2, 2.2, n_units) * n_days * 0.45).astype(int)
    weight = draw.choice(WEIGHTS, n_units, p=WEIGHT_SHARES)
    slack = 16 + n_places**0.5 * 0.35 + draw.integers(0, int(n_days * 0.18), n_units)
    wanted = np.minimum(n_days - 2, ready + slack).astype(int)
    ids = [f"unit-{k:04}" for k in range(n_units)]
    meta = PlanMeta(
        format=1,
        title=f"Movement {name}",
        horizon_days=n_days,
        currency="EUR",
        price_year=2025,
        label="UNCLASSIFIED",
        notional=True,
    )
    tables: dict[str, Rows] = {
        "nations": [{"id": "XAA", "name": "XAA"}],
        "objectives": [{"id": "all", "name": "All", "weight": 1}],
        "locations": _locations(places, handling),
        "links": links.rows,
        "gauge_breaks": _gauge_breaks(places, rates),
        "outages": storms,
        "sectors": [
            {"id": f"sector-{p:04}", "name": "Sector", "location": place(p)}
            for p in sorted(places.goals.tolist())
        ],
        "capabilities": [
            {
                "id": ids[k],
                "name": ids[k],
                "domain": "land",
                "persons": 0,
                "vehicles": max(1, round(sizes_of[k, 3])),
                "tonnes": float(sizes_of[k, 0]),
                "lane_m": float(sizes_of[k, 1]),
                "wagons": float(sizes_of[k, 2]),
                "by_air": bool(CLASSES[kind[k], 3]),
            }
            for k in range(n_units)
        ],
        "requirements": [
            {
                "id": ids[k],
                "objective": "all",
                "sector": f"sector-{goal[k]:04}",
                "capability": ids[k],
                "quantity": 1,
                "weight": float(weight[k]),
                "from_day": float(wanted[k]),
                "until_day": n_days,
                "required_day": float(wanted[k]),
            }
            for k in range(n_units)
        ],
        "offers": [
            {
                "id": ids[k],
                "nation": "XAA",
                "capability": ids[k],
                "quantity": 1,
                "state": "offered",
                "from_day": float(ready[k]),
                "until_day": n_days,
                "tour_min_days": 1,
                "tour_max_days": n_days,
                "origin": place(origin[k]),
            }
            for k in range(n_units)
        ],
    }
    plan = Plan.of(meta, tables)
    tours = [
        {
            "id": f"tour-{k:04}",
            "requirement": ids[k],
            "offer": ids[k],
            "unit": f"{ids[k]}.1",
            "from_day": float(wanted[k]),
            "until_day": n_days,
            "effective_quantity": 1,
        }
        for k in range(n_units)
    ]
    made = Provenance("generate", seed, plan.sha256, {}, Status.FEASIBLE)
    rows = Table.of(Assignment, tours)
    force_plan = ForcePlan(made, rows, Table.empty(Shortfall), Table.empty(LineFill))
    n_loads = {
        tour["id"]: FORTY
        if cut is Cut.FORTY
        else min(max(math.ceil(tonnes[k] / LOAD_T), FEWEST), FORTY)
        for k, tour in enumerate(tours)
    }
    return MoveInstance(name, plan, force_plan, n_loads)


def _storms(draw: np.random.Generator, ports: list[int], n_days: int) -> Rows:
    starts = [
        (port, int(draw.integers(0, n_days)))
        for port in ports
        for _ in range(max(1, n_days // DAYS_PER_STORM))
    ]
    return [
        {
            "id": f"storm-{n:03}",
            "location": place(port),
            "kind": "weather",
            "from_day": start,
            "until_day": start + STORM_DAYS,
            "open_share": STORM_SHARE,
        }
        for n, (port, start) in enumerate(starts)
    ]


def _locations(places: Places, handling: Mapping[int, float]) -> Rows:
    kinds = dict.fromkeys([*places.spoe.tolist(), *places.spod.tolist()], LocationKind.PORT)
    kinds |= dict.fromkeys([*places.apoe.tolist(), *places.apod.tolist()], LocationKind.AIRFIELD)
    return [
        {
            "id": place(p),
            "name": place(p),
            "kind": kinds.get(p, LocationKind.STAGING),
            "nation": "XAA",
            "lat": float((y - 750) / KM_PER_DEGREE),
            "lon": float((x - 3600) / KM_PER_DEGREE),
            "handling_t_per_day": handling.get(p),
        }
        for p, (x, y) in enumerate(places.xy)
    ]


def _gauge_breaks(places: Places, rates: PerDay) -> Rows:
    return [
        {
            "id": f"break-{p:04}",
            "location": place(p),
            "from_gauge_mm": WEST_MM,
            "to_gauge_mm": EAST_MM,
            "method": "transshipment",
            "wagons_per_day": 0.30 * rates.wagons / len(places.gauge),
        }
        for p in sorted(places.gauge.tolist())
    ]
