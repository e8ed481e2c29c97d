"""Coalition: nations, objectives, meetings, decisions, policies and milestones."""

import datetime as dt

from reassure.model.choices import DecisionKind, DecisionState, MilestoneState
from reassure.model.fields import NATION_PATTERN, FieldKind, field, ref
from reassure.model.record import Record


class Nation(Record):
    """A state that gives, hosts or grants passage."""

    id: str = field(
        f"ISO 3166 alpha-3 code, XAA to XZZ for fictional states ({NATION_PATTERN})",
        kind=FieldKind.ID,
        references="nations",
    )
    name: str = field("Name of the state")
    host: bool = field("Whether the force is stationed there", default=False)
    active_persons: int | None = field(
        "Persons in active service", unit="persons", ge=0, default=None
    )
    population: int | None = field("Inhabitants", ge=0, default=None)
    gdp_bn: float | None = field("Gross domestic product a year", ge=0, default=None)


class Objective(Record):
    """What the mission is for; every requirement line serves one."""

    name: str = field("Name of the objective")
    weight: float = field("Weight against the other objectives", ge=0)


class Meeting(Record):
    """A meeting of the coalition or of its contact group."""

    date: dt.date = field("Day on which it was held")
    place: str = field("Where it was held")
    title: str = field("What it was called")
    group: str | None = ref("groups", "Group that met", default=None)
    hosts: tuple[str, ...] = ref("nations", "Nations that hosted", default=())
    chairs: tuple[str, ...] = ref("nations", "Nations that chaired", default=())
    attendees: tuple[str, ...] = ref("nations", "Nations that attended", default=())
    announced: str | None = field("What was announced there", default=None)


class Decision(Record):
    """A political decision that offers, pledges or milestones wait for."""

    nation: str = ref("nations", "Nation that decides")
    title: str = field("What is to be decided")
    kind: DecisionKind = field("Who decides")
    due_day: float | None = field("Day by which it is due", default=None)
    probability: float = field(
        "Chance that it is taken as hoped; drawn once for all that wait for it",
        ge=0,
        le=1,
        default=1.0,
    )
    state: DecisionState = field("Where it stands", default=DecisionState.PENDING)


class Policy(Record):
    """A security policy: the ladder of classifications that labels name."""

    name: str = field("Name of the policy")
    classifications: tuple[str, ...] = field("Classifications, lowest first", default=())


class Milestone(Record):
    """A step of planning or readiness with an owner and a due day."""

    title: str = field("What is reached")
    objective: str = ref("objectives", "Objective that it serves")
    owner: str = ref("nations", "Nation that answers for it")
    due_day: float = field("Day by which it is due")
    state: MilestoneState = field("Where it stands")
    after: tuple[str, ...] = ref("milestones", "Milestones that come before it", default=())
    waits_for: tuple[str, ...] = field(
        "What it waits for: an offer's condition, an upgrade, a measure, an agreement",
        default=(),
        kind=FieldKind.RECORD,
    )
