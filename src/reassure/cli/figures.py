"""Figures of a step as people read them: names, units and endings in plain words."""

import typing
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reassure.model.plan import Plan
    from reassure.pipeline import Run

_LABELS = {
    "fill": "filled of what is asked for",
    "fill_by_objective": "filled",
    "expected_fill": "filled on average, as offers are likely",
    "reserve_unit_days": "in reserve, unit-days",
    "assignments": "tours",
    "units": "units that serve",
    "short_lines": "lines short at some time",
    "lp_bound": "limit by linear relaxation alone",
    "scenarios": "scenarios that count",
    "objective": "value reached, weighted unit-periods",
    "bound": "no plan reaches more than",
    "gap": "distance of the two",
    "stopped_by": "ended because",
    "worked_out": "asks worked out",
    "distinguishable": "asks that gain for certain",
    "late_units": "tours late",
    "unfinished": "tours never in place",
    "unscheduled": "tours not scheduled",
    "without_beds": "tours that find no bed",
    "min_days_of_supply": "least days of supply",
    "consumed_t": "consumed, tonnes",
    "unmet_t": "demand not met, tonnes",
    "by_objective": "of it",
}
_OF_MOVEMENT = {"objective": "value reached", "bound": "limit of any plan"}
_OF_ONE_STEP = {
    "deploy": _OF_MOVEMENT,
    "upgrade": _OF_MOVEMENT
    | {"worked_out": "upgrades worked out", "distinguishable": "upgrades that gain for certain"},
}
_SHARES = frozenset({"fill", "fill_by_objective", "expected_fill", "gap"})
_DAYS = frozenset({"closure_day", "closure_bound"})
_ONLY_IN_FILES = frozenset({"by_nation"})
"""What would fill the screen: it is in the brief, and in what ``--json`` prints."""
_OF_A_SEARCH = frozenset({"lp_bound", "objective", "bound", "gap", "stopped_by"})
"""What a step that searches for nothing does not have."""


def print_result(step: str, run: "Run") -> None:
    """Print the figures of one step as a small table."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table as Grid

    from reassure.brief.words import STEPS

    grid = Grid(show_header=False, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for label, value in rows(step, run.plan, run.steps[step].summary()):
        grid.add_row(escape(label), escape(value))
    console = Console()
    console.print(f"\n{STEPS[step]}")
    console.print(grid)


def rows(
    step: str, plan: "Plan", summary: Mapping[str, object]
) -> Generator[tuple[str, str], None, None]:
    """Yield label and value of every figure that the terminal shows."""
    from reassure.brief.names import objective_name

    labels = _LABELS | _OF_ONE_STEP.get(step, {})
    for name, value in summary.items():
        if name in _ONLY_IN_FILES or (value is None and name in _OF_A_SEARCH):
            continue
        label = labels.get(name, name.replace("_", " "))
        if isinstance(value, dict):
            for part, amount in typing.cast("dict[str, object]", value).items():
                yield f"  {label}: {objective_name(plan, part)}", _shown(name, amount)
        else:
            yield label, _shown(name, value)


def _shown(name: str, value: object) -> str:
    from reassure.brief.words import STATUSES, STOPS, day, tenths
    from reassure.model.choices import Status, StoppedBy

    if value is None:
        return "-"
    if name == "status":
        return STATUSES[Status(str(value))]
    if name == "stopped_by":
        return STOPS[StoppedBy(str(value))]
    if name in _SHARES and isinstance(value, int | float):
        return tenths(value)
    if name in _DAYS and isinstance(value, int | float):
        return day(value)
    if name == "price_year" or not isinstance(value, int | float):
        return str(value)
    is_short = isinstance(value, float) and abs(value) < 1e4
    return f"{value:,.4g}" if is_short else f"{value:,.0f}"
