"""The terrain of a plan with the names behind its numbers, and travellers on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.deploy.network.arcs import NEVER, Arc, ArcKind
from reassure.engines.deploy.network.carriers import too_large
from reassure.engines.deploy.network.limits import SLACK, Limits
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.network import Network
from reassure.engines.deploy.network.reaching import least_minutes
from reassure.engines.deploy.network.rules import Rules, against
from reassure.engines.deploy.network.shares import Measured, size_of
from reassure.engines.deploy.network.terrain import Flags, Floats, Ints, Terrain
from reassure.model.choices import Mode


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
    _entering: dict[bool, tuple[Ints, Ints, Ints, Flags]] = field(
        default_factory=dict[bool, "tuple[Ints, Ints, Ints, Flags]"]
    )

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

    def sizes(self, kind: LoadKind) -> Floats:
        """Return the size of one load of a kind in each measure."""
        return self._known(kind)[0]

    def barred(self, kind: LoadKind) -> Flags:
        """Return which arcs do not take loads of a kind, whoever they are of."""
        return self._known(kind)[1]

    def held(self, opens: Mapping[str, int]) -> Ints:
        """Return the minute from which each arc lets in who is let in from some minutes on.

        Parameters
        ----------
        opens
            Minute from which each of some locations is open to them.
        """
        if not opens or not len(self._step_arc):
            return np.zeros(len(self.network.arcs), dtype=np.int32)
        opened = np.zeros(len(self.locations), dtype=np.int64)
        for place, minute in opens.items():
            opened[self.locations[place]] = minute
        at = np.flatnonzero(opened[self._step_place] > self._step_offset)
        needed = opened[self._step_place[at]] - self._step_offset[at]
        held = np.zeros(len(self.network.arcs), dtype=np.int64)
        np.maximum.at(held, self._step_arc[at], needed)
        held = np.where(self.terrain.in_day, held, -(-held // DAY) * DAY)
        return np.minimum(held, NEVER).astype(np.int32)

    def remaining(self, destination: str, *, by_air: bool) -> Ints:
        """Return by state the least time to a destination without any limit [minutes].

        `NEVER` where there is no way; ``by_air`` says whether flights count.
        """
        key = (destination, by_air)
        if key not in self._remaining:
            if by_air not in self._entering:
                self._entering[by_air] = self._entries_in(by_air=by_air)
            goals = np.flatnonzero(self.terrain.place == self.locations[destination])
            self._remaining[key] = least_minutes(*self._entering[by_air], goals)
        return self._remaining[key]

    def _entries_in(self, *, by_air: bool) -> tuple[Ints, Ints, Ints, Flags]:
        """Return the usable entries by the state that they lead to, as `least_minutes` asks."""
        terrain, stands, arcs = self.terrain, self.network.stands, self.network.arcs
        shut = self._closed if by_air else self._closed | self._by_air
        used = np.flatnonzero(~shut[terrain.entry_arc])
        used = used[np.argsort(terrain.entry_head[used], kind="stable")]
        heads, arc = terrain.entry_head[used], terrain.entry_arc[used]
        tails = np.searchsorted(terrain.first_entry, used, side="right") - 1
        ashore = np.array([stand.on_ground or stand.in_storage for stand in stands], dtype=np.bool_)
        changes = np.array([item.kind is ArcKind.CHANGE_GAUGE for item in arcs], dtype=np.bool_)
        first = np.searchsorted(heads, np.arange(len(stands) + 1))
        # On the ground, and where the gauge is changed, the clock shows whole days.
        is_day = ashore[tails] | changes[arc]
        return first, tails, terrain.minutes[arc], is_day

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

    def _known(self, kind: LoadKind) -> tuple[Floats, Flags]:
        """Return the sizes of a kind, and which arcs do not take it, worked out once."""
        if kind not in self._bars:
            self._bars[kind] = self._worked_out(kind)
        return self._bars[kind]

    def _worked_out(self, kind: LoadKind) -> tuple[Floats, Flags]:
        terrain, n_arcs = self.terrain, len(self.network.arcs)
        sizes = np.array([size_of(kind, measure) for measure in self._measures])
        barred = self._closed.copy()
        if not kind.capability.by_air:
            barred |= self._by_air
        if kind.apart is not None and kind.apart.modes:
            unused = [kind.barred_from(arc.mode) is not None for arc in self.network.arcs]
            barred |= np.array(unused, dtype=np.bool_)
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
