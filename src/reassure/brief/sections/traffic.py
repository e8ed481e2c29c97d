"""Traffic: what of the network is used, what is under way when, and the main corridor."""

from collections.abc import Mapping

from reassure.brief import map as network
from reassure.brief.context import Key, PlainTable, Row, Section
from reassure.brief.corridor import Batch, Corridor, batches, main_corridor, stretches
from reassure.brief.draw import Figure, narrow_name
from reassure.brief.figures import corridor as corridor_figure
from reassure.brief.figures import utilisation as utilisation_figure
from reassure.brief.flow_days import FlowDays, flow_days
from reassure.brief.flow_maps import flow_maps, when
from reassure.brief.flows import flows
from reassure.brief.journeys import Journey
from reassure.brief.names import link_name, location_name
from reassure.brief.sections.drawing import Drawing
from reassure.brief.trust import absent
from reassure.brief.utilisation import Usage, days_of, usage
from reassure.brief.weeks import first_of
from reassure.brief.words import MODES, days_in, number, percent, small, span
from reassure.model.choices import MovePurpose
from reassure.model.plan import Plan
from reassure.model.results import Deployment

_FULL_OR_PEAK = "the days on which it is full, or where loads wait all the same its busiest day"
_DOTS = (
    "A dot stands where loads wait: on their day the limit is full, or has too little left for a "
    "whole load, even where the week as a whole uses little of it."
)


def utilisation_section(drawing: Drawing) -> Section:
    """Return the share of the most used limits that is used, by week or by day."""
    title, moved = "How much of the network is used", drawing.run.deployment
    if moved is None:
        return Section("utilisation", title, absent=absent("deploy"))
    found = usage(drawing.plan, moved)
    if not found:
        return Section("utilisation", title, absent="No limit of the network is used.")
    step = days_of(moved)[2]
    return Section(
        "utilisation",
        title,
        lead="Limits of places, links and pools of carriers that are used most, and those with "
        f"the longest queues; each field is a {'day' if step == 1 else 'week'}. On the right "
        f"stands what is used on average, and {_FULL_OR_PEAK}. {_DOTS}",
        figures=(_usage_figure(found, moved),),
        key=(
            *(Key(f"use-{i}", name) for i, (_, name) in enumerate(utilisation_figure.BANDS)),
            Key("dot", "loads wait, on some day at least"),
        ),
        table=_usage_table(found),
    )


def _usage_figure(found: list[Usage], moved: Deployment) -> Figure:
    first, last, step = days_of(moved)
    name, title = "utilisation", "Share of the limit that is used"
    sentence = utilisation_figure.utilisation_sentence(found, step=step)
    wide, narrow = (
        utilisation_figure.utilisation_picture(
            found,
            first_day=first_of(first, step),
            last_day=last + 1,
            name=own,
            title=title,
            sentence=sentence,
            is_narrow=is_narrow,
        )
        for own, is_narrow in ((f"{name}-picture", False), (narrow_name(name), True))
    )
    return Figure(name, title, sentence, wide, utilisation_figure.LOOK.width_px, narrow)


def _usage_table(found: list[Usage]) -> PlainTable:
    rows: list[Row] = []
    for row in found:
        busiest = row.busiest()
        rows.append(
            Row(
                (
                    row.binding.place,
                    row.binding.limit,
                    percent(row.mean_share),
                    percent(busiest.share),
                    span(*days_in(busiest.from_day, busiest.until_day)),
                    percent(row.peak_share),
                    number(row.full_days),
                    number(row.queue_load_days),
                ),
                reference=row.binding.reference,
            )
        )
    return PlainTable(
        "Limits by the share that is used, most first",
        ("Where", "Limit", "Used on average", "In its busiest week", "When",
         "On its busiest day", "Days full", "Waiting, load-days"),
        tuple(rows),
        numeric=(2, 3, 5, 6, 7),
        reference_at=1,
        is_folded=True,
    )  # fmt: skip


def flow_section(drawing: Drawing) -> Section:
    """Return the map by time."""
    title, moved, plan = "What is under way, and when", drawing.run.deployment, drawing.plan
    if moved is None:
        return Section("flow-days", title, absent=absent("deploy"))
    found = flow_days(plan, drawing.ways)
    if found is None:
        return Section("flow-days", title, absent="Nothing moves on the network.")
    ways = flows(plan, moved)
    return Section(
        "flow-days",
        title,
        maps=flow_maps(plan, found, ways, network.whole_frame(plan, ways)),
        key=(
            Key("line", "by sea and rail"),
            Key("dashed", "by road"),
            Key("dotted", "by air"),
            Key("square", "sector"),
        ),
        table=_flow_table(plan, found),
    )


def _flow_table(plan: Plan, found: FlowDays) -> PlainTable:
    rows: list[Row] = []
    for step, part in enumerate(found.loads):
        way = found.busiest_way(step)
        if way is not None:
            rows.append(
                Row(
                    (
                        when(found, step),
                        number(part.n_loads),
                        number(part.tonnes),
                        link_name(plan, way.link),
                        number(way.traffic[step].tonnes),
                    )
                )
            )
    unit = "day" if found.step_days == 1 else "week"
    return PlainTable(
        f"What is under way, {unit} by {unit}",
        (unit.capitalize(), "Loads", "Tonnes", "Most on", "Tonnes there"),
        tuple(rows),
        numeric=(1, 2, 4),
        is_folded=True,
    )


def corridor_section(drawing: Drawing) -> Section:
    """Return day against distance along the corridor that carries most."""
    title, plan = "Along the main corridor", drawing.plan
    if drawing.run.deployment is None:
        return Section("corridor", title, absent=absent("deploy"))
    outward = [way for way in drawing.ways if way.purpose is not MovePurpose.RETURN]
    corridor = main_corridor(plan, outward)
    if corridor is None:
        return Section("corridor", title, absent="Nothing of any weight moves on the network.")
    found = batches(corridor, outward)
    objective = {} if drawing.run.force_plan is None else {
        tour.id: plan.requirements[tour.requirement].objective
        for tour in drawing.run.force_plan.assignments
    }  # fmt: skip
    tones = {owner: f"{drawing.tones[key]}-edge" for owner, key in objective.items()}
    seen = {objective.get(batch.owner) for batch in found}
    key = [key for key in drawing.key() if key.sign in {drawing.tones.get(s or "") for s in seen}]
    return Section(
        "corridor",
        title,
        lead="Over the ground from where most comes ashore, lands or starts to where it reports, "
        "on the way out. "
        "A flat stretch of a line is a wait; a steep one is fast.",
        figures=(_corridor_figure(plan, corridor, found, tones),),
        key=tuple(key),
        table=_stretch_table(plan, corridor, outward),
    )


def _corridor_figure(
    plan: Plan, corridor: Corridor, found: list[Batch], tones: Mapping[str, str]
) -> Figure:
    name, title = "corridor", "Day and distance"
    sentence = corridor_figure.corridor_sentence(plan, corridor, found)
    wide, narrow = (
        corridor_figure.corridor_picture(
            plan,
            corridor,
            found,
            tones,
            name=own,
            title=title,
            sentence=sentence,
            is_narrow=is_narrow,
        )
        for own, is_narrow in ((f"{name}-picture", False), (narrow_name(name), True))
    )
    return Figure(name, title, sentence, wide, corridor_figure.WIDTH, narrow)


def _stretch_table(plan: Plan, corridor: Corridor, outward: list[Journey]) -> PlainTable:
    return PlainTable(
        "Stretches of the corridor, in its direction",
        ("From", "To", "How", "Kilometres", "Loads", "Tonnes", "Days on it, median",
         "Days waiting before it, median"),
        tuple(
            Row(
                (
                    location_name(plan, row.from_location),
                    location_name(plan, row.to_location),
                    small(MODES[row.mode]),
                    number(row.distance_km),
                    number(row.n_loads),
                    number(row.tonnes),
                    number(row.days, 1),
                    "–" if row.waiting_days is None else number(row.waiting_days, 1),
                )
            )
            for row in stretches(plan, corridor, outward)
        ),
        numeric=(3, 4, 5, 6, 7),
        is_folded=True,
    )  # fmt: skip
