"""Days and dates: spans in order, inside the horizon, and offers that still stand today."""

import math
from collections.abc import Iterator
from typing import Any

import polars as pl

from reassure.checks.place import Place, counted, fault, note, plain, warning
from reassure.model.finding import Finding
from reassure.model.fit import GONE
from reassure.model.plan import Plan
from reassure.model.table import Table

_MANY_PERIODS = 400
_FROM, _UNTIL, _TIME = "from_", "until_", "time"
_MORE_SPANS: dict[str, tuple[tuple[str, str], ...]] = {
    "requirements": (("required_day", "until_day"),),
    "pledges": (("announced_date", "until_date"),),
    "information_requests": (("day", "valid_until_day"),),
}
_IN_ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    "offers": (("tour_min_days", "tour_max_days"),),
    "locations": (("ground_time_h", "ground_time_max_h"),),
    "incidents": (("deaths_min", "deaths_max"),),
    "information_requests": (("day", "answered_day"),),
}
"""Pairs of fields of which the second may equal the first, but not fall below it."""


def check_days(plan: Plan) -> Iterator[Finding]:
    """Check every span of days, dates or times, and what depends on today.

    Yields
    ------
    Finding
        CHK-DAY-001 and CHK-DAY-002 for what is reversed, CHK-DAY-003 and CHK-DAY-004 for
        requirements outside of the horizon, CHK-DAY-005 for offers past their date,
        CHK-DAY-006 where no today is known, CHK-DAY-007 where the periods are many.
    """
    yield from _check_periods(plan)
    for name, table in plan.tables():
        if len(table):
            yield from _check_spans(name, table)
    yield from _check_horizon(plan)
    yield from _check_validity(plan)


def _check_periods(plan: Plan) -> Iterator[Finding]:
    count = plan.meta.periods.count
    if count > _MANY_PERIODS:
        least = math.ceil(plan.meta.horizon_days / _MANY_PERIODS)
        yield warning(
            "CHK-DAY-007",
            Place(None, None, "period_days"),
            found=f"{counted(count, 'period')} of {plain(plan.meta.period_days)} days",
            expected=f"at most {_MANY_PERIODS}; with more, planning is slow and takes much memory",
            cure=f"make period_days {least} or more, or the horizon shorter",
        )


def _check_spans(name: str, table: Table[Any]) -> Iterator[Finding]:
    specs = table.record_type.specs()
    spans = [
        (start, _UNTIL + start.removeprefix(_FROM))
        for start in specs
        if start.startswith(_FROM) and _UNTIL + start.removeprefix(_FROM) in specs
    ]
    # A point in time may be known to the minute: only days and dates are half-open.
    instants = [pair for pair in spans if pair[0].endswith(_TIME)]
    half_open = [pair for pair in spans if pair not in instants]
    told: set[tuple[str, str]] = set()
    for start, stop in (*half_open, *_MORE_SPANS.get(name, ())):
        wrong = _out_of_order(table, start, stop, pl.col(stop) <= pl.col(start))
        for record_id, first, last in wrong:
            is_empty = first == last
            if (record_id, stop) in told:
                continue
            told.add((record_id, stop))
            yield fault(
                "CHK-DAY-001",
                Place(name, record_id, stop),
                found=f"{stop} {plain(last)} with {start} {plain(first)}",
                expected=f"{stop} after {start}: it is the first day that does not count any more",
                cure=f"raise {stop}, or delete the row"
                if is_empty
                else "exchange the two, if so meant",
            )
    for low, high in (*instants, *_IN_ORDER.get(name, ())):
        for record_id, least, most in _out_of_order(table, low, high, pl.col(high) < pl.col(low)):
            yield fault(
                "CHK-DAY-002",
                Place(name, record_id, high),
                found=f"{high} {plain(most)} with {low} {plain(least)}",
                expected=f"{high} not below {low}",
                cure="exchange the two, if so meant",
            )


def _out_of_order(
    table: Table[Any], start: str, stop: str, is_wrong: pl.Expr
) -> Iterator[tuple[str, Any, Any]]:
    return table.frame.filter(is_wrong).select("id", start, stop).iter_rows()


def _check_horizon(plan: Plan) -> Iterator[Finding]:
    horizon = plan.meta.horizon_days
    end = plain(horizon)
    for line in plan.requirements:
        if line.from_day >= line.until_day:
            continue
        span = f"the days {plain(line.from_day)} to {plain(line.until_day)}"
        if line.until_day <= 0 or line.from_day >= horizon:
            yield warning(
                "CHK-DAY-003",
                Place("requirements", line.id, "from_day"),
                found=f"{span}, all outside of the plan",
                expected=f"days from 0 on and before the horizon of {end} days",
                cure="move the line, or raise horizon_days; until then it asks for nothing",
            )
        elif line.from_day < 0 or line.until_day > horizon:
            yield note(
                "CHK-DAY-004",
                Place("requirements", line.id, "until_day" if line.from_day >= 0 else "from_day"),
                found=f"{span}, partly outside of the plan",
                expected=f"days from 0 to the horizon of {end} days",
                cure="only what lies within is counted; raise horizon_days to plan the rest",
            )


def _check_validity(plan: Plan) -> Iterator[Finding]:
    dated = [
        (offer, offer.valid_until)
        for offer in plan.offers
        if offer.valid_until is not None and offer.state not in GONE
    ]
    today = plan.meta.today
    if today is None:
        if dated:
            yield note(
                "CHK-DAY-006",
                Place("offers", None, "valid_until"),
                found=f"{counted(len(dated), 'offer')} with a date, and no today",
                expected="c_day or as_of in datapackage.json",
                cure="whether these offers still stand was not checked; give as_of a date",
            )
        return
    for offer, valid_until in dated:
        if valid_until < today:
            yield warning(
                "CHK-DAY-005",
                Place("offers", offer.id, "valid_until"),
                found=f"{plain(valid_until)}, with {plain(today)} as today",
                expected="a date not before today, or the state expired",
                cure=f"ask {offer.nation} to renew the offer, or set its state to expired",
            )
