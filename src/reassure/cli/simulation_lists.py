"""Figures and lists that `reassure simulate` prints: how sure, who is at risk, what helps."""

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more
from reassure.cli.simulation_certain import certain_words
from reassure.cli.simulation_words import (
    NEVER,
    day_of,
    dry_words,
    matter_words,
    queue_words,
    risk_words,
    worth_words,
)

if TYPE_CHECKING:
    from reassure.model.plan import Plan
    from reassure.model.results import ForcePlan
    from reassure.model.simulation_outputs import (
        InPlace,
        SimulatedClosure,
    )
    from reassure.model.simulation_results import Simulation

MOST_LISTED = 5


def simulation_figures(summary: Mapping[str, object]) -> Generator[tuple[str, str], None, None]:
    """Yield label and value of the figures of the whole that the lists do not tell."""
    from reassure.brief.words import STATUSES, number, tenths
    from reassure.model.choices import Status

    yield "runs of the whole plan", number(_float(summary["replications"]))
    for name, label in (
        ("closure_chance", "chance that all who come get there"),
        ("stockout_chance", "chance that something runs dry"),
    ):
        value = summary[name]
        yield label, tenths(None if value is None else _float(value))
    late = summary["mean_late_days"]
    yield "days late, all units together, mean", NEVER if late is None else number(_float(late), 1)
    if summary["truncated_loads"]:
        yield "loads without an arrival in the schedule", str(summary["truncated_loads"])
    yield "status", STATUSES[Status(str(summary["status"]))]


def print_simulation(plan: "Plan", force_plan: "ForcePlan", made: "Simulation") -> None:
    """Print when all is in place and how sure, who is at risk, queues, what runs dry and helps."""
    from reassure.brief.words import count

    _print_in_place(plan, list(made.in_place))
    _print_closures(plan, list(made.simulated_closures))
    for text in certain_words(plan, made):
        typer.echo(f"{text}.")
    _print_at_risk(plan, force_plan, made)
    _print_list(
        "Where it queues:",
        "Nothing waits anywhere.",
        [queue_words(plan, row) for row in made.queues],
        "limit",
        "queues",
    )
    _print_list(
        "Where and when it runs dry:",
        "Nothing runs dry in any run.",
        dry_words(plan, list(made.stockout_days)),
        "place and class",
        "stockout_days",
    )
    rows = [row for row in made.sensitivities if row.correlation or row.in_place_correlation]
    _print_list(
        "What matters most, of what is not known (low and high: 1 of 10 values lies beyond):",
        "Nothing that is not known changes how late units are, or how much is in place.",
        [matter_words(plan, row) for row in rows],
        "thing that is not known",
        "sensitivities",
    )
    _print_list(
        "What helps most, under the same luck:",
        "No upgrade and no lift that the plan lists raises a limit that is waited for.",
        [worth_words(plan, row) for row in made.changes_worth],
        "change",
        "changes_worth",
    )
    taken = count(len(made.assumptions), "assumption")
    typer.echo(f"\nIt rests on {taken}; results/simulate.json of --out lists them.")


def _print_in_place(plan: "Plan", rows: "list[InPlace]") -> None:
    from reassure.brief.words import number, percent

    if not rows:
        typer.echo("\nNothing is required on any day.")
        return
    shares = sorted({row.share for row in rows})
    cells = {(row.objective, row.share): row for row in rows}
    typer.echo("\nWhen it is in place, with 50 % and with 90 % confidence:")
    lines = [
        [
            _whose(plan, objective),
            *(_in_place_words(cells.get((objective, share))) for share in shares),
        ]
        for objective in _force_first([row.objective for row in rows])
    ]
    _print_grid(["of what is required", *(percent(share) for share in shares)], lines)
    widths = [row.half_width_days for row in rows if row.half_width_days]
    if widths:
        most = number(max(widths), 1)
        typer.echo(f"Days with 90 % confidence are known to {most} days or better; – is never.")
    else:
        typer.echo("– is never, with that confidence.")


def _in_place_words(row: "InPlace | None") -> str:
    if row is None:
        return ""
    return f"{day_of(row.p50_day)} / {day_of(row.p90_day)}"


def _print_closures(plan: "Plan", rows: "list[SimulatedClosure]") -> None:
    from reassure.brief.words import percent

    if not rows:
        return
    by_objective = {row.objective: row for row in rows}
    typer.echo("\nWhen the last of those who come is in place, by share of the runs:")
    lines: list[list[str]] = []
    for objective in _force_first([row.objective for row in rows]):
        row = by_objective[objective]
        days = (row.planned_day, row.p5_day, row.p50_day, row.p90_day, row.p95_day)
        lines.append([_whose(plan, objective), *map(day_of, days), percent(row.chance)])
    _print_grid(["", "plan", "5 %", "50 %", "90 %", "95 %", "all there"], lines)


def _print_at_risk(plan: "Plan", force_plan: "ForcePlan", made: "Simulation") -> None:
    rows = [
        row
        for row in made.simulated_arrivals
        if row.planned_day is not None
        and row.planned_day <= row.wanted_day
        and row.chance_on_time < 1
    ]
    rows.sort(key=lambda row: (row.chance_on_time, row.assignment))
    _print_list(
        "Most at risk of those planned in time:",
        "Whoever is planned in time is in time in every run.",
        [risk_words(plan, force_plan, row) for row in rows],
        "unit",
        "simulated_arrivals",
    )


def _print_list(title: str, none: str, told: list[str], what: str, table: str) -> None:
    """Print the first lines of a list, or that there is none."""
    if not told:
        typer.echo(f"\n{none}")
        return
    typer.echo(f"\n{title}")
    for i, text in enumerate(told[:MOST_LISTED], start=1):
        typer.echo(f"{i:>3}. {text}.")
    print_more(len(told) - MOST_LISTED, what, table)


def _print_grid(heads: list[str], lines: list[list[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for i, head in enumerate(heads):
        # Days stay whole; where the screen is narrow, names take another line.
        grid.add_column(escape(head), no_wrap=i > 0)
    for line in lines:
        grid.add_row(*map(escape, line))
    Console().print(grid)


def _force_first(objectives: list[str | None]) -> list[str | None]:
    """Return objectives in their order, each once, behind the whole force."""
    return sorted(dict.fromkeys(objectives), key=lambda name: name is not None)


def _whose(plan: "Plan", objective: str | None) -> str:
    from reassure.brief.names import objective_name

    return "The whole force" if objective is None else objective_name(plan, objective)


def _float(value: object) -> float:
    return float(str(value))
