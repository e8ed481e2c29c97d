"""The network as arrays, for searches that run compiled.

An entry is one arc as it leaves one state: an arc that several states share stands once with its
uses and once for each of them in the list of entries.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.arcs import NEVER, Arc, ArcKind
from reassure.engines.deploy.carriers import too_large
from reassure.engines.deploy.limits import SLACK, Limits
from reassure.engines.deploy.loads import LoadKind
from reassure.engines.deploy.network import Network
from reassure.engines.deploy.rules import Rules, against
from reassure.engines.deploy.shares import Measured, size_of
from reassure.model.choices import Mode

Ints = Any
"""Array of whole numbers, 32 bits each. To a type checker an entry of an array is an array again;
compiled code, all single entries, would have to deny that line by line."""

Floats = Any
"""Array of numbers, 64 bits each."""

Flags = Any
"""Array of truth values."""


class Terrain(NamedTuple):
    """States, entries, arcs and their uses of limits.

    Attributes
    ----------
    first_entry
        First entry of each state, shape (n_states + 1,).
    entry_arc, entry_head
        Arc of each entry, and the state that it leads to.
    minutes
        Time of each arc [minutes].
    rounds, in_day
        Whether a load rounds up to a whole day before an arc; whether it may begin one that it
        had to wait for within a day.
    first_use
        First use of each arc, shape (n_arcs + 1,).
    use_limit, use_after, use_days
        Limit of each use, time from the arc's start to its first day [minutes], days in a row.
    use_measure, use_factor
        What of a load counts, as a place in `Traveller.sizes`, and how much of the limit one of
        that takes.
    place
        Location on whose ground each state is, -1 on board.
    """

    first_entry: Ints
    entry_arc: Ints
    entry_head: Ints
    minutes: Ints
    rounds: Flags
    in_day: Flags
    first_use: Ints
    use_limit: Ints
    use_after: Ints
    use_days: Ints
    use_measure: Ints
    use_factor: Floats
    place: Ints


class Traveller(NamedTuple):
    """What loads of one kind and nation are to the network.

    Attributes
    ----------
    sizes
        Size of one load in each measure.
    earliest
        Minute from which each arc may begin by permissions; `NEVER` where it does not take them.
    """

    sizes: Floats
    earliest: Ints


@dataclass
class Ground:
    """Terrain with the names behind its numbers, and travellers on it.

    Parameters
    ----------
    network, rules, limits
        Of one plan; all limits that arcs meet are added.
    """

    network: Network
    rules: Rules
    limits: Limits
    terrain: Terrain = field(init=False)
    locations: dict[str, int] = field(init=False)
    _measures: dict[Measured, int] = field(init=False)
    _against: dict[tuple[object, ...], Flags] = field(
        default_factory=dict[tuple[object, ...], "Flags"]
    )
    _bars: dict[LoadKind, tuple[Floats, Flags]] = field(
        default_factory=dict[LoadKind, "tuple[Floats, Flags]"]
    )
    _remaining: dict[tuple[str, bool], Ints] = field(default_factory=dict[tuple[str, bool], "Ints"])

    def __post_init__(self) -> None:
        """Lay out the arrays."""
        arcs = self.network.arcs
        self.locations = {row.id: k for k, row in enumerate(self.rules.plan.locations)}
        self._measures, self._numbers = {}, dict[int, int]()
        uses: list[tuple[int, int, int, int, float]] = []
        first_use = [0]
        for arc in arcs:
            if not arc.reasons:
                uses.extend(
                    (limit, after, days, self._measure(measure), factor)
                    for limit, measure, factor, after, days in self.rules.shares_of(arc)
                    if limit is not None
                )
            first_use.append(len(uses))
        self._lay_out(first_use, uses)
        steps = [(arc.number, step) for arc in arcs for step in arc.steps]
        self._step_arc = np.array([number for number, _ in steps], dtype=np.int64)
        self._step_place = np.array(
            [self.locations[step.way.end] for _, step in steps], dtype=np.int64
        )
        self._step_offset = np.array(
            [step.after_minutes + step.minutes for _, step in steps], dtype=np.int64
        )
        links = {row.id: k for k, row in enumerate(self.rules.plan.links)}
        self._step_link = np.array([links[step.way.link.id] for _, step in steps], dtype=np.int64)
        self._is_land = np.array(
            [network_arc.mode in (Mode.ROAD, Mode.RAIL) for network_arc in arcs], dtype=np.bool_
        )
        self._by_air = np.array([arc.mode is Mode.AIR for arc in arcs], dtype=np.bool_)
        self._closed = np.array([bool(arc.reasons) for arc in arcs], dtype=np.bool_)
        self._sailing: dict[str, list[int]] = {}
        for arc in arcs:
            if arc.kind is ArcKind.VOYAGE and arc.lift is not None and arc.mode is Mode.SEA:
                self._sailing.setdefault(arc.lift.id, []).append(arc.number)

    @property
    def room(self) -> Floats:
        """What every limit gives, shape (n_limits, n_days): a new array."""
        return np.array(self.limits.base, dtype=np.float64).reshape(
            len(self.limits.limits), self.limits.last_day + 1
        )

    def traveller(self, kind: LoadKind, opens: Mapping[str, int]) -> Traveller:
        """Return loads of a kind that are let in from some minutes on, by location."""
        if kind not in self._bars:
            self._bars[kind] = self._worked_out(kind)
        sizes, barred = self._bars[kind]
        earliest = np.where(barred, NEVER, 0).astype(np.int32)
        if opens and len(self._step_arc):
            opened = np.zeros(len(self.locations), dtype=np.int64)
            for place, minute in opens.items():
                opened[self.locations[place]] = minute
            at = np.flatnonzero(opened[self._step_place] > self._step_offset)
            needed = opened[self._step_place[at]] - self._step_offset[at]
            held = np.zeros(len(barred), dtype=np.int64)
            np.maximum.at(held, self._step_arc[at], needed)
            held = np.where(self.terrain.in_day, held, -(-held // DAY) * DAY)
            earliest = np.maximum(earliest, np.minimum(held, NEVER)).astype(np.int32)
        return Traveller(sizes, earliest)

    def remaining(self, destination: str, *, by_air: bool) -> Ints:
        """Return by state the least time to a destination without any limit [minutes]."""
        key = (destination, by_air)
        if key not in self._remaining:
            times = self.network.least_times(destination, by_air=by_air)
            self._remaining[key] = np.array(times, dtype=np.int32)
        return self._remaining[key]

    def _measure(self, measure: Measured) -> int:
        # The rules hand out the same object for the same measure; comparing carriers is slow.
        number = self._numbers.get(id(measure))
        if number is None:
            number = self._measures.setdefault(measure, len(self._measures))
            self._numbers[id(measure)] = number
        return number

    def _lay_out(self, first_use: list[int], uses: list[tuple[int, int, int, int, float]]) -> None:
        network, ints = self.network, np.int32
        entries = [(arc.number, arc.head) for arcs in network.outgoing for arc in arcs]
        columns = list(zip(*uses, strict=True)) if uses else [(), (), (), (), ()]
        on_ground = [self.locations[s.location] if s.on_ground else -1 for s in network.stands]
        self.terrain = Terrain(
            first_entry=np.cumsum([0, *map(len, network.outgoing)], dtype=ints),
            entry_arc=np.array([number for number, _ in entries], dtype=ints),
            entry_head=np.array([head for _, head in entries], dtype=ints),
            minutes=np.array([arc.minutes for arc in network.arcs], dtype=ints),
            rounds=np.array([arc.ends_the_day for arc in network.arcs], dtype=np.bool_),
            in_day=np.array([_begins_in_day(arc) for arc in network.arcs], dtype=np.bool_),
            first_use=np.array(first_use, dtype=ints),
            use_limit=np.array(columns[0], dtype=ints),
            use_after=np.array(columns[1], dtype=ints),
            use_days=np.array(columns[2], dtype=ints),
            use_measure=np.array(columns[3], dtype=ints),
            use_factor=np.array(columns[4], dtype=np.float64),
            place=np.array(on_ground, dtype=ints),
        )

    def _worked_out(self, kind: LoadKind) -> tuple[Floats, Flags]:
        """Return the sizes of a kind, and which arcs do not take it."""
        terrain, n_arcs = self.terrain, len(self.network.arcs)
        sizes = np.array([size_of(kind, measure) for measure in self._measures])
        barred = self._closed.copy()
        if not kind.capability.by_air:
            barred |= self._by_air
        barred |= self._against_links(kind)
        for lift, numbers in self._sailing.items():
            if too_large(self.rules.plan.lifts[lift], kind):
                barred[numbers] = True
        if len(terrain.use_limit):
            amounts = terrain.use_factor * sizes[terrain.use_measure]
            peaks = np.array(self.limits.peak)[terrain.use_limit]
            short = peaks < np.maximum(amounts - SLACK, SLACK)
            arc_of_use = np.repeat(np.arange(n_arcs), np.diff(terrain.first_use))
            barred[arc_of_use[short]] = True
        return sizes, barred

    def _against_links(self, kind: LoadKind) -> Flags:
        """Return which arcs pass a bridge or track that does not carry a kind."""
        unit = kind.capability
        key = (unit.heaviest_mlc, unit.axle_load_t, unit.loading_gauge)
        if key not in self._against:
            refused = np.array(
                [bool(against(link, kind)) for link in self.rules.plan.links], dtype=np.bool_
            )
            found = np.zeros(len(self.network.arcs), dtype=np.bool_)
            if len(self._step_arc):
                found[self._step_arc[refused[self._step_link]]] = True
            self._against[key] = found & self._is_land
        return self._against[key]


def _begins_in_day(arc: Arc) -> bool:
    return arc.kind is ArcKind.GO_ON
