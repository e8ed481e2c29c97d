"""What matters most: what comes of both ends of what is not known, the strongest first."""

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reassure.brief.certainty import ENDS, factor_name, fine, is_nil, signed
from reassure.brief.matters import Scale, why_less_late, width
from reassure.brief.svg import picture, px, shortened, text
from reassure.model.plan import Plan
from reassure.model.simulation_outputs import Sensitivity

_TOP_PX = 4
_BAR_PX = 13
_AXIS_PX = 42
_LEAST_TICKS = 2


@dataclass(frozen=True, slots=True)
class Look:
    """Where names, bars and numbers of a row stand [px], and how long lines of a name are."""

    width_px: int
    row_px: int
    first_bar_px: int
    name_px: int
    left_px: int
    plot_px: int
    note_px: int
    letters: int


WIDE = Look(930, 42, 5, 17, 356, 400, 768, 52)
"""Names left of the bars."""

NARROW = Look(350, 72, 36, 14, 2, 226, 236, 52)
"""Names above them."""


MOST_ROWS = 10


def tornado_sentence(plan: Plan, rows: Sequence[Sensitivity], scale: Scale) -> str:
    """Say whose ends lie widest apart, and how far.

    Parameters
    ----------
    rows
        As `matters.worked_out` returns them; at least one.
    scale
        What of them is told.
    """
    widest = max(rows, key=lambda row: (width(row, scale), -row.rank))
    told = [
        (end, value)
        for end, value in zip(ENDS[widest.kind], scale.values(widest)[:2], strict=True)
        if not is_nil(value)
    ]
    words = [
        f"{scale.amount(value)}{'' if i else scale.of} if it is {end}"
        f"{why_less_late(widest, scale, value, end)}"
        for i, (end, value) in enumerate(told)
    ]
    return f"Widest apart: {factor_name(plan, widest)}. Against the mean: {'; '.join(words)}."


def tornado_picture(
    plan: Plan,
    rows: Sequence[Sensitivity],
    scale: Scale,
    *,
    look: Look,
    name: str,
    title: str,
    sentence: str,
) -> Markup:
    """Return two bars for each row, from zero to what either end comes to, with its interval.

    Parameters
    ----------
    rows
        As `matters.worked_out` returns them; at least one.
    scale
        What of them is drawn.
    look
        `WIDE` or `NARROW`.
    name, title, sentence
        As for every figure.
    """
    drawn = [_Bars.of(plan, row, scale) for row in rows]
    reach = [
        value + side * bars.half
        for bars in drawn
        for value in bars.ends
        for side in (-1, 1)
        if not is_nil(value)
    ]
    first, last = min(*reach, 0.0), max(*reach, 0.0)

    def x(value: float) -> float:
        return look.left_px + look.plot_px * (value - first) / (last - first)

    def upright(values: list[float]) -> str:
        # From row to row, so that none crosses a name.
        tops = [_TOP_PX + i * look.row_px for i in range(len(rows))]
        return "".join(
            f"M{px(x(value))} {top + look.first_bar_px - 4}V{top + look.row_px}"
            for value in values
            for top in tops
        )

    bottom = _TOP_PX + look.row_px * len(rows)
    marks = ticks(first, last)
    made = [f'<path d="{upright([mark for mark in marks if mark])}" stroke="var(--grid)"/>']
    made += [_row(bars, _TOP_PX + i * look.row_px, x=x, look=look) for i, bars in enumerate(drawn)]
    labels = "".join(
        f'<text x="{px(x(mark))}" y="{bottom + 17}" text-anchor="middle">{signed(mark)}</text>'
        for mark in marks
    )
    middle = px(look.left_px + look.plot_px / 2)
    made.append(
        f'<path d="{upright([0.0])}" stroke="var(--ink)"/>'
        f'<g fill="var(--muted)" font-size="12">{labels}<text x="{middle}" y="{bottom + 35}" '
        f'text-anchor="middle">{scale.axis}</text></g>'
    )
    size = (look.width_px, bottom + _AXIS_PX)
    return picture("".join(made), name, title=title, sentence=sentence, size=size)


@dataclass(frozen=True, slots=True)
class _Bars:
    """One row: its name, both ends by name and by value, half of an interval."""

    name: str
    names: tuple[str, str]
    ends: tuple[float, float]
    half: float

    @classmethod
    def of(cls, plan: Plan, row: Sensitivity, scale: Scale) -> "_Bars":
        low, high, half = scale.values(row)
        return cls(factor_name(plan, row), ENDS[row.kind], (low, high), half)


def _row(bars: _Bars, top: float, *, x: Callable[[float], float], look: Look) -> str:
    made: list[str] = []
    half = bars.half
    for i, (end, value) in enumerate(zip(bars.names, bars.ends, strict=True)):
        if is_nil(value):
            continue
        y = top + look.first_bar_px + i * (_BAR_PX + 3)
        left, right = sorted((x(0.0), x(value)))
        fill = "bar" if i else "card"
        made.append(
            f'<rect x="{px(left)}" y="{px(y)}" width="{px(right - left)}" height="{_BAR_PX}" '
            f'fill="var(--{fill})" stroke="var(--bar-edge)"/>'
            f'<path d="M{px(x(value - half))} {px(y + _BAR_PX / 2)}H{px(x(value + half))}" '
            'stroke="var(--ink)" stroke-width="2"/>'
            f'<text x="{look.note_px}" y="{px(y + _BAR_PX - 3)}" fill="var(--muted)" '
            f'font-size="12">{end} {signed(value)} ± {fine(half)}</text>'
        )
    lines = textwrap.wrap(bars.name, look.letters) or [""]
    kept = lines if len(lines) < 3 else [lines[0], shortened(f"{lines[1]}{lines[2]}", look.letters)]
    made += [
        f'<text x="2" y="{px(top + look.name_px + 15 * i)}" fill="var(--ink)" font-size="12">'
        f"{text(line)}</text>"
        for i, line in enumerate(kept)
    ]
    return "".join(made)


def ticks(first: float, last: float) -> list[float]:
    """Return round values along an axis, zero among them.

    >>> ticks(-0.05, 0.06), ticks(0.0, 3.0)
    ([-0.05, 0.0, 0.05], [0.0, 1.0, 2.0, 3.0])
    """
    span = last - first
    power = 10.0 ** math.floor(math.log10(span))
    step = next(
        step
        for step in (power * 2, power, power / 2, power / 5)
        if math.floor(last / step) - math.ceil(first / step) >= _LEAST_TICKS
    )
    low, high = math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9)
    return [round(i * step, 12) for i in range(low, high + 1)]
