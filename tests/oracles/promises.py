"""Promises by chance, read from the records by themselves: who falls, and what stays filled."""

import itertools
from collections.abc import Iterator

from reassure.checks.force_plan import provided_by_period, tours_of, unit_days
from reassure.checks.tour_rules import Tour, TourRules
from reassure.model.choices import ConditionKind
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from tests.oracles.force_plan import objective_of, stages_of

MONTH = 30.0
EPS = 1e-9
PLAIN = ("host_consent", "mandate", "funding")


def chances(plan: Plan) -> dict[str, dict[str, float]]:
    """Return the records that could fail each offer, with the chance that they do not."""
    found: dict[str, dict[str, float]] = {}
    for offer in plan.offers:
        found[offer.id] = {f"offers:{offer.id}": offer.probability}
    for row in plan.conditions:
        if row.offer is None:
            continue
        mine = found[row.offer]
        own = 1.0 if row.probability is None else row.probability
        if row.kind.value == "decision" and row.decision is not None:
            decision = plan.decisions[row.decision]
            if decision.state.value == "taken":
                continue
            mine[f"decisions:{decision.id}"] = decision.probability
            mine[f"conditions:{row.id}"] = own
        elif row.kind.value in PLAIN:
            mine[f"conditions:{row.id}"] = own
    return {
        offer: {record: chance for record, chance in records.items() if chance < 1}
        for offer, records in found.items()
    }


def outcomes(plan: Plan, used: set[str]) -> Iterator[tuple[float, set[str]]]:
    """Yield every outcome of the records that some offers hang on: its chance, and who comes."""
    of_offer = {offer: records for offer, records in chances(plan).items() if offer in used}
    all_records = {record: p for records in of_offer.values() for record, p in records.items()}
    names = sorted(all_records)
    for holds in itertools.product([True, False], repeat=len(names)):
        is_true = dict(zip(names, holds, strict=True))
        chance = 1.0
        for name, held in is_true.items():
            chance *= all_records[name] if held else 1.0 - all_records[name]
        come = {
            offer
            for offer, records in of_offer.items()
            if all(is_true[record] for record in records)
        }
        yield chance, come


def left_over(rules: TourRules, tours: list[Tour], come: set[str]) -> list[Tour]:
    """Return the tours that hold when only some offers come, one fall at a time."""
    left = [tour for tour in tours if tour.offer in come]
    while True:
        fallen = next((tour for tour in left if not _holds(rules, tour, left)), None)
        if fallen is None:
            return left
        left.remove(fallen)


def _holds(rules: TourRules, tour: Tour, left: list[Tour]) -> bool:
    plan, line = rules.plan, rules.lines[tour.line]
    sector = plan.sectors[line.sector]
    nation = {other: plan.offers[other.offer].nation for other in left}
    here = [other for other in left if rules.lines[other.line].sector == line.sector]
    for row in rules.conditions(tour.offer, ConditionKind.LEAD_NATION):
        served = sum(other.length for other in here if nation[other] == row.nation)
        if served * rules.period_days / MONTH < sector.lead_min_unit_months - EPS:
            return False
    for row in rules.conditions(tour.offer, ConditionKind.PARTNER_PRESENT):
        least = 1.0 if row.minimum_units is None else row.minimum_units
        for period in range(tour.start, tour.stop):
            there = [
                other
                for other in here
                if nation[other] == row.nation
                and other.offer != tour.offer
                and other.start <= period < other.stop
            ]
            if len(there) < least:
                return False
    if line.formation is not None:
        frame = plan.formations[line.formation].framework_nation
        if frame is not None:
            return any(
                nation[other] == frame and rules.lines[other.line].formation == line.formation
                for other in left
            )
    return True


def fill_of(rules: TourRules, tours: list[Tour]) -> float | None:
    """Return the unweighted fill; None where nothing is asked for."""
    provided = provided_by_period(rules, tours)
    full = {name: [line.quantity] * rules.n_periods for name, line in rules.lines.items()}
    required = sum(sum(unit_days(rules, line, full[name])) for name, line in rules.lines.items())
    got = sum(sum(unit_days(rules, line, provided[name])) for name, line in rules.lines.items())
    return got / required if required > 0 else None


def exact_fills(plan: Plan, result: ForcePlan) -> list[tuple[float, float]]:
    """Return chance and fill of every outcome of a force plan; none where nothing is asked for."""
    rules = TourRules(plan)
    tours = tours_of(rules, result)
    found = []
    for chance, come in outcomes(plan, {tour.offer for tour in tours}):
        fill = fill_of(rules, left_over(rules, tours, come))
        if fill is None:
            return []
        found.append((chance, fill))
    return found


def mean_objective(rules: TourRules, tours: list[Tour], scenarios: list[set[str]]) -> float:
    """Return the mean weighted fill of the tours that come, less the prices of all tours.

    Parameters
    ----------
    rules, tours
        The plan.
    scenarios
        Offers that come, by scenario; nobody else falls with those that do not.
    """
    price = stages_of(rules, tours)[0] - objective_of(rules, tours)
    fills = [
        stages_of(rules, [tour for tour in tours if tour.offer in come])[0] for come in scenarios
    ]
    return sum(fills) / len(fills) - price
