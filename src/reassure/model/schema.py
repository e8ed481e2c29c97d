"""Schemas and dictionaries, all made from the record types."""

from typing import Any

from reassure.model.fields import (
    CURRENCY_PATTERN,
    ID_PATTERN,
    LIST_SEPARATOR,
    NATION_PATTERN,
    FieldKind,
    FieldSpec,
)
from reassure.model.plan import table_types
from reassure.model.record import Row

_TYPES: dict[FieldKind, str] = {
    FieldKind.INTEGER: "integer",
    FieldKind.NUMBER: "number",
    FieldKind.BOOLEAN: "boolean",
    FieldKind.DATE: "date",
    FieldKind.DATETIME: "datetime",
}


def table_schema(record_type: type[Row], present: set[str] | None = None) -> dict[str, Any]:
    """Return the Frictionless Table Schema of a record type.

    Parameters
    ----------
    record_type
        Type of the rows.
    present
        Tables that foreign keys may name; None: all.
    """
    specs = record_type.specs()
    schema: dict[str, Any] = {
        "fields": [_field_descriptor(spec) for spec in specs.values()],
        "primaryKey": list(record_type.key),
        "missingValues": [""],
    }
    keys = [
        {"fields": [spec.name], "reference": {"resource": spec.references, "fields": ["id"]}}
        for spec in specs.values()
        if spec.references is not None
        and spec.kind is FieldKind.REFERENCE
        and not spec.is_list
        and (present is None or spec.references in present)
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field_descriptor(spec: FieldSpec) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": spec.name,
        "type": "string" if spec.is_list else _TYPES.get(spec.kind, "string"),
        "description": describe(spec),
    }
    if spec.unit:
        described["unit"] = spec.unit
    constraints = _constraints(spec)
    return described | ({"constraints": constraints} if constraints else {})


def _constraints(spec: FieldSpec) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if spec.required:
        constraints["required"] = True
    if spec.is_list:
        return constraints
    if spec.kind is FieldKind.ID:
        constraints |= {"unique": True, "pattern": NATION_PATTERN if spec.is_nation else ID_PATTERN}
    if spec.kind is FieldKind.CURRENCY:
        constraints["pattern"] = CURRENCY_PATTERN
    if spec.max_length is not None:
        constraints["maxLength"] = spec.max_length
    if spec.choices:
        constraints["enum"] = list(spec.choices)
    if spec.ge is not None:
        constraints["minimum"] = spec.ge
    if spec.le is not None:
        constraints["maximum"] = spec.le
    return constraints


def describe(spec: FieldSpec) -> str:
    """Return a field's description with its default and form, in one sentence."""
    text = spec.description
    if spec.is_list:
        text += f"; values joined by '{LIST_SEPARATOR}'"
    if spec.default_from is not None:
        text += f"; empty: as {spec.default_from}"
    elif spec.taken_if_empty is not None:
        text += f"; empty: {spec.taken_if_empty}"
    return text


def dictionary_text() -> str:
    """Return a data dictionary of all tables, in Markdown."""
    parts = ["# Data dictionary", "", "One CSV file per table. `*`: must be filled.", ""]
    for name, record_type in table_types().items():
        parts += table_page(name, record_type)
    return "\n".join(parts)


def table_page(name: str, record_type: type[Row]) -> list[str]:
    """Return the lines of one table's part of the dictionary."""
    lines = [f"## {name}", "", (record_type.__doc__ or "").strip(), ""]
    lines += ["| field | holds | unit | meaning |", "| --- | --- | --- | --- |"]
    for spec in record_type.specs().values():
        mark = "*" if spec.required else ""
        lines.append(
            f"| `{spec.name}`{mark} | {holds(spec)} | {spec.unit or ''} | {describe(spec)} |"
        )
    return [*lines, ""]


def holds(spec: FieldSpec) -> str:
    """Return in a few words what a cell holds."""
    word = spec.kind.value
    if spec.kind is FieldKind.REFERENCE:
        word = f"id of {spec.references}"
    elif spec.choices:
        word = ", ".join(spec.choices)
    elif spec.pair:
        left = f"id of {spec.references}" if spec.references else spec.pair[0]
        word = f"{left}:{spec.pair[1]}"
    bounds = spec.bounds()
    return f"{'list of ' if spec.is_list else ''}{word}{' ' + bounds if bounds else ''}"
