"""Upgrades: what each saves against what it costs."""

from typing import Any

import altair as alt

from reassure.brief.figures.common import WIDE, Picture, values
from reassure.brief.palette import tone
from reassure.brief.words import capital
from reassure.model.plan import Plan
from reassure.model.upgrade_results import Upgrades

HEIGHT = 260
_SCALES = ((1e9, "billions"), (1e6, "millions"), (1e3, "thousands"), (1.0, ""))


def gain_rows(upgrades: Upgrades) -> list[dict[str, Any]]:
    """Return cost, gain and its interval of every upgrade that was worked out."""
    return [
        {
            "rank": str(row.rank),
            "cost": row.cost,
            "gain": row.gain,
            "low": row.gain_low,
            "high": row.gain_high,
            "is_sure": bool(row.is_distinguishable),
        }
        for row in sorted(upgrades.upgrade_values, key=lambda row: row.rank)
        if row.gain is not None
    ]


def gain_chart(plan: Plan, upgrades: Upgrades, *, unit: str) -> Picture:
    """Return gains with their intervals against cost, each with its number in the list.

    A filled mark is a gain that is proven, a hollow one may be none.
    """
    rows = gain_rows(upgrades)
    dearest = max([row["cost"] for row in rows], default=0.0)
    scale, word = next(pair for pair in _SCALES if dearest >= pair[0] or pair[0] == 1.0)
    drawn = [row | {"cost": row["cost"] / scale} for row in rows]
    title = f"cost, {plan.meta.currency}, {word}" if word else f"cost, {plan.meta.currency}"
    most = max([row["high"] for row in rows], default=0.0) or 1.0
    x = alt.X(
        "cost:Q",
        axis=alt.Axis(title=title, tickCount=7),
        scale=alt.Scale(domain=[0, max(dearest / scale * 1.08, 1e-9)], nice=False),
    )
    y = alt.Scale(domain=[0, most * 1.05], nice=False)
    axis = alt.Axis(title=capital(f"{unit} saved"), tickCount=5)
    rules = (
        alt.Chart(values(drawn))
        .mark_rule(color=tone("bar-edge"), strokeWidth=1.5)
        .encode(x=x, y=alt.Y("low:Q", scale=y, axis=axis), y2=alt.Y2("high:Q"))
    )
    layers: list[alt.Chart] = [rules]
    for is_sure, fill in ((True, tone("ink")), (False, tone("card"))):
        own = [row for row in drawn if row["is_sure"] is is_sure]
        layers.append(
            alt.Chart(values(own))
            .mark_point(size=70, filled=True, fill=fill, stroke=tone("ink"), opacity=1)
            .encode(x=x, y=alt.Y("gain:Q", scale=y, axis=axis))
        )
    labels = (
        alt.Chart(values(drawn))
        .mark_text(align="left", baseline="middle", dx=8, color=tone("ink"))
        .encode(x=x, y=alt.Y("gain:Q", scale=y, axis=axis), text=alt.Text("rank:N"))
    )
    return alt.layer(*layers, labels).properties(width=WIDE, height=HEIGHT)
