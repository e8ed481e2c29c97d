"""Units as whole loads: into how many one is cut, and how large each is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reassure.engines.deploy.parameters import (
    HEAVY_MLC,
    MAX_LOADS_PER_UNIT,
    PACKET_VEHICLES,
    SHIP_PARCEL_LANE_M,
    TRAIN_WAGONS,
)
from reassure.model.choices import Cargo, Mode, MovePurpose
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
class Apart:
    """People or equipment of a unit, which go apart by a movement profile.

    Attributes
    ----------
    profile
        The profile.
    purpose
        Which of the two.
    modes
        Modes that it may use; none: all.
    """

    profile: str
    purpose: MovePurpose
    modes: frozenset[Mode]

    @property
    def binding(self) -> str:
        """Field that says by which modes it goes, as table:id.field."""
        return f"movement_profiles:{self.profile}.{self.purpose.value}_by"


@dataclass(frozen=True, slots=True)
class LoadKind:
    """Loads that are alike: one capability cut into the same number of parts.

    Attributes
    ----------
    capability_id
        Tells kinds apart, together with ``n_loads``: the capability's id, with what goes apart.
    n_loads
        Loads of one unit; each carries an equal share of everything.
    apart
        What of the unit it is; None: all of it.
    """

    capability: Capability = field(compare=False)
    n_loads: int
    apart: Apart | None = field(default=None, compare=False)
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
        name = unit.id if self.apart is None else f"{unit.id} {self.apart.binding}"
        object.__setattr__(self, "capability_id", name)
        object.__setattr__(self, "_sizes", sizes)

    def size(self, measure: Measure) -> float:
        """Return one load's share of one of the unit's sizes, in the size's unit."""
        return self._sizes[measure]

    def barred_from(self, mode: Mode) -> str | None:
        """Return the field that keeps it from a mode, as table:id.field; None: nothing does."""
        if self.apart is None or not self.apart.modes or mode in self.apart.modes:
            return None
        return self.apart.binding


def load_kind(plan: Plan, capability: Capability, apart: Apart | None = None) -> LoadKind:
    """Cut one unit, or what of it goes apart, into loads of at most one parcel in every dimension.

    Notes
    -----
    n = max over dimensions of ceil(size / parcel), at least 1 (docs/explain/deploy.md, eq. 1).
    A parcel by sea is never larger than the largest ship that the plan lists, and people who go
    apart are never more than the largest aircraft takes.
    """
    ships = [lift for lift in plan.lifts if lift.mode is Mode.SEA]
    parcels = (
        (capability.wagons, TRAIN_WAGONS),
        (float(capability.vehicles), PACKET_VEHICLES),
        (capability.lane_m, _least(SHIP_PARCEL_LANE_M, [ship.lane_m for ship in ships])),
        (capability.tonnes, _least(math.inf, [ship.payload_t for ship in ships])),
    )
    if apart is not None and apart.purpose is MovePurpose.PEOPLE:
        seats = [lift.passengers for lift in plan.lifts if lift.mode is Mode.AIR]
        parcels = (*parcels, (float(capability.persons), _least(math.inf, seats)))
    needed = max(math.ceil(size / parcel - _NOISE) for size, parcel in parcels)
    return LoadKind(capability, min(max(1, needed), MAX_LOADS_PER_UNIT), apart)


def cargo_classes(capability: Capability) -> frozenset[Cargo]:
    """Return the classes of cargo that a unit counts as where permission is asked."""
    classes = {Cargo.ANY}
    if capability.heaviest_mlc >= HEAVY_MLC:
        classes.add(Cargo.HEAVY)
    if capability.outsize:
        classes.add(Cargo.OUTSIZE)
    return frozenset(classes)


def _least(parcel: float, sizes: Sequence[float | None]) -> float:
    if not sizes or any(not size for size in sizes):
        return parcel
    return min(parcel, max(size for size in sizes if size is not None))
