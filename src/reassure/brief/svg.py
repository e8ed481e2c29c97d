"""Pictures written down as SVG: maps and bars, for which a chart's converter takes long."""

from collections.abc import Iterable
from html import escape

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray
from shapely import get_coordinates, get_parts
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from reassure.brief.words import printable


def picture(
    body: str, name: str, *, title: str, sentence: str, size: tuple[float, float]
) -> Markup:
    """Return a picture as an SVG element that a screen reader reads by title and sentence.

    Parameters
    ----------
    body
        What stands inside, in the page's tones as CSS variables.
    name
        Id of the element; ids inside should start with it.
    size
        Width and height that it is drawn for [px].
    """
    width, height = size
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'role="img" id="{name}" aria-labelledby="{name}-title {name}-desc" '
        f'style="--drawn: {width:g}px">'
        f'<title id="{name}-title">{text(title)}</title>'
        f'<desc id="{name}-desc">{text(sentence)}</desc>{body}</svg>'
    )


def text(words: str) -> str:
    """Return words as an SVG element holds them."""
    return escape(printable(words))


def shortened(words: str, most: int) -> str:
    """Return words cut to as many characters.

    >>> shortened("Aviation task force", 10)
    'Aviation …'
    """
    return words if len(words) <= most else f"{words[: most - 1]}…"


def px(value: float) -> str:
    """Return a length to a tenth of a pixel.

    >>> px(12.04), px(-0.04)
    ('12', '0')
    """
    return f"{round(float(value), 1) + 0.0:g}"


def boxes(sides: Iterable[tuple[float, float, float, float]]) -> str:
    """Return boxes of left, top, right and bottom [px] as the ``d`` of one path.

    >>> boxes([(0, 1, 10.5, 4)])
    'M0 1H10.5V4H0z'
    """
    return "".join(
        f"M{px(left)} {px(top)}H{px(right)}V{px(bottom)}H{px(left)}z"
        for left, top, right, bottom in sides
    )


def path_of(geometry: BaseGeometry) -> str:
    """Return a geometry in pixels as the ``d`` of a path, to a tenth of a pixel.

    >>> from shapely import LineString
    >>> path_of(LineString([(1, 2), (11.04, 2), (11, 1.5)]))
    'M1 2l10 0 0-.5'
    """
    made: list[str] = []
    for part in get_parts(geometry):
        if isinstance(part, Polygon):
            rings = [part.exterior, *part.interiors]
            made += [f"{_course(get_coordinates(ring)[:-1])}z" for ring in rings]
        elif part.geom_type == "LineString":
            made.append(_course(get_coordinates(part)))
        elif part.geom_type == "GeometryCollection":
            made.append(path_of(part))
    return "".join(made)


def _course(points: NDArray[np.float64]) -> str:
    if not len(points):
        return ""
    tenths = np.rint(points * 10).astype(int)
    first = f"M{_tenth(int(tenths[0, 0]))} {_tenth(int(tenths[0, 1]))}"
    moves = np.diff(tenths, axis=0)
    steps = [_tenth(int(part)) for move in moves[moves.any(axis=1)] for part in move]
    joined = "".join(step if step[0] == "-" else f" {step}" for step in steps)
    return f"{first}l{joined.lstrip()}" if steps else first


def _tenth(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    digits = f"{whole or ''}.{rest}" if rest else f"{whole}"
    return f"-{digits}" if tenths < 0 else digits
