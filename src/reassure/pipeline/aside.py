"""What commands beside the steps make from runs, and that it is no run itself."""

from pathlib import Path

from reassure.io.results import result_path
from reassure.model.errors import UsageError
from reassure.model.movement_results import Execution, MergedMovement, Withdrawal
from reassure.model.result import Result
from reassure.pipeline.steps import STEPS

ASIDE: dict[str, type[Result]] = {
    "track": Execution,
    "merge": MergedMovement,
    "withdraw": Withdrawal,
}
"""What commands beside the steps make from the results of runs."""


def require_run(folder: str | Path) -> None:
    """Refuse a folder that holds what is made from runs, and no run.

    Parameters
    ----------
    folder
        Folder that a run should have been written to.

    Raises
    ------
    UsageError
        ENG-INPUT-002.
    """
    root = Path(folder)
    if any((root / result_path(name)).is_file() for name in STEPS):
        return
    made = next((name for name in ASIDE if (root / result_path(name)).is_file()), None)
    if made is not None:
        raise UsageError(
            f"results of reassure {made} in {folder}, which no brief or movement can be read from",
            "a folder that reassure plan, generate or deploy wrote with --out",
            "name the folder of the run that it was made from",
            code="ENG-INPUT-002",
        )
