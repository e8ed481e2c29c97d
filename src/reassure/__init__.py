"""Reassure: from pledge to presence.

The public names; each is imported when it is first asked for, so that a command which
needs few of them starts at once.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reassure.brief import BriefInputs, render_brief, write_brief
    from reassure.checks.deployment import verify_deployment
    from reassure.checks.force_plan import verify_force_plan
    from reassure.checks.withdrawal import verify_withdrawal
    from reassure.engines.branches import compare_branches
    from reassure.engines.cost import cost_plan
    from reassure.engines.deploy import (
        rank_upgrades,
        reroute_deployment,
        schedule_deployment,
        schedule_withdrawal,
    )
    from reassure.engines.generate import generate_forces, rank_asks, replan_forces
    from reassure.engines.progress import assess_progress
    from reassure.engines.roe import assess_permissions
    from reassure.engines.simulate import simulate_plan
    from reassure.engines.sustain import project_supply
    from reassure.examples import copy_example, example_folder, example_names
    from reassure.io.read import read_plan
    from reassure.io.write import new_plan, write_plan
    from reassure.model.branch_results import Branches, BranchRun
    from reassure.model.branching import plan_of_branch
    from reassure.model.errors import DataFaults, ReassureError, UsageError
    from reassure.model.finding import Finding, Severity
    from reassure.model.label import Label
    from reassure.model.plan import Plan, PlanMeta
    from reassure.model.progress_results import Progress
    from reassure.model.results import Asks, Costs, Deployment, ForcePlan, Supply
    from reassure.model.roe_results import Permissions
    from reassure.model.simulation_results import Simulation
    from reassure.model.table import Table
    from reassure.model.upgrade_results import Upgrades
    from reassure.pipeline import (
        Options,
        Run,
        check_plan,
        compare_runs,
        load_before,
        load_run,
        run_branches,
        run_plan,
        write_branches,
        write_run,
    )
    from reassure.pipeline.movement import (
        merge_folders,
        track_movement,
        write_execution,
        write_merged,
    )
    from reassure.pipeline.rerouting import reroute_movement
    from reassure.pipeline.warming import warm_kernels

_HOMES = {
    "reassure.brief": ("BriefInputs", "render_brief", "write_brief"),
    "reassure.checks.deployment": ("verify_deployment",),
    "reassure.checks.force_plan": ("verify_force_plan",),
    "reassure.checks.withdrawal": ("verify_withdrawal",),
    "reassure.engines.branches": ("compare_branches",),
    "reassure.engines.cost": ("cost_plan",),
    "reassure.engines.deploy": (
        "rank_upgrades",
        "reroute_deployment",
        "schedule_deployment",
        "schedule_withdrawal",
    ),
    "reassure.engines.generate": ("generate_forces", "rank_asks", "replan_forces"),
    "reassure.engines.progress": ("assess_progress",),
    "reassure.engines.roe": ("assess_permissions",),
    "reassure.engines.simulate": ("simulate_plan",),
    "reassure.engines.sustain": ("project_supply",),
    "reassure.examples": ("copy_example", "example_folder", "example_names"),
    "reassure.io.read": ("read_plan",),
    "reassure.io.write": ("new_plan", "write_plan"),
    "reassure.model.branch_results": ("BranchRun", "Branches"),
    "reassure.model.branching": ("plan_of_branch",),
    "reassure.model.errors": ("DataFaults", "ReassureError", "UsageError"),
    "reassure.model.finding": ("Finding", "Severity"),
    "reassure.model.label": ("Label",),
    "reassure.model.plan": ("Plan", "PlanMeta"),
    "reassure.model.progress_results": ("Progress",),
    "reassure.model.results": ("Asks", "Costs", "Deployment", "ForcePlan", "Supply"),
    "reassure.model.roe_results": ("Permissions",),
    "reassure.model.simulation_results": ("Simulation",),
    "reassure.model.table": ("Table",),
    "reassure.model.upgrade_results": ("Upgrades",),
    "reassure.pipeline": (
        "Options",
        "Run",
        "check_plan",
        "compare_runs",
        "load_before",
        "load_run",
        "run_branches",
        "run_plan",
        "write_branches",
        "write_run",
    ),
    "reassure.pipeline.movement": (
        "merge_folders",
        "track_movement",
        "write_execution",
        "write_merged",
    ),
    "reassure.pipeline.rerouting": ("reroute_movement",),
    "reassure.pipeline.warming": ("warm_kernels",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Asks",
    "BranchRun",
    "Branches",
    "BriefInputs",
    "Costs",
    "DataFaults",
    "Deployment",
    "Finding",
    "ForcePlan",
    "Label",
    "Options",
    "Permissions",
    "Plan",
    "PlanMeta",
    "Progress",
    "ReassureError",
    "Run",
    "Severity",
    "Simulation",
    "Supply",
    "Table",
    "Upgrades",
    "UsageError",
    "assess_permissions",
    "assess_progress",
    "check_plan",
    "compare_branches",
    "compare_runs",
    "copy_example",
    "cost_plan",
    "example_folder",
    "example_names",
    "generate_forces",
    "load_before",
    "load_run",
    "merge_folders",
    "new_plan",
    "plan_of_branch",
    "project_supply",
    "rank_asks",
    "rank_upgrades",
    "read_plan",
    "render_brief",
    "replan_forces",
    "reroute_deployment",
    "reroute_movement",
    "run_branches",
    "run_plan",
    "schedule_deployment",
    "schedule_withdrawal",
    "simulate_plan",
    "track_movement",
    "verify_deployment",
    "verify_force_plan",
    "verify_withdrawal",
    "warm_kernels",
    "write_branches",
    "write_brief",
    "write_execution",
    "write_merged",
    "write_plan",
    "write_run",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'reassure' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
