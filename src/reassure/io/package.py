"""`datapackage.json`: what a plan folder says of itself, as a Frictionless data package."""

import json
import typing
from typing import Any

from reassure.io.csv_file import file_finding
from reassure.io.heading import shown_json
from reassure.model.finding import Finding
from reassure.model.plan import Plan
from reassure.model.schema import table_schema

DESCRIPTOR = "datapackage.json"
KEY = "reassure"


def package_bytes(plan: Plan, tables: list[str]) -> bytes:
    """Return `datapackage.json` for the tables that a folder holds.

    Parameters
    ----------
    plan
        Plan whose heading is written.
    tables
        Names of the tables that have a file; foreign keys name only these.
    """
    descriptor = {
        "profile": "tabular-data-package",
        "name": "reassure-plan",
        "title": plan.meta.title,
        KEY: plan.meta.model_dump(mode="json"),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"{name}.csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n"},
                "schema": table_schema(plan.table(name).record_type, present=set(tables)),
            }
            for name in tables
        ],
    }
    return (json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n").encode()


def read_descriptor(content: bytes) -> dict[str, Any] | Finding:
    """Read the JSON of a descriptor."""
    try:
        descriptor = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return _finding(
            "IO-FILE-003",
            f"byte 0x{content[error.start]:02x}, which is not UTF-8",
            "text in UTF-8",
            "save it again with the encoding UTF-8",
        )
    except (ValueError, RecursionError) as error:
        return _finding(
            "IO-PACKAGE-002",
            f"text that is not JSON ({_reason(error)})",
            "a JSON object",
            "repair it",
        )
    heading: object = _object(descriptor).get(KEY)
    if not isinstance(heading, dict):
        return _finding(
            "IO-PACKAGE-002",
            f"no key '{KEY}'" if heading is None else f"{shown_json(heading)} under '{KEY}'",
            f"an object under the key '{KEY}' with the plan's heading",
            "write it, or make a blank folder with reassure new and copy it from there",
        )
    return _object(descriptor)


def read_listing(descriptor: dict[str, Any]) -> tuple[dict[str, tuple[str, ...]], list[Finding]]:
    """Read which tables a descriptor lists, and with which columns.

    Returns
    -------
    tuple
        Names of the columns by table, none where the descriptor does not say; and what has
        another shape than a data package's.
    """
    listed: dict[str, tuple[str, ...]] = {}
    findings: list[Finding] = []
    for place, item in _items(descriptor, "resources", "resources", findings):
        name = item.get("name")
        if not isinstance(name, str):
            findings.append(_misshapen(f"{place}.name", name, "the name of a table"))
            continue
        listed[name] = _columns_of(item, place, findings)
    return listed, findings


def _columns_of(resource: dict[str, Any], place: str, findings: list[Finding]) -> tuple[str, ...]:
    schema = resource.get("schema")
    if schema is None or isinstance(schema, str):  # a data package may keep schemas elsewhere
        return ()
    if not isinstance(schema, dict):
        findings.append(_misshapen(f"{place}.schema", schema, "an object with the fields"))
        return ()
    columns: list[str] = []
    fields = typing.cast("dict[str, Any]", schema)
    for at, item in _items(fields, "fields", f"{place}.schema.fields", findings):
        name = item.get("name")
        if isinstance(name, str):
            columns.append(name)
        else:
            findings.append(_misshapen(f"{at}.name", name, "the name of a column"))
    return tuple(columns)


def _items(
    parent: dict[str, Any], key: str, place: str, findings: list[Finding]
) -> list[tuple[str, dict[str, Any]]]:
    """Return the objects of a list with their places; tell what is neither."""
    held: object = parent.get(key)
    if held is None:
        return []
    if not isinstance(held, list):
        findings.append(_misshapen(place, held, "a list of objects"))
        return []
    objects: list[tuple[str, dict[str, Any]]] = []
    for number, item in enumerate(typing.cast("list[object]", held)):
        at = f"{place}[{number}]"
        if isinstance(item, dict):
            objects.append((at, typing.cast("dict[str, Any]", item)))
        else:
            findings.append(_misshapen(at, item, "an object with a name"))
    return objects


def _object(value: object) -> dict[str, Any]:
    return typing.cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _misshapen(place: str, found: object, expected: str) -> Finding:
    return _finding(
        "IO-PACKAGE-005",
        f"{shown_json(found)} at {place}",
        expected,
        "correct it, or take resources out; tables are read by their files' names anyway",
    )


class _NotJsonError(ValueError):
    """What Python's reader takes for a number, and JSON does not have."""


def _refuse(word: str) -> None:
    raise _NotJsonError(f"{word} is no number of JSON")


def _reason(error: Exception) -> str:
    match error:
        case json.JSONDecodeError(lineno=line, colno=column):
            return f"from line {line}, character {column} on"
        case RecursionError():
            return "nested too deep"
        case _NotJsonError():
            return str(error)
        case _:  # of the numbers, Python's reader refuses those of thousands of digits
            return "a number of too many digits"


def _finding(code: str, found: str, expected: str, cure: str) -> Finding:
    return file_finding(code, None, f"in {DESCRIPTOR} {found}", expected, cure)
