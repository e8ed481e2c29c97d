"""Sea links between ports and gateways, over the sea lanes of Eurostat's marnet.

Gateways lie on the lanes and end a link; ports hang on the lanes by a spur of their own, so that
no route leads through a port. The canals of Corinth and Suez are closed to all routes; the Kiel
Canal is one link between two gateways whose draught only smaller ships keep.
"""

from typing import Any

import numpy as np
import shapely

from data.recipe.borders import read_states
from data.recipe.geo import Point, join_lines, measure_km, measure_line_km, simplify_course
from data.recipe.graph import Edge, Path, drop_redundant, find_links, keep_wanted
from data.recipe.locations import find_position
from data.recipe.places import HOST, Place, Role, read_places
from data.recipe.raw import read_sea_edges, read_sea_nodes

CLOSED_PASSAGES = frozenset({"corinth", "kiel", "suez"})
KIEL = ("kiel-canal-east", "kiel-canal-west")
STRAITS = ("straits-bosporus", "straits-dardanelles")

STRETCH = 1.03
"""A link is left out when a way over gateways replaces it at most 3 % longer."""

SPEED_KM_PER_H = 28
"""About 15 knots, unless the ship itself is slower."""
SPEED_KM_PER_H_STRAITS = 18
SPEED_KM_PER_H_KIEL = 14

STRAITS_NOTE = (
    "restriction: the Montreux Convention (1936) limits number, tonnage and stay of warships of "
    "states without a Black Sea coast and asks for notice; not modelled beyond speed"
)

TO_SUEZ = ((51.5, 12.3), (43.4, 12.55), (38.5, 20.0), (34.1, 27.6), (32.57, 29.7))
ROUND_AUSTRALIA = ((146.3, -39.3), (143.5, -39.4), (114.5, -35.3))
FAR_LEGS: dict[tuple[str, str], tuple[Point, ...]] = {
    ("gate-pentland", "port-reykjavik"): ((-19.0, 63.2), (-23.0, 63.6)),
    ("gate-western-approaches", "port-reykjavik"): ((-23.0, 63.6),),
    ("gate-western-approaches", "port-halifax"): ((-52.0, 45.5),),
    ("gate-gibraltar", "port-halifax"): ((-9.5, 36.4),),
    ("gate-suez", "port-brisbane"): (
        *TO_SUEZ[::-1],
        *ROUND_AUSTRALIA[::-1],
        (150.6, -37.8),
    ),
    ("gate-suez", "port-wellington"): (
        *TO_SUEZ[::-1],
        *ROUND_AUSTRALIA[::-1],
        (148.5, -39.4),
        (172.0, -40.3),
        (174.4, -41.4),
    ),
    ("gate-suez", "port-yokohama"): (
        *TO_SUEZ[::-1],
        (80.5, 5.6),
        (95.0, 6.1),
        (100.6, 3.1),
        (103.6, 1.15),
        (104.8, 1.4),
        (110.0, 9.0),
        (120.5, 21.3),
        (131.0, 30.3),
        (139.6, 34.6),
    ),
}
"""Legs beyond the data: great circles over the turning points named here, (lon, lat)."""

SPUR_NODE = 10**6
LAND_PENALTY = 5.0


def build_sea_links() -> list[dict[str, Any]]:
    """Rows of ``links`` for the mode sea."""
    places = [p for p in read_places() if p.kind in ("port", "naval_base", "gateway")]
    inside = [place for place in places if place.role is not Role.FAR]
    nodes = read_sea_nodes()
    lanes = [edge for edge in read_sea_edges() if edge.passage not in CLOSED_PASSAGES]
    lines = [shapely.get_coordinates(edge.line).tolist() for edge in lanes]
    edges = [Edge(lane.node_a, lane.node_b, lane.length_km, i) for i, lane in enumerate(lanes)]
    terminals: dict[str, int] = {}
    for i, place in enumerate(inside):
        here = find_position(place)
        nearest = find_spur_node(here, nodes)
        if place.kind == "gateway":
            terminals[place.id] = nearest
            continue
        terminals[place.id] = SPUR_NODE + i
        spur_km = measure_km(here, nodes[nearest])
        edges.append(Edge(SPUR_NODE + i, nearest, spur_km, len(lines)))
        lines.append([list(here), list(nodes[nearest])])
    gates = {place.id for place in inside if place.kind == "gateway"}
    paths = find_links(edges, terminals, wanted=_find_candidates(inside))
    paths = drop_redundant(paths, stretch=STRETCH, via=gates)
    rows = [_write_link(path, lines) for path in keep_wanted(paths, _find_wanted(inside))]
    return [*rows, _write_kiel(), *(_write_far_leg(*ends) for ends in sorted(FAR_LEGS))]


def find_spur_node(here: Point, nodes: dict[int, Point]) -> int:
    """Node of the lanes at which a place joins them: near, and not across a neck of land.

    A kilometre over land counts `LAND_PENALTY` more, for the lanes are coarse in some seas: the
    nearest node of a Black Sea port may lie in the Sea of Marmara.
    """
    near = sorted(
        (measure_km(here, at), node)
        for node, at in nodes.items()
        if abs(at[0] - here[0]) < 4 and abs(at[1] - here[1]) < 2
    )[:60]
    spurs = [shapely.LineString([here, nodes[node]]) for _, node in near]
    land = shapely.intersection(spurs, _find_land(*here))
    share = shapely.length(land) / np.maximum(shapely.length(spurs), 1e-9)
    cost = [km * (1 + LAND_PENALTY * over) for (km, _), over in zip(near, share, strict=True)]
    return near[int(np.argmin(cost))][1]


def _find_land(lon: float, lat: float) -> shapely.Geometry:
    box = shapely.box(lon - 4, lat - 2, lon + 4, lat + 2)
    states = [geometry for _, geometry in read_states().values()]
    return shapely.union_all(shapely.intersection(states, box))


def _find_candidates(places: list[Place]) -> set[tuple[str, str]]:
    """Pairs that may be linked: any place with the gateways and with the ports to work from."""
    ends = {p.id for p in places if p.role in (Role.GATE, Role.POD, Role.PATROL)}
    pairs = {(place.id, end) for place in places for end in ends if place.id != end}
    return {(min(pair), max(pair)) for pair in pairs} - {KIEL}


def _find_wanted(places: list[Place]) -> set[tuple[str, str]]:
    """Pairs between which ships of the example sail, in one direction.

    Home ports and the gateways of the nations beyond the data lead to the ports to work from,
    these to the ports of the host, and all to the ends of the Kiel Canal.
    """
    far = {gate for gate, _ in FAR_LEGS}
    goals = {p.id for p in places if p.role in (Role.POD, Role.PATROL)}
    starts = {p.id for p in places if p.role is Role.HOME} | far
    host = {p.id for p in places if p.nation == HOST}
    wanted = {(start, goal) for start in starts for goal in goals if start != goal}
    wanted |= {(start, goal) for start in goals for goal in host if start != goal}
    return wanted | {(place, end) for end in KIEL for place in starts | goals}


def _row(from_place: str, to_place: str, distance_km: float, **others: Any) -> dict[str, Any]:
    return {
        "id": f"sea.{from_place}.{to_place}",
        "from_location": from_place,
        "to_location": to_place,
        "mode": "sea",
        "distance_km": max(1, round(distance_km)),
        "speed_km_per_h": SPEED_KM_PER_H,
        **others,
    }


def _write_link(path: Path, lines: list[list[Point]]) -> dict[str, Any]:
    pieces = [lines[key][:: -1 if is_reversed else 1] for key, is_reversed in path.edges]
    course = join_lines([[(x, y) for x, y in piece] for piece in pieces])
    note = "Eurostat marnet: length and course; assumption: speed"
    row = _row(
        path.from_place,
        path.to_place,
        path.length_km,
        waypoints=simplify_course(course),
        note=note,
    )
    if (path.from_place, path.to_place) == STRAITS:
        row |= {"speed_km_per_h": SPEED_KM_PER_H_STRAITS, "note": f"{note}; {STRAITS_NOTE}"}
    return row


def _write_kiel() -> dict[str, Any]:
    canal = next(edge for edge in read_sea_edges() if edge.passage == "kiel")
    course = [(x, y) for x, y in shapely.get_coordinates(canal.line)]
    east_first = course if course[0][0] > course[-1][0] else course[::-1]
    return _row(
        *KIEL,
        canal.length_km,
        speed_km_per_h=SPEED_KM_PER_H_KIEL,
        waypoints=simplify_course(east_first),
        note="Eurostat marnet: length and course; assumption: speed; the draught of both ends "
        "holds the canal's limit",
    )


def _write_far_leg(gate: str, port: str) -> dict[str, Any]:
    by_id = {place.id: place for place in read_places()}
    turns = FAR_LEGS[gate, port]
    course = [find_position(by_id[gate]), *turns, find_position(by_id[port])]
    return _row(
        gate,
        port,
        measure_line_km(course),
        waypoints=[f"{lat:.3f}:{lon:.3f}" for lon, lat in turns],
        note="stated leg: great circles over the turning points given as waypoints; "
        "assumption: speed",
    )
