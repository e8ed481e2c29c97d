"""References: every id that a cell names stands in the table that it belongs to."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from reassure.checks.place import Place, fault, missing_cure
from reassure.model.fields import PAIR_SEPARATOR, FieldKind, FieldSpec
from reassure.model.finding import Finding
from reassure.model.plan import Plan, table_types
from reassure.model.table import Table

_MAX_SUGGESTIONS = 200
"""Distinct wrong words of one column for which a near id is looked up."""


class KnownIds:
    """The ids of every table, those of rows with faults included.

    Parameters
    ----------
    plan
        Plan.
    set_aside
        Ids by table that exist although their rows cannot be used.
    """

    def __init__(self, plan: Plan, set_aside: Mapping[str, frozenset[str]]) -> None:
        self._plan, self._set_aside = plan, set_aside
        self._ids: dict[str, list[str]] = {}

    def of(self, table: str) -> list[str]:
        """Return the ids of a table, in order."""
        if table not in self._ids:
            ids = set(self._plan.table(table).frame["id"].drop_nulls().to_list())
            self._ids[table] = sorted(ids | self._set_aside.get(table, frozenset()))
        return self._ids[table]


def check_references(plan: Plan, known: KnownIds) -> Iterator[Finding]:
    """Name every id, list value and pair that points at no row.

    Parameters
    ----------
    plan
        Plan.
    known
        Ids of all tables.

    Yields
    ------
    Finding
        CHK-REF-001 for an id of a named table, CHK-REF-002 for ``table:id``, CHK-REF-003
        where exactly one of several fields must be filled.

    Notes
    -----
    Works by column, so that a table of 100,000 rows takes a join per field.
    """
    for name, table in plan.tables():
        if not len(table):
            continue
        for spec in table.record_type.specs().values():
            if table.frame[spec.name].null_count() == len(table):
                continue
            if spec.kind is FieldKind.RECORD:
                yield from _record_references(name, table, spec, known)
            elif spec.references is not None and spec.kind is not FieldKind.ID:
                yield from _id_references(name, table, spec, known)
        if table.record_type.exactly_one:
            yield from _exactly_one(name, table)


def _values(table: Table[Any], spec: FieldSpec) -> pl.DataFrame:
    """Return one row per value of a column, with the id of its row."""
    frame = table.frame.select("id", pl.col(spec.name).alias("value"))
    return (frame.explode("value") if spec.is_list else frame).drop_nulls("value")


def _id_references(
    name: str, table: Table[Any], spec: FieldSpec, known: KnownIds
) -> Iterator[Finding]:
    assert spec.references is not None
    values = _values(table, spec)
    if spec.kind is FieldKind.PAIR:
        left = pl.col("value").str.split(PAIR_SEPARATOR).list.first()
        values = values.with_columns(value=left)
    what = f"an id of table {spec.references}"
    yield from dangling(name, spec.name, values, (spec.references,), known, expected=what)


def dangling(
    table: str,
    column: str,
    values: pl.DataFrame,
    targets: tuple[str, ...],
    known: KnownIds,
    *,
    expected: str,
    code: str = "CHK-REF-001",
) -> Iterator[Finding]:
    """Name the values (columns ``id`` and ``value``) that are ids of none of ``targets``."""
    if not values.height:
        return
    ids = [record_id for target in targets for record_id in known.of(target)]
    right = pl.DataFrame({"value": ids}, schema={"value": pl.String})
    wrong = values.join(right, on="value", how="anti", maintain_order="left")
    cures: dict[str, str] = {}
    for record_id, value in wrong.iter_rows():
        if value not in cures:
            near = ids if len(cures) < _MAX_SUGGESTIONS else ids[:0]
            cures[value] = (
                missing_cure(value, targets, near)
                if near or not ids
                else (f'add "{value}" to {targets[0]}.csv, or write an id that stands there')
            )
        place = Place(table, record_id, column)
        yield fault(code, place, found=f'"{value}"', expected=expected, cure=cures[value])


def _record_references(
    name: str, table: Table[Any], spec: FieldSpec, known: KnownIds
) -> Iterator[Finding]:
    """Check fields that name a table and an id of it, as ``table:id``."""
    parts = pl.col("value").str.splitn(PAIR_SEPARATOR, 2)
    values = _values(table, spec).with_columns(
        target=parts.struct.field("field_0"), value=parts.struct.field("field_1")
    )
    for target in values["target"].unique(maintain_order=True):
        named = values.filter(pl.col("target") == target).select("id", "value")
        if target in table_types():
            what = f"an id of table {target} after the colon"
            yield from dangling(
                name, spec.name, named, (target,), known, expected=what, code="CHK-REF-002"
            )
            continue
        for record_id, value in named.iter_rows():
            yield fault(
                "CHK-REF-002",
                Place(name, record_id, spec.name),
                found=f'"{target}{PAIR_SEPARATOR}{value}"',
                expected="table:id, the table being one of the plan's",
                cure=missing_table_cure(target),
            )


def missing_table_cure(word: str) -> str:
    """Word the cure for a table that a plan does not have."""
    tables = list(table_types())
    # One who writes the word for a row means the table of such rows.
    singular = {record_type.singular(): name for name, record_type in table_types().items()}
    if word in singular:
        return f'write "{singular[word]}"'
    near = missing_cure(word, ("datapackage",), tables)
    return near.split("?")[0] + "?" if near.startswith("did") else "write the name of a table"


def _exactly_one(name: str, table: Table[Any]) -> Iterator[Finding]:
    fields = table.record_type.exactly_one
    filled = pl.sum_horizontal(pl.col(field).is_not_null().cast(pl.Int64) for field in fields)
    wrong = table.frame.filter(filled != 1).select("id", *fields)
    expected = f"exactly one of {', '.join(fields)}"
    for record_id, *values in wrong.iter_rows():
        given = [field for field, value in zip(fields, values, strict=True) if value is not None]
        found = f"{' and '.join(given)} filled" if given else f"{', '.join(fields)} all empty"
        column = given[-1] if given else fields[0]
        cure = "empty all but the one that is meant" if given else "fill the one that is meant"
        place = Place(name, record_id, column)
        yield fault("CHK-REF-003", place, found=found, expected=expected, cure=cure)
