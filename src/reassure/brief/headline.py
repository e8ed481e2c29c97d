"""The headline: the verdict in a sentence, the key figures, and a card for every objective."""

from collections.abc import Mapping

from reassure.brief.context import KeyFigure, ObjectiveCard
from reassure.brief.figures.supply_levels import worst_sites
from reassure.brief.inputs import BriefInputs
from reassure.brief.names import (
    capability_name,
    location_name,
    objective_name,
    objective_order,
    sector_name,
    supply_class_name,
)
from reassure.brief.strength import Strength
from reassure.brief.words import (
    count,
    date,
    day,
    day_and_date,
    listed,
    money,
    number,
    percent,
    small,
    verb,
)
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

_WHOLE = 0.999


def scope(plan: Plan) -> str:
    """Say what the plan covers."""
    givers = {offer.nation for offer in plan.offers}
    c_day = "C-day open" if plan.meta.c_day is None else f"C-day {date(plan.meta.c_day)}"
    parts = [
        count(len(plan.objectives), "objective"),
        count(len(plan.requirements), "requirement line"),
        f"{count(len(plan.offers), 'offer')} from {count(len(givers), 'nation')}",
        f"{number(plan.meta.horizon_days)} days from C-day",
        c_day,
    ]
    return " · ".join(parts)


def verdict(plan: Plan, run: BriefInputs, strength: Strength | None) -> str:
    """Say in two or three sentences what the plan comes to."""
    sentences = []
    if run.force_plan is not None and strength is not None and run.force_plan.fill is not None:
        sentences.append(_fill_sentence(plan, run.force_plan, strength))
    moved = run.deployment
    if moved is not None and len(moved.arrivals):
        if moved.closure_day is not None:
            text = f"The last tour is in place on {day_and_date(plan.meta, moved.closure_day)}"
        else:
            n_never = moved.unfinished
            arrive = verb(n_never, "arrives", "arrive")
            text = f"{count(n_never, 'tour')} never {arrive} in full"
        late = moved.late_units
        sentences.append(
            f"{text}; {number(late)} of {number(len(moved.arrivals))} come late."
            if late
            else f"{text}; none comes late."
        )
    if run.supply is not None and (sites := worst_sites(run.supply)):
        first = sites[0]
        where = (
            f"{small(supply_class_name(plan, first.supply_class))} at "
            f"{location_name(plan, first.location)}"
        )
        sentences.append(
            f"Supply runs short first on {day(first.first_short_day)}: {where}."
            if first.first_short_day is not None
            else "Supply holds everywhere."
        )
    return " ".join(sentences) or "No step of the plan has run."


def _fill_sentence(plan: Plan, force_plan: ForcePlan, strength: Strength) -> str:
    order = objective_order(plan)
    open_ends = [key for key in order if strength.of(key).complete_day() is None]
    text = f"The coalition fills {percent(force_plan.fill)} of what the mission asks for"
    if not open_ends:
        return f"{text}, and every objective is complete in the end."
    shares = force_plan.fill_by_objective
    named = [
        f"{small(objective_name(plan, key))} ({percent(shares.get(key))})" for key in open_ends
    ]
    n = len(open_ends)
    part = f"{number(n)} of {count(len(order), 'objective')} {verb(n, 'is', 'are')}"
    return f"{text}; {part} never complete: {listed(named)}."


def key_figures(plan: Plan, run: BriefInputs) -> tuple[KeyFigure, ...]:
    """Return the numbers of the headline, of the steps that ran."""
    figures: list[KeyFigure] = []
    forces, moved, supply, costs = run.force_plan, run.deployment, run.supply, run.costs
    if forces is not None:
        short = len({row.requirement for row in forces.shortfalls})
        note = f"{number(short)} of {count(len(plan.requirements), 'line')} short"
        figures.append(KeyFigure("Requirement filled", percent(forces.fill), note))
    if moved is not None and len(moved.arrivals):
        never = moved.unfinished
        wanted = max(row.wanted_day for row in moved.arrivals)
        if moved.closure_day is None:
            note = f"{count(never, 'tour')} do not arrive in full"
            figures.append(KeyFigure("Force closes", "Never", note, is_bad=True))
        else:
            note = f"last tour wanted on {day(wanted)}"
            figures.append(KeyFigure("Force closes", day(moved.closure_day), note))
        late = moved.late_units
        note = f"of {count(len(moved.arrivals), 'tour')}"
        figures.append(KeyFigure("Tours late", number(late), note, is_bad=late > 0))
    if supply is not None and (sites := worst_sites(supply)):
        first = sites[0].first_short_day
        least = supply.min_days_of_supply
        n_dry = sum(1 for site in sites if site.first_short_day is not None)
        note = f"{count(n_dry, 'stock')} {verb(n_dry, 'runs', 'run')} dry"
        figures.append(
            KeyFigure("First stock dry", day(first), note, is_bad=True)
            if first is not None
            else KeyFigure("Least supply", f"{number(least or 0.0, 1)} days", "no stock runs dry")
        )
    if costs is not None and costs.total:
        note = f"prices of {costs.price_year}"
        figures.append(KeyFigure("Cost", money(costs.total, costs.currency), note))
    return tuple(figures)


def objective_cards(
    plan: Plan, run: BriefInputs, strength: Strength, tones: Mapping[str, str]
) -> tuple[ObjectiveCard, ...]:
    """Return one card for every objective of the plan that anything is asked for."""
    forces = run.force_plan
    if forces is None:
        return ()
    asked = {line.objective for line in plan.requirements}
    late = _late_by_objective(plan, run)
    return tuple(
        _card(plan, forces, strength.of(key), key, tones[key], late)
        for key in objective_order(plan)
        if key in asked
    )


def _card(
    plan: Plan,
    forces: ForcePlan,
    strength: Strength,
    objective: str,
    tone: str,
    late: dict[str, tuple[int, int]] | None,
) -> ObjectiveCard:
    share = forces.fill_by_objective.get(objective)
    complete, best = strength.complete_day(), strength.best()
    if complete is not None:
        when = f"Complete from {day_and_date(plan.meta, complete)}"
    elif best is not None:
        when = f"Never complete; at best {percent(best[0])} on {day(best[1])}"
    else:
        when = "Nothing is asked for within the plan"
    lines = [
        (row.provided_unit_days / row.required_unit_days, row.requirement)
        for row in forces.line_fills
        if row.objective == objective and row.required_unit_days > 0
    ]
    worst = ""
    if lines and min(lines)[0] < 1:
        fill, line_id = min(lines)
        line = plan.requirements[line_id]
        name = f"{capability_name(plan, line.capability)}, {sector_name(plan, line.sector)}"
        worst = f"{name}: {percent(fill)} filled"
    n_short = sum(1 for fill, _ in lines if fill < _WHOLE)
    trend = tuple(strength.shares(plan.meta.period_days))
    n_late, n_tours = (late or {}).get(objective, (0, 0))
    return ObjectiveCard(
        name=objective_name(plan, objective),
        tone=tone,
        filled=percent(share),
        missing=f"{count(len(strength.lines), 'line')}, {number(n_short)} short",
        when=when,
        worst=worst,
        late="" if late is None else f"{number(n_late)} of {count(n_tours, 'tour')} late",
        trend=trend,
        trend_words="Share filled by period: " + ", ".join(percent(part) for part in trend),
    )


def _late_by_objective(plan: Plan, run: BriefInputs) -> dict[str, tuple[int, int]] | None:
    if run.deployment is None or run.force_plan is None:
        return None
    line_of = {tour.id: tour.requirement for tour in run.force_plan.assignments}
    found: dict[str, tuple[int, int]] = {}
    for row in run.deployment.arrivals:
        line = line_of.get(row.assignment)
        if line is None or line not in plan.requirements:
            continue
        key = plan.requirements[line].objective
        n_late, n = found.get(key, (0, 0))
        is_late = row.late_days is None or row.late_days > 0
        found[key] = (n_late + is_late, n + 1)
    return found
