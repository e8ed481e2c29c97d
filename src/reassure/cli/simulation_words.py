"""Rows of a simulation in words: who is at risk, what waits, runs dry, matters and helps."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reassure.model.plan import Plan
    from reassure.model.results import ForcePlan
    from reassure.model.simulation_outputs import (
        ChangeWorth,
        QueueAt,
        Sensitivity,
        SimulatedArrival,
        StockoutDay,
    )

NEVER = "\N{EN DASH}"


def risk_words(plan: "Plan", force_plan: "ForcePlan", row: "SimulatedArrival") -> str:
    """Return how likely a unit is in time, and until when."""
    from reassure.brief.names import line_name, nation_name
    from reassure.brief.words import day, percent

    tour = force_plan.assignments[row.assignment]
    nation = nation_name(plan, plan.offers[tour.offer].nation)
    return (
        f"{nation}, {line_name(plan, tour.requirement)} ({row.assignment}): in time in "
        f"{percent(row.chance_on_time)} of the runs, there at all in "
        f"{percent(row.chance_in_place)}; wanted {day(row.wanted_day)}, planned "
        f"{day(row.planned_day)}, 90 of 100 that come by {day_of(row.p90_day)}"
    )


def queue_words(plan: "Plan", row: "QueueAt") -> str:
    """Return how many loads wait for a limit, and how long."""
    from reassure.brief.names import binding_words
    from reassure.brief.words import number

    return (
        f"{binding_words(plan, row.binding).text}: {number(row.loads)} loads wait "
        f"{days(row.wait_days)} each, the longest {days(row.longest_days)}; "
        f"{days(row.p90_wait_days)} or less each in 90 of 100 runs"
    )


def dry_words(plan: "Plan", rows: "list[StockoutDay]") -> list[str]:
    """Return where and when each class runs dry, the likeliest first."""
    from reassure.brief.names import place_name, supply_class_name
    from reassure.brief.words import count, day, percent

    held: dict[tuple[str, str], list[StockoutDay]] = {}
    for row in rows:
        held.setdefault((row.location, row.supply_class), []).append(row)
    told: list[tuple[float, int, str]] = []
    for (location, supply_class), dry in held.items():
        worst = max(dry, key=lambda row: (row.chance, -row.day))
        first = min(row.day for row in dry)
        what = f"{supply_class_name(plan, supply_class)} at {place_name(plan, location)}"
        most = f"in {percent(worst.chance)} of the runs on {day(worst.day)}"
        when = f"on {count(len(dry), 'day')} in some run, from {day(first)} on"
        told.append((-worst.chance, worst.day, f"{what}: {most}; {when}"))
    return [text for _, _, text in sorted(told)]


def matter_words(plan: "Plan", row: "Sensitivity") -> str:
    """Return what comes of both ends of what is not known: how late units are, and in place."""
    from reassure.brief.names import binding_words
    from reassure.model.simulation_choices import FactorKind

    bound = binding_words(plan, row.factor)
    what = f"{bound.place} – {bound.limit.partition(':')[0]}" if bound.limit else bound.place
    is_promise = row.kind is FactorKind.PROMISE
    ends = ("broken", "kept") if is_promise else ("low", "high")
    if row.low_late_days is None or row.high_late_days is None:
        return (
            f"{what}: goes with the days late ({row.correlation:+.2f} of 1) and with what is in "
            f"place ({row.in_place_correlation:+.2f}); not worked out"
        )
    low_points, high_points = (
        f"{100 * (value or 0.0):+.2f}" for value in (row.low_in_place, row.high_in_place)
    )
    give = f" (give or take {days(row.half_width_days)})" if row.half_width_days else ""
    low, high = later(row.low_late_days), later(row.high_late_days)
    return (
        f"{what}: if {ends[0]}, a unit is {low} on average and {low_points} of 100 of what is "
        f"required is in place; if {ends[1]}, {high} and {high_points}{give}"
    )


def worth_words(plan: "Plan", row: "ChangeWorth") -> str:
    """Return what a change saves, or that its gain is not to be told from none."""
    from reassure.brief.names import record_name
    from reassure.brief.words import money

    table, _, record = row.change.partition(":")
    name = record_name(plan, table, record)
    what = _more_words(row.n_more or 1, name) if table == "lifts" else name
    cost = "" if row.cost is None else f" ({money(row.cost, plan.meta.currency)})"
    give = f"give or take {days(row.half_width_days)}"
    gained = row.closure_days_gained
    closure = ""
    if gained is not None and abs(gained) >= 0.05:
        closure = f"; closure {days(abs(gained))} {'sooner' if gained > 0 else 'later'}"
    if not (row.late_days_gained or row.half_width_days):
        return f"{what}{cost}: saves no day late in any run{closure}"
    if not row.is_distinguishable:
        return f"{what}{cost}: not to be told from no gain ({give})"
    verb = "saves" if row.late_days_gained > 0 else "costs"
    late = days(abs(row.late_days_gained))
    return f"{what}{cost}: {verb} {late} late over all units ({give}){closure}"


def _more_words(n_more: int, pool: str) -> str:
    if n_more == 1:
        return f"One carrier more of {pool}"
    return f"{n_more} carriers more of {pool}"


def days(value: float | None) -> str:
    """Return a length of time with its word.

    >>> days(1.0), days(0.25), days(0.004), days(12.34)
    ('1 day', '0.2 days', 'under 0.1 days', '12.3 days')
    """
    from reassure.brief.words import number

    if value and value < 0.05:
        return "under 0.1 days"
    shown = number(value or 0.0, 1)
    return f"{shown} {'day' if shown == '1' else 'days'}"


def later(value: float) -> str:
    """Return by how much a unit is later on average.

    >>> later(1.5), later(-0.2), later(0.0)
    ('1.5 days later', '0.2 days sooner', 'no later')
    """
    if not value:
        return "no later"
    return f"{days(abs(value))} {'later' if value > 0 else 'sooner'}"


def day_of(value: float | None) -> str:
    """Return the day in the course of which something is so."""
    from reassure.brief.words import day

    return day(None if value is None else math.floor(value), never=NEVER)
