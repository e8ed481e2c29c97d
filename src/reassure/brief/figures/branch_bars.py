"""Branches side by side: what is filled, who serves, what it costs, as bars with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reassure.brief.branches import MEASURES, branch_title, measure_words
from reassure.brief.svg import boxes, picture, px, shortened, text
from reassure.model.branch_choices import OutlookMeasure
from reassure.model.branch_outputs import BranchSummary
from reassure.model.branch_results import Branches
from reassure.model.plan import Plan

_BAR_PX, _ROW_PX, _HEAD_PX, _GAP_PX = 14, 40, 26, 26
_NUMBER_PX = 84
_SHOWN = (
    OutlookMeasure.FILL,
    OutlookMeasure.UNITS,
    OutlookMeasure.PERSONS,
    OutlookMeasure.COST,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its value in words, and its length as a share of the longest."""

    words: str
    share: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure over all branches: its name and a bar for each, None where nothing is known."""

    name: str
    bars: tuple[Bar | None, ...]


def panels(plan: Plan, made: Branches) -> tuple[Panel, ...]:
    """Return the measures that are known of any branch, with a bar for every branch."""
    rows = list(made.branch_summaries)
    found: list[Panel] = []
    for measure in _SHOWN:
        known = [_value(measure, row) for row in rows]
        most = max((value for value in known if value is not None), default=0.0)
        # Shares are held against the whole, amounts against the largest of them.
        scale = 1.0 if measure is OutlookMeasure.FILL else most
        if any(value is not None for value in known):
            bars = (
                None
                if value is None
                else Bar(measure_words(plan, measure, value), value / scale if scale else 0.0)
                for value in known
            )
            found.append(Panel(MEASURES[measure], tuple(bars)))
    return tuple(found)


def _value(measure: OutlookMeasure, row: BranchSummary) -> float | None:
    values = {
        OutlookMeasure.FILL: row.fill,
        OutlookMeasure.UNITS: row.units,
        OutlookMeasure.PERSONS: row.persons,
        OutlookMeasure.COST: row.cost,
    }
    return values[measure]


def bar_picture(
    plan: Plan, made: Branches, *, n_columns: int, width_px: float, name: str, sentence: str
) -> Markup:
    """Return bars by measure and branch, as many measures side by side as there is room for.

    Parameters
    ----------
    n_columns
        Measures side by side.
    width_px
        Width of the whole [px].
    name, sentence
        As for every figure.
    """
    rows, shown = list(made.branch_summaries), panels(plan, made)
    column_px = (width_px - _GAP_PX * (n_columns - 1)) / n_columns
    panel_px = _HEAD_PX + _ROW_PX * len(rows) + 12
    parts: list[str] = []
    for at, panel in enumerate(shown):
        left = (at % n_columns) * (column_px + _GAP_PX)
        top = (at // n_columns) * panel_px
        parts.append(_panel(plan, panel, rows, left, top, column_px))
    n_deep = -(-len(shown) // n_columns)
    size = (width_px, max(1.0, n_deep * panel_px))
    return picture("".join(parts), name, title=TITLE, sentence=sentence, size=size)


TITLE = "What each branch comes to"


def _panel(
    plan: Plan,
    panel: Panel,
    rows: Sequence[BranchSummary],
    left: float,
    top: float,
    width: float,
) -> str:
    parts = [
        (
            f'<text x="{px(left)}" y="{px(top + 15)}" font-size="12.5" font-weight="700" '
            f'fill="var(--ink)">{text(panel.name)}</text>'
        )
    ]
    room = width - _NUMBER_PX
    for at, (row, bar) in enumerate(zip(rows, panel.bars, strict=True)):
        y = top + _HEAD_PX + at * _ROW_PX
        holds = " (holds today)" if row.holds_today else ""
        title = shortened(branch_title(plan, row.branch), int(width / 6.4) - len(holds)) + holds
        weight = "600" if row.holds_today else "400"
        parts.append(
            f'<text x="{px(left)}" y="{px(y + 10)}" font-size="12" font-weight="{weight}" '
            f'fill="var(--ink)">{text(title)}</text>'
        )
        if bar is None:
            parts.append(
                f'<text x="{px(left)}" y="{px(y + 27)}" font-size="12" fill="var(--muted)">'
                "not known</text>"
            )
            continue
        long = max(1.0, room * bar.share)
        sides = [(left, y + 16, left + long, y + 16 + _BAR_PX)]
        parts.append(
            f'<path d="{boxes(sides)}" fill="var(--bar)" stroke="var(--bar-edge)" '
            f'stroke-width="0.8"/><text x="{px(left + long + 6)}" y="{px(y + 27)}" '
            f'font-size="12" font-weight="600" fill="var(--ink)">{text(bar.words)}</text>'
        )
    return "".join(parts)
