"""Next best asks: what to ask whom for, and what the plan would gain."""

import math
from collections.abc import Callable, Sequence

from reassure.brief.asks import (
    TITLES,
    UPPER_LIMITS,
    ahead_sentence,
    amount,
    ask_words,
    filled_words,
    gain_words,
    offered_words,
    unit_sentence,
    worth_words,
)
from reassure.brief.context import Section
from reassure.brief.intervals import Interval, Intervals
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import capital, count, number, verb
from reassure.model.choices import AskKind
from reassure.model.outputs import Ask
from reassure.model.plan import Plan

MOST_NOT_WORKED_OUT = 5

NOT_RUN = (
    "Asks were not worked out. With PLAN the folder of the plan and RESULTS that of its results: "
    "reassure plan PLAN --out RESULTS --ask makes all anew with them; to add them to what is "
    "there, reassure ask PLAN --from RESULTS --out RESULTS, and then "
    "reassure brief PLAN --from RESULTS --out RESULTS."
)


def ask_section(drawing: Drawing) -> Section:
    """Return asks by kind, the best first, each with the interval of what it gains."""
    title, asks = "Next best asks", drawing.run.asks
    if asks is None:
        return Section("asks", title, absent=NOT_RUN)
    rows = sorted(asks.asks, key=lambda row: row.rank)
    if not rows:
        nothing = "Nothing that could be asked for would gain anything."
        return Section("asks", title, absent=nothing)
    low = min([0.0, *(row.gain_low or 0.0 for row in rows)])
    high = max([*(_far(row) for row in rows), 1e-9])
    axis = _round_out(low, high)
    without = asks.provenance.objective
    ahead = ahead_sentence(asks, drawing.run.force_plan)
    worked = [row for row in rows if row.gain is not None]
    groups = [(TITLES[kind], [row for row in worked if row.kind is kind]) for kind in AskKind]
    others = [row for row in rows if row.gain is None]
    return Section(
        "asks",
        title,
        lead=_lead(drawing.plan, rows, ahead),
        intervals=tuple(
            _intervals(drawing.plan, own, title, axis, without)
            for title, own in [*groups, (UPPER_LIMITS, others)]
            if own
        ),
    )


def _lead(plan: Plan, rows: Sequence[Ask], ahead: str) -> str:
    worked = [row for row in rows if row.gain is not None]
    sure = sum(1 for row in worked if row.is_distinguishable)
    text = f"{count(len(rows), 'ask')} {verb(len(rows), 'was', 'were')} looked at, "
    gains = verb(sure, "gains", "gain")
    text += f"{number(len(worked))} worked out; {number(sure)} {gains} for certain. "
    return text + (
        "A bar holds what the best plan gains, in weighted unit-periods; its mark is what the plan "
        "found with it gains over the best plan found without any ask. "
        f"{ahead + ' ' if ahead else ''}A hollow bar reaches zero: no gain is proven. "
        "A dashed one shows the most that is possible where nothing was worked out. "
        f"{unit_sentence(plan)}"
    )


def _intervals(
    plan: Plan, rows: Sequence[Ask], title: str, axis: tuple[float, float], without: float | None
) -> Intervals:
    """Return one group of asks, numbered from 1 on: all worked out, or none."""
    low, high = axis
    is_quiet = rows[0].gain is None
    most = MOST_NOT_WORKED_OUT if is_quiet else len(rows)
    left, more = rows[most:], ""
    if left:
        highest = amount(max(row.at_most for row in left))
        more = f"and {count(len(left), 'ask')} more that gain at most {highest} each"

    def place(value: float) -> float:
        return round(100 * (value - low) / (high - low), 1)

    return Intervals(
        title=title,
        unit="Gain, weighted unit-periods",
        first=amount(low),
        last=amount(high),
        rows=tuple(
            _interval(plan, row, f"{place_in_group}.", place, without)
            for place_in_group, row in enumerate(rows[:most], start=1)
        ),
        zero=place(0.0),
        more=more,
        is_quiet=is_quiet,
    )


def _interval(
    plan: Plan, row: Ask, mark: str, place: Callable[[float], float], without: float | None
) -> Interval:
    words, gain = worth_words(row, without), gain_words(row)
    notes = [gain if gain != words else "", filled_words(row), offered_words(plan, row)]
    if row.gain is None:
        sign, ends, found = "at-most", (0.0, row.at_most), None
    else:
        sign = "sure" if row.is_distinguishable else "unsure"
        ends = (
            row.gain if row.gain_low is None else row.gain_low,
            row.gain if row.gain_high is None else row.gain_high,
        )
        found = place(row.gain)
    return Interval(
        mark=mark,
        text=ask_words(plan, row),
        words=capital(words),
        note=". ".join(capital(note) for note in notes if note),
        sign=sign,
        low=place(ends[0]),
        high=place(ends[1]),
        found=found,
        reference=row.binding or "",
    )


def _far(row: Ask) -> float:
    known = [value for value in (row.gain, row.gain_high) if value is not None]
    return max(known, default=row.at_most)


def _round_out(low: float, high: float) -> tuple[float, float]:
    """Return ends of an axis at round numbers."""
    step = 10 ** math.floor(math.log10(high - low))
    step = next(part for part in (step / 5, step / 2, step) if (high - low) / part <= 10)
    return math.floor(low / step) * step, math.ceil(high / step) * step
