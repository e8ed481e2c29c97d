"""How sure the plan is: readiness by day as the runs have it, and days with their confidence."""

from collections.abc import Mapping

from reassure.brief.at_risk import on_time_words, units_at_risk, worst_first, worst_sentence
from reassure.brief.certainty import (
    NOT_RUN,
    day_with_width,
    days,
    reach_sentence,
    runs_sentence,
    share_words,
    whole_day,
    whose,
)
from reassure.brief.context import FileLink, Key, PlainTable, Row, Section
from reassure.brief.draw import Figure
from reassure.brief.endings import partial_basis
from reassure.brief.figures import fan
from reassure.brief.names import line_name, nation_name
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import PER_CENT, capital, count, day, number, percent, span
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.simulation_outputs import InPlace
from reassure.model.simulation_results import Simulation

TITLE = "How sure the plan is"
MOST_AT_RISK = 10

KEY = (
    Key("use-1", "in 90 of 100 runs the share lies in the band (5 to 95 %)"),
    Key("line", "half of the runs have at least this"),
    Key("dashed", "by the schedule, if all who promise come"),
)


def certainty_section(drawing: Drawing) -> Section:
    """Return the share in place by day, and when it is in place with which confidence."""
    plan, made = drawing.plan, drawing.run.simulation
    if made is None:
        return Section("certainty", TITLE, absent=NOT_RUN)
    basis = partial_basis(drawing.run.force_plan, drawing.run.deployment)
    lead = (
        f"{runs_sentence(plan, made)} With 90{PER_CENT} confidence by a day is: in 90 of 100 runs "
        "no later. What is in place may fall again when tours end."
    )
    figures = _fans(drawing, made)
    tables = (
        _in_place_table(plan, made, drawing.tones),
        _closure_table(plan, made),
        _units_table(plan, drawing.run.force_plan, made),
    )
    return Section(
        "certainty",
        TITLE,
        lead=" ".join(filter(None, (lead, basis, worst_sentence(plan, made)))),
        first=_risk_table(plan, made, drawing.tones),
        figures=figures,
        is_panels=True,
        key=KEY if figures else (),
        further=tuple(table for table in tables if table is not None),
        links=(
            FileLink(
                f"{drawing.run.tables}/simulated_arrivals.csv",
                "Every unit with its days and the chance that it is in time (CSV)",
            ),
        )
        if drawing.run.tables and len(made.simulated_arrivals)
        else (),
    )


def _fans(drawing: Drawing, made: Simulation) -> tuple[Figure, ...]:
    """Return a picture of the whole force and of each objective."""
    plan = drawing.plan
    rows = list(made.readiness_days)
    last_day = max((row.day + 1 for row in rows), default=1)
    figures: list[Figure] = []
    for objective in worst_first(plan, made, (row.objective for row in rows)):
        own = sorted((row for row in rows if row.objective == objective), key=lambda row: row.day)
        tone = None if objective is None else drawing.tones[objective]
        name = f"certainty-{tone or 'force'}"
        title = whose(plan, objective)
        sentence = reach_sentence([row for row in made.in_place if row.objective == objective])
        svg = fan.fan_picture(
            fan.fan_of(own),
            [row.planned for row in own],
            last_day=last_day,
            tones=fan.FORCE_TONES if tone is None else (f"{tone}-tint", f"{tone}-edge"),
            name=name,
            title=f"{title}: share of what is required that is in place, by day",
            sentence=sentence,
        )
        figures.append(Figure(name, title, sentence, svg, fan.PANEL.width_px))
    return tuple(figures)


def _risk_table(plan: Plan, made: Simulation, tones: Mapping[str, str]) -> PlainTable | None:
    """Return how much of what is required is in place, the whole force and then the worst first."""
    rows = {row.objective: row for row in made.simulated_closures}
    if not rows:
        return None
    most = max((row.share for row in made.in_place), default=None)
    when = {row.objective: row for row in made.in_place if row.share == most}
    heads = ["Objective", "Half of the runs", "95 of 100 runs"]
    if most is not None:
        what = capital(share_words(most))
        heads += [f"{what} by, {sure}{PER_CENT} sure" for sure in (50, 90)]
    return PlainTable(
        "Which objective is at risk: share of all that is required in place, the least first",
        tuple(heads),
        tuple(
            Row(
                (
                    whose(plan, objective),
                    percent(row.p50_share),
                    percent(row.p5_share),
                    *(() if most is None else _in_place_cells(when.get(objective))),
                ),
                tone="" if objective is None else tones[objective],
            )
            for objective in worst_first(plan, made, rows)
            for row in (rows[objective],)
        ),
        numeric=tuple(range(1, len(heads))),
        more="Half of the runs, and 95 of 100, have so much or more of all that is required in "
        "place, summed over days. ±: half of the 95 % interval of the day, in days; –: never.",
    )


def _in_place_table(plan: Plan, made: Simulation, tones: Mapping[str, str]) -> PlainTable | None:
    cells = {(row.objective, row.share): row for row in made.in_place}
    if not cells:
        return None
    shares = sorted({share for _, share in cells})
    heads = [
        f"{capital(share_words(share))}, {sure}{PER_CENT} sure"
        for share in shares
        for sure in (50, 90)
    ]
    return PlainTable(
        "First day with so much of what is required in place, with 50 and with 90 % confidence",
        ("Of what is required", *heads),
        tuple(
            Row(
                (
                    whose(plan, objective),
                    *(
                        told
                        for share in shares
                        for told in _in_place_cells(cells.get((objective, share)))
                    ),
                ),
                tone="" if objective is None else tones[objective],
            )
            for objective in worst_first(plan, made, (name for name, _ in cells))
        ),
        numeric=tuple(range(1, len(heads) + 1)),
        more="±: half of the 95 % interval of the day, in days; –: never, with that confidence.",
    )


def _in_place_cells(row: InPlace | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    return whole_day(row.p50_day), day_with_width(row.p90_day, row.half_width_days)


def _closure_table(plan: Plan, made: Simulation) -> PlainTable | None:
    rows = {row.objective: row for row in made.simulated_closures}
    if not rows:
        return None
    return PlainTable(
        "When the last of those who come is in place, by share of the runs that close",
        ("Closure", "Schedule", "5 of 100", "50 of 100", "90 of 100", "95 of 100", "All get there"),
        tuple(
            Row(
                (
                    whose(plan, objective),
                    day(row.planned_day, never="–"),
                    whole_day(row.p5_day),
                    whole_day(row.p50_day),
                    day_with_width(row.p90_day, row.half_width_days),
                    whole_day(row.p95_day),
                    percent(row.chance),
                )
            )
            for objective in worst_first(plan, made, rows)
            for row in (rows[objective],)
        ),
        numeric=tuple(range(1, 7)),
        more="Whoever breaks a promise does not come, and is not waited for. ±: half of the 95 % "
        "interval of the day, in days.",
    )


def _units_table(plan: Plan, forces: ForcePlan | None, made: Simulation) -> PlainTable | None:
    """Return who is planned in time and is not in every run, by offer; None where nobody is."""
    groups = [] if forces is None else units_at_risk(forces, made)
    if not groups:
        return None
    left = len(groups) - MOST_AT_RISK
    return PlainTable(
        "Units most at risk of those planned in time, by offer",
        ("Line", "From", "Units", "In time", "There at all", "Wanted", "Planned", "Late"),
        tuple(
            Row(
                (
                    line_name(plan, group.requirement),
                    nation_name(plan, plan.offers[group.offer].nation),
                    number(group.n_units),
                    on_time_words(group),
                    percent(group.chance_in_place),
                    span(*group.wanted_days),
                    span(*group.planned_days),
                    "–" if group.late_days is None else days(group.late_days),
                ),
                reference=f"offers:{group.offer}",
            )
            for group in groups[:MOST_AT_RISK]
        ),
        numeric=(2, 3, 4, 5, 6, 7),
        reference_at=1,
        more="There at all: share of the runs; means of their tours. Late: at most so many "
        "days in 90 of 100 runs that bring them, the latest of them."
        + (f" And {count(left, 'offer')} more, less at risk." if left > 0 else ""),
    )
