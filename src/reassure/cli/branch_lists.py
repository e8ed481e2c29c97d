"""What `reassure branches` prints: agreements, branches, who stays in, what is common to all."""

from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more
from reassure.model.branch_choices import OutlookMeasure

if TYPE_CHECKING:
    from reassure.model.branch_outputs import BranchOutlook, BranchSummary, NoRegretStep
    from reassure.model.branch_results import Branches
    from reassure.model.plan import Plan

MOST_STEPS, MOST_NATIONS = 15, 12


def print_branches(plan: "Plan", made: "Branches") -> None:
    """Print where agreements stand, what each branch comes to, and what is common to all."""
    _print_agreements(plan, made)
    _print_summaries(plan, made)
    _print_nations(plan, made)
    _print_steps(plan, made)
    _print_outlook(plan, made)
    for text in made.assumptions:
        typer.echo(f"  Taken as given: {text}.")


def _print_agreements(plan: "Plan", made: "Branches") -> None:
    from reassure.brief.branches import standing_words
    from reassure.brief.names import record_name

    if len(made.agreement_states):
        typer.echo("Agreements, as they stand today:")
    for row in made.agreement_states:
        typer.echo(f"  {record_name(plan, 'agreements', row.agreement)}: {standing_words(row)}.")


def _print_summaries(plan: "Plan", made: "Branches") -> None:
    typer.echo("\nBranches:")
    for row in made.branch_summaries:
        typer.echo(f"  {_head(plan, row)}")
        for line in _needs(plan, row):
            typer.echo(f"      {line}")


def _head(plan: "Plan", row: "BranchSummary") -> str:
    from reassure.brief.branches import waits_words
    from reassure.brief.words import percent

    chance = "" if row.probability is None else f" ({percent(row.probability, none='')})"
    return f"{row.branch}, {plan.branches[row.branch].title}{chance}: {waits_words(plan, row)}"


def _needs(plan: "Plan", row: "BranchSummary") -> list[str]:
    from reassure.brief.branches import closure_words
    from reassure.brief.words import count, money, number, percent

    if row.failure is not None:
        return [f"cannot be planned: {row.failure}"]
    units = f"{count(row.nations or 0, 'nation')}, {count(row.units or 0, 'unit')}"
    lines = [
        f"{count(row.lines, 'line')}, {percent(row.fill)} filled, {row.short_lines} short",
        f"{units}, {number(row.persons or 0)} persons at most",
    ]
    if row.movements is not None:
        lines.append(f"{closure_words(plan, row)}; {row.late} of {row.movements} tours late")
    if row.cost is not None:
        lines.append(f"cost {money(row.cost, plan.meta.currency)}")
    if row.is_partial:
        lines.append("stopped before all work was done")
    return lines


def _print_nations(plan: "Plan", made: "Branches") -> None:
    from reassure.brief.branches import leavers, stayers
    from reassure.brief.names import nation_name
    from reassure.brief.words import listed

    stay, leave = stayers(made), leavers(made)
    if not stay and not leave:
        return
    typer.echo(f"\nIn every branch: {listed([nation_name(plan, name) for name in stay]) or '–'}.")
    for nation, inside in list(leave.items())[:MOST_NATIONS]:
        typer.echo(f"  {nation_name(plan, nation)}: only in {listed(inside)}.")
    print_more(len(leave) - MOST_NATIONS, "nation", "branch_nations")


def _print_steps(plan: "Plan", made: "Branches") -> None:
    rows = sorted(made.no_regret_steps, key=lambda row: row.rank)
    if not rows:
        typer.echo("\nNo unit serves in every branch, so no step is without regret.")
        return
    typer.echo("\nNeeded whichever branch comes:")
    for row in rows[:MOST_STEPS]:
        typer.echo(f"{row.rank:>3}. {_step(plan, row)}.")
    print_more(len(rows) - MOST_STEPS, "step", "no_regret_steps")


def _step(plan: "Plan", row: "NoRegretStep") -> str:
    from reassure.brief.branches import step_days_words, step_words

    days = step_days_words(row)
    return f"{step_words(plan, row)}{'; ' if days else ''}{days}"


def _print_outlook(plan: "Plan", made: "Branches") -> None:
    from reassure.brief.words import percent

    typer.echo("\nOver the branches:")
    for measure in OutlookMeasure:
        typer.echo(f"  {_outlook(plan, made.outlook(measure))}")
    if made.no_branch_probability:
        typer.echo(f"  With a chance of {percent(made.no_branch_probability)} no branch comes.")


def _outlook(plan: "Plan", row: "BranchOutlook") -> str:
    from reassure.brief.branches import MEASURES, measure_words

    parts: list[str] = []
    if row.expected is not None:
        parts.append(f"{measure_words(plan, row.figure, row.expected)} expected")
    if row.worst_branch is not None:
        worst = measure_words(plan, row.figure, row.worst)
        parts.append(f"{worst} at worst ({row.worst_branch})")
    if row.best_branch is not None and row.best_branch != row.worst_branch:
        parts.append(f"{measure_words(plan, row.figure, row.best)} at best ({row.best_branch})")
    return f"{MEASURES[row.figure]}: {'; '.join(parts) or 'not known'}."
