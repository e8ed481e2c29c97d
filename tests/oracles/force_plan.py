"""All plans of a tiny case, and the objective as the explanation page words it.

Limits are those of the shipped second reading of the records; nothing here is shared with the
engine.
"""

import itertools
import math
from collections.abc import Callable, Iterator

from reassure.checks.force_plan import (
    provided_by_period,
    tours_of,
    unit_days,
    verify_force_plan,
)
from reassure.checks.together_rules import check_together
from reassure.checks.tour_rules import Tour, TourRules
from reassure.model.choices import OfferState
from reassure.model.force import Offer, Requirement
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from tests.oracles.permissions import NOT, needed, score

EPS = 1e-6
MONTH = 30.0


def check_force_plan(plan: Plan, result: ForcePlan) -> list[str]:
    """Return everything that is wrong with a result; empty: it keeps every rule."""
    found = [str(finding) for finding in verify_force_plan(plan, result)]
    rules = TourRules(plan)
    objective, bound = result.provenance.objective, result.provenance.bound
    value = objective_of(rules, tours_of(rules, result))
    slack = EPS * (1 + abs(value))
    if objective is None or abs(objective - value) > slack:
        found.append(f"objective {objective}, not {value}")
    if bound is None or bound < value - slack:
        found.append(f"bound {bound} below objective {value}")
    return found


def objective_of(rules: TourRules, tours: list[Tour]) -> float:
    """Return the objective as the explanation page words it."""
    fill, _, n_nations = stages_of(rules, tours)
    tour_price, nation_price = prices_of(rules)
    return fill - sum(tour_price(tour) for tour in tours) - nation_price * n_nations


def prices_of(rules: TourRules) -> tuple[Callable[[Tour], float], float]:
    """Return what a tour, and a nation in a formation, takes off the objective."""
    weights = [_worth(rules, line) for line in rules.lines.values()]
    tie = 1e-3 * min((weight for weight in weights if weight > 0), default=1.0)
    offers = rules.plan.offers
    dearest = max(
        (_rate(rules, offer, max(1, rules.up(offer.tour_min_days))) for offer in offers),
        default=0.0,
    )

    def price(tour: Tour) -> float:
        offer = offers[tour.offer]
        is_new = offer.state is not OfferState.DEPLOYED
        scaled = _rate(rules, offer, tour.length) / dearest if dearest > 0 else 0.0
        return tie * (tour.length * (scaled + 1e-3 * (1 + is_new)) + 1e-3)

    return price, 1e-3 * tie


def stages_of(rules: TourRules, tours: list[Tour]) -> tuple[float, float, int]:
    """Return weighted fill, cost, and nations in formations."""
    provided, offers = provided_by_period(rules, tours), rules.plan.offers
    fill = sum(
        _worth(rules, line) * sum(unit_days(rules, line, provided[name])) / rules.period_days
        for name, line in rules.lines.items()
    )
    cost = sum(tour.length * _rate(rules, offers[tour.offer], tour.length) for tour in tours)
    inside = {
        (offers[tour.offer].nation, rules.lines[tour.line].formation)
        for tour in tours
        if rules.lines[tour.line].formation
    }
    return fill, cost, len(inside)


def _worth(rules: TourRules, line: Requirement) -> float:
    return line.weight * rules.plan.objectives[line.objective].weight


def _rate(rules: TourRules, offer: Offer, length: int) -> float:
    monthly = offer.cost_per_month
    if monthly is None:
        monthly = rules.plan.capabilities[offer.capability].cost_per_month
    return monthly * rules.period_days / MONTH + offer.deploy_cost / length


def n_plans(plan: Plan) -> int:
    """Return how many combinations `best_objective` would list."""
    rules = TourRules(plan)
    return math.prod(
        math.comb(len(list(_schedules(rules, offer))) + offer.quantity - 1, offer.quantity)
        for offer in plan.offers
    )


def best_objective(plan: Plan) -> float:
    """Return the best objective over all plans, by listing them."""
    rules = TourRules(plan)
    return max(objective_of(rules, tours) for tours in all_plans(rules))


def all_plans(rules: TourRules) -> Iterator[list[Tour]]:
    """Yield every plan that keeps all rules, the empty one among them."""
    per_offer = []
    for offer in rules.plan.offers:
        schedules = list(_schedules(rules, offer))
        per_offer.append(
            [
                [
                    Tour(tour.id, tour.offer, unit + 1, tour.line, tour.start, tour.stop)
                    for unit, schedule in enumerate(chosen)
                    for tour in schedule
                ]
                for chosen in itertools.combinations_with_replacement(schedules, offer.quantity)
            ]
        )
    for parts in itertools.product(*per_offer):
        tours = [tour for part in parts for tour in part]
        if not any(check_together(rules, tours)):
            yield tours


def sound_tours(rules: TourRules, offer: Offer) -> Iterator[Tour]:
    """Yield every tour of an offer's first unit that is sound by itself and of worth."""
    for line in rules.lines.values():
        if _worth(rules, line) <= 0 or line.quantity <= 0 or offer.quantity == 0:
            continue
        for start, stop in itertools.combinations(range(rules.n_periods + 1), 2):
            tour = Tour(f"{line.id}.{start}", offer.id, 1, line.id, start, stop)
            if not any(rules.check(tour)) and may_do_tasks(rules, offer, line, start, stop):
                yield tour


def may_do_tasks(rules: TourRules, offer: Offer, line: Requirement, start: int, stop: int) -> bool:
    """Whether an offer's units may do every task of a line on every day of some periods."""
    days = range(round(start * rules.period_days), round(stop * rules.period_days))
    tasks = [task for task in line.tasks if needed(rules.plan, task)]
    return not any(
        score(rules.plan, offer, line.sector, task, day) == NOT for task in tasks for day in days
    )


def _schedules(rules: TourRules, offer: Offer) -> Iterator[tuple[Tour, ...]]:
    """Yield every sequence of tours that one unit can serve, the empty one first."""
    tours = list(sound_tours(rules, offer))

    def extend(done: tuple[Tour, ...], free: int) -> Iterator[tuple[Tour, ...]]:
        yield done
        for tour in tours:
            if tour.start >= free:
                rest = rules.rest(offer, tour.length)
                yield from extend((*done, tour), tour.stop + rest)

    return extend((), 0)
