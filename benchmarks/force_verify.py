"""Whether a force plan keeps every rule, and what it is worth: a second reading of the records.

Nothing here comes from the engine: days become months anew, rules are plain loops over tours, and
the objective is summed month by month. It reads what `benchmarks.force_instances` writes, and
refuses to judge a plan with anything else that could bar a tour.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from benchmarks.force_instances import COST_WEIGHT, NATION_WEIGHT
from reassure.model.choices import CaveatKind, ConditionKind, Counting, OfferState, RestRule
from reassure.model.force import Condition, Offer, Requirement
from reassure.model.plan import Plan

SLACK = 1e-6


class Served(NamedTuple):
    """Units of one offer that serve on one line in the same months.

    Attributes
    ----------
    offer, line
        Ids.
    start, stop
        Half-open span of months, counted from the plan's first.
    units
        How many.
    """

    offer: str
    line: str
    start: int
    stop: int
    units: int


class Reading:
    """The rules that one plan sets.

    Parameters
    ----------
    plan
        A plan in periods of a month, as `benchmarks.force_instances.force_plan` makes them.

    Raises
    ------
    ValueError
        If the plan has a rule that is not judged here.
    """

    def __init__(self, plan: Plan) -> None:
        unknown = _not_judged(plan)
        if unknown:
            raise ValueError(f"{unknown}: has a rule that is not judged here")
        self.plan, self.month = plan, plan.meta.period_days
        self.n_months = math.ceil(plan.meta.horizon_days / self.month)
        self.offers = {row.id: row for row in plan.offers}
        self.lines = {row.id: row for row in plan.requirements}
        self._counts = {(row.capability, row.by): row.efficiency for row in plan.substitutions}
        self._conditions: dict[str, list[Condition]] = defaultdict(list)
        for row in plan.conditions:
            self._conditions[str(row.offer)].append(row)

    def span(self, row: Offer | Requirement) -> tuple[int, int]:
        """Return the months in which an offer may serve, or a line is needed."""
        return round(row.from_day / self.month), round(row.until_day / self.month)

    def lengths(self, offer: Offer) -> tuple[int, int]:
        """Return the shortest and the longest tour [months]."""
        return round(offer.tour_min_days / self.month), round(offer.tour_max_days / self.month)

    def rest(self, offer: Offer, length: int) -> int:
        """Return the rest that a tour takes [months]."""
        is_fixed = offer.rest_rule is RestRule.FIXED
        days = offer.tour_max_days if is_fixed else length * self.month
        return math.ceil(offer.rest_ratio * days / self.month - SLACK)

    def counts(self, offer: Offer, line: Requirement) -> float:
        """Return what one unit counts on a line; 0: nothing."""
        if offer.capability == line.capability:
            return 1.0
        return self._counts.get((line.capability, offer.capability), 0.0)

    def worth(self, line: Requirement) -> float:
        """Return what an effective unit is worth a month."""
        return line.weight * self.plan.objectives[line.objective].weight

    def conditions(self, offer: str, kind: ConditionKind) -> list[Condition]:
        """Return an offer's conditions of one kind."""
        return [row for row in self._conditions[offer] if row.kind is kind]

    def bars(self, offer: Offer, line: Requirement) -> list[str]:
        """Return the rules that keep an offer from a line in every month."""
        wrong = {
            "state": offer.state in (OfferState.WITHDRAWN, OfferState.EXPIRED),
            "capability": self.counts(offer, line) <= 0,
            "readiness": offer.grade < line.min_grade,
            "attributes": not set(line.attributes) <= set(offer.attributes),
            "notice": line.max_notice_days is not None and offer.notice_days > line.max_notice_days,
            "caveat": any(
                row.nation == offer.nation
                and row.offer in (None, offer.id)
                and (not row.sectors or line.sector in row.sectors)
                and (not row.tasks or set(row.tasks) & set(line.tasks))
                for row in self.plan.caveats
            ),
        }
        return [rule for rule, is_broken in wrong.items() if is_broken]

    def nation(self, tour: Served) -> str:
        """Return whose units they are."""
        return self.offers[tour.offer].nation

    def sector(self, tour: Served) -> str:
        """Return where they serve."""
        return self.lines[tour.line].sector


def _not_judged(plan: Plan) -> str | None:
    """Return the first row with a rule that this module does not read."""
    judged = (ConditionKind.LEAD_NATION, ConditionKind.PARTNER_PRESENT)
    month = plan.meta.period_days
    own = {row.id: row.nation for row in plan.offers}
    faults = {
        "requirements": [
            row.id
            for row in plan.requirements
            if row.branches
            or row.counted is not Counting.UNITS
            or row.from_day % month
            or row.until_day % month
        ],
        "tasks": [row.id for row in plan.tasks if row.attributes],
        "offers": [
            row.id
            for row in plan.offers
            if row.notice_days > 0
            or row.valid_until
            or any(
                day % month
                for day in (row.from_day, row.until_day, row.tour_min_days, row.tour_max_days)
            )
        ],
        "conditions": [
            row.id
            for row in plan.conditions
            if row.kind not in judged
            or row.offer is None
            or (row.kind is ConditionKind.PARTNER_PRESENT and row.nation == own[row.offer])
        ],
        "caveats": [
            row.id
            for row in plan.caveats
            if row.kind is not CaveatKind.PROHIBITION
            or row.measures
            or row.from_day is not None
            or row.until_day is not None
        ],
        "formations": [row.id for row in plan.formations if row.framework_nation],
        "burdens": [row.id for row in plan.burdens if row.max_share is not None],
    }
    return next((f"{table}:{rows[0]}" for table, rows in faults.items() if rows), None)


def broken_rules(reading: Reading, tours: Iterable[Served]) -> list[str]:
    """Return everything that is wrong with a plan; each begins with the name of the rule."""
    served = list(tours)
    unknown = [
        f"known: {tour} has no such offer or line"
        for tour in served
        if tour.offer not in reading.offers or tour.line not in reading.lines
    ]
    if unknown:
        return unknown
    parts = (_alone, _rosters, _formations, _burdens, _leads, _partners)
    return [fault for part in parts for fault in part(reading, served)]


def _alone(reading: Reading, tours: list[Served]) -> Iterator[str]:
    for tour in tours:
        offer, line = reading.offers[tour.offer], reading.lines[tour.line]
        for rule in reading.bars(offer, line):
            yield f"{rule}: bars {tour}"
        for name, row in (("offer", offer), ("line", line)):
            first, last = reading.span(row)
            if tour.start < max(0, first) or tour.stop > min(last, reading.n_months):
                yield f"window: {tour} outside months {first} to {last} of its {name}"
        shortest, longest = reading.lengths(offer)
        if not shortest <= tour.stop - tour.start <= longest:
            yield f"length: {tour} is not of {shortest} to {longest} months"
        if tour.units < 1:
            yield f"units: {tour} has none"


def _rosters(reading: Reading, tours: list[Served]) -> Iterator[str]:
    """Tours with their rests can be given to as many units as overlap at most at any time."""
    busy: dict[tuple[str, int], int] = defaultdict(int)
    for tour in tours:
        rest = reading.rest(reading.offers[tour.offer], tour.stop - tour.start)
        for month in range(tour.start, tour.stop + rest):
            busy[tour.offer, month] += tour.units
    for (offer, month), units in busy.items():
        most = reading.offers[offer].quantity
        if units > most:
            yield f"rest: {units} of {most} units of {offer} serve or rest in month {month}"


def _nations(reading: Reading, tours: list[Served]) -> dict[str, set[str]]:
    """Return the nations in each formation."""
    inside: dict[str, set[str]] = defaultdict(set)
    for tour in tours:
        formation = reading.lines[tour.line].formation
        if formation is not None:
            inside[formation].add(reading.nation(tour))
    return inside


def _formations(reading: Reading, tours: list[Served]) -> Iterator[str]:
    for formation, inside in _nations(reading, tours).items():
        most = reading.plan.formations[formation].max_nations
        if most is not None and len(inside) > most:
            yield f"formation: {len(inside)} nations in {formation}, at most {most}"


def _burdens(reading: Reading, tours: list[Served]) -> Iterator[str]:
    carried: dict[str, int] = defaultdict(int)
    for tour in tours:
        carried[reading.nation(tour)] += (tour.stop - tour.start) * tour.units
    for row in reading.plan.burdens:
        most = row.max_unit_months
        if most is not None and carried[row.nation] > most + SLACK:
            yield f"burden: {row.nation} carries {carried[row.nation]} unit-months of {most}"


def _leads(reading: Reading, tours: list[Served]) -> Iterator[str]:
    """Tell where offers wait for several leads, for no candidate, or for one that serves little."""
    leads: dict[str, set[str]] = defaultdict(set)
    months: dict[tuple[str, str], int] = defaultdict(int)
    for tour in tours:
        sector = reading.sector(tour)
        months[sector, reading.nation(tour)] += (tour.stop - tour.start) * tour.units
        for row in reading.conditions(tour.offer, ConditionKind.LEAD_NATION):
            leads[sector].add(str(row.nation))
    for sector, nations in leads.items():
        record = reading.plan.sectors[sector]
        if len(nations) > 1:
            yield f"lead: {sector} is led by {len(nations)} nations"
        for nation in sorted(nations):
            if nation not in record.lead_nations:
                yield f"lead: {nation} is no candidate in {sector}"
            if months[sector, nation] < record.lead_min_unit_months - SLACK:
                yield f"lead: {nation} serves {months[sector, nation]} unit-months in {sector}"


def _partners(reading: Reading, tours: list[Served]) -> Iterator[str]:
    present: dict[tuple[str, str, int], int] = defaultdict(int)
    for tour in tours:
        for month in range(tour.start, tour.stop):
            present[reading.nation(tour), reading.sector(tour), month] += tour.units
    for tour in tours:
        for row in reading.conditions(tour.offer, ConditionKind.PARTNER_PRESENT):
            least = 1.0 if row.minimum_units is None else row.minimum_units
            for month in range(tour.start, tour.stop):
                units = present[str(row.nation), reading.sector(tour), month]
                if units < least - SLACK:
                    yield f"partner: {units} units of {row.nation} beside {tour} in month {month}"


def objective(reading: Reading, tours: Iterable[Served]) -> float:
    """Return effective unit-months by weight, less cost and less nations in formations."""
    served = list(tours)
    effective: dict[tuple[str, int], float] = defaultdict(float)
    cost = 0.0
    for tour in served:
        offer, line = reading.offers[tour.offer], reading.lines[tour.line]
        for month in range(tour.start, tour.stop):
            effective[tour.line, month] += tour.units * reading.counts(offer, line)
        monthly = offer.cost_per_month
        if monthly is None:
            monthly = reading.plan.capabilities[offer.capability].cost_per_month
        cost += tour.units * (monthly * (tour.stop - tour.start) + offer.deploy_cost)
    fill = sum(
        reading.worth(reading.lines[line]) * min(units, reading.lines[line].quantity)
        for (line, _), units in effective.items()
    )
    n_nations = sum(len(inside) for inside in _nations(reading, served).values())
    return fill - COST_WEIGHT * cost - NATION_WEIGHT * n_nations
