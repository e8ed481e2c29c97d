"""Utilisation: how much of the most used limits is used, week by week or day by day."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reassure.brief.figures.axes import AXIS_PX, day_axis_below, day_share
from reassure.brief.svg import boxes, picture, px, shortened, text
from reassure.brief.utilisation import Usage
from reassure.brief.words import count, day, days_in, number, percent, span

_TOP_PX = 4
_END = ' text-anchor="end"'
_MUTED_END = f'{_END} fill="var(--muted)"'


@dataclass(frozen=True, slots=True)
class _Look:
    """Where the parts of a row stand [px], and how many characters names get at most."""

    width_px: int
    left_px: int
    plot_px: int
    row_px: int
    bar_px: tuple[float, float]
    text_px: float
    first_px: float
    note_px: float
    note_look: str
    joins: bool
    joined: int
    place: int = 26
    limit: int = 30


LOOK = _Look(930, 334, 480, 20, (1.5, 18.5), 14.2, 2, 822, "", joins=False, joined=52)
"""Names and limits left of the rows."""

NARROW = _Look(350, 1, 348, 36, (17, 32), 12, 1, 349, _END, joins=True, joined=55)
"""Name and limit above each row."""

BANDS: tuple[tuple[float, str], ...] = (
    (0.25, "up to 25 %"),
    (0.5, "to 50 %"),
    (0.75, "to 75 %"),
    (0.999, "to under 100 %"),
    (float("inf"), "all of it used"),
)
"""Upper end of each band of the share that is used, and its name."""


def band_of(share: float) -> int:
    """Return the band that a share of a limit falls in."""
    return next(i for i, (upper, _) in enumerate(BANDS) if share <= upper)


def utilisation_rows(found: list[Usage]) -> list[dict[str, Any]]:
    """Return spans of weeks or days in one band, by row; neighbours of one band are one."""
    spans: list[dict[str, Any]] = []
    for row, limit in enumerate(found):
        for cell in limit.cells:
            if cell.share <= 0:
                continue
            band, last = band_of(cell.share), spans[-1] if spans else None
            if last and (last["row"], last["band"], last["until"]) == (row, band, cell.from_day):
                last["until"] = cell.until_day
            else:
                spans.append(
                    {"row": row, "band": band, "from": cell.from_day, "until": cell.until_day}
                )
    return spans


def utilisation_sentence(found: list[Usage], *, step: int) -> str:
    """Say which limit is used most, when most of it, and how many have queues."""
    first = found[0]
    busiest = first.busiest()
    words = (
        f"Most used is {first.binding.place} – {first.binding.limit}: "
        f"{percent(first.mean_share)} of it over the whole movement"
    )
    if step == 1:
        words += f", {percent(busiest.share)} on {day(busiest.from_day)}."
    else:
        when = span(*days_in(busiest.from_day, busiest.until_day))
        words += f", {percent(busiest.share)} in the week {when}."
    n = sum(1 for row in found if row.queue_load_days > 0)
    if not n:
        return f"{words} Nothing waits for any of these."
    return f"{words} Loads wait for {number(n)} of the {count(len(found), 'limit')} shown."


def utilisation_picture(
    found: list[Usage],
    *,
    first_day: int,
    last_day: int,
    name: str,
    title: str,
    sentence: str,
    is_narrow: bool = False,
) -> Markup:
    """Return one row by limit, coloured by the share used, with a dot where loads wait.

    Parameters
    ----------
    found
        Limits, the most used first; at least one.
    first_day, last_day
        Ends of the axis.
    name, title, sentence
        As for every figure.
    is_narrow
        Whether names stand above their rows, as on a phone, instead of beside them.
    """
    look = NARROW if is_narrow else LOOK
    bottom = _TOP_PX + len(found) * look.row_px

    def x(at: float) -> float:
        return look.left_px + look.plot_px * day_share(at, first_day, last_day)

    bands: list[list[tuple[float, float, float, float]]] = [[] for _ in BANDS]
    for part in utilisation_rows(found):
        top = _TOP_PX + part["row"] * look.row_px + look.bar_px[0]
        below = _TOP_PX + part["row"] * look.row_px + look.bar_px[1]
        bands[part["band"]].append((x(part["from"]), top, x(part["until"]), below))
    middle = sum(look.bar_px) / 2
    dots = "".join(
        f"M{px(x((cell.from_day + cell.until_day) / 2))} "
        f"{px(_TOP_PX + row * look.row_px + middle)}h0"
        for row, limit in enumerate(found)
        for cell in limit.cells
        if cell.queue_load_days > 0
    )
    drawn = "".join(
        f'<path d="{boxes(band)}" fill="var(--use-{i})"/>' for i, band in enumerate(bands) if band
    )
    ticks = 4 if is_narrow else 6
    axis = day_axis_below(
        first_day, last_day, left=look.left_px, width=look.plot_px, top=bottom, ticks=ticks
    )
    body = (
        f'{drawn}<g fill="none" stroke-linecap="round">'
        f'<path d="{dots}" stroke="var(--card)" stroke-width="8.4"/>'
        f'<path d="{dots}" stroke="var(--late)" stroke-width="6"/></g>'
        f"{_texts(found, look)}{axis}"
    )
    size = (look.width_px, bottom + AXIS_PX)
    return picture(body, name, title=title, sentence=sentence, size=size)


def _texts(found: list[Usage], look: _Look) -> str:
    made: list[str] = []
    for i, row in enumerate(found):
        top = _TOP_PX + i * look.row_px
        y = px(top + look.text_px)
        limit = "" if row.says_limit else row.binding.limit.partition(":")[0]
        if look.joins:
            words = f"{row.binding.place}: {limit}" if limit else row.binding.place
            made.append(_text(words, look.joined - len(_note(row)), look.first_px, y))
        elif limit:
            made.append(_text(row.binding.place, look.place, look.first_px, y))
            made.append(_text(limit, look.limit, look.left_px - 8, y, _MUTED_END))
        else:
            # A name that says what is limited takes the room of both columns.
            made.append(_text(row.binding.place, look.joined, look.first_px, y))
        made.append(_text(_note(row), look.joined, look.note_px, y, look.note_look))
    return f'<g fill="var(--ink)" font-size="12">{"".join(made)}</g>'


def _text(words: str, most: int, x: float, y: str, look: str = "") -> str:
    return f'<text x="{px(x)}" y="{y}"{look}>{text(shortened(words, most))}</text>'


def _note(row: Usage) -> str:
    """Return the mean share, and beside it how far the limit is used on its busiest days."""
    share = percent(row.mean_share)
    if row.full_days:
        return f"{share}, full {number(row.full_days)} d"
    return f"{share}, peak {percent(row.peak_share)}" if row.queue_load_days else share
