"""Exceptions: misuse and bugs. Faults in data are findings and travel as values."""

from collections.abc import Sequence

from reassure.model.finding import Finding


class ReassureError(Exception):
    """Base of everything that this package raises on purpose."""


class UsageError(ReassureError):
    """A call or a command that cannot be carried out as it was written.

    Parameters
    ----------
    found
        What was given.
    expected
        What would have been right.
    cure
        What to do.
    code
        Entry of the catalogue of codes.
    """

    def __init__(self, found: str, expected: str, cure: str, *, code: str) -> None:
        self.found, self.expected, self.cure, self.code = found, expected, cure, code
        super().__init__(f"found {found}; expected {expected}; {cure}. [{code}]")

    def to_dict(self) -> dict[str, str]:
        """Return the error as commands print it with `--json`."""
        return {
            "code": self.code,
            "found": self.found,
            "expected": self.expected,
            "cure": self.cure,
        }


class DataFaults(ReassureError):
    """Faults in a plan's data that leave nothing to work on.

    Parameters
    ----------
    findings
        Every fault, in the order of tables and rows.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
