"""The picture of the milestone chart: bars of work, signs by state, arrows, today, capability."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from reassure.brief.figures.axes import AXIS_PX, day_axis_below, day_share
from reassure.brief.figures.milestones import Bar, Chart, Head
from reassure.brief.svg import picture, px, shortened, text
from reassure.brief.words import day
from reassure.model.progress_choices import CapabilityLevel, MilestoneStanding


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes of the picture [px].

    Attributes
    ----------
    label_px, plot_px
        Widths of names, above the plot where there is no room beside it, and of the plot.
    lane_px, sign_px
        Height of a row, and where in it its sign stands.
    most_characters
        Longest name.
    ticks
        Most days that the axis names.
    key_columns
        Entries of the key side by side.
    """

    label_px: float
    plot_px: float
    lane_px: float
    sign_px: float
    most_characters: int
    ticks: int
    key_columns: int

    @property
    def left_px(self) -> float:
        """Where the plot starts."""
        return self.label_px + 8

    @property
    def width_px(self) -> float:
        """Width of the whole."""
        return self.left_px + self.plot_px + 12


WIDE = Look(290, 600, 22, 11, 46, 7, 5)
NARROW = Look(0, 316, 34, 24, 44, 4, 2)

_STANDINGS = {
    MilestoneStanding.DONE: "done",
    MilestoneStanding.ON_TIME: "expected on time",
    MilestoneStanding.LATE: "late or overdue",
    MilestoneStanding.BLOCKED: "blocked: no day known",
    MilestoneStanding.CANCELLED: "cancelled",
}
_KEY_PX = 20
_LETTER_PX = 6.0
_HALO = 'stroke="var(--card)" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"'
"""Edge around letters that lines run through."""


def milestone_picture(chart: Chart, look: Look, *, name: str, title: str, sentence: str) -> Markup:
    """Return the chart as an SVG element.

    Parameters
    ----------
    chart
        What is drawn.
    look
        For which width.
    name, title, sentence
        As for every figure.

    Notes
    -----
    State is told by shape, and by colour beside it; the critical path by thick lines.
    """
    key, top = _key(look)

    def x(at: float) -> float:
        return look.left_px + look.plot_px * day_share(at, chart.first_day, chart.last_day)

    def y(lane: int) -> float:
        return top + lane * look.lane_px + look.sign_px

    bottom = top + chart.n_lanes * look.lane_px + 4
    at = {bar.lane: bar for bar in chart.bars}
    ways = [(lane, bar, is_critical) for bar in chart.bars for lane, is_critical in bar.before]
    arrows = "".join(
        _arrow(at[lane], bar, is_critical=is_critical, x=x, y=y)
        for lane, bar, is_critical in sorted(ways, key=lambda way: way[2])
    )
    body = (
        key
        + _today(chart, top=top, bottom=bottom, x=x)
        + arrows
        + "".join(_bar(bar, x=x, y=y) for bar in chart.bars)
        + "".join(_head(head, look, top=top, x=x, y=y) for head in chart.heads)
        + "".join(_name(bar, look, top=top) for bar in chart.bars)
        + day_axis_below(
            chart.first_day,
            chart.last_day,
            left=look.left_px,
            width=look.plot_px,
            top=bottom,
            ticks=look.ticks,
        )
    )
    size = (look.width_px, bottom + AXIS_PX)
    return picture(body, name, title=title, sentence=sentence, size=size)


Place = Callable[[float], float]
Row = Callable[[int], float]


def _key(look: Look) -> tuple[str, float]:
    """Return the key to signs, and where the rows start below it [px]."""
    entries = [
        *((_sign(standing, 0, 0), words) for standing, words in _STANDINGS.items()),
        ('<path d="M0 -6V6" stroke="var(--ink)" stroke-width="1.6"/>', "due"),
        (_thick("M-8 0H8"), "critical path"),
        (_diamond(0, 0, CapabilityLevel.INITIAL), "initial capability"),
        (_diamond(0, 0, CapabilityLevel.FULL), "full capability"),
    ]
    step = (look.width_px - 12) / look.key_columns
    made: list[str] = []
    for i, (sign, words) in enumerate(entries):
        row, column = divmod(i, look.key_columns)
        made.append(
            f'<g transform="translate({px(12 + column * step)} {px(12 + row * _KEY_PX)})">{sign}'
            f'<text x="13" y="4">{text(words)}</text></g>'
        )
    rows = -(-len(entries) // look.key_columns)
    return f'<g fill="var(--muted)" font-size="12">{"".join(made)}</g>', rows * _KEY_PX + 26.0


def _thick(course: str) -> str:
    return f'<path d="{course}" fill="none" stroke="var(--ink)" stroke-width="2.6"/>'


def _head(head: Head, look: Look, *, top: float, x: Place, y: Row) -> str:
    """Return the row of an objective: its name, and diamonds where it has capability."""
    line = top + head.lane * look.lane_px
    made = [
        f'<path d="M4 {px(line + 1)}H{px(look.width_px - 4)}" stroke="var(--rule)"/>',
        (
            f'<rect x="4" y="{px(line + 6)}" width="10" height="10" fill="var(--{head.tone})" '
            f'stroke="var(--{head.tone}-edge)"/>'
        ),
        (
            f'<text x="20" y="{px(line + 15.5)}" font-size="12.5" font-weight="700" '
            f'fill="var(--ink)" {_HALO}>{text(shortened(head.text, look.most_characters))}</text>'
        ),
    ]
    days = [(level, head.levels[level]) for level in CapabilityLevel if level in head.levels]
    ends = [(level, x(at)) for level, at in days if at is not None]
    made += [_diamond(at, y(head.lane), level) for level, at in ends]
    if days:
        words = ", ".join(f"{level.value} {day(at)}" for level, at in days)
        width = len(words) * _LETTER_PX
        last = max((at for _, at in ends), default=look.left_px - 10)
        first = min((at for _, at in ends), default=0.0)
        has_room = last + 11 + width <= look.width_px
        start = last + 11 if has_room else max(look.label_px + 4, first - 11 - width)
        made.append(
            f'<text x="{px(start)}" y="{px(y(head.lane) + 4)}" font-size="11" fill="var(--ink)" '
            f"{_HALO}>{text(words)}</text>"
        )
    return "".join(made)


def _diamond(at: float, row: float, level: CapabilityLevel) -> str:
    """Return a diamond: half filled for initial capability, filled for full."""
    shape = f"M{px(at - 7)} {px(row)}l7 -7 7 7 -7 7z"
    half = f"M{px(at - 7)} {px(row)}l7 -7v14z"
    fill = "var(--ink)" if level is CapabilityLevel.FULL else "var(--card)"
    made = f'<path d="{shape}" fill="{fill}" stroke="var(--ink)" stroke-width="1.4"/>'
    if level is CapabilityLevel.INITIAL:
        made += f'<path d="{half}" fill="var(--ink)"/>'
    return made


def _name(bar: Bar, look: Look, *, top: float) -> str:
    weight = ' font-weight="700"' if bar.is_on_path else ""
    line = top + bar.lane * look.lane_px + (15 if look.label_px else 13)
    words = text(shortened(bar.text, look.most_characters))
    return (
        f'<text x="20" y="{px(line)}" font-size="12" fill="var(--ink)"{weight} {_HALO}>{words}'
        "</text>"
    )


def _arrow(before: Bar, bar: Bar, *, is_critical: bool, x: Place, y: Row) -> str:
    """Return the way from one milestone to one that comes after it."""
    start, end = x(_sign_day(before)), x(_sign_day(bar))
    first, last = y(before.lane), y(bar.lane)
    has_bar = bar.start_day is not None and bar.row.expected_day is not None
    turn = max(start, min(x(bar.start_day or 0.0), end)) if has_bar else start
    course = f"M{px(start)} {px(first)}H{px(turn)}V{px(last)}"
    if not has_bar:
        course += f"H{px(end)}"
    if is_critical:
        return _thick(course)
    return (
        f'<path d="{course}" fill="none" stroke="var(--lane)" stroke-width="1.1" '
        'stroke-linejoin="round"/>'
    )


def _sign_day(bar: Bar) -> float:
    """Return the day at which a milestone's sign stands: expected, or due where none is."""
    return bar.row.due_day if bar.row.expected_day is None else bar.row.expected_day


def _bar(bar: Bar, *, x: Place, y: Row) -> str:
    """Return the work towards a milestone, its due day, how late it is, and its sign."""
    row, at = bar.row, y(bar.lane)
    end = x(_sign_day(bar))
    made: list[str] = []
    if bar.start_day is not None and row.expected_day is not None:
        start = min(x(bar.start_day), end)
        edge = "var(--ink)" if bar.is_on_path else f"var(--{bar.tone}-edge)"
        made.append(
            f'<rect x="{px(start)}" y="{px(at - 4)}" width="{px(end - start)}" height="8" '
            f'fill="var(--{bar.tone}-tint)" stroke="{edge}" '
            f'stroke-width="{2 if bar.is_on_path else 0.8}"/>'
        )
    due = x(row.due_day)
    if row.late_days:
        made.append(
            f'<path d="M{px(due)} {px(at)}H{px(end)}" stroke="var(--late)" stroke-width="2" '
            'stroke-dasharray="4 2.5"/>'
        )
    made.append(
        f'<path d="M{px(due)} {px(at - 7)}V{px(at + 7)}" stroke="var(--ink)" stroke-width="1.6"/>'
    )
    made.append(_sign(row.standing, end, at))
    return "".join(made)


def _sign(standing: MilestoneStanding, at: float, row: float) -> str:
    """Return the sign of a state, told apart by its shape."""
    here = f'transform="translate({px(at)} {px(row)})"'
    match standing:
        case MilestoneStanding.DONE:
            return (
                f'<g {here}><circle r="6" fill="var(--ink)"/><path d="M-3 0l2 2.4 4 -4.6" '
                'fill="none" stroke="var(--card)" stroke-width="1.6"/></g>'
            )
        case MilestoneStanding.ON_TIME:
            return (
                f'<circle {here} r="5" fill="var(--card)" stroke="var(--ink)" stroke-width="1.8"/>'
            )
        case MilestoneStanding.LATE | MilestoneStanding.OVERDUE:
            return (
                f'<path {here} d="M0 -6.5L6.5 5.5H-6.5z" fill="var(--late)" '
                'stroke="var(--late-edge)" stroke-width="1.2"/>'
            )
        case MilestoneStanding.BLOCKED:
            return (
                f'<g {here}><rect x="-6" y="-6" width="12" height="12" fill="var(--late-tint)" '
                'stroke="var(--late-edge)" stroke-width="1.6"/><path d="M-3.5 -3.5l7 7M3.5 '
                '-3.5l-7 7" stroke="var(--late-edge)" stroke-width="1.6"/></g>'
            )
        case MilestoneStanding.CANCELLED:
            return (
                f'<g {here}><circle r="5" fill="var(--card)" stroke="var(--muted)"/>'
                '<path d="M-7 0H7" stroke="var(--muted)" stroke-width="1.4"/></g>'
            )


def _today(chart: Chart, *, top: float, bottom: float, x: Place) -> str:
    if chart.today is None:
        return ""
    at = x(chart.today)
    anchor = "start" if day_share(chart.today, chart.first_day, chart.last_day) < 0.5 else "end"
    return (
        f'<path d="M{px(at)} {px(top - 2)}V{px(bottom)}" stroke="var(--flow)" stroke-width="1.6" '
        'stroke-dasharray="2 3"/>'
        f'<text x="{px(at)}" y="{px(top - 6)}" font-size="11" font-weight="700" '
        f'text-anchor="{anchor}" fill="var(--ink)">today {day(chart.today)}</text>'
    )
