"""`datapackage.json`: what a plan folder says of itself, as a Frictionless data package."""

import json
from typing import Any

from pydantic import ValidationError

from reassure.io.csv_file import file_finding
from reassure.model.finding import Finding
from reassure.model.plan import FORMAT_VERSION, Plan, PlanMeta
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
        descriptor = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        return _finding(
            "IO-PACKAGE-002", f"text that is not JSON ({error})", "a JSON object", "repair it"
        )
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get(KEY), dict):  # pyright: ignore[reportUnknownMemberType]
        return _finding(
            "IO-PACKAGE-002",
            f"no key '{KEY}'",
            f"an object under the key '{KEY}' with the plan's heading",
            "write it, or make a blank folder with reassure new and copy it from there",
        )
    return descriptor  # pyright: ignore[reportUnknownVariableType]


def read_meta(heading: dict[str, Any]) -> tuple[PlanMeta | None, list[Finding]]:
    """Read the plan's heading; every fault in it at once."""
    version = heading.get("format")
    if isinstance(version, int) and version > FORMAT_VERSION:
        return None, [
            _finding(
                "IO-PACKAGE-003",
                f"format {version}",
                f"format {FORMAT_VERSION} or earlier",
                "install a newer version of reassure to read this plan",
                column="format",
            )
        ]
    try:
        return PlanMeta.model_validate(heading), []
    except ValidationError as error:
        return None, [
            _finding(
                "IO-PACKAGE-004",
                f"{json.dumps(fault['input'], default=str)}"
                if fault["type"] != "missing"
                else "nothing",
                f"{_meaning(fault['loc'])}: {fault['msg'].lower()}",
                "correct it in datapackage.json under the key 'reassure'",
                column=str(fault["loc"][0]) if fault["loc"] else None,
            )
            for fault in error.errors()
        ]


def _meaning(place: tuple[int | str, ...]) -> str:
    field = PlanMeta.model_fields.get(str(place[0])) if place else None
    return field.description or "a value" if field else "none of the heading's keys"


def _finding(code: str, found: str, expected: str, cure: str, column: str | None = None) -> Finding:
    return file_finding(code, None, f"in {DESCRIPTOR} {found}", expected, cure, column=column)
