"""Names beside their places on a map, none over another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_CHARACTER_PX = 6.6
_LINE_PX = 15.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that wants a name.

    Attributes
    ----------
    x, y
        Place [px].
    text
        Its name.
    clear
        Room that its own mark takes around it [px].
    """

    x: float
    y: float
    text: str
    clear: float


def place_labels(
    anchors: Sequence[Anchor], *, width: float, height: float, must: int = 0
) -> list[dict[str, Any]]:
    """Return the names that find room, first come first served, each with its alignment.

    Parameters
    ----------
    anchors
        Places, the most important first.
    width, height
        Size of the map [px].
    must
        How many of the first names are set even where they find no free room.
    """
    boxes = [_mark(anchor) for anchor in anchors]
    rows: list[dict[str, Any]] = []
    for i, anchor in enumerate(anchors):
        choices = list(_choices(anchor))
        fits = [
            choice
            for choice in choices
            if _inside(choice[3], width, height)
            and not any(_meet(choice[3], box) for j, box in enumerate(boxes) if j != i)
        ]
        if not fits and i >= must:
            continue
        x, y, align, box = (fits or choices)[0]
        boxes.append(box)
        rows.append({"x": x, "y": y, "align": align, "text": anchor.text})
    return rows


_Box = tuple[float, float, float, float]


def _mark(anchor: Anchor) -> _Box:
    r = anchor.clear
    return anchor.x - r, anchor.y - r, anchor.x + r, anchor.y + r


def _choices(anchor: Anchor) -> list[tuple[float, float, str, _Box]]:
    long, half, off = len(anchor.text) * _CHARACTER_PX, _LINE_PX / 2, anchor.clear + 3
    made: list[tuple[float, float, str, _Box]] = []
    for dx, dy, align in (
        (1, 0, "left"), (-1, 0, "right"), (0, -1, "center"), (0, 1, "center"),
        (0.8, -0.9, "left"), (0.8, 0.9, "left"), (-0.8, -0.9, "right"), (-0.8, 0.9, "right"),
    ):  # fmt: skip
        x, y = anchor.x + dx * off, anchor.y + dy * (off + half * (dx == 0))
        left = {"left": x, "right": x - long, "center": x - long / 2}[align]
        made.append((x, y, align, (left, y - half, left + long, y + half)))
    return made


def _inside(box: _Box, width: float, height: float) -> bool:
    return box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2


def _meet(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
