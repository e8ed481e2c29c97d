"""Tables of a simulation: when units and objectives are in place, what queues, what runs dry."""

from reassure.model.fields import field, ref
from reassure.model.record import Row
from reassure.model.simulation_choices import FactorKind

_SHARE = "share, 0 to 1"
_SHARE_GAINED = "share, -1 to 1"
_OF_REPLICATIONS = "share of the replications, 0 to 1"


class Replication(Row):
    """One replication: what a course of events comes to."""

    key = ("replication",)

    replication: int = field("Number, from 0 on", unit="number", ge=0)
    closure_day: float | None = field(
        "Day when the last unit that comes is in place; empty: some never are, or none comes",
        default=None,
    )
    n_come: int = field("Tours whose unit comes", unit="tours", ge=0)
    n_in_place: int = field("Tours whose unit gets there within the plan", unit="tours", ge=0)
    late_days: float = field("Days late, summed over the tours in place", unit="tour-days", ge=0)
    unmet_t: float = field(
        "Demand not met, summed over days; what waits counts on each", unit="tonne-days", ge=0
    )
    first_short_day: int | None = field("First day with unmet demand; empty: none", default=None)


class SimulatedArrival(Row):
    """When one tour is in place."""

    key = ("assignment",)

    assignment: str = field("Assignment")
    planned_day: int | None = field("Day by the schedule; empty: none", default=None)
    wanted_day: float = field("Day by which it should be")
    chance_in_place: float = field(
        "That it comes, and gets there within the plan", unit=_OF_REPLICATIONS, ge=0, le=1
    )
    chance_on_time: float = field("By the wanted day", unit=_OF_REPLICATIONS, ge=0, le=1)
    p5_day: float | None = field("Of those in place 5 of 100 by then", default=None)
    p50_day: float | None = field("50 of 100", default=None)
    p90_day: float | None = field("90 of 100", default=None)
    p95_day: float | None = field("95 of 100", default=None)


class SimulatedClosure(Row):
    """When the last of those who come is in place, of the force and of each objective."""

    key = ("objective",)

    objective: str | None = ref("objectives", "Objective; empty: the whole force", default=None)
    planned_day: int | None = field("Closure by the schedule; empty: it has none", default=None)
    chance: float = field(
        "That all who come get there within the plan", unit=_OF_REPLICATIONS, ge=0, le=1
    )
    p5_day: float | None = field("Closed by then in 5 of 100 that close", default=None)
    p50_day: float | None = field("In 50 of 100", default=None)
    p90_day: float | None = field("In 90 of 100", default=None)
    p95_day: float | None = field("In 95 of 100", default=None)
    half_width_days: float | None = field(
        "Half of the 95 % interval of the day in 90 of 100; empty: too few runs",
        unit="days",
        default=None,
    )
    p5_share: float = field(
        "Of all that is required, summed over days, 95 of 100 replications have at least this in "
        "place",
        unit=_SHARE,
        ge=0,
        le=1,
    )
    p50_share: float = field("Half of them have", unit=_SHARE, ge=0, le=1)
    p95_share: float = field("5 of 100 have", unit=_SHARE, ge=0, le=1)
    certain_day: float | None = field(
        "Closure with nothing left to chance; empty: some never get there within the plan",
        default=None,
    )
    last_load: str | None = field(
        "Load that comes last with nothing left to chance; certain_day is its last_planned_day and "
        "handling and waiting, less its spare days",
        default=None,
    )
    last_planned_day: int | None = field("Its day of arrival by the schedule", default=None)
    last_handling_days: float | None = field(
        "What places take to work it off with nothing left to chance; the schedule takes none",
        unit="days",
        default=None,
    )
    last_wait_days: float | None = field(
        "What it waits then, for limits and for those who must be there before it",
        unit="days",
        default=None,
    )
    last_spare_days: float | None = field(
        "What the schedule gives it beyond its time on the way: rounding up to whole days, and "
        "waiting",
        unit="days",
        default=None,
    )


class InPlace(Row):
    """When a share of what is required is first in place.

    Days on which less than half of the most that is ever required is asked for do not count.
    """

    key = ("objective", "share")

    objective: str | None = ref("objectives", "Objective; empty: the whole force", default=None)
    share: float = field("Of what is required on the day", unit=_SHARE, ge=0, le=1)
    chance: float = field("That it ever is", unit=_OF_REPLICATIONS, ge=0, le=1)
    p50_day: float | None = field("With 50 % confidence; empty: it is not, with that", default=None)
    p90_day: float | None = field("With 90 % confidence; empty: it is not, with that", default=None)
    half_width_days: float | None = field(
        "Half of the 95 % interval of the day with 90 % confidence", unit="days", default=None
    )


class ReadinessDay(Row):
    """Share of what is required that is in place, by day."""

    key = ("objective", "day")

    objective: str | None = ref("objectives", "Objective; empty: the whole force", default=None)
    day: int = field("Day")
    p5: float = field("95 of 100 replications have at least this", unit=_SHARE, ge=0, le=1)
    p50: float = field("Half of them have", unit=_SHARE, ge=0, le=1)
    p95: float = field("5 of 100 have", unit=_SHARE, ge=0, le=1)
    planned: float = field("By the schedule, if all come", unit=_SHARE, ge=0, le=1)


class QueueAt(Row):
    """How much of one limit is used, and what waits for it."""

    key = ("rank",)

    rank: int = field(
        "Place in the list, from 1 on: the longest waiting first, then the most used",
        unit="number",
        ge=1,
    )
    binding: str = field("The limit, as table:id.field")
    location: str | None = ref("locations", "Place", default=None)
    link: str | None = ref("links", "Link", default=None)
    loads: float = field("Loads that pass, mean", unit="loads", ge=0)
    wait_days: float = field("Wait of a load, mean", unit="days", ge=0)
    p90_wait_days: float = field(
        "Mean wait of a replication that 90 of 100 stay below", unit="days", ge=0
    )
    longest_days: float = field("Longest wait of any load, mean", unit="days", ge=0)
    total_days: float = field("Waiting of all loads, mean", unit="load-days", ge=0)
    certain_wait_days: float = field(
        "Waiting of all loads with nothing left to chance", unit="load-days", ge=0
    )
    utilisation: float = field(
        "Share of the plan's days on which its places are in use, all its places, mean",
        unit="share",
        ge=0,
    )


class Stockout(Row):
    """Where a class runs dry, and from when on."""

    key = ("rank",)

    rank: int = field("Place in the list, from 1 on: the most not met first", unit="number", ge=1)
    location: str = ref("locations", "Place")
    supply_class: str = ref("supply_classes", "Class")
    chance: float = field("That it ever runs dry", unit=_OF_REPLICATIONS, ge=0, le=1)
    p10_day: float | None = field(
        "Day by which 10 of 100 replications have run dry; empty: not so many ever do", default=None
    )
    p50_day: float | None = field("Half of them", default=None)
    p90_day: float | None = field("90 of 100", default=None)
    unmet_t: float = field(
        "Demand not met, summed over days, mean; what waits counts on each", unit="tonne-days", ge=0
    )


class StockoutDay(Row):
    """How likely a class runs dry at a place on a day."""

    key = ("location", "supply_class", "day")

    location: str = ref("locations", "Place")
    supply_class: str = ref("supply_classes", "Class")
    day: int = field("Day")
    chance: float = field("That demand is not met", unit=_OF_REPLICATIONS, ge=0, le=1)
    unmet_t: float = field("Demand not met, mean", unit="t", ge=0)


class Sensitivity(Row):
    """How much hangs on one thing that is not known."""

    key = ("rank",)

    rank: int = field("Place in the list, from 1 on: the strongest first", unit="number", ge=1)
    factor: str = field("What is not known, as table:id.field")
    kind: FactorKind = field("What of it is drawn")
    correlation: float = field(
        "Rank correlation of it with the days late, -1 to 1 (Spearman)", unit="number"
    )
    closure_correlation: float = field("And with the closure of the force", unit="number")
    in_place_correlation: float = field(
        "And with the share of all that is required, summed over days, that is in place",
        unit="number",
    )
    low_late_days: float | None = field(
        "Days late that a tour gains on the mean if it is at its low end: a factor at its 10th "
        "percentile, a promise broken, a failure that never comes; empty: not worked out",
        unit="days",
        default=None,
    )
    high_late_days: float | None = field(
        "And at its high end: at its 90th percentile, a promise kept, a failure twice as often",
        unit="days",
        default=None,
    )
    half_width_days: float | None = field(
        "Half of the 95 % interval of either, under the same draws", unit="days", default=None
    )
    low_in_place: float | None = field(
        "Share of all that is required, summed over days, that is gained at the low end; empty: "
        "not worked out",
        unit=_SHARE_GAINED,
        default=None,
    )
    high_in_place: float | None = field("And at the high end", unit=_SHARE_GAINED, default=None)
    half_width_in_place: float | None = field(
        "Half of the 95 % interval of either", unit=_SHARE_GAINED, default=None
    )


class ChangeWorth(Row):
    """What one change to the plan is worth, under the same draws."""

    key = ("rank",)

    rank: int = field("Place in the list, from 1 on: the best first", unit="number", ge=1)
    change: str = field("Upgrade, or pool with more carriers, as table:id")
    n_more: int | None = field(
        "Carriers more of the pool; empty: an upgrade", unit="carriers", ge=1, default=None
    )
    cost: float | None = field("Cost", unit="the plan's currency", ge=0, default=None)
    late_days_gained: float = field(
        "Days late saved, all tours, mean; who comes and is not there by the plan's last day is "
        "late until then",
        unit="tour-days",
    )
    half_width_days: float = field(
        "Half of its 95 % interval, paired by replication", unit="tour-days", ge=0
    )
    is_distinguishable: bool = field("Whether the interval leaves out zero")
    closure_days_gained: float | None = field(
        "Closure of the force sooner, mean over replications that close with and without",
        unit="days",
        default=None,
    )


class ChangedDay(Row):
    """Share of what is required that is in place by day, with a change and without."""

    key = ("change", "day")

    change: str = field("One of the changes that help most, as table:id")
    n_more: int | None = field(
        "Carriers more of the pool; empty: an upgrade", unit="carriers", ge=1, default=None
    )
    day: int = field("Day")
    before_p5: float = field(
        "95 of 100 replications have at least this without it", unit=_SHARE, ge=0, le=1
    )
    before_p50: float = field("Half of them have", unit=_SHARE, ge=0, le=1)
    before_p95: float = field("5 of 100 have", unit=_SHARE, ge=0, le=1)
    after_p5: float = field("95 of 100 have at least this with it", unit=_SHARE, ge=0, le=1)
    after_p50: float = field("Half of them have", unit=_SHARE, ge=0, le=1)
    after_p95: float = field("5 of 100 have", unit=_SHARE, ge=0, le=1)


class TreatmentCover(Row):
    """Medical treatment that a place can reach, by role."""

    key = ("location", "role")

    location: str = ref("locations", "Place where units stay")
    role: int = field("Role of treatment, 1 to 4, or higher", unit="number", ge=1)
    nearest: str | None = ref("locations", "Nearest place with it; empty: none", default=None)
    hours: float | None = field(
        "Quickest way there, by road or air; empty: none", unit="h", ge=0, default=None
    )
    persons: int = field(
        "Most persons at the place on a day, by the schedule", unit="persons", ge=0
    )
