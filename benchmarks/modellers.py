"""Modelling libraries and their solvers behind one small face, so that peers get one model.

PuLP hands a model to CBC, Pyomo to HiGHS, and CP-SAT takes it in whole numbers. CP-SAT and HiGHS
cannot be loaded by one process, so each library is loaded where it is used, and by name: the
environment in which the sources are checked has none of them.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

Terms = Iterable[tuple[float, Any]]

EFFICIENCY_STEP = 20
OBJECTIVE_STEP = 10_000
"""Efficiencies are twentieths and prices ten-thousandths, so that CP-SAT works without rounding."""


class Answer(NamedTuple):
    """What a peer came to; no objective and no tours where it found no plan."""

    objective: float | None
    bound: float | None
    is_proven: bool


class Modeller(ABC):
    """A modelling library with its solver."""

    @abstractmethod
    def binary(self) -> Any:
        """Add a variable that is 0 or 1."""

    @abstractmethod
    def number(self, most: float) -> Any:
        """Add a variable from 0 to some number."""

    @abstractmethod
    def at_most(self, terms: Terms, most: float) -> None:
        """Add a row."""

    @abstractmethod
    def maximise(self, terms: Terms, *, time_limit_s: float, threads: int, folder: Path) -> Answer:
        """Solve; files that the solver needs go into a folder."""

    @abstractmethod
    def is_on(self, variable: Any) -> bool:
        """Whether a binary variable is 1 in the plan that was found."""


class PulpCbc(Modeller):
    """PuLP with the CBC that it brings along."""

    def __init__(self) -> None:
        self._pulp: Any = import_module("pulp")
        self._n = 0
        self._problem = self._pulp.LpProblem("force", self._pulp.LpMaximize)

    def _variable(self, kind: str, most: float) -> Any:
        self._n += 1
        return self._pulp.LpVariable(f"v{self._n}", 0, most, kind)

    def binary(self) -> Any:
        """Add a variable that is 0 or 1."""
        return self._variable(self._pulp.LpBinary, 1)

    def number(self, most: float) -> Any:
        """Add a variable from 0 to some number."""
        return self._variable(self._pulp.LpContinuous, most)

    def _sum(self, terms: Terms) -> Any:
        return self._pulp.LpAffineExpression([(variable, factor) for factor, variable in terms])

    def at_most(self, terms: Terms, most: float) -> None:
        """Add a row."""
        self._problem += self._sum(terms) <= most

    def maximise(self, terms: Terms, *, time_limit_s: float, threads: int, folder: Path) -> Answer:
        """Solve; files that the solver needs go into a folder."""
        self._problem += self._sum(terms)
        log = folder / "cbc.log"
        solver = self._pulp.PULP_CBC_CMD(
            msg=False, timeLimit=time_limit_s, threads=threads, logPath=str(log)
        )
        solver.tmpDir = str(folder)
        self._problem.solve(solver)
        # PuLP calls a run that the clock stopped optimal as well; its second status tells.
        found = self._problem.sol_status
        proven = self._pulp.LpSolutionOptimal
        if found not in (proven, self._pulp.LpSolutionIntegerFeasible):
            return Answer(None, None, is_proven=False)
        objective = float(self._pulp.value(self._problem.objective))
        # CBC minimises the negated objective, and tells its bound in the log alone.
        bounds = re.findall(r"(?:Lower|Upper) bound:\s+(-?[\d.]+)", log.read_text())
        bound = abs(float(bounds[-1])) if bounds else objective if found == proven else None
        return Answer(objective, bound, is_proven=found == proven)

    def is_on(self, variable: Any) -> bool:
        """Whether a binary variable is 1 in the plan that was found."""
        return variable.varValue > 0.5


class PyomoHighs(Modeller):
    """Pyomo with HiGHS through its direct interface."""

    def __init__(self) -> None:
        pyo: Any = import_module("pyomo.environ")
        self._pyo, self._solver = pyo, import_module("pyomo.contrib.appsi.solvers").Highs()
        self._model: Any = pyo.ConcreteModel()
        self._model.binaries = pyo.VarList(domain=pyo.Binary)
        self._model.numbers = pyo.VarList(domain=pyo.NonNegativeReals)
        self._model.rows = pyo.ConstraintList()

    def binary(self) -> Any:
        """Add a variable that is 0 or 1."""
        return self._model.binaries.add()

    def number(self, most: float) -> Any:
        """Add a variable from 0 to some number."""
        variable = self._model.numbers.add()
        variable.setub(most)
        return variable

    def _sum(self, terms: Terms) -> Any:
        return self._pyo.quicksum((factor * variable for factor, variable in terms), linear=True)

    def at_most(self, terms: Terms, most: float) -> None:
        """Add a row."""
        self._model.rows.add(self._sum(terms) <= most)

    def maximise(self, terms: Terms, *, time_limit_s: float, threads: int, folder: Path) -> Answer:
        """Solve; files that the solver needs go into a folder."""
        del folder
        self._model.worth = self._pyo.Objective(expr=self._sum(terms), sense=self._pyo.maximize)
        self._solver.config.time_limit = time_limit_s
        self._solver.config.load_solution = False
        self._solver.highs_options = {"threads": threads}
        found = self._solver.solve(self._model)
        if found.best_feasible_objective is None:
            return Answer(None, found.best_objective_bound, is_proven=False)
        found.solution_loader.load_vars()
        is_proven = found.termination_condition.name == "optimal"
        return Answer(found.best_feasible_objective, found.best_objective_bound, is_proven)

    def is_on(self, variable: Any) -> bool:
        """Whether a binary variable is 1 in the plan that was found."""
        return variable.value > 0.5


class CpSat(Modeller):
    """CP-SAT of OR-Tools; numbers are held in twentieths."""

    def __init__(self) -> None:
        self._cp: Any = import_module("ortools.sat.python.cp_model")
        self._model, self._solver = self._cp.CpModel(), self._cp.CpSolver()
        self._numbers: set[int] = set()

    def binary(self) -> Any:
        """Add a variable that is 0 or 1."""
        return self._model.new_bool_var("")

    def number(self, most: float) -> Any:
        """Add a variable from 0 to some number."""
        variable = self._model.new_int_var(0, _whole(most * EFFICIENCY_STEP), "")
        self._numbers.add(variable.index)
        return variable

    def _sum(self, terms: Terms, step: int) -> Any:
        """Return a sum times a step; one whole of a number is `EFFICIENCY_STEP` of its own."""
        pairs = list(terms)
        factors = [
            _whole(factor * step / (EFFICIENCY_STEP if variable.index in self._numbers else 1))
            for factor, variable in pairs
        ]
        return self._cp.LinearExpr.weighted_sum([variable for _, variable in pairs], factors)

    def at_most(self, terms: Terms, most: float) -> None:
        """Add a row."""
        self._model.add(self._sum(terms, EFFICIENCY_STEP) <= _whole(most * EFFICIENCY_STEP))

    def maximise(self, terms: Terms, *, time_limit_s: float, threads: int, folder: Path) -> Answer:
        """Solve; files that the solver needs go into a folder."""
        del folder
        self._model.maximize(self._sum(terms, OBJECTIVE_STEP))
        self._solver.parameters.max_time_in_seconds = time_limit_s
        self._solver.parameters.num_workers = threads
        status = self._solver.solve(self._model)
        bound = self._solver.best_objective_bound / OBJECTIVE_STEP
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return Answer(None, bound, is_proven=False)
        objective = self._solver.objective_value / OBJECTIVE_STEP
        return Answer(objective, bound, status == self._cp.OPTIMAL)

    def is_on(self, variable: Any) -> bool:
        """Whether a binary variable is 1 in the plan that was found."""
        return bool(self._solver.value(variable))


def _whole(number: float) -> int:
    whole = round(number)
    if abs(whole - number) > 1e-6:
        raise ValueError(f"CP-SAT needs whole numbers, not {number}")
    return whole
