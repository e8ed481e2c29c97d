"""Where the records of the network come from: a source, or an assumption, as their notes say."""

import re
from collections import Counter

from reassure.brief.context import PlainTable, Row
from reassure.brief.words import number
from reassure.model.plan import Plan

TABLES = (
    "locations", "links", "gauge_breaks", "lifts", "clearances", "passages", "outages",
    "upgrades", "capabilities", "movement_profiles",
)  # fmt: skip
"""Tables that the movement is made from, in the order in which they are shown."""

MOST_OF_A_TABLE = 9
_VARYING = re.compile(r"\bunknown\b|\b\d[\d.]*(?: (?:m|km/h|h)\b)?|(?<=through )[A-Z, ]+")
"""What differs from row to row: a quantity, one that is not known, states on the way."""


def origin_table(plan: Plan) -> PlainTable | None:
    """Return what the records of the network rest on, by table; None where no record says so.

    Notes
    -----
    Notes are read clause by clause, as they stand between semicolons; clauses that begin alike
    count together, and a gap stands for what differs.
    """
    rows: list[Row] = []
    for name in TABLES:
        table = plan.table(name)
        texts: dict[str, tuple[str, ...]] = {}
        reports: dict[str, set[str]] = {}
        times: Counter[str] = Counter()
        for note, source in table.frame.select("note", "source").iter_rows():
            clauses = {_frame(clause) for clause in (note or "").split(";") if clause.strip()}
            for clause in sorted(clauses):
                key = clause[0].casefold() if len(clause) > 1 else " ".join(clause)
                kept = texts.get(key, clause)
                texts[key] = tuple(
                    a if a == b else _common(a, b) for a, b in zip(kept, clause, strict=False)
                )
                times[key] += 1
                if source is not None:
                    reports.setdefault(key, set()).add(source)
        for key, n in sorted(times.items(), key=lambda item: (-item[1], item[0]))[:MOST_OF_A_TABLE]:
            told = ", ".join(part for part in texts[key] if part)
            named = [plan.reports[report].title for report in sorted(reports.get(key, ()))]
            cells = (
                name.replace("_", " "), told, f"{number(n)} of {number(len(table))}",
                "; ".join(named) or "–",
            )  # fmt: skip
            rows.append(Row(cells))
    if not rows:
        return None
    heads = ("Records", "What they rest on, by their notes", "Rows", "Report")
    return PlainTable("What the records of the network rest on", heads, tuple(rows), numeric=(2,))


def _frame(clause: str) -> tuple[str, ...]:
    """Return a clause by its parts between commas, with a gap for what differs by row."""
    return tuple(part.strip() for part in _VARYING.sub("…", clause).split(","))


def _common(one: str, other: str) -> str:
    """Return the words with which both begin, and a gap.

    >>> _common("harbour size Large", "harbour size Small")
    'harbour size …'
    """
    words: list[str] = []
    for a, b in zip(one.split(), other.split(), strict=False):
        if a != b:
            break
        words.append(a)
    return " ".join([*words, "…"])
