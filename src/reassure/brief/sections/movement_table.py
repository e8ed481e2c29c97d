"""The movement table: time-phased force and deployment data, the first rows of it."""

from reassure.brief.context import FileLink, PlainTable, Row, Section
from reassure.brief.sections.drawing import Drawing
from reassure.brief.tpfdd import TpfddLine, tpfdd_lines
from reassure.brief.trust import absent
from reassure.brief.words import day, number
from reassure.model.choices import MovePurpose

MOST_LINES = 15
_DASH = "–"
_FOR: dict[str, str] = {
    MovePurpose.DEPLOYMENT: "tour",
    MovePurpose.RETURN: "way home",
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
    return Section(
        "tpfdd",
        title,
        lead="Every movement to a tour, home after it or of a pledge, with its ports and days, by "
        "the day on which it is wanted. POE and POD: port or airfield where it leaves the ground "
        "and where it comes ashore or lands. RLD: ready to load. ALD: first departure from the "
        "POE, or from its origin. EAD and LAD: first and last load at the POD, or at its "
        "destination. RDD: wanted there.",
        table=PlainTable(
            "Who moves when, first those that are wanted first",
            ("Nation", "Capability", "For", "Persons", "Tonnes", "Origin", "POE", "POD",
             "Destination", "RLD", "ALD", "EAD", "LAD", "RDD", "Arrival", "Late"),
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
            *(day(value, never=_DASH) for value in (line.rld, line.ald, line.ead, line.lad)),
            day(line.rdd, never=_DASH),
            day(line.arrival),
            "never" if line.late is None else number(line.late),
        ),
        reference=line.uln,
    )
