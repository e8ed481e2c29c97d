"""Read a plan folder and check it: cells and tables in one list of findings."""

from pathlib import Path

from reassure.checks import check_tables
from reassure.io.read import load_plan
from reassure.model.finding import Finding, Severity, faults
from reassure.model.plan import Plan, table_types


def check_plan(folder: str | Path) -> tuple[Plan | None, list[Finding]]:
    """Read a plan folder and check it, cell by cell and across tables.

    Returns
    -------
    tuple
        The rows without faults (None where the folder has no usable heading), and every
        finding in the order of tables and rows.

    Examples
    --------
    >>> from reassure import check_plan, example_folder
    >>> plan, findings = check_plan(example_folder("first-steps"))
    >>> [finding.code for finding in findings if finding.severity == "fault"]
    []
    """
    reading = load_plan(folder)
    if reading.plan is None:
        return None, reading.findings
    across = check_tables(reading.plan, set_aside=reading.set_aside)
    if reading.unread:
        across = [item for item in faults(across) if not _rests_on(item, reading.unread)]
    return reading.plan, sorted(reading.findings + across, key=_place_in_plan)


def _rests_on(finding: Finding, unread: frozenset[str]) -> bool:
    """Whether a finding only says again that a table could not be read."""
    return finding.table in unread or any(f"table {name}" in finding.expected for name in unread)


def _place_in_plan(finding: Finding) -> tuple[int, int]:
    """Order by table and row; of the plan as a whole, faults come first and notes last."""
    tables = list(table_types())
    if finding.table in tables:
        return tables.index(finding.table), finding.row or 0
    return (-1 if finding.severity is Severity.FAULT else len(tables)), 0
