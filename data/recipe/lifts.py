"""Ships and aircraft for lift: drawn by nation from size and coast, run in pools.

A coalition does not run lift nation by nation. Air transport is tasked by a multinational command
or exchanged by flying hours, Ro-Ro ships are chartered together; the arrangements here have the
shape of real ones (EATC, ATARES, ARK), but who gives how much to them is notional.
"""

import math
from dataclasses import dataclass

from data.recipe.draw import Draw
from data.recipe.heading import HORIZON_DAYS
from data.recipe.sizes import Size, find_contributors, find_origins
from data.recipe.sources import AIR_COMMAND, AIR_EXCHANGE, SEA_CHARTER
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


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """Nations that run some kinds of carrier as one pool.

    Attributes
    ----------
    kinds
        Keys of the kinds that are pooled, each in a pool of its own.
    lead, home
        Nation that speaks for the pools, and where they are based.
    source
        Report on the real arrangement of this shape; None where the pool is assumed.
    """

    key: str
    kinds: frozenset[str]
    name: str
    lead: str
    home: str
    members: frozenset[str]
    source: str | None


_ARRANGEMENTS = (
    _Arrangement(
        key="air-command",
        kinds=frozenset({"airlifter", "tactical", "airliner"}),
        name="multinational air transport command (as EATC)",
        lead="NLD",
        home="air-eheh",
        members=frozenset({"BEL", "DEU", "ESP", "FRA", "ITA", "NLD"}),
        source=AIR_COMMAND,
    ),
    _Arrangement(
        key="air-exchange",
        kinds=frozenset({"tactical"}),
        name="exchange of flying hours (as ATARES)",
        lead="POL",
        home="air-eppw",
        members=frozenset({"CZE", "GRC", "POL", "PRT", "ROU", "SWE"}),
        source=AIR_EXCHANGE,
    ),
    _Arrangement(
        key="north-sea-baltic",
        kinds=frozenset({"roro"}),
        name="North Sea and Baltic pool (as ARK)",
        lead="DEU",
        home="port-bremerhaven",
        members=frozenset({"BEL", "DEU", "NLD", "POL", "SWE"}),
        source=SEA_CHARTER,
    ),
    _Arrangement(
        key="mediterranean-iberian",
        kinds=frozenset({"roro"}),
        name="Mediterranean and Iberian pool",
        lead="ITA",
        home="port-genova",
        members=frozenset({"ESP", "FRA", "ITA", "PRT"}),
        source=None,
    ),
    _Arrangement(
        key="black-sea-aegean",
        kinds=frozenset({"roro"}),
        name="Black Sea and Aegean pool",
        lead="TUR",
        home="port-izmir",
        members=frozenset({"GRC", "ROU", "TUR"}),
        source=None,
    ),
)
"""Who is in none of them for a kind runs its own."""


@dataclass(frozen=True, slots=True)
class _Share:
    """What one nation gives of one kind."""

    nation: str
    quantity: int
    lane_m: float | None
    draught_m: float | None
    home: str
    from_day: float


def build_lifts() -> list[Row]:
    """Rows of the table ``lifts``, by id."""
    rows: list[Row] = []
    for kind in _KINDS:
        pools: dict[_Arrangement | str, list[_Share]] = {}
        for size in find_contributors():
            if _gives(size, kind):
                share = _draw_share(size, kind)
                pools.setdefault(_find_arrangement(size.id, kind) or size.id, []).append(share)
        rows += [_join(kind, where, shares) for where, shares in pools.items()]
    return sorted(rows, key=lambda row: row["id"])


def _gives(size: Size, kind: _Kind) -> bool:
    # Nations beyond the box move by their own means until the gateway: they add no lift.
    has_home = bool(find_origins(size.id, kind.origins))
    return has_home and not size.is_far and size.population_m >= kind.least_population_m


def _find_arrangement(nation: str, kind: _Kind) -> _Arrangement | None:
    return next(
        (item for item in _ARRANGEMENTS if kind.key in item.kinds and nation in item.members), None
    )


def _draw_share(size: Size, kind: _Kind) -> _Share:
    draw = Draw(size.id, f"lift-{kind.key}")
    mean = kind.per_root_million * math.sqrt(size.population_m)
    return _Share(
        nation=size.id,
        lane_m=kind.lane_m and round(kind.lane_m * draw.between(0.85, 1.4), -2),
        quantity=max(1, round(mean * draw.between(0.7, 1.3))),
        draught_m=kind.draught_m and round(kind.draught_m + draw.between(-0.4, 1.2), 1),
        home=draw.choose(find_origins(size.id, kind.origins)).id,
        from_day=float(draw.choose((0, 5, 10, 15))),
    )


def _join(kind: _Kind, where: _Arrangement | str, shares: list[_Share]) -> Row:
    """Put the shares of one pool together.

    Sizes are those of the mean carrier, so that the pool carries what its members' carriers would;
    it serves from the mean day, rounded up, so that it has no more days of service than they.
    """
    is_joint = isinstance(where, _Arrangement)
    given = ", ".join(f"{share.nation} {share.quantity}" for share in shares)
    lane_m = _mean(shares, [share.lane_m for share in shares])
    draught_m = _mean(shares, [share.draught_m for share in shares])
    from_day = _mean(shares, [share.from_day for share in shares])
    sizes_note = "sizes usual for the class"
    return {
        "id": f"{where.key if is_joint else where.lower()}-{kind.key}",
        "nation": where.lead if is_joint else where,
        "mode": kind.mode,
        "name": f"{kind.name}, {where.name}" if is_joint else kind.name,
        "quantity": sum(share.quantity for share in shares),
        "payload_t": kind.payload_t,
        "lane_m": lane_m and round(lane_m, -2),
        "passengers": kind.passengers,
        "speed_km_per_h": kind.speed_km_per_h,
        "draught_m": draught_m and round(draught_m, 1),
        "min_runway_m": kind.min_runway_m,
        "home": where.home if is_joint else shares[0].home,
        "from_day": float(math.ceil(from_day or 0.0)),
        "until_day": HORIZON_DAYS,
        "breakdown_probability": kind.breakdown_probability,
        "repair_days": kind.repair_days,
        "source": where.source if is_joint else None,
        "note": notional(f"{sizes_note}; of {given}" if is_joint else sizes_note),
    }


def _mean(shares: list[_Share], values: list[float | None]) -> float | None:
    """Mean by the number of carriers; None where the kind has no such size."""
    known = [
        (share.quantity, value)
        for share, value in zip(shares, values, strict=True)
        if value is not None
    ]
    if not known:
        return None
    return sum(count * value for count, value in known) / sum(count for count, _ in known)
