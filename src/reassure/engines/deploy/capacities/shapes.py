"""Limits and capacities as they are shown: values, workings, what is weakest."""

from dataclasses import dataclass
from enum import StrEnum

from reassure.model.choices import Mode


class CapacityKind(StrEnum):
    """What gives a capacity."""

    PORT = "port"
    AIRFIELD = "airfield"
    STATION = "rail station"
    TRANSFER = "place of transfer"
    GAUGE_BREAK = "gauge break"
    RAIL = "rail link"
    ROAD = "road link"
    SEA = "sea link"
    AIR = "air link"
    WATERWAY = "waterway link"


_OWN = ("locations", "links", "gauge_breaks")

KIND_OF_MODE = {
    Mode.SEA: CapacityKind.SEA,
    Mode.RAIL: CapacityKind.RAIL,
    Mode.ROAD: CapacityKind.ROAD,
    Mode.AIR: CapacityKind.AIR,
    Mode.WATERWAY: CapacityKind.WATERWAY,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One limit of a place or link.

    Attributes
    ----------
    binding
        Its name, as table:id.field.
    value, unit
        What the model takes: the field, times the share that the place's state leaves. A word
        where the field is one.
    working
        What that makes a day, with the numbers put in, or what it lets pass.
    per_day
        What it gives on an ordinary day, in the unit of its capacity; None where it only lets
        pass or not, or where that cannot be told. Of a range the least, which the model counts.
    most_per_day
        The most of a range; None: it is one number.
    """

    binding: str
    value: float | str
    unit: str
    working: str
    per_day: float | None = None
    most_per_day: float | None = None

    @property
    def name(self) -> str:
        """Its field's name, with table and id where it is not a place's, link's or break's own."""
        is_own = self.binding.partition(":")[0] in _OWN
        return self.binding.rpartition(".")[2] if is_own else self.binding


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one place or link gives a day.

    Attributes
    ----------
    id, name
        Of the place, link or gauge break; a link's name is that of its two ends.
    unit
        Of ``per_day``, here and in the parts.
    parts
        Its limits.
    notes
        What its limits mean for the plan's units, in sentences.
    """

    kind: CapacityKind
    id: str
    name: str
    unit: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def weakest(self) -> Part | None:
        """The limit that gives least; None where none is stated."""
        stated = [
            (part.per_day, i) for i, part in enumerate(self.parts) if part.per_day is not None
        ]
        return self.parts[min(stated)[1]] if stated else None

    @property
    def per_day(self) -> float | None:
        """What it gives on an ordinary day: as much as its weakest limit."""
        weakest = self.weakest
        return None if weakest is None else weakest.per_day

    @property
    def most_per_day(self) -> float | None:
        """The same at best, where some limit is a range."""
        best = [
            part.per_day if part.most_per_day is None else part.most_per_day for part in self.parts
        ]
        return min((value for value in best if value is not None), default=None)
