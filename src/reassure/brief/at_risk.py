"""Which objectives and which units are at risk as luck has it, the worst first."""

from collections.abc import Iterable
from dataclasses import dataclass

from reassure.brief.certainty import force_first, whose
from reassure.brief.words import percent
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.simulation_outputs import SimulatedArrival, SimulatedClosure
from reassure.model.simulation_results import Simulation


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Units of one offer on one line that the schedule has in time and the runs have not always.

    Attributes
    ----------
    offer, requirement
        Whose they are, and where they serve.
    n_units
        How many.
    chance_on_time, least_on_time
        Share of the runs in which a tour of them is in time: their mean, and the least.
    chance_in_place
        Share of the runs in which a tour of them gets there at all, mean.
    wanted_days, planned_days
        First and last day on which they are wanted, and for which they are planned.
    late_days
        By how much 90 of 100 runs that bring them have the latest of them late at most; None: it
        comes in none.
    """

    offer: str
    requirement: str
    n_units: int
    chance_on_time: float
    least_on_time: float
    chance_in_place: float
    wanted_days: tuple[float, float]
    planned_days: tuple[float, float]
    late_days: float | None


def worst_first(plan: Plan, made: Simulation, objectives: Iterable[str | None]) -> list[str | None]:
    """Return objectives, each once, behind the whole force: least of what is required first."""
    closures = {row.objective: row for row in made.simulated_closures}
    in_order = force_first(plan, objectives)
    return sorted(in_order, key=lambda name: (name is not None, *_share_in_place(closures, name)))


def _share_in_place(
    closures: dict[str | None, SimulatedClosure], objective: str | None
) -> tuple[float, float]:
    row = closures.get(objective)
    # Of whom nothing is known none is the worst.
    return (2.0, 2.0) if row is None else (row.p50_share, row.p5_share)


def worst_sentence(plan: Plan, made: Simulation) -> str:
    """Say which objective is most at risk; empty with fewer than two of them."""
    closures = {row.objective: row for row in made.simulated_closures}
    order = [name for name in worst_first(plan, made, closures) if name is not None]
    if len(order) < 2:
        return ""
    worst = closures[order[0]]
    return (
        f"Most at risk: {whose(plan, worst.objective)}. Of all that it requires, all days "
        f"together, half of the runs have {percent(worst.p50_share)} or more in place, and 95 of "
        f"100 runs have {percent(worst.p5_share)} or more."
    )


def units_at_risk(forces: ForcePlan, made: Simulation) -> list[AtRisk]:
    """Return units planned in time that are not in time in every run, by offer and line."""
    held: dict[tuple[str, str], list[tuple[Assignment, SimulatedArrival]]] = {}
    for row in made.simulated_arrivals:
        is_planned = row.planned_day is not None and row.planned_day <= row.wanted_day
        if is_planned and row.chance_on_time < 1:
            tour = forces.assignments[row.assignment]
            held.setdefault((tour.offer, tour.requirement), []).append((tour, row))
    groups = [_group(*key, tours) for key, tours in held.items()]
    return sorted(groups, key=lambda one: (one.chance_on_time, one.offer, one.requirement))


def _group(
    offer: str, requirement: str, tours: list[tuple[Assignment, SimulatedArrival]]
) -> AtRisk:
    rows = [row for _, row in tours]
    on_time = [row.chance_on_time for row in rows]
    wanted = [row.wanted_day for row in rows]
    planned = [row.planned_day for row in rows if row.planned_day is not None]
    late = [row.p90_day - row.wanted_day for row in rows if row.p90_day is not None]
    return AtRisk(
        offer,
        requirement,
        n_units=len({tour.unit for tour, _ in tours}),
        chance_on_time=sum(on_time) / len(rows),
        least_on_time=min(on_time),
        chance_in_place=sum(row.chance_in_place for row in rows) / len(rows),
        wanted_days=(min(wanted), max(wanted)),
        planned_days=(min(planned), max(planned)),
        late_days=max(0.0, *late) if late else None,
    )


def on_time_words(group: AtRisk) -> str:
    r"""Return in how many of the runs units are in time; of several also the least.

    >>> on_time_words(AtRisk("o", "r", 2, 0.5, 0.25, 1.0, (0, 0), (0, 0), None))
    '50\xa0% of the runs (one of them in 25\xa0%)'
    """
    told = percent(group.chance_on_time)
    least = percent(group.least_on_time)
    return f"{told} of the runs" + ("" if told == least else f" (one of them in {least})")
