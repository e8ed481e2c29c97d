"""What matters most of what is not known, and what would help, under the same luck."""

import math
from collections.abc import Callable, Sequence

from reassure.brief.certainty import change_name, factor_name, fine, is_dealt_anew
from reassure.brief.context import FileLink, Key, PlainTable, Row, Section
from reassure.brief.draw import Figure, narrow_name
from reassure.brief.figures import fan, tornado
from reassure.brief.intervals import Interval, Intervals
from reassure.brief.matters import (
    DEALT_ANEW,
    Scale,
    Worths,
    change_words,
    closure,
    nothing_helps,
    nothing_matters,
    scales_of,
    told_rows,
    worked_out,
    worths_of,
)
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import capital, count, day, money, number, percent, verb
from reassure.model.plan import Plan
from reassure.model.simulation_outputs import ChangeWorth, Sensitivity
from reassure.model.simulation_results import Simulation

TITLE = "What matters most, and what would help"
MOST_OTHERS = 8
MOST_CHANGES = 10

PICTURES = (
    ("tornado-in-place", "What matters most for how much is in place, of what is not known"),
    ("tornado", "What matters most for how late units are"),
)
"""Name and title of each, as `scales_of` orders what they show."""

KEY = (
    Key("square", "low end, or promise broken"),
    Key("there", "high end, or promise kept"),
    Key("line", "95 % interval"),
)

_SEEN = 0.01
"""Difference of two lines that a reader can see: a hundredth of the requirement."""

_MORE_THAN_LUCK = 3.3
"""Standard errors beyond which luck alone brings one rank correlation of a thousand."""

_MATTERS = (
    "Each thing that is not known is set to its low and to its high end, all else left to luck as "
    "it was: 1 of 10 values lies beyond an end. A promise is broken or kept; a unit that does not "
    "come is not late. The strongest come first."
)
_HELPS = "Each change is tried under the same luck as the plan without it."

_NEAR_END = 12.0
"""Zero this near to an end of an axis, of 100, leaves no room for a number there."""

_HOW = (
    "Dashed and filled: without the change; full line and outline: with it; medians, and what 5 to "
    "95 of 100 runs have."
)


def sensitivity_section(drawing: Drawing) -> Section | None:
    """Return a tornado, what changes are worth, and readiness before and after the best one.

    None without a simulation.
    """
    plan, made = drawing.plan, drawing.run.simulation
    if made is None:
        return None
    scales = scales_of(made)
    pictures = (
        *(_tornado(plan, made, scale, of) for scale, of in zip(scales, PICTURES, strict=True)),
        _before_and_after(plan, made),
    )
    figures = tuple(picture for picture in pictures if picture is not None)
    told, worths = told_rows(made), worths_of(made)
    untold = [row for row in made.sensitivities if row not in told]
    by_luck = _MORE_THAN_LUCK / math.sqrt(max(1, len(made.replications)))
    others = [
        row
        for row in untold
        if row.low_late_days is None
        and max(abs(row.correlation), abs(row.in_place_correlation)) > by_luck
    ]
    lead = [_MATTERS if told else nothing_matters(made)]
    if is_dealt_anew(plan):
        lead.append(DEALT_ANEW)
    if (left := len(untold) - len(others)) and len(made.replications) > 1:
        lead.append(_untold_words(left))
    lead.append(_HELPS if len(made.changes_worth) else nothing_helps(made))
    if worths.n_idle and not worths.helping:
        lead.append(f"{_idle_words(worths.n_idle)}.")
    return Section(
        "sensitivity",
        TITLE,
        lead=" ".join(lead),
        figures=figures,
        key=KEY if told else (),
        intervals=_changes(plan, worths),
        further=(_other_table(plan, others),) if others else (),
        links=_links(drawing, made),
    )


def _untold_words(n: int) -> str:
    return (
        f"Of {count(n, 'more thing')} that {verb(n, 'is', 'are')} not known no effect is to be "
        "told from none."
    )


def _tornado(plan: Plan, made: Simulation, scale: Scale, own: tuple[str, str]) -> Figure | None:
    """Return what comes of both ends in one measure; None where nothing makes a difference."""
    rows = worked_out(list(made.sensitivities), scale, most=tornado.MOST_ROWS)
    if not rows:
        return None
    name, title = own
    told = tornado.tornado_sentence(plan, rows, scale)
    wide, narrow = (
        tornado.tornado_picture(plan, rows, scale, look=look, name=of, title=title, sentence=told)
        for look, of in ((tornado.WIDE, name), (tornado.NARROW, narrow_name(name)))
    )
    return Figure(name, title, told, wide, tornado.WIDE.width_px, narrow)


def _other_table(plan: Plan, rows: Sequence[Sensitivity]) -> PlainTable:
    """Return what was not tried at its ends, by how it goes with lateness and what is in place."""
    left = len(rows) - MOST_OTHERS
    return PlainTable(
        "What else goes with it, and was not tried at its ends",
        ("What", "With what is in place", "With days late", "With closure"),
        tuple(
            Row(
                (
                    factor_name(plan, row),
                    number(row.in_place_correlation, 2),
                    number(row.correlation, 2),
                    number(row.closure_correlation, 2),
                ),
                reference=row.factor,
            )
            for row in rows[:MOST_OTHERS]
        ),
        numeric=(1, 2, 3),
        more="Rank correlation over the runs, −1 to 1."
        + (f" And {count(left, 'thing')} more, with less." if left > 0 else ""),
    )


def _changes(plan: Plan, worths: Worths) -> tuple[Intervals, ...]:
    """Return what helps or may, and apart from it what makes it worse."""
    left = len(worths.helping) - MOST_CHANGES
    parts = [f"{count(left, 'change')} more gain less"] if left > 0 else []
    if worths.n_idle:
        parts.append(_idle_words(worths.n_idle))
    lists = (
        ("What helps", worths.helping[:MOST_CHANGES], parts),
        ("What makes it worse", worths.harming[::-1][:MOST_CHANGES], []),
    )
    return tuple(
        _interval_list(plan, rows, worths.late_days, title=title, more=more)
        for title, rows, more in lists
        if rows
    )


def _interval_list(
    plan: Plan, rows: Sequence[ChangeWorth], late_days: float, *, title: str, more: Sequence[str]
) -> Intervals:
    ends = [row.late_days_gained + side * row.half_width_days for row in rows for side in (-1, 1)]
    low, high = min(*ends, 0.0), max(*ends, 0.0)

    def place(value: float) -> float:
        # What closes sooner may save no day late, and have no interval.
        return round(100 * (value - low) / (high - low), 1) if high > low else 0.0

    zero = place(0.0)
    return Intervals(
        title=title,
        unit="Days late saved, all units together, mean of the runs",
        # What stands at an end would cover the nought beside it.
        first="" if 0 < zero < _NEAR_END else fine(low),
        last="" if zero > 100 - _NEAR_END else fine(high),
        zero=zero,
        rows=tuple(_change(plan, row, late_days, place) for row in rows),
        more=f"{'; '.join(more)}." if more else "",
    )


def _idle_words(n: int) -> str:
    return f"{count(n, 'change')} {verb(n, 'makes', 'make')} no difference in any run"


def _change(
    plan: Plan, row: ChangeWorth, late_days: float, place: Callable[[float], float]
) -> Interval:
    half = row.half_width_days
    notes = ["No cost is stated" if row.cost is None else money(row.cost, plan.meta.currency)]
    if sooner := closure(row):
        notes.append(capital(sooner))
    return Interval(
        mark=f"{row.rank}.",
        text=change_name(plan, row),
        words=capital(change_words(row, late_days)),
        note=". ".join(notes),
        sign="sure" if row.is_distinguishable else "unsure",
        low=place(row.late_days_gained - half),
        high=place(row.late_days_gained + half),
        found=place(row.late_days_gained),
        reference=row.change,
    )


def _before_and_after(plan: Plan, made: Simulation) -> Figure | None:
    """Return readiness of the whole force without and with the best change; None without any."""
    rows = list(made.changed_readiness)
    order = {(row.change, row.n_more): row.rank for row in made.changes_worth}
    if not rows:
        return None
    best = min(rows, key=lambda row: (order.get((row.change, row.n_more), math.inf), row.change))
    tried = (best.change, best.n_more)
    own = sorted(
        (row for row in rows if (row.change, row.n_more) == tried), key=lambda row: row.day
    )
    days = tuple(row.day for row in own)
    before = fan.Fan(
        days,
        tuple(row.before_p5 for row in own),
        tuple(row.before_p50 for row in own),
        tuple(row.before_p95 for row in own),
    )
    after = fan.Fan(
        days,
        tuple(row.after_p5 for row in own),
        tuple(row.after_p50 for row in own),
        tuple(row.after_p95 for row in own),
    )
    differs = _difference(before, after)
    if not differs:
        return None
    name = "change-readiness"
    title = f"Share of what is required in place, without and with: {change_name(plan, own[0])}"
    told = f"{differs} {_HOW}"
    wide, narrow = (
        fan.change_picture(
            before, after, last_day=days[-1] + 1, look=look, name=of, title=title, sentence=told
        )
        for look, of in ((fan.WIDE, name), (fan.NARROW, narrow_name(name)))
    )
    return Figure(name, title, told, wide, fan.WIDE.width_px, narrow)


def _difference(before: fan.Fan, after: fan.Fan) -> str:
    """Say where medians, and what 95 of 100 runs have, lie furthest apart; empty: nowhere."""
    pairs = (
        ("half of the runs have", before.middle, after.middle),
        ("95 of 100 runs have", before.low, after.low),
    )
    told = [
        _apart_words(before.days, who, *lines)
        for who, *lines in pairs
        if max(abs(b - a) for a, b in zip(*lines, strict=True)) >= _SEEN
    ]
    return f"Furthest apart: {'; '.join(told)}." if told else ""


def _apart_words(
    days: Sequence[int], who: str, before: Sequence[float], after: Sequence[float]
) -> str:
    gaps = [b - a for a, b in zip(before, after, strict=True)]
    i = max(range(len(gaps)), key=lambda at: (abs(gaps[at]), -days[at]))
    return (
        f"on {day(days[i])} {who} {percent(after[i])} or more with the change and "
        f"{percent(before[i])} or more without it, {number(100 * abs(gaps[i]), 1)} points "
        f"{'more' if gaps[i] > 0 else 'less'}"
    )


def _links(drawing: Drawing, made: Simulation) -> tuple[FileLink, ...]:
    tables = (
        (made.sensitivities, "sensitivities", "Everything that is not known, the strongest first"),
        (made.changes_worth, "changes_worth", "Every change that was tried, the best first"),
    )
    folder = drawing.run.tables
    return tuple(
        FileLink(f"{folder}/{name}.csv", f"{text} (CSV)")
        for table, name, text in tables
        if folder and len(table)
    )
