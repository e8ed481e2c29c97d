"""The flow of a plan from its folder to its brief.

The engines are imported when a run is first asked for: a check needs none of them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reassure.pipeline.branches import (
        BRANCH_STEPS,
        claim_branches,
        compare_runs,
        load_branches,
        run_branches,
        write_branches,
    )
    from reassure.pipeline.check import check_plan
    from reassure.pipeline.flow import run_plan
    from reassure.pipeline.folder import (
        claim_folder,
        load_before,
        load_earlier,
        load_run,
        write_run,
    )
    from reassure.pipeline.run import Options, Run
    from reassure.pipeline.steps import FLOW, STEPS, WITHOUT_CHANCE

_HOME_OF = {
    "BRANCH_STEPS": "branches",
    "claim_branches": "branches",
    "compare_runs": "branches",
    "load_branches": "branches",
    "run_branches": "branches",
    "write_branches": "branches",
    "check_plan": "check",
    "run_plan": "flow",
    "claim_folder": "folder",
    "load_before": "folder",
    "load_earlier": "folder",
    "load_run": "folder",
    "write_run": "folder",
    "Options": "run",
    "Run": "run",
    "FLOW": "steps",
    "STEPS": "steps",
    "WITHOUT_CHANCE": "steps",
}

__all__ = [
    "BRANCH_STEPS",
    "FLOW",
    "STEPS",
    "WITHOUT_CHANCE",
    "Options",
    "Run",
    "check_plan",
    "claim_branches",
    "claim_folder",
    "compare_runs",
    "load_before",
    "load_branches",
    "load_earlier",
    "load_run",
    "run_branches",
    "run_plan",
    "write_branches",
    "write_run",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'reassure.pipeline' has no attribute {name!r}")
    home = importlib.import_module(f"reassure.pipeline.{_HOME_OF[name]}")
    return getattr(home, name)
