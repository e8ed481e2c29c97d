"""Read a plan folder, with every fault that its files have."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reassure.io.csv_file import file_finding
from reassure.io.heading import read_meta
from reassure.io.package import DESCRIPTOR, KEY, read_descriptor, read_listing
from reassure.io.read_table import read_table
from reassure.model.errors import DataFaults
from reassure.model.finding import Finding, Severity, faults
from reassure.model.plan import Plan, table_types
from reassure.model.table import Table

ZONES = "zones"


@dataclass(frozen=True)
class PlanReading:
    """What was read from a folder.

    Attributes
    ----------
    plan
        The rows without faults; None where the folder has no usable heading.
    findings
        Every finding, in the order of tables and rows.
    set_aside
        Ids of rows with faults, by table: they exist, and cannot be used.
    unread
        Tables whose file is there and could not be read, or is listed and missing.
    """

    plan: Plan | None
    findings: list[Finding]
    set_aside: dict[str, frozenset[str]]
    unread: frozenset[str] = frozenset()


def read_plan(folder: str | Path) -> Plan:
    """Read a plan folder.

    Parameters
    ----------
    folder
        Folder with `datapackage.json` and one CSV file per table.

    Returns
    -------
    Plan
        Every row of every table; a table without a file is empty.

    Raises
    ------
    DataFaults
        With every fault in the files, if there is one.
    """
    reading = load_plan(folder)
    found = faults(reading.findings)
    if found or reading.plan is None:
        raise DataFaults(found)
    return reading.plan


def load_plan(folder: str | Path) -> PlanReading:
    """Read as much of a plan folder as can be read, and list what is wrong with the rest."""
    root = Path(folder)
    if not root.is_dir():
        found = f"a file at {folder}" if root.exists() else f"nothing at {folder}"
        cure = "check the path, or make a blank plan with reassure new"
        return _unreadable(file_finding("IO-FOLDER-001", None, found, "a plan folder", cure))
    if not (root / DESCRIPTOR).is_file():
        cure = "check the path, or make a blank plan with reassure new and copy the tables into it"
        return _unreadable(
            file_finding(
                "IO-PACKAGE-001", None, f"no {DESCRIPTOR}", "a plan folder's heading", cure
            )
        )
    descriptor = read_descriptor((root / DESCRIPTOR).read_bytes())
    if isinstance(descriptor, Finding):
        return _unreadable(descriptor)
    meta, findings = read_meta(descriptor[KEY])
    if any(finding.code == "IO-PACKAGE-003" for finding in findings):
        return PlanReading(None, findings, {})
    listed, misshapen = read_listing(descriptor)
    missing = _missing_files(root, listed)
    findings += misshapen + missing + _unknown_files(root)
    unread = {finding.table for finding in missing if finding.table}
    tables: dict[str, Table[Any]] = {}
    set_aside: dict[str, frozenset[str]] = {}
    for name, record_type in table_types().items():
        path = root / f"{name}.csv"
        if path.is_file():
            reading = read_table(path.read_bytes(), name, record_type, listed=listed.get(name, ()))
            tables[name], set_aside[name] = reading.table, reading.set_aside
            findings += reading.findings
            unread |= set() if reading.is_readable else {name}
    zones = {path.name: path.read_bytes() for path in sorted((root / ZONES).glob("*.geojson"))}
    plan = None if meta is None else Plan(meta, **tables, zone_files=zones)
    return PlanReading(plan, findings, set_aside, frozenset(unread))


def _unreadable(finding: Finding) -> PlanReading:
    return PlanReading(None, [finding], {})


def _missing_files(root: Path, listed: Mapping[str, Sequence[str]]) -> list[Finding]:
    return [
        file_finding(
            "IO-FILE-001",
            name,
            "no file",
            f"{name}.csv, which {DESCRIPTOR} lists",
            f"bring the file back, or take {name} out of {DESCRIPTOR} for an empty table",
        )
        for name in table_types()
        if name in listed and not (root / f"{name}.csv").is_file()
    ]


def _unknown_files(root: Path) -> list[Finding]:
    known = table_types()
    findings: list[Finding] = []
    for path in sorted(root.glob("*.csv")):
        if path.stem not in known:
            close = difflib.get_close_matches(path.stem.lower(), known, n=1)
            cure = f"rename it to {close[0]}.csv" if close else "move it out of the folder"
            findings.append(
                file_finding(
                    "IO-FILE-005",
                    path.stem,
                    "a file that is none of the plan's tables, so nothing reads it",
                    "the name of a table",
                    cure,
                    severity=Severity.WARNING,
                )
            )
    return findings
