"""Movement under way: actuals against the schedule, and national movements put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reassure.checks.actuals import today_of, verify_actuals
from reassure.checks.merging import verify_movements
from reassure.engines.deploy.executing.execution import compare_actuals
from reassure.engines.deploy.executing.merge import merge_movements
from reassure.engines.deploy.opening import require_day
from reassure.io.folder_lock import locked_folder
from reassure.io.output_folder import require_output_folder, write_outputs
from reassure.io.read import read_plan
from reassure.io.read_results import read_result_as_is
from reassure.io.results import result_files, result_paths
from reassure.model.errors import DataFaults, UsageError
from reassure.model.finding import Finding, faults
from reassure.model.movement_results import Execution, MergedMovement, NationalMovement
from reassure.model.network import Actual
from reassure.model.plan import Plan
from reassure.model.result import Result
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table
from reassure.pipeline.aside import ASIDE, require_run
from reassure.pipeline.folder import outdated_paths

_OTHERWISE = "name a folder that holds a movement"


def load_movement(folder: str | Path) -> NationalMovement:
    """Read force plan and deployment of a run, of whichever plan they are.

    Raises
    ------
    UsageError
        ENG-INPUT-002 if one is missing or damaged, ENG-INPUT-004 if they are not of one run.
    """
    require_run(folder)
    forces = read_result_as_is(folder, "generate", ForcePlan, otherwise=_OTHERWISE)
    moved = read_result_as_is(
        folder, "deploy", Deployment, before=("generate",), otherwise=_OTHERWISE
    )
    return NationalMovement(Path(folder).name or str(folder), forces, moved)


def track_movement(
    plan: Plan, from_folder: str | Path, *, as_of_day: int | None = None
) -> tuple[Execution, list[Finding]]:
    """Compare a plan's actuals with the movement that a run planned.

    Parameters
    ----------
    plan
        Checked plan with its actuals; the movement may have been planned before they came in.
    from_folder
        Folder that the run was written to.
    as_of_day
        Day at whose end both are compared; None: today by the plan's heading where that lies
        after C-day, else the day of its last actual.

    Returns
    -------
    tuple
        The comparison, and warnings about actuals.

    Raises
    ------
    DataFaults
        With every fault in the actuals, or everything that the movement names and the plan lacks.
    UsageError
        As `load_movement`; CLI-TRACK-001 if it is not known which day it is, ENG-DAY-001 if
        ``as_of_day`` is no day of the plan.
    """
    movement = load_movement(from_folder)
    missing = verify_movements(plan, [movement])
    if missing:
        raise DataFaults(missing)
    if as_of_day is not None:
        require_day(plan, "--day", as_of_day)
    day = day_to_compare(plan) if as_of_day is None else as_of_day
    findings = verify_actuals(plan, movement.force_plan, movement.deployment, as_of_day=day)
    if faults(findings):
        raise DataFaults(faults(findings))
    execution = compare_actuals(plan, movement.force_plan, movement.deployment, as_of_day=day)
    if movement.deployment.as_of_day == day:
        told = (
            f"The movement was planned on from the morning of C+{day}, and is compared at the end "
            "of that day: what was to leave on it and is not reported to have left is behind."
        )
        execution = replace(execution, assumptions=(*execution.assumptions, told))
    unreported = plan.with_tables(actuals=Table.empty(Actual))
    if movement.inputs_sha256 not in (plan.sha256, unreported.sha256):
        told = "The movement was planned from another version of the records than these."
        execution = replace(execution, assumptions=(*execution.assumptions, told))
    return execution, findings


def day_to_compare(plan: Plan) -> int:
    """Return today by the heading where that lies after C-day, else the day of the last actual.

    Raises
    ------
    UsageError
        CLI-TRACK-001 if neither is known.
    """
    today = today_of(plan)
    if today is not None:
        return today
    days = [row.day for row in plan.actuals]
    if not days:
        raise UsageError(
            "neither actuals nor an as_of after c_day",
            "a day at which actuals and plan are compared",
            "give it with --day",
            code="CLI-TRACK-001",
        )
    return int(max(days) // 1)


def merge_folders(
    plan: Plan, folders: Sequence[str | Path], *, plan_folders: Sequence[str | Path] = ()
) -> MergedMovement:
    """Put the movements together that nations planned.

    Parameters
    ----------
    plan
        The coalition's plan, checked.
    folders
        Folders of national runs, two or more.
    plan_folders
        National plan folders that are at hand, in any order.

    Raises
    ------
    UsageError
        CLI-MERGE-001 if there are fewer than two folders, or one stands twice; ENG-INPUT-001 if
        nothing was made from a national plan; as `load_movement`.
    DataFaults
        With everything that keeps the movements from being merged.
    """
    twice = [name for name, n in Counter(Path(item).resolve() for item in folders).items() if n > 1]
    if len(folders) < 2 or twice:
        raise UsageError(
            f"{twice[0].name} twice" if twice else f"{len(folders)} folder with results",
            "two or more folders with results of different nations",
            "name the folder of every nation once",
            code="CLI-MERGE-001",
        )
    movements = _named_apart([load_movement(folder) for folder in folders], folders)
    plans = {national.sha256: national for national in map(read_plan, plan_folders)}
    known = {item.inputs_sha256 for item in movements}
    for folder in plan_folders:
        if read_plan(folder).sha256 not in known:
            raise UsageError(
                f"{folder}, a plan that none of the results was made from",
                "plans of the nations whose results are merged, unchanged since",
                "leave it out, or let the nation send results and plan of one version",
                code="ENG-INPUT-001",
            )
    movements = [replace(item, plan=plans.get(item.inputs_sha256)) for item in movements]
    found = verify_movements(plan, movements)
    if found:
        raise DataFaults(found)
    return merge_movements(plan, movements)


def _named_apart(
    movements: list[NationalMovement], folders: Sequence[str | Path]
) -> list[NationalMovement]:
    """Call movements by the last part of their folders, or by the whole where that is shared."""
    shared = Counter(item.name for item in movements)
    return [
        item if shared[item.name] == 1 else replace(item, name=str(folder))
        for item, folder in zip(movements, folders, strict=True)
    ]


def write_execution(execution: Execution, folder: str | Path) -> None:
    """Write a comparison of actuals with the schedule, beside a run where there is one.

    Raises
    ------
    UsageError
        IO-FOLDER-002 or IO-ACCESS-001 if it must not or cannot go there, IO-FOLDER-003 if
        another run is writing there.
    """
    _write("track", execution, folder, result_paths("track", ASIDE["track"]))


def write_merged(
    merged: MergedMovement, folder: str | Path, inputs: Sequence[str | Path] = ()
) -> None:
    """Write merged movements; files of an earlier run in the folder are replaced.

    Parameters
    ----------
    merged
        What to write.
    folder
        Folder to write to.
    inputs
        Folders that it was made from, of which it must be none.

    Raises
    ------
    UsageError
        As `write_execution`; IO-FOLDER-002 too if it is one of ``inputs``.
    """
    if Path(folder).resolve() in {Path(item).resolve() for item in inputs}:
        raise UsageError(
            f"the results of a nation in {folder}",
            "a folder of its own for what is merged",
            "choose another folder",
            code="IO-FOLDER-002",
        )
    _write("merge", merged, folder, outdated_paths())


def _write(step: str, result: Result, folder: str | Path, outdated: list[str]) -> None:
    root = require_output_folder(folder, outdated)
    with locked_folder(root):
        write_outputs(root, result_files(step, result, {}), outdated)
