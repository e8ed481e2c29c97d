"""Readers of the raw files under ``data/``; nothing is computed here but types and unknowns."""

import csv
import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import shapely

DATA = Path(__file__).resolve().parents[1]


class RailEdge(NamedTuple):
    """One Natural Earth railroad feature: its end nodes, length, state and line."""

    id: str
    node_a: int
    node_b: int
    length_km: float
    country: str  # ISO alpha-2 of the mid-point; empty where that lies in no polygon
    is_ferry: bool
    line: shapely.LineString


class SeaEdge(NamedTuple):
    """One edge of the sea lanes; ``passage`` names the canal or strait, mostly empty."""

    id: int
    node_a: int
    node_b: int
    length_km: float
    passage: str
    line: shapely.LineString


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _geojson(path: Path) -> list[dict[str, Any]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return json.loads(text)["features"]


def _as_line(geometry: shapely.Geometry) -> shapely.LineString:
    """One line of a geometry; of several pieces, all points in the order of the file."""
    if isinstance(geometry, shapely.LineString):
        return geometry
    return shapely.LineString(shapely.get_coordinates(geometry))


@cache
def read_rail_edges() -> tuple[RailEdge, ...]:
    """Railroad features, in the order of the file."""
    folder = DATA / "natural_earth"
    lines = {
        feature["properties"]["edge_id"]: _as_line(shapely.geometry.shape(feature["geometry"]))
        for feature in _geojson(folder / "rail_lines_europe.geojson.gz")
    }
    return tuple(
        RailEdge(
            id=row["edge_id"],
            node_a=int(row["node_a"]),
            node_b=int(row["node_b"]),
            length_km=float(row["length_km"]),
            country=row["country"],
            is_ferry="ferry" in row["featurecla"],
            line=lines[row["edge_id"]],
        )
        for row in _rows(folder / "rail_edges_europe.csv.gz")
    )


@cache
def read_sea_nodes() -> dict[int, tuple[float, float]]:
    """(lon, lat) of each node of the sea lanes."""
    return {
        int(row["node_id"]): (float(row["lon"]), float(row["lat"]))
        for row in _rows(DATA / "sea_lanes" / "marnet20_nodes_europe.csv.gz")
    }


@cache
def read_sea_edges() -> tuple[SeaEdge, ...]:
    """Edges of the sea lanes, in the order of their ids; straight ones from node to node."""
    nodes = read_sea_nodes()
    edges: list[SeaEdge] = []
    for row in _rows(DATA / "sea_lanes" / "marnet20_edges_europe.csv.gz"):
        a, b = int(row["node_a"]), int(row["node_b"])
        line = (
            _as_line(shapely.from_wkt(row["wkt_if_bent"]))
            if row["wkt_if_bent"]
            else shapely.LineString([nodes[a], nodes[b]])
        )
        edges.append(
            SeaEdge(int(row["edge_id"]), a, b, float(row["length_km"]), row["passage"], line)
        )
    return tuple(sorted(edges, key=lambda edge: edge.id))


@cache
def read_ports() -> dict[str, dict[str, str]]:
    """Rows of the World Port Index by number, cells as in the file."""
    rows = _rows(DATA / "world_port_index" / "wpi_ports_europe.csv")
    return {row["World Port Index Number"]: row for row in rows}


@cache
def read_airfields() -> dict[str, dict[str, str]]:
    """Airfields by ICAO code, cells as in the file."""
    return {row["ident"]: row for row in _rows(DATA / "airfields" / "airfields_europe.csv")}


@cache
def read_gauges() -> dict[str, int]:
    """Read the main gauge [mm] by ISO alpha-2 code: an assumption made by hand, not a source."""
    return {
        row["iso_a2"]: int(row["main_gauge_mm"])
        for row in _rows(DATA / "rail_gauge" / "main_gauge_by_country.csv")
    }


def read_country_polygons() -> list[tuple[str, str, str, shapely.Geometry]]:
    """(alpha-3 of Natural Earth, alpha-2, name, geometry) of each state, as drawn upstream."""
    return [
        (
            feature["properties"]["adm0_a3"],
            feature["properties"]["iso_a2"],
            feature["properties"]["name"],
            shapely.geometry.shape(feature["geometry"]),
        )
        for feature in _geojson(DATA / "natural_earth" / "countries_50m_europe.geojson.gz")
    ]


def read_disputed_lines() -> list[tuple[str, shapely.Geometry]]:
    """(name, geometry) of the disputed boundaries, as named upstream."""
    return [
        (feature["properties"]["name"], shapely.geometry.shape(feature["geometry"]))
        for feature in _geojson(DATA / "natural_earth" / "disputed_boundaries_10m_europe.geojson")
    ]


def known_depth_m(cell: str) -> float | None:
    """Read a depth of the World Port Index [m]; 0 means not reported, so it is unknown here."""
    value = float(cell or 0)
    return value if value > 0 else None


def known_yes_no(cell: str) -> bool | None:
    """Yes, No or unknown: the World Port Index writes "Unknown" where nobody reported."""
    return {"Yes": True, "No": False}.get(cell.strip())
