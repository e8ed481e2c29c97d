"""Closures that chance adds: how much of the time, together with planned ones, and in any order."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.engines.common.philox import entity_key, seed_key
from reassure.engines.simulate.closures import (
    Outages,
    Windows,
    deal_closures,
    deal_turns,
    windows_for,
)
from reassure.engines.simulate.laws import unit_table
from reassure.engines.simulate.packing import to_keys, to_words

SEED = seed_key(11)
Source = tuple[str, float, float, float]
"""Id, mean days open and closed, and the share that stays open."""
Span = tuple[float, float, float]


def outages(sources: Sequence[Sequence[Source]], planned: Sequence[Sequence[Span]]) -> Outages:
    rows = [row for own in sources for row in own]
    spans = [span for own in planned for span in own]
    low, high = to_keys([entity_key("outages", name) for name, *_ in rows])
    up, down, left = (np.array([row[n] for row in rows], dtype=float) for n in (1, 2, 3))
    closes, opens, share = (np.array([span[n] for span in spans], dtype=float) for n in range(3))
    return Outages(
        source=to_words(np.cumsum([0, *map(len, sources)]).tolist()),
        key_low=low,
        key_high=high,
        up_days=up,
        down_days=down,
        left=left,
        planned=to_words(np.cumsum([0, *map(len, planned)]).tolist()),
        closes_day=closes,
        opens_day=opens,
        open_share=share,
        law=unit_table(),
    )


def dealt(rows: Outages, *, replication: int = 0, until_day: float = 100.0) -> list[list[Span]]:
    """Return the windows of each site."""
    windows = windows_for(rows, until_day=until_day)
    assert deal_closures(rows, SEED, replication, until_day, windows)
    columns = (windows.closes_day, windows.opens_day, windows.open_share)
    return [
        list(zip(*(part[begin:end].tolist() for part in columns), strict=True))
        for begin, end in zip(windows.window[:-1], windows.window[1:], strict=True)
    ]


def turns(rows: Outages, source: int, *, replication: int, until_day: float) -> list[Span]:
    """Return when one outage begins and ends, and what it leaves."""
    starts, ends, n = deal_turns(
        rows, source, SEED, replication, until_day, np.empty(64), np.empty(64)
    )
    left = float(rows.left[source])
    return [(a, b, left) for a, b in zip(starts[:n].tolist(), ends[:n].tolist(), strict=True)]


def share_at(spans: Sequence[Span], days: np.ndarray) -> np.ndarray:
    """Return the product of what all spans leave on some days."""
    share = np.ones(len(days))
    for begin, end, left in spans:
        share[(days >= begin) & (days < end)] *= left
    return share


@pytest.mark.parametrize(("up_days", "down_days"), [(8.0, 2.0), (3.0, 3.0), (20.0, 0.5)])
def test_an_outage_is_there_its_share_of_the_time(up_days: float, down_days: float):
    # It begins open: after fifty days nothing is left of that.
    begin, end, n = 50.0, 150.0, 3000
    rows = outages([[("storm", up_days, down_days, 0.0)]], [[]])
    closed = np.array(
        [
            sum(
                max(0.0, min(b, end) - max(a, begin))
                for a, b, _ in turns(rows, 0, replication=replication, until_day=end)
            )
            for replication in range(n)
        ]
    ) / (end - begin)
    error = closed.std(ddof=1) / np.sqrt(n)
    assert error < 0.01
    assert abs(closed.mean() - down_days / (up_days + down_days)) < 4 * error


def test_times_open_and_closed_are_exponential():
    rows = outages([[("storm", 8.0, 2.0, 0.0)]], [[]])
    found = [turns(rows, 0, replication=n, until_day=2000.0)[:40] for n in range(100)]
    closed = np.array([b - a for spans in found for a, b, _ in spans])
    opened = np.array(
        [a - before for spans in found for a, before in
         zip([span[0] for span in spans], [0.0, *(span[1] for span in spans)], strict=False)]
    )  # fmt: skip
    for days, mean in ((closed, 2.0), (opened, 8.0)):
        error = mean / np.sqrt(len(days))
        assert abs(days.mean() - mean) < 4 * error
        assert abs((days > mean).mean() - np.exp(-1)) < 4 * 0.5 / np.sqrt(len(days))


LEFT = st.sampled_from([0.0, 0.25, 0.5, 1.0])
SOURCES = st.lists(
    st.tuples(
        st.sampled_from(["storm", "ice", "strike"]), st.floats(1, 30), st.floats(0.1, 20), LEFT
    ),
    max_size=3,
    unique_by=lambda row: row[0],
)
SPANS = st.lists(
    st.tuples(st.integers(-20, 90), st.integers(1, 40), LEFT).map(
        lambda row: (row[0] / 2, (row[0] + row[1]) / 2, row[2])
    ),
    max_size=6,
)


@given(
    sites=st.lists(st.tuples(SOURCES, SPANS), min_size=1, max_size=3),
    replication=st.integers(0, 99),
)
def test_what_overlaps_leaves_the_product(sites, replication: int):
    rows = outages([own for own, _ in sites], [own for _, own in sites])
    found = dealt(rows, replication=replication, until_day=40.0)
    days = np.arange(-1200, 7200) / 80 + 1 / 777
    source = 0
    for windows, (own, planned) in zip(found, sites, strict=True):
        spans = list(planned)
        for _ in own:
            spans += turns(rows, source, replication=replication, until_day=40.0)
            source += 1
        assert np.abs(share_at(windows, days) - share_at(spans, days)).max() < 1e-12
        assert all(begin < end for begin, end, _ in windows)
        for (_, end, left), (begin, _, share) in pairwise(windows):
            assert end < begin or (end == begin and left != share)


@given(own=SOURCES, planned=SPANS, until=st.floats(0.5, 60), further=st.floats(0, 300))
def test_a_later_end_changes_nothing_before(own, planned, until: float, further: float):
    rows = outages([own], [planned])
    for source in range(len(own)):
        short = turns(rows, source, replication=3, until_day=until)
        long = turns(rows, source, replication=3, until_day=until + further)
        assert long[: len(short)] == short
        assert all(begin >= until for begin, *_ in long[len(short) :])
    days = np.linspace(-10, until, 500, endpoint=False)
    here, there = (dealt(rows, replication=3, until_day=end)[0] for end in (until, until + further))
    assert share_at(here, days).tolist() == share_at(there, days).tolist()


def test_another_outage_moves_nobody_elses_draws():
    storm, ice = ("storm", 8.0, 2.0, 0.0), ("ice", 30.0, 5.0, 0.5)
    alone = dealt(outages([[storm]], [[]]), replication=7)[0]
    beside = dealt(outages([[ice], [storm]], [[(1.0, 2.0, 0.0)], []]), replication=7)
    assert alone
    assert beside[1] == alone
    assert beside[0] != alone


def test_replications_differ_and_repeat():
    rows = outages([[("storm", 8.0, 2.0, 0.0)]], [[]])
    found = [dealt(rows, replication=n)[0] for n in range(50)]
    assert len({tuple(windows) for windows in found}) == 50
    assert [dealt(rows, replication=n)[0] for n in range(50)] == found


def test_too_little_room_is_said_and_just_enough_is_enough():
    rows = outages([[("storm", 2.0, 1.0, 0.0)], []], [[(5.0, 6.0, 0.5)], [(1.0, 2.0, 0.0)]])
    found = dealt(rows)
    n = sum(map(len, found))
    assert n > 20
    for size in (0, 1, n - 1):
        room = Windows(np.zeros(3, dtype=np.uint32), *(np.zeros(size) for _ in range(3)))
        assert not deal_closures(rows, SEED, 0, 100.0, room)
    room = Windows(np.zeros(3, dtype=np.uint32), *(np.zeros(n) for _ in range(3)))
    assert deal_closures(rows, SEED, 0, 100.0, room)
    assert room.window.tolist() == [0, len(found[0]), n]
    assert room.closes_day.tolist() == [begin for windows in found for begin, *_ in windows]


def test_what_leaves_less_than_a_millionth_open_closes():
    rows = outages([[]], [[(1.0, 2.0, 1e-300), (3.0, 4.0, 1e-5), (3.5, 5.0, 1e-5)]])
    (windows,) = dealt(rows)
    assert windows == [(1.0, 2.0, 0.0), (3.0, 3.5, 1e-5), (3.5, 4.0, 0.0), (4.0, 5.0, 1e-5)]
