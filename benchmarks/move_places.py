"""Where the seeded movements of `benchmarks.move_instances` take place: places and links.

Home and theatre lie an ocean apart, each with roads and railways between its places; ships and
aircraft cross. East of a line through the theatre the tracks have another gauge.
"""

from typing import Any, NamedTuple

import numpy as np

from reassure.model.choices import CapacityUnit, Mode

KM_PER_DAY = {Mode.SEA: 672.0, Mode.RAIL: 600.0, Mode.ROAD: 480.0, Mode.AIR: 12_000.0}
UNIT = {
    Mode.SEA: CapacityUnit.LANE_M,
    Mode.RAIL: CapacityUnit.TRAINS,
    Mode.ROAD: CapacityUnit.VEHICLES,
    Mode.AIR: CapacityUnit.TONNES,
}
GAUGE_LINE_KM, WEST_MM, EAST_MM = 6450.0, 1435.0, 1520.0
TRAIN_WAGONS = 30.0


class Places(NamedTuple):
    """Numbers of places by what they are for; ``xy`` in km."""

    xy: Any
    home: Any
    theatre: Any
    spoe: Any
    spod: Any
    apoe: Any
    apod: Any
    origins: Any
    goals: Any
    gauge: Any


class PerDay(NamedTuple):
    """What must pass a bottleneck a day, by measure."""

    tonnes: float
    lane_m: float
    wagons: float
    vehicles: float


def place(number: int) -> str:
    """Return the id of a place."""
    return f"place-{number:04}"


def draw_places(draw: np.random.Generator, n_places: int) -> Places:
    """Draw where places lie and which of them are ports, airfields and goals."""
    n_home = int(n_places * 0.5)
    n_theatre = n_places - n_home
    xy = np.vstack(
        [
            np.c_[draw.uniform(0, 1500, n_home), draw.uniform(0, 1500, n_home)],
            np.c_[draw.uniform(6000, 7200, n_theatre), draw.uniform(0, 1500, n_theatre)],
        ]
    )
    home, theatre = np.arange(n_home), np.arange(n_home, n_places)
    n_spoe, n_spod, n_fields = (max(3, n_places // 50), max(2, n_places // 90), n_places // 80)
    n_fields = max(2, n_fields)
    spoe = draw.choice(home[np.argsort(-xy[home, 0])[: 3 * n_spoe]], n_spoe, replace=False)
    spod = draw.choice(theatre[np.argsort(xy[theatre, 0])[: 4 * n_spod]], n_spod, replace=False)
    inland, beyond = np.setdiff1d(home, spoe), np.setdiff1d(theatre, spod)
    apoe = draw.choice(inland, n_fields, replace=False)
    apod = draw.choice(beyond, n_fields, replace=False)
    far = beyond[np.argsort(-xy[beyond, 0])[: len(beyond) // 2]]
    goals = draw.choice(far, min(len(far), max(4, n_places // 25)), replace=False)
    near_line = np.argsort(np.abs(xy[beyond, 0] - GAUGE_LINE_KM))
    gauge = beyond[near_line[: max(2, n_places // 60)]]
    return Places(xy, home, theatre, spoe, spod, apoe, apod, inland, goals, gauge)


def draw_handling(draw: np.random.Generator, places: Places, rates: PerDay) -> dict[int, float]:
    """Return what ports and airfields handle [t/day]."""
    shares = draw.dirichlet(np.full(len(places.spod), 6.0))
    n_spoe, n_fields = len(places.spoe), len(places.apod)
    found = {int(p): 0.80 * rates.tonnes * shares[i] for i, p in enumerate(places.spod)}
    found |= {int(p): 1.4 * rates.tonnes / n_spoe for p in places.spoe}
    found |= {int(p): 0.05 * rates.tonnes / n_fields for p in places.apod}
    return found | {int(p): 0.10 * rates.tonnes / n_fields for p in places.apoe}


class Links:
    """The links, drawn one after the other; ``rows`` holds them."""

    def __init__(self, draw: np.random.Generator, places: Places, rates: PerDay) -> None:
        self._draw, self._places = draw, places
        self._rows: dict[tuple[int, int, Mode], dict[str, Any]] = {}
        self._at_break = set(places.gauge.tolist())
        n_spoe, n_spod, n_fields = len(places.spoe), len(places.spod), len(places.apoe)
        self._land(places.home, 3.0 * rates.vehicles / n_spoe, 2.2 * rates.wagons / n_spoe)
        self._land(places.theatre, 2.4 * rates.vehicles / n_spod, 1.2 * rates.wagons / n_spod)
        n_ends = min(n_spod, 4)
        for i in places.spoe:
            for j in draw.choice(places.spod, n_ends, replace=False):
                days = max(5, round(self._km(i, j) / 700 * draw.uniform(1, 1.6)))
                self._add(i, j, Mode.SEA, days, rates.lane_m * 2.2 / (n_spoe * n_ends))
        for i in places.apoe:
            for j in places.apod:
                self._add(i, j, Mode.AIR, 1, 0.08 * rates.tonnes / n_fields)
        for (_, _, mode), row in self._rows.items():
            if mode is Mode.SEA:
                row["every_days"] = every = int(draw.integers(2, 5))
                row["first_day"] = int(draw.integers(0, every))
                row["capacity_per_day"] *= every
        self.rows = list(self._rows.values())

    def _land(self, numbers: Any, road: float, rail: float) -> None:
        """Add roads that join all places, one to each one's nearest, and railways."""
        draw, xy = self._draw, self._places.xy[numbers]
        km = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
        np.fill_diagonal(km, 1e9)
        for i, j in _tree(km):
            self._both(numbers[i], numbers[j], Mode.ROAD, road * draw.uniform(0.7, 1.6))
        nearest = np.argsort(km, 1)[:, :2]
        for i in range(len(numbers)):
            self._both(numbers[i], numbers[nearest[i, 0]], Mode.ROAD, road * draw.uniform(0.5, 1.5))
            if draw.random() < 0.55:
                for j in nearest[i]:
                    if self._gauge_mm(numbers[i], numbers[j]) is not None:
                        wagons = rail * draw.uniform(0.5, 1.5)
                        self._both(numbers[i], numbers[j], Mode.RAIL, wagons / TRAIN_WAGONS)

    def _gauge_mm(self, i: int, j: int) -> float | None:
        """Return the gauge of a track between two places, None where there can be none."""
        is_west = [self._places.xy[end, 0] < GAUGE_LINE_KM for end in (i, j)]
        if is_west[0] == is_west[1]:
            return WEST_MM if is_west[0] else EAST_MM
        if not self._at_break & {int(i), int(j)}:
            return None
        # The track comes from the place without a gauge break, and ends where the break is.
        outer = [
            west for west, end in zip(is_west, (i, j), strict=True) if end not in self._at_break
        ]
        return WEST_MM if outer in ([], [True]) else EAST_MM

    def _both(self, i: int, j: int, mode: Mode, capacity: float) -> None:
        days = max(1, round(self._km(i, j) / (350 if mode is Mode.ROAD else 500)))
        for start, end in ((i, j), (j, i)):
            self._add(start, end, mode, days, capacity)

    def _add(self, i: int, j: int, mode: Mode, days: int, capacity: float) -> None:
        key = (int(i), int(j), mode)
        if i == j or key in self._rows:
            return
        self._rows[key] = {
            "id": f"{mode}-{i:04}-{j:04}",
            "from_location": place(i),
            "to_location": place(j),
            "mode": mode,
            "distance_km": days * KM_PER_DAY[mode],
            "transit_days": days,
            "capacity_per_day": float(capacity),
            "capacity_unit": UNIT[mode],
            "gauge_mm": self._gauge_mm(i, j) if mode is Mode.RAIL else None,
            "both_ways": False,
        }

    def _km(self, i: int, j: int) -> float:
        return float(np.hypot(*(self._places.xy[i] - self._places.xy[j])))


def _tree(km: Any) -> list[tuple[int, int]]:
    """Return the edges of the shortest spanning tree from place 0 on, in the order of joining."""
    nearest, by = km[0].copy(), np.zeros(len(km), dtype=int)
    nearest[0] = np.inf
    joined: list[tuple[int, int]] = []
    is_in = np.zeros(len(km), dtype=bool)
    is_in[0] = True
    for _ in range(len(km) - 1):
        j = int(nearest.argmin())
        joined.append((int(by[j]), j))
        is_in[j] = True
        closer = km[j] < nearest
        nearest, by = np.where(closer, km[j], nearest), np.where(closer, j, by)
        nearest[is_in] = np.inf
    return joined
