"""What a plan moves and on what: the sizes by which limits of different units are compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reassure.engines.common.conventions import SORTIE_PAYLOAD_T
from reassure.engines.deploy.network.voyages import against_port, is_shallow
from reassure.engines.deploy.parameters import SHIP_LANE_M
from reassure.model.choices import Mode, Movement
from reassure.model.force import Capability
from reassure.model.network import Lift, Location
from reassure.model.plan import Plan


@dataclass
class Cargo:
    """The cargo of a plan's offers and the carriers of its lifts.

    Attributes
    ----------
    units
        Kinds of unit that are offered as cargo; every kind of cargo where none is offered.
    tonnes_per_lane_m
        Mean weight on a metre of lane of all offered units [t/m]; None where none takes lane.
    """

    plan: Plan
    units: tuple[Capability, ...] = field(init=False)
    tonnes_per_lane_m: float | None = field(init=False)

    def __post_init__(self) -> None:
        """Sum up what is offered."""
        kinds = self.plan.capabilities
        carried = {row.id: row for row in kinds if row.moves is Movement.CARRIED}
        offered: dict[str, float] = {}
        for offer in self.plan.offers:
            if offer.capability in carried:
                offered[offer.capability] = offered.get(offer.capability, 0.0) + offer.quantity
        counts = offered or dict.fromkeys(carried, 1.0)
        self.units = tuple(row for row in carried.values() if row.id in counts)
        tonnes = sum(row.tonnes * counts[row.id] for row in self.units if row.lane_m)
        lane_m = sum(row.lane_m * counts[row.id] for row in self.units)
        self.tonnes_per_lane_m = tonnes / lane_m if lane_m else None

    def largest(self, size: str) -> Capability | None:
        """Return the unit with most ``wagons`` or ``vehicles``; None where none has any."""
        best = max(self.units, key=lambda row: (getattr(row, size), row.id), default=None)
        return best if best is not None and getattr(best, size) else None

    def ship_at(self, place: Location) -> tuple[Lift | None, float | None]:
        """Return the listed ship that brings a port most cargo, and how much [t].

        Where the plan lists no ship, one of unknown size; where the port takes none of those
        that it lists, or nothing is known of its load, the load is None.
        """
        ships = [row for row in self._lifts(Mode.SEA) if self.takes_ship(place, row)]
        loads = [(load, row.id, row) for row in ships if (load := self.load_of(row)) is not None]
        if loads:
            load_t, _, ship = max(loads, key=lambda item: item[:2])
            return ship, load_t
        return None, None if self._lifts(Mode.SEA) else self.load_of(None)

    def load_of(self, ship: Lift | None) -> float | None:
        """Return the cargo of one ship [t], by lane or by weight, as the model fills it."""
        density = self.tonnes_per_lane_m
        if ship is None or (ship.lane_m is None and ship.payload_t is None):
            return None if density is None else SHIP_LANE_M * density
        loads = [] if ship.payload_t is None else [ship.payload_t]
        if ship.lane_m is not None and density is not None:
            loads.append(ship.lane_m * density)
        return min(loads, default=None)

    def takes_ship(self, place: Location, ship: Lift) -> bool:
        """Whether a port is deep enough for a ship, and lets its vehicles drive off."""
        return not (is_shallow(place, ship.draught_m or 0.0) or against_port(place, ship))

    def ships(self) -> list[Lift]:
        """Return the pools of ships."""
        return self._lifts(Mode.SEA)

    def aircraft(self) -> list[Lift]:
        """Return the pools of aircraft."""
        return self._lifts(Mode.AIR)

    def aircraft_at(self, place: Location) -> Iterator[tuple[str, float]]:
        """Iterate over the kinds of aircraft that a runway takes, with payloads [t], largest first.

        Where the plan lists none, one of unknown payload.
        """
        listed = self._lifts(Mode.AIR)
        if not listed:
            yield "aircraft of unknown payload", SORTIE_PAYLOAD_T
        kinds = {
            (-(row.payload_t or SORTIE_PAYLOAD_T), row.name)
            for row in listed
            if not against_port(place, row)
        }
        for payload_t, name in sorted(kinds):
            yield name, -payload_t

    def _lifts(self, mode: Mode) -> list[Lift]:
        return [row for row in self.plan.lifts if row.mode is mode and row.quantity]
