"""From a fine network to links between neighbouring places.

A *terminal* is a node of the fine network at which a place lies. Shortest paths stop at the
first terminal that they meet, so that a route through a place consists of the links on both
sides of it, and the length of a whole route stays what it was on the fine network.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra


@dataclass(frozen=True, slots=True)
class Edge:
    """Undirected edge of a fine network; ``key`` names it to the caller."""

    a: int
    b: int
    length_km: float
    key: int


@dataclass(frozen=True, slots=True)
class Path:
    """A way between two places: its length, and its edges in order as (key, is_reversed)."""

    from_place: str
    to_place: str
    length_km: float
    edges: tuple[tuple[int, bool], ...]


def find_links(
    edges: Iterable[Edge],
    terminals: Mapping[str, int],
    *,
    wanted: Collection[tuple[str, str]] | None = None,
) -> list[Path]:
    """Shortest ways between places that meet no other place on the way.

    Parameters
    ----------
    edges
        The fine network.
    terminals
        Node of each place; no two places share one.
    wanted
        Pairs of places (in the order of their ids) to be linked; None for all.

    Returns
    -------
    list of Path
        In the order of the places' ids, each pair once.
    """
    best: dict[tuple[int, int], Edge] = {}
    for edge in edges:
        pair = (min(edge.a, edge.b), max(edge.a, edge.b))
        if edge.a != edge.b and (pair not in best or edge.length_km < best[pair].length_km):
            best[pair] = edge
    nodes = sorted({node for pair in best for node in pair} | set(terminals.values()))
    index = {node: i for i, node in enumerate(nodes)}
    pairs = sorted(best)
    tail = np.array([index[a] for a, b in pairs] + [index[b] for a, b in pairs])
    head = np.array([index[b] for a, b in pairs] + [index[a] for a, b in pairs])
    length = np.array([best[pair].length_km for pair in pairs] * 2)
    stops = {index[node] for node in terminals.values()}

    paths: list[Path] = []
    for place in sorted(terminals):
        source = index[terminals[place]]
        closed = np.zeros(len(nodes), dtype=bool)
        closed[sorted(stops - {source})] = True
        open_arcs = ~closed[tail]
        graph = csr_array(
            (length[open_arcs], (tail[open_arcs], head[open_arcs])), shape=(len(nodes),) * 2
        )
        distance, before = dijkstra(graph, indices=source, return_predecessors=True)
        for other in sorted(terminals):
            target = index[terminals[other]]
            is_wanted = wanted is None or (place, other) in wanted
            if place < other and is_wanted and np.isfinite(distance[target]):
                steps = _trace(before, source, target)
                named = [(nodes[a], nodes[b]) for a, b in steps]
                paths.append(Path(place, other, float(distance[target]), _name_edges(named, best)))
    return paths


def _trace(before: np.ndarray, source: int, target: int) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    node = target
    while node != source:
        steps.append((int(before[node]), node))
        node = int(before[node])
    steps.reverse()
    return steps


def _name_edges(
    steps: Sequence[tuple[int, int]], best: Mapping[tuple[int, int], Edge]
) -> tuple[tuple[int, bool], ...]:
    named: list[tuple[int, bool]] = []
    for a, b in steps:
        edge = best[min(a, b), max(a, b)]
        named.append((edge.key, edge.a != a))
    return tuple(named)


def drop_redundant(
    paths: Iterable[Path], *, stretch: float, via: Collection[str] | None = None
) -> list[Path]:
    """Keep only links that shorten a way noticeably: a greedy spanner.

    Links are taken from the shortest to the longest; one is dropped when the links kept so far
    already join its ends over at most ``stretch`` times its length. No shortest way between
    two places grows by more than that factor. ``via`` names the places that a replacing way may
    lead through; None allows all.

    Source: Althofer, Das, Dobkin, Joseph, Soares (1993), On sparse spanners of weighted graphs.
    """
    near: dict[str, dict[str, float]] = defaultdict(dict)
    kept: list[Path] = []
    for path in sorted(paths, key=lambda p: (p.length_km, p.from_place, p.to_place)):
        limit = stretch * path.length_km
        if _distance(near, path.from_place, path.to_place, limit, via) > limit:
            near[path.from_place][path.to_place] = path.length_km
            near[path.to_place][path.from_place] = path.length_km
            kept.append(path)
    return sorted(kept, key=lambda p: (p.from_place, p.to_place))


def _distance(
    near: Mapping[str, Mapping[str, float]],
    source: str,
    target: str,
    limit: float,
    via: Collection[str] | None,
) -> float:
    """Length of the shortest way over the links so far, infinite beyond the limit."""
    done: set[str] = set()
    open_km = {source: 0.0}
    while open_km:
        place = min(open_km, key=lambda p: (open_km[p], p))
        so_far = open_km.pop(place)
        if place == target:
            return so_far
        done.add(place)
        if via is not None and place != source and place not in via:
            continue
        for other, length in near.get(place, {}).items():
            total = so_far + length
            if other not in done and total <= limit and total < open_km.get(other, np.inf):
                open_km[other] = total
    return np.inf


def keep_wanted(paths: Sequence[Path], wanted: Collection[tuple[str, str]]) -> list[Path]:
    """Keep the links that lie on a shortest way between places that are to be joined.

    Parameters
    ----------
    paths
        Links between neighbours.
    wanted
        Pairs (from, to) of places; a pair with no way between them asks for nothing.
    """
    names = sorted({path.from_place for path in paths} | {path.to_place for path in paths})
    index = {name: i for i, name in enumerate(names)}
    link_of = {(index[path.from_place], index[path.to_place]): path for path in paths}
    tail, head = np.array(sorted(link_of)).T
    length = np.array([link_of[pair].length_km for pair in sorted(link_of)])
    graph = csr_array((length, (tail, head)), shape=(len(names),) * 2)
    distance, before = dijkstra(graph, directed=False, return_predecessors=True)
    used: set[tuple[int, int]] = set()
    for source, target in sorted(wanted):
        if source in index and target in index:
            a, b = index[source], index[target]
            if np.isfinite(distance[a, b]):
                used.update((min(s), max(s)) for s in _trace(before[a], a, b))
    return [path for path in paths if (index[path.from_place], index[path.to_place]) in used]
