"""Cost: what the plan costs by period and objective."""

from typing import Any

import altair as alt

from reassure.brief.figures.common import Picture, day_axis, end_labels, values
from reassure.brief.names import objective_name, objective_order
from reassure.brief.palette import edge
from reassure.brief.words import capital, day, money, percent
from reassure.model.plan import Plan
from reassure.model.results import Costs

HEIGHT = 220
_SCALES = ((1e9, "billions"), (1e6, "millions"), (1e3, "thousands"), (1.0, ""))


def cost_rows(plan: Plan, costs: Costs) -> list[dict[str, Any]]:
    """Return the amount by period and objective, stacked in the plan's order of objectives."""
    sums: dict[tuple[int, str], float] = {}
    for row in costs.costs:
        sums[row.period, row.objective] = sums.get((row.period, row.objective), 0.0) + row.amount
    periods = sorted({period for period, _ in sums})
    rows: list[dict[str, Any]] = []
    for period in periods:
        below = 0.0
        for objective in objective_order(plan):
            amount = sums.get((period, objective), 0.0)
            if amount:
                rows.append(
                    {
                        "period": period,
                        "objective": objective,
                        "amount": amount,
                        "from": plan.meta.periods.day(period),
                        "until": plan.meta.periods.day(period + 1),
                        "low": below,
                        "high": below + amount,
                    }
                )
                below += amount
    return rows


def cost_sentence(plan: Plan, costs: Costs) -> str:
    """Say the total, the largest objective and the dearest period."""
    if not costs.total:
        return "The plan costs nothing, or the plan states no prices."
    by_objective = costs.by_objective
    largest = max(by_objective, key=lambda key: (by_objective[key], key))
    by_period: dict[int, float] = {}
    for row in costs.costs:
        by_period[row.period] = by_period.get(row.period, 0.0) + row.amount
    dearest = max(by_period, key=lambda period: (by_period[period], -period))
    return (
        f"The plan costs {money(costs.total, costs.currency)} in prices of {costs.price_year}. "
        f"{capital(objective_name(plan, largest))} takes "
        f"{percent(by_objective[largest] / costs.total)}; the dearest period starts on "
        f"{day(plan.meta.periods.day(dearest))} "
        f"({money(by_period[dearest], costs.currency)})."
    )


def cost_chart(plan: Plan, costs: Costs, *, colours: dict[str, str], width: int) -> Picture:
    """Return stacked columns by period, each objective named at the last one."""
    rows = cost_rows(plan, costs)
    top_amount = max(row["high"] for row in rows)
    scale, word = next(pair for pair in _SCALES if top_amount >= pair[0] or pair[0] == 1.0)
    unit = f"{costs.currency}, {word} a period" if word else f"{costs.currency} a period"
    pad = plan.meta.period_days * 0.08
    drawn = [
        {**row, "from": row["from"] + pad, "until": row["until"] - pad,
         "low": row["low"] / scale, "high": row["high"] / scale}
        for row in rows
    ]  # fmt: skip
    top = top_amount / scale * 1.05
    y_scale = alt.Scale(domain=[0, top], nice=False)
    last_day = max(row["until"] for row in rows)
    columns = [
        alt.Chart(values([row for row in drawn if row["objective"] == key]))
        .mark_rect(color=colours[key], stroke=edge(colours[key]), strokeWidth=0.8)
        .encode(
            x=day_axis("from", last_day, ticks=7),
            x2=alt.X2("until:Q"),
            y=alt.Y("low:Q", scale=y_scale, axis=alt.Axis(title=unit, tickCount=5)),
            y2=alt.Y2("high:Q"),
        )
        for key in objective_order(plan)
        if any(row["objective"] == key for row in drawn)
    ]
    final = max(row["period"] for row in rows)
    names = [
        ((row["low"] + row["high"]) / 2, objective_name(plan, row["objective"]))
        for row in drawn
        if row["period"] == final
    ]
    labels = end_labels(names, top=top, height=HEIGHT, x=width)
    return alt.layer(*columns, labels).properties(width=width, height=HEIGHT)
