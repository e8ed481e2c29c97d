"""What a run hands to the brief."""

from dataclasses import dataclass

from reassure.model.branch_results import Branches
from reassure.model.finding import Finding
from reassure.model.progress_results import Progress
from reassure.model.results import Asks, Costs, Deployment, ForcePlan, Supply
from reassure.model.roe_results import Permissions
from reassure.model.simulation_results import Simulation
from reassure.model.upgrade_results import Upgrades


@dataclass(frozen=True)
class BriefInputs:
    """The results of one run, and what was found before it.

    Attributes
    ----------
    seed
        Root seed of the run.
    force_plan, deployment, supply, costs, asks, upgrades, permissions, simulation, progress
        Result of each step; None where it did not run, and its sections say so.
    branches
        Comparison of the branches of the plan; None where there is none.
    findings
        What the check of the plan found.
    tables
        Folder of the tables, as seen from the page, which then points to them; empty: the page
        stands alone.
    """

    seed: int
    force_plan: ForcePlan | None = None
    deployment: Deployment | None = None
    supply: Supply | None = None
    costs: Costs | None = None
    asks: Asks | None = None
    upgrades: Upgrades | None = None
    permissions: Permissions | None = None
    simulation: Simulation | None = None
    branches: Branches | None = None
    progress: Progress | None = None
    findings: tuple[Finding, ...] = ()
    tables: str = ""

    @property
    def is_comparison(self) -> bool:
        """Whether it is the comparison of branches, and no run of one plan."""
        return self.branches is not None and self.force_plan is None
