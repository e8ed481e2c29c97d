"""Ships and aircraft that nations give for lift: by size and coast, notional."""

import math
from dataclasses import dataclass

from data.recipe.draw import Draw
from data.recipe.heading import HORIZON_DAYS
from data.recipe.sizes import Size, find_contributors, find_origins
from data.recipe.tables import Row, notional


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of carrier: usual sizes of its class, not any nation's.

    Attributes
    ----------
    least_population_m, per_root_million
        From which size on a nation gives some, and how many by the root of its millions.
    """

    key: str
    name: str
    mode: str
    origins: tuple[str, ...]
    payload_t: float
    lane_m: float | None
    passengers: int | None
    speed_km_per_h: float
    draught_m: float | None
    min_runway_m: float | None
    breakdown_probability: float
    repair_days: float
    least_population_m: float
    per_root_million: float


_KINDS = (
    _Kind(
        key="roro",
        name="Ro-Ro ship",
        mode="sea",
        origins=("port",),
        payload_t=9000,
        lane_m=2400,
        passengers=None,
        speed_km_per_h=30,
        draught_m=7.4,
        min_runway_m=None,
        breakdown_probability=0.02,
        repair_days=6,
        least_population_m=9,
        per_root_million=0.25,
    ),
    _Kind(
        key="airlifter",
        name="Medium airlifter (A400M class)",
        mode="air",
        origins=("airfield",),
        payload_t=30,
        lane_m=None,
        passengers=116,
        speed_km_per_h=700,
        draught_m=None,
        min_runway_m=1400,
        breakdown_probability=0.05,
        repair_days=2,
        least_population_m=38,
        per_root_million=0.6,
    ),
    _Kind(
        key="tactical",
        name="Tactical airlifter (C-130 class)",
        mode="air",
        origins=("airfield",),
        payload_t=17,
        lane_m=None,
        passengers=92,
        speed_km_per_h=540,
        draught_m=None,
        min_runway_m=1100,
        breakdown_probability=0.05,
        repair_days=2,
        least_population_m=9,
        per_root_million=0.5,
    ),
    _Kind(
        key="airliner",
        name="Passenger aircraft (chartered)",
        mode="air",
        origins=("airfield",),
        payload_t=20,
        lane_m=None,
        passengers=180,
        speed_km_per_h=780,
        draught_m=None,
        min_runway_m=2000,
        breakdown_probability=0.02,
        repair_days=1,
        least_population_m=55,
        per_root_million=0.5,
    ),
)


def build_lifts() -> list[Row]:
    """Rows of the table ``lifts``."""
    return [
        _draw_lift(size, kind)
        for size in find_contributors()
        for kind in _KINDS
        if _gives(size, kind)
    ]


def _gives(size: Size, kind: _Kind) -> bool:
    # Nations beyond the box move by their own means until the gateway: they add no lift.
    has_home = bool(find_origins(size.id, kind.origins))
    return has_home and not size.is_far and size.population_m >= kind.least_population_m


def _draw_lift(size: Size, kind: _Kind) -> Row:
    draw = Draw(size.id, f"lift-{kind.key}")
    mean = kind.per_root_million * math.sqrt(size.population_m)
    lane = kind.lane_m and round(kind.lane_m * draw.between(0.85, 1.4), -2)
    return {
        "id": f"{size.id.lower()}-{kind.key}",
        "nation": size.id,
        "mode": kind.mode,
        "name": kind.name,
        "quantity": max(1, round(mean * draw.between(0.7, 1.3))),
        "payload_t": kind.payload_t,
        "lane_m": lane,
        "passengers": kind.passengers,
        "speed_km_per_h": kind.speed_km_per_h,
        "draught_m": kind.draught_m and round(kind.draught_m + draw.between(-0.4, 1.2), 1),
        "min_runway_m": kind.min_runway_m,
        "home": draw.choose(find_origins(size.id, kind.origins)).id,
        "from_day": float(draw.choose((0, 5, 10, 15))),
        "until_day": HORIZON_DAYS,
        "breakdown_probability": kind.breakdown_probability,
        "repair_days": kind.repair_days,
        "note": notional("sizes usual for the class"),
    }
