"""Withdrawal: everybody who is in place on a day goes home, by the results of a run."""

import contextlib
from collections.abc import Generator
from pathlib import Path

from reassure.checks.withdrawal import verify_withdrawal
from reassure.engines.deploy import schedule_withdrawal
from reassure.engines.deploy.opening import require_day
from reassure.io.output_folder import write_outputs
from reassure.io.read_results import read_result
from reassure.io.results import result_files, result_path
from reassure.model.errors import UsageError
from reassure.model.finding import Finding
from reassure.model.movement_results import Withdrawal
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress
from reassure.model.results import Deployment, ForcePlan
from reassure.pipeline.folder import claim_folder, outdated_paths
from reassure.pipeline.run import Options


def withdraw_force(
    plan: Plan,
    from_folder: str | Path,
    *,
    day: int,
    options: Options | None = None,
    on_progress: OnProgress | None = None,
) -> Withdrawal:
    """Schedule the way home of everybody who is in place on a day by a run.

    Parameters
    ----------
    plan
        Checked plan that the run was made from.
    from_folder
        Folder that the run was written to; without a movement there, every unit is taken to be
        in its place from the first day of its tour on.
    day
        Day from which all may leave.
    options
        Seed, time limit and threads.
    on_progress
        Told how far it is; a true answer stops with what is scheduled.

    Raises
    ------
    UsageError
        ENG-INPUT-001, ENG-INPUT-002 or ENG-INPUT-004 if the results are of another plan, missing
        or not of one run; ENG-DAY-001 if ``day`` is no day of the plan.
    """
    options = options or Options()
    require_day(plan, "--day", day)
    forces, moved = _made(plan, from_folder)
    return schedule_withdrawal(
        plan, forces, moved, from_day=day, seed=options.seed, time_limit_s=options.time_limit_s,
        threads=options.threads, on_progress=on_progress,
    )  # fmt: skip


def check_withdrawal(plan: Plan, from_folder: str | Path, withdrawal: Withdrawal) -> list[Finding]:
    """Return every limit that a withdrawal of a run breaks, and every number that is wrong.

    Parameters and errors as of `withdraw_force`.
    """
    forces, moved = _made(plan, from_folder)
    return verify_withdrawal(plan, forces, withdrawal, moved)


def _made(plan: Plan, folder: str | Path) -> tuple[ForcePlan, Deployment | None]:
    """Return force plan and movement of a run; None: there is no movement."""
    forces = read_result(folder, "generate", ForcePlan, plan)
    if not (Path(folder) / result_path("deploy")).is_file():
        return forces, None
    return forces, read_result(folder, "deploy", Deployment, plan, before=("generate",))


@contextlib.contextmanager
def claim_withdrawal(folder: str | Path, run: str | Path) -> Generator[None, None, None]:
    """Keep a folder for one withdrawal, from before its work until it is written.

    Parameters
    ----------
    folder
        Folder that it will be written to.
    run
        Folder of the run that it is made from, which it must not be: tables of both have one
        name.

    Raises
    ------
    UsageError
        IO-FOLDER-002 or IO-ACCESS-001 if it must not or cannot go there, IO-FOLDER-003 if
        another run is writing there.
    """
    if Path(folder).resolve() == Path(run).resolve():
        raise UsageError(
            f"the results of the run in {folder}",
            "a folder of its own for the withdrawal",
            "choose another folder",
            code="IO-FOLDER-002",
        )
    with claim_folder(folder):
        yield


def write_withdrawal(withdrawal: Withdrawal, folder: str | Path, run: str | Path) -> None:
    """Write a withdrawal; files of an earlier run in the folder are replaced.

    Parameters
    ----------
    withdrawal
        What to write.
    folder
        Folder to write to.
    run
        Folder of the run that it was made from.

    Raises
    ------
    UsageError
        As `claim_withdrawal`.
    """
    with claim_withdrawal(folder, run):
        write_outputs(folder, result_files("withdraw", withdrawal, {}), outdated_paths())
