"""The key figures: one tile for each number that the headline gives."""

import math

import numpy as np

from reassure.brief.certainty import certain_share, never_words, share_words, whole_day
from reassure.brief.chances import chance_words, fill_in_doubt
from reassure.brief.context import KeyFigure
from reassure.brief.endings import cut_short, most_cannot_arrive, open_words
from reassure.brief.figures.supply_levels import worst_sites
from reassure.brief.inputs import BriefInputs
from reassure.brief.presence import first_tour_days, persons_by_day
from reassure.brief.words import PER_CENT, capital, count, day, money, number, percent, verb
from reassure.model.plan import Plan
from reassure.model.results import Costs, Deployment, ForcePlan, Supply
from reassure.model.simulation_results import Simulation


def key_figures(plan: Plan, run: BriefInputs) -> tuple[KeyFigure, ...]:
    """Return the numbers of the headline, of the steps that ran."""
    figures: list[KeyFigure] = []
    forces, moved = run.force_plan, run.deployment
    if forces is not None:
        figures.append(_fill(forces, moved))
    if moved is not None and len(moved.arrivals):
        figures += [_last_tour(forces, moved), _late(moved)]
    if run.simulation is not None and len(run.simulation.in_place):
        figures.append(_sure(run.simulation))
    if forces is not None:
        figures += _persons(plan, forces, moved)
    if run.simulation is not None and (dry := _first_dry(run.simulation)) is not None:
        figures.append(dry)
    elif run.supply is not None:
        figures += _supply(run.supply, is_by_schedule=run.simulation is not None)
    if run.costs is not None and run.costs.total:
        figures.append(_cost(run.costs))
    return tuple(figures)


def _fill(forces: ForcePlan, moved: Deployment | None) -> KeyFigure:
    name = "Requirement filled"
    if forces.fill is None:
        return KeyFigure(name, "–", "nothing is asked for within the plan")
    if moved is not None and most_cannot_arrive(moved):
        of = count(len(moved.arrivals), "movement")
        note = f"if all arrived; {number(moved.cannot_arrive)} of {of} cannot arrive"
        return KeyFigure(name, percent(forces.fill), note, is_bad=True)
    short = len({row.requirement for row in forces.shortfalls})
    note = f"{number(short)} of {count(len(forces.line_fills), 'line')} short"
    if stopped := cut_short(forces):
        note = f"{note}; {stopped}"
    if (doubt := fill_in_doubt(forces)) is not None:
        note = f"if every offer comes; {chance_words(doubt)}; {note}"
    return KeyFigure(name, percent(forces.fill), note)


def _last_tour(forces: ForcePlan | None, moved: Deployment) -> KeyFigure:
    """Return the closure of the plan, and beside it when units are there for the first time."""
    name = "Closure"
    if moved.closure_day is not None:
        wanted = max(row.wanted_day for row in moved.arrivals)
        note = f"last movement in place; wanted on {day(wanted)}"
        days = first_tour_days(forces, moved) if forces is not None else []
        if days and len(days) < len(moved.arrivals):
            half, last = day(days[(len(days) - 1) // 2]), day(days[-1])
            units = count(len(days), "unit")
            note = f"each unit's first tour: half of {units} by {half}, all by {last}"
        return KeyFigure(name, day(moved.closure_day), note)
    cannot = moved.cannot_arrive > 0
    return KeyFigure(name, "Not closed" if cannot else "Open", open_words(moved), is_bad=cannot)


def _late(moved: Deployment) -> KeyFigure:
    late, n = moved.late_units, len(moved.arrivals)
    note = f"of {count(n, 'movement')}"
    if cut_short(moved):
        note = f"of {number(n - moved.unscheduled)} scheduled"
    if moved.cannot_arrive:
        note = f"{note}; {number(moved.cannot_arrive)} of them cannot arrive"
    return KeyFigure("Movements late", number(late), note, is_bad=late > 0)


def _sure(made: Simulation) -> KeyFigure:
    """Return by when most is in place in 90 of 100 runs of the simulation."""
    rows = [row for row in made.in_place if row.objective is None]
    best = certain_share(rows)
    name = f"In place, 90{PER_CENT} sure"
    never = never_words(rows)
    stopped = cut_short(made)
    if best is None:
        notes = [f"of what is required, {never}", stopped]
        return KeyFigure(name, "Never", "; ".join(filter(None, notes)), is_bad=True)
    notes = [f"{share_words(best.share)} of what is required that day", never, stopped]
    return KeyFigure(name, whole_day(best.p90_day), "; ".join(filter(None, notes)))


def _persons(plan: Plan, forces: ForcePlan, moved: Deployment | None) -> list[KeyFigure]:
    persons = persons_by_day(plan, forces, moved)
    peak = int(np.argmax(persons))
    name = "Most persons assigned" if moved is None else "Most persons in place"
    if not persons[peak]:
        note = f"{count(len(forces.assignments), 'tour')} assigned, nobody in place"
        is_known = moved is not None and len(moved.arrivals) and not cut_short(moved)
        return [KeyFigure(name, "0", note, is_bad=True)] if is_known else []
    note = f"on {day(peak)}; {number(float(persons[-1]))} at the end"
    return [KeyFigure(name, number(float(persons[peak])), note)]


def _first_dry(made: Simulation) -> KeyFigure | None:
    """Return by when a first stock is dry in half of the runs; None where none ever is."""
    days = sorted(
        row.first_short_day for row in made.replications if row.first_short_day is not None
    )
    n, n_dry = len(made.replications), len(days)
    if not days:
        return None
    stopped = cut_short(made)
    stocks = count(len(made.stockouts), "stock")
    middle, early = math.ceil(n / 2), math.ceil(n / 10)
    notes = [f"{stocks} {verb(len(made.stockouts), 'runs', 'run')} dry in some run"]
    if n_dry < middle:
        return KeyFigure(
            "Something runs dry",
            f"In {percent(n_dry / n)} of the runs",
            "; ".join(filter(None, [f"first on {day(days[0])}", *notes, stopped])),
            is_bad=True,
        )
    if days[0] == days[-1] and n_dry == n:
        notes = ["in every run", *notes]
    else:
        notes = [f"in half of the runs; in 10 of 100 by {day(days[early - 1])}", *notes]
    return KeyFigure(
        "First stock dry",
        day(days[middle - 1]),
        "; ".join(filter(None, [*notes, stopped])),
        is_bad=True,
    )


def _supply(supply: Supply, *, is_by_schedule: bool) -> list[KeyFigure]:
    sites = worst_sites(supply)
    if not sites:
        return []
    stopped = "; ".join(
        filter(
            None, ["by the schedule; dry in no run" if is_by_schedule else "", cut_short(supply)]
        )
    )
    first = sites[0].first_short_day
    if first is not None:
        n_dry = sum(1 for site in sites if site.first_short_day is not None)
        note = f"{count(n_dry, 'stock')} {verb(n_dry, 'runs', 'run')} dry"
        note = f"{note}; {stopped}" if stopped else note
        return [KeyFigure("First stock dry", day(first), note, is_bad=True)]
    least = supply.min_days_of_supply
    note = f"none dry so far; {stopped}" if stopped else "no stock runs dry"
    return [KeyFigure("Least supply", f"{number(least or 0.0, 1)} days", note)]


def _cost(costs: Costs) -> KeyFigure:
    note = f"prices of {costs.price_year}; supplies not priced"
    if stopped := cut_short(costs):
        note = f"{note}; {capital(stopped)}"
    return KeyFigure("Cost", money(costs.total, costs.currency), note)
