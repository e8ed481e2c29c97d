"""Who may do what, task by task and day by day, in plain loops; days are whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from reassure.model.choices import CaveatKind, MeasureState
from reassure.model.force import Offer
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.roe_choices import Stance
from reassure.model.rules import Position

MAY, UNKNOWN, NOT = -1.0, 1e12, float("inf")


@dataclass(frozen=True)
class Cell:
    """What serves in a sector and is asked for a task, in one period."""

    units: int
    units_free: int
    units_on_approval: int
    headline: float
    free: float
    on_approval: float
    answer_hours: float | None


def needed(plan: Plan, task: str) -> set[str]:
    found: set[str] = set()
    todo = list(plan.tasks[task].measures)
    while todo:
        measure = todo.pop()
        if measure not in found:
            found.add(measure)
            todo += plan.measures[measure].needs
    return found


def is_in_scope(row: Position, sector: str, task: str, day: float) -> bool:
    return (
        (not row.sectors or sector in row.sectors)
        and (not row.tasks or task in row.tasks)
        and (row.from_day is None or row.from_day <= day)
        and (row.until_day is None or day < row.until_day)
    )


def said(rows: Iterable[Position], sector: str, task: str, day: float) -> float:
    """Score of what a nation says of one measure: the narrowest, then the strictest."""
    spoken: list[tuple[int, float]] = []
    for row in rows:
        names = (row.sectors, row.tasks, row.from_day is not None or row.until_day is not None)
        narrow = sum(bool(name) for name in names)
        inside = is_in_scope(row, sector, task, day)
        asks = UNKNOWN if row.answer_hours is None else row.answer_hours
        if row.stance is Stance.RESTRICTED:
            spoken.append((0, NOT))
            if narrow and inside:
                spoken.append((narrow, MAY if row.approver is None else asks))
        elif inside:
            score = {Stance.ACCEPTED: MAY, Stance.REFUSED: NOT, Stance.ON_APPROVAL: asks}
            spoken.append((narrow, score[row.stance]))
    return max(spoken)[1] if spoken else MAY


def is_in_force(plan: Plan, measure: str, sector: str, day: float) -> bool:
    events = [row for row in plan.measure_events if row.measure == measure]
    if not events:
        return True
    own = [row for row in events if (not row.sectors or sector in row.sectors) and row.day <= day]
    order = list(MeasureState)
    last = max(own, key=lambda row: (row.day, order.index(row.state), row.id), default=None)
    return last is not None and last.state is MeasureState.IMPLEMENTED


def score(plan: Plan, offer: Offer, sector: str, task: str, day: float) -> float:
    """Score of one unit: -1 unasked, hours on approval, infinite not at all."""
    if not set(plan.tasks[task].attributes) <= set(offer.attributes):
        return NOT
    scores = [MAY]
    measures = needed(plan, task)
    for measure in measures:
        own = [
            row for row in plan.positions if row.nation == offer.nation and row.measure == measure
        ]
        scores.append(said(own, sector, task, day))
        if not is_in_force(plan, measure, sector, day):
            return NOT
    for row in plan.caveats:
        if (
            row.nation == offer.nation
            and row.offer in (None, offer.id)
            and (not row.sectors or sector in row.sectors)
            and (not row.tasks or task in row.tasks)
            and (not row.measures or measures & set(row.measures))
            and (row.from_day is None or row.from_day <= day)
            and (row.until_day is None or day < row.until_day)
        ):
            is_ban = row.kind is CaveatKind.PROHIBITION or row.approver is None
            asks = UNKNOWN if row.answer_hours is None else row.answer_hours
            scores.append(NOT if is_ban else asks)
    return max(scores)


def cells(plan: Plan, force_plan: ForcePlan) -> dict[tuple[str, str, str, int], Cell]:
    """Every cell in which a unit serves, by objective, sector, task and period."""
    periods, horizon = plan.meta.periods, int(plan.meta.horizon_days)
    length = int(plan.meta.period_days)
    served: dict[tuple[str, str, str, int], list[tuple[float, float]]] = {}
    for row in force_plan.assignments:
        line, offer = plan.requirements[row.requirement], plan.offers[row.offer]
        asked = line.tasks or [t.id for t in plan.tasks if t.objective == line.objective]
        for task in asked:
            for period in range(periods.count):
                whole = range(period * length, (period + 1) * length)
                days = [day for day in whole if day < horizon]
                own = [day for day in days if row.from_day <= day < row.until_day]
                if own:
                    # The last period counts whole too, whatever of it lies beyond the plan.
                    worst = max(score(plan, offer, line.sector, task, day) for day in whole)
                    worth = row.effective_quantity * len(own) / len(days)
                    key = line.objective, line.sector, task, period
                    served.setdefault(key, []).append((worst, worth))
    return {key: _cell(units) for key, units in served.items()}


def _cell(units: list[tuple[float, float]]) -> Cell:
    free = [worth for found, worth in units if found == MAY]
    asked = [(found, worth) for found, worth in units if MAY < found < NOT]
    slowest = max((found for found, _ in asked), default=None)
    return Cell(
        len(units),
        len(free),
        len(asked),
        sum(worth for _, worth in units),
        sum(free),
        sum(worth for _, worth in asked),
        None if slowest in (None, UNKNOWN) else slowest,
    )
