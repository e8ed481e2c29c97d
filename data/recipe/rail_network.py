"""The usable part of the Natural Earth rail network, and the railheads of the places on it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
import shapely.ops
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.recipe.borders import find_forbidden_land, find_iso3, read_disputes, read_states
from data.recipe.geo import measure_km, measure_line_km
from data.recipe.locations import find_position
from data.recipe.places import CONTRIBUTORS, HOST, NO_PASSAGE, TRANSIT, Place, read_places
from data.recipe.raw import RailEdge, read_gauges, read_ports, read_rail_edges

FIXED_LINKS = {"4474": "Great Belt", "9559": "Channel Tunnel"}
"""Drawn upstream as railroad ferries, but bridge and tunnel; all other ferries are left out."""

UNMARKED_FERRIES = frozenset({"3908", "4335", "5004"})
"""Drawn upstream as lines, but over the Oresund (twice) and the Fehmarn Belt, where the train
ferries have ended."""

_ORESUND_COURSE = (
    (12.5141, 55.6813),
    (12.57, 55.64),
    (12.66, 55.625),
    (12.77, 55.575),
    (12.88, 55.565),
    (12.97, 55.573),
    (13.0569, 55.5927),
)
ORESUND = RailEdge(
    id="oresund",
    node_a=2079,
    node_b=2125,
    length_km=measure_line_km(_ORESUND_COURSE),
    country="DK",
    is_ferry=False,
    line=shapely.LineString(_ORESUND_COURSE),
)
"""The bridge of 2000, missing upstream: drawn by hand between Copenhagen and Malmo."""

RAILHEAD_KM = 30.0
"""A place further than this from any usable line has no railhead."""

MIN_COMPONENT_EDGES = 40
"""Smaller pieces of the network are islands of the drawing, not of the railway."""

RAIL_KINDS = frozenset({"garrison", "port", "base", "training_area", "depot", "rail_terminal"})


@dataclass(frozen=True, slots=True)
class Part:
    """A rail edge or a piece of one, ready for the graph."""

    node_a: int
    node_b: int
    length_km: float
    state: str  # ISO alpha-3
    line: shapely.LineString


@cache
def find_usable_edges() -> tuple[tuple[RailEdge, str], ...]:
    """Rail edges that the example may use, each with its state (ISO alpha-3).

    Left out: ferries, edges of a state that grants no passage or takes no part, edges that touch
    the land of such a state whatever their code says, and edges across a disputed line.
    """
    granted = {*CONTRIBUTORS, HOST, *TRANSIT}
    forbidden = find_forbidden_land(tuple(sorted(NO_PASSAGE)))
    disputed = shapely.union_all([line for _, line in read_disputes()])
    shapely.prepare(disputed)
    codes = sorted(granted & set(read_states()))
    states = [read_states()[code][1] for code in codes]
    usable: list[tuple[RailEdge, str]] = []
    for edge in (*read_rail_edges(), ORESUND):
        if (edge.is_ferry and edge.id not in FIXED_LINKS) or edge.id in UNMARKED_FERRIES:
            continue
        state = find_iso3(edge.country)
        if state is None:  # the mid-point lies on water: a coast, a bridge, a tunnel
            state = codes[int(np.argmin(shapely.distance(states, edge.line)))]
        if state not in granted or forbidden.intersects(edge.line):
            continue
        if not disputed.intersects(edge.line):
            usable.append((edge, state))
    return tuple(usable)


def find_gauge_mm(state: str) -> int:
    """Look up the main gauge of a state [mm] in the hand-made table."""
    by_iso3 = {find_iso3(iso2): gauge for iso2, gauge in read_gauges().items()}
    return by_iso3[state]


def find_rail_places() -> list[Place]:
    """Places that may have a railhead; ports only where the World Port Index knows no "None"."""
    chosen: list[Place] = []
    for place in read_places():
        if place.kind == "border" or (place.kind in RAIL_KINDS and place.ref_kind != "code"):
            railway = read_ports()[place.ref_key]["Railway"] if place.ref_kind == "wpi" else ""
            if railway.strip() != "None" and place.nation in read_states():
                chosen.append(place)
    return chosen


def drop_islands(parts: list[Part]) -> list[Part]:
    """Leave out the pieces that hang together with too little of the network."""
    nodes = sorted({part.node_a for part in parts} | {part.node_b for part in parts})
    index = {node: i for i, node in enumerate(nodes)}
    tail = [index[part.node_a] for part in parts]
    head = [index[part.node_b] for part in parts]
    graph = coo_array((np.ones(len(parts)), (tail, head)), shape=(len(nodes),) * 2)
    label = connected_components(graph.tocsr(), directed=False)[1]
    size = np.bincount(label[tail])
    return [
        part
        for part, node in zip(parts, tail, strict=True)
        if size[label[node]] >= MIN_COMPONENT_EDGES
    ]


def _stretch_east_west(points: np.ndarray, lat: float) -> np.ndarray:
    """Degrees of longitude as long as those of latitude, so that planar distances compare."""
    return points * np.array([np.cos(np.radians(lat)), 1.0])


@dataclass(frozen=True, slots=True)
class Railhead:
    """The point of the network at which a place is served, and how far it lies from the town."""

    part: int
    fraction: float
    gap_km: float


def find_railhead(place: Place, parts: list[Part]) -> Railhead | None:
    """Nearest point of a usable line in the place's own state; None beyond `RAILHEAD_KM`."""
    lon, lat = find_position(place)
    best: Railhead | None = None
    for i, part in enumerate(parts):
        if part.state != place.nation:
            continue
        west, south, east, north = part.line.bounds
        if not (west - 0.6 < lon < east + 0.6 and south - 0.4 < lat < north + 0.4):
            continue
        line = shapely.transform(part.line, lambda xy: _stretch_east_west(xy, lat))
        town = shapely.Point(_stretch_east_west(np.array([lon, lat]), lat))
        fraction = float(shapely.line_locate_point(line, town, normalized=True))
        point = shapely.line_interpolate_point(part.line, fraction, normalized=True)
        gap_km = measure_km((lon, lat), (point.x, point.y))
        if gap_km <= RAILHEAD_KM and (best is None or gap_km < best.gap_km):
            best = Railhead(i, fraction, gap_km)
    return best


def split_parts(
    parts: list[Part], heads: dict[str, Railhead], first_node: int
) -> tuple[list[Part], dict[str, int]]:
    """Cut lines at the railheads; returns all parts and the new node of each place."""
    by_part: dict[int, list[str]] = defaultdict(list)
    for place in sorted(heads):
        by_part[heads[place].part].append(place)
    node_of = {place: first_node + i for i, place in enumerate(sorted(heads))}
    result = [part for i, part in enumerate(parts) if i not in by_part]
    for i, places in sorted(by_part.items()):
        part = parts[i]
        cut, node = 0.0, part.node_a
        for place in sorted(places, key=lambda p: (heads[p].fraction, p)):
            # Two places at one end of a line still get a node each, some metres apart.
            at = max(min(heads[place].fraction, 0.999), cut + 1e-5)
            result.append(_cut_part(part, cut, at, node, node_of[place]))
            cut, node = at, node_of[place]
        result.append(_cut_part(part, cut, 1.0, node, part.node_b))
    return result, node_of


def _cut_part(part: Part, start: float, end: float, node_a: int, node_b: int) -> Part:
    line = shapely.ops.substring(part.line, start, end, normalized=True)
    return Part(node_a, node_b, part.length_km * (end - start), part.state, line)
