"""Lists that commands print for people: gaps, asks and changes, the most important first."""

from typing import TYPE_CHECKING

import typer

from reassure.cli.console import print_more

if TYPE_CHECKING:
    from reassure.model.outputs import Ask
    from reassure.model.plan import Plan
    from reassure.model.results import Asks, ForcePlan

MOST_GAPS = 5
MOST_CHANGES = 15
MOST_NOT_WORKED_OUT = 5


def print_gaps(plan: "Plan", force_plan: "ForcePlan") -> None:
    """Print the lines with most weighted unit-days missing: how much, when, why, what helps."""
    from reassure.brief.gaps import worst_gaps
    from reassure.brief.words import capital, number, small

    n_short = len({row.requirement for row in force_plan.shortfalls})
    if not n_short:
        typer.echo("\nNo line is short.")
        return
    tones = dict.fromkeys(plan.objectives.ids, "")
    asked = {row.requirement: row.required_unit_days for row in force_plan.line_fills}
    typer.echo("\nThe worst gaps:")
    for i, gap in enumerate(worst_gaps(plan, force_plan, tones=tones, most=MOST_GAPS), start=1):
        of = number(asked.get(gap.requirement, 0.0))
        told = (
            f"{gap.line}, {gap.sector}: {number(gap.missing_unit_days)} of {of} unit-days missing"
        )
        why = [f"{told}, {gap.when}"]
        if gap.causes:
            why.append(small(gap.causes[0].reason))
            if gap.causes[0].cures:
                why.append(f"best remedy: {gap.causes[0].cures[0]}")
        typer.echo(f"{i:>3}. {capital('; '.join(why))}.")
    print_more(n_short - MOST_GAPS, "line", "shortfalls")


def print_asks(plan: "Plan", asks: "Asks") -> None:
    """Print what to ask for next by kind, the best first; of what was not worked out a few."""
    from reassure.brief.asks import TITLES, UPPER_LIMITS, unit_sentence
    from reassure.brief.words import count
    from reassure.model.choices import AskKind

    rows = sorted(asks.asks, key=lambda row: row.rank)
    if not rows:
        typer.echo("\nNothing that could be asked for would gain anything.")
        return
    typer.echo(f"\nWhat to ask for next. {unit_sentence(plan)}")
    others = [row for row in rows if row.gain is None]
    groups = [
        (TITLES[kind], [row for row in rows if row.kind is kind and row.gain is not None])
        for kind in AskKind
    ]
    for title, own in [*groups, (UPPER_LIMITS, others[:MOST_NOT_WORKED_OUT])]:
        if own:
            typer.echo(f"{title}:")
        for i, row in enumerate(own, start=1):
            typer.echo(f"{i:>3}. {_ask_line(plan, row, asks.provenance.objective)}")
    if len(others) > MOST_NOT_WORKED_OUT:
        left = len(others) - MOST_NOT_WORKED_OUT
        typer.echo(f"     and {count(left, 'more ask')} not worked out (--top works out more).")


def _ask_line(plan: "Plan", row: "Ask", without: float | None) -> str:
    from reassure.brief.asks import ask_words, filled_words, gain_words, offered_words, worth_words

    worth, gain = worth_words(row, without), gain_words(row)
    told = [worth, gain if gain != worth else "", filled_words(row)]
    line = f"{ask_words(plan, row)}: {'; '.join(filter(None, told))}"
    offered = offered_words(plan, row)
    return f"{line}.\n     {offered}" if offered else line


def print_changes(plan: "Plan", force_plan: "ForcePlan") -> None:
    """Print what a plan made anew changes of the earlier one, the most important first."""
    from reassure.brief.changes import (
        KINDS,
        by_importance,
        changes_sentence,
        effect_sentences,
        reason_words,
    )
    from reassure.brief.names import line_name, offer_name
    from reassure.brief.words import small, span

    rows = by_importance(plan, force_plan)
    typer.echo(f"\n{effect_sentences(plan, force_plan)} {changes_sentence(force_plan)}")
    for i, row in enumerate(rows[:MOST_CHANGES], start=1):
        typer.echo(
            f"{i:>3}. {KINDS[row.change]}: {row.units} \N{MULTIPLICATION SIGN} "
            f"{offer_name(plan, row.offer)}, {line_name(plan, row.requirement)}, "
            f"{span(row.from_day, row.until_day)}: {small(reason_words(plan, row))}"
        )
    print_more(len(rows) - MOST_CHANGES, "change", "changes")
