"""The one call of HiGHS: values by hand, sound bounds, stops by work, equal answers."""

import highspy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.engines.common.assembly import Assembly
from reassure.engines.common.highs import Outcome, Work, outcome_of, relax_program, solve_program
from reassure.engines.common.program import Program, bound_of, column_prices
from reassure.engines.common.restrict import Restrictor
from reassure.model.choices import StoppedBy
from reassure.model.progress import Watchdog

ENOUGH = Work(checks=10**6, iterations=10**6)


def knapsack() -> Program:
    """Maximise 5a + 4b + 3c with 2a + 3b + c <= 5, 4a + b + 2c <= 11, 3a + 4b + 2c <= 8."""
    model = Assembly()
    columns = model.add_columns([5.0, 4.0, 3.0], upper=10.0, is_integer=True)
    rows = model.add_rows(3, upper=[5.0, 11.0, 8.0])
    for row, values in zip(rows, ([2, 3, 1], [4, 1, 2], [3, 4, 2]), strict=True):
        model.put(row, columns, values)
    return model.program()


def hard(seed: int = 1, n_columns: int = 60) -> Program:
    """A program of many knapsacks that takes some branching."""
    random = np.random.default_rng(seed)
    model = Assembly()
    columns = model.add_columns(random.integers(5, 40, n_columns), upper=1.0, is_integer=True)
    values = random.integers(1, 30, (25, n_columns)).astype(float)
    rows = model.add_rows(25, upper=values.sum(axis=1) / 3)
    model.put(np.repeat(rows, n_columns), np.tile(columns, 25), values.ravel())
    return model.program()


def test_values_by_hand() -> None:
    # The textbook relaxation: 13 at (2, 0, 1), which is whole.
    assert relax_program(knapsack(), seed=0, work=ENOUGH).value == pytest.approx(13)
    answer = solve_program(knapsack(), seed=0, gap=0, work=ENOUGH)
    assert answer.outcome is Outcome.SOLVED
    assert answer.solution is not None
    assert answer.solution.round().tolist() == [2, 0, 1]
    assert (answer.value, answer.bound) == (pytest.approx(13), pytest.approx(13))


def test_prices_of_the_relaxation_bound_it_by_weak_duality() -> None:
    program = knapsack()
    answer = relax_program(program, seed=0, work=ENOUGH)
    assert answer.row_prices is not None
    assert answer.row_prices.tolist() == pytest.approx([1, 0, 1])
    assert column_prices(program, answer.row_prices).tolist() == pytest.approx([0, -3, 0])
    assert answer.bound == pytest.approx(13)


@given(st.lists(st.floats(-9, 9), min_size=3, max_size=3))
def test_any_prices_give_a_bound(prices: list[float]) -> None:
    bound = bound_of(knapsack(), np.array(prices))
    assert bound is not None
    assert bound >= 13 - 1e-9


def test_a_price_without_a_bound_to_meet_counts_nothing() -> None:
    model = Assembly()
    column = model.add_columns(1.0)
    model.put(model.add_rows(1, upper=3.0), column, 1.0)
    assert bound_of(model.program(), np.array([1.0])) == pytest.approx(3)
    assert bound_of(model.program(), np.array([0.5])) is None


def test_work_stops_the_search_at_the_same_place() -> None:
    answers = [
        solve_program(hard(), seed=3, gap=0, work=Work(checks=12, iterations=0)) for _ in range(2)
    ]
    assert [answer.outcome for answer in answers] == [Outcome.STOPPED] * 2
    first, second = answers
    assert (first.value, first.bound, first.checks) == (second.value, second.bound, second.checks)
    assert first.bound is not None
    assert first.bound >= (solve_program(hard(), seed=3, gap=0, work=ENOUGH).value or 0) - 1e-6


def test_a_start_is_never_made_worse() -> None:
    best = solve_program(hard(), seed=0, gap=0, work=ENOUGH)
    again = solve_program(
        hard(), seed=0, gap=0, work=Work(checks=1, iterations=0), start=best.solution
    )
    assert again.value == pytest.approx(best.value)


def test_the_watchdog_stops_it() -> None:
    watch = Watchdog("test", lambda _told: True)
    answer = solve_program(hard(), seed=0, gap=0, work=ENOUGH, watch=watch, span=(0, 1))
    assert answer.outcome is Outcome.STOPPED
    assert watch.stopped_by is StoppedBy.USER


def test_an_impossible_program_says_so() -> None:
    model = Assembly()
    column = model.add_columns(1.0, upper=1.0, is_integer=True)
    model.put(model.add_rows(1, lower=2.0), column, 1.0)
    answer = solve_program(model.program(), seed=0, gap=0, work=ENOUGH)
    assert answer.outcome is Outcome.IMPOSSIBLE
    assert answer.solution is None


def test_a_program_without_columns_is_solved() -> None:
    answer = solve_program(Assembly().program(), seed=0, gap=0, work=ENOUGH)
    assert answer.outcome is Outcome.SOLVED


def test_another_use_of_highs_in_the_process_does_not_matter() -> None:
    other = highspy.Highs()
    other.setOptionValue("output_flag", False)
    other.setOptionValue("threads", 2)
    other.addVariable(0, 1, 1)
    other.run()
    assert solve_program(knapsack(), seed=0, gap=0, work=ENOUGH).value == pytest.approx(13)


def test_a_restricted_program_keeps_the_others_at_their_values() -> None:
    restrictor = Restrictor(knapsack())
    small = restrictor.restrict(np.array([0, 2]), np.array([0.0, 1.0, 0.0]))
    # With b = 1: 2a + c <= 2, 4a + 2c <= 10, 3a + 2c <= 4.
    assert small.row_upper.tolist() == [2, 10, 4]
    answer = solve_program(small, seed=0, gap=0, work=ENOUGH)
    assert answer.value == pytest.approx(6)
    assert restrictor.neighbours(np.array([0])).tolist() == [0, 1, 2]


@pytest.mark.parametrize("name", ["kSolveError", "kMemoryLimit", "kUnknown", "kNotset"])
def test_a_failure_of_highs_is_an_error_that_names_it(name: str) -> None:
    with pytest.raises(RuntimeError, match=name):
        outcome_of(getattr(highspy.HighsModelStatus, name))


def test_each_kind_of_end_is_told_apart() -> None:
    ends = highspy.HighsModelStatus
    assert outcome_of(ends.kOptimal) is Outcome.SOLVED
    assert {outcome_of(end) for end in (ends.kInterrupt, ends.kTimeLimit)} == {Outcome.STOPPED}
    assert outcome_of(ends.kUnbounded) is Outcome.IMPOSSIBLE
    assert outcome_of(ends.kUnknown, is_unknown_a_stop=True) is Outcome.STOPPED


def test_a_start_of_another_program_is_refused() -> None:
    with pytest.raises(RuntimeError, match="to start from"):
        solve_program(knapsack(), seed=0, gap=0, work=ENOUGH, start=np.full(7, np.nan))
