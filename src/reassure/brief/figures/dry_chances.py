"""Where and when a class may run dry: most tonnes first, by week, coloured by chance."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reassure.brief.dryness import DryStock, dry_words, short_words, stock_name
from reassure.brief.figures.axes import AXIS_PX, day_axis_below, day_share
from reassure.brief.names import place_name, supply_class_name
from reassure.brief.svg import boxes, picture, px, shortened, text
from reassure.brief.words import count, number, percent, verb
from reassure.model.plan import Plan

MOST_ROWS = 24
WEEK = 7
DAYS_BY_DAY = 84
"""Up to so long a time every column is a day, beyond it a week."""

BANDS: tuple[tuple[float, str], ...] = (
    (0.05, "up to 5 of 100 runs"),
    (0.25, "up to 25"),
    (0.5, "up to 50"),
    (0.9, "up to 90"),
    (float("inf"), "more than 90"),
)
"""Upper end of each band of chances, and its name."""

_TOP_PX = 4


@dataclass(frozen=True, slots=True)
class _Look:
    """Where the parts of a row stand [px], and how many letters a place and its class get."""

    width_px: int
    left_px: int
    plot_px: int
    row_px: int
    bar_px: tuple[float, float]
    text_px: float
    letters: int
    spare: int = 28


LOOK = _Look(930, 334, 480, 20, (1.5, 18.5), 14.2, 25)
"""Place and class left of the rows."""

NARROW = _Look(350, 1, 348, 36, (17, 32), 12, 58)
"""Place and class above each row."""


def step_days(last_day: float) -> int:
    """Return how many days a column has."""
    return 1 if last_day <= DAYS_BY_DAY else WEEK


def band_of(chance: float) -> int:
    """Return the band that a chance falls in."""
    return next(i for i, (upper, _) in enumerate(BANDS) if chance <= upper)


def chance_rows(stocks: list[DryStock], *, step: int) -> list[dict[str, Any]]:
    """Return spans in one band by row: of each week the day with the greatest chance."""
    spans: list[dict[str, Any]] = []
    for row, stock in enumerate(stocks):
        worst: dict[int, float] = {}
        for at, chance in stock.chances.items():
            worst[at // step] = max(worst.get(at // step, 0.0), chance)
        for column in sorted(worst):
            band, last = band_of(worst[column]), spans[-1] if spans else None
            from_day, until_day = column * step, (column + 1) * step
            if last and (last["row"], last["band"], last["until"]) == (row, band, from_day):
                last["until"] = until_day
            else:
                spans.append({"row": row, "band": band, "from": from_day, "until": until_day})
    return spans


def dry_sentence(plan: Plan, stocks: list[DryStock]) -> str:
    """Say how many stocks may run dry, and which lacks most.

    Parameters
    ----------
    stocks
        As `dry_stocks` returns them; at least one.
    """
    n, first = len(stocks), stocks[0]
    likely = sum(1 for stock in stocks if stock.stockout.chance > 0.5)
    told = (
        f"{count(n, 'stock')} {verb(n, 'runs', 'run')} dry in some run, "
        f"{number(likely) if likely else 'none'} in more than half of them. Most is short of "
        f"{stock_name(plan, first, is_first=False)}: {dry_words(first)}. Beside each row: chance "
        "that it ever runs dry, and what is short, mean summed over days."
    )
    return told if n <= MOST_ROWS else f"{told} The {MOST_ROWS} that lack most are drawn."


def dry_picture(
    plan: Plan,
    stocks: list[DryStock],
    *,
    last_day: float,
    name: str,
    title: str,
    sentence: str,
    is_narrow: bool = False,
) -> Markup:
    """Return one row by place and class, coloured by the chance that demand is not met.

    Parameters
    ----------
    stocks
        Those to draw; at least one.
    last_day
        End of the axis, which starts on C-day.
    name, title, sentence
        As for every figure.
    is_narrow
        Whether names stand above their rows, as on a phone, instead of beside them.
    """
    look = NARROW if is_narrow else LOOK
    bottom = _TOP_PX + len(stocks) * look.row_px

    def x(at: float) -> float:
        return look.left_px + look.plot_px * day_share(at, 0, last_day)

    bands: list[list[tuple[float, float, float, float]]] = [[] for _ in BANDS]
    for part in chance_rows(stocks, step=step_days(last_day)):
        top = _TOP_PX + part["row"] * look.row_px
        sides = (x(part["from"]), top + look.bar_px[0], x(part["until"]), top + look.bar_px[1])
        bands[part["band"]].append(sides)
    rails = boxes(
        (x(0), top + look.bar_px[1], x(last_day), top + look.bar_px[1] + 0.8)
        for top in (_TOP_PX + i * look.row_px for i in range(len(stocks)))
    )
    drawn = "".join(
        f'<path d="{boxes(band)}" fill="var(--risk-{i})"/>' for i, band in enumerate(bands) if band
    )
    axis = day_axis_below(
        0, last_day, left=look.left_px, width=look.plot_px, top=bottom, ticks=4 if is_narrow else 6
    )
    names = "".join(_names(plan, stock, i, look) for i, stock in enumerate(stocks))
    body = (
        f'<path d="{rails}" fill="var(--grid)"/>{drawn}'
        f'<g fill="var(--ink)" font-size="12">{names}</g>{axis}'
    )
    size = (look.width_px, bottom + AXIS_PX)
    return picture(body, name, title=title, sentence=sentence, size=size)


def _names(plan: Plan, stock: DryStock, row: int, look: _Look) -> str:
    y = px(_TOP_PX + row * look.row_px + look.text_px)
    place = place_name(plan, stock.stockout.location)
    what = supply_class_name(plan, stock.stockout.supply_class)
    note = f"{percent(stock.stockout.chance)}, {short_words(stock.stockout.unmet_t)}"
    if look is NARROW:
        words = shortened(f"{place}: {what}", look.letters - len(note))
        return (
            f'<text x="1" y="{y}">{text(words)}</text>'
            f'<text x="{look.width_px - 1}" y="{y}" text-anchor="end">{text(note)}</text>'
        )
    shown = shortened(place, look.letters)
    return (
        f'<text x="2" y="{y}">{text(shown)}</text>'
        f'<text x="{look.left_px - 8}" y="{y}" text-anchor="end" fill="var(--muted)">'
        f"{text(shortened(what, look.letters + look.spare - len(shown)))}</text>"
        f'<text x="{look.left_px + look.plot_px + 8}" y="{y}">{text(note)}</text>'
    )
