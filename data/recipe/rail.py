"""Rail links between neighbouring places, and the changes of gauge between them.

The source tells neither gauge nor tracks nor speed. The gauge is that of the state's main lines;
trains a day, speed and axle load are the assumptions named here.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import shapely

from data.recipe.borders import find_forbidden_land
from data.recipe.geo import Point, join_lines, measure_km, simplify_course
from data.recipe.graph import Edge, Path, drop_redundant, find_links, keep_wanted
from data.recipe.locations import find_position
from data.recipe.places import HOST, NO_PASSAGE, Place, Role
from data.recipe.rail_network import (
    Part,
    drop_islands,
    find_gauge_mm,
    find_rail_places,
    find_railhead,
    find_usable_edges,
    split_parts,
)

STRETCH = 1.08
"""A link is left out when the other links replace it at most 8 % longer."""

TRAINS_PER_DAY = 8
TRAINS_PER_DAY_THEATRE = 6
"""Trains a day for the force. The usual figure for an unknown line is 10 for a single track
and 30 for a double one; the rest is left to other traffic."""

SPEED_KM_PER_H = 25
SPEED_KM_PER_H_THEATRE = 20
THEATRE = frozenset({HOST, "MDA"})
AXLE_LOAD_T = {1435: 22.5, 1520: 23.5, 1524: 22.5, 1600: 18.8, 1668: 22.5}

CROSSING_KM = 40.0
"""A crossing place takes in every change of gauge within this distance."""

CROSSINGS = {
    "border-medyka": ("transshipment", 300),
    "border-dorohusk": ("transshipment", 150),
    "border-chop": ("transshipment", 300),
    "border-vadul-siret": ("bogie_change", 90),
    "border-ungheni": ("bogie_change", 60),
    "border-mockava": ("transshipment", 120),
    "border-irun": ("transshipment", 150),
    "border-portbou": ("transshipment", 150),
    "border-haparanda": ("transshipment", 60),
}
"""Method and wagons a day at each change of gauge: assumptions."""


class RailLinks:
    """All that the rail part gives to the plan: rows of ``links`` and ``gauge_breaks``."""

    def __init__(self) -> None:
        places = find_rail_places()
        self.gap_km: dict[str, float] = {}
        self.links: list[dict[str, Any]] = []
        self.gauges_at: dict[str, set[int]] = defaultdict(set)
        by_gauge: dict[int, list[Part]] = defaultdict(list)
        for edge, state in find_usable_edges():
            part = Part(edge.node_a, edge.node_b, edge.length_km, state, edge.line)
            by_gauge[find_gauge_mm(state)].append(part)
        changes = find_gauge_changes(by_gauge)
        borders = [place for place in places if place.kind == "border"]
        for gauge_mm in sorted(by_gauge):
            inland = [
                place
                for place in places
                if place.kind != "border" and find_gauge_mm(place.nation) == gauge_mm
            ]
            self._add_gauge(gauge_mm, drop_islands(by_gauge[gauge_mm]), inland, borders, changes)
        self.gauge_breaks = _write_gauge_breaks(self.gauges_at)

    def _add_gauge(
        self,
        gauge_mm: int,
        parts: list[Part],
        inland: list[Place],
        borders: list[Place],
        changes: dict[int, Point],
    ) -> None:
        heads = {
            place.id: head for place in inland if (head := find_railhead(place, parts)) is not None
        }
        self.gap_km |= {place: head.gap_km for place, head in heads.items()}
        parts, terminals = split_parts(parts, heads, 10**6)
        nodes = {node for part in parts for node in (part.node_a, part.node_b)}
        for i, place in enumerate(borders):
            spurs = _find_spurs(place, 2 * 10**6 + i, changes, nodes)
            if spurs:
                parts += spurs
                terminals[place.id] = 2 * 10**6 + i
                self.gauges_at[place.id].add(gauge_mm)
        edges = [Edge(p.node_a, p.node_b, p.length_km, key) for key, p in enumerate(parts)]
        nation = {place.id: place.nation for place in (*inland, *borders)}
        neighbours = drop_redundant(find_links(edges, terminals), stretch=STRETCH)
        for path in keep_wanted(neighbours, find_wanted((*inland, *borders))):
            self.links.append(_write_link(path, parts, gauge_mm, nation))


def find_wanted(places: Iterable[Place]) -> set[tuple[str, str]]:
    """Pairs of places between which the example may send trains, in one direction.

    Garrisons are joined to the ports of their nation, to the crossings, to the ports of
    debarkation and to the theatre; the theatre and its ports to each other and to the training
    areas.
    """
    everything = tuple(places)
    theatre = {p.id for p in everything if p.nation in THEATRE or p.kind in ("border", "depot")}
    debarkation = {p.id for p in everything if p.role is Role.POD}
    training = {p.id for p in everything if p.kind == "training_area"}
    wanted = {
        (start, end)
        for start in theatre | debarkation
        for end in theatre | training
        if start != end
    }
    for place in everything:
        if place.kind == "garrison":
            own = {p.id for p in everything if p.kind == "port" and p.nation == place.nation}
            wanted |= {(place.id, end) for end in theatre | debarkation | own}
    return wanted


def find_gauge_changes(by_gauge: dict[int, list[Part]]) -> dict[int, Point]:
    """Nodes at which lines of two gauges meet, with their position."""
    seen: dict[int, set[int]] = defaultdict(set)
    position: dict[int, Point] = {}
    for gauge_mm, parts in by_gauge.items():
        for part in parts:
            ends = shapely.get_coordinates(part.line)[[0, -1]].tolist()
            for node, end in zip((part.node_a, part.node_b), ends, strict=True):
                seen[node].add(gauge_mm)
                position[node] = (end[0], end[1])
    return {node: position[node] for node in sorted(seen) if len(seen[node]) > 1}


def _find_spurs(place: Place, node: int, changes: dict[int, Point], nodes: set[int]) -> list[Part]:
    """Join a crossing place to the changes of gauge around it."""
    here = find_position(place)
    return [
        Part(node, change, gap_km, place.nation, shapely.LineString([here, there]))
        for change, there in changes.items()
        if change in nodes and (gap_km := measure_km(here, there)) <= CROSSING_KM
    ]


def _write_link(
    path: Path, parts: list[Part], gauge_mm: int, nation: dict[str, str]
) -> dict[str, Any]:
    pieces = [
        shapely.get_coordinates(parts[key].line)[:: -1 if is_reversed else 1]
        for key, is_reversed in path.edges
    ]
    course = join_lines([[(x, y) for x, y in piece] for piece in pieces])
    states: list[str] = []
    for key, _ in path.edges:
        if parts[key].state not in states:
            states.append(parts[key].state)
    in_theatre = not THEATRE.isdisjoint(states)
    ends = {nation[path.from_place], nation[path.to_place]}
    others = [state for state in states if state not in ends]
    through = f"; through {', '.join(others)}" if others else ""
    return {
        "id": f"rail.{path.from_place}.{path.to_place}",
        "from_location": path.from_place,
        "to_location": path.to_place,
        "mode": "rail",
        "distance_km": max(1, round(path.length_km)),
        "speed_km_per_h": SPEED_KM_PER_H_THEATRE if in_theatre else SPEED_KM_PER_H,
        "capacity_per_day": TRAINS_PER_DAY_THEATRE if in_theatre else TRAINS_PER_DAY,
        "capacity_unit": "trains",
        "gauge_mm": gauge_mm,
        "axle_load_t": AXLE_LOAD_T[gauge_mm],
        "waypoints": simplify_course(course, avoid=find_forbidden_land(tuple(sorted(NO_PASSAGE)))),
        "note": "Natural Earth: length and course; assumption: gauge by state (table made by "
        f"hand), trains a day, speed, axle load{through}",
    }


def _write_gauge_breaks(gauges_at: dict[str, set[int]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for location in sorted(gauges_at):
        method, wagons_per_day = CROSSINGS[location]
        low, high = sorted(gauges_at[location])
        rows.extend(
            {
                "id": f"{location}.{one}-{other}",
                "location": location,
                "from_gauge_mm": one,
                "to_gauge_mm": other,
                "method": method,
                "wagons_per_day": wagons_per_day,
                "note": "assumption: gauges by state (table made by hand), method, wagons a day",
            }
            for one, other in ((low, high), (high, low))
        )
    return rows
