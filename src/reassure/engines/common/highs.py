"""The one call of HiGHS: arrays in, status, value, bound and solution out.

One thread, one seed, and a stop by counted work rather than by the clock, so that the same
program gives the same answer wherever it runs.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from reassure.engines.common.program import Program, bound_of
from reassure.model.progress import Watchdog

_SEEDS = 2**31
"""HiGHS takes seeds from 0 to this less one."""

_SIMPLEX_ENTRIES = 20_000
"""Entries of the matrix from which on the interior-point method is quicker."""

ABSOLUTE_GAP = 1e-7
"""Distance of value and bound at which HiGHS takes a program as solved."""


class Outcome(StrEnum):
    """How a call of HiGHS ended."""

    SOLVED = "solved"
    """To the gap asked for."""
    STOPPED = "stopped"
    """By its work, or by the watchdog."""
    IMPOSSIBLE = "impossible"
    """No solution exists, or the value has no limit."""


_STATUSES = highspy.HighsModelStatus
_OUTCOMES = {
    _STATUSES.kOptimal: Outcome.SOLVED,
    _STATUSES.kModelEmpty: Outcome.SOLVED,
    _STATUSES.kInterrupt: Outcome.STOPPED,
    _STATUSES.kTimeLimit: Outcome.STOPPED,
    _STATUSES.kIterationLimit: Outcome.STOPPED,
    _STATUSES.kSolutionLimit: Outcome.STOPPED,
    _STATUSES.kInfeasible: Outcome.IMPOSSIBLE,
    _STATUSES.kUnbounded: Outcome.IMPOSSIBLE,
    _STATUSES.kUnboundedOrInfeasible: Outcome.IMPOSSIBLE,
}


@dataclass(frozen=True, slots=True)
class Work:
    """How much a call may do; both are counted, so they stop it at the same place everywhere.

    Attributes
    ----------
    checks
        Times that HiGHS asks whether to go on; about once per solved relaxation.
    iterations
        Steps of the simplex or of the interior-point method, in programs without whole numbers.
    """

    checks: int
    iterations: int


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS found.

    Attributes
    ----------
    outcome
        How it ended.
    value, bound
        Value of ``solution`` and proven limit of any; None where there is none.
    solution
        Values of the columns; None where none was found.
    row_prices
        Duals of a linear program, in the sense of maximising: what one more of a row's upper
        bound is worth; None for programs with whole numbers.
    checks, iterations
        Work that was done.
    """

    outcome: Outcome
    value: float | None
    bound: float | None
    solution: NDArray[np.float64] | None
    row_prices: NDArray[np.float64] | None
    checks: int
    iterations: int


@dataclass(slots=True)
class _Talk:
    """State of the talk with HiGHS while it runs."""

    work: Work
    watch: Watchdog | None
    span: tuple[float, float] | None
    message: str
    checks: int = 0
    error: BaseException | None = None

    def answer(self, _kind: Any, _text: str, _said: Any, reply: Any, _data: Any) -> None:
        """Count one question of HiGHS and tell it whether to stop."""
        self.checks += 1
        try:
            reply.user_interrupt = self.checks > self.work.checks or self._is_stopped()
        except BaseException as error:  # It must not cross the library's frames: `_run` raises it.
            self.error = error
            reply.user_interrupt = True

    def _is_stopped(self) -> bool:
        if self.watch is None or self.span is None:
            return self.watch is not None and self.watch.must_stop()
        first, last = self.span
        return self.watch.tell(
            first + (last - first) * min(1.0, self.checks / self.work.checks), self.message
        )


def solve_program(
    program: Program,
    *,
    seed: int,
    gap: float,
    work: Work,
    start: NDArray[np.float64] | None = None,
    watch: Watchdog | None = None,
    span: tuple[float, float] | None = None,
    message: str = "solving",
) -> Answer:
    """Maximise an integer program.

    Parameters
    ----------
    program
        The program.
    seed
        Seed of HiGHS's own choices.
    gap
        Distance of value and bound, over the value, at which to stop.
    work
        Most work to do.
    start
        A solution to start from, shape (n_columns,).
    watch, span, message
        Asked whether to stop, and told of progress: between which shares of the step (None:
        not told) and in which words.

    Returns
    -------
    Answer
        The best found; ``STOPPED`` with what was found where work or watchdog ended it.

    Raises
    ------
    RuntimeError
        If HiGHS refuses program or start, or fails on it; its own word for the failure is named.

    Notes
    -----
    Solver: HiGHS, Huangfu and Hall, Mathematical Programming Computation 10 (2018), 119-142.
    """
    solver = solver_for(program, seed=seed)
    set_options(solver, mip_rel_gap=gap, mip_abs_gap=ABSOLUTE_GAP)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    columns = np.arange(len(program.gain), dtype=np.int32)
    integrality = np.array([kinds[int(flag)].value for flag in program.is_integer], dtype=np.uint8)
    require_taken(
        solver.changeColsIntegrality(len(columns), columns, integrality), "which columns are whole"
    )
    if start is not None:
        if len(start) != len(columns):  # HiGHS would read past the end of the shorter one.
            raise RuntimeError("HiGHS does not take the solution to start from: its length")
        require_taken(solver.setSolution(len(start), columns, start), "the solution to start from")
    talk = _run(solver, _Talk(work, watch, span, message))
    answer = _answer(solver, talk)
    bound = float(solver.getInfo().mip_dual_bound)
    return replace(answer, bound=bound if np.isfinite(bound) else None)


def relax_program(
    program: Program,
    *,
    seed: int,
    work: Work,
    watch: Watchdog | None = None,
    span: tuple[float, float] | None = None,
    message: str = "bounding",
) -> Answer:
    """Maximise a program without its whole numbers; parameters as in `solve_program`.

    Small programs are solved by the simplex method, large ones by the interior-point method without
    a basis. ``bound`` is computed from the prices by weak duality and holds whatever they are; so a
    run that ends short of its precision, which HiGHS calls unknown, counts as stopped.
    """
    solver = solver_for(program, seed=seed)
    if len(program.values) > _SIMPLEX_ENTRIES:
        set_options(solver, solver="ipm", run_crossover="off", ipm_iteration_limit=work.iterations)
    else:
        set_options(solver, solver="simplex", simplex_iteration_limit=work.iterations)
    talk = _run(solver, _Talk(work, watch, span, message))
    answer = _answer(solver, talk, is_unknown_a_stop=True)
    duals = solver.getSolution().row_dual if solver.getSolution().dual_valid else None
    if duals is None:
        return answer
    # The sign of duals differs between HiGHS's methods: that with the better bound is right.
    candidates = [np.array(duals), -np.array(duals)]
    bounds = [bound_of(program, prices) for prices in candidates]
    sizes = [np.inf if bound is None else bound for bound in bounds]
    best = int(np.argmin(sizes))
    return replace(answer, bound=bounds[best], row_prices=candidates[best])


def _run(solver: highspy.Highs, talk: _Talk) -> _Talk:
    watch = talk.watch
    if watch is not None and watch.seconds_left is not None:
        set_options(solver, time_limit=max(watch.seconds_left, 1e-3))
    solver.setCallback(talk.answer, None)
    kinds = highspy.cb.HighsCallbackType
    for kind in (
        kinds.kCallbackMipInterrupt,
        kinds.kCallbackSimplexInterrupt,
        kinds.kCallbackIpmInterrupt,
    ):
        solver.startCallback(kind)
    status = solver.run()
    if talk.error is not None:
        raise talk.error
    if status == highspy.HighsStatus.kError:
        raise RuntimeError(f"HiGHS fails: {solver.modelStatusToString(solver.getModelStatus())}")
    if watch is not None:
        watch.must_stop()
    return talk


def solver_for(program: Program, *, seed: int) -> highspy.Highs:
    """Return HiGHS with a program to be maximised; RuntimeError where it is not taken."""
    solver = highspy.Highs()
    set_options(solver, output_flag=False, threads=1, parallel="off", random_seed=seed % _SEEDS)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.gain), len(program.row_lower)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = program.gain
    model.col_lower_, model.col_upper_ = program.lower, program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.starts
    model.a_matrix_.index_ = program.rows
    model.a_matrix_.value_ = program.values
    require_taken(solver.passModel(model), "the program: check the shapes of its arrays")
    return solver


def require_taken(status: highspy.HighsStatus, what: str) -> None:
    """Raise RuntimeError where HiGHS refuses something."""
    if status == highspy.HighsStatus.kError:
        raise RuntimeError(f"HiGHS does not take {what}")


def set_options(target: highspy.Highs, /, **options: Any) -> None:
    """Set options by name; RuntimeError where one is not taken."""
    for name, value in options.items():
        require_taken(target.setOptionValue(name, value), f"the option {name} = {value}")


def outcome_of(status: highspy.HighsModelStatus, *, is_unknown_a_stop: bool = False) -> Outcome:
    """Return what a status of HiGHS comes to.

    Raises
    ------
    RuntimeError
        For every status that is neither a solution, a stop, nor a proof that there is none.
    """
    if is_unknown_a_stop and status == _STATUSES.kUnknown:
        return Outcome.STOPPED
    if status not in _OUTCOMES:
        raise RuntimeError(f"HiGHS ends with the status {status.name}")
    return _OUTCOMES[status]


def _answer(solver: highspy.Highs, talk: _Talk, *, is_unknown_a_stop: bool = False) -> Answer:
    info, solution = solver.getInfo(), solver.getSolution()
    outcome = outcome_of(solver.getModelStatus(), is_unknown_a_stop=is_unknown_a_stop)
    is_feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    has_solution = bool(solution.value_valid and is_feasible)
    return Answer(
        outcome=outcome,
        value=float(info.objective_function_value) if has_solution else None,
        bound=None,
        solution=np.array(solution.col_value) if has_solution else None,
        row_prices=None,
        checks=talk.checks,
        iterations=max(0, info.simplex_iteration_count) + max(0, info.ipm_iteration_count),
    )
