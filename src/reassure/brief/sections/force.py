"""Force: readiness over time, tours, burden by nation."""

from typing import Any

from reassure.brief.burdens import binding_limits
from reassure.brief.context import Key, PlainTable, Row, Section
from reassure.brief.draw import Figure
from reassure.brief.endings import cut_short
from reassure.brief.figures import burden, readiness, tours
from reassure.brief.figures.tour_bars import WIDTH, tour_picture
from reassure.brief.names import (
    line_name,
    location_name,
    nation_name,
    objective_name,
    objective_order,
    offer_name,
)
from reassure.brief.sections.drawing import Drawing
from reassure.brief.trust import absent
from reassure.brief.words import and_more, count, number
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

_MOST_STATIONS = 20
_MOST_LIMITS = 12
_SIZES = {
    "population_share": ("tick", "population"),
    "gdp_share": ("diamond", "gross domestic product"),
}
"""Mark of each measure of a nation's size, and what it is called."""


def readiness_section(drawing: Drawing) -> Section:
    """Return required and provided strength of every objective over time."""
    title, strength = "Readiness, as assigned by period", drawing.strength
    if strength is None:
        return Section("readiness", title, absent=absent("generate"))
    made = []
    stopped = cut_short(drawing.run.force_plan)
    for key in objective_order(drawing.plan):
        part = strength.of(key)
        if part.lines:
            chart = readiness.readiness_chart(part, drawing.colours[key])
            sentence = readiness.readiness_sentence(part, stopped=stopped)
            name = objective_name(drawing.plan, key)
            made.append(drawing.draw(chart, f"ready-{drawing.tones[key]}", name, sentence))
    return Section(
        "readiness",
        title,
        lead="What each objective asks for, and what is assigned to it, by period; when tours "
        "arrive is shown under arrivals.",
        figures=tuple(made),
        is_panels=True,
        key=(Key("dashed", "asked for"), Key("there", "assigned"), Key("late-tint", "missing")),
        absent="" if made else "No line asks for anything.",
    )


def tour_section(drawing: Drawing) -> Section:
    """Return tours by line, one picture for every objective, or for its sectors."""
    title, forces, strength = "Who serves when", drawing.run.force_plan, drawing.strength
    if forces is None or strength is None:
        return Section("tours", title, absent=absent("generate"))
    made = []
    for i, sheet in enumerate(tours.sheets(drawing.plan, forces, strength)):
        name = objective_name(drawing.plan, sheet.objective)
        sentence = tours.tour_sentence(drawing.plan, forces, sheet)
        heading, own = f"{name}, {sheet.sectors}" if sheet.sectors else name, f"tours-{i + 1}"
        svg = tour_picture(
            sheet,
            last_day=drawing.plan.meta.horizon_days,
            tone=drawing.tones[sheet.objective],
            name=own,
            title=heading,
            sentence=sentence,
        )
        made.append(Figure(own, heading, sentence, svg, WIDTH))
    return Section(
        "tours",
        title,
        lead="Every bar is one unit's tour, lettered with its nation's code.",
        figures=tuple(made),
        key=(*drawing.key(), Key("missing", "asked for, and nobody there")),
        table=_stations(drawing.plan, forces),
        absent="" if made else "No line asks for anything.",
    )


def _stations(plan: Plan, forces: ForcePlan) -> PlainTable | None:
    """Return how stations are kept, the dearest in units first; None where none are."""
    rows = sorted(forces.stations, key=lambda row: (-row.units_per_station, row.offer))
    if not rows:
        return None
    heads = ("Offer", "Line", "Base", "Distance, km", "Way out, h",
             "On station, h", "Turn-round, h", "Units for one station")  # fmt: skip
    cells = [
        (
            offer_name(plan, row.offer),
            line_name(plan, row.requirement),
            _base_name(plan, row.requirement),
            "–" if row.distance_km is None else number(row.distance_km),
            number(row.transit_h, 1),
            number(row.on_station_h, 1),
            number(row.turnaround_h, 1),
            number(row.units_per_station, 2),
        )
        for row in rows[:_MOST_STATIONS]
    ]
    return PlainTable(
        "Stations kept all the time, those that take most units first",
        heads,
        tuple(Row(line) for line in cells),
        numeric=(3, 4, 5, 6, 7),
        more=_more(len(rows) - _MOST_STATIONS),
    )


def _base_name(plan: Plan, requirement: str) -> str:
    sector = plan.requirements[requirement].sector
    return location_name(plan, plan.sectors[sector].location)


def _more(n: int) -> str:
    return f"and {count(n, 'offer')} more" if n > 0 else ""


def burden_section(drawing: Drawing) -> Section:
    """Return what each nation carries and pays."""
    title, forces = "Burden by nation", drawing.run.force_plan
    if forces is None:
        return Section("burden", title, absent=absent("generate"))
    rows = burden.burden_rows(drawing.plan, forces, drawing.run.costs)
    if not rows:
        return Section("burden", title, absent="Nobody serves.")
    chart = burden.burden_chart(
        drawing.plan, rows, colours=drawing.colours, currency=drawing.plan.meta.currency
    )
    sentence = burden.burden_sentence(rows)
    sizes = [
        Key(sign, f"share of the {name} of all that give")
        for size, (sign, name) in _SIZES.items()
        if any(row[size] is not None for row in rows)
    ]
    return Section(
        "burden",
        title,
        figures=(drawing.draw(chart, "burden", "Who carries how much", sentence),),
        key=(*drawing.key(), *sizes),
        table=_limits(drawing.plan, forces),
        further=_against_size(rows),
    )


def _against_size(rows: list[dict[str, Any]]) -> tuple[PlainTable, ...]:
    """Return what nations carry as a multiple of their share of people and of product."""
    sizes = [size for size in _SIZES if any(row[size] for row in rows)]
    if not sizes:
        return ()
    ranked = sorted(rows, key=lambda row: (-_times(row, sizes[0]), row["nation"]))
    left = len(ranked) - _MOST_LIMITS
    table = PlainTable(
        "Burden against size, those first that carry most for it",
        (
            "Nation",
            "Share of all person-months",
            *(f"Times its share of the {_SIZES[size][1]}" for size in sizes),
        ),
        tuple(
            Row(
                (
                    row["name"],
                    f"{number(100 * row['share'], 1)}\N{NO-BREAK SPACE}%",
                    *(number(_times(row, size), 1) if row[size] else "–" for size in sizes),
                )
            )
            for row in ranked[:_MOST_LIMITS]
        ),
        numeric=tuple(range(1, 2 + len(sizes))),
        more=and_more(left, "nation"),
    )
    return (table,)


def _times(row: dict[str, Any], size: str) -> float:
    return row["share"] / row[size] if row[size] else 0.0


def _limits(plan: Plan, forces: ForcePlan) -> PlainTable | None:
    """Return the limits on burdens that bind; None where none does."""
    limits = binding_limits(plan, forces)
    if not limits:
        return None
    left = len(limits) - _MOST_LIMITS
    return PlainTable(
        "Limits on burdens that bind, those that leave most unfilled first",
        ("Nation", "Limit, unit-months", "Carried, unit-months", "Unfilled by it, unit-days"),
        tuple(
            Row(
                (
                    nation_name(plan, limit.nation),
                    number(limit.most),
                    number(limit.carried),
                    number(limit.short_unit_days) if limit.short_unit_days else "–",
                ),
                reference=limit.reference,
            )
            for limit in limits[:_MOST_LIMITS]
        ),
        numeric=(1, 2, 3),
        more=and_more(left, "limit"),
    )
