"""Gap, progress and the stop of an engine."""

import pytest

from reassure.model.choices import StoppedBy
from reassure.model.progress import Watchdog
from reassure.model.result import gap_of


@pytest.mark.parametrize(
    ("objective", "bound", "gap"),
    [(90.0, 100.0, 100 / 90 - 1), (100.0, 90.0, 100 / 90 - 1), (0.0, 0.0, 0.0), (0.0, 5.0, None)],
)
def test_gap_is_over_the_smaller_of_the_two(objective, bound, gap):
    assert gap_of(objective, bound) == pytest.approx(gap)


def test_there_is_no_gap_without_a_bound():
    assert gap_of(5.0, None) is None


def test_a_true_answer_stops_for_good():
    answers = iter([False, True, False])
    watchdog = Watchdog("generate", lambda _: next(answers))
    assert [watchdog.tell(share, "x") for share in (0.1, 0.2, 0.3)] == [False, True, True]
    assert watchdog.stopped_by is StoppedBy.USER


def test_the_clock_stops_too():
    watchdog = Watchdog("generate", time_limit_s=1e-9)
    assert watchdog.must_stop()
    assert watchdog.stopped_by is StoppedBy.CLOCK
    assert watchdog.seconds_left == 0.0


def test_without_limit_nothing_stops():
    watchdog = Watchdog("generate")
    assert not watchdog.tell(1.0, "x")
    assert watchdog.seconds_left is None
