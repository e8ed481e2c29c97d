"""Movement: the network with its bottlenecks, and arrivals."""

from dataclasses import replace

import polars as pl

from reassure.brief import map as network
from reassure.brief.apart import part_table
from reassure.brief.bottlenecks import Bottleneck, bottlenecks
from reassure.brief.context import Key, PlainTable, Row, Section
from reassure.brief.draw import Figure
from reassure.brief.figures import arrivals
from reassure.brief.figures.common import NARROW, WIDE
from reassure.brief.flows import flow_sentence, flows, near_sentence
from reassure.brief.late import late_table
from reassure.brief.names import objective_name, objective_order
from reassure.brief.sections.drawing import Drawing
from reassure.brief.trust import absent
from reassure.brief.words import count, number, span
from reassure.model.outputs import Arrival
from reassure.model.results import Deployment
from reassure.model.table import Table

MOST_BOTTLENECKS = 10
_NONE_LATE = (
    "0 movements late: the wait costs no lateness, since those who wait are wanted later still, or "
    "something else holds them up for longer."
)
_PARTLY_FREE = (
    "Loads also wait on days that are not full: where what is left of a limit is too little for "
    "a whole load."
)


def network_section(drawing: Drawing) -> Section:
    """Return the map and the table of bottlenecks."""
    plan, moved = drawing.plan, drawing.run.deployment
    title = "The network and its bottlenecks"
    if moved is None:
        return Section("network", title, absent=absent("deploy"))
    if not len(plan.locations):
        return Section("network", title, absent="The plan names no place.")
    ways = flows(plan, moved)
    held = bottlenecks(plan, moved, most=MOST_BOTTLENECKS)
    whole = network.whole_frame(plan, ways)
    near = network.near_frame(plan, ways, whole)
    title_of, sentence = "What moves, and where it waits", flow_sentence(plan, ways, held)
    made = [
        network.map_figure(
            plan, ways, held, whole, name=network.MAP, title=title_of, sentence=sentence
        )
    ]
    if near is not None:
        title_of, sentence = "The last legs", near_sentence(plan, ways)
        made.append(
            network.map_figure(
                plan,
                ways,
                held,
                near,
                name=f"{network.MAP}-near",
                title=title_of,
                sentence=sentence,
            )
        )
    return Section(
        "network",
        title,
        figures=tuple(made),
        key=(
            Key("line", "by sea and rail"),
            Key("dashed", "by road"),
            Key("dotted", "by air"),
            Key("square", "sector"),
            Key("rank", "bottleneck, numbered as below"),
        ),
        table=_bottleneck_table(held) if held else None,
        lead="" if held else _without_queues(moved),
    )


def _without_queues(moved: Deployment) -> str:
    if not moved.cannot_arrive:
        return "Nothing waits anywhere: no limit of the network binds."
    cannot = f"{count(moved.cannot_arrive, 'movement')} cannot arrive"
    return f"No load waits in a queue, yet {cannot}; what binds is named under arrivals."


def _bottleneck_table(held: list[Bottleneck]) -> PlainTable:
    return PlainTable(
        "Limits that loads wait for, those that make most movements late first, then most waiting",
        ("Where", "What binds", "Waiting, load-days", "Longest queue, loads", "When",
         "Days full", "Movements late by it"),
        tuple(
            Row(
                (
                    f"{rank}. {row.binding.place}",
                    row.binding.limit,
                    number(row.queue_load_days),
                    number(row.longest_queue),
                    span(row.first_day, row.last_day),
                    "–" if row.full_days is None else number(row.full_days),
                    number(row.late_tours),
                ),
                reference=row.binding.reference,
            )
            for rank, row in enumerate(held, start=1)
        ),
        numeric=(2, 3, 5, 6),
        reference_at=1,
        more=" ".join(
            text
            for text, is_said in (
                (_PARTLY_FREE, any(row.full_days == 0 for row in held)),
                (_NONE_LATE, any(not row.late_tours for row in held)),
            )
            if is_said
        ),
    )  # fmt: skip


def arrival_section(drawing: Drawing) -> Section:
    """Return the curve of arrivals against the wanted days."""
    title, moved = "Arrivals against the wanted dates", drawing.run.deployment
    if moved is None:
        return Section("arrivals", title, absent=absent("deploy"))
    if not len(moved.arrivals):
        return Section("arrivals", title, absent="Nothing moves.")
    apart = part_table(drawing.plan, drawing.run.force_plan, moved)
    sentence = arrivals.arrival_sentence(moved)
    heading = "Movements in place, rotations included"
    chart, narrow = (arrivals.arrival_chart(moved, width=width) for width in (WIDE, NARROW))
    return Section(
        "arrivals",
        title,
        figures=(
            drawing.draw(chart, "arrivals", heading, sentence, narrow=narrow),
            drawing.draw(
                arrivals.lateness_chart(moved, width=WIDE),
                "lateness",
                "How late movements come",
                arrivals.lateness_sentence(moved),
                narrow=arrivals.lateness_chart(moved, width=NARROW + 60),
            ),
        ),
        panels=_by_objective(drawing, moved),
        panels_title="Arrivals by objective",
        key=(Key("dashed", "wanted"), Key("line", "arrived"), Key("late-tint", "late")),
        table=late_table(drawing.plan, drawing.run.force_plan, moved),
        further=() if apart is None else (apart,),
    )


def _by_objective(drawing: Drawing, moved: Deployment) -> tuple[Figure, ...]:
    """Return one small picture by objective with tours; none for a plan of one objective."""
    forces, plan = drawing.run.force_plan, drawing.plan
    if forces is None:
        return ()
    last_day = arrivals.arrival_rows(moved)[-1]["day"]
    tours: dict[str, list[str]] = {}
    for tour in forces.assignments:
        tours.setdefault(plan.requirements[tour.requirement].objective, []).append(tour.id)
    made: list[Figure] = []
    for key in objective_order(plan):
        rows = moved.arrivals.frame.filter(pl.col("assignment").is_in(tours.get(key, [])))
        if rows.height and len(tours) > 1:
            part = replace(moved, arrivals=Table(Arrival, rows))
            chart = arrivals.objective_chart(part, last_day=last_day)
            sentence = arrivals.objective_sentence(part)
            name = f"arrivals-{drawing.tones[key]}"
            made.append(drawing.draw(chart, name, objective_name(plan, key), sentence))
    return tuple(made)
