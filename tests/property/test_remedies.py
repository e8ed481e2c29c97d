"""What remedies promise, held against all plans that keep the tours of the plan as it stands."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings

from reassure.checks.force_plan import provided_by_period, tours_of
from reassure.checks.together_rules import check_together
from reassure.checks.tour_rules import Tour, TourRules
from reassure.engines.generate import generate_forces
from reassure.model.choices import RemedyKind
from reassure.model.outputs import Remedy, Shortfall
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from tests.strategies import force_plans

# A failing plan is printed whole, however long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

TINY = force_plans(periods=5, lines=3, offers=4, units=2)
MOST_NODES = 3_000
NEW = "new"
EXACT = {
    RemedyKind.LIFT_CAVEAT,
    RemedyKind.LESS_NOTICE,
    RemedyKind.LONGER_OFFER,
    RemedyKind.ACCEPT_GRADE,
    RemedyKind.ACCEPT_ATTRIBUTES,
    RemedyKind.ONE_MORE_TOUR,
    RemedyKind.MORE_BURDEN,
    RemedyKind.ONE_MORE_NATION,
}


def with_row(plan: Plan, table: str, name: str, **changes: Any) -> Plan:
    """Return the plan with one record changed."""
    rows = [row.model_copy(update=changes) if row.id == name else row for row in plan.table(table)]
    return plan.with_tables(**{table: Table.of(plan.table(table).record_type, rows)})


def without_row(plan: Plan, table: str, name: str) -> Plan:
    """Return the plan without one record."""
    return plan.with_tables(**{table: plan.table(table).without(name)})


def changed(plan: Plan, remedy: Remedy) -> Plan:
    """Return the plan with the records as a remedy asks."""
    table, _, rest = remedy.binding.partition(":")
    name, _, field = rest.rpartition(".")
    if remedy.change is RemedyKind.NEW_OFFER:
        return _with_new_offer(plan, remedy)
    offer = plan.offers[remedy.offer or ""]
    match remedy.change:
        case RemedyKind.LIFT_CAVEAT:
            return without_row(plan, table, name)
        case RemedyKind.MEET_CONDITION if table == "decisions":
            return with_row(plan, table, name, state="taken")
        case RemedyKind.MEET_CONDITION:
            return without_row(plan, table, name)
        case RemedyKind.LESS_NOTICE:
            value: Any = max(0.0, offer.notice_days - 30)
        case RemedyKind.LONGER_OFFER:
            periods = plan.meta.periods
            value = 0.0 if field == "from_day" else periods.day(periods.count)
        case RemedyKind.ACCEPT_GRADE:
            value = offer.grade
        case RemedyKind.ACCEPT_ATTRIBUTES:
            asked = getattr(plan.table(table)[name], field)
            value = tuple(word for word in asked if word in offer.attributes)
        case RemedyKind.ONE_MORE_TOUR:
            value = 0.0
        case RemedyKind.ONE_MORE_UNIT:
            value = offer.quantity + (remedy.units or 0)
        case RemedyKind.ONE_MORE_NATION:
            value = (plan.formations[name].max_nations or 0) + 1
        case _:
            value = None
    return with_row(plan, table, name, **{field: value})


def _with_new_offer(plan: Plan, remedy: Remedy) -> Plan:
    line = plan.requirements[remedy.requirement]
    days = plan.meta.periods.count * plan.meta.period_days
    row = {"id": NEW, "nation": "XAZ", "capability": line.capability, "quantity": remedy.units,
           "state": "offered", "grade": 4, "from_day": 0, "until_day": days, "tour_min_days": 1,
           "tour_max_days": days, "attributes": ["cold"], "origin": "home"}  # fmt: skip
    offers = Table.of(plan.offers.record_type, [*plan.offers, row])
    nations = Table.of(plan.nations.record_type, [*plan.nations, {"id": "XAZ", "name": "XAZ"}])
    plan = plan.with_tables(offers=offers, nations=nations)
    if line.formation is None:
        return plan
    # It comes from a nation that the formation takes.
    return with_row(plan, "formations", line.formation, max_nations=None, framework_nation=None)


def rostered(rules: TourRules, tours: Sequence[Tour]) -> list[Tour] | None:
    """Give tours to units of their offers anew; None where an offer has too few."""
    free: dict[str, list[int]] = {}
    given: list[Tour] = []
    for tour in sorted(tours, key=lambda tour: (tour.start, tour.stop, tour.id)):
        offer = rules.plan.offers[tour.offer]
        units = free.setdefault(tour.offer, [0] * offer.quantity)
        unit = next((k for k, since in enumerate(units) if since <= tour.start), None)
        if unit is None:
            return None
        units[unit] = tour.stop + rules.rest(offer, tour.length)
        given.append(Tour(tour.id, tour.offer, unit + 1, tour.line, tour.start, tour.stop))
    return given


class Listing:
    """Lists sets of tours of one offer on one line that can be added to a plan."""

    def __init__(self, plan: Plan, tours: Sequence[Tour], short: Shortfall, offer: str) -> None:
        self.rules, self.tours, self.short, self.offer = TourRules(plan), list(tours), short, offer
        self.line = self.rules.lines[short.requirement]
        self.counts = self.rules.counts(plan.offers[offer], self.line)
        self.n_nodes = 0
        spans = itertools.combinations(range(self.rules.n_periods + 1), 2)
        named = [Tour(f"new.{a}.{b}", offer, 1, self.line.id, a, b) for a, b in spans]
        self.possible = [tour for tour in named if not any(self.rules.check(tour))]

    def filled(self, added: Sequence[Tour]) -> float:
        """Return the unit-days of the shortfall that some tours fill."""
        units = provided_by_period(self.rules, list(added))[self.line.id]
        total, period_days = 0.0, self.rules.period_days
        for period, count in enumerate(units):
            first = max(self.short.from_day, period * period_days)
            last = min(self.short.until_day, (period + 1) * period_days)
            total += min(count, self.short.quantity) * max(0.0, last - first)
        return total

    def best(self, *, goal: float, most_tours: int) -> float | None:
        """Return the most that can be filled, or the first that reaches a goal; None: too many."""
        best = 0.0
        for added in self._sets((), 0, most_tours):
            if self.n_nodes > MOST_NODES:
                return None
            best = max(best, self.filled(added))
            if best >= goal:
                break
        return best

    def _sets(self, added: tuple[Tour, ...], first: int, left: int) -> Iterator[tuple[Tour, ...]]:
        self.n_nodes += 1
        yield added
        if left == 0:
            return
        for place in range(first, len(self.possible)):
            wider = (*added, self.possible[place])
            given = rostered(self.rules, [*self.tours, *wider])
            if given is not None and not any(check_together(self.rules, given)):
                yield from self._sets(wider, place, left - 1)


@settings(max_examples=60)
@given(TINY)
def test_what_a_remedy_fills_can_be_filled_while_all_tours_stay(plan: Plan) -> None:
    forces = generate_forces(plan, gap=0)
    tours = tours_of(TourRules(plan), forces)
    shortfalls = {(row.requirement, row.from_day): row for row in forces.shortfalls}
    for rows in ranks(forces):
        later = plan
        for row in rows:
            later = changed(later, row)
        short = shortfalls[rows[0].requirement, rows[0].from_day]
        listing = Listing(later, tours, short, rows[0].offer or NEW)
        told = rows[0].filled_unit_days
        kinds = [row.change for row in rows]
        if RemedyKind.ONE_MORE_TOUR in kinds:
            # The rest of others is as it was.
            assert rostered(TourRules(plan), tours) is not None
        most = 1 if kinds == [RemedyKind.ONE_MORE_TOUR] else 99
        found = listing.best(goal=told - 1e-6, most_tours=most)
        assert found is None or found >= told - 1e-6, (rows, found)


@settings(max_examples=60)
@given(force_plans(periods=5, lines=3, offers=4, units=1))
def test_a_single_unit_cannot_fill_more_than_its_remedy_says(plan: Plan) -> None:
    forces = generate_forces(plan, gap=0)
    tours = tours_of(TourRules(plan), forces)
    shortfalls = {(row.requirement, row.from_day): row for row in forces.shortfalls}
    for rows in ranks(forces):
        row = rows[0]
        if len(rows) > 1 or row.change not in EXACT:
            continue
        short = shortfalls[row.requirement, row.from_day]
        listing = Listing(changed(plan, row), tours, short, row.offer or NEW)
        most = 1 if row.change is RemedyKind.ONE_MORE_TOUR else 99
        found = listing.best(goal=float("inf"), most_tours=most)
        if any(one.offer == row.offer for one in plan.conditions):
            # A nation that its own units would let lead is not counted on.
            assert found is None or found >= row.filled_unit_days - 1e-6
        else:
            assert found is None or found == pytest.approx(row.filled_unit_days, abs=1e-6)


def ranks(forces: ForcePlan) -> list[list[Remedy]]:
    """Return the rows of remedies that belong together."""
    together: dict[tuple[str, float, int], list[Remedy]] = {}
    for row in forces.remedies:
        together.setdefault((row.requirement, row.from_day, row.rank), []).append(row)
    return list(together.values())


@settings(max_examples=30)
@given(force_plans(periods=7, lines=5, offers=6, units=3))
def test_every_shortfall_with_weight_has_a_remedy_that_fills_it_whole(plan: Plan) -> None:
    forces = generate_forces(plan)
    whole = {(row.requirement, row.from_day) for row in forces.remedies if row.is_whole}
    for row in forces.shortfalls:
        if row.reason != "no_weight" and plan.requirements[row.requirement].counted != "stations":
            assert (row.requirement, row.from_day) in whole
