"""Figures and lists that `reassure simulate` prints: how sure, who is at risk, what helps."""

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more
from reassure.cli.simulation_certain import certain_words
from reassure.cli.simulation_words import (
    NEVER,
    day_of,
    queue_words,
    risk_words,
    worth_words,
)

if TYPE_CHECKING:
    from reassure.model.plan import Plan
    from reassure.model.results import ForcePlan
    from reassure.model.simulation_outputs import InPlace
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
    """Print who is at risk, when all is in place and how sure, queues, what runs dry and helps."""
    from reassure.brief.at_risk import units_at_risk
    from reassure.brief.dryness import dry_stocks, dry_words, stock_name
    from reassure.brief.words import count

    _print_objectives(plan, made)
    _print_in_place(plan, made)
    _print_closures(plan, made)
    for text in certain_words(plan, made):
        typer.echo(f"{text}.")
    print_list(
        "Most at risk of those planned in time, by offer:",
        "Whoever is planned in time is in time in every run.",
        [risk_words(plan, group) for group in units_at_risk(force_plan, made)],
        "simulated_arrivals",
        what="offer",
    )
    print_list(
        "Where it queues:",
        "Nothing waits anywhere.",
        [queue_words(plan, row) for row in made.waited],
        "queues",
        what="limit",
    )
    print_list(
        "Where and when it runs dry, what lacks most first:",
        "Nothing runs dry in any run.",
        [f"{stock_name(plan, stock)}: {dry_words(stock)}" for stock in dry_stocks(made)],
        "stockouts",
        what="place and class",
        many="places and classes",
    )
    _print_matters(plan, made)
    _print_worths(plan, made)
    taken = count(len(made.assumptions), "assumption")
    typer.echo(f"\nIt rests on {taken}; results/simulate.json of --out lists them.")


def _print_objectives(plan: "Plan", made: "Simulation") -> None:
    """Print how much of what each objective requires is in place, the worst first."""
    from reassure.brief.at_risk import worst_first
    from reassure.brief.certainty import share_words
    from reassure.brief.words import capital, percent

    rows = {row.objective: row for row in made.simulated_closures}
    if not rows:
        return
    most = max((row.share for row in made.in_place), default=None)
    when = {row.objective: row for row in made.in_place if row.share == most}
    lines: list[list[str]] = []
    for objective in worst_first(plan, made, rows):
        row = rows[objective]
        line = [_whose(plan, objective), percent(row.p50_share), percent(row.p5_share)]
        if most is not None:
            line.append(_in_place_words(when.get(objective)))
        lines.append(line)
    heads = ["", "half of\nthe runs", "95 of\n100 runs"]
    if most is not None:
        heads.append(f"{capital(share_words(most))} there,\n50 % / 90 % sure")
    typer.echo(
        "\nWhich objective is at risk, the worst first: so much of all that is required,\n"
        "summed over days, is in place or more:"
    )
    _print_grid(heads, lines)


def _print_in_place(plan: "Plan", made: "Simulation") -> None:
    """Print when lesser shares are in place; the largest stands with the objectives at risk."""
    from reassure.brief.at_risk import worst_first
    from reassure.brief.certainty import share_words
    from reassure.brief.words import capital

    cells = {(row.objective, row.share): row for row in made.in_place}
    if not cells:
        typer.echo("\nNothing is required on any day.")
        return
    shares = sorted({share for _, share in cells})
    told = shares[:-1] if len(made.simulated_closures) else shares
    if told:
        typer.echo("\nWhen less of what is required is in place, 50 % / 90 % sure:")
        order = worst_first(plan, made, (objective for objective, _ in cells))
        lines = [
            [
                _whose(plan, objective),
                *(_in_place_words(cells.get((objective, share))) for share in told),
            ]
            for objective in order
        ]
        _print_grid(["", *(capital(share_words(share)) for share in told)], lines)
    typer.echo("±: half of the 95 % interval of the day, in days; –: never, with that confidence.")


def _in_place_words(row: "InPlace | None") -> str:
    from reassure.brief.certainty import day_with_width

    if row is None:
        return ""
    return f"{day_of(row.p50_day)} / {day_with_width(row.p90_day, row.half_width_days)}"


def _print_closures(plan: "Plan", made: "Simulation") -> None:
    from reassure.brief.at_risk import worst_first
    from reassure.brief.certainty import day_with_width
    from reassure.brief.words import percent

    rows = {row.objective: row for row in made.simulated_closures}
    if not rows:
        return
    typer.echo("\nWhen the last of those who come is in place, by share of the runs:")
    lines: list[list[str]] = []
    for objective in worst_first(plan, made, rows):
        row = rows[objective]
        days = (
            *map(day_of, (row.planned_day, row.p5_day, row.p50_day)),
            day_with_width(row.p90_day, row.half_width_days),
            day_of(row.p95_day),
        )
        lines.append([_whose(plan, objective), *days, percent(row.chance)])
    _print_grid(["", "plan", "5 %", "50 %", "90 %", "95 %", "all there"], lines)


def _print_matters(plan: "Plan", made: "Simulation") -> None:
    """Print what hangs on that which is not known, and what that leaves out."""
    from reassure.brief.certainty import is_dealt_anew
    from reassure.brief.matters import (
        DEALT_ANEW,
        matter_words,
        nothing_matters,
        scales_of,
        told_rows,
    )

    scales = scales_of(made)
    print_list(
        "What matters most, of what is not known (low and high: 1 of 10 values lies beyond; "
        "±: half of a 95 % interval):",
        nothing_matters(made),
        [matter_words(plan, row, scales) for row in told_rows(made)],
        "sensitivities",
        what="thing that is not known",
        many="things that are not known",
    )
    if is_dealt_anew(plan):
        typer.echo(DEALT_ANEW)


def _print_worths(plan: "Plan", made: "Simulation") -> None:
    """Print what helps, and apart from it what makes it worse."""
    from reassure.brief.matters import nothing_helps, worths_of
    from reassure.brief.words import count, verb

    worths = worths_of(made)
    idle = f"{count(worths.n_idle, 'change')} {verb(worths.n_idle, 'makes', 'make')} no difference"
    none = f"Nothing helps: {idle} in any run." if worths.n_idle else nothing_helps(made)
    if worths.harming and not worths.n_idle:
        none = "Nothing helps."
    print_list(
        "What helps most, under the same luck (days late of all units together):",
        none,
        [worth_words(plan, row, worths.late_days) for row in worths.helping],
        "changes_worth",
        what="change",
    )
    if worths.helping and worths.n_idle:
        typer.echo(f"     {idle} in any run.")
    if worths.harming:
        print_list(
            "What makes it worse:",
            "",
            [worth_words(plan, row, worths.late_days) for row in reversed(worths.harming)],
            "changes_worth",
            what="change",
        )


def print_list(
    title: str, none: str, told: list[str], table: str, *, what: str, many: str | None = None
) -> None:
    """Print the first lines of a list, or that there is none.

    Parameters
    ----------
    title, none
        What stands above it, and what is said where it is empty.
    told
        Its lines.
    table
        Name of the table that has all of them.
    what, many
        What one of them and several are called; None: as one, with an s.
    """
    if not told:
        typer.echo(f"\n{none}")
        return
    typer.echo(f"\n{title}")
    for i, text in enumerate(told[:MOST_LISTED], start=1):
        typer.echo(f"{i:>3}. {text}.")
    print_more(len(told) - MOST_LISTED, what, table, many=many)


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


def _whose(plan: "Plan", objective: str | None) -> str:
    from reassure.brief.certainty import whose

    return whose(plan, objective)


def _float(value: object) -> float:
    return float(str(value))
