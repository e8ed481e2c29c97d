"""What the map, its marks and the drawing of figures show equals what the results say."""

import itertools
import re

import numpy as np
import polars as pl
import pytest

from reassure.brief.bottlenecks import bottlenecks
from reassure.brief.draw import HATCHED, figure
from reassure.brief.figures.common import spread, values
from reassure.brief.flows import flows
from reassure.brief.labels import Anchor, place_labels
from reassure.brief.map import near_frame, whole_frame
from reassure.brief.map_marks import bottleneck_marks
from reassure.brief.projection import frame_of
from tests.brief_case import MOVED, PLAN, RUN

# -- network


def test_flows_carry_the_tonnes_of_their_loads() -> None:
    sizes = {load.id: load.size for load in MOVED.loads}
    legs = {(leg.load, leg.link) for leg in MOVED.legs}
    total = sum(sizes[load] for load, _ in legs)
    found = flows(PLAN, MOVED)
    assert sum(flow.tonnes for flow in found) == pytest.approx(total)
    assert [f.tonnes for f in found] == sorted((f.tonnes for f in found), reverse=True)


def test_bottlenecks_sum_their_queues() -> None:
    frame = MOVED.use_days.frame
    for row in bottlenecks(PLAN, MOVED, most=99):
        limit = row.binding.reference.rpartition(".")[2]
        own = frame.filter((pl.col("location") == row.location) & (pl.col("limit") == limit))
        assert row.queue_load_days == own["queue"].sum()
        assert row.longest_queue == own["queue"].max()
        late = [a for a in MOVED.arrivals if a.binding == row.binding.reference]
        assert row.late_tours == len(late)


def test_bottlenecks_that_make_most_tours_late_come_first() -> None:
    found = bottlenecks(PLAN, MOVED, most=99)
    keys = [(-row.late_tours, -row.queue_load_days) for row in found]
    assert keys == sorted(keys)
    assert found[0].late_tours > 0
    assert bottlenecks(PLAN, MOVED, most=2) == found[:2]


def test_bottlenecks_at_one_place_share_a_mark() -> None:
    frame = whole_frame(PLAN, flows(PLAN, MOVED))
    at = {
        row.id: tuple(frame.xy(np.array([row.lat]), np.array([row.lon]))[0])
        for row in PLAN.locations
    }
    held = bottlenecks(PLAN, MOVED, most=99)
    marks = bottleneck_marks(PLAN, frame, [*held, *held], at)
    assert sorted(rank for mark in marks for rank in mark["ranks"]) == [
        *range(1, 2 * len(held) + 1)
    ]
    for a, b in itertools.combinations(marks, 2):
        assert np.hypot(a["x"] - b["x"], a["y"] - b["y"]) >= 21


def test_frame_holds_all_places_and_the_closer_one_shows_more() -> None:
    moved = flows(PLAN, MOVED)
    whole = whole_frame(PLAN, moved)
    near = near_frame(PLAN, moved, whole)
    assert near is not None
    assert near.metres_per_px < whole.metres_per_px
    for sector in PLAN.sectors:
        place = PLAN.locations[sector.location]
        x, y = whole.xy(np.array([place.lat]), np.array([place.lon]))[0]
        assert whole.holds(x, y)


def test_projection_keeps_distances_near_the_middle() -> None:
    frame = frame_of([48.0, 52.0], [20.0, 30.0], width=800, heights=(300, 600))
    a, b = frame.xy(np.array([50.0, 50.0]), np.array([24.0, 26.0]))
    km = np.hypot(*(a - b)) * frame.metres_per_px / 1000
    assert km == pytest.approx(143.4, rel=0.005)  # 2 degrees on the WGS84 parallel of 50 N


def test_names_on_the_map_keep_apart() -> None:
    anchors = [Anchor(100 + 4 * i, 100, f"Place number {i}", 6) for i in range(8)]
    rows = place_labels(anchors, width=400, height=200)
    assert 2 <= len(rows) < 8
    assert place_labels(anchors, width=400, height=200, must=8)[7]["text"] == "Place number 7"


@pytest.mark.parametrize("positions", [[1.0, 1.0, 1.0], [5.0, 1.0], [0.0, 100.0]])
def test_labels_at_line_ends_are_moved_apart(positions: list[float]) -> None:
    placed = spread(positions, 10)
    order = np.argsort(positions, kind="stable")
    assert np.all(np.diff(np.array(placed)[order]) >= 10 - 1e-6)


# -- drawing


def test_withheld_is_hatched() -> None:
    import altair as alt

    chart = alt.Chart(values([{"a": 1}])).mark_bar(color=HATCHED).encode(x="a:Q")
    svg = figure(chart, "one", title="T", sentence="S < T", colours={}).svg
    assert 'id="one-hatch"' in svg
    assert 'fill="url(#one-hatch)"' in svg
    assert "S &lt; T" in svg


def test_figures_fit_the_column() -> None:
    from reassure.brief.page import page_of

    for section in page_of(PLAN, RUN).sections:
        for item in section.figures:
            limit = 450 if section.is_panels else 960
            assert item.width <= limit, item.name
            assert not re.search(r"\d\.\d{4,}", item.svg), item.name
