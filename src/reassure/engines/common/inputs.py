"""What an engine refuses to start with: foreign results, bad limits, references to nothing."""

from collections.abc import Mapping, Sequence

import polars as pl

from reassure.model.arguments import require_limits, require_seed
from reassure.model.errors import UsageError
from reassure.model.fields import PAIR_SEPARATOR, FieldKind, FieldSpec
from reassure.model.plan import Plan, table_types
from reassure.model.result import require_results_of

__all__ = ["require_limits", "require_references", "require_results_of", "require_seed"]


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
            if spec.kind is FieldKind.RECORD:
                _require_records(plan, name, spec)
                continue
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


def _require_records(plan: Plan, name: str, spec: FieldSpec) -> None:
    """Refuse a field that names records of any table, as ``table:id``, where one is not there."""
    values = plan.table(name).frame.select("id", value=spec.name)
    values = values.explode("value") if spec.is_list else values
    for record_id, value in values.drop_nulls("value").iter_rows():
        target, _, named = value.partition(PAIR_SEPARATOR)
        if target not in table_types() or named not in plan.table(target).index:
            raise UsageError(
                f"{name}:{record_id}.{spec.name} = '{value}'",
                "table:id of a record of the plan",
                "correct the cell or add the record; `reassure check` lists all",
                code="ENG-INPUT-003",
            )
