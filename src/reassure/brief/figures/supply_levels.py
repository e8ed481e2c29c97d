"""Supply: days of supply by place and class, week by week, in bands."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from reassure.brief.figures.common import Picture, day_axis, values
from reassure.brief.names import location_name, supply_class_name
from reassure.brief.palette import tone
from reassure.brief.words import count, day, number, small, verb
from reassure.model.plan import Plan
from reassure.model.results import Supply

MAX_ROWS = 24
ROW_PX = 19
WIDTH = 480
_LABEL_PX = 345
_WEEK = 7

BANDS: tuple[tuple[float, str], ...] = (
    (0.0, "dry"),
    (3.0, "up to 3 days"),
    (10.0, "3 to 10 days"),
    (30.0, "10 to 30 days"),
    (float("inf"), "more than 30 days"),
)
"""Upper end of each band of days of supply, and its name."""


@dataclass(frozen=True, slots=True)
class Site:
    """One place and class in the picture."""

    location: str
    supply_class: str
    first_short_day: int | None
    min_days_of_supply: float | None


def worst_sites(supply: Supply) -> list[Site]:
    """Return the places and classes that are used, those that run dry first before the lowest."""
    used = [
        Site(row.location, row.supply_class, row.first_short_day, row.min_days_of_supply)
        for row in supply.supply_sites
        if row.min_days_of_supply is not None or row.first_short_day is not None
    ]
    far = float("inf")
    return sorted(
        used,
        key=lambda s: (
            far if s.first_short_day is None else s.first_short_day,
            far if s.min_days_of_supply is None else s.min_days_of_supply,
            s.location,
            s.supply_class,
        ),
    )


def band_of(days_of_supply: float, *, is_short: bool) -> int:
    """Return the band that days of supply fall in; unmet demand is dry whatever is on hand."""
    if is_short:
        return 0
    return next(i for i, (upper, _) in enumerate(BANDS) if i > 0 and days_of_supply <= upper)


def level_rows(supply: Supply, sites: list[Site]) -> list[dict[str, Any]]:
    """Return spans of weeks in one band by site: the lowest days of supply of each week."""
    rank = pl.DataFrame(
        {
            "location": [site.location for site in sites],
            "supply_class": [site.supply_class for site in sites],
            "row": range(len(sites)),
        }
    )
    weeks = (
        supply.supply_days.frame.join(rank, on=["location", "supply_class"])
        .with_columns(week=pl.col("day") // _WEEK)
        .group_by("row", "week")
        .agg(pl.col("days_of_supply").min(), pl.col("unmet_t").max())
        .filter(pl.col("days_of_supply").is_not_null() | (pl.col("unmet_t") > 0))
        .sort("row", "week")
    )
    spans: list[dict[str, Any]] = []
    for row, week, level, unmet in weeks.iter_rows():
        band = band_of(level if level is not None else 0.0, is_short=unmet > 0)
        last = spans[-1] if spans else None
        if last and (last["row"], last["band"], last["until"]) == (row, band, week * _WEEK):
            last["until"] += _WEEK
        else:
            spans.append(
                {"row": row, "band": band, "from": week * _WEEK, "until": (week + 1) * _WEEK}
            )
    return spans


def supply_sentence(plan: Plan, supply: Supply) -> str:
    """Say where supply fails first, or how low it falls."""
    sites = worst_sites(supply)
    if not sites:
        return "Nothing is consumed."
    dry = [site for site in sites if site.first_short_day is not None]
    lowest = min(
        (site for site in sites if site.min_days_of_supply is not None),
        key=lambda s: (s.min_days_of_supply or 0.0, s.location, s.supply_class),
        default=sites[0],
    )
    if not dry:
        return (
            f"No place runs short. {_site_name(plan, lowest)} falls lowest, to "
            f"{number(lowest.min_days_of_supply or 0.0, 1)} days of supply."
        )
    first = dry[0]
    return (
        f"{count(len(dry), 'stock')} of {number(len(sites))} {verb(len(dry), 'runs', 'run')} dry "
        "at some time, first "
        f"{small(supply_class_name(plan, first.supply_class))} at "
        f"{location_name(plan, first.location)} on {day(first.first_short_day)}."
    )


def supply_chart(
    plan: Plan, spans: list[dict[str, Any]], sites: list[Site], *, last_day: float
) -> Picture:
    """Return one row by site, coloured by band, with its first short day or least level."""
    rows = alt.Scale(domain=[0, len(sites)], nice=False, reverse=True)
    names = [f"supply-{i}" for i in range(len(BANDS))]
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
                    for s in spans
                ]
            )
        )
        .mark_rect()
        .encode(
            x=day_axis("from", last_day, ticks=6),
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
    texts = [
        {
            "centre": i + 0.5,
            "site": f"{location_name(plan, site.location)} ",
            "what": supply_class_name(plan, site.supply_class),
            "note": _note(site),
        }
        for i, site in enumerate(sites)
    ]
    base = alt.Chart(values(texts)).encode(y=alt.Y("centre:Q", scale=rows, axis=None))
    text = {"baseline": "middle", "fontSize": 12}
    return alt.layer(
        cells,
        base.mark_text(align="left", limit=_LABEL_PX - 200, **text).encode(
            x=alt.XValue(-_LABEL_PX), text=alt.Text("site:N")
        ),
        base.mark_text(align="right", color=tone("muted"), limit=188, **text).encode(
            x=alt.XValue(-8), text=alt.Text("what:N")
        ),
        base.mark_text(align="left", **text).encode(
            x=alt.XValue(WIDTH + 8), text=alt.Text("note:N")
        ),
    ).properties(width=WIDTH, height=len(sites) * ROW_PX)


def _note(site: Site) -> str:
    if site.first_short_day is not None:
        return f"dry {day(site.first_short_day)}"
    if site.min_days_of_supply is None:
        return ""
    return f"least {number(site.min_days_of_supply, 1)} d"


def _site_name(plan: Plan, site: Site) -> str:
    return f"{supply_class_name(plan, site.supply_class)} at {location_name(plan, site.location)}"
