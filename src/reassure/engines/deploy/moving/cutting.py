"""Into how many loads a unit is cut: parcels, and finer where a limit of its quickest way asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reassure.engines.common.graph import MINUTES_PER_DAY
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.arcs import NEVER
from reassure.engines.deploy.network.loads import LoadKind, load_kind
from reassure.engines.deploy.network.search import Journey, Search, Trip
from reassure.engines.deploy.parameters import CUT_FACTOR, MAX_LOADS_PER_UNIT
from reassure.model.plan import Plan


@dataclass
class Cutting:
    """Cuts units into loads, and sends loads alone over the network.

    Parameters
    ----------
    plan
        The plan.
    search
        Search on its network.
    n_loads
        Loads that a unit is cut into, by the owner of the movement; others are cut by parcels.
    """

    plan: Plan
    search: Search
    n_loads: Mapping[str, int]
    _kinds: dict[tuple[object, ...], LoadKind] = field(
        default_factory=dict[tuple[object, ...], LoadKind]
    )
    _journeys: dict[tuple[LoadKind, str, str, bool, str, int], Journey | None] = field(
        default_factory=dict[tuple[LoadKind, str, str, bool, str, int], Journey | None]
    )

    def kind(self, tour: Tour, ready_day: int) -> LoadKind:
        """Return how a unit is cut that may load from some day on."""
        given = self.n_loads.get(tour.owner, 0)
        key: tuple[object, ...]
        key = (tour.capability.id, tour.origin, tour.destination, tour.is_homeward, given)
        if tour.apart is not None:
            key = (*key, tour.apart)
        if key not in self._kinds:
            parcels = load_kind(self.plan, tour.capability, tour.apart)
            self._kinds[key] = (
                LoadKind(tour.capability, given, tour.apart)
                if given
                else self._cut(tour, parcels, ready_day)
            )
        return self._kinds[key]

    def alone(self, tour: Tour, trip: Trip, release_day: int) -> Journey | None:
        """Return the earliest journey on the network without any other load."""
        # Permissions that are granted by then hold nobody back.
        is_held = any(minute > release_day * MINUTES_PER_DAY for minute in trip.opens.values())
        who = tour.nation if is_held else ""
        key = (trip.kind, trip.origin, trip.destination, trip.is_homeward, who, release_day)
        if key not in self._journeys:
            self._journeys[key] = self.search.earliest(trip, release_day)
        return self._journeys[key]

    def unpermitted(self, tour: Tour, kind: LoadKind) -> Trip:
        """Return the trip of a load that needs no permission."""
        return Trip(kind, tour.origin, tour.destination, {}, tour.is_homeward)

    def _cut(self, tour: Tour, parcels: LoadKind, ready: int) -> LoadKind:
        search = self.search
        whole = self.alone(tour, self.unpermitted(tour, parcels), ready)
        left = search.ground.remaining(tour.destination, by_air=tour.capability.by_air)
        quickest = int(left[search.network.origin(tour.origin)])
        if (
            whole is not None
            and quickest < NEVER
            and whole.arrival_day == ready + quickest // MINUTES_PER_DAY
        ):
            return parcels
        finest = LoadKind(tour.capability, MAX_LOADS_PER_UNIT, tour.apart)
        fine = self.alone(tour, self.unpermitted(tour, finest), ready)
        if fine is None or (whole is not None and whole.arrival_day <= fine.arrival_day):
            return parcels
        most = MAX_LOADS_PER_UNIT
        if whole is not None:
            most = min(most, parcels.n_loads * CUT_FACTOR)
        kind = parcels
        while kind.n_loads < most and any(search.rules.bars(arc, kind) for arc in fine.arcs):
            kind = LoadKind(tour.capability, kind.n_loads + 1, tour.apart)
        passes = not any(search.rules.bars(arc, kind) for arc in fine.arcs)
        return kind if passes or whole is None else parcels
