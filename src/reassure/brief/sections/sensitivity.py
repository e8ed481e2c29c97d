"""What matters most of what is not known, and what would help, under the same luck."""

import math
from collections.abc import Callable, Sequence

from reassure.brief.certainty import change_name, factor_name, fine
from reassure.brief.context import FileLink, Key, PlainTable, Row, Section
from reassure.brief.draw import Figure, narrow_name
from reassure.brief.figures import fan, tornado
from reassure.brief.intervals import Interval, Intervals
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import count, day, money, number, percent, verb
from reassure.model.plan import Plan
from reassure.model.simulation_outputs import ChangeWorth, Sensitivity
from reassure.model.simulation_results import Simulation

TITLE = "What matters most, and what would help"
MOST_OTHERS = 8
MOST_CHANGES = 10

LATENESS = "What matters most for how late units are, of what is not known"
IN_PLACE = "What matters most for how much is in place"

NOTHING_MATTERS = "Nothing that is not known changes how late units are, or how much is in place."
NOTHING_HELPS = "No upgrade and no lift that the plan lists raises a limit that is waited for."

KEY = (
    Key("square", "low end, or promise broken"),
    Key("there", "high end, or promise kept"),
    Key("line", "95 % interval"),
)

_SEEN = 0.01
"""Difference of two medians that a reader can see: a hundredth of the requirement."""

_MORE_THAN_LUCK = 3.3
"""Standard errors beyond which luck alone brings one rank correlation of a thousand."""

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
    rows = list(made.sensitivities)
    scales = {
        "tornado": (tornado.days_late(len(made.simulated_arrivals)), LATENESS),
        "tornado-in-place": (tornado.IN_PLACE, IN_PLACE),
    }
    drawn = {name: tornado.worked_out(rows, scale) for name, (scale, _) in scales.items()}
    widest = [row for shown in drawn.values() for row in shown]
    pictures = (
        *(_tornado(plan, drawn[name], *scales[name], name=name) for name in scales if drawn[name]),
        _before_and_after(plan, made),
    )
    figures = tuple(picture for picture in pictures if picture is not None)
    changes = [row for row in made.changes_worth if row.late_days_gained or row.half_width_days]
    idle = len(made.changes_worth) - len(changes)
    untold = [row for row in rows if row not in widest]
    by_luck = _MORE_THAN_LUCK / math.sqrt(max(1, len(made.replications)))
    others = [
        row
        for row in untold
        if row.low_late_days is None
        and max(abs(row.correlation), abs(row.in_place_correlation)) > by_luck
    ]
    lead = _lead(has_factors=bool(widest), has_changes=len(made.changes_worth) > 0)
    if left := len(untold) - len(others):
        lead = f"{lead} {_untold_words(left)}"
    if idle and not changes:
        lead = f"{lead} {_idle_words(idle)}."
    return Section(
        "sensitivity",
        TITLE,
        lead=lead,
        figures=figures,
        key=KEY if widest else (),
        intervals=(_changes(plan, changes, idle),) if changes else (),
        further=(_other_table(plan, others),) if others else (),
        links=_links(drawing, made),
    )


def _lead(*, has_factors: bool, has_changes: bool) -> str:
    matters = (
        "Each thing that is not known is set to its low and to its high end, all else left to luck "
        "as it was: 1 of 10 values lies beyond an end. A promise is broken or kept; a unit that "
        "does not come is not late."
    )
    helps = "Each change is tried under the same luck as the plan without it."
    return (
        f"{matters if has_factors else NOTHING_MATTERS} {helps if has_changes else NOTHING_HELPS}"
    )


def _untold_words(n: int) -> str:
    return (
        f"Of {count(n, 'more thing')} that {verb(n, 'is', 'are')} not known no effect is to be "
        "told from none."
    )


def _tornado(
    plan: Plan, rows: Sequence[Sensitivity], scale: tornado.Scale, title: str, *, name: str
) -> Figure:
    told = tornado.tornado_sentence(plan, rows, scale)
    wide, narrow = (
        tornado.tornado_picture(plan, rows, scale, look=look, name=own, title=title, sentence=told)
        for look, own in ((tornado.WIDE, name), (tornado.NARROW, narrow_name(name)))
    )
    return Figure(name, title, told, wide, tornado.WIDE.width_px, narrow)


def _other_table(plan: Plan, rows: Sequence[Sensitivity]) -> PlainTable:
    """Return what was not tried at its ends, by how it goes with lateness and what is in place."""
    left = len(rows) - MOST_OTHERS
    return PlainTable(
        "What else goes with it, and was not tried at its ends",
        ("What", "With days late", "With closure", "With what is in place"),
        tuple(
            Row(
                (
                    factor_name(plan, row),
                    number(row.correlation, 2),
                    number(row.closure_correlation, 2),
                    number(row.in_place_correlation, 2),
                ),
                reference=row.factor,
            )
            for row in rows[:MOST_OTHERS]
        ),
        numeric=(1, 2, 3),
        more="Rank correlation over the runs, −1 to 1."
        + (f" And {count(left, 'thing')} more, with less." if left > 0 else ""),
    )


def _changes(plan: Plan, rows: Sequence[ChangeWorth], idle: int) -> Intervals:
    ends = [row.late_days_gained + side * row.half_width_days for row in rows for side in (-1, 1)]
    low, high = min(*ends, 0.0), max(*ends, 0.0)

    def place(value: float) -> float:
        return round(100 * (value - low) / (high - low), 1)

    left = len(rows) - MOST_CHANGES
    parts = [f"{count(left, 'change')} more gain less"] if left > 0 else []
    if idle:
        parts.append(_idle_words(idle))
    zero = place(0.0)
    return Intervals(
        title="What changes save",
        unit="Days late saved, all units together, mean of the runs",
        # What stands at an end would cover the nought beside it.
        first="" if 0 < zero < _NEAR_END else fine(low),
        last="" if zero > 100 - _NEAR_END else fine(high),
        zero=zero,
        rows=tuple(_change(plan, row, place) for row in rows[:MOST_CHANGES]),
        more=f"{'; '.join(parts)}." if parts else "",
    )


def _idle_words(n: int) -> str:
    return f"{count(n, 'change')} {verb(n, 'makes', 'make')} no difference in any run"


def _change(plan: Plan, row: ChangeWorth, place: Callable[[float], float]) -> Interval:
    half = row.half_width_days
    words = f"Saves {fine(row.late_days_gained)} days late, give or take {fine(half)}"
    if not row.is_distinguishable:
        words = f"Not to be told from no gain: {words.lower()}"
    elif row.late_days_gained < 0:
        words = f"Costs {fine(-row.late_days_gained)} days late, give or take {fine(half)}"
    notes = ["No cost is stated" if row.cost is None else money(row.cost, plan.meta.currency)]
    gained = row.closure_days_gained
    if gained and fine(gained) != "0":
        notes.append(f"Closure {fine(abs(gained))} days {'sooner' if gained > 0 else 'later'}")
    return Interval(
        mark=f"{row.rank}.",
        text=change_name(plan, row),
        words=words,
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
    name = "change-readiness"
    title = f"Share of what is required in place, without and with: {change_name(plan, own[0])}"
    told = f"{_difference(before, after)} {_HOW}"
    wide, narrow = (
        fan.change_picture(
            before, after, last_day=days[-1] + 1, look=look, name=of, title=title, sentence=told
        )
        for look, of in ((fan.WIDE, name), (fan.NARROW, narrow_name(name)))
    )
    return Figure(name, title, told, wide, fan.WIDE.width_px, narrow)


def _difference(before: fan.Fan, after: fan.Fan) -> str:
    """Say where the medians of two fans lie furthest apart."""
    gaps = [(b - a, at) for at, a, b in zip(before.days, before.middle, after.middle, strict=True)]
    gap, at = max(gaps, key=lambda pair: (abs(pair[0]), -pair[1]))
    if abs(gap) < _SEEN:
        return (
            "Over the whole force the lines lie on one another: what the change saves falls on few "
            "units, or on few days."
        )
    i = before.days.index(at)
    told = "more" if gap > 0 else "less"
    return (
        f"Furthest apart on {day(at)}: half of the runs then have {percent(after.middle[i])} or "
        f"more with the change and {percent(before.middle[i])} or more without it, "
        f"{number(100 * abs(gap), 1)} points {told}."
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
