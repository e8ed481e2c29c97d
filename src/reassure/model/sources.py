"""Sources and incidents: reports, statements, rival claims, assessments, coverage."""

import datetime as dt

from reassure.model.choices import AssessmentFinding, Confidence, IncidentState, StatementKind
from reassure.model.fields import FieldKind, field, pairs, ref
from reassure.model.record import Record


class Report(Record):
    """A published or filed report."""

    publisher: str = field("Who published it")
    published: dt.datetime = field("When")
    language: str = field("Language, ISO 639")
    title: str = field("Title")
    text: str | None = field("Text", default=None)
    address: str | None = field("Where it can be found", default=None)
    copies: str | None = ref("reports", "Report that it repeats", default=None)


class Statement(Record):
    """What a report says, and who said it."""

    report: str = ref("reports", "Report")
    speaker: str | None = field("Who said it", default=None)
    kind: StatementKind = field("In whose words")
    text: str = field("What was said")
    about: tuple[str, ...] = field("What it is about", default=(), kind=FieldKind.RECORD)


class Incident(Record):
    """Something that happened, or is said to have happened."""

    kind: str = field("Kind of incident")
    from_time: dt.datetime = field("Earliest time")
    until_time: dt.datetime = field("Latest time")
    lat: float = field("Latitude", ge=-90, le=90)
    lon: float = field("Longitude", ge=-180, le=180)
    radius_km: float = field("How exact the place is", ge=0)
    actors: tuple[str, ...] = pairs("Who did it, as party:probability", left="text", right="number")
    deaths_min: int | None = field("Deaths, at least", unit="persons", ge=0, default=None)
    deaths_max: int | None = field("Deaths, at most", unit="persons", ge=0, default=None)
    reports: tuple[str, ...] = ref("reports", "Reports of it", default=())
    state: IncidentState = field("How far it is established")


class Claim(Record):
    """A party's assertion; never an assessment."""

    exactly_one = ("incident", "agreement")

    party: str = field("Who claims")
    incident: str | None = ref("incidents", "Incident", default=None)
    agreement: str | None = ref("agreements", "Agreement", default=None)
    statements: tuple[str, ...] = ref("statements", "Statements that it rests on", default=())
    kind: str = field("Kind of claim")
    count: int | None = field("How many events it counts", unit="events", ge=0, default=None)
    includes: tuple[str, ...] = ref("claims", "Claims that it contains", default=())
    date: dt.date = field("When it was made")
    report: str = ref("reports", "Report of it")


class Assessment(Record):
    """A monitor's finding on an incident."""

    incident: str = ref("incidents", "Incident")
    term: str | None = ref("terms", "Term that it may breach", default=None)
    finding: AssessmentFinding = field("What was found")
    confidence: Confidence = field("How sure")
    by: str = field("Who assessed")
    date: dt.date = field("When")
    reasons: str = field("Why")


class Coverage(Record):
    """What could be observed."""

    zone: str = ref("zones", "Area")
    from_time: dt.datetime = field("From")
    until_time: dt.datetime = field("Until")
    observed_share: float = field("Share that was observed", ge=0, le=1)
    denied: bool = field("Whether access was denied", default=False)
    reason: str | None = field("Why", default=None)
