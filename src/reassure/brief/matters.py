"""What matters of what is not known, and what changes are worth, in the words of page and terminal.

Both tell the same, in the same unit and order: what is in place in per cent of all that is
required, summed over days, and days late of all units together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reassure.brief.certainty import ENDS, days, factor_name, fine, give_or_take, is_nil
from reassure.brief.words import PER_CENT
from reassure.model.plan import Plan
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_outputs import ChangeWorth, Sensitivity
from reassure.model.simulation_results import Simulation

NOTHING_MATTERS = "Nothing that is not known changes how late units are, or how much is in place."
NOTHING_HELPS = "No upgrade and no lift that the plan lists raises a limit that is waited for."
MATTERS_NOT_TRIED = "What matters most was not tried: one run tells nothing."
HELPS_NOT_TRIED = "What would help was not tried: one run tells nothing."

DEALT_ANEW = (
    "Use of supplies and times of deliveries, where they are uncertain, are drawn anew for each "
    "day and order: they are in the runs, but make nobody late, and are not among what matters."
)

LEAST_TOLD = 0.05
"""Differences of the closure below are not told [d]."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What is told of each thing that is not known.

    Attributes
    ----------
    fields
        Columns of its low end, of its high end, and of half their interval.
    times
        By which those are multiplied: the number of units, or 100 for per cent.
    axis
        What stands below an axis.
    of
        What an amount is of, told once.
    more, less
        What is told of a value above and below nought.
    is_days
        Whether amounts are days; they are per cent otherwise.
    """

    fields: tuple[str, str, str]
    times: float
    axis: str
    of: str
    more: str
    less: str
    is_days: bool

    def values(self, row: Sensitivity) -> tuple[float, float, float]:
        """Return low end, high end and half of an interval of a row; 0 for what was not tried."""
        low, high, half = (self.times * (getattr(row, name) or 0.0) for name in self.fields)
        return low, high, half

    def amount(self, value: float) -> str:
        """Return how much more or less there is, or how much later or less late units are."""
        size = days(abs(value)) if self.is_days else f"{fine(abs(value))}{PER_CENT}"
        return f"{size} {self.more if value > 0 else self.less}"


def days_late(n_units: int) -> Scale:
    """Return the scale of days late, of all units together."""
    return Scale(
        ("low_late_days", "high_late_days", "half_width_days"),
        n_units,
        "days late, all units together",
        " over all units",
        "later",
        "less late",
        is_days=True,
    )


IN_PLACE = Scale(
    ("low_in_place", "high_in_place", "half_width_in_place"),
    100.0,
    f"{PER_CENT.strip()} of what is required, all days together",
    " of what is required in place",
    "more",
    "less",
    is_days=False,
)
"""The share of all that is required, summed over days, that is in place."""


def scales_of(made: Simulation) -> tuple[Scale, Scale]:
    """Return what is told of each thing that is not known: what is in place, then days late."""
    return IN_PLACE, days_late(len(made.simulated_arrivals))


def width(row: Sensitivity, scale: Scale) -> float:
    """Return how far apart the ends of a row lie, and nought."""
    ends = (*scale.values(row)[:2], 0.0)
    return max(ends) - min(ends)


def worked_out(rows: Sequence[Sensitivity], scale: Scale, *, most: int) -> list[Sensitivity]:
    """Return what makes a difference at an end, the strongest first: of many the widest apart."""
    tried = [row for row in rows if not all(map(is_nil, scale.values(row)[:2]))]
    widest = sorted(tried, key=lambda row: (-width(row, scale), row.rank))[:most]
    return sorted(widest, key=lambda row: row.rank)


def told_rows(made: Simulation) -> list[Sensitivity]:
    """Return what makes a difference to what is in place or to lateness, the strongest first."""
    scales = scales_of(made)
    return [
        row
        for row in sorted(made.sensitivities, key=lambda row: row.rank)
        if any(not is_nil(value) for scale in scales for value in scale.values(row)[:2])
    ]


def why_less_late(row: Sensitivity, scale: Scale, value: float, end: str) -> str:
    """Return why a broken promise makes units less late; empty where it does not."""
    is_broken = row.kind is FactorKind.PROMISE and end == ENDS[row.kind][0]
    return ", as fewer units come" if is_broken and scale.is_days and value < 0 else ""


def matter_words(plan: Plan, row: Sensitivity, scales: Sequence[Scale]) -> str:
    """Return what comes of both ends of what is not known; ends that change nothing are left out.

    Parameters
    ----------
    row
        One of `told_rows`.
    scales
        As `scales_of` returns them.
    """
    named = set[str]()
    told: list[str] = []
    for i, end in enumerate(ENDS[row.kind]):
        parts: list[str] = []
        for scale in scales:
            value, half = scale.values(row)[i], scale.values(row)[2]
            if is_nil(value):
                continue
            of = "" if scale.axis in named else scale.of
            named.add(scale.axis)
            why = why_less_late(row, scale, value, end)
            parts.append(f"{scale.amount(value)}{of}{why}{give_or_take(half)}")
        if parts:
            told.append(f"if {end}, {' and '.join(parts)}")
    return f"{factor_name(plan, row)}: {'; '.join(told)}"


def nothing_matters(made: Simulation) -> str:
    """Say why nothing is told of what matters: it was not tried, or nothing does."""
    is_untried = len(made.replications) == 1 and len(made.sensitivities) > 0
    return MATTERS_NOT_TRIED if is_untried else NOTHING_MATTERS


def nothing_helps(made: Simulation) -> str:
    """Say why nothing is told of what helps: it was not tried, or nothing is there to try."""
    return HELPS_NOT_TRIED if len(made.replications) == 1 else NOTHING_HELPS


@dataclass(frozen=True, slots=True)
class Worths:
    """Changes that were tried, the best first: what helps or may, what makes it worse, the rest.

    Attributes
    ----------
    n_idle
        How many make no difference in any run.
    late_days
        Days late of all units together without any of them, mean of the runs.
    """

    helping: tuple[ChangeWorth, ...]
    harming: tuple[ChangeWorth, ...]
    n_idle: int
    late_days: float


def worths_of(made: Simulation) -> Worths:
    """Sort changes by what they are worth."""
    rows = sorted(made.changes_worth, key=lambda row: row.rank)
    told = [row for row in rows if row.late_days_gained or row.half_width_days or closure(row)]
    harming = tuple(row for row in told if row.is_distinguishable and row.late_days_gained < 0)
    late = sum(row.late_days for row in made.replications) / max(1, len(made.replications))
    return Worths(
        tuple(row for row in told if row not in harming), harming, len(rows) - len(told), late
    )


def change_words(row: ChangeWorth, late_days: float) -> str:
    """Return what a change saves of the days late, or that its gain is not to be told from none.

    Parameters
    ----------
    late_days
        Days late of all units together without it, mean of the runs.
    """
    gained, half = row.late_days_gained, row.half_width_days
    if not (gained or half):
        return "saves no day late in any run"
    size = days(abs(gained))
    if 0 < gained <= late_days:
        size = f"{fine(gained)} of {days(late_days)}"
    told = f"{'costs' if gained < 0 else 'saves'} {size} late, give or take {fine(half)}"
    return told if row.is_distinguishable else f"not to be told from no gain: {told}"


def closure(row: ChangeWorth) -> str:
    """Return how much sooner or later a change closes the force; empty where that is nothing."""
    gained = row.closure_days_gained
    if gained is None or abs(gained) < LEAST_TOLD:
        return ""
    return f"closure {days(abs(gained))} {'sooner' if gained > 0 else 'later'}"
