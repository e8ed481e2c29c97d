"""The network as sparse arrays: its pieces, and what can be reached from where.

A place counts as one node for every track gauge on which a train can stand there, and one
more for everything that is no train, so that a break of gauge without a way to change it
stops a train and nothing else.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from reassure.model.choices import LocationState, Mode
from reassure.model.network import Link
from reassure.model.plan import Plan

_NO_TRAIN = 0
_UNKNOWN_GAUGE = 1
_FIRST_GAUGE = 2


@dataclass(frozen=True)
class Network:
    """Places and links of a plan; links to places that do not exist are left out.

    Parameters
    ----------
    plan
        Plan; its references may dangle.
    """

    plan: Plan

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the places, in order."""
        return self.plan.locations.ids

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links between two different places that both exist."""
        known = self.plan.locations
        return tuple(
            link
            for link in self.plan.links
            if link.from_location in known
            and link.to_location in known
            and link.from_location != link.to_location
        )

    @cached_property
    def usable(self) -> tuple[Link, ...]:
        """Links with a capacity, whose two ends are neither closed nor barred to their mode."""
        locations = self.plan.locations
        barred = {(row.through, row.mode) for row in self.plan.passages if not row.allowed}

        def is_open(place: str, mode: Mode) -> bool:
            location = locations[place]
            is_barred = (location.nation, None) in barred or (location.nation, mode) in barred
            return location.state is not LocationState.CLOSED and not is_barred

        return tuple(
            link
            for link in self.links
            if link.capacity_per_day != 0
            and is_open(link.from_location, link.mode)
            and is_open(link.to_location, link.mode)
        )

    @cached_property
    def pieces(self) -> list[list[str]]:
        """Places joined by links of any state, the largest piece first."""
        if not self.ids:
            return []
        index = self.plan.locations.index
        ends = [(index[link.from_location], index[link.to_location]) for link in self.links]
        _, piece_of = connected_components(_graph(ends, len(self.ids)), directed=False)
        members: dict[int, list[str]] = {}
        for place, piece in zip(self.ids, piece_of, strict=True):
            members.setdefault(int(piece), []).append(place)
        return sorted(members.values(), key=lambda piece: (-len(piece), piece[0]))

    def leading_in(self, place: str) -> list[Link]:
        """Return the usable links that end at a place."""
        return [
            link
            for link in self.usable
            if link.to_location == place or (link.both_ways and link.from_location == place)
        ]

    def reaching(self, place: str, modes: Collection[Mode] = tuple(Mode)) -> frozenset[str]:
        """Return the places from which ``place`` can be reached by some modes, itself included."""
        arrival = len(self.ids) * self._width + self.plan.locations.index[place]
        graph = self._backwards(tuple(modes))
        nodes = breadth_first_order(graph, arrival, directed=True, return_predecessors=False)
        departures = np.unique(nodes[nodes < len(self.ids) * self._width] // self._width)
        starts: list[int] = departures.tolist()
        return frozenset(self.ids[i] for i in starts)

    def _backwards(self, modes: tuple[Mode, ...]) -> csr_array:
        """Return the steps by some modes, walked from where one arrives to where one may start.

        One node more for every place is the arrival there, on whatever gauge.
        """
        if modes not in self._graphs:
            n, width = len(self.ids), self._width
            steps = [(head, tail) for mode in modes for tail, head in self._steps[mode]]
            steps += [(n * width + i, i * width + kind) for i in range(n) for kind in range(width)]
            self._graphs[modes] = _graph(steps, n * width + n)
        return self._graphs[modes]

    @cached_property
    def _graphs(self) -> dict[tuple[Mode, ...], csr_array]:
        return {}

    @cached_property
    def _gauges(self) -> tuple[float, ...]:
        known = {link.gauge_mm for link in self.usable if link.mode is Mode.RAIL}
        return tuple(sorted(gauge for gauge in known if gauge is not None))

    @property
    def _width(self) -> int:
        return _FIRST_GAUGE + len(self._gauges)

    @cached_property
    def _steps(self) -> Mapping[Mode, list[tuple[int, int]]]:
        """Steps between nodes, which are numbered place * width + kind, by mode."""
        index, width = self.plan.locations.index, self._width
        steps: dict[Mode, list[tuple[int, int]]] = {mode: [] for mode in Mode}
        for link in self.usable:
            start, end = index[link.from_location] * width, index[link.to_location] * width
            for before, after in self._kinds(link):
                steps[link.mode].append((start + before, end + after))
                if link.both_ways:
                    steps[link.mode].append((end + before, start + after))
        number = {gauge: _FIRST_GAUGE + i for i, gauge in enumerate(self._gauges)}
        for row in self.plan.gauge_breaks:
            gauges = (row.from_gauge_mm, row.to_gauge_mm)
            is_known = row.location in index and all(gauge in number for gauge in gauges)
            if is_known and row.wagons_per_day > 0:
                one, other = (index[row.location] * width + number[gauge] for gauge in gauges)
                steps[Mode.RAIL] += [(one, other), (other, one)]
        return steps

    def _kinds(self, link: Link) -> Iterator[tuple[int, int]]:
        """Yield on what one may stand before a link and what one then stands on after it."""
        own = _NO_TRAIN
        if link.mode is Mode.RAIL:
            is_known = link.gauge_mm is not None
            own = _FIRST_GAUGE + self._gauges.index(link.gauge_mm) if is_known else _UNKNOWN_GAUGE
        for kind in range(self._width):
            is_train = own != _NO_TRAIN and kind != _NO_TRAIN
            if not is_train or kind in (_UNKNOWN_GAUGE, own):
                yield kind, own
            elif own == _UNKNOWN_GAUGE:
                yield kind, kind


def _graph(steps: Sequence[tuple[int, int]], n_nodes: int) -> csr_array:
    tails, heads = np.array(steps, dtype=np.int32).reshape(-1, 2).T
    return csr_array((np.ones(len(steps)), (tails, heads)), shape=(n_nodes, n_nodes))
