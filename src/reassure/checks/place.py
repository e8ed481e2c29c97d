"""A place in a plan's tables, and how a finding about it is worded."""

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reassure.model.finding import Finding, Severity

_NAMED = 5
_WIDE = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands.

    Attributes
    ----------
    table
        Name of the table; None for the plan's heading.
    id
        Id of the row; None where the finding is about the whole table.
    column
        Field; None where the finding is about the whole row.
    """

    table: str | None
    id: str | None = None
    column: str | None = None


def fault(code: str, place: Place, *, found: str, expected: str, cure: str) -> Finding:
    """Word something that no engine can use."""
    return _finding(code, Severity.FAULT, place, (found, expected, cure))


def warning(code: str, place: Place, *, found: str, expected: str, cure: str) -> Finding:
    """Word something that runs, and that whoever reads the results should know."""
    return _finding(code, Severity.WARNING, place, (found, expected, cure))


def note(code: str, place: Place, *, found: str, expected: str, cure: str) -> Finding:
    """Word an assumption."""
    return _finding(code, Severity.NOTE, place, (found, expected, cure))


def _finding(code: str, severity: Severity, place: Place, words: tuple[str, str, str]) -> Finding:
    found, expected, cure = words
    # The line of the file is looked up for all findings at once, when they are put in order.
    return Finding(code, severity, place.table, None, place.column, place.id, found, expected, cure)


def plain(value: object) -> str:
    """Write a value as a cell holds it: no exponent, no needless decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def listed(words: Iterable[str]) -> str:
    """Join words, naming the first few and counting the rest."""
    names = list(words)
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun, such as ``1 place`` or ``3 places``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that ``word`` was probably meant to be, if one is near."""
    if len(known) > _WIDE:
        # A near word in a long list is looked for among those that begin alike.
        known = [item for item in known if item[:2] == word[:2]][:_WIDE]
    if word.lower() in known:
        return word.lower()
    close = difflib.get_close_matches(word, known, n=1)
    return close[0] if close else None


def missing_cure(word: str, tables: Sequence[str], known: Sequence[str]) -> str:
    """Word the cure for an id that no row has."""
    files = " or ".join(f"{table}.csv" for table in tables)
    if not known:
        return f'{files} has no rows: add "{word}" there'
    near = nearest(word, known)
    if near is None:
        return f'add "{word}" to {files}, or write an id that stands there'
    return f'did you mean "{near}"? If not, add "{word}" to {files}'
