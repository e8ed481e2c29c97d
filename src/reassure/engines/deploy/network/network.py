"""The network as states and arcs, free of time: where a load can stand, and what takes it on.

A load stands on the ground of a location (having come by one mode), or on board of one mode
there. Arcs start a journey, carry it on, change its gauge or end it; ships and aircraft sail
whole voyages from port to port.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reassure.engines.common.graph import (
    Passages,
    Way,
    transit_minutes,
    ways,
)
from reassure.engines.deploy.network.arcs import Arc, ArcKind, Stand
from reassure.engines.deploy.network.directions import Directions
from reassure.engines.deploy.network.voyages import CARRIED_MODES, Step, Voyage, Voyages
from reassure.model.choices import LocationKind, LocationState, Mode
from reassure.model.network import Lift
from reassure.model.plan import Plan


@dataclass
class Network:
    """All states and arcs that can be reached from some origins.

    Parameters
    ----------
    plan
        Plan with its network.
    origins, destinations
        Loads start and end there whatever kind of place it is.
    sought, left
        Places that loads go to from wherever their homes are, and places that they leave for
        home: voyages go nearer to one of the former, or away from one of the latter. None: to
        all destinations.
    strays
        Those of the origins where loads are that were not to be there: others change carriers
        there only where that kind of place lets them.

    Attributes
    ----------
    stands
        The states; a state's number is its place here.
    outgoing
        Arcs by state.
    """

    plan: Plan
    origins: frozenset[str]
    destinations: frozenset[str]
    sought: frozenset[str] | None = None
    left: frozenset[str] = frozenset()
    strays: frozenset[str] = frozenset()
    stands: list[Stand] = field(default_factory=list[Stand])
    outgoing: list[list[Arc]] = field(default_factory=list[list[Arc]])
    arcs: list[Arc] = field(default_factory=list[Arc])
    _number: dict[Stand, int] = field(default_factory=dict[Stand, int])
    _starts: dict[tuple[str, Mode, bool], list[Arc]] = field(
        default_factory=dict[tuple[str, Mode, bool], list[Arc]]
    )

    def __post_init__(self) -> None:
        """Lay out every state and arc."""
        passages = Passages(self.plan)
        self._closed = {row.id for row in self.plan.locations if row.state is LocationState.CLOSED}
        self._out: dict[str, dict[Mode, list[Way]]] = {}
        self._reasons: dict[tuple[str, str], tuple[str, ...]] = {}
        for way in ways(self.plan):
            self._out.setdefault(way.start, {}).setdefault(way.link.mode, []).append(way)
            self._reasons[way.link.id, way.start] = self._reasons_of(way, passages)
        self._ends = (self.origins - self.strays) | self.destinations
        sought = self.destinations if self.sought is None else self.sought
        self.directions = Directions(self.plan, sought, self.left)
        nearer = {mode: self.directions.serving(mode) for mode in CARRIED_MODES}
        self._voyages = Voyages(self.plan, self._out, self._reasons, self._may_end, nearer)
        self._breaks: dict[str, list[tuple[float, float, str]]] = {}
        for row in self.plan.gauge_breaks:
            for pair in sorted(
                {(row.from_gauge_mm, row.to_gauge_mm), (row.to_gauge_mm, row.from_gauge_mm)}
            ):
                self._breaks.setdefault(row.location, []).append((*pair, row.id))
        # On the ground of a port carriers of one size are the same: a load on board of either
        # stands in one state.
        sizes: dict[tuple[object, ...], str] = {}
        self._alike = {
            row.id: sizes.setdefault((row.mode, row.payload_t, row.lane_m, row.passengers), row.id)
            for row in self.plan.lifts
        }
        for origin in sorted(self.origins):
            self.state(Stand(origin, None, None, on_ground=True))
        done = 0
        while done < len(self.stands):
            self.outgoing[done].extend(self._arcs_from(self.stands[done]))
            done += 1

    def state(self, stand: Stand) -> int:
        """Return the number of a state, a new one where it is new."""
        if stand not in self._number:
            self._number[stand] = len(self.stands)
            self.stands.append(stand)
            self.outgoing.append([])
        return self._number[stand]

    def origin(self, location: str) -> int:
        """Return the state in which units wait at their origin."""
        return self._number[Stand(location, None, None, on_ground=True)]

    def _may_end(self, location: str, mode: Mode) -> bool:
        kind = self.plan.locations[location].kind
        if location in self._ends:
            return True
        if mode is Mode.SEA:
            return kind in (LocationKind.PORT, LocationKind.NAVAL_BASE)
        return kind is not LocationKind.GATEWAY

    def _arcs_from(self, stand: Stand) -> Iterable[Arc]:
        place, mode = stand.location, stand.mode
        has_storage = self.plan.locations[place].storage_t is not None
        if stand.on_ground and mode is not None and has_storage:
            return
        if stand.on_ground or stand.in_storage:
            for taken in self._out.get(place, {}):
                # Unloading and loading the same train anew would slip past a break of gauge.
                if taken is not mode or taken in CARRIED_MODES:
                    yield from self._starts_by(place, taken, at_origin=mode is None)
            return
        if mode is None:
            return
        if self._may_end(place, mode):
            # What stays takes no storage, what goes on does: two states tell them apart.
            if not has_storage or place in self.destinations:
                yield self._unloading(stand, mode, into_storage=False)
            if has_storage:
                yield self._unloading(stand, mode, into_storage=True)
        if mode not in CARRIED_MODES:
            yield from self._onward(stand, mode)
            if mode is Mode.RAIL and isinstance(stand.tag, float):
                yield from self._changes(place, stand.tag)

    def _unloading(self, stand: Stand, mode: Mode, *, into_storage: bool) -> Arc:
        place = stand.location
        ashore = Stand(place, mode, None, on_ground=not into_storage, in_storage=into_storage)
        lift = self.plan.lifts[stand.tag] if isinstance(stand.tag, str) else None
        return self._arc(
            ArcKind.UNLOAD, mode, self.state(ashore), (), place,
            lift=lift, into_storage=into_storage, reasons=self._closing(place),
        )  # fmt: skip

    def _starts_by(self, place: str, mode: Mode, *, at_origin: bool) -> list[Arc]:
        key = (place, mode, at_origin)
        if key not in self._starts and not (at_origin or self._may_end(place, mode)):
            self._starts[key] = []
        if key not in self._starts:
            if mode in CARRIED_MODES:
                made = [self._voyage_arc(v, mode, at_origin) for v in self._voyages.of(place, mode)]
            else:
                made = [
                    self._way_arc(ArcKind.START, way, way.link.gauge_mm, at_origin=at_origin)
                    for way in self._out[place][mode]
                ]
            self._starts[key] = made
        return self._starts[key]

    def _onward(self, stand: Stand, mode: Mode) -> Iterable[Arc]:
        for way in self._out.get(stand.location, {}).get(mode, ()):
            gauge = way.link.gauge_mm
            if gauge is None or stand.tag is None or gauge == stand.tag:
                yield self._way_arc(ArcKind.GO_ON, way, gauge or stand.tag)

    def _changes(self, place: str, gauge: float) -> Iterable[Arc]:
        worked = [(to, row) for start, to, row in self._breaks.get(place, ()) if start == gauge]
        for to, row in worked:
            head = self.state(Stand(place, Mode.RAIL, to, on_ground=False))
            kind, closed = ArcKind.CHANGE_GAUGE, self._closing(place)
            yield self._arc(kind, Mode.RAIL, head, (), place, break_id=row, reasons=closed)
        known = {gauge, None} | {to for to, _ in worked}
        for way in self._out.get(place, {}).get(Mode.RAIL, ()):
            to = way.link.gauge_mm
            if to not in known and isinstance(to, float):
                known.add(to)
                head = self.state(Stand(place, Mode.RAIL, to, on_ground=False))
                missing = (f"links:{way.link.id}.gauge_mm",)
                yield self._arc(ArcKind.CHANGE_GAUGE, Mode.RAIL, head, (), place, reasons=missing)

    def _way_arc(
        self, kind: ArcKind, way: Way, tag: float | str | None, *, at_origin: bool = False
    ) -> Arc:
        mode = way.link.mode
        head = self.state(Stand(way.end, mode, tag if mode is Mode.RAIL else None, on_ground=False))
        steps = (Step(way, 0, transit_minutes(way.link)),)
        reasons = self._reasons[way.link.id, way.start]
        return self._arc(kind, mode, head, steps, way.start, at_origin=at_origin, reasons=reasons)

    def _voyage_arc(self, voyage: Voyage, mode: Mode, at_origin: bool) -> Arc:
        lift, steps = voyage.lift, voyage.steps
        tag = None if lift is None else self._alike[lift.id]
        head = self.state(Stand(steps[-1].way.end, mode, tag, on_ground=False))
        return self._arc(
            ArcKind.VOYAGE, mode, head, steps, steps[0].way.start,
            at_origin=at_origin, lift=lift, reasons=voyage.reasons,
        )  # fmt: skip

    def _arc(
        self,
        kind: ArcKind,
        mode: Mode,
        head: int,
        steps: tuple[Step, ...],
        place: str,
        *,
        at_origin: bool = False,
        lift: Lift | None = None,
        break_id: str | None = None,
        into_storage: bool = False,
        reasons: tuple[str, ...] = (),
    ) -> Arc:
        arc = Arc(
            len(self.arcs), kind, mode, head, steps, place,
            at_origin, lift, break_id, into_storage, reasons,
        )  # fmt: skip
        self.arcs.append(arc)
        return arc

    def _closing(self, place: str) -> tuple[str, ...]:
        return (f"locations:{place}.state",) if place in self._closed else ()

    def _reasons_of(self, way: Way, passages: Passages) -> tuple[str, ...]:
        reasons: list[str] = []
        for end in (way.start, way.end):
            reasons.extend(self._closing(end))
            barring = passages.barring(end, way.link.mode)
            if barring is not None:
                reasons.append(f"passages:{barring}.allowed")
        if way.link.capacity_per_day == 0:
            reasons.append(f"links:{way.link.id}.capacity_per_day")
        return tuple(dict.fromkeys(reasons))
