"""Assumptions: limits that no cell states, and that are taken as no limit."""

from collections.abc import Iterator, Mapping

import polars as pl

from reassure.checks.graph import Network
from reassure.checks.place import Place, counted, listed, note
from reassure.model.choices import LocationKind, Mode
from reassure.model.finding import Finding
from reassure.model.plan import Plan

_PORTS = (LocationKind.PORT, LocationKind.NAVAL_BASE)
_SITES = (LocationKind.BASE, LocationKind.CAMP, LocationKind.TRAINING_AREA)

_PLACE_LIMITS: Mapping[str, tuple[tuple[Mode, ...], tuple[LocationKind, ...]]] = {
    "draught_m": ((Mode.SEA,), _PORTS),
    "berths": ((Mode.SEA,), _PORTS),
    "handling_t_per_day": ((Mode.SEA,), _PORTS),
    "handling_lane_m_per_day": ((Mode.SEA,), _PORTS),
    "trains_per_day": ((Mode.RAIL,), (LocationKind.RAIL_TERMINAL,)),
    "wagons_per_day": ((Mode.RAIL,), (LocationKind.RAIL_TERMINAL,)),
    "runway_m": ((Mode.AIR,), (LocationKind.AIRFIELD,)),
    "mog": ((Mode.AIR,), (LocationKind.AIRFIELD,)),
    "parking": ((Mode.AIR,), (LocationKind.AIRFIELD,)),
    "staging_t_per_day": ((), (LocationKind.STAGING,)),
    "storage_t": ((), (LocationKind.DEPOT, *_SITES)),
    "fuel_storage_t": ((), (LocationKind.DEPOT, *_SITES)),
    "beds": ((), _SITES),
}
"""Limits of places, by the modes and the kinds of place that meet them."""

_LINK_LIMITS: Mapping[str, tuple[Mode, ...]] = {
    "capacity_per_day": tuple(Mode),
    "mlc": (Mode.ROAD,),
    "axle_load_t": (Mode.RAIL,),
    "loading_gauge": (Mode.RAIL,),
}


def check_assumptions(plan: Plan, network: Network) -> Iterator[Finding]:
    """Count the empty limits, field by field, where the limit would mean something.

    Yields
    ------
    Finding
        CHK-LIMIT-001 once for a table and field, CHK-LIMIT-002 where C-day is open.
    """
    places_by_mode: dict[Mode, set[str]] = {}
    for link in network.links:
        places_by_mode.setdefault(link.mode, set()).update((link.from_location, link.to_location))
    for field, (modes, kinds) in _PLACE_LIMITS.items():
        touched = set[str]().union(*(places_by_mode.get(mode, set()) for mode in modes))
        is_met = pl.col("id").is_in(sorted(touched)) | pl.col("kind").is_in([*kinds])
        yield from _count_empty("locations", field, plan.locations.frame.filter(is_met))
    for field, modes in _LINK_LIMITS.items():
        links = plan.links.frame.filter(pl.col("mode").is_in([*modes]))
        yield from _count_empty("links", field, links)
    yield from _count_empty("stocks", "capacity_t", plan.stocks.frame)
    yield from _count_empty("requirements", "max_notice_days", plan.requirements.frame)
    if plan.meta.c_day is None and len(plan.requirements):
        yield note(
            "CHK-LIMIT-002",
            Place(None),
            found="no c_day",
            expected="the date of C-day, once it is known",
            cure="all days are counted from an open C-day, and no dates are shown",
        )


def _count_empty(table: str, field: str, frame: pl.DataFrame) -> Iterator[Finding]:
    empty = frame.filter(pl.col(field).is_null())["id"].to_list()
    if empty:
        rows = counted(frame.height, "row")
        yield note(
            "CHK-LIMIT-001",
            Place(table, None, field),
            found=f"{len(empty)} of {rows} empty: {listed(empty)}",
            expected="a limit where there is one",
            cure="no limit stated: taken as unlimited",
        )
