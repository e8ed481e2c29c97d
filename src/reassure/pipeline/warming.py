"""Compiling once what runs compiled, so that no first plan need wait."""

from pathlib import Path

from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.scheduling.solve import compile_search
from reassure.engines.generate import generate_forces
from reassure.engines.simulate import simulate_plan
from reassure.engines.simulate.priority import run_priority
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.progress import OnProgress

_SMALLEST = "first-steps"
_FEWEST = 2
"""Replications: enough for every kernel."""


def warm_kernels(*, on_progress: OnProgress | None = None) -> None:
    """Compile the searches of force generation and deployment, and the simulation.

    Whatever is compiled for the smallest shipped plan serves every plan. It is kept on disk, so
    that a second call takes seconds.

    Parameters
    ----------
    on_progress
        Told how far each step of that plan is; a true answer stops the step early.
    """
    plan = read_plan(example_folder(_SMALLEST))
    force_plan = generate_forces(plan, on_progress=on_progress)
    compile_search(plan, force_plan)
    deployment = schedule_deployment(plan, force_plan, on_progress=on_progress)
    simulate_plan(plan, force_plan, deployment, replications=_FEWEST, on_progress=on_progress)


def is_simulation_compiled() -> bool:
    """Whether a simulation finds its longest compiled part on disk, or made by this process."""
    if run_priority.signatures:
        return True
    kept = run_priority.stats.cache_path
    name = f"priority.{run_priority.__name__}-*.nbi"
    return kept is not None and any(Path(kept).glob(name))
