"""Lists that `reassure status` prints: milestones, what blocks them, capability, transfers."""

from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more

if TYPE_CHECKING:
    from reassure.model.plan import Plan
    from reassure.model.progress_results import Progress

MOST_LISTED, MOST_GAPS = 12, 3


def print_progress(plan: "Plan", made: "Progress") -> None:
    """Print how milestones stand, what blocks what, capability by objective, transfers."""
    _print_milestones(plan, made)
    _print_blocks(plan, made)
    _print_capability(plan, made)
    _print_transfers(plan, made)


def _print_milestones(plan: "Plan", made: "Progress") -> None:
    from reassure.brief.progress import (
        STANDINGS,
        headline,
        milestone_name,
        path_sentence,
        when_words,
    )
    from reassure.brief.words import day
    from reassure.model.progress_choices import MilestoneStanding

    typer.echo(f"\n{headline(plan, made)}")
    if path := path_sentence(plan, made):
        typer.echo(path)
    behind = (MilestoneStanding.OVERDUE, MilestoneStanding.LATE)
    rows = [row for row in made.milestone_days if row.standing in behind]
    rows.sort(key=lambda row: (-(row.late_days or 0.0), row.milestone))
    if rows:
        typer.echo("\nLate or overdue, the latest first:")
    for row in rows[:MOST_LISTED]:
        typer.echo(
            f"  {milestone_name(plan, row.milestone)} ({row.owner}): {STANDINGS[row.standing]}, "
            f"due {day(row.due_day)}, expected {when_words(row)} ({row.binding})."
        )
    print_more(len(rows) - MOST_LISTED, "milestone", "milestone_days")


def _print_blocks(plan: "Plan", made: "Progress") -> None:
    from reassure.brief.progress import milestone_name, pending_waits, root_waits
    from reassure.brief.words import count, listed

    roots = root_waits(made)
    if roots:
        typer.echo("\nWhat blocks, that which blocks most first:")
    for row, blocked in roots[:MOST_LISTED]:
        typer.echo(f"  {milestone_name(plan, row.milestone)}: {row.reason} ({row.binding}).")
        others = [milestone_name(plan, name) for name in blocked if name != row.milestone]
        if others:
            shown = others[:3] + ([f"{len(others) - 3} more"] if len(others) > 3 else [])
            typer.echo(
                f"    This holds up {count(len(others), 'milestone')} after it: {listed(shown)}."
            )
    print_more(len(roots) - MOST_LISTED, "block", "milestone_waits")
    pending = pending_waits(made)
    if pending:
        typer.echo("\nWhat is waited for, the soonest first:")
    for row in pending[:MOST_LISTED]:
        typer.echo(f"  {milestone_name(plan, row.milestone)}: {row.reason} ({row.binding}).")
    print_more(len(pending) - MOST_LISTED, "wait", "milestone_waits")


def _print_capability(plan: "Plan", made: "Progress") -> None:
    from reassure.brief.names import line_name, objective_name, objective_order
    from reassure.brief.progress import LEVELS, capability_words, gap_words, largest_gaps
    from reassure.brief.words import number, small
    from reassure.model.progress_choices import CapabilityLevel

    rows = {(row.objective, row.level): row for row in made.capability_days}
    if not rows:
        return
    typer.echo("\nCapability by objective, counting units of grade 2 (assessed) or more:")
    for objective in objective_order(plan):
        own = [rows[key] for level in CapabilityLevel if (key := (objective, level)) in rows]
        if not own:
            continue
        told = "; ".join(f"{small(LEVELS[row.level])} {capability_words(row)}" for row in own)
        typer.echo(f"  {objective_name(plan, objective)}: {told}.")
        for gap in largest_gaps(made, objective, MOST_GAPS):
            typer.echo(
                f"    {line_name(plan, gap.requirement)}: {number(gap.quantity, 1)} lack, "
                f"{number(gap.unit_days)} unit-days in all; {gap_words(plan, gap)}."
            )


def _print_transfers(plan: "Plan", made: "Progress") -> None:
    from reassure.brief.progress import receivers, transfer_sentence
    from reassure.brief.words import count

    typer.echo(f"\nTransfer of authority: {transfer_sentence(made)}")
    found = receivers(plan, made)
    for name, tours, givers in found[:MOST_LISTED]:
        typer.echo(f"  To {name}: {count(tours, 'tour')} of {count(givers, 'nation')}.")
    print_more(len(found) - MOST_LISTED, "nation", "transfers")
