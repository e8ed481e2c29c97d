"""What positions on a measure say, and which of several holds.

Pure rules over records: the rules of engagement are judged by them, and the checks find what
contradicts itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reassure.model.roe_choices import Stance, Verdict
from reassure.model.rules import Position

_ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one position says within its scope, or, if it restricts, everywhere else.

    Attributes
    ----------
    position
        The record.
    verdict
        What it leaves the nation's units.
    field
        Field that says so.
    is_scoped
        Whether it holds within the position's sectors, tasks and days alone.
    """

    position: Position
    verdict: Verdict
    field: str
    is_scoped: bool

    @property
    def narrowness(self) -> int:
        """How many of sectors, tasks and days it names: a narrower statement goes first."""
        return len(_scope_fields(self.position)) if self.is_scoped else 0

    @property
    def strictness(self) -> tuple[int, float]:
        """What orders statements from the mildest on: the verdict, then hours to an answer."""
        hours = self.position.answer_hours
        waits = self.verdict is Verdict.ON_APPROVAL
        return _ORDER.index(self.verdict), (
            0.0 if not waits else float("inf") if hours is None else hours
        )

    def speaks_of(self, task: str, sector: str) -> bool:
        """Whether a task in a sector is within what it speaks of, on some day."""
        row = self.position
        if not self.is_scoped:
            return True
        return (not row.tasks or task in row.tasks) and (not row.sectors or sector in row.sectors)

    def days(self, last_day: float) -> tuple[float, float]:
        """Return the half-open span of days of a plan on which it speaks."""
        if not self.is_scoped:
            return 0.0, last_day
        first, last = _days(self.position)
        first = max(first, 0.0)
        return first, max(first, min(last, last_day))

    def meets(self, other: "Statement") -> bool:
        """Whether some task in some sector on some day is in the scope of both."""
        a, b = self.position, other.position
        if not (self.is_scoped and other.is_scoped):
            return True
        for x, y in ((a.sectors, b.sectors), (a.tasks, b.tasks)):
            if x and y and set(x).isdisjoint(y):
                return False
        first, last = _days(a)
        begin, end = _days(b)
        return max(first, begin) < min(last, end)

    def contradicts(self, other: "Statement") -> bool:
        """Whether neither is narrower than the other, both speak, and of different verdicts."""
        return (
            self.verdict is not other.verdict
            and self.narrowness == other.narrowness
            and self.meets(other)
        )


def statements_of(positions: Iterable[Position]) -> tuple[Statement, ...]:
    """Return what positions of one nation on one measure say; of two that meet the later holds.

    That is the narrower, and of two as narrow the stricter. A position that restricts says two
    things: units may, or may on approval where it names an approver, within what it names, and may
    not elsewhere.
    """
    made: list[Statement] = []
    for row in positions:
        match row.stance:
            case Stance.ACCEPTED:
                made.append(Statement(row, Verdict.MAY, "stance", is_scoped=True))
            case Stance.ON_APPROVAL:
                made.append(Statement(row, Verdict.ON_APPROVAL, "stance", is_scoped=True))
            case Stance.REFUSED:
                made.append(Statement(row, Verdict.MAY_NOT, "stance", is_scoped=True))
            case Stance.RESTRICTED:
                made += _restricted(row)
    return tuple(
        sorted(made, key=lambda item: (item.narrowness, item.strictness, item.position.id))
    )


def is_unlimited(position: Position) -> bool:
    """Whether a position names no sector, task or day."""
    return not _scope_fields(position)


def _restricted(row: Position) -> list[Statement]:
    named = _scope_fields(row)
    elsewhere = Statement(row, Verdict.MAY_NOT, (named or ("stance",))[0], is_scoped=False)
    if not named:
        return [elsewhere]
    within = Verdict.MAY if row.approver is None else Verdict.ON_APPROVAL
    return [elsewhere, Statement(row, within, "stance", is_scoped=True)]


def _scope_fields(row: Position) -> tuple[str, ...]:
    lists = tuple(name for name in ("sectors", "tasks") if getattr(row, name))
    days = "from_day" if row.from_day is not None else "until_day"
    return lists if row.from_day is None and row.until_day is None else (*lists, days)


def _days(row: Position) -> tuple[float, float]:
    first = float("-inf") if row.from_day is None else row.from_day
    return first, float("inf") if row.until_day is None else row.until_day
