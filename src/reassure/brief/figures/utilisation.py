"""Utilisation: how much of the most used limits is used, week by week or day by day."""

from typing import Any

import altair as alt

from reassure.brief.figures.common import Picture, day_axis, values
from reassure.brief.palette import tone
from reassure.brief.utilisation import Usage
from reassure.brief.words import count, day, number, percent, span

ROW_PX = 19
WIDTH = 480
_LABEL_PX = 330
_NOTE_PX = 110

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
    text = (
        f"Most used is {first.binding.place} – {first.binding.limit}: "
        f"{percent(first.mean_share)} of it over the whole movement"
    )
    if step == 1:
        text += f", {percent(busiest.share)} on {day(busiest.from_day)}."
    else:
        when = span(busiest.from_day, busiest.until_day - 1)
        text += f", {percent(busiest.share)} in the week {when}."
    n = sum(1 for row in found if row.queue_load_days > 0)
    if not n:
        return f"{text} Nothing waits for any of these."
    return f"{text} Loads wait for {number(n)} of the {count(len(found), 'limit')} shown."


def utilisation_chart(found: list[Usage], *, first_day: int, last_day: int) -> Picture:
    """Return one row by limit, coloured by the share used, with a dot where loads wait.

    Parameters
    ----------
    found
        Limits, the most used first; at least one.
    first_day, last_day
        Ends of the axis.
    """
    rows = alt.Scale(domain=[0, len(found)], nice=False, reverse=True)
    names = [f"use-{i}" for i in range(len(BANDS))]
    axis = day_axis("from", last_day, first_day=first_day, ticks=6)
    cells = (
        alt.Chart(
            values(
                [
                    {
                        **s,
                        "top": s["row"] + 0.08,
                        "bottom": s["row"] + 0.92,
                        "tone": names[s["band"]],
                    }
                    for s in utilisation_rows(found)
                ]
            )
        )
        .mark_rect()
        .encode(
            x=axis,
            x2=alt.X2("until:Q"),
            y=alt.Y("top:Q", scale=rows, axis=None),
            y2=alt.Y2("bottom:Q"),
            color=alt.Color(
                "tone:N",
                scale=alt.Scale(domain=names, range=[tone(name) for name in names]),
                legend=None,
            ),
        )
    )
    queues = [
        {"day": (cell.from_day + cell.until_day) / 2, "centre": row + 0.5}
        for row, limit in enumerate(found)
        for cell in limit.cells
        if cell.queue_load_days > 0
    ]
    dots = (
        alt.Chart(values(queues))
        .mark_point(
            shape="circle", size=34, filled=True, opacity=1,
            fill=tone("late"), stroke=tone("card"), strokeWidth=1.2,
        )
        .encode(
            x=day_axis("day", last_day, first_day=first_day, ticks=6),
            y=alt.Y("centre:Q", scale=rows, axis=None),
        )
    )  # fmt: skip
    return alt.layer(cells, dots, *_texts(found, rows)).properties(
        width=WIDTH, height=len(found) * ROW_PX
    )


def _texts(found: list[Usage], rows: alt.Scale) -> list[alt.Chart]:
    texts = [
        {
            "centre": i + 0.5,
            "place": f"{row.binding.place} ",
            "limit": "" if row.says_limit else row.binding.limit.partition(":")[0],
            "note": _note(row),
        }
        for i, row in enumerate(found)
    ]

    def layer(some: list[dict[str, Any]], field: str, x: float, **look: Any) -> alt.Chart:
        return (
            alt.Chart(values(some))
            .mark_text(baseline="middle", fontSize=12, **look)
            .encode(
                x=alt.XValue(x),
                y=alt.Y("centre:Q", scale=rows, axis=None),
                text=alt.Text(f"{field}:N"),
            )
        )

    # A name that says what is limited takes the room of both columns.
    alone = [row for row in texts if not row["limit"]]
    others = [row for row in texts if row["limit"]]
    return [
        layer(alone, "place", -_LABEL_PX, align="left", limit=_LABEL_PX - 8),
        layer(others, "place", -_LABEL_PX, align="left", limit=_LABEL_PX - 174),
        layer(others, "limit", -8, align="right", color=tone("muted"), limit=162),
        layer(texts, "note", WIDTH + 8, align="left", limit=_NOTE_PX),
    ]


def _note(row: Usage) -> str:
    share = percent(row.mean_share)
    return f"{share}, full {number(row.full_days)} d" if row.full_days else share
