"""The flow of a plan from its folder to its brief."""

from reassure.pipeline.flow import check_plan, run_plan
from reassure.pipeline.folder import load_run, write_run
from reassure.pipeline.run import SECTIONS, Options, Run

__all__ = ["SECTIONS", "Options", "Run", "check_plan", "load_run", "run_plan", "write_run"]
