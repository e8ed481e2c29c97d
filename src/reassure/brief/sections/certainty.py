"""How sure the plan is: readiness by day as the runs have it, and days with their confidence."""

from collections.abc import Mapping

from reassure.brief.certainty import (
    NOT_RUN,
    force_first,
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
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import PER_CENT, capital, day, number, percent
from reassure.model.plan import Plan
from reassure.model.simulation_outputs import InPlace
from reassure.model.simulation_results import Simulation

TITLE = "How sure the plan is"

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
        f"{runs_sentence(made)} With 90{PER_CENT} confidence by a day is: in 90 of 100 runs no "
        "later. What is in place may fall again when tours end."
    )
    figures = _fans(drawing, made)
    tables = (_in_place_table(plan, made, drawing.tones), _closure_table(plan, made))
    return Section(
        "certainty",
        TITLE,
        lead=f"{lead} {basis}".strip(),
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
    for objective in force_first(plan, (row.objective for row in rows)):
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
            for objective in force_first(plan, (name for name, _ in cells))
        ),
        numeric=tuple(range(1, len(heads) + 1)),
        more="±: half of the 95 % interval of the day, in days; –: never, with that confidence.",
    )


def _in_place_cells(row: InPlace | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    sure = whole_day(row.p90_day)
    if row.p90_day is not None and row.half_width_days is not None:
        sure = f"{sure}\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{number(row.half_width_days, 1)}"
    return whole_day(row.p50_day), sure


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
                    *map(whole_day, (row.p5_day, row.p50_day, row.p90_day, row.p95_day)),
                    percent(row.chance),
                )
            )
            for objective in force_first(plan, rows)
            for row in (rows[objective],)
        ),
        numeric=tuple(range(1, 7)),
        more="Whoever breaks a promise does not come, and is not waited for.",
    )
