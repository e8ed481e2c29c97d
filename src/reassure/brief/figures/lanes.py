"""Lanes: boxes of time laid side by side so that none covers another."""

import heapq
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.brief.figures.common import steps
from reassure.brief.words import number

_SLACK = 1e-3
"""Efficiencies are decimals; a thousandth of a unit is not missing."""


def box_of(
    from_day: float, until_day: float, nation: str, *, letters: str | None = None
) -> dict[str, Any]:
    """Return a box of time, lettered with its nation or as told; without a nation it is a gap."""
    letters = nation if letters is None else letters
    return {"from": from_day, "until": until_day, "nation": nation, "letters": letters}


def pack(boxes: list[dict[str, Any]]) -> int:
    """Give every box, in order of time, the first lane that is free; return how many there are."""
    n_lanes = 0
    free: list[int] = []
    taken: list[tuple[float, int]] = []
    for box in sorted(boxes, key=lambda box: box["from"]):
        while taken and taken[0][0] <= box["from"]:
            heapq.heappush(free, heapq.heappop(taken)[1])
        if free:
            box["lane"] = heapq.heappop(free)
        else:
            box["lane"] = n_lanes
            n_lanes += 1
        heapq.heappush(taken, (box["until"], box["lane"]))
    return n_lanes


def missing_spans(missing: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the spans of days in which a first, a second... unit is missing."""
    spans: list[tuple[int, int]] = []
    for level in range(int(np.ceil(missing.max(initial=0.0) - _SLACK))):
        short = np.concatenate([[0], (missing > level + _SLACK).astype(int), [0]])
        starts, ends = np.flatnonzero(np.diff(short) > 0), np.flatnonzero(np.diff(short) < 0)
        spans += [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
    return spans


def levels(spans: list[tuple[float, float]]) -> list[tuple[float, float, int]]:
    """Return how many of many spans hold at a time: from, until, and how many, where any do."""
    change: Counter[float] = Counter()
    for start, end in spans:
        change[start] += 1
        change[end] -= 1
    days = sorted(day for day, n in change.items() if n)
    made: list[tuple[float, float, int]] = []
    n = 0
    for start, end in pairwise(days):
        n += change[start]
        if n > 0:
            made.append((start, end, n))
    return made


def counted_boxes(
    serving: list[tuple[float, float, int]], missing: NDArray[np.float64]
) -> list[dict[str, Any]]:
    """Return a bar for each time in which as many serve, and one in which as many are missing."""
    boxes = [box_of(start, end, number(n), letters=number(n)) for start, end, n in serving]
    for (start, short), (end, _) in pairwise(steps(missing)):
        if short > _SLACK:
            boxes.append(box_of(start, end, "", letters=f"{number(short, 1)} missing"))
    return boxes


def placed(box: dict[str, Any], first_lane: int) -> dict[str, Any]:
    """Return a box with its place in a picture, whose lanes it counts from ``first_lane``."""
    lane = first_lane + box["lane"]
    return {
        **box,
        "middle": (box["from"] + box["until"]) / 2,
        "days": box["until"] - box["from"],
        "top": lane + 0.12,
        "bottom": lane + 0.9,
        "centre": lane + 0.52,
    }
