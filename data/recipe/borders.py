"""States in their internationally recognised borders, from the Natural Earth polygons.

Natural Earth draws what is held de facto. Two changes bring its polygons to the recognised
borders: Crimea with Sevastopol moves from the Russian polygon to Ukraine, Northern Cyprus to
Cyprus. Kosovo stays apart, with its line to Serbia marked as disputed.
"""

from functools import cache

import shapely

from data.recipe.raw import read_country_polygons, read_disputed_lines

CRIMEA_BOX = shapely.box(32.0, 44.2, 36.75, 46.4)
"""Holds the peninsula and nothing of the Russian mainland: the Kerch Strait lies east of it."""

ISO_BY_NATURAL_EARTH = {"ALD": "ALA", "KOS": "XKX", "CYN": "CYP"}
"""ISO 3166 alpha-3 (XKX: user-assigned) where Natural Earth uses a code of its own."""

SEAM_DEG = 0.0005
"""Polygons that share a border drawn twice are joined over this gap (about 50 m)."""


def _join(*parts: shapely.Geometry) -> shapely.Geometry:
    grown = shapely.union_all(
        [shapely.buffer(part, SEAM_DEG, join_style="mitre") for part in parts]
    )
    return shapely.buffer(grown, -SEAM_DEG, join_style="mitre")


@cache
def read_states() -> dict[str, tuple[str, shapely.Geometry]]:
    """Name and polygons of each state by ISO alpha-3 code, in recognised borders.

    Raises
    ------
    ValueError
        The Russian polygons hold no separate part for Crimea: the raw file has changed.
    """
    names: dict[str, str] = {}
    parts: dict[str, list[shapely.Geometry]] = {}
    for code, _, name, geometry in read_country_polygons():
        iso = ISO_BY_NATURAL_EARTH.get(code, code)
        if iso == code or iso not in names:
            names[iso] = name
        parts.setdefault(iso, []).append(geometry)
    russian = shapely.get_parts(shapely.union_all(parts["RUS"]))
    crimea = [part for part in russian if CRIMEA_BOX.contains(part)]
    if len(crimea) != 1:
        raise ValueError(
            f"natural_earth/countries: found {len(crimea)} Russian parts within Crimea's box; "
            "expected 1; look at the raw polygons anew"
        )
    parts["RUS"] = [shapely.union_all([part for part in russian if part is not crimea[0]])]
    parts["UKR"].append(crimea[0])
    names["CYP"] = "Cyprus"
    return {
        iso: (names[iso], _join(*parts[iso]) if len(parts[iso]) > 1 else parts[iso][0])
        for iso in sorted(parts)
    }


@cache
def read_disputes() -> tuple[tuple[str, shapely.Geometry], ...]:
    """Lines to be drawn as disputed: name and geometry.

    Left out: the line of 2015 through eastern Ukraine. It lies inside of Ukraine's recognised
    borders and no longer shows who holds what.
    """
    raw = {code: geometry for code, _, _, geometry in read_country_polygons()}
    lines = [(name, line) for name, line in read_disputed_lines() if name != "Ukrainian claim"]
    derived = (("Kosovo - Serbia", "KOS", "SRB"), ("Cyprus, line of 1974", "CYN", "CYP"))
    for name, one, other in derived:
        shared = shapely.intersection(
            shapely.boundary(raw[one]), shapely.buffer(shapely.boundary(raw[other]), SEAM_DEG)
        )
        lines.append((name, shapely.line_merge(shared)))
    return tuple(lines)


@cache
def _iso3_by_iso2() -> dict[str, str]:
    return {
        iso2: ISO_BY_NATURAL_EARTH.get(code, code)
        for code, iso2, _, _ in read_country_polygons()
        if code != "CYN"
    }


def find_iso3(iso2: str) -> str | None:
    """Alpha-3 code of an alpha-2 code; None for an empty or unknown one."""
    return _iso3_by_iso2().get(iso2)


@cache
def find_forbidden_land(codes: tuple[str, ...]) -> shapely.Geometry:
    """All land of some states, prepared for many tests.

    Crimea counts as forbidden whatever the codes say: no route of the example leads there.
    """
    states = read_states()
    crimea = shapely.intersection(states["UKR"][1], CRIMEA_BOX)
    land = shapely.union_all([states[code][1] for code in sorted(codes)] + [crimea])
    shapely.prepare(land)
    return land
