"""The axis of days below a picture that is written down as SVG."""

from reassure.brief.figures.common import day_marks
from reassure.brief.svg import px
from reassure.brief.words import day

AXIS_PX = 42
"""Height of the axis with its labels and its title [px]."""

_END_PX = 15
"""A label this near to an end of the plot would stand out of it in its middle [px]."""


def day_axis_below(
    first_day: float, last_day: float, *, left: float, width: float, top: float, ticks: int = 7
) -> str:
    """Return line, days and title of an axis.

    Parameters
    ----------
    first_day, last_day
        Ends of the axis.
    left, width, top
        Where the plot starts, how wide it is, and where it ends below [px].
    ticks
        Most days that it names.
    """
    made: list[str] = []
    for mark in day_marks(last_day, first_day=first_day, ticks=ticks):
        x = left + width * day_share(mark, first_day, last_day)
        is_first, is_last = x < left + _END_PX, x > left + width - _END_PX
        anchor = "start" if is_first else "end" if is_last else "middle"
        made.append(f'<text x="{px(x)}" y="{top + 18}" text-anchor="{anchor}">{day(mark)}</text>')
    return (
        f'<path d="M{left} {top + 0.5}H{left + width}" stroke="var(--rule)"/>'
        f'<g fill="var(--muted)" font-size="12">{"".join(made)}'
        f'<text x="{px(left + width / 2)}" y="{top + 36}" text-anchor="middle">day</text></g>'
    )


def day_share(at: float, first_day: float, last_day: float) -> float:
    """Return where a day stands along an axis, from 0 to 1.

    >>> day_share(45, 0, 90), day_share(-3, 0, 90), day_share(5, 5, 5)
    (0.5, 0.0, 0.0)
    """
    return min(max((at - first_day) / max(last_day - first_day, 1e-9), 0.0), 1.0)
