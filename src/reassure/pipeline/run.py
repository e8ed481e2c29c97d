"""A run: a plan, how it was made, and the results of its steps."""

from dataclasses import dataclass, field
from typing import Any

from reassure.model.arguments import (
    DEFAULT_CHANGE_PRICE,
    DEFAULT_TOP,
    require_budget,
    require_change_price,
    require_dask,
    require_gap,
    require_half_width,
    require_limits,
    require_replications,
    require_scenarios,
    require_seed,
    require_top,
)
from reassure.model.branch_results import Branches
from reassure.model.choices import MoveMethod, MoveObjective, Status, StoppedBy
from reassure.model.finding import Finding, Severity
from reassure.model.plan import Plan
from reassure.model.progress_results import Progress
from reassure.model.result import Result, versions_of
from reassure.model.results import Asks, Costs, Deployment, ForcePlan, Supply
from reassure.model.roe_choices import Strength
from reassure.model.roe_results import Permissions
from reassure.model.simulation_results import Simulation
from reassure.model.summary import Summary
from reassure.model.upgrade_results import Upgrades
from reassure.pipeline.steps import STEPS


@dataclass(frozen=True)
class Options:
    """How a run is made.

    Attributes
    ----------
    seed
        Root seed, a whole number from 0 to 2^63 - 1.
    time_limit_s
        Time for all steps together [s]; None: they stop by work.
    threads
        Threads that an engine may use; they never change a result.
    scenarios
        Scenarios that a force plan is made for, as `generate_forces` takes them.
    counting
        Which strength counts on lines that state tasks, as `generate_forces` takes it.
    change_price
        Price of each change to an earlier force plan, as `replan_forces` takes it.
    objective, method, gap
        What the schedule of movement lowers, how it is made, and how far from its bound it is good
        enough, as `schedule_deployment` takes them.
    nation, top
        Whom the asks are for, None for whoever can; how many asks, or upgrades, are worked out.
    budget
        Money for a set of upgrades, as `rank_upgrades` takes it.
    replications, half_width_days
        How often the plan is run with what chance deals, and the precision at which that stops, as
        `simulate_plan` takes them.
    branch
        Branch whose plan is run; None: the plan as a whole, in which all lines count.
    dask
        Address of the scheduler of a Dask cluster that runs the plan so often; it never changes a
        result.
    """

    seed: int = 0
    time_limit_s: float | None = None
    threads: int = 1
    scenarios: int = 0
    counting: Strength = Strength.USABLE
    change_price: float = DEFAULT_CHANGE_PRICE
    objective: MoveObjective = MoveObjective.LATENESS
    method: MoveMethod = MoveMethod.SEARCH
    gap: float = 0.0
    nation: str | None = None
    top: int = DEFAULT_TOP
    budget: float | None = None
    replications: int | None = None
    half_width_days: float | None = None
    dask: str | None = None
    branch: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no run can be made with."""
        require_seed(self.seed)
        require_limits(time_limit_s=self.time_limit_s, threads=self.threads)
        require_change_price(self.change_price)
        require_gap(self.gap)
        require_top(self.top)
        require_budget(self.budget)
        require_scenarios(self.scenarios)
        require_replications(self.replications)
        require_half_width(self.half_width_days)
        require_dask(self.dask)


@dataclass(frozen=True)
class Run:
    """A plan and what its steps made of it; a step that did not run is None.

    Attributes
    ----------
    seconds
        How long each step took [s]; for `run.json` and the log, in no result.
    stopped_by
        What ended the run before its last step, if anything did.
    """

    plan: Plan
    options: Options
    findings: tuple[Finding, ...] = ()
    force_plan: ForcePlan | None = None
    deployment: Deployment | None = None
    supply: Supply | None = None
    costs: Costs | None = None
    asks: Asks | None = None
    upgrades: Upgrades | None = None
    permissions: Permissions | None = None
    progress: Progress | None = None
    simulation: Simulation | None = None
    branches: Branches | None = None
    stopped_by: StoppedBy | None = None
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def steps(self) -> dict[str, Result]:
        """The results that there are, by command."""
        made: dict[str, Result | None] = {
            name: getattr(self, step.field) for name, step in STEPS.items()
        }
        return {name: result for name, result in made.items() if result is not None}

    @property
    def is_partial(self) -> bool:
        """Whether a step is missing, or stopped with less than all of its work."""
        cut_short = any(result.provenance.is_cut_short for result in self.steps.values())
        return self.stopped_by is not None or cut_short

    def rests_on_partial(self, step: str) -> tuple[str, ...]:
        """Return the steps that one is made from and that were stopped early."""
        made = self.steps
        return tuple(
            name
            for name in STEPS[step].after
            if name in made and made[name].provenance.status is Status.PARTIAL
        )

    def _basis(self, step: str) -> dict[str, list[str]]:
        partial = self.rests_on_partial(step)
        return {"rests_on_partial": list(partial)} if partial else {}

    def summary(self) -> dict[str, Any]:
        """Return the content of `summary.json`."""
        count = {
            level.value + "s": sum(1 for item in self.findings if item.severity is level)
            for level in Severity
        }
        versions: dict[str, str] = dict(versions_of())
        for result in self.steps.values():
            versions |= result.provenance.versions
        head: dict[str, Any] = {
            "format": self.plan.meta.format,
            "title": self.plan.meta.title,
            "notional": self.plan.meta.notional,
            "label": self.plan.meta.label,
            "inputs_sha256": self.plan.sha256,
            "seed": self.options.seed,
            "versions": versions,
            "stopped_by": self.stopped_by.value if self.stopped_by else None,
            "check": count,
        }
        parts = {
            STEPS[name].section: result.summary() | self._basis(name)
            for name, result in self.steps.items()
        }
        return Summary.model_validate(head | parts).model_dump(mode="json", exclude_unset=True)
