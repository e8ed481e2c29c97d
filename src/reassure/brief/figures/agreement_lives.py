"""The lives of agreements: states along the calendar, with numbered events and days of report."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reassure.brief.branches import state_words
from reassure.brief.names import record_name
from reassure.brief.svg import boxes, picture, px, shortened, text
from reassure.brief.words import date
from reassure.model.agreement import AgreementEvent
from reassure.model.agreement_life import events_of, known_on
from reassure.model.choices import AgreementState
from reassure.model.plan import Plan

Place = Callable[[dt.date], float]
"""Gives where a day stands along the picture [px]."""

TITLE = "How agreements came to where they stand"
_LANE_PX, _HEAD_PX, _BAR_PX, _AXIS_PX = 66, 18, 18, 30
_LETTER_PX = 6.2
_MARGIN_DAYS = 0.04
"""Share of the calendar that is drawn after the last day, so that the last state is seen."""

_FILLS: dict[AgreementState, tuple[str, str]] = {
    AgreementState.IN_FORCE: ("bar", ""),
    AgreementState.AGREED: ("lane", ""),
    AgreementState.DELAYED: ("lane", ' stroke-dasharray="4 2"'),
    AgreementState.SUSPENDED: ("late-tint", ' stroke-dasharray="4 2"'),
    AgreementState.BROKEN: ("late-tint", ""),
    AgreementState.REJECTED: ("late-tint", ' stroke-dasharray="1 2"'),
}
"""Tone and edge of a state; others are as empty as the page. Letters and numbers say the same."""


@dataclass(frozen=True, slots=True)
class Life:
    """One agreement: its name and its events in their order."""

    name: str
    events: tuple[AgreementEvent, ...]


def lives(plan: Plan) -> tuple[Life, ...]:
    """Return the agreements that have events."""
    found = events_of(plan)
    return tuple(
        Life(record_name(plan, "agreements", name), found[name])
        for name in plan.agreements.ids
        if found[name]
    )


def life_picture(
    plan: Plan, shown: Sequence[Life], *, width_px: float, name: str, sentence: str
) -> Markup:
    """Return bars of states by agreement, with a number at each event and a line for today.

    Parameters
    ----------
    shown
        Agreements to draw; at least one.
    width_px
        Width of the whole [px].
    name, sentence
        As for every figure.
    """
    days = [day for life in shown for item in life.events for day in (item.date, known_on(item))]
    today = plan.meta.today
    first, last = min(days), max(days if today is None else [*days, today])
    last += dt.timedelta(days=max(1, round(_MARGIN_DAYS * (last - first).days)))
    scale = (width_px - 2) / max(1, (last - first).days)

    def x(day: dt.date) -> float:
        return 1 + scale * (day - first).days

    bottom = _LANE_PX * len(shown)
    parts: list[str] = []
    if today is not None:
        parts.append(
            f'<path d="M{px(x(today))} 0V{bottom}" stroke="var(--ink)" stroke-width="1.2" '
            'stroke-dasharray="2 3"/>'
        )
    for at, life in enumerate(shown):
        parts.append(_lane(life, at * _LANE_PX, x, x(last), width_px))
    parts.append(_calendar(first, last, today, x, bottom, width_px))
    size = (width_px, bottom + _AXIS_PX)
    return picture("".join(parts), name, title=TITLE, sentence=sentence, size=size)


def _lane(life: Life, top: float, x: Place, end: float, width_px: float) -> str:
    bar_top = top + _HEAD_PX + 16
    made = [
        (
            f'<text x="1" y="{px(top + 13)}" font-size="12.5" font-weight="700" fill="var(--ink)">'
            f"{text(shortened(life.name, int(width_px / 6.8)))}</text>"
        )
    ]
    starts = [x(item.date) for item in life.events]
    for item, left, right in zip(life.events, starts, [*starts[1:], end], strict=True):
        if right - left < 1:
            continue
        tone, edge = _FILLS.get(item.state, ("card", ""))
        sides = boxes([(left, bar_top, right, bar_top + _BAR_PX)])
        made.append(
            f'<path d="{sides}" fill="var(--{tone})" stroke="var(--bar-edge)" '
            f'stroke-width="1"{edge}/>'
        )
        word = state_words(item.state.value)
        if len(word) * _LETTER_PX + 8 <= right - left:
            made.append(
                f'<text x="{px((left + right) / 2)}" y="{px(bar_top + 13)}" font-size="11.5" '
                f'text-anchor="middle" fill="var(--ink)">{text(word)}</text>'
            )
    for item in life.events:
        late = x(known_on(item)) - x(item.date)
        if late >= 1:
            y = bar_top + _BAR_PX + 5
            made.append(
                f'<path d="M{px(x(item.date))} {px(y)}h{px(late)}m0 -3v6" fill="none" '
                'stroke="var(--late)" stroke-width="1.6"/>'
            )
    made += _numbers(starts, bar_top)
    return "".join(made)


def _numbers(starts: Sequence[float], bar_top: float) -> list[str]:
    """Return a tick and a number for every event; those that would meet share a label."""
    groups: list[list[int]] = []
    taken = -1e9
    for at, left in enumerate(starts):
        if groups and left - taken < 22:
            groups[-1].append(at)
        else:
            groups.append([at])
            taken = left
    made = [f'<path d="M{px(left)} {px(bar_top - 3)}v3" stroke="var(--ink)"/>' for left in starts]
    for group in groups:
        low, high = group[0] + 1, group[-1] + 1
        label = str(low) if low == high else f"{low}–{high}"
        made.append(
            f'<text x="{px(starts[group[0]])}" y="{px(bar_top - 5)}" font-size="11" '
            f'fill="var(--muted)">{label}</text>'
        )
    return made


def _calendar(
    first: dt.date,
    last: dt.date,
    today: dt.date | None,
    x: Place,
    top: float,
    width_px: float,
) -> str:
    """Return first days of months, as many as there is room for, and today."""
    months: list[dt.date] = []
    year, month = first.year, first.month
    while dt.date(year, month, 1) <= last:
        if dt.date(year, month, 1) >= first:
            months.append(dt.date(year, month, 1))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    every = max(1, -(-len(months) * 110 // int(width_px)))
    marks = months[::every] or [first]
    made = [f'<path d="M1 {px(top + 0.5)}H{px(width_px - 1)}" stroke="var(--rule)"/>']
    for mark in marks:
        anchor = "end" if x(mark) > width_px - 90 else "start"
        made.append(
            f'<path d="M{px(x(mark))} {px(top)}v5" stroke="var(--muted)"/>'
            f'<text x="{px(x(mark))}" y="{px(top + 18)}" font-size="12" text-anchor="{anchor}" '
            f'fill="var(--muted)">{text(date(mark))}</text>'
        )
    if today is not None:
        anchor = "end" if x(today) > width_px / 2 else "start"
        shift = -4 if anchor == "end" else 4
        made.append(
            f'<text x="{px(x(today) + shift)}" y="{px(top - 3)}" font-size="11.5" '
            f'text-anchor="{anchor}" fill="var(--ink)">today, {text(date(today))}</text>'
        )
    return "".join(made)
