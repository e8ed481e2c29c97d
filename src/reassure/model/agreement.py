"""Agreements with their states, terms and preconditions, and the branches of a plan."""

import datetime as dt

from reassure.model.choices import AgreementKind, AgreementState
from reassure.model.fields import field, pairs, ref
from reassure.model.record import Record


class Agreement(Record):
    """An agreement between parties, in whatever state."""

    name: str = field("Name of the agreement")
    kind: AgreementKind = field("What kind of agreement")
    parties: tuple[str, ...] = field("Parties to it", default=())
    bound_parties: tuple[str, ...] = field("Parties that it binds; none: all", default=())
    zone: str | None = ref("zones", "Area that it covers", default=None)


class AgreementEvent(Record):
    """A step in the life of an agreement."""

    agreement: str = ref("agreements", "Agreement")
    version: int = field("Version of its text", unit="number", ge=1, default=1)
    state: AgreementState = field("State from then on")
    party: str | None = field("Party that acted", default=None)
    date: dt.date = field("When it held")
    reported_date: dt.date | None = field("When it became known", default=None)


class Precondition(Record):
    """Something that must be met before an agreement holds."""

    agreement: str = ref("agreements", "Agreement")
    text: str = field("What must be met")
    met: bool = field("Whether it is met", default=False)
    met_date: dt.date | None = field("Since when", default=None)


class Term(Record):
    """One clause of an agreement, as data."""

    agreement: str = ref("agreements", "Agreement")
    version: int = field("Version of its text", unit="number", ge=1, default=1)
    clause: str = field("Clause")
    prohibits: tuple[str, ...] = field("Kinds of incident that it forbids", default=())
    zone: str | None = ref("zones", "Area that it holds in", default=None)
    from_date: dt.date | None = field("First date", default=None)
    until_date: dt.date | None = field("First date after it", default=None)
    weight: float = field("Weight of a breach", ge=0, default=1.0)


class Branch(Record):
    """A variant of the plan that applies in given states of agreements."""

    title: str = field("What the branch is")
    when: tuple[str, ...] = pairs(
        "States that must all hold, as agreement:state",
        left="id",
        right="text",
        references="agreements",
    )
    probability: float | None = field("Chance of the branch", ge=0, le=1, default=None)
    c_day_shift: float = field("Days by which C-day moves", unit="days", default=0.0)
