"""The base map of the brief: states in recognised borders, and disputed lines, simplified."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.recipe.borders import read_disputes, read_states
from data.recipe.raw import DATA

TARGET = DATA.parent / "src" / "reassure" / "brief" / "assets" / "basemap.geojson"

AREA_TOLERANCE_DEG = 0.045
"""Triangles of a shared border smaller than the square of this (about 4 km) are cut away."""

SMALLEST_DEG2 = 0.01
"""Islands smaller than this (about 80 km2) are left out, unless a state is no larger."""

DECIMALS = 3


def build_basemap() -> dict[str, Any]:
    """Build the GeoJSON of the base map.

    Returns
    -------
    dict
        A FeatureCollection. Properties: ``kind`` (state, disputed), ``iso`` (alpha-3, empty for
        lines) and ``name``. Neighbours are simplified together, so no gap opens between them.
    """
    states = read_states()
    codes = sorted(states)
    shapes = shapely.coverage_simplify(
        np.array([shapely.set_precision(states[code][1], 1e-5) for code in codes]),
        AREA_TOLERANCE_DEG,
    )
    features = [
        _write_feature("state", code, states[code][0], _drop_specks(shape))
        for code, shape in zip(codes, shapes, strict=True)
    ]
    features += [
        _write_feature("disputed", "", name, shapely.simplify(line, AREA_TOLERANCE_DEG / 3))
        for name, line in read_disputes()
    ]
    return {"type": "FeatureCollection", "features": features}


def _drop_specks(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    large = parts[shapely.area(parts) >= SMALLEST_DEG2]
    return shapely.union_all(large) if len(large) else shape


def _write_feature(kind: str, iso: str, name: str, shape: shapely.Geometry) -> dict[str, Any]:
    geometry = json.loads(shapely.to_geojson(shape))
    geometry["coordinates"] = _round(geometry["coordinates"])
    return {
        "type": "Feature",
        "properties": {"kind": kind, "iso": iso, "name": name},
        "geometry": geometry,
    }


def _round(value: Any) -> Any:
    if isinstance(value, list):
        return [_round(item) for item in value]
    return round(value, DECIMALS)


def write_basemap(target: Path = TARGET) -> Path:
    """Write the base map beside the brief's templates; one feature a line, the same bytes."""
    collection = build_basemap()
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        for feature in collection["features"]
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    target.write_text(text, encoding="utf-8", newline="\n")
    return target
