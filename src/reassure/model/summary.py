"""`summary.json`: its keys and what they mean."""

from pydantic import Field

from reassure.model.choices import StoppedBy
from reassure.model.progress_summary import ProgressSummary
from reassure.model.step_summary import Part, StepSummary


class GenerationSummary(StepSummary):
    """Force generation."""

    fill: float | None = Field(
        description="Effective unit-days provided over unit-days required, unweighted, 0 to 1"
    )
    fill_by_objective: dict[str, float | None] = Field(description="The same by objective id")
    expected_fill: float | None = Field(
        description="Mean fill when offers come only as likely as they say, 0 to 1"
    )
    reserve_unit_days: float = Field(
        description="Effective unit-days in reserve, beyond what lines ask for"
    )
    assignments: int = Field(description="Tours planned")
    units: int = Field(description="Units that serve at least one tour")
    short_lines: int = Field(description="Requirement lines that are short at some time")
    lp_bound: float | None = Field(description="Bound of the linear relaxation alone")
    method: str = Field(description="How the plan was found")
    scenarios: int = Field(
        description="Scenarios whose mean fill counts in the objective; 0: every offer in full"
    )
    counting: str | None = Field(
        default=None,
        description="Which strength counts on lines whose tasks need measures: usable or headline; "
        "absent, as the figures below: no line has such tasks",
    )
    headline_unit_days: float | None = Field(
        default=None,
        description="Effective unit-days that the units assigned to such lines provide, whatever "
        "they may do",
    )
    usable_unit_days: float | None = Field(
        default=None,
        description="Of these, by units that may do every task of their line, unasked or on "
        "approval",
    )
    barred_unit_days: float | None = Field(
        default=None,
        description="What offers that permissions alone keep from such lines could provide at most",
    )


class ReroutingSummary(Part):
    """What changed of a movement under way that was planned on."""

    as_of_day: int = Field(description="Day from which it was planned on")
    fates: dict[str, int] = Field(description="Loads by what becomes of them")
    later: int = Field(description="Loads that arrive later than planned before, or not any more")
    sooner: int = Field(description="Loads that arrive sooner")
    closure_day_before: int | None = Field(
        description="Day on which the earlier schedule closed; null: it did not"
    )


class DeploymentSummary(StepSummary):
    """Movement."""

    closure_day: int | None = Field(
        description="Day of the last required arrival; null if some never arrive"
    )
    closure_bound: int | None = Field(
        description="Day before which no schedule of these loads closes; null: not known"
    )
    lowered: str = Field(
        description="What the schedule lowers, in weighted days late: lateness (mean over the "
        "loads of a unit), closure (its last load) or closures (the last load of each objective); "
        "or lift, in days of carriers; objective and bound are its sums"
    )
    lift_days: float = Field(description="Days of carriers that are taken within the plan")
    lift_days_bound: float | None = Field(
        description="Where lift is lowered: what no schedule that is no later takes less than"
    )
    method: str = Field(description="How the schedule was found")
    late_units: int = Field(description="Assignments that arrive late, or cannot arrive")
    cannot_arrive: int = Field(
        description="Of these, assignments that cannot arrive: no way, or none within the plan"
    )
    unscheduled: int = Field(
        description="Assignments that a stop left unscheduled: nothing is known of them"
    )
    unfinished: int = Field(description="Sum of the two: assignments without a day of arrival")
    without_beds: int = Field(description="Assignments that arrive where no bed is ready")
    loads: int = Field(description="Loads moved")
    returns: int = Field(description="Tours that end within the plan and whose units go home")
    not_home: int = Field(description="Of these, units that cannot be home by its end")
    unscheduled_returns: int = Field(
        description="Of these, units whose way home a stop left unscheduled"
    )
    late_reliefs: int = Field(description="Of these, tours that end before their relief is there")
    deliveries: int = Field(description="Pledges that move")
    late_deliveries: int = Field(description="Of these, pledges that arrive late, or cannot arrive")
    unscheduled_deliveries: int = Field(
        description="Of these, pledges that a stop left unscheduled"
    )
    rerouting: ReroutingSummary | None = Field(
        default=None, description="What changed of an earlier schedule; absent: there was none"
    )


class SupplySummary(StepSummary):
    """Supply."""

    min_days_of_supply: float | None = Field(
        description="Least over the places and classes that are consumed"
    )
    first_short_day: int | None = Field(description="First day with unmet demand; null: never")
    consumed_t: float = Field(description="Consumed [tonnes]")
    unmet_t: float = Field(description="Demand not met [tonnes]")


class CostSummary(StepSummary):
    """Cost, in the plan's currency."""

    total: float = Field(description="Amount of the whole plan")
    by_nation: dict[str, float] = Field(description="Amount by nation id")
    by_objective: dict[str, float] = Field(description="Amount by objective id")
    currency: str = Field(description="ISO 4217 code of every amount")
    price_year: int = Field(description="Year of prices")


class AsksSummary(StepSummary):
    """Whom to ask for what next; objective and bound are those of the best plan found without."""

    asks: int = Field(description="Asks looked at")
    worked_out: int = Field(description="Of these, asks whose gain was worked out")
    distinguishable: int = Field(description="Of these, asks whose gain is proven to be above zero")


class UpgradesSummary(StepSummary):
    """What upgrades are worth; objective and bound are those of movement without any."""

    upgrades: int = Field(description="Upgrades looked at")
    worked_out: int = Field(description="Of these, upgrades whose gain was worked out")
    distinguishable: int = Field(
        description="Of these, upgrades whose gain is proven to be above zero"
    )
    lowered: str = Field(description="What schedules lower; gains are savings of it")
    budget: float | None = Field(description="Money for a set; null: no set was sought")
    best_set: list[str] | None = Field(
        description="Upgrades of the best set that was tried; null: none was"
    )
    best_set_cost: float | None = Field(description="What that costs, in the plan's currency")
    best_set_gain: float | None = Field(description="What that saves, in weighted days late")


class PermissionsSummary(StepSummary):
    """Who may do what; objective and bound are changes of position that open all holes."""

    headline: float = Field(
        description="Effective unit-days that serve, once for each task that units are asked to do"
    )
    usable: float = Field(description="Of these, unit-days that may do it, unasked or on approval")
    on_approval: float = Field(description="Of these, unit-days that may do it on approval")
    holes: int = Field(description="Tasks that no unit in a sector may do, each for a time")
    holes_by_positions: int = Field(description="Of these, holes that changed positions open")
    smallest_set: list[str] = Field(
        description="Fewest positions to change to accepted, as nation:measure, that open these"
    )
    mixed_formations: int = Field(
        description="Formations within which some units may do a task that others may not, or "
        "only on approval"
    )


class BranchesSummary(StepSummary):
    """What the branches of the plan come to, one against the other."""

    branches: int = Field(description="Branches of the plan")
    planned: int = Field(description="Of these, branches that were planned")
    holding: list[str] = Field(description="Branches whose states all hold today")
    no_branch_probability: float | None = Field(
        description="Chance that none of the branches comes; null: not all chances are stated"
    )
    lines_in_all: int = Field(description="Requirement lines that count in every branch")
    nations_in_all: list[str] = Field(description="Nations that serve in every branch")
    no_regret_units: int = Field(description="Units that serve in every branch")
    expected: dict[str, float | None] = Field(
        description="Mean over the branches with a chance, given that one of them comes, of fill, "
        "units, persons, cost and closure; null: not known, or one of them never closes"
    )
    worst: dict[str, float | None] = Field(
        description="Worst of the branches that are not ruled out, likewise; null: never, or not "
        "known"
    )


class PercentileDays(Part):
    """Days by which something has come about in so many of 100 replications."""

    p5: float | None = Field(description="In 5 of 100")
    p50: float | None = Field(description="In 50 of 100")
    p90: float | None = Field(description="In 90 of 100")
    p95: float | None = Field(description="In 95 of 100")


class SimulationSummary(StepSummary):
    """The whole plan, run many times with what chance deals."""

    replications: int = Field(description="How often the plan was run")
    closure_day: PercentileDays = Field(
        description="Day of the last arrival of those who come, of replications in which all of "
        "them get there within the plan; null: there are none"
    )
    closure_chance: float | None = Field(
        description="Share of the replications in which they do; null: nothing moves"
    )
    mean_late_days: float | None = Field(description="Days late, summed over tours, mean")
    stockout_chance: float | None = Field(
        description="Share of the replications in which some demand is not met"
    )
    driest: str | None = Field(
        description="Place, class and day most likely to run dry; null: none does"
    )
    longest_queue: str | None = Field(
        description="Limit that is waited for longest, as table:id.field; null: none is"
    )
    matters_most: str | None = Field(
        description="What is not known and goes most with the days late, as table:id.field; null: "
        "all is known"
    )
    truncated_loads: int = Field(description="Loads that do not arrive within the schedule")


class CheckSummary(Part):
    """How many findings the check had, by severity."""

    faults: int
    warnings: int
    notes: int


class Summary(Part):
    """The whole; a step that did not run is absent."""

    format: int = Field(description="Version of the plan format")
    title: str = Field(description="Title of the plan")
    notional: bool = Field(description="Whether the plan is made up")
    label: str = Field(description="Label of the plan")
    inputs_sha256: str = Field(description="Hash of everything in the plan")
    seed: int = Field(description="Root seed")
    versions: dict[str, str] = Field(description="Versions of the package and what it hangs on")
    stopped_by: StoppedBy | None = Field(description="What ended the run before its last step")
    check: CheckSummary = Field(description="Findings of the check")
    generation: GenerationSummary | None = Field(default=None, description="Force generation")
    deployment: DeploymentSummary | None = Field(default=None, description="Movement")
    supply: SupplySummary | None = Field(default=None, description="Supply")
    cost: CostSummary | None = Field(default=None, description="Cost")
    asks: AsksSummary | None = Field(default=None, description="Next best asks")
    upgrades: UpgradesSummary | None = Field(default=None, description="Upgrades of the network")
    permissions: PermissionsSummary | None = Field(default=None, description="Who may do what")
    progress: ProgressSummary | None = Field(
        default=None, description="Milestones, capability and transfers of authority"
    )
    simulation: SimulationSummary | None = Field(default=None, description="Simulation")
    branches: BranchesSummary | None = Field(default=None, description="Branches compared")
