"""Readiness by day as a fan: the median of the runs, what 90 of 100 lie in, and the schedule."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reassure.brief.figures.axes import AXIS_PX, day_axis_below, day_share
from reassure.brief.svg import picture, px
from reassure.brief.words import percent
from reassure.model.simulation_outputs import ReadinessDay

_TOP_PX = 8
_LEFT_PX = 46
_RIGHT_PX = 8
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)

Place = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Fan:
    """A median and the band about it, on some days.

    Attributes
    ----------
    days
        Days with a requirement, in their order.
    low, middle, high
        Shares that 95, 50 and 5 of 100 runs have at least, by day.
    """

    days: tuple[int, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How large a picture is drawn [px], and how many days its axis names."""

    width_px: int
    height_px: int
    ticks: int


PANEL = Look(430, 170, 4)
WIDE = Look(930, 240, 7)
NARROW = Look(350, 190, 4)

FORCE_TONES = ("use-1", "use-4")
"""Tones of band and median of the whole force."""


def fan_of(rows: Sequence[ReadinessDay]) -> Fan:
    """Return the fan of one objective, or of the whole force, whose rows these are."""
    ordered = sorted(rows, key=lambda row: row.day)
    return Fan(
        tuple(row.day for row in ordered),
        tuple(row.p5 for row in ordered),
        tuple(row.p50 for row in ordered),
        tuple(row.p95 for row in ordered),
    )


def fan_picture(
    fan: Fan,
    planned: Sequence[float],
    *,
    last_day: float,
    tones: tuple[str, str],
    name: str,
    title: str,
    sentence: str,
) -> Markup:
    """Return band, median and the schedule's line as a panel.

    Parameters
    ----------
    fan
        What the runs have in place.
    planned
        Share by the schedule, on the same days.
    last_day
        End of the axis, which starts on C-day.
    tones
        Names of the tones of band and median.
    name, title, sentence
        As for every figure.
    """
    x, y = _places(PANEL, last_day)
    band, line = tones
    body = (
        f"{_grid(PANEL, y)}"
        f'<path d="{area(fan.days, fan.low, fan.high, x, y)}" fill="var(--{band})" '
        f'stroke="var(--{line})" stroke-width="0.6"/>'
        f'<path d="{course(fan.days, planned, x, y)}" fill="none" stroke="var(--ink)" '
        'stroke-width="1.4" stroke-dasharray="5 3"/>'
        f'<path d="{course(fan.days, fan.middle, x, y)}" fill="none" stroke="var(--{line})" '
        'stroke-width="2.4"/>'
        f"{_axis(PANEL, last_day)}"
    )
    return _drawn(PANEL, body, name, title, sentence)


def change_picture(
    before: Fan,
    after: Fan,
    *,
    last_day: float,
    look: Look,
    name: str,
    title: str,
    sentence: str,
) -> Markup:
    """Return two fans, one over the other: before filled and dashed, after in outline and full."""
    x, y = _places(look, last_day)
    body = (
        f"{_grid(look, y)}"
        f'<path d="{area(before.days, before.low, before.high, x, y)}" fill="var(--use-0)"/>'
        f'<path d="{area(after.days, after.low, after.high, x, y)}" fill="none" '
        'stroke="var(--use-3)" stroke-width="1"/>'
        f'<path d="{course(before.days, before.middle, x, y)}" fill="none" stroke="var(--ink)" '
        'stroke-width="1.6" stroke-dasharray="5 3"/>'
        f'<path d="{course(after.days, after.middle, x, y)}" fill="none" stroke="var(--use-4)" '
        'stroke-width="2.4"/>'
        f"{_axis(look, last_day)}"
    )
    return _drawn(look, body, name, title, sentence)


def course(days: Sequence[int], values: Sequence[float], x: Place, y: Place) -> str:
    """Return a line of steps, one value for each day, as the ``d`` of a path.

    It breaks where a day is left out, and goes straight on where the value stays.

    >>> course([0, 1, 2, 5], [0.0, 0.0, 1.0, 1.0], lambda at: 10 * at, lambda of: 10 - 10 * of)
    'M0 10H20V0H30M50 0H60'
    """
    made: list[str] = []
    for start, end in _unbroken(days):
        made.append(f"M{px(x(days[start]))} {px(y(values[start]))}")
        made += _onward(days, values, range(start, end), x, y)
        made.append(f"H{px(x(days[end - 1] + 1))}")
    return "".join(made)


def area(
    days: Sequence[int], low: Sequence[float], high: Sequence[float], x: Place, y: Place
) -> str:
    """Return what lies between two lines of steps as the ``d`` of a path.

    >>> area([0, 1], [0.0, 0.5], [1.0, 1.0], lambda at: 10 * at, lambda of: 10 - 10 * of)
    'M0 0H20V5H10V10H0z'
    """
    made: list[str] = []
    for start, end in _unbroken(days):
        made.append(f"M{px(x(days[start]))} {px(y(high[start]))}")
        made += _onward(days, high, range(start, end), x, y)
        made.append(f"H{px(x(days[end - 1] + 1))}V{px(y(low[end - 1]))}")
        for at in range(end - 1, start, -1):
            if low[at] != low[at - 1]:
                made.append(f"H{px(x(days[at]))}V{px(y(low[at - 1]))}")
        made.append(f"H{px(x(days[start]))}z")
    return "".join(made)


def _onward(
    days: Sequence[int], values: Sequence[float], span: range, x: Place, y: Place
) -> Iterable[str]:
    for at in span[1:]:
        if values[at] != values[at - 1]:
            yield f"H{px(x(days[at]))}V{px(y(values[at]))}"


def _unbroken(days: Sequence[int]) -> list[tuple[int, int]]:
    """Return where runs of days without a gap start and end."""
    starts = [at for at, day in enumerate(days) if at == 0 or day != days[at - 1] + 1]
    return list(zip(starts, [*starts[1:], len(days)], strict=True)) if starts else []


def _places(look: Look, last_day: float) -> tuple[Place, Place]:
    plot = look.width_px - _LEFT_PX - _RIGHT_PX

    def x(day: float) -> float:
        return _LEFT_PX + plot * day_share(day, 0, last_day)

    def y(share: float) -> float:
        return _TOP_PX + look.height_px * (1 - share)

    return x, y


def _grid(look: Look, y: Place) -> str:
    right = look.width_px - _RIGHT_PX
    lines = "".join(f"M{_LEFT_PX} {px(y(share))}H{right}" for share in _SHARES[1:])
    labels = "".join(
        f'<text x="{_LEFT_PX - 7}" y="{px(y(share) + 4)}" text-anchor="end">{percent(share)}</text>'
        for share in _SHARES
    )
    return (
        f'<path d="{lines}" stroke="var(--grid)" fill="none"/>'
        f'<g fill="var(--muted)" font-size="12">{labels}</g>'
    )


def _axis(look: Look, last_day: float) -> str:
    return day_axis_below(
        0,
        last_day,
        left=_LEFT_PX,
        width=look.width_px - _LEFT_PX - _RIGHT_PX,
        top=_TOP_PX + look.height_px,
        ticks=look.ticks,
    )


def _drawn(look: Look, body: str, name: str, title: str, sentence: str) -> Markup:
    size = (look.width_px, _TOP_PX + look.height_px + AXIS_PX)
    return picture(body, name, title=title, sentence=sentence, size=size)
