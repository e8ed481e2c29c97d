"""Time and distance: every batch of loads as a line along the main corridor."""

from collections.abc import Mapping
from math import fsum

from markupsafe import Markup

from reassure.brief.corridor import Batch, Corridor
from reassure.brief.figures.axes import AXIS_PX, day_axis_below, day_share
from reassure.brief.figures.common import spread
from reassure.brief.names import location_name
from reassure.brief.svg import picture, px, shortened, text
from reassure.brief.weeks import WEEK
from reassure.brief.words import count, kilometres, number, span, tonnes
from reassure.model.plan import Plan

PLOT_PX = 720
NARROW_PLOT_PX = 228
HEIGHT = 440
MOST_LINES = 200
LONGEST_DAYS = 150
"""Most days that are drawn; over more a line of a few days stands upright."""

_LABEL_PX = 194
_NARROW_LABEL_PX = 126
_KM_PX = 76
_LEAD_PX = 17
_RIGHT_PX = 4
_TOP_PX = 8
_CHARACTER_PX = 6.2
_LABEL_GAP_PX = 15
_THINNEST_PX = 0.9
_WIDEST_PX = 3.4

WIDTH = _LABEL_PX + PLOT_PX + _RIGHT_PX
"""Width of the picture [px]."""


def window(found: list[Batch]) -> tuple[int, int]:
    """Return first and last day on which what is drawn sets out.

    All, or the 150 days in which most sets out; these begin with a whole week, the first of
    several in which equally much does.
    """
    starts = [batch.points[0][0] for batch in found]
    first, last = min(starts), max(starts)
    if last - first < LONGEST_DAYS:
        return first, last
    best = max(
        range(first // WEEK * WEEK, last - LONGEST_DAYS + WEEK, WEEK),
        key=lambda day: (
            fsum(b.tonnes for b in found if 0 <= b.points[0][0] - day < LONGEST_DAYS),
            -day,
        ),
    )
    return best, best + LONGEST_DAYS - 1


def drawn(found: list[Batch]) -> list[Batch]:
    """Return the batches that set out in the window, the heaviest that find room."""
    first, last = window(found)
    return [batch for batch in found if first <= batch.points[0][0] <= last][:MOST_LINES]


def corridor_sentence(plan: Plan, corridor: Corridor, found: list[Batch]) -> str:
    """Say which way it is, what goes all along it, and what of it is drawn."""
    shown = drawn(found)
    words = (
        f"From {location_name(plan, corridor.places[0])} to "
        f"{location_name(plan, corridor.places[-1])}, {kilometres(corridor.km[-1])}: "
        f"{tonnes(corridor.tonnes)} in {count(corridor.n_loads, 'load')} go all of the way; "
        "others join or leave it."
    )
    words += " Every line is a batch of one unit's loads that move alike"
    if len(shown) == len(found):
        return f"{words}."
    return (
        f"{words}: {number(len(shown))} of {number(len(found))} are drawn, those that set out "
        f"{span(*window(found))}, when most do."
    )


def corridor_picture(
    plan: Plan,
    corridor: Corridor,
    found: list[Batch],
    tones: Mapping[str, str],
    *,
    name: str,
    title: str,
    sentence: str,
    is_narrow: bool = False,
) -> Markup:
    """Return day against distance, the destination at the top, the places at their distances.

    Parameters
    ----------
    found
        Batches, the heaviest first; at least one.
    tones
        CSS variable of every owner's lines; an owner without one has the tone of flows.
    name, title, sentence
        As for every figure.
    is_narrow
        Whether it is drawn for a phone, without the distances.
    """
    shown = drawn(found)
    first = window(found)[0]
    last = max([first + 1, *(batch.points[-1][0] for batch in shown)])
    most = max((batch.tonnes for batch in shown), default=0.0)
    left, plot = (_NARROW_LABEL_PX, NARROW_PLOT_PX) if is_narrow else (_LABEL_PX, PLOT_PX)
    long = corridor.km[-1]
    # Lines of one look are one path, which takes a tenth of the room of a path for each.
    courses: dict[tuple[str, float], list[str]] = {}
    for batch in shown:
        share = batch.tonnes / most if most else 0.0
        look = tones.get(batch.owner, "flow"), round(max(_THINNEST_PX, _WIDEST_PX * share), 1)
        course = "L".join(
            f"{px(left + plot * day_share(day, first, last))} {px(_y(km, long))}"
            for day, km in batch.points
        )
        courses.setdefault(look, []).append(f"M{course}")
    lines = "".join(
        f'<path d="{"".join(parts)}" stroke="var(--{tone})" stroke-width="{width:g}"/>'
        for (tone, width), parts in courses.items()
    )
    axis = day_axis_below(
        first, last, left=left, width=plot, top=_TOP_PX + HEIGHT, ticks=4 if is_narrow else 8
    )
    body = (
        f"{_places(plan, corridor, left=left, plot=plot, is_narrow=is_narrow)}"
        f'<g fill="none" stroke-linejoin="round" stroke-opacity="0.85">{lines}</g>{axis}'
    )
    size = (left + plot + _RIGHT_PX, _TOP_PX + HEIGHT + AXIS_PX)
    return picture(body, name, title=title, sentence=sentence, size=size)


def _y(km: float, long: float) -> float:
    return _TOP_PX + HEIGHT * (1 - km / long)


def _places(plan: Plan, corridor: Corridor, *, left: int, plot: int, is_narrow: bool) -> str:
    heights = [_y(km, corridor.km[-1]) for km in corridor.km]
    rules = "".join(f"M{left} {px(y)}H{left + plot}" for y in heights)
    leads: list[str] = []
    names: list[str] = []
    far: list[str] = []
    most = int((left - (_LEAD_PX if is_narrow else _KM_PX)) / _CHARACTER_PX)
    for place, km, y, at in zip(
        corridor.places, corridor.km, heights, spread(heights, _LABEL_GAP_PX), strict=True
    ):
        leads.append(f"M{left - 14} {px(at)}L{left - 2} {px(y)}")
        words = text(shortened(location_name(plan, place), most))
        names.append(f'<text x="2" y="{px(at + 4.2)}">{words}</text>')
        far.append(f'<text x="{left - _LEAD_PX}" y="{px(at + 4.2)}">{kilometres(km)}</text>')
    distances = f'<g fill="var(--muted)" text-anchor="end">{"".join(far)}</g>'
    return (
        f'<path d="{rules}" stroke="var(--rule)"/>'
        f'<path d="{"".join(leads)}" fill="none" stroke="var(--muted)" stroke-width="0.8"/>'
        f'<g fill="var(--ink)" font-size="12">{"".join(names)}{"" if is_narrow else distances}</g>'
    )
