"""Supply by place, and cost."""

from reassure.brief.context import Key, PlainTable, Row, Section
from reassure.brief.endings import partial_basis
from reassure.brief.figures import money, supply_levels
from reassure.brief.figures.common import WIDE
from reassure.brief.names import (
    binding_words,
    location_name,
    objective_name,
    objective_order,
    supply_class_name,
)
from reassure.brief.sections.drawing import Drawing
from reassure.brief.trust import absent
from reassure.brief.words import day, number
from reassure.brief.words import money as amount_words

MOST_DRY_ROWS = 10


def supply_section(drawing: Drawing) -> Section:
    """Return days of supply by place and class, and what binds where it runs dry."""
    plan, supply = drawing.plan, drawing.run.supply
    title = "Supply by place"
    if supply is None:
        return Section("supply", title, absent=absent("sustain"))
    sites = supply_levels.worst_sites(supply)
    if not sites:
        return Section("supply", title, absent="Nothing is consumed.")
    shown = sites[: supply_levels.MAX_ROWS]
    chart = supply_levels.supply_chart(
        plan, supply_levels.level_rows(supply, shown), shown, last_day=plan.meta.horizon_days
    )
    sentence = supply_levels.supply_sentence(plan, supply)
    if len(shown) < len(sites):
        sentence += f" The {len(shown)} lowest of {len(sites)} are drawn."
    dry = [row for row in supply.supply_sites if row.first_short_day is not None]
    dry.sort(key=lambda row: (row.first_short_day or 0, row.location, row.supply_class))
    table = PlainTable(
        "Where supply runs dry, first day first",
        ("Place", "Class", "First short", "Not met, t", "Of consumption, t", "What binds"),
        tuple(
            Row(
                (
                    location_name(plan, row.location),
                    supply_class_name(plan, row.supply_class),
                    day(row.first_short_day),
                    number(row.unmet_t, 1),
                    number(row.consumed_t + row.unmet_t, 1),
                    binding_words(plan, row.binding).text if row.binding else "–",
                ),
                reference=row.binding or "",
            )
            for row in dry[:MOST_DRY_ROWS]
        ),
        numeric=(3, 4),
        reference_at=5,
    )
    return Section(
        "supply",
        title,
        lead=partial_basis(drawing.run.force_plan, drawing.run.deployment),
        figures=(drawing.draw(chart, "supply", "Days of supply, lowest of each week", sentence),),
        key=tuple(Key(f"supply-{i}", text) for i, (_, text) in enumerate(supply_levels.BANDS)),
        table=table if dry else None,
    )


def cost_section(drawing: Drawing) -> Section:
    """Return what the plan costs by period and objective."""
    plan, costs = drawing.plan, drawing.run.costs
    title = "Cost"
    if costs is None:
        return Section("cost", title, absent=absent("cost"))
    sentence = money.cost_sentence(plan, costs)
    if not costs.total:
        return Section("cost", title, absent=sentence)
    heading = "Cost by period and objective"
    chart = money.cost_chart(plan, costs, colours=drawing.colours, width=WIDE)
    kinds = sorted({row.kind for row in costs.costs})
    sums: dict[tuple[str, str], float] = {}
    for row in costs.costs:
        key = (row.objective, row.kind)
        sums[key] = sums.get(key, 0.0) + row.amount
    ids = [key for key in objective_order(plan) if key in costs.by_objective]
    table = PlainTable(
        "Cost by objective and kind",
        ("Objective", *(kind.replace("_", " ") for kind in kinds), "all"),
        tuple(
            Row(
                (
                    objective_name(plan, key),
                    *(
                        amount_words(sums[key, kind], costs.currency)
                        if (key, kind) in sums
                        else "–"
                        for kind in kinds
                    ),
                    amount_words(costs.by_objective[key], costs.currency),
                ),
                tone=drawing.tones[key],
            )
            for key in ids
        ),
        numeric=tuple(range(1, len(kinds) + 2)),
    )
    return Section(
        "cost",
        title,
        lead=partial_basis(drawing.run.force_plan, drawing.run.deployment),
        figures=(drawing.draw(chart, "cost", heading, sentence),),
        table=table,
    )
