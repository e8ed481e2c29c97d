"""Compiled passes against a plain model of the same draws: every load, every queue."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.engines.simulate.fifo import run_fifo
from reassure.engines.simulate.priority import run_priority
from reassure.engines.simulate.room import room_for
from reassure.engines.simulate.scenario import (
    CARRIERS,
    FLOW,
    GATE,
    METER,
    SERVER,
    SLOT,
    Course,
    Loads,
    Outcome,
    Resources,
    outcome_for,
)
from tests.oracles.events import Events

LEVELS = 3
Parts = tuple[Loads, Resources, Course]


def alone(n_loads: int) -> dict[str, np.ndarray]:
    """Return groups of one load each, which wait for no other."""
    return {
        "member": np.arange(n_loads + 1, dtype=np.uint32),
        "group": np.arange(n_loads, dtype=np.uint32),
        "follower": np.zeros(n_loads + 1, dtype=np.uint32),
        "followers": np.zeros(0, dtype=np.uint32),
        "n_awaited": np.zeros(n_loads, dtype=np.uint32),
    }


def chained(rng: np.random.Generator, n_loads: int) -> dict[str, np.ndarray]:
    """Return groups of up to four loads, some of which wait for up to two later or earlier ones."""
    ends = np.unique(np.append(rng.integers(1, n_loads + 1, n_loads // 3), n_loads))
    n_groups = len(ends)
    order = rng.permutation(n_groups)
    awaits = [
        {int(order[i]) for i in rng.integers(0, n, rng.integers(0, 3))} if n else set()
        for n in range(n_groups)
    ]
    followers = [
        [int(order[n]) for n in range(n_groups) if group in awaits[n]] for group in range(n_groups)
    ]
    n_awaited = np.zeros(n_groups, dtype=np.uint32)
    n_awaited[order] = [len(groups) for groups in awaits]
    return {
        "member": np.concatenate([[0], ends]).astype(np.uint32),
        "group": np.repeat(np.arange(n_groups), np.diff(ends, prepend=0)).astype(np.uint32),
        "follower": np.cumsum([0, *map(len, followers)]).astype(np.uint32),
        "followers": np.array([g for row in followers for g in row], dtype=np.uint32),
        "n_awaited": n_awaited,
    }


def made_up(seed: int, *, whole_days: bool) -> Parts:
    """Return up to 60 loads on ways of up to four visits at eight resources of six sites."""
    rng = np.random.default_rng(seed)
    n_loads, n_resources, n_sites = int(rng.integers(1, 60)), 8, 6
    first = np.concatenate([[0], np.cumsum(rng.integers(1, 5, n_loads))]).astype(np.uint32)
    n_visits = int(first[-1])
    kind = rng.integers(0, 6, n_resources).astype(np.uint8)
    n_places = np.where(np.isin(kind, (SERVER, CARRIERS)), rng.integers(1, 4, n_resources), 1)
    enter, service = rng.uniform(-3, 10, n_loads), rng.exponential(0.5, n_visits)
    leg = rng.exponential(1.0, n_visits)
    if whole_days:
        enter, service, leg = np.floor(enter), np.round(service), np.round(leg)
    enter[rng.random(n_loads) < 0.1] = np.inf
    windows = [_closures(rng, whole_days=whole_days) for _ in range(n_sites)]
    rows = [row for window in windows for row in window]
    closes, opens, share = (np.array([row[n] for row in rows], dtype=float) for n in range(3))
    return (
        Loads(
            **(chained(rng, n_loads) if rng.random() < 0.7 else alone(n_loads)),
            first=first,
            level=rng.integers(0, LEVELS, n_loads).astype(np.uint32),
            resource=rng.integers(0, n_resources, n_visits).astype(np.uint32),
            back_days=rng.exponential(1.0, n_visits).astype(np.float32),
        ),
        Resources(
            kind,
            rng.integers(0, n_sites, n_resources).astype(np.uint32),
            rng.choice([1.0, 2.0, 2.5, 7.0], n_resources),
            np.concatenate([[0], np.cumsum(n_places)]).astype(np.uint32),
            rng.choice([0.0, 0.5, 2.0], n_resources).astype(np.float32),
        ),
        Course(
            enter, service.astype(np.float32), leg.astype(np.float32),
            np.cumsum([0, *map(len, windows)]).astype(np.uint32), closes, opens, share,
        ),
    )  # fmt: skip


def _closures(rng: np.random.Generator, *, whole_days: bool) -> list[tuple[float, float, float]]:
    ends = np.sort(rng.uniform(-3, 40, 2 * rng.integers(0, 5)))
    ends = np.unique(np.round(ends * 4) / 4 if whole_days else ends)
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return [(a, b, float(rng.choice([0.0, 0.0, 0.5, 0.3]))) for a, b in pairs]


def one_resource(kind: int, n_places: int) -> Resources:
    return Resources(
        np.array([kind], dtype=np.uint8),
        np.zeros(1, dtype=np.uint32),
        np.ones(1),
        np.array([0, n_places], dtype=np.uint32),
        np.zeros(1, dtype=np.float32),
    )


def run(parts: Parts, *, by_level: bool, until_day: float = 20.0) -> Outcome:
    loads, resources, course = parts
    room = room_for(loads, resources, from_day=-3.0, until_day=until_day, levels=LEVELS)
    outcome = outcome_for(loads, resources)
    n_arrived = (run_priority if by_level else run_fifo)(loads, resources, course, room, outcome)
    assert n_arrived == np.isfinite(outcome.arrive_day).sum()
    assert outcome.served.sum() == np.diff(loads.first)[np.isfinite(outcome.arrive_day)].sum()
    return outcome


@pytest.mark.parametrize("by_level", [False, True], ids=["fifo", "priority"])
@given(seed=st.integers(0, 2**32 - 1), whole_days=st.booleans())
def test_every_load_arrives_as_in_the_plain_model(by_level: bool, seed: int, whole_days: bool):
    parts = made_up(seed, whole_days=whole_days)
    outcome = run(parts, by_level=by_level)
    plain = Events(*parts, by_level=by_level)
    assert outcome.arrive_day.tolist() == pytest.approx(plain.run(), abs=1e-9)
    assert outcome.wait_days.tolist() == pytest.approx(plain.wait_days, abs=1e-9)


@given(seed=st.integers(0, 2**32 - 1))
def test_one_level_is_first_come_first_served(seed: int):
    loads, resources, course = made_up(seed, whole_days=False)
    alike = loads._replace(level=np.zeros_like(loads.level))
    ranked = run((alike, resources, course), by_level=True)
    queued = run((alike, resources, course), by_level=False)
    assert np.array_equal(ranked.arrive_day, queued.arrive_day)
    assert np.array_equal(ranked.served, queued.served)


@given(seed=st.integers(0, 2**32 - 1), until_day=st.sampled_from([-2.9, 0.0, 5.0, 400.0]))
def test_the_end_of_the_calendar_changes_nothing(seed: int, until_day: float):
    parts = made_up(seed, whole_days=False)
    for by_level in (False, True):
        here = run(parts, by_level=by_level, until_day=until_day)
        there = run(parts, by_level=by_level)
        assert np.array_equal(here.arrive_day, there.arrive_day)


@pytest.mark.parametrize("by_level", [False, True], ids=["fifo", "priority"])
@given(seed=st.integers(0, 2**32 - 1), kind=st.sampled_from([SERVER, CARRIERS]))
def test_another_place_at_the_only_resource_delays_nobody(by_level: bool, seed: int, kind: int):
    rng = np.random.default_rng(seed)
    n_loads, first = 40, np.arange(41, dtype=np.uint32)
    loads = Loads(
        **alone(n_loads),
        first=first,
        level=rng.integers(0, LEVELS, n_loads).astype(np.uint32),
        resource=np.zeros(n_loads, dtype=np.uint32),
        back_days=np.zeros(n_loads, dtype=np.float32),
    )
    course = Course(
        rng.uniform(0, 10, n_loads),
        np.full(n_loads, rng.uniform(0.1, 2.0), dtype=np.float32),
        np.zeros(n_loads, dtype=np.float32),
        np.zeros(2, dtype=np.uint32), np.zeros(0), np.zeros(0), np.zeros(0),
    )  # fmt: skip
    last = [np.inf]
    for n_places in (1, 2, 3):
        resources = one_resource(kind, n_places)
        arrive = run((loads, resources, course), by_level=by_level).arrive_day
        last.append(float(np.sort(arrive).sum()))
        assert last[-1] <= last[-2]


def test_a_flow_rests_while_closed_and_a_place_finishes_what_it_began():
    nil = np.zeros(1, dtype=np.uint32)
    first = np.array([0, 1], dtype=np.uint32)
    loads = Loads(
        **alone(1), first=first, level=nil, resource=nil, back_days=np.zeros(1, np.float32)
    )
    course = Course(
        np.array([1.0]), np.array([2.0], np.float32), np.array([0.5], np.float32),
        np.array([0, 1], np.uint32), np.array([2.0]), np.array([5.0]), np.zeros(1),
    )  # fmt: skip
    arrive = {}
    for kind in (SERVER, FLOW, SLOT, METER, GATE):
        arrive[kind] = run((loads, one_resource(kind, 1), course), by_level=False).arrive_day[0]
    assert arrive == {SERVER: 3.5, FLOW: 6.5, SLOT: 1.5, METER: 1.5, GATE: 3.5}


@pytest.mark.parametrize("by_level", [False, True], ids=["fifo", "priority"])
@given(seed=st.integers(0, 2**32 - 1))
def test_days_beyond_any_calendar_are_days_too(by_level: bool, seed: int):
    loads, resources, course = made_up(seed, whole_days=False)
    rng = np.random.default_rng(seed)
    far = rng.choice([1.0, 1.0, 1e12, 1e30], len(course.leg_days)).astype(np.float32)
    parts = (loads, resources, course._replace(leg_days=course.leg_days * far))
    found = run(parts, by_level=by_level)
    plain = Events(*parts, by_level=by_level)
    assert found.arrive_day.tolist() == pytest.approx(plain.run(), rel=1e-9)
