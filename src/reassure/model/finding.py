"""What a check found: place, what stood there, what was expected, how to cure it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    FAULT = "fault"
    """The data cannot be used as they are."""
    WARNING = "warning"
    """The plan runs, and its reader should know."""
    NOTE = "note"
    """An assumption that was made, or something read with tolerance."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in a plan folder.

    Attributes
    ----------
    code
        Entry of the catalogue of codes.
    table, row, column, id
        Place; ``row`` is the line that a spreadsheet shows, the header being line 1.
    found, expected, cure
        What stood there, what should, and what to do about it.
    """

    code: str
    severity: Severity
    table: str | None
    row: int | None
    column: str | None
    id: str | None
    found: str
    expected: str
    cure: str

    @property
    def place(self) -> str:
        """The place in words, such as ``lifts.csv row 14, payload_t``."""
        place = f"{self.table}.csv" if self.table else "plan folder"
        if self.row is not None:
            place += f" row {self.row}"
        if self.column is not None:
            place += f", {self.column}"
        if self.id is not None:
            place += f" ({self.id})"
        return place

    def __str__(self) -> str:
        told = f"found {self.found}; expected {self.expected}; {self.cure}"
        return f"{self.place}: {told}. [{self.code}]"

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the finding as `check --json` prints it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "id": self.id,
            "found": self.found,
            "expected": self.expected,
            "cure": self.cure,
        }


def faults(findings: list[Finding]) -> list[Finding]:
    """Return the findings that leave the data unusable."""
    return [finding for finding in findings if finding.severity is Severity.FAULT]
