"""Rounding of days into periods."""

from hypothesis import given
from hypothesis import strategies as st

from reassure.model.periods import Periods

PERIODS = Periods(540, 30)


def test_required_rounds_outward_and_offered_inward():
    assert PERIODS.required(31, 89) == (1, 3)
    assert PERIODS.offered(31, 89) == (2, 2)
    assert PERIODS.offered(30, 90) == (1, 3)


def test_short_tours_round_up_and_long_ones_down():
    assert PERIODS.at_least(31) == 2
    assert PERIODS.at_most(59) == 1


def test_nothing_lies_beyond_the_horizon():
    assert PERIODS.count == 18
    assert PERIODS.required(-10, 1000) == (0, 18)
    assert Periods(100, 30).count == 4


@given(st.floats(-100, 600), st.floats(0, 400), st.floats(1, 90))
def test_what_is_offered_never_exceeds_what_the_same_days_require(start, length, period_days):
    periods = Periods(540, period_days)
    need = periods.required(start, start + length)
    give = periods.offered(start, start + length)
    assert give[0] >= need[0]
    assert give[1] <= need[1] or give[1] - give[0] <= 0


@given(st.floats(0, 500), st.floats(0.1, 100))
def test_days_within_all_periods_add_up(start, length):
    stop = min(540.0, start + length)
    total = sum(PERIODS.days_within(period, start, stop) for period in range(PERIODS.count))
    assert abs(total - max(0.0, stop - start)) < 1e-6
