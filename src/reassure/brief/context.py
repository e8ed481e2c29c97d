"""What the page shows, as the templates receive it: one documented class for each part."""

from dataclasses import dataclass

from markupsafe import Markup

from reassure.brief.draw import Figure
from reassure.brief.flow_maps import FlowMaps
from reassure.brief.intervals import Intervals
from reassure.brief.matrix import Matrix
from reassure.brief.names import Binding


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number of the headline.

    Attributes
    ----------
    name, value, note
        What it is, how much, and what to hold it against.
    is_bad
        Whether it stands for something late, short or dry.
    """

    name: str
    value: str
    note: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """One objective at a glance.

    Attributes
    ----------
    name
        The objective.
    tone
        Name of its CSS variable, such as ``o1``.
    filled
        Share of its requirement that is filled, in words.
    missing
        What the share leaves out.
    when
        When it is complete, or how near it comes.
    worst
        Its worst line and how well that is filled; empty where nothing is short.
    late
        How many of its tours come late; empty without a movement plan.
    trend
        Share filled by period; None where nothing is asked for.
    trend_words
        The same for a reader who does not see it.
    """

    name: str
    tone: str
    filled: str
    missing: str
    when: str
    worst: str
    late: str
    trend: tuple[float | None, ...]
    trend_words: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a part of a gap stays open: a reason in words, the limit that binds, its share.

    Each of its cures is a phrase that says what would have to change; any of them will do.
    """

    reason: str
    binding: Binding
    share: str
    is_own_line: bool
    cures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One line that is short.

    Attributes
    ----------
    line, sector, requirement
        Kind of unit, sector, id of the line.
    objective, tone
        Objective and its CSS variable.
    missing_unit_days
        Quantity missing, times days, summed over the line's shortfalls.
    missing, share, when
        The same in words, as a share of what is asked for, and from when to when.
    causes
        Reasons, the largest first.
    """

    line: str
    sector: str
    requirement: str
    objective: str
    tone: str
    missing_unit_days: float
    missing: str
    share: str
    when: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a plain table: the first cell heads it."""

    cells: tuple[str, ...]
    reference: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table of text.

    Attributes
    ----------
    caption
        What it holds, for a reader who does not see the heading above it.
    heads
        Heads of its columns.
    numeric
        Positions of columns that hold numbers.
    reference_at
        Position of the column in which the rows' references stand.
    more
        What stands below it: how many rows it leaves out.
    is_folded
        Whether it stands folded below a picture that shows the same.
    is_dense
        Whether its columns are many and stand close.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: tuple[int, ...] = ()
    reference_at: int = 0
    more: str = ""
    is_folded: bool = False
    is_dense: bool = False


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file beside the page: its path, and what it holds."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a key to colours and signs: a CSS class or tone, and what it means."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page.

    Attributes
    ----------
    id, title, lead
        Anchor, heading, and the sentence under it.
    first
        A table above the pictures.
    figures
        Pictures.
    is_panels
        Whether the pictures stand side by side.
    maps
        Maps by time.
    panels, panels_title
        Pictures side by side below the others, and what they have in common.
    key
        What colours and signs mean.
    matrix, intervals
        A wide table, and lists with intervals.
    table, further
        A table below the pictures, and those below that.
    links
        Files with more.
    absent
        Why there is nothing to show; empty where there is.
    """

    id: str
    title: str
    lead: str = ""
    first: PlainTable | None = None
    figures: tuple[Figure, ...] = ()
    is_panels: bool = False
    maps: FlowMaps | None = None
    panels: tuple[Figure, ...] = ()
    panels_title: str = ""
    key: tuple[Key, ...] = ()
    matrix: Matrix | None = None
    intervals: tuple[Intervals, ...] = ()
    table: PlainTable | None = None
    further: tuple[PlainTable, ...] = ()
    links: tuple[FileLink, ...] = ()
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A heading with sentences below it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page shows, in its order.

    Attributes
    ----------
    title, label, verdict, scope
        Title of the plan, its label, the one-line verdict, what the plan covers.
    reserves
        What a plan made for scenarios keeps in reserve; empty for any other.
    partial
        Which steps were stopped early, so that what is made from them is not final; empty where
        none was.
    notional
        The line that says that the plan is made up; empty where it is not.
    style, print_style
        CSS with the tones and the font, and what a sheet of paper carries at its edges.
    key_figures, cards, gaps
        Headline.
    gaps_lead
        What the table of gaps comes to.
    sections
        Pictures and tables.
    assumptions, origins, sources, findings
        What the numbers rest on.
    reading, reading_note
        How each step ended, and what must be known to compare its numbers.
    marks
        Hash, seed and versions.
    appendix
        Every line.
    is_comparison
        Whether branches are compared, and no plan of one is shown.
    """

    title: str
    label: str
    verdict: str
    reserves: str
    partial: str
    scope: str
    notional: str
    style: Markup
    key_figures: tuple[KeyFigure, ...]
    cards: tuple[ObjectiveCard, ...]
    gaps: tuple[Gap, ...]
    gaps_lead: str
    sections: tuple[Section, ...]
    assumptions: tuple[Note, ...]
    origins: PlainTable | None
    sources: tuple[str, ...]
    findings_lead: str
    findings: tuple[str, ...]
    reading: PlainTable
    reading_note: str
    marks: tuple[tuple[str, str], ...]
    appendix: PlainTable | None
    is_comparison: bool = False
