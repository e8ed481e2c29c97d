"""Tables of the comparison of branches: what each needs, who stays in, what is common to all."""

import datetime as dt

from reassure.model.branch_choices import NoRegretKind, OutlookMeasure
from reassure.model.choices import AgreementState
from reassure.model.fields import field, ref
from reassure.model.record import Row

_SHARE = "share, 0 to 1"
_OWN_CLOCK = "days from the plan's C-day"


class AgreementStanding(Row):
    """Where an agreement stands today."""

    key = ("agreement",)

    agreement: str = ref("agreements", "Agreement")
    state: AgreementState | None = field("State today; empty: no event is known", default=None)
    since: dt.date | None = field("Since when it holds", default=None)
    known_since: dt.date | None = field("Since when that is known", default=None)
    version: int | None = field("Version of its text", unit="number", ge=1, default=None)
    party: str | None = field("Party that acted last", default=None)
    event: str | None = ref("agreement_events", "Event that says so", default=None)
    preconditions: int = field("What it depends on", unit="preconditions", ge=0)
    open_preconditions: tuple[str, ...] = ref(
        "preconditions", "Of these, what is not met today", default=()
    )
    events: int = field("Events known today", unit="events", ge=0)


class BranchSummary(Row):
    """What one branch comes to."""

    key = ("branch",)

    branch: str = ref("branches", "Branch")
    holds_today: bool = field("Whether every state that it asks for holds today")
    missing: tuple[str, ...] = field(
        "States that do not hold today, as agreement:state", default=()
    )
    probability: float | None = field(
        "Chance of the branch; empty: not stated", ge=0, le=1, default=None
    )
    c_day: dt.date | None = field("Its C-day; empty: open", default=None)
    c_day_shift: float = field("Days by which C-day moves", unit="days")
    lines: int = field("Requirement lines that count", unit="lines", ge=0)
    short_lines: int | None = field(
        "Of these, lines short at some time", unit="lines", ge=0, default=None
    )
    required_unit_days: float | None = field("Asked for", unit="unit-days", ge=0, default=None)
    provided_unit_days: float | None = field(
        "Provided, effective", unit="unit-days", ge=0, default=None
    )
    fill: float | None = field(
        "Provided over asked for; empty: nothing is asked for", unit=_SHARE, ge=0, default=None
    )
    nations: int | None = field("Nations with units that serve", unit="nations", ge=0, default=None)
    units: int | None = field("Units that serve", unit="units", ge=0, default=None)
    persons: int | None = field(
        "Persons of the units that serve at once, at most", unit="persons", ge=0, default=None
    )
    movements: int | None = field(
        "Tours that are to arrive, those that are there already too",
        unit="tours",
        ge=0,
        default=None,
    )
    late: int | None = field(
        "Of these, tours that come late, or cannot arrive", unit="tours", ge=0, default=None
    )
    closure_day: int | None = field(
        "Day of the last required arrival, from its own C-day; empty: some never arrive, or a "
        "stop left some unscheduled",
        default=None,
    )
    cost: float | None = field(
        "Amount; empty: not worked out", unit="the plan's currency", ge=0, default=None
    )
    is_partial: bool = field("Whether a step of it was stopped early")
    failure: str | None = field("Why it could not be planned; empty: it was", default=None)


class BranchNation(Row):
    """What one nation gives in one branch; a row of zeros: it drops out."""

    key = ("branch", "nation")

    branch: str = ref("branches", "Branch")
    nation: str = ref("nations", "Nation that serves in one branch or more")
    units: int = field("Its units that serve", unit="units", ge=0)
    unit_days: float = field("What they provide, effective", unit="unit-days", ge=0)
    branches_in: int = field("Branches in which it serves", unit="branches", ge=1)
    is_in_all: bool = field("Whether it serves in every branch that was planned")


class BranchOffer(Row):
    """What of one offer serves in one branch."""

    key = ("branch", "offer")

    branch: str = ref("branches", "Branch")
    offer: str = ref("offers", "Offer of which units serve in one branch or more")
    units: int = field("Most units of it that serve at once", unit="units", ge=0)
    first_day: float | None = field(
        "First day on which one serves, by the C-day of the branch; empty: none does", default=None
    )


class BranchLine(Row):
    """In which branches a requirement line counts, and how it is filled there."""

    key = ("requirement",)

    requirement: str = ref("requirements", "Line")
    branches: tuple[str, ...] = ref("branches", "Branches in which it counts", default=())
    is_in_all: bool = field("Whether it counts in every branch")
    least_fill: float | None = field(
        "Filled in the worst of the branches planned; empty: nothing is asked for",
        unit=_SHARE,
        ge=0,
        default=None,
    )
    most_fill: float | None = field("Filled in the best of them", unit=_SHARE, ge=0, default=None)


class NoRegretStep(Row):
    """Something that is needed whichever branch comes."""

    key = ("kind", "record")

    kind: NoRegretKind = field("What kind of step")
    record: str = field("Decision, condition, upgrade or offer, as table:id")
    rank: int = field("Place in the list, from 1 on", unit="number", ge=1)
    nation: str | None = ref("nations", "Nation that takes it; empty: not one alone", default=None)
    units: int = field("Units that serve in every branch and hang on it", unit="units", ge=0)
    offers: tuple[str, ...] = ref("offers", "Offers that these are of", default=())
    needed_day: float | None = field(
        "First day on which one of them is needed in any branch; for an upgrade, the first day on "
        "which it is missed; empty: not known",
        unit=_OWN_CLOCK,
        default=None,
    )
    act_by_day: float | None = field(
        "Day by which it must be begun for that: less the notice of the units, or the lead time "
        "of the upgrade",
        unit=_OWN_CLOCK,
        default=None,
    )
    due_day: float | None = field(
        "Day by which it is due by its own record; empty: none is stated",
        unit=_OWN_CLOCK,
        default=None,
    )


class BranchOutlook(Row):
    """What is to be expected and feared over the branches, of one figure."""

    key = ("figure",)

    figure: OutlookMeasure = field("What is looked at")
    expected: float | None = field(
        "Mean over the branches that have a chance and were planned, weighted by it; empty: none "
        "has, one of them never closes, or what it comes to is not known of one",
        unit="that of the figure",
        default=None,
    )
    worst: float | None = field(
        "Worst of the branches that were planned and are not ruled out: least fill, most of all "
        "else; empty: never",
        unit="that of the figure",
        default=None,
    )
    worst_branch: str | None = ref("branches", "Branch of the worst", default=None)
    best: float | None = field("Best of them", unit="that of the figure", default=None)
    best_branch: str | None = ref("branches", "Branch of the best", default=None)
