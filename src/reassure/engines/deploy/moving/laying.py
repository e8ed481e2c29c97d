"""What is carried as arrays for the compiled searches, with what each day of arrival costs."""

from collections.abc import Sequence

import numpy as np

from reassure.engines.deploy.moving.move import Move
from reassure.engines.deploy.network.loads import LoadKind
from reassure.engines.deploy.network.search import Search
from reassure.engines.deploy.network.traffic import Traffic
from reassure.engines.deploy.parameters import EARLINESS, LEAST_WEIGHT, NEVER_DAYS


def lay_out(carried: Sequence[Move], search: Search, horizon_day: int, last_day: int) -> Traffic:
    """Return what is carried as arrays, with the cost of lateness up to some day.

    Parameters
    ----------
    carried
        What is loaded, and can arrive.
    search
        Search on its network.
    horizon_day
        Last day of the plan.
    last_day
        Last day on which to arrive counts as arriving.

    Notes
    -----
    w (max(0, day - wanted) + 0.01 (day - release)) for a load of a unit of weight w, and
    w (horizon - wanted + 30 + 0.01 horizon) for one that never arrives
    (docs/explain/deploy.md, eq. 8).
    """
    ground = search.ground
    kinds: dict[LoadKind, int] = {}
    who: dict[bytes, int] = {}
    rows: dict[tuple[LoadKind, int, bool], tuple[int, int]] = {}
    sizes, earliest, size_row, earliest_row = [], [], [], []
    ends: dict[tuple[str, bool], int] = {}
    remaining, remaining_row = [], []
    for move in carried:
        trip = move.trip
        assert trip is not None
        alike = (trip.kind, id(trip.opens), trip.is_homeward)
        if alike not in rows:
            traveller = search.traveller(trip)
            if trip.kind not in kinds:
                kinds[trip.kind] = len(sizes)
                sizes.append(traveller.sizes)
            row = who.setdefault(traveller.earliest.tobytes(), len(earliest))
            if row == len(earliest):
                earliest.append(traveller.earliest)
            rows[alike] = (kinds[trip.kind], row)
        size_row.append(rows[alike][0])
        earliest_row.append(rows[alike][1])
        way = (trip.destination, trip.kind.capability.by_air)
        if way not in ends:
            ends[way] = len(remaining)
            remaining.append(ground.remaining(way[0], by_air=way[1]))
        remaining_row.append(ends[way])
    n_loads = [0 if move.trip is None else move.trip.kind.n_loads for move in carried]
    wanted = np.array([move.tour.wanted_day for move in carried])
    release = np.array([move.release_day for move in carried], dtype=np.int32)
    weight = np.array([max(move.tour.weight, LEAST_WEIGHT) for move in carried])
    days = np.arange(last_day + 1, dtype=np.float64)
    late = np.maximum(0.0, days[None, :] - wanted[:, None])
    early = EARLINESS * (days[None, :] - release[:, None])
    horizon = horizon_day
    never = horizon - np.minimum(wanted, horizon) + NEVER_DAYS + EARLINESS * horizon
    n_arcs = len(ground.network.arcs)
    n_states = len(ground.network.stands)
    return Traffic(
        sizes=_rows(sizes, (0, 0), np.float64),
        size_row=np.array(size_row, dtype=np.int32),
        earliest=_rows(earliest, (0, n_arcs), np.int32),
        earliest_row=np.array(earliest_row, dtype=np.int32),
        remaining=_rows(remaining, (0, n_states), np.int32),
        remaining_row=np.array(remaining_row, dtype=np.int32),
        start=np.array(
            [ground.network.origin(move.tour.origin) for move in carried], dtype=np.int32
        ),
        end=np.array([ground.locations[move.tour.destination] for move in carried], dtype=np.int32),
        release_day=release,
        costs=weight[:, None] * (late + early),
        absent=weight * never,
        first_load=np.cumsum([0, *n_loads], dtype=np.int32),
    )


def _rows(rows: Sequence[np.ndarray], empty: tuple[int, int], kind: type) -> np.ndarray:
    return np.stack(rows).astype(kind) if rows else np.zeros(empty, dtype=kind)
