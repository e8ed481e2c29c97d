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
    "counting": "what counts on lines with tasks",
    "headline_unit_days": "  assigned there, unit-days",
    "usable_unit_days": "  of this, may do every task",
    "barred_unit_days": "  kept away by permissions alone, at most",
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
    "closure_day": "closure (last movement in place)",
    "closure_bound": "closure at the earliest, with the planned release days",
    "lift_days": "lift taken",
    "lift_days_bound": "lift at the least",
    "lowered": "what is lowered",
    "late_units": "late, or cannot arrive",
    "cannot_arrive": "  of these, cannot arrive",
    "unscheduled": "not scheduled (unknown yet)",
    "without_beds": "arrivals without a bed",
    "loads": "loads moved",
    "returns": "movements home",
    "not_home": "  of these, cannot get home",
    "unscheduled_returns": "  of these, not scheduled",
    "late_reliefs": "reliefs in place late",
    "deliveries": "deliveries of pledges",
    "late_deliveries": "  of these, late or cannot arrive",
    "unscheduled_deliveries": "  of these, not scheduled",
    "min_days_of_supply": "least days of supply",
    "consumed_t": "consumed, tonnes",
    "unmet_t": "demand not met, tonnes",
    "by_objective": "of it",
}
_OF_MOVEMENT = {"objective": "value reached", "bound": "no schedule reaches less than"}
_OF_ONE_STEP = {
    "deploy": _OF_MOVEMENT,
    "upgrade": _OF_MOVEMENT
    | {
        "upgrades": "upgrades listed",
        "worked_out": "upgrades worked out",
        "distinguishable": "upgrades that gain for certain",
    },
    "roe": {
        "headline": "asked for, unit-days by task",
        "usable": "of this, may be done, unasked or on approval",
        "on_approval": "  of this, on approval",
        "holes": "tasks that nobody in a sector may do",
        "holes_by_positions": "  of these, open if positions change",
        "mixed_formations": "formations whose units may do different things",
        "objective": "changes of position that open these",
        "bound": "no fewer changes than",
    },
}
_OF_PROGRESS = frozenset(
    {
        "done",
        "on_time",
        "late",
        "overdue",
        "blocked",
        "cancelled",
        "next_due",
        "critical_path",
        "initial_day",
        "full_day",
        "transfers",
        "last_day",
    }
)
"""Figures that are told in sentences below."""
_OF_MOVEMENT_STEPS = frozenset({"deploy", "upgrade"})
_SHARES = frozenset({"fill", "fill_by_objective", "expected_fill", "gap"})
_DAYS = frozenset({"closure_day", "closure_bound"})
_ONLY_IN_FILES = frozenset({"by_nation", "unfinished", "smallest_set"})
"""What would fill the screen, or is told in parts: ``--json`` prints it."""
_OF_A_LIST = frozenset(
    {"worked_out", "distinguishable", "budget", "best_set", "best_set_cost", "best_set_gain"}
)
"""Figures of upgrades that a plan without any does not have."""
_ONLY_IF_ANY = frozenset({"unscheduled_returns", "unscheduled_deliveries"})
_OF_A_SEARCH = frozenset({"lp_bound", "objective", "bound", "gap", "stopped_by", "lift_days_bound"})
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
    if basis := _partial_basis(step, run):
        console.print(basis, markup=False, highlight=False)


def _partial_basis(step: str, run: "Run") -> str:
    """Say that a step is made from others that were stopped early; empty where none was."""
    from reassure.brief.endings import partial_basis
    from reassure.pipeline import STEPS

    after = STEPS[step].after
    return partial_basis(
        run.force_plan if "generate" in after else None,
        run.deployment if "deploy" in after else None,
    )


def rows(
    step: str, plan: "Plan", summary: Mapping[str, object]
) -> Generator[tuple[str, str], None, None]:
    """Yield label and value of every figure that the terminal shows."""
    from reassure.brief.names import objective_name
    from reassure.cli.simulation_lists import simulation_figures

    if step == "simulate":
        yield from simulation_figures(summary)
        return
    labels = _LABELS | _OF_ONE_STEP.get(step, {})
    absent = _OF_A_LIST if summary.get("upgrades") == 0 else frozenset[str]()
    in_words = _movement_words(plan, summary) if step in _OF_MOVEMENT_STEPS else {}
    if step == "upgrade":
        in_words |= _set_words(plan, summary)
    if step == "status":
        absent |= _OF_PROGRESS
    for name, value in summary.items():
        is_idle = not value if name in _ONLY_IF_ANY else value is None and name in _OF_A_SEARCH
        if name in _ONLY_IN_FILES or is_idle or name in absent:
            continue
        label = labels.get(name, name.replace("_", " "))
        if name in in_words:
            yield label, in_words[name]
            continue
        if isinstance(value, dict):
            for part, amount in typing.cast("dict[str, object]", value).items():
                yield f"  {label}: {objective_name(plan, part)}", _shown(name, amount)
        else:
            yield label, _shown(name, value)


def _movement_words(plan: "Plan", summary: Mapping[str, object]) -> dict[str, str]:
    """Return the figures of movement that need a unit or a word of their own."""
    from reassure.brief.lowered import LOWERED, lift_words, method_words, value_words
    from reassure.model.choices import MoveMethod, MoveObjective, Status

    lowered = MoveObjective(str(summary["lowered"]))
    told = {"lowered": LOWERED[lowered]}
    for name in ("objective", "bound"):
        if isinstance(value := summary[name], int | float):
            told[name] = value_words(plan, lowered, value)
    if "method" in summary:
        is_bounded = summary["bound"] is not None or summary["status"] == Status.OPTIMAL
        told["method"] = method_words(MoveMethod(str(summary["method"])), is_bounded=is_bounded)
    for name in ("lift_days", "lift_days_bound"):
        if isinstance(value := summary.get(name), int | float):
            told[name] = lift_words(plan, value)
    return told


def _set_words(plan: "Plan", summary: Mapping[str, object]) -> dict[str, str]:
    """Return the figures of the best set of upgrades: by name, with currency and unit."""
    from reassure.brief.lowered import VALUE_UNITS
    from reassure.brief.upgrades import amount, upgrade_name
    from reassure.brief.words import listed, money
    from reassure.model.choices import MoveObjective

    told: dict[str, str] = {}
    if isinstance(best := summary.get("best_set"), list):
        names = typing.cast("list[str]", best)
        told["best_set"] = listed([upgrade_name(plan, name) for name in names]) or "none"
    for name in ("budget", "best_set_cost"):
        if isinstance(value := summary.get(name), int | float):
            told[name] = money(value, plan.meta.currency)
    if isinstance(value := summary.get("best_set_gain"), int | float):
        unit = VALUE_UNITS[MoveObjective(str(summary["lowered"]))]
        told["best_set_gain"] = f"{amount(value)} {unit}"
    return told


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
