"""What two plans take otherwise of all that movements share: the clock, the network, the lines."""

from collections.abc import Iterator
from typing import Any

from reassure.model.movement_outputs import PlanDifference
from reassure.model.plan import Plan
from reassure.model.table import Table

WHOLE_TABLES = ("locations", "links", "gauge_breaks", "passages", "clearances", "outages")
"""Tables of which a national plan should have every row."""

COMMON_ROWS = (
    "objectives",
    "capabilities",
    "sectors",
    "requirements",
    "offers",
    "lifts",
    "movement_profiles",
)
"""Tables of which a national plan may leave out what is not the nation's own."""

HEADING = ("c_day", "horizon_days", "period_days")
"""Values of a plan's heading by which days and periods are counted."""

_HEADING_TABLE, _HEADING_ID = "datapackage", "reassure"
_NO_MATTER = frozenset({"id", "label", "source", "note"})


def plan_differences(
    plan: Plan, national: Plan, nations: tuple[str, ...]
) -> Iterator[PlanDifference]:
    """Yield every value of shared data that a national plan has otherwise.

    Parameters
    ----------
    plan
        The coalition's plan.
    national
        A nation's own plan; the offers of others may be missing there or withdrawn, and lines and
        lifts of others may be missing.
    nations
        Whose movement was made from it.
    """
    for field in HEADING:
        ours, theirs = getattr(plan.meta, field), getattr(national.meta, field)
        if ours != theirs:
            yield _row(nations, national, _HEADING_TABLE, _HEADING_ID, field, (ours, theirs))
    for name in (*WHOLE_TABLES, *COMMON_ROWS):
        yield from _of_table(plan.table(name), national, name, nations)


def _of_table(
    ours: Table[Any], national: Plan, name: str, nations: tuple[str, ...]
) -> Iterator[PlanDifference]:
    theirs = national.table(name)
    if ours == theirs:
        return
    for record in sorted({*ours.ids, *theirs.ids}):
        if record in ours and record in theirs:
            one, other = ours[record], theirs[record]
            if name == "offers" and one.nation not in nations:
                continue
            for field in ours.record_type.specs():
                values = getattr(one, field), getattr(other, field)
                if field not in _NO_MATTER and values[0] != values[1]:
                    yield _row(nations, national, name, record, field, values)
        elif name in WHOLE_TABLES:
            there = (record if record in ours else None, record if record in theirs else None)
            yield _row(nations, national, name, record, None, there)


def _row(
    nations: tuple[str, ...],
    national: Plan,
    table: str,
    record: str,
    field: str | None,
    values: tuple[Any, Any],
) -> PlanDifference:
    ours, theirs = map(_written, values)
    return PlanDifference(
        nations=nations,
        inputs_sha256=national.sha256,
        table=table,
        record=record,
        field=field,
        coalition_value=ours,
        national_value=theirs,
    )


def _written(value: Any) -> str | None:
    """Return a value as a cell holds it."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return "|".join(str(part) for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
