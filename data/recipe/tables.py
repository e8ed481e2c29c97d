"""Reading the recipe's own small tables, and the words that every made-up row bears."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""One row of a table of the plan, by field."""

NOTIONAL = "notional"


@cache
def read_own_table(name: str) -> tuple[dict[str, str], ...]:
    """Read one of the CSV files beside this module; empty cells stay empty text."""
    path = Path(__file__).with_name(f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


def number_or_none(cell: str) -> float | None:
    """Return a cell as a number, None where it is empty."""
    return float(cell) if cell else None


def words_of(cell: str) -> list[str]:
    """Return the values of a list cell."""
    return cell.split("|") if cell else []


def notional(text: str = "") -> str:
    """Word the note of a made-up row."""
    return f"{NOTIONAL}: {text}" if text else NOTIONAL
