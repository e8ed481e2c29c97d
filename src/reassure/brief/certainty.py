"""The simulation in words: how sure, what is not known, what a change is worth."""

import math
from collections.abc import Iterable, Sequence

from reassure.brief.endings import cut_short
from reassure.brief.names import binding_words, objective_name, objective_order, record_name
from reassure.brief.words import PER_CENT, count, day, listed, number
from reassure.model.plan import Plan
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_outputs import ChangedDay, ChangeWorth, InPlace, Sensitivity
from reassure.model.simulation_results import Simulation

FORCE = "The whole force"

SHARES = {0.5: "half", 0.75: "three quarters", 0.9: "nine tenths"}
"""How shares of what is required are called."""

ENDS = {
    FactorKind.VALUE: ("low", "high"),
    FactorKind.PROMISE: ("broken", "kept"),
    FactorKind.USE: ("always low", "always high"),
    FactorKind.FAILURE: ("never", "twice as often"),
}
"""What the two ends of something that is not known are called."""

NOT_RUN = (
    "The simulation was not run, so it is not known how sure the days of this plan are. With PLAN "
    "the folder of the plan and RESULTS that of its results: reassure simulate PLAN --from RESULTS "
    "--out RESULTS, and then reassure brief PLAN --from RESULTS --out RESULTS."
)

NOTHING_UNCERTAIN = (
    "The plan lists nothing as uncertain, so all runs are alike: promises are kept, and every "
    "number is what it says."
)


def whose(plan: Plan, objective: str | None) -> str:
    """Return an objective's name, or that the whole force is meant."""
    return FORCE if objective is None else objective_name(plan, objective)


def force_first(plan: Plan, objectives: Iterable[str | None]) -> list[str | None]:
    """Return the objectives that there are, each once, in the page's order behind the force."""
    there = set(objectives)
    order: list[str | None] = [None, *objective_order(plan)]
    return [objective for objective in order if objective in there]


def is_dealt_anew(plan: Plan) -> bool:
    """Return whether anything may be drawn anew for each use: ways, repairs, supplies, outages."""
    return bool(
        len(plan.uncertainties)
        or len(plan.outages)
        or any(lift.breakdown_probability for lift in plan.lifts)
    )


def runs_sentence(plan: Plan, made: Simulation) -> str:
    """Say how often the plan was run, and whether that was cut short."""
    n = count(len(made.replications), "run")
    told = f"{n} of the whole plan, each with luck of its own."
    if not len(made.sensitivities) and not is_dealt_anew(plan):
        told = f"{n} of the whole plan. {NOTHING_UNCERTAIN}"
    if stopped := cut_short(made):
        told = (
            f"{told} The simulation was {stopped}: fewer runs than were asked for, or not all that "
            "matters and helps was tried."
        )
    return told


def share_words(share: float) -> str:
    r"""Return what a share of the requirement is called.

    >>> share_words(0.75), share_words(0.6)
    ('three quarters', '60\xa0%')
    """
    return SHARES.get(share, f"{number(100 * share, 1)}{PER_CENT}")


def whole_day(value: float | None) -> str:
    """Return the day in the course of which something is so; a dash for never.

    >>> whole_day(108.7), whole_day(None)
    ('C+108', '–')
    """
    return day(None if value is None else math.floor(value), never="–")


def reach_sentence(rows: Sequence[InPlace]) -> str:
    """Say by when which shares of what is required are in place, with 50 and 90 % confidence.

    Parameters
    ----------
    rows
        Those of one objective, or of the whole force.
    """
    if not rows:
        return "Nothing is required."
    parts = [_reach_words(row) for row in sorted(rows, key=lambda row: row.share)]
    return (
        f"First in place with 50 and with 90{PER_CENT} confidence: of what is required that day, "
        f"{'; '.join(parts)}."
    )


def _reach_words(row: InPlace) -> str:
    what, half, sure = share_words(row.share), row.p50_day, row.p90_day
    if half is None:
        return f"{what} never with either"
    if sure is None:
        return f"{what} by {whole_day(half)} and never"
    if half == sure:
        return f"{what} by {whole_day(half)} with both"
    return f"{what} by {whole_day(half)} and {whole_day(sure)}"


def factor_name(plan: Plan, row: Sensitivity) -> str:
    """Return what is not known, in words."""
    bound = binding_words(plan, row.factor)
    limit = bound.limit.partition(":")[0]
    return f"{bound.place} – {limit}" if limit else bound.place


def change_name(plan: Plan, row: ChangeWorth | ChangedDay) -> str:
    """Return a change in words: an upgrade, or more carriers of a pool."""
    table, _, record = row.change.partition(":")
    name = record_name(plan, table, record)
    if row.n_more is None:
        return name
    return f"{'One' if row.n_more == 1 else number(row.n_more)} more of {name}"


def fine(value: float) -> str:
    """Return an amount with as many digits as it needs, and no more.

    >>> fine(12.34), fine(1.25), fine(0.126), fine(0.0196), fine(0.0)
    ('12', '1.2', '0.13', '0.02', '0')
    """
    size = abs(value)
    digits = 0 if size >= 10 else 1 if size >= 1 else 2 if size >= 0.1 else 3
    return number(value, digits)


def is_nil(value: float) -> bool:
    """Return whether an amount is told as nothing.

    >>> is_nil(0.0004), is_nil(-0.02)
    (True, False)
    """
    return fine(value) in ("0", "\N{MINUS SIGN}0")


def days(value: float) -> str:
    """Return a length of time with its word.

    >>> days(1.0), days(0.25), days(12.3)
    ('1 day', '0.25 days', '12 days')
    """
    told = fine(value)
    return f"{told} {'day' if told == '1' else 'days'}"


def give_or_take(half_width: float | None) -> str:
    r"""Return half of an interval in brackets; empty where there is none.

    >>> give_or_take(0.4), give_or_take(None), give_or_take(0.0)
    (' (±\xa00.4)', '', '')
    """
    return f" (±\N{NO-BREAK SPACE}{fine(half_width)})" if half_width else ""


def day_with_width(value: float | None, half_width_days: float | None) -> str:
    r"""Return a day with half of its 95 % interval [d], as far as both are known.

    >>> day_with_width(52.7, 1.5), day_with_width(5.0, None), day_with_width(None, 1.0)
    ('C+52\xa0±\xa01.5', 'C+5', '–')
    """
    told = whole_day(value)
    if value is None or half_width_days is None:
        return told
    return f"{told}\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{number(half_width_days, 1)}"


def signed(value: float) -> str:
    """Return an amount with its sign.

    >>> signed(0.056), signed(-1.2), signed(0.0)
    ('+0.056', '−1.2', '0')
    """
    told = fine(value)
    return f"+{told}" if value > 0 and told != "0" else told


def certain_share(rows: Iterable[InPlace]) -> InPlace | None:
    """Return the largest share of the whole force that is in place with 90 % confidence."""
    sure = [row for row in rows if row.objective is None and row.p90_day is not None]
    return max(sure, key=lambda row: row.share, default=None)


def never_words(rows: Iterable[InPlace]) -> str:
    """Return the shares of the whole force that are never in place with 90 % confidence."""
    names = [
        share_words(row.share)
        for row in sorted(rows, key=lambda row: row.share)
        if row.objective is None and row.p90_day is None
    ]
    return f"{listed(names)} never so sure" if names else ""
