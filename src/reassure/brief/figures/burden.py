"""Burden: what each nation carries, against its share of people and product of all that give."""

from collections.abc import Iterable
from typing import Any

import altair as alt

from reassure.brief.figures.common import Picture, values
from reassure.brief.names import nation_name, objective_order
from reassure.brief.palette import edge, tone
from reassure.brief.words import capital, listed, money, number, percent
from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan
from reassure.model.results import Costs, ForcePlan

WIDTH = 590
SIZES = {"population_share": "population", "gdp_share": "economy"}
"""Measures of a nation's size that its burden is held against."""
LEAST_SHARE = 0.01
"""Nations that carry less are left out of the sentence: one unit of a small state is much."""
_ROW_PX = 20
_LABEL_PX = 150


def burden_rows(plan: Plan, force_plan: ForcePlan, costs: Costs | None) -> list[dict[str, Any]]:
    """Return person-months, their share, the shares of size and the cost, by nation.

    Shares of population, and of gross domestic product, are over the nations that give and of
    which the plan states it.
    """
    months: dict[str, dict[str, float]] = {}
    for tour in force_plan.assignments:
        if tour.offer not in plan.offers or tour.requirement not in plan.requirements:
            continue
        offer = plan.offers[tour.offer]
        persons = plan.capabilities[offer.capability].persons
        objective = plan.requirements[tour.requirement].objective
        served = persons * (tour.until_day - tour.from_day) / MONTH_DAYS
        by_objective = months.setdefault(offer.nation, {})
        by_objective[objective] = by_objective.get(objective, 0.0) + served
    total = sum(sum(parts.values()) for parts in months.values())
    people = _shares(plan, months, "population")
    product = _shares(plan, months, "gdp_bn")
    amounts = {} if costs is None else costs.by_nation
    rows = [
        {
            "nation": nation,
            "name": nation_name(plan, nation),
            "person_months": sum(parts.values()),
            "by_objective": dict(sorted(parts.items())),
            "share": sum(parts.values()) / total if total else 0.0,
            "population_share": people.get(nation),
            "gdp_share": product.get(nation),
            "cost": amounts.get(nation),
        }
        for nation, parts in months.items()
    ]
    return sorted(rows, key=lambda row: (-row["person_months"], row["nation"]))


def burden_sentence(rows: list[dict[str, Any]]) -> str:
    """Say who carries most, and who most beyond their size."""
    if not rows:
        return "Nobody serves."
    first = rows[: min(3, len(rows))]
    names = listed([row["name"] for row in first])
    share = percent(sum(row["share"] for row in first))
    text = f"{capital(names)} carry {share} of all person-months."
    if told := [said for size in SIZES if (said := _most_for_size(rows, size))]:
        text += f" Of nations that carry at least {percent(LEAST_SHARE)}, {', and '.join(told)}."
    return text


def _shares(plan: Plan, nations: Iterable[str], field: str) -> dict[str, float]:
    """Return the share of each nation in a size of all those of which the plan states it."""
    known = {nation: plan.nations[nation] for nation in nations if nation in plan.nations}
    sizes = {nation: getattr(row, field) or 0.0 for nation, row in known.items()}
    total = sum(sizes[nation] for nation in sorted(sizes))
    return {nation: size / total for nation, size in sizes.items() if size > 0}


def _most_for_size(rows: list[dict[str, Any]], size: str) -> str:
    """Return who carries most beyond its size; empty where nobody carries much more."""
    known = [row for row in rows if row[size] and row["share"] >= LEAST_SHARE]
    if not known:
        return ""
    most = max(known, key=lambda row: (row["share"] / row[size], row["nation"]))
    ratio = most["share"] / most[size]
    if ratio <= 1.2:
        return ""
    return f"{most['name']} carries most for its {SIZES[size]}: {number(ratio, 1)} times its share"


def burden_chart(
    plan: Plan, rows: list[dict[str, Any]], *, colours: dict[str, str], currency: str
) -> Picture:
    """Return bars by nation, divided by objective, with a mark for each measure of its size."""
    order = objective_order(plan)
    scale_y = alt.Scale(domain=[0, len(rows)], nice=False, reverse=True)
    bars, marks, diamonds, texts = [], [], [], []
    for i, row in enumerate(rows):
        total, left = row["person_months"], 0.0
        for objective in sorted(row["by_objective"], key=order.index):
            width = row["share"] * row["by_objective"][objective] / total if total else 0.0
            place = {"from": left, "until": left + width, "top": i + 0.2, "bottom": i + 0.82}
            bars.append({**place, "objective": objective})
            left += width
        texts.append(
            {
                "centre": i + 0.5,
                "name": row["name"],
                "end": max(row["share"], *(row[size] or 0.0 for size in SIZES)),
                "months": number(row["person_months"]),
                "cost": "" if row["cost"] is None else money(row["cost"], currency),
            }
        )
        if row["population_share"] is not None:
            marks.append({"share": row["population_share"], "top": i + 0.06, "bottom": i + 0.94})
        if row["gdp_share"] is not None:
            diamonds.append({"share": row["gdp_share"], "centre": i + 0.5})
    far = max([text["end"] for text in texts] + [0.01]) * 1.02
    axis = alt.Axis(title="share of all person-months", format=".0%", tickCount=4, orient="top")
    x_scale = alt.Scale(domain=[0, far], nice=False)
    y = alt.Y("centre:Q", scale=scale_y, axis=None)
    box = {
        "y": alt.Y("top:Q", scale=scale_y, axis=None),
        "y2": alt.Y2("bottom:Q"),
    }
    layers = [
        _bars([bar for bar in bars if bar["objective"] == key], colours[key], x_scale, axis, box)
        for key in order
        if any(bar["objective"] == key for bar in bars)
    ]
    population = (
        alt.Chart(values(marks))
        .mark_rule(color=tone("ink"), strokeWidth=2.2)
        .encode(x=alt.X("share:Q", scale=x_scale, axis=axis), **box)
    )
    product = (
        alt.Chart(values(diamonds))
        .mark_point(
            shape="diamond",
            size=80,
            filled=True,
            fill=tone("card"),
            stroke=tone("ink"),
            strokeWidth=1.6,
        )
        .encode(x=alt.X("share:Q", scale=x_scale, axis=axis), y=y)
    )
    base = alt.Chart(values(texts)).encode(y=y)
    text = {"baseline": "middle", "fontSize": 12}
    columns = [
        base.mark_text(align="left", limit=_LABEL_PX - 10, **text).encode(
            x=alt.XValue(-_LABEL_PX), text=alt.Text("name:N")
        ),
        base.mark_text(align="right", **text).encode(
            x=alt.XValue(WIDTH + 62), text=alt.Text("months:N")
        ),
        base.mark_text(align="right", **text).encode(
            x=alt.XValue(WIDTH + 155), text=alt.Text("cost:N")
        ),
        *_heads(has_cost=any(row["cost"] is not None for row in rows)),
    ]
    return alt.layer(*layers, population, *([product] if diamonds else []), *columns).properties(
        width=WIDTH, height=len(rows) * _ROW_PX
    )


def _heads(*, has_cost: bool) -> list[alt.Chart]:
    heads = [("person-months", WIDTH + 62)] + ([("cost", WIDTH + 155)] if has_cost else [])
    return [
        alt.Chart(values([{"text": text}]))
        .mark_text(align="right", baseline="bottom", color=tone("muted"), fontSize=12)
        .encode(x=alt.XValue(x), y=alt.YValue(-8), text=alt.Text("text:N"))
        for text, x in heads
    ]


def _bars(
    rows: list[dict[str, Any]], colour: str, scale: alt.Scale, axis: alt.Axis, box: dict[str, Any]
) -> alt.Chart:
    return (
        alt.Chart(values(rows))
        .mark_rect(color=colour, stroke=edge(colour), strokeWidth=0.8)
        .encode(x=alt.X("from:Q", scale=scale, axis=axis), x2=alt.X2("until:Q"), **box)
    )
