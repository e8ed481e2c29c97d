"""The movement table: time-phased force and deployment data, the first rows of it."""

from reassure.brief.context import FileLink, PlainTable, Row, Section
from reassure.brief.endings import OUTCOMES_NOTE
from reassure.brief.sections.drawing import Drawing
from reassure.brief.tpfdd import TpfddLine, tpfdd_lines
from reassure.brief.trust import absent
from reassure.brief.words import day, number, span
from reassure.model.choices import MovePurpose

MOST_LINES = 15
_DASH = "–"
_FOR: dict[str, str] = {
    MovePurpose.DEPLOYMENT: "deploy",
    MovePurpose.RETURN: "home",
    MovePurpose.DELIVERY: "pledge",
}


def movement_table_section(drawing: Drawing) -> Section:
    """Return the first rows of the time-phased data, and where all of it is."""
    title, run = "Movement table (TPFDD)", drawing.run
    if run.deployment is None or run.force_plan is None:
        return Section("tpfdd", title, absent=absent("deploy"))
    lines = tpfdd_lines(drawing.plan, run.force_plan, run.deployment, drawing.ways)
    if not lines:
        return Section("tpfdd", title, absent="Nothing moves.")
    left = len(lines) - MOST_LINES
    note = f" {OUTCOMES_NOTE}" if any(line.arrival is None for line in lines) else ""
    return Section(
        "tpfdd",
        title,
        lead="Every movement to a tour, home after it or of a pledge, with its ports and days, by "
        "the day on which it is wanted. POE and POD: port or airfield where it leaves the ground "
        "and where it comes ashore or lands. RLD: ready to load. EAD and LAD: the window at the "
        "POD, or at its destination, that RLD and RDD leave; LAD before EAD: RDD cannot be met. "
        f"RDD: required there. At POD: first and last load as planned.{note}",
        table=PlainTable(
            "Who moves when, first those that are wanted first",
            ("Nation", "Capability", "For", "Persons", "Tonnes", "Origin", "POE", "POD",
             "Destination", "RLD", "EAD", "LAD", "RDD", "At POD", "Arrival", "Late"),
            tuple(_row(line) for line in lines[:MOST_LINES]),
            numeric=(3, 4, 9, 10, 11, 12, 13, 14, 15),
            more=f"and {number(left)} more" if left > 0 else "",
            is_dense=True,
        ),
        links=(
            FileLink(f"{run.tables}/tpfdd.xlsx", "All of it for a spreadsheet (XLSX)"),
            FileLink(f"{run.tables}/tpfdd.csv", "All of it as text (CSV)"),
        )
        if run.tables
        else (),
    )  # fmt: skip


def _row(line: TpfddLine) -> Row:
    return Row(
        (
            line.nation,
            line.capability,
            _FOR[line.purpose],
            number(line.persons),
            number(line.tonnes),
            line.origin,
            line.poe or _DASH,
            line.pod or _DASH,
            line.destination,
            *(day(value, never=_DASH) for value in (line.rld, line.ead, line.lad, line.rdd)),
            _planned(line),
            day(line.arrival, never=line.outcome),
            _DASH if line.late is None else number(line.late),
        ),
        reference=line.uln,
    )


def _planned(line: TpfddLine) -> str:
    if line.first_at_pod is None or line.last_at_pod is None:
        return _DASH
    return span(line.first_at_pod, line.last_at_pod)
