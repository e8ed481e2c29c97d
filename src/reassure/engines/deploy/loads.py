"""Units as whole loads: into how many one is cut, and how large each is."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from reassure.engines.deploy.parameters import (
    HEAVY_MLC,
    MAX_LOADS_PER_UNIT,
    PACKET_VEHICLES,
    SHIP_PARCEL_LANE_M,
    TRAIN_WAGONS,
)
from reassure.model.choices import Cargo, Mode
from reassure.model.force import Capability
from reassure.model.plan import Plan

_NOISE = 1e-9


class Measure(StrEnum):
    """In what a load is measured."""

    ONE = "one"
    TONNES = "tonnes"
    LANE_M = "lane_m"
    WAGONS = "wagons"
    VEHICLES = "vehicles"
    PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class LoadKind:
    """Loads that are alike: one capability cut into the same number of parts.

    Attributes
    ----------
    capability_id
        Tells kinds apart, together with ``n_loads``.
    n_loads
        Loads of one unit; each carries an equal share of everything.
    """

    capability: Capability = field(compare=False)
    n_loads: int
    capability_id: str = field(init=False)

    _sizes: dict[Measure, float] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Take the id from the capability, whose own hash would be slow, and divide it once."""
        unit, n = self.capability, self.n_loads
        sizes = {
            Measure.ONE: 1.0,
            Measure.TONNES: unit.tonnes / n,
            Measure.LANE_M: unit.lane_m / n,
            Measure.WAGONS: unit.wagons / n,
            Measure.VEHICLES: unit.vehicles / n,
            Measure.PERSONS: unit.persons / n,
        }
        object.__setattr__(self, "capability_id", unit.id)
        object.__setattr__(self, "_sizes", sizes)

    def size(self, measure: Measure) -> float:
        """Return one load's share of one of the unit's sizes, in the size's unit."""
        return self._sizes[measure]


def load_kind(plan: Plan, capability: Capability) -> LoadKind:
    """Cut one unit into loads of at most one parcel in every dimension.

    Notes
    -----
    n = max over dimensions of ceil(size / parcel), at least 1 (docs/explain/deploy.md, eq. 1).
    A parcel by sea is never larger than the largest ship that the plan lists.
    """
    ships = [lift for lift in plan.lifts if lift.mode is Mode.SEA]
    parcels = (
        (capability.wagons, TRAIN_WAGONS),
        (float(capability.vehicles), PACKET_VEHICLES),
        (capability.lane_m, _least(SHIP_PARCEL_LANE_M, [ship.lane_m for ship in ships])),
        (capability.tonnes, _least(math.inf, [ship.payload_t for ship in ships])),
    )
    needed = max(math.ceil(size / parcel - _NOISE) for size, parcel in parcels)
    return LoadKind(capability, min(max(1, needed), MAX_LOADS_PER_UNIT))


def cargo_classes(capability: Capability) -> frozenset[Cargo]:
    """Return the classes of cargo that a unit counts as where permission is asked."""
    classes = {Cargo.ANY}
    if capability.heaviest_mlc >= HEAVY_MLC:
        classes.add(Cargo.HEAVY)
    if capability.outsize:
        classes.add(Cargo.OUTSIZE)
    return frozenset(classes)


def _least(parcel: float, sizes: list[float | None]) -> float:
    if not sizes or any(size is None for size in sizes):
        return parcel
    return min(parcel, max(size for size in sizes if size is not None))
