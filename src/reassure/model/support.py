"""Support of the host: needs, pledges, training, groups and requests for information."""

import datetime as dt

from reassure.model.choices import GroupKind, ItemUnit, PledgeState, Valuation
from reassure.model.fields import FieldKind, field, pairs, ref
from reassure.model.record import Record


class Item(Record):
    """Something that is given."""

    name: str = field("Name of the item")
    kind: str = field("Kind of item")
    unit: ItemUnit = field("What its quantity counts")
    kg_per_unit: float = field("Weight of one", unit="kilograms", ge=0)
    nsn: str | None = field("NATO stock number", default=None)
    complete_with: tuple[str, ...] = pairs(
        "What one needs to be usable, as item:quantity",
        left="id",
        right="number",
        references="items",
    )
    crew: float = field("Persons trained for one", unit="persons", ge=0, default=0.0)


class Need(Record):
    """What the host asks for."""

    item: str = ref("items", "What")
    quantity: float = field("How much", unit="the item's unit", ge=0)
    objective: str = ref("objectives", "Objective that it serves")
    priority: int = field("Order in which it is met; 1 is first", unit="rank", ge=1)
    needed_by_day: float = field("Day by which it is needed")
    validated_by: str | None = field("Who validated it", default=None)
    location: str = ref("locations", "Where it is handed over")


class Pledge(Record):
    """What a nation promised to give."""

    nation: str = ref("nations", "Nation that gives")
    item: str | None = ref("items", "What; empty: money", default=None)
    origin: str | None = ref("locations", "Where it starts", default=None)
    ready_day: float | None = field("Day on which it can leave", default=None)
    end_use: str | None = field("Terms of end use", default=None)
    quantity: float | None = field("How much", unit="the item's unit", ge=0, default=None)
    value: float | None = field("Worth", unit="currency", ge=0, default=None)
    currency: str | None = field("ISO 4217 code", default=None, kind=FieldKind.CURRENCY)
    price_year: int | None = field("Year of the price", unit="year", ge=1900, default=None)
    valuation: Valuation | None = field("Basis of the value", default=None)
    announced_date: dt.date = field("When it was announced")
    until_date: dt.date | None = field("Until when it runs", default=None)
    renews: str | None = ref("pledges", "Pledge that it announces again", default=None)
    cofinance: tuple[str, ...] = pairs(
        "Who pays which share, as nation:share", left="id", right="number", references="nations"
    )
    need: str | None = ref("needs", "Need that it answers", default=None)


class PledgeEvent(Record):
    """A step in the life of a pledge."""

    pledge: str = ref("pledges", "Pledge")
    state: PledgeState = field("State from then on")
    day: float = field("When")
    quantity: float | None = field("How much", unit="the item's unit", ge=0, default=None)
    location: str | None = ref("locations", "Where", default=None)


class Course(Record):
    """A training course for the host's forces."""

    title: str = field("What is taught")
    nation: str = ref("nations", "Nation that teaches")
    location: str = ref("locations", "Where")
    item: str | None = ref("items", "Item that it trains for", default=None)
    places: int = field("Places of one run", unit="persons", ge=0)
    start_day: float = field("First day of the first run")
    days: float = field("Length of one run", gt=0)
    pass_share: float = field("Share that passes", ge=0, le=1)
    languages: tuple[str, ...] = field("Languages of teaching", default=())
    repeats: int = field("How often it runs", unit="runs", ge=1, default=1)
    every_days: float | None = field("Days between two starts", gt=0, default=None)


class Group(Record):
    """A capability coalition or working group of the contact group."""

    title: str = field("Name of the group")
    kind: GroupKind = field("What kind of group")
    leads: tuple[str, ...] = ref("nations", "Nations that lead it", default=())
    members: tuple[str, ...] = ref("nations", "Nations in it", default=())
    purse: float | None = field("Common fund", unit="currency", ge=0, default=None)
    currency: str | None = field("ISO 4217 code", default=None, kind=FieldKind.CURRENCY)


class InformationRequest(Record):
    """A question from one nation to others."""

    from_nation: str = ref("nations", "Who asks")
    to: tuple[str, ...] = field("Nations or groups that are asked", default=())
    question: str = field("What is asked")
    day: float = field("When")
    answer: str | None = field("The answer", default=None)
    answered_day: float | None = field("When it was answered", default=None)
    valid_until_day: float | None = field(
        "First day on which it is not valid any more", default=None
    )
