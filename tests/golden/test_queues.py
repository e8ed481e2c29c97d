"""The compiled passes against closed forms of queueing theory.

Each mean is that of twenty runs or more under seeds of their own, without their first quarter. It
must lie within four standard errors of theory, and the standard error within 2 % of it: a band of
8 % at most.
"""

from collections.abc import Callable

import numpy as np
import pytest

from reassure.engines.simulate.fifo import run_fifo
from reassure.engines.simulate.priority import run_priority
from reassure.engines.simulate.room import room_for
from reassure.engines.simulate.scenario import (
    FLOW,
    METER,
    SERVER,
    SLOT,
    Course,
    Loads,
    Outcome,
    Resources,
    outcome_for,
)

PER_DAY = 16.0
"""Units of time in a day: buckets of the calendar then hold about as many as in a plan."""
N_RUNS, N_LOADS, N_WARM = 20, 20_000, 5_000
PASSES = pytest.mark.parametrize("by_level", [False, True], ids=["fifo", "priority"])

Times = np.ndarray
Windows = list[tuple[float, float, float]]


class Queue:
    """Resources in a row, all loads through all of them; times in units of a mean service."""

    def __init__(
        self,
        kinds: list[int],
        n_places: list[int] | None = None,
        period: float = 1.0,
        ahead_days: float = 0.0,
    ):
        n = len(kinds)
        self.resources = Resources(
            np.array(kinds, dtype=np.uint8),
            np.zeros(n, dtype=np.uint32),
            np.full(n, PER_DAY / period),
            np.cumsum([0, *(n_places or [1] * n)]).astype(np.uint32),
            np.full(n, ahead_days / PER_DAY, dtype=np.float32),
        )

    def run(
        self,
        enter: Times,
        service: Times,
        *,
        legs: Times | None = None,
        level: Times | None = None,
        windows: Windows | None = None,
        by_level: bool = False,
    ) -> Outcome:
        """Run loads that enter at some times; ``service`` of shape (loads, resources)."""
        n_loads, n = service.shape
        loads = Loads(
            member=np.arange(n_loads + 1, dtype=np.uint32),
            group=np.arange(n_loads, dtype=np.uint32),
            follower=np.zeros(n_loads + 1, dtype=np.uint32),
            followers=np.zeros(0, dtype=np.uint32),
            n_awaited=np.zeros(n_loads, dtype=np.uint32),
            first=(n * np.arange(n_loads + 1)).astype(np.uint32),
            level=np.zeros(n_loads, np.uint32) if level is None else level.astype(np.uint32),
            resource=np.tile(np.arange(n), n_loads).astype(np.uint32),
            back_days=np.zeros(n * n_loads, dtype=np.float32),
        )
        spans = np.array(windows or [], dtype=float).reshape(-1, 3)
        course = Course(
            enter / PER_DAY,
            (service / PER_DAY).astype(np.float32).ravel(),
            ((np.zeros_like(service) if legs is None else legs) / PER_DAY)
            .astype(np.float32)
            .ravel(),
            np.array([0, len(spans)], dtype=np.uint32),
            spans[:, 0] / PER_DAY,
            spans[:, 1] / PER_DAY,
            spans[:, 2].copy(),
        )
        until = float(enter[-1] / PER_DAY) + 10.0
        room = room_for(loads, self.resources, from_day=0.0, until_day=until, levels=2)
        outcome = outcome_for(loads, self.resources)
        go = run_priority if by_level else run_fifo
        assert go(loads, self.resources, course, room, outcome) == n_loads
        return outcome


def arrivals(rng: np.random.Generator, rate: float) -> Times:
    return np.cumsum(rng.exponential(1 / rate, N_LOADS))


def waits(outcome: Outcome, enter: Times, spent: Times | float) -> Times:
    """Return what each load has waited, ``spent`` being its time in service and on the way."""
    return outcome.arrive_day * PER_DAY - enter - spent


def assert_mean(
    of_run: Callable[[np.random.Generator], float], theory: float, *, n_runs: int = N_RUNS
) -> None:
    means = np.array([of_run(np.random.default_rng(1000 + n)) for n in range(n_runs)])
    error = means.std(ddof=1) / np.sqrt(n_runs)
    assert error < 0.02 * theory
    assert abs(means.mean() - theory) < 4 * error


def exponential(rng: np.random.Generator) -> Times:
    return rng.exponential(1.0, N_LOADS)


def constant(rng: np.random.Generator) -> Times:
    return np.ones(N_LOADS)


def gamma(rng: np.random.Generator) -> Times:
    """Return services of mean 1 and variance 2."""
    return rng.gamma(0.5, 2.0, N_LOADS)


def erlang_c(servers: int, offered: float) -> float:
    """Return the probability of waiting (Erlang's second formula)."""
    term, total = 1.0, 0.0
    for n in range(servers):
        total += term
        term *= offered / (n + 1)
    last = term * servers / (servers - offered)
    return last / (total + last)


@PASSES
@pytest.mark.parametrize(
    ("service", "servers", "load", "theory"),
    [
        (exponential, 1, 0.7, 0.7 / 0.3),
        (exponential, 3, 0.8, erlang_c(3, 2.4) / (3 * 0.2)),
        (exponential, 8, 0.8, erlang_c(8, 6.4) / (8 * 0.2)),
        (constant, 1, 0.5, 0.5),
        (constant, 1, 0.8, 2.0),
        # Pollaczek and Khinchine: rho (1 + c^2) / (2 (1 - rho)).
        (gamma, 1, 0.6, 0.6 * 3.0 / (2 * 0.4)),
    ],
    ids=["M/M/1", "M/M/3", "M/M/8", "M/D/1 half", "M/D/1 busy", "M/G/1"],
)
def test_waiting_at_one_resource(service, servers: int, load: float, theory: float, by_level: bool):
    queue = Queue([SERVER], [servers])

    def of_run(rng: np.random.Generator) -> float:
        enter, work = arrivals(rng, load * servers), service(rng)
        outcome = queue.run(enter, work[:, None], by_level=by_level)
        return float(waits(outcome, enter, work)[N_WARM:].mean())

    # Many servers wait seldom: as sure a mean takes more runs.
    assert_mean(of_run, theory, n_runs=3 * N_RUNS if servers > 3 else N_RUNS)


def test_the_closed_form_of_three_servers_is_the_published_one():
    assert erlang_c(3, 2.4) / (3 * 0.2) == pytest.approx(1.0787, abs=1e-4)
    assert erlang_c(1, 0.7) == pytest.approx(0.7)


@pytest.mark.parametrize(("level", "theory"), [(0, 0.8 / 0.6), (1, 0.8 / (0.6 * 0.2))])
def test_two_priorities(level: int, theory: float):
    # Cobham, Oper. Res. 2 (1954): rho / ((1 - s_k-1) (1 - s_k)), s the load of the levels above.
    queue = Queue([SERVER])

    def of_run(rng: np.random.Generator) -> float:
        enter, work = arrivals(rng, 0.8), exponential(rng)
        own = rng.integers(0, 2, N_LOADS)
        outcome = queue.run(enter, work[:, None], level=own, by_level=True)
        found = waits(outcome, enter, work)[N_WARM:]
        return float(found[own[N_WARM:] == level].mean())

    assert_mean(of_run, theory)


@PASSES
def test_two_queues_in_a_row_wait_as_each_alone(by_level: bool):
    # Jackson, Oper. Res. 5 (1957); what leaves the first is a Poisson stream again.
    queue, rates = Queue([SERVER, SERVER]), np.array([1.0, 1.25])
    theory = sum(0.7 / rate / (rate - 0.7) for rate in rates)

    def of_run(rng: np.random.Generator) -> float:
        enter, work = arrivals(rng, 0.7), rng.exponential(1 / rates, (N_LOADS, 2))
        legs = np.tile([3.0, 0.0], (N_LOADS, 1))
        outcome = queue.run(enter, work, legs=legs, by_level=by_level)
        return float(waits(outcome, enter, work.sum(axis=1) + 3.0)[N_WARM:].mean())

    assert_mean(of_run, theory)


@PASSES
@pytest.mark.parametrize(("load", "period"), [(0.3, 1.0), (0.8, 1.0), (0.8, 2.5)])
def test_departures_at_even_intervals(load: float, period: float, by_level: bool):
    # M/D/1 whose server goes away for as long as a departure whenever nobody waits.
    queue = Queue([SLOT], period=period)
    theory = load * period / (2 * (1 - load)) + period / 2

    def of_run(rng: np.random.Generator) -> float:
        enter = arrivals(rng, load / period)
        outcome = queue.run(enter, np.zeros((N_LOADS, 1)), by_level=by_level)
        return float(waits(outcome, enter, 0.0)[N_WARM:].mean())

    assert_mean(of_run, theory)


@PASSES
def test_a_meter_keeps_the_next_one_waiting_but_not_its_own(by_level: bool):
    # Waiting is that of M/M/1; what a load takes does not hold it up itself.
    queue = Queue([METER])

    def of_run(rng: np.random.Generator) -> float:
        enter, work = arrivals(rng, 0.7), exponential(rng)
        outcome = queue.run(enter, work[:, None], by_level=by_level)
        return float(waits(outcome, enter, 0.0)[N_WARM:].mean())

    assert_mean(of_run, 0.7 / 0.3)


@PASSES
def test_shared_ships_that_are_at_home_leave_together_and_then_as_they_come_back(by_level: bool):
    # Two ships, away for ten days, and loads that fill half a ship: four leave at once, and one
    # more each time that half a ship is back on the mean, every 2.5 days; after a pause of a whole
    # voyage all four halves are at home again.
    queue = Queue([METER], ahead_days=10.0)
    enter = np.array([0.0] * 6 + [40.0] * 5)
    outcome = queue.run(enter, np.full((11, 1), 2.5), by_level=by_level)
    left = [0, 0, 0, 0, 2.5, 5, 40, 40, 40, 40, 42.5]
    assert (PER_DAY * outcome.arrive_day).tolist() == pytest.approx(left)


def time_with_breakdowns(rate: float, up: float, down: float, left: float) -> float:
    """Return the mean time in an M/M/1 queue that breaks down, from its Markov chain.

    Up, services end at rate 1; down, at rate ``left``. The chain is cut at 400 loads.
    """
    n = 400
    steps = np.zeros((2 * n, 2 * n))
    for k in range(n):
        for state, (pace, turn) in enumerate(((1.0, 1 / up), (left, 1 / down))):
            here = 2 * k + state
            steps[here, 2 * k + 1 - state] += turn
            if k + 1 < n:
                steps[here, here + 2] += rate
            if k > 0:
                steps[here, here - 2] += pace
    steps -= np.diag(steps.sum(axis=1))
    balance = np.vstack([steps.T[:-1], np.ones(2 * n)])
    chance = np.linalg.solve(balance, np.append(np.zeros(2 * n - 1), 1.0))
    assert chance[-2:].sum() < 1e-9
    return float(chance @ np.repeat(np.arange(n), 2)) / rate


@PASSES
@pytest.mark.parametrize("left", [0.0, 0.5])
def test_a_flow_that_breaks_down(left: float, by_level: bool):
    queue, up, down, rate = Queue([FLOW]), 8.0, 2.0, 0.5

    def of_run(rng: np.random.Generator) -> float:
        enter, work = arrivals(rng, rate), exponential(rng)
        n = int(1.5 * enter[-1] / (up + down))
        turns = np.cumsum(rng.exponential([up, down], (n, 2)).ravel()).reshape(n, 2)
        windows = [(a, b, left) for a, b in turns.tolist()]
        outcome = queue.run(enter, work[:, None], windows=windows, by_level=by_level)
        return float(waits(outcome, enter, 0.0)[N_WARM:].mean())

    assert_mean(of_run, time_with_breakdowns(rate, up, down, left))


def test_the_chain_without_breakdowns_is_the_plain_queue():
    assert time_with_breakdowns(0.5, 8.0, 2.0, 1.0) == pytest.approx(1 / (1 - 0.5))


@PASSES
def test_littles_law_at_every_resource(by_level: bool):
    # Who stands at a resource, sampled at random times, against rate times time there.
    kinds = [SERVER, FLOW, SLOT]
    queue = Queue(kinds, [2, 1, 1], period=0.8)
    rng = np.random.default_rng(7)
    rate = 0.9
    enter = arrivals(rng, rate)
    work = np.column_stack([rng.exponential(1.6, N_LOADS), rng.exponential(0.9, N_LOADS),
                            np.zeros(N_LOADS)])  # fmt: skip
    end = float(enter[-1])
    # Loads that only go on to the next resource show when the others left it.
    leaves = [enter]
    for n in range(1, 4):
        part = Queue(kinds[:n], [2, 1, 1][:n], period=0.8)
        outcome = part.run(enter, work[:, :n], by_level=by_level)
        leaves.append(outcome.arrive_day * PER_DAY)
    whole = queue.run(enter, work, by_level=by_level)
    days = np.sort(rng.uniform(0.1 * end, end, 400_000))
    for r in range(3):
        there = np.searchsorted(np.sort(leaves[r]), days, side="right")
        gone = np.searchsorted(np.sort(leaves[r + 1]), days, side="right")
        in_use = 0.0 if kinds[r] == SLOT else work[:, r].sum()
        spent = (whole.wait_days[r] * PER_DAY + in_use) / whole.served[r]
        assert (there - gone).mean() == pytest.approx(rate * spent, rel=0.03)
        # Exact over the whole run: time there, summed over loads, is waiting and work.
        assert (leaves[r + 1] - leaves[r]).sum() == pytest.approx(
            whole.wait_days[r] * PER_DAY + in_use, rel=1e-6
        )
        assert whole.served[r] == N_LOADS
