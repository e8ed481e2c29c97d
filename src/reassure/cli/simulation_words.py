"""Rows of a simulation in words: who is at risk, what waits, and what helps."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reassure.brief.at_risk import AtRisk
    from reassure.model.plan import Plan
    from reassure.model.simulation_outputs import ChangeWorth, QueueAt

NEVER = "\N{EN DASH}"

LEAST_TOLD = 0.05
"""Differences below are not told: they vanish with one digit [d]."""


def risk_words(plan: "Plan", group: "AtRisk") -> str:
    """Return how likely units of one offer are in time, and how late they may be."""
    from reassure.brief.at_risk import on_time_words
    from reassure.brief.names import line_name, nation_name
    from reassure.brief.words import count, percent, span

    nation = nation_name(plan, plan.offers[group.offer].nation)
    late = "" if group.late_days is None else f", {_late_words(group.late_days)}"
    return (
        f"{nation}, {line_name(plan, group.requirement)}: {count(group.n_units, 'unit')} of "
        f"{group.offer}: in time in {on_time_words(group)}, there at all in "
        f"{percent(group.chance_in_place)}; wanted {span(*group.wanted_days)}, planned "
        f"{span(*group.planned_days)}{late}"
    )


def _late_words(late_days: float) -> str:
    if late_days < LEAST_TOLD:
        return "not late in 90 of 100 that come"
    return f"in 90 of 100 that come at most {days(late_days)} late"


def queue_words(plan: "Plan", row: "QueueAt") -> str:
    """Return how many loads wait for a limit, and how long."""
    from reassure.brief.names import binding_words
    from reassure.brief.words import number, percent

    return (
        f"{binding_words(plan, row.binding).text}: {number(row.loads)} loads wait "
        f"{days(row.wait_days)} each, the longest {days(row.longest_days)}; "
        f"{days(row.p90_wait_days)} or less each in 90 of 100 runs; in use on "
        f"{percent(row.utilisation)} of the days"
    )


def worth_words(plan: "Plan", row: "ChangeWorth", late_days: float) -> str:
    """Return what a change saves of the days late, or that its gain is not to be told from none."""
    from reassure.brief.matters import change_words, closure
    from reassure.brief.names import record_name
    from reassure.brief.words import money

    table, _, record = row.change.partition(":")
    name = record_name(plan, table, record)
    what = _more_words(row.n_more or 1, name) if table == "lifts" else name
    cost = "" if row.cost is None else f" ({money(row.cost, plan.meta.currency)})"
    told = [change_words(row, late_days), closure(row)]
    return f"{what}{cost}: {'; '.join(filter(None, told))}"


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

    if value and value < LEAST_TOLD:
        return "under 0.1 days"
    shown = number(value or 0.0, 1)
    return f"{shown} {'day' if shown == '1' else 'days'}"


def day_of(value: float | None) -> str:
    """Return the day in the course of which something is so."""
    from reassure.brief.words import day

    return day(None if value is None else math.floor(value), never=NEVER)
