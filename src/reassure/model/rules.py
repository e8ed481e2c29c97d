"""Rules: measures of the rules of engagement, tasks, and nations' positions."""

from reassure.model.choices import MeasureKind, MeasureState
from reassure.model.fields import field, ref
from reassure.model.record import Record
from reassure.model.roe_choices import Stance


class Measure(Record):
    """One selectable measure of the compendium."""

    series: str = field("Series that it belongs to")
    number: str = field("Number in the series")
    title: str = field("Short title")
    text: str = field("The measure in words")
    kind: MeasureKind = field("Whether it permits, limits or prohibits")
    objective: str | None = ref("objectives", "Objective that it serves", default=None)
    needs: tuple[str, ...] = ref("measures", "Measures that it rests on", default=())


class MeasureEvent(Record):
    """A step in the life of a measure."""

    measure: str = ref("measures", "Measure")
    state: MeasureState = field("State from then on")
    day: float = field("When")
    by: str = field("Who requested, authorised or implemented it")
    sectors: tuple[str, ...] = ref("sectors", "Sectors that it holds in; none: all", default=())
    basis: str | None = field("Legal basis", default=None)


class Task(Record):
    """Something that units are asked to do."""

    title: str = field("What is done")
    objective: str = ref("objectives", "Objective that it serves")
    measures: tuple[str, ...] = ref("measures", "Measures that it needs", default=())
    attributes: tuple[str, ...] = field("Attributes that a unit needs for it", default=())


class Position(Record):
    """A nation's position on a measure."""

    nation: str = ref("nations", "Nation")
    measure: str = ref("measures", "Measure")
    stance: Stance = field("What the nation says")
    approver: str | None = field("Who approves", default=None)
    answer_hours: float | None = field("Time to an answer", ge=0, default=None)
    sectors: tuple[str, ...] = ref("sectors", "Sectors that it holds for; none: all", default=())
    tasks: tuple[str, ...] = ref("tasks", "Tasks that it holds for; none: all", default=())
    from_day: float | None = field("First day on which it holds", default=None)
    until_day: float | None = field("First day on which it holds no more", default=None)
    reason: str | None = field("Why", default=None)
