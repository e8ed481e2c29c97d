"""What an engine refuses to start with: foreign results, bad limits, references to nothing."""

from collections.abc import Mapping, Sequence

import polars as pl

from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.result import Result


def require_results_of(plan: Plan, *results: Result | None) -> None:
    """Refuse results that were made from another plan.

    Raises
    ------
    UsageError
        ENG-INPUT-001.
    """
    for result in results:
        if result is not None and result.provenance.inputs_sha256 != plan.sha256:
            step = result.provenance.step
            raise UsageError(
                f"a result of {step} that was made from another plan",
                f"a result of the plan with hash {plan.sha256[:12]}",
                f"run {step} on this plan and pass what it returns",
                code="ENG-INPUT-001",
            )


def require_seed(seed: int) -> None:
    """Refuse a seed below zero.

    Raises
    ------
    UsageError
        ENG-SEED-001.
    """
    if seed < 0:
        raise UsageError(
            f"seed {seed}",
            "a whole number from 0 on",
            "give such a number, or leave the seed out",
            code="ENG-SEED-001",
        )


def require_limits(*, time_limit_s: float | None, threads: int) -> None:
    """Refuse a time limit [s] or a number of threads that leaves nothing to work with.

    Raises
    ------
    UsageError
        ENG-LIMIT-001.
    """
    limits = {"time_limit_s": time_limit_s, "threads": threads}
    for name, value in limits.items():
        if value is not None and not value > 0:
            raise UsageError(
                f"{name} = {value}",
                "a number above 0",
                f"raise {name}, or leave it out",
                code="ENG-LIMIT-001",
            )


def require_references(plan: Plan, used: Mapping[str, Sequence[str]]) -> None:
    """Refuse a plan in which a field that the engine follows names a record that is not there.

    Parameters
    ----------
    plan
        Any plan; `check` words the same faults with file and line.
    used
        Fields by table.

    Raises
    ------
    UsageError
        ENG-INPUT-003, for the first fault in the order of ``used`` and of ids.
    """
    for name, columns in used.items():
        table = plan.table(name)
        for column in columns:
            spec = table.record_type.specs()[column]
            target = spec.references
            if target is None:
                continue
            known = pl.Series(plan.table(target).ids, dtype=pl.String).implode()
            values = table.frame.select("id", column)
            values = values.explode(column) if spec.is_list else values
            lost = values.drop_nulls(column).filter(~pl.col(column).is_in(known))
            if lost.height:
                raise UsageError(
                    f"{name}:{lost['id'][0]}.{column} = '{lost[column][0]}'",
                    f"an id of table {target}",
                    f"correct the cell or add the record to {target}; `reassure check` lists all",
                    code="ENG-INPUT-003",
                )
