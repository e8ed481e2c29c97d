"""The headline: the verdict in a few sentences, and a card for every objective."""

from collections import Counter
from collections.abc import Mapping

from reassure.brief.branches import comparison_verdict
from reassure.brief.chances import chance_words, fill_in_doubt
from reassure.brief.context import ObjectiveCard
from reassure.brief.endings import cut_short, is_late, most_cannot_arrive, open_words
from reassure.brief.figures.money import cost_sentence
from reassure.brief.figures.supply_levels import worst_sites
from reassure.brief.inputs import BriefInputs
from reassure.brief.names import (
    binding_words,
    capability_name,
    location_name,
    no_way_words,
    objective_name,
    objective_order,
    sector_name,
    supply_class_name,
)
from reassure.brief.strength import Strength
from reassure.brief.words import (
    capital,
    count,
    date,
    day,
    day_and_date,
    listed,
    number,
    percent,
    small,
    verb,
)
from reassure.model.movement_choices import MovementOutcome
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

_WHOLE = 0.999


def scope(plan: Plan, force_plan: ForcePlan | None) -> str:
    """Say what the plan covers."""
    n_lines = len(plan.requirements if force_plan is None else force_plan.line_fills)
    left_out = len(plan.requirements) - n_lines
    branches = f" ({number(left_out)} more in branches)" if left_out else ""
    givers = {offer.nation for offer in plan.offers}
    c_day = "C-day open" if plan.meta.c_day is None else f"C-day {date(plan.meta.c_day)}"
    parts = [
        count(len(plan.objectives), "objective"),
        f"{count(n_lines, 'requirement line')}{branches}",
        f"{count(len(plan.offers), 'offer')} from {count(len(givers), 'nation')}",
        f"{number(plan.meta.horizon_days)} days from C-day",
        c_day,
    ]
    return " · ".join(parts)


def verdict(plan: Plan, run: BriefInputs, strength: Strength | None) -> str:
    """Say in two or three sentences what the plan comes to; the worst comes first."""
    sentences = []
    if run.force_plan is not None and strength is not None:
        is_there = run.deployment is None or not most_cannot_arrive(run.deployment)
        sentences.append(_fill_sentence(plan, run.force_plan, strength, is_there=is_there))
    if run.deployment is not None:
        if most_cannot_arrive(run.deployment):
            # What is filled on paper alone must not be read as a force that is there.
            sentences.insert(0, _cannot_sentence(plan, run.deployment))
        elif len(run.deployment.arrivals):
            sentences.append(_movement_sentence(plan, run.deployment))
        else:
            sentences.append("Nobody is assigned, so nothing moves.")
    if run.supply is not None and (sites := worst_sites(run.supply)):
        first = sites[0]
        where = (
            f"{small(supply_class_name(plan, first.supply_class))} at "
            f"{location_name(plan, first.location)}"
        )
        sentences.append(
            f"Supply runs short first on {day(first.first_short_day)}: {where}."
            if first.first_short_day is not None
            else _supply_holds(run)
        )
    if not sentences and run.costs is not None:
        sentences.append(cost_sentence(plan, run.costs))
    if not sentences and run.branches is not None:
        sentences.append(comparison_verdict(plan, run.branches))
    return " ".join(sentences) or "No step of the plan has run."


def _supply_holds(run: BriefInputs) -> str:
    stopped = cut_short(run.supply)
    return (
        f"Supply holds as far as it was followed ({stopped})."
        if stopped
        else ("Supply holds everywhere.")
    )


def _cannot_sentence(plan: Plan, moved: Deployment) -> str:
    n, n_cannot = len(moved.arrivals), moved.cannot_arrive
    limits = Counter(row.binding for row in moved.arrivals if row.planned_day is None)
    known = {limit: k for limit, k in limits.items() if limit is not None}
    text = (
        f"Nothing arrives: none of {count(n, 'movement')} can arrive within the plan"
        if n_cannot == n
        else f"{number(n_cannot)} of {count(n, 'movement')} cannot arrive within the plan"
    )
    if not known:
        return f"{text}."
    limit, k = min(known.items(), key=lambda item: (-item[1], item[0]))
    part = "" if k == n_cannot else f", for {number(k)} of them"
    no_way = no_way_words(plan, limit)
    if no_way:
        return f"{text}: {no_way}{part}."
    return f"{text}. What binds{part}: {binding_words(plan, limit).text}."


def _movement_sentence(plan: Plan, moved: Deployment) -> str:
    if moved.closure_day is not None:
        text = f"The force closes on {day_and_date(plan.meta, moved.closure_day)}"
    else:
        text = capital(open_words(moved))
    late = moved.late_units - moved.cannot_arrive
    return (
        f"{text}; {number(late)} of {count(len(moved.arrivals), 'movement')} "
        f"{verb(late, 'comes', 'come')} late."
        if late
        else f"{text}; none {'scheduled ' if cut_short(moved) else ''}comes late."
    )


def _fill_sentence(plan: Plan, force_plan: ForcePlan, strength: Strength, *, is_there: bool) -> str:
    if force_plan.fill is None:
        return _nothing_asked(plan, strength)
    order = objective_order(plan)
    open_ends = [key for key in order if strength.of(key).complete_day() is None]
    text = f"The coalition {'fills' if is_there else 'would fill, if all arrived,'} "
    text += f"{percent(force_plan.fill)} of what the mission asks for"
    if (doubt := fill_in_doubt(force_plan)) is not None:
        text += f" if every offer comes ({chance_words(doubt)})"
    if not open_ends:
        return f"{text}, and every objective has all of it assigned in the end."
    stopped = cut_short(force_plan)
    if stopped:
        return f"{text} as far as tours were assigned; the assignment was {stopped}."
    shares = force_plan.fill_by_objective
    named = [
        f"{small(objective_name(plan, key))} ({percent(shares.get(key))})" for key in open_ends
    ]
    n = len(open_ends)
    part = f"{number(n)} of {count(len(order), 'objective')} never {verb(n, 'has', 'have')}"
    return f"{text}; {part} all of it assigned at once: {listed(named)}."


def _nothing_asked(plan: Plan, strength: Strength) -> str:
    text = f"Nothing is asked for within the plan, which ends on {day(plan.meta.horizon_days)}"
    lines = [plan.requirements[line] for line in strength.lines]
    later = [line.from_day for line in lines if line.from_day >= plan.meta.horizon_days]
    if not later or len(later) < len(lines):
        return f"{text}."
    return f"{text}: the first of {count(len(lines), 'line')} begins on {day(min(later))}."


def objective_cards(
    plan: Plan, run: BriefInputs, strength: Strength, tones: Mapping[str, str]
) -> tuple[ObjectiveCard, ...]:
    """Return one card for every objective of the plan that anything is asked for."""
    forces = run.force_plan
    if forces is None:
        return ()
    asked = set(strength.objectives)
    late, cut = _late_by_objective(plan, run), cut_short(run.deployment)
    return tuple(
        _card(plan, forces, strength.of(key), key, tones[key], late, cut)
        for key in objective_order(plan)
        if key in asked
    )


def _card(
    plan: Plan,
    forces: ForcePlan,
    strength: Strength,
    objective: str,
    tone: str,
    late: dict[str, tuple[int, int, int]] | None,
    cut: str,
) -> ObjectiveCard:
    share = forces.fill_by_objective.get(objective)
    complete, best = strength.complete_day(), strength.best()
    if complete is not None:
        when = f"All assigned from {day_and_date(plan.meta, complete)}"
    elif best is not None:
        at_best = f"at best {percent(best[0])} on {day(best[1])}"
        stopped = cut_short(forces)
        when = (
            f"Not all assigned: {stopped}; {at_best}"
            if stopped
            else (f"Never all assigned at once; {at_best}")
        )
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
    n_behind, n_tours, n_open = (late or {}).get(objective, (0, 0, 0))
    left = f"; {number(n_open)} not scheduled: {cut}" if cut and n_open else ""
    return ObjectiveCard(
        name=objective_name(plan, objective),
        tone=tone,
        filled=percent(share),
        missing=f"{count(len(strength.lines), 'line')}, {number(n_short)} short",
        when=when,
        worst=worst,
        late=""
        if late is None
        else f"{number(n_behind)} of {count(n_tours, 'movement')} late{left}",
        trend=trend,
        trend_words="Share assigned by period: " + ", ".join(percent(part) for part in trend),
    )


def _late_by_objective(plan: Plan, run: BriefInputs) -> dict[str, tuple[int, int, int]] | None:
    """Return by objective how many movements are late, how many there are, how many are open."""
    moved = run.deployment
    if moved is None or run.force_plan is None:
        return None
    line_of = {tour.id: tour.requirement for tour in run.force_plan.assignments}
    found: dict[str, tuple[int, int, int]] = {}
    for row in moved.arrivals:
        line = line_of.get(row.assignment)
        if line is None or line not in plan.requirements:
            continue
        key = plan.requirements[line].objective
        n_behind, n, n_open = found.get(key, (0, 0, 0))
        is_open = moved.outcome_of(row) is MovementOutcome.NOT_SCHEDULED
        found[key] = (n_behind + is_late(moved, row), n + 1, n_open + is_open)
    return found
