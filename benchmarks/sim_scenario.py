"""The typical plan of simulations, straight as the arrays that the engine takes; no plan is read.

300 units of 10 loads pass 7 or 8 of 120 resources each, on 120 routes: a rail head, a road node, a
port of embarkation, one of debarkation, a train path, on three of four routes a change of gauge,
and two road nodes. Offers come with a chance of 0.6 to 1, and those of a nation hang on a decision
of it too. Notice, times at each visit and on the way, repairs, gauge changes and outages are dealt.

Who has more units has them in the same time. So that each resource stays in use for the same share
of the time, its capacity goes with the loads that it sees: `Size.pace`.
"""

from typing import NamedTuple

import numpy as np

from benchmarks.sim_laws import LATE, REPAIR, WAY, keys_of, law_of, nodes_of
from reassure.engines.simulate.arrays import Arrays
from reassure.engines.simulate.closures import Outages
from reassure.engines.simulate.dealing import Entries, Inputs, Promises
from reassure.engines.simulate.laws import unit_table
from reassure.engines.simulate.packing import to_words
from reassure.engines.simulate.sampling import STREAM_SHIFT, VISITS, Chances
from reassure.engines.simulate.scenario import (
    FLOW,
    NONE,
    SERVER,
    SLOT,
    Floats,
    Loads,
    Resources,
    Words,
)


class Station(NamedTuple):
    """One kind of resource.

    Attributes
    ----------
    name
        What it is.
    n
        How many there are.
    kind
        How it serves.
    places
        Places side by side.
    service_days
        Least and most time that a load needs by plan [d]; of paths: between two departures.
    leg_days
        Least and most time on the way after it [d].
    up_days, down_days
        Mean times between and of its outages [d]; 0: none.
    """

    name: str
    n: int
    kind: int
    places: int
    service_days: tuple[float, float]
    leg_days: tuple[float, float]
    up_days: float = 0.0
    down_days: float = 0.0


STATIONS = (
    Station("rail head", 20, SERVER, 2, (0.06, 0.22), (0.5, 2.0)),
    Station("port of embarkation", 20, SERVER, 2, (0.08, 0.24), (4.0, 12.0), 25.0, 1.0),
    Station("port of debarkation", 14, SERVER, 4, (0.3, 0.7), (0.2, 1.0), 25.0, 1.0),
    Station("train path", 12, SLOT, 1, (0.08, 0.14), (0.5, 2.0), 40.0, 0.7),
    Station("gauge change", 10, FLOW, 1, (0.06, 0.14), (0.3, 1.0)),
    Station("road node", 44, SERVER, 2, (0.08, 0.25), (0.3, 1.5)),
)
HEAD, EMBARK, DEBARK, PATH, GAUGE, NODE = range(len(STATIONS))
ROUTE = (HEAD, NODE, EMBARK, DEBARK, PATH, GAUGE, NODE, NODE)
"""Stations in the order in which a route passes them; some routes change no gauge."""

N_ROUTES, N_NATIONS, N_LEVELS = 120, 12, 4
GAUGE_SHARE = 0.75
LOADS_A_UNIT = 10
GAP_DAYS = 0.25
READY_DAYS = 50.0
"""Days over which units are ready by plan."""
UNTIL_DAY = 180.0

BREAKDOWN = 0.02


class Size(NamedTuple):
    """How large a plan is.

    Attributes
    ----------
    n_units
        Units.
    resources
        How many times the usual resources, and routes, there are.
    """

    n_units: int = 300
    resources: int = 1

    @property
    def pace(self) -> float:
        """How many times the usual loads a resource sees; it works as much faster."""
        return self.n_units / 300 / self.resources


class Ways(NamedTuple):
    """Where loads pass, and what is planned there: R resources, V visits of all loads.

    Attributes
    ----------
    station
        Station of each resource, shape (R,).
    first
        Visits of load l: ``first[l]`` to ``first[l + 1] - 1``.
    resource
        Where each visit is, shape (V,).
    """

    station: Words
    first: Words
    resource: Words


def typical(seed: int, size: Size = Size()) -> Arrays:  # noqa: B008 - an immutable value
    """Return the movement of the typical plan.

    Parameters
    ----------
    seed
        Of the plan itself; what is dealt in its replications has another.
    size
        How large it is.
    """
    rng = np.random.default_rng(seed)
    ways = _ways(rng, size)
    n_resources = len(ways.station)
    gauges = np.flatnonzero(ways.station == GAUGE)
    ready = rng.uniform(0.0, READY_DAYS, size.n_units)
    notice = np.where(rng.random(size.n_units) < 0.3, ready, rng.uniform(0.0, ready))
    rate_input = np.full(n_resources, NONE)
    rate_input[gauges] = size.n_units + np.arange(len(gauges))
    return Arrays(
        loads=_loads(rng, ways, size),
        resources=_resources(rng, ways.station, size),
        chances=_chances(rng, ways, size),
        outages=_outages(rng, ways.station),
        inputs=_inputs(size.n_units, len(gauges)),
        promises=_promises(rng, size.n_units),
        entries=_entries(rng, ready, notice),
        rate_input=rate_input,
        rate_power=np.ones(n_resources),
        returns=np.zeros(n_resources, dtype=np.bool_),
    )


def _ways(rng: np.random.Generator, size: Size) -> Ways:
    counts = [row.n * size.resources for row in STATIONS]
    at = np.concatenate([[0], np.cumsum(counts)])
    routes: list[list[int]] = []
    for n in range(N_ROUTES * size.resources):
        # Each in turn, then at random: none is left out, some are met more than others.
        route = [int(at[s] + (n + rng.integers(0, counts[s] // 4)) % counts[s]) for s in ROUTE]
        if rng.random() >= GAUGE_SHARE:
            del route[ROUTE.index(GAUGE)]
        routes.append(route)
    taken = [routes[n] for n in rng.integers(0, len(routes), size.n_units)]
    of_loads = [route for route in taken for _ in range(LOADS_A_UNIT)]
    return Ways(
        np.repeat(np.arange(len(STATIONS)), counts).astype(np.uint32),
        np.cumsum([0, *map(len, of_loads)]).astype(np.uint32),
        to_words([resource for route in of_loads for resource in route]),
    )


def _loads(rng: np.random.Generator, ways: Ways, size: Size) -> Loads:
    n_units = size.n_units
    return Loads(
        member=(LOADS_A_UNIT * np.arange(n_units + 1)).astype(np.uint32),
        group=np.repeat(np.arange(n_units), LOADS_A_UNIT).astype(np.uint32),
        follower=np.zeros(n_units + 1, dtype=np.uint32),
        followers=to_words([]),
        n_awaited=np.zeros(n_units, dtype=np.uint32),
        first=ways.first,
        level=np.repeat(rng.integers(0, N_LEVELS, n_units), LOADS_A_UNIT).astype(np.uint32),
        resource=ways.resource,
        back_days=np.zeros(len(ways.resource), dtype=np.float32),
    )


def _resources(rng: np.random.Generator, station: Words, size: Size) -> Resources:
    kinds = np.array([row.kind for row in STATIONS], dtype=np.uint8)
    places = np.array([row.places for row in STATIONS])[station]
    between = rng.uniform(*STATIONS[PATH].service_days, len(station))
    return Resources(
        kind=kinds[station],
        site=np.arange(len(station), dtype=np.uint32),
        per_day=size.pace / between,
        place=np.concatenate([[0], np.cumsum(places)]).astype(np.uint32),
        ahead_days=np.zeros(len(station), dtype=np.float32),
    )


def _chances(rng: np.random.Generator, ways: Ways, size: Size) -> Chances:
    n_visits, n_loads = len(ways.resource), len(ways.first) - 1
    n_of = np.diff(ways.first)
    station = ways.station[ways.resource]
    low, high = keys_of("loads", n_loads)
    number = np.arange(n_visits) - np.repeat(ways.first[:-1], n_of)
    service = np.array([row.service_days for row in STATIONS])[station]
    leg = np.array([row.leg_days for row in STATIONS])[station]
    return Chances(
        counter=((VISITS << STREAM_SHIFT) + number).astype(np.uint32),
        key_low=np.repeat(low, n_of),
        key_high=np.repeat(high, n_of),
        service_days=(rng.uniform(service[:, 0], service[:, 1]) / size.pace).astype(np.float32),
        service_law=law_of(LATE, n_visits),
        leg_days=rng.uniform(leg[:, 0], leg[:, 1]).astype(np.float32),
        leg_law=law_of(WAY, n_visits),
        repair_days=np.ones(n_visits, dtype=np.float32),
        repair_law=law_of(REPAIR, n_visits),
        breakdown=np.full(n_visits, int(BREAKDOWN * 2**32), dtype=np.uint32),
        nodes=nodes_of(),
    )


def _outages(rng: np.random.Generator, station: Words) -> Outages:
    up_days = np.array([row.up_days for row in STATIONS])[station]
    down_days = np.array([row.down_days for row in STATIONS])[station]
    fails = np.flatnonzero(up_days > 0)
    n_sources = len(fails)
    low, high = keys_of("outages", n_sources)
    # Work on one road node in four, known beforehand.
    closed = (station == NODE) & (np.arange(len(station)) % 4 == 0)
    closes = rng.uniform(20.0, 60.0, int(closed.sum()))
    return Outages(
        source=np.concatenate([[0], np.cumsum(up_days > 0)]).astype(np.uint32),
        key_low=low,
        key_high=high,
        up_days=up_days[fails],
        down_days=down_days[fails],
        left=np.zeros(n_sources),
        planned=np.concatenate([[0], np.cumsum(closed)]).astype(np.uint32),
        closes_day=closes,
        opens_day=closes + 2.0,
        open_share=np.zeros(len(closes)),
        law=unit_table(),
    )


def _inputs(n_units: int, n_gauges: int) -> Inputs:
    notice_low, notice_high = keys_of("notice", n_units)
    gauge_low, gauge_high = keys_of("gauge", n_gauges)
    return Inputs(
        key_low=np.concatenate([notice_low, gauge_low]),
        key_high=np.concatenate([notice_high, gauge_high]),
        law=law_of(LATE, n_units + n_gauges),
        nodes=nodes_of(),
    )


def _promises(rng: np.random.Generator, n_units: int) -> Promises:
    """Return one offer for each unit, and one decision for each nation."""
    low, high = keys_of("offers", n_units + N_NATIONS)
    nations = n_units + rng.integers(0, N_NATIONS, n_units)
    chance = np.concatenate([rng.uniform(0.6, 1.0, n_units), np.full(N_NATIONS, 0.97)])
    return Promises(
        key_low=low,
        key_high=high,
        chance=chance,
        doubt=(2 * np.arange(n_units + 1)).astype(np.uint32),
        doubts=np.stack([np.arange(n_units), nations], axis=1).ravel().astype(np.uint32),
    )


def _entries(rng: np.random.Generator, ready: Floats, notice: Floats) -> Entries:
    n_units = len(ready)
    reach = rng.uniform(2.0, 8.0, n_units)
    return Entries(
        owner=np.arange(n_units, dtype=np.uint32),
        from_day=np.zeros(n_units),
        notice_days=notice,
        notice_input=np.arange(n_units, dtype=np.uint32),
        permit=np.arange(n_units + 1, dtype=np.uint32),
        lead_days=rng.uniform(0.0, 1.0, n_units) * (ready + reach),
        lead_input=np.full(n_units, NONE),
        reach_days=reach,
        planned_day=(ready[:, None] + GAP_DAYS * np.arange(LOADS_A_UNIT)).ravel(),
    )
