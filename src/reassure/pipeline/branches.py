"""Every branch of a plan run as a plan of its own, and the runs compared."""

import contextlib
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from reassure.engines.branches import compare_branches
from reassure.io.output_folder import write_outputs
from reassure.io.results import result_path
from reassure.model.branch_results import BranchRun
from reassure.model.branching import plan_of_branch
from reassure.model.choices import StoppedBy
from reassure.model.errors import UsageError
from reassure.model.finding import Finding
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress
from reassure.pipeline.flow import LEAST_TIME_S, run_plan
from reassure.pipeline.folder import claim_folder, load_run, outdated_paths, write_run
from reassure.pipeline.run import Options, Run
from reassure.pipeline.steps import FLOW, STEPS

BRANCH_STEPS = ("generate", "deploy", "sustain", "cost")
"""Steps of every branch that a comparison is made from."""

_FOLDER = "branches"
_STOPPED = "Stopped before it was planned"
_NOT_THERE = "It was not planned: the results that were read have none of it"

Watching = Callable[[str], AbstractContextManager[OnProgress | None]]
"""Opens what is told of the progress of a branch."""


def _unwatched(_name: str) -> AbstractContextManager[OnProgress | None]:
    return nullcontext(None)


def run_branches(
    plan: Plan,
    options: Options | None = None,
    *,
    findings: tuple[Finding, ...] = (),
    steps: tuple[str, ...] = FLOW,
    watching: Watching = _unwatched,
) -> dict[str, Run | str]:
    """Run every branch of a plan as a plan of its own.

    Parameters
    ----------
    plan
        Checked plan with branches.
    options
        As `run_plan` takes them; a time limit holds for all branches together.
    findings
        What the check of the plan found.
    steps
        Steps to run of each branch.
    watching
        Opens what is told of the progress of a branch.

    Returns
    -------
    dict
        By branch its run, or why it could not be planned.

    Raises
    ------
    UsageError
        As `run_plan`, where no branch can be planned.
    """
    options = options or Options()
    started, runs, refused = time.monotonic(), dict[str, Run | str](), list[UsageError]()
    names = plan.branches.ids
    is_stopped = False
    for at, name in enumerate(names):
        if is_stopped:
            runs[name] = _STOPPED
            continue
        own = options
        if options.time_limit_s is not None:
            left = options.time_limit_s - (time.monotonic() - started)
            own = replace(options, time_limit_s=max(LEAST_TIME_S, left / (len(names) - at)))
        try:
            branch = plan_of_branch(plan, name)
            with watching(name) as on_progress:
                run = run_plan(branch, own, findings=findings, steps=steps, on_progress=on_progress)
        except UsageError as error:
            refused.append(error)
            runs[name] = str(error)
        else:
            runs[name] = run
            is_stopped = run.stopped_by is StoppedBy.USER
    if refused and len(refused) == len(names):
        raise refused[0]
    return runs


def compare_runs(
    plan: Plan,
    runs: Mapping[str, Run | str],
    options: Options | None = None,
    *,
    findings: tuple[Finding, ...] = (),
) -> Run:
    """Compare the runs of the branches of a plan.

    Parameters
    ----------
    plan
        Plan with branches.
    runs
        As `run_branches` returns them.
    options, findings
        Seed, and what the check of the plan found.

    Returns
    -------
    Run
        The plan with the comparison as its only result.

    Raises
    ------
    UsageError
        As `compare_branches`.
    """
    options = options or Options()
    made = {name: _made(run) for name, run in runs.items()}
    branches = compare_branches(plan, made, seed=options.seed)
    ends = {run.stopped_by for run in runs.values() if isinstance(run, Run)}
    seconds = {
        f"{name}.{step}": took
        for name, run in runs.items()
        if isinstance(run, Run)
        for step, took in run.seconds.items()
    }
    by_user = StoppedBy.USER if StoppedBy.USER in ends else None
    return Run(plan, options, findings, branches=branches, stopped_by=by_user, seconds=seconds)


def _made(run: Run | str) -> BranchRun:
    if isinstance(run, str):
        return BranchRun(failure=run)
    if run.force_plan is None:
        return BranchRun(failure=_STOPPED)
    return BranchRun(
        run.force_plan, run.deployment, run.costs, is_stopped=run.stopped_by is not None
    )


def load_branches(
    folder: str | Path, plan: Plan, findings: tuple[Finding, ...] = ()
) -> dict[str, Run | str]:
    """Read the runs of the branches of a plan from a folder.

    Parameters
    ----------
    folder
        Folder that `write_branches` wrote to.
    plan
        Plan with branches, the very one that they were made from.
    findings
        What the check of the plan found.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if no branch has results there; as `load_run` for each that has.
    """
    places = {name: _place(folder, name) for name in plan.branches.ids}
    runs: dict[str, Run | str] = {
        name: load_run(place, plan_of_branch(plan, name), findings=findings)
        if _has_results(place)
        else _NOT_THERE
        for name, place in places.items()
    }
    if not any(isinstance(run, Run) for run in runs.values()):
        raise UsageError(
            f"no results of a branch in {folder}",
            "a folder that reassure branches or reassure plan --all-branches wrote with --out",
            "run one of these first, or leave --from out",
            code="ENG-INPUT-002",
        )
    return runs


@contextlib.contextmanager
def claim_branches(folder: str | Path, plan: Plan) -> Generator[None, None, None]:
    """Keep a folder, and those of the branches in it, for one comparison.

    Parameters
    ----------
    folder
        Folder that it will be written to.
    plan
        Plan with branches.

    Raises
    ------
    UsageError
        As `claim_folder`, for each of them.
    """
    with contextlib.ExitStack() as held:
        held.enter_context(claim_folder(folder))
        for name in plan.branches.ids:
            held.enter_context(claim_folder(_place(folder, name)))
        yield


def write_branches(
    compared: Run,
    runs: Mapping[str, Run | str],
    folder: str | Path,
    *,
    with_brief: bool = True,
) -> None:
    """Write the run of every branch into a folder of its own, and what they come to beside them.

    Parameters
    ----------
    compared
        The comparison.
    runs
        What it was made from; empty: the runs stand there already. Of a branch that has none,
        what an earlier comparison left is taken away.
    folder
        Folder to write to; that of a branch is ``branches/NAME`` in it.
    with_brief
        Whether every branch has a brief of its own; the comparison always has one.

    Raises
    ------
    UsageError
        As `claim_branches`.
    """
    with claim_branches(folder, compared.plan):
        for name, run in runs.items():
            if isinstance(run, Run):
                write_run(run, _place(folder, name), with_brief=with_brief)
            else:
                # What an earlier comparison left there is none of this one.
                write_outputs(_place(folder, name), {}, outdated_paths())
        write_run(compared, folder)


def _has_results(place: Path) -> bool:
    return any((place / result_path(name)).is_file() for name in STEPS)


def _place(folder: str | Path, name: str) -> Path:
    return Path(folder) / _FOLDER / name
