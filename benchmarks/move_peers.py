"""Other ways to schedule the same movement: lists in plain orders, and the whole linear program.

The linear program has a variable for every unit, arc and day, and one for every wait: what one
would first write down. It splits units at will, so its value is a lower bound of every schedule
of whole loads by the same cost, and on small movements the least there is.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.move_reading import Limit, Reading, Unit, departs
from benchmarks.move_states import States
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

_DIMENSIONS = ("tonnes", "lane_m", "wagons", "vehicles")


def edd(plan: Plan, force_plan: ForcePlan) -> list[str]:
    """Return the assignments by the day on which they are wanted."""
    units = Reading(plan, force_plan).units
    return [unit.assignment for unit in sorted(units, key=lambda u: (u.wanted_day, u.assignment))]


def wedd(plan: Plan, force_plan: ForcePlan) -> list[str]:
    """Return the assignments by weight, the weightiest first, then by the day wanted."""
    units = sorted(
        Reading(plan, force_plan).units, key=lambda u: (-u.weight, u.wanted_day, u.assignment)
    )
    return [unit.assignment for unit in units]


@dataclass(frozen=True)
class ArcLp:
    """What became of the whole linear program.

    Attributes
    ----------
    objective
        Least weighted lateness, with penalties for what does not arrive; None where it was not
        reached.
    bound
        The same where it is proven.
    seconds
        Time for building and solving [s].
    status
        In the solver's words.
    arrived
        By assignment, the share of the unit that arrives in time; empty without an objective.
    """

    objective: float | None
    bound: float | None
    seconds: float
    status: str
    n_rows: int
    n_columns: int
    arrived: Mapping[str, float]


def arclp(
    plan: Plan,
    force_plan: ForcePlan,
    release_days: Mapping[str, int],
    *,
    time_limit_s: float | None = None,
    solver: str = "choose",
    threads: int = 1,
) -> ArcLp:
    """Solve the whole linear program with HiGHS.

    Parameters
    ----------
    plan, force_plan
        What is to be moved.
    release_days
        By assignment, the first day on which it loads.
    time_limit_s
        Time for building and solving [s]; the solver obeys it roughly. None: no limit.
    solver
        Method, by the solver's name for it.
    threads
        Threads that it may use, >= 1.

    Raises
    ------
    ValueError
        If the plan has a rule that is not read here.
    """
    begun = time.perf_counter()
    reading = Reading(plan, force_plan)
    program = _Program(reading, States(reading))
    for unit in reading.units:
        program.add(unit, release_days[unit.assignment])
    left_s = None if time_limit_s is None else time_limit_s - (time.perf_counter() - begun)
    return program.solve(begun, left_s, solver, threads)


class _Program:
    """The linear program, unit by unit.

    Parameters
    ----------
    reading, states
        The plan's limits, and where loads can stand.
    """

    def __init__(self, reading: Reading, states: States) -> None:
        self._reading, self._states = reading, states
        self._tail = np.array([arc.tail for arc in states.arcs])
        self._head = np.array([arc.head for arc in states.arcs])
        self._days = np.array([arc.days for arc in states.arcs])
        self._is_air = np.array([arc.is_air for arc in states.arcs])
        self._last = last = reading.horizon_day
        self._departs = np.array(
            [
                [arc.link is None or departs(arc.link, day) for day in range(last + 1)]
                for arc in states.arcs
            ]
        )
        limits = sorted({use.limit for arc in states.arcs for use in arc.uses})
        self._limits: dict[Limit, int] = {limit: i for i, limit in enumerate(limits)}
        n_uses = max(len(arc.uses) for arc in states.arcs)
        self._use_of = np.full((len(states.arcs), n_uses), -1)
        self._factor = np.zeros((len(states.arcs), n_uses))
        self._measure = np.zeros((len(states.arcs), n_uses), dtype=int)
        for a, arc in enumerate(states.arcs):
            for j, use in enumerate(arc.uses):
                self._use_of[a, j] = self._limits[use.limit]
                self._factor[a, j] = use.factor
                self._measure[a, j] = _DIMENSIONS.index(use.measure)
        self._n_rows = self._n_columns = 0
        self._costs: list[Any] = []
        self._sources: list[int] = []
        self._entries: list[tuple[Any, Any, Any]] = []
        self._uses: list[tuple[Any, Any, Any]] = []
        self._unmoved: dict[str, int] = {}

    def add(self, unit: Unit, release_day: int) -> None:
        """Add one unit's flow from its release day on, and what of it is not moved."""
        states, last = self._states, self._last
        stays = np.array([arc.end == unit.destination for arc in states.arcs])
        goals = {arc.head for arc in states.arcs if arc.end == unit.destination}
        source = states.origin(unit.origin)
        if source in goals:
            raise ValueError(f"{unit.assignment}: starts where it is to go; expected a movement")
        first = release_day + states.least_days({source}, by_air=unit.by_air)
        left = states.least_days(goals, by_air=unit.by_air, backward=True)
        final = last - left
        for goal in goals:
            final[goal] = last
        is_goal = np.zeros(states.n_states, dtype=bool)
        is_goal[sorted(goals)] = True
        opens, shuts = first[self._tail], final[self._head] - self._days
        shuts = np.where(is_goal[self._tail] | (self._is_air & (not unit.by_air)), -1, shuts)
        arc, day = _spans(opens, shuts)
        is_open = self._departs[arc, np.minimum(day, last)]
        arc, day = arc[is_open], day[is_open]
        waiting, wait_day = _spans(first, np.where(is_goal, -1, final - 1))
        n_days = np.where(is_goal, 0, np.maximum(0, final - first + 1))
        offset = np.cumsum(n_days) - n_days + self._n_rows - first
        # One row for the source stands first where the unit cannot arrive at all.
        n_rows = max(1, int(n_days.sum()))
        source_row = offset[source] + release_day if n_days[source] else self._n_rows
        flows = self._n_columns + np.arange(len(arc))
        waits = self._n_columns + len(arc) + np.arange(len(waiting))
        unmoved = self._n_columns + len(arc) + len(waiting)
        reaches = stays[arc]
        arrival = (day + self._days[arc])[reaches]
        costs = np.zeros(len(arc) + len(waiting) + 1)
        costs[:-1][: len(arc)][reaches] = [unit.cost(int(value)) for value in arrival]
        costs[-1] = unit.penalty(last)
        inner = ~reaches
        self._enter(offset[self._tail[arc]] + day, flows, 1.0)
        self._enter((offset[self._head[arc]] + day + self._days[arc])[inner], flows[inner], -1.0)
        self._enter(offset[waiting] + wait_day, waits, 1.0)
        self._enter(offset[waiting] + wait_day + 1, waits, -1.0)
        self._enter(np.array([source_row]), np.array([unmoved]), 1.0)
        sizes = np.array(unit.sizes)
        for j in range(self._use_of.shape[1]):
            used = self._use_of[arc, j] >= 0
            which, when = self._use_of[arc, j][used], day[used]
            amount = self._factor[arc[used], j] * sizes[self._measure[arc[used], j]]
            self._uses.append((which * (last + 1) + when, flows[used], amount))
        self._costs.append(costs)
        self._sources.append(int(source_row))
        self._unmoved[unit.assignment] = int(unmoved)
        self._n_rows += n_rows
        self._n_columns += len(costs)

    def _enter(self, rows: Any, columns: Any, value: float) -> None:
        self._entries.append((rows, columns, np.full(len(rows), value)))

    def solve(self, begun: float, left_s: float | None, solver: str, threads: int) -> ArcLp:
        """Hand the program over and return what comes back."""
        import highspy

        model = self._model()
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", threads)
        highs.setOptionValue("solver", solver)
        if left_s is not None:
            highs.setOptionValue("time_limit", max(0.0, left_s))
        highs.passModel(model)
        highs.run()
        status, info = highs.getModelStatus(), highs.getInfo()
        is_solved = status == highspy.HighsModelStatus.kOptimal
        is_feasible = is_solved or info.primal_solution_status == 2
        objective = float(info.objective_function_value) if is_feasible else None
        values = np.array(highs.getSolution().col_value) if is_feasible else None
        arrived = {
            name: 1.0 - float(values[column])
            for name, column in self._unmoved.items()
            if values is not None
        }
        return ArcLp(
            objective,
            objective if is_solved else None,
            time.perf_counter() - begun,
            highs.modelStatusToString(status),
            model.num_row_,
            model.num_col_,
            arrived,
        )

    def _model(self) -> Any:
        import highspy
        from scipy import sparse

        places, columns, amounts = (np.concatenate(part) for part in zip(*self._uses, strict=True))
        met, shared = np.unique(places, return_inverse=True)
        limits, n_days = list(self._limits), self._last + 1
        given = [self._reading.capacity(limits[key // n_days], int(key % n_days)) for key in met]
        rows, own, values = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        n_rows = self._n_rows + len(met)
        matrix = sparse.csc_matrix(
            (
                np.concatenate([values, amounts]),
                (
                    np.concatenate([rows, self._n_rows + shared]),
                    np.concatenate([own, columns]),
                ),
            ),
            shape=(n_rows, self._n_columns),
        )
        balance = np.zeros(self._n_rows)
        balance[self._sources] = 1.0
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._n_columns, n_rows
        model.col_cost_ = np.concatenate(self._costs)
        model.col_lower_ = np.zeros(self._n_columns)
        model.col_upper_ = np.full(self._n_columns, highspy.kHighsInf)
        model.row_lower_ = np.concatenate([balance, np.full(len(met), -highspy.kHighsInf)])
        model.row_upper_ = np.concatenate([balance, given])
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        return model


def _spans(first: Any, last: Any) -> tuple[Any, Any]:
    """Return every whole number from first to last, place by place, and its place."""
    counts = np.maximum(0, last - first + 1)
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[
        which
    ]
