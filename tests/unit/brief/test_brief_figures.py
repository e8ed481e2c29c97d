"""What the figures and tables show equals what the results say."""

import itertools

import numpy as np
import polars as pl
import pytest

from reassure.brief.figures import arrivals, burden, lanes, money, readiness, supply_levels, tours
from reassure.brief.figures.common import steps
from reassure.brief.gaps import most_missing, worst_gaps
from reassure.model.outputs import Shortfall
from tests.brief_case import COSTS, FORCES, MOVED, PLAN, STRENGTH, SUPPLY, TONES, strength_of
from tests.brief_plan import HORIZON_DAYS

# -- gaps


def test_gaps_are_the_sums_of_their_shortfalls() -> None:
    gaps = worst_gaps(PLAN, FORCES, tones=TONES, most=1000)
    frame = FORCES.shortfalls.frame.with_columns(
        missing=pl.col("quantity") * (pl.col("until_day") - pl.col("from_day"))
    )
    sums = dict(frame.group_by("requirement").agg(pl.col("missing").sum()).iter_rows())
    assert {gap.requirement: gap.missing_unit_days for gap in gaps} == pytest.approx(sums)


def test_gaps_stand_in_the_order_of_their_weight() -> None:
    gaps = worst_gaps(PLAN, FORCES, tones=TONES, most=10)
    weights = [
        gap.missing_unit_days
        * PLAN.requirements[gap.requirement].weight
        * PLAN.objectives[PLAN.requirements[gap.requirement].objective].weight
        for gap in gaps
    ]
    assert len(gaps) == 10
    assert weights == sorted(weights, reverse=True)


def test_shortfalls_of_several_causes_at_one_time_add_up() -> None:
    rows = [
        Shortfall.model_validate(
            {"requirement": "a", "from_day": start, "until_day": end, "quantity": 1,
             "reason": "no_offer", "binding": f"requirements:a.{start}"}
        )
        for start, end in ((0, 60), (30, 90), (90, 120))
    ]  # fmt: skip
    assert most_missing(rows) == 2


# -- strength and readiness


def test_strength_agrees_with_what_lines_are_filled() -> None:
    for line in FORCES.line_fills:
        row = STRENGTH.lines.index(line.requirement)
        assert STRENGTH.required[row].sum() == line.required_unit_days
        assert STRENGTH.provided[row].sum() == line.provided_unit_days


@pytest.mark.parametrize(
    ("required", "provided", "complete", "best"),
    [
        ([2, 2, 2, 2], [0, 1, 2, 2], 2, (1.0, 2)),
        ([2, 2, 2, 2], [2, 2, 2, 1], None, (1.0, 0)),
        ([0, 1, 4, 4], [0, 1, 2, 3], None, (0.75, 3)),
        ([0, 0], [0, 0], None, None),
        ([0, 2, 2, 0], [0, 2, 2, 0], 1, (1.0, 1)),
    ],
)
def test_complete_day_and_best_share(
    required: list[float],
    provided: list[float],
    complete: int | None,
    best: tuple[float, int] | None,
) -> None:
    strength = strength_of(required, provided)
    assert strength.complete_day() == complete
    assert strength.best() == best


def test_shares_by_period() -> None:
    assert strength_of([0, 0, 2, 2, 2], [0, 0, 1, 2, 0]).shares(2) == [None, 0.75, 0.0]


def test_readiness_steps_carry_the_whole_curve() -> None:
    rows = readiness.readiness_rows(STRENGTH)
    required, _ = STRENGTH.totals()
    area = sum(a["required"] * (b["day"] - a["day"]) for a, b in itertools.pairwise(rows))
    assert area == required.sum()
    assert len(rows) < 60


def test_steps_of_a_series() -> None:
    assert steps(np.array([1.0, 1.0, 3.0])) == [(0, 1.0), (2, 3.0), (3, 3.0)]


# -- arrivals


def test_arrival_curve_ends_at_all_tours_that_arrive() -> None:
    last = arrivals.arrival_rows(MOVED)[-1]
    assert last["wanted"] == len(MOVED.arrivals)
    assert last["arrived"] == len(MOVED.arrivals) - MOVED.unfinished


def test_arrival_curve_counts_what_is_there_by_each_day() -> None:
    planned = MOVED.arrivals.frame["planned_day"]
    for row in arrivals.arrival_rows(MOVED)[::7]:
        assert row["arrived"] == (planned <= row["day"]).sum()


def test_early_arrivals_are_not_drawn_as_late() -> None:
    for row in arrivals.arrival_rows(MOVED):
        assert row["due"] - row["arrived"] == max(0, row["wanted"] - row["arrived"])


def test_classes_of_lateness_hold_every_tour_once() -> None:
    rows = arrivals.lateness_rows(MOVED)
    assert sum(row["movements"] for row in rows) == len(MOVED.arrivals)
    assert sum(row["movements"] for row in rows if row["is_late"]) == MOVED.late_units


# -- tours


def test_every_tour_of_a_drawn_line_is_a_bar() -> None:
    sheets = tours.sheets(PLAN, FORCES, STRENGTH)
    drawn = {line for sheet in sheets for line in sheet.lines}
    left_out = {line for sheet in sheets for line in sheet.left_out}
    assert drawn | left_out == set(PLAN.requirements.ids)
    bars = [bar for sheet in sheets for bar in sheet.bars if bar["nation"]]
    assert len(bars) == sum(1 for tour in FORCES.assignments if tour.requirement in drawn)
    assert all(sheet.n_lanes <= tours.MAX_LANES for sheet in sheets)


def test_bars_never_overlap() -> None:
    for sheet in tours.sheets(PLAN, FORCES, STRENGTH):
        for a in sheet.bars:
            for b in sheet.bars:
                is_same = a is b or a["top"] != b["top"]
                assert is_same or a["until"] <= b["from"] or b["until"] <= a["from"]


def test_empty_boxes_are_what_is_missing() -> None:
    sheets = tours.sheets(PLAN, FORCES, STRENGTH)
    empty = sum(bar["days"] for sheet in sheets for bar in sheet.bars if not bar["nation"])
    lines = [STRENGTH.lines.index(line) for sheet in sheets for line in sheet.lines]
    assert empty == (STRENGTH.required - STRENGTH.provided)[lines].sum()


def test_relief_that_overlaps_is_no_gap() -> None:
    assert lanes.missing_spans(np.array([0.0, 0.0, 0.0])) == []
    assert lanes.missing_spans(np.array([1.0, 2.0, 0.0, 0.5])) == [(0, 2), (3, 4), (1, 2)]


# -- supply


def test_supply_spans_cover_every_week_once() -> None:
    sites = supply_levels.worst_sites(SUPPLY)[:5]
    spans = supply_levels.level_rows(SUPPLY, sites)
    for row in range(len(sites)):
        weeks = [(s["until"] - s["from"]) // 7 for s in spans if s["row"] == row]
        assert sum(weeks) == -(-HORIZON_DAYS // 7)


def test_places_that_run_dry_come_first_and_show_it() -> None:
    sites = supply_levels.worst_sites(SUPPLY)
    days = [s.first_short_day for s in sites]
    dry = [d for d in days if d is not None]
    assert days[: len(dry)] == sorted(dry)
    spans = supply_levels.level_rows(SUPPLY, sites[: len(dry)])
    for row, d in enumerate(dry):
        first = min(s["from"] for s in spans if s["row"] == row and s["band"] == 0)
        assert first == d // 7 * 7


@pytest.mark.parametrize(("level", "band"), [(0.0, 1), (3.0, 1), (3.1, 2), (30.0, 3), (99.0, 4)])
def test_bands_of_supply(level: float, band: int) -> None:
    assert supply_levels.band_of(level, is_short=False) == band
    assert supply_levels.band_of(level, is_short=True) == 0


# -- burden and cost


def test_burden_adds_up() -> None:
    rows = burden.burden_rows(PLAN, FORCES, COSTS)
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert sum(row["population_share"] or 0 for row in rows) == pytest.approx(1)
    assert sum(row["cost"] for row in rows) == pytest.approx(COSTS.total)
    for row in rows:
        assert sum(row["by_objective"].values()) == pytest.approx(row["person_months"])


def test_cost_columns_add_up() -> None:
    rows = money.cost_rows(PLAN, COSTS)
    assert sum(row["amount"] for row in rows) == pytest.approx(COSTS.total)
    assert all(row["high"] == pytest.approx(row["low"] + row["amount"]) for row in rows)
