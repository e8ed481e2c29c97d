"""A second reading of the rules of force generation, from the records' descriptions alone.

Nothing here is shared with the engine: days are turned into periods anew, every limit is looked
at by plain loops over assignments, and all plans of a tiny case can be listed.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reassure.model.choices import CaveatKind, ConditionKind, DecisionState, OfferState
from reassure.model.force import Caveat, Condition, Offer, Requirement
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

EPS = 1e-6
MONTH = 30.0


@dataclass(frozen=True)
class Tour:
    """One unit's service on one line, in periods."""

    offer: str
    unit: int
    line: str
    start: int
    stop: int


def ceil(value: float) -> int:
    return math.ceil(value - 1e-9)


def floor(value: float) -> int:
    return math.floor(value + 1e-9)


class Rules:
    """Answers what is allowed under one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.step = plan, plan.meta.period_days
        self.n = max(1, ceil(plan.meta.horizon_days / self.step))
        self.lines = {row.id: row for row in plan.requirements if not row.branches}

    def rest(self, offer: Offer, length: int) -> int:
        days = offer.tour_max_days if offer.rest_rule == "fixed" else length * self.step
        return ceil(offer.rest_ratio * days / self.step)

    def counts_for(self, offer: Offer, line: Requirement) -> float:
        if offer.capability == line.capability:
            efficiency = 1.0
        else:
            rows = [
                row.efficiency
                for row in self.plan.substitutions
                if row.capability == line.capability and row.by == offer.capability
            ]
            efficiency = max(rows, default=0.0)
        if line.counted == "stations" and offer.capability in self.plan.capabilities:
            unit = self.plan.capabilities[offer.capability]
            if unit.on_station_h is not None and unit.turnaround_h is not None:
                efficiency *= unit.on_station_h / (unit.on_station_h + unit.turnaround_h)
        return efficiency

    def conditions(self, offer: Offer) -> list[Condition]:
        return [row for row in self.plan.conditions if row.offer == offer.id]

    def ready_day(self, offer: Offer) -> float:
        """First day on which conditions let an offer serve; infinite where they never do."""
        day = max(offer.from_day, offer.notice_days)
        for row in self.conditions(offer):
            if row.kind is ConditionKind.DECISION:
                decision = self.plan.decisions[row.decision or ""]
                if decision.state is DecisionState.TAKEN:
                    continue
                if decision.state is DecisionState.REFUSED or decision.probability == 0:
                    return math.inf
                if row.probability == 0 or (
                    row.due_day is not None and (decision.due_day or 0.0) > row.due_day
                ):
                    return math.inf
                day = max(day, decision.due_day or 0.0)
                continue
            if row.kind is ConditionKind.AGREEMENT_STATE:
                today = self.plan.meta.today
                events = sorted(
                    (event.date, event.version, event.id, event.state.value)
                    for event in self.plan.agreement_events
                    if event.agreement == row.agreement
                    and (
                        today is None or max(event.date, event.reported_date or event.date) <= today
                    )
                )
                if not events or events[-1][3] != (row.state or "in_force"):
                    return math.inf
                continue
            if row.kind in (ConditionKind.LEAD_NATION, ConditionKind.PARTNER_PRESENT):
                continue
            if row.probability == 0:
                return math.inf
            day = max(day, row.due_day or 0.0)
        return day

    def forbids(self, caveat: Caveat, offer: Offer, line: Requirement) -> bool:
        if caveat.nation != offer.nation or caveat.offer not in (None, offer.id) or caveat.measures:
            return False
        if caveat.kind is CaveatKind.LIMITATION and caveat.approver is not None:
            return False
        in_sector = not caveat.sectors or line.sector in caveat.sectors
        return in_sector and (not caveat.tasks or bool(set(caveat.tasks) & set(line.tasks)))

    def faults(self, offer: Offer, line: Requirement, start: int, stop: int) -> list[str]:
        """Return what is wrong with a tour looked at by itself."""
        first, last = start * self.step, stop * self.step
        length, today = stop - start, self.plan.meta.today
        wrong = {
            "gone": offer.state in (OfferState.WITHDRAWN, OfferState.EXPIRED),
            "lapsed": bool(offer.valid_until and today and offer.valid_until < today),
            "capability": self.counts_for(offer, line) <= 0,
            "notice": line.max_notice_days is not None and offer.notice_days > line.max_notice_days,
            "grade": offer.grade < line.min_grade,
            "attributes": not self.needed(line) <= set(offer.attributes),
            "ready": first < self.ready_day(offer) - EPS,
            "until": last > offer.until_day + EPS,
            "horizon": start < 0 or stop > self.n,
            "line": start < floor(line.from_day / self.step)
            or stop > ceil(line.until_day / self.step),
            "short": length < max(1, ceil(offer.tour_min_days / self.step)),
            "long": length > floor(offer.tour_max_days / self.step),
            "caveat": any(
                self.forbids(row, offer, line)
                and (row.from_day is None or row.from_day < last - EPS)
                and (row.until_day is None or row.until_day > first + EPS)
                for row in self.plan.caveats
            ),
        }
        return [name for name, is_wrong in wrong.items() if is_wrong]

    def needed(self, line: Requirement) -> set[str]:
        tasks = {row.id: row.attributes for row in self.plan.tasks}
        return set(line.attributes).union(*(tasks.get(task, ()) for task in line.tasks))

    def worth(self, line: Requirement) -> float:
        return line.weight * self.plan.objectives[line.objective].weight

    # ---- the whole plan

    def broken(self, tours: list[Tour]) -> list[str]:
        """Return everything that is wrong with a plan."""
        found = [
            f"{tour}: {fault}"
            for tour in tours
            for fault in self.faults(
                self.plan.offers[tour.offer], self.lines[tour.line], tour.start, tour.stop
            )
        ]
        found += self._units(tours) + self._burdens(tours) + self._formations(tours)
        return found + self._leads(tours) + self._partners(tours)

    def _units(self, tours: list[Tour]) -> list[str]:
        found = []
        by_unit = defaultdict(list)
        for tour in tours:
            by_unit[tour.offer, tour.unit].append(tour)
        for (name, unit), own in by_unit.items():
            offer = self.plan.offers[name]
            if not 1 <= unit <= offer.quantity:
                found.append(f"{name}.{unit}: there are {offer.quantity}")
            own.sort(key=lambda tour: tour.start)
            for one, two in itertools.pairwise(own):
                if two.start < one.stop + self.rest(offer, one.stop - one.start):
                    found.append(f"{one} and {two}: overlap with rest")
        return found

    def months(self, tours: list[Tour]) -> dict[str, float]:
        months: dict[str, float] = defaultdict(float)
        for tour in tours:
            months[self.nation(tour)] += (tour.stop - tour.start) * self.step / MONTH
        return months

    def nation(self, tour: Tour) -> str:
        return self.plan.offers[tour.offer].nation

    def _burdens(self, tours: list[Tour]) -> list[str]:
        months = self.months(tours)
        total = sum(months.values())
        found = []
        for row in self.plan.burdens:
            mine = months[row.nation]
            if row.max_unit_months is not None and mine > row.max_unit_months + EPS:
                found.append(f"{row.id}: {mine} unit-months")
            if row.max_share is not None and mine > row.max_share * total + EPS:
                found.append(f"{row.id}: {mine} of {total} unit-months")
        return found

    def _formations(self, tours: list[Tour]) -> list[str]:
        found = []
        for row in self.plan.formations:
            inside = {self.nation(t) for t in tours if self.lines[t.line].formation == row.id}
            if row.max_nations is not None and len(inside) > row.max_nations:
                found.append(f"{row.id}: {sorted(inside)}")
            if row.framework_nation and inside and row.framework_nation not in inside:
                found.append(f"{row.id}: without {row.framework_nation}")
        return found

    def _leads(self, tours: list[Tour]) -> list[str]:
        wanted: dict[str, set[str]] = defaultdict(set)
        for tour in tours:
            for row in self.conditions(self.plan.offers[tour.offer]):
                if row.kind is ConditionKind.LEAD_NATION:
                    wanted[self.lines[tour.line].sector].add(row.nation or "")
        found = []
        for sector, leads in wanted.items():
            record = self.plan.sectors[sector]
            here = [tour for tour in tours if self.lines[tour.line].sector == sector]
            months = self.months(here)
            if len(leads) > 1:
                found.append(f"{sector}: led by {sorted(leads)}")
            found += [
                f"{sector}: {lead} cannot lead"
                for lead in leads
                if lead not in record.lead_nations
                or months[lead] < record.lead_min_unit_months - EPS
            ]
        return found

    def _partners(self, tours: list[Tour]) -> list[str]:
        found = []
        for tour in tours:
            for row in self.conditions(self.plan.offers[tour.offer]):
                if row.kind is not ConditionKind.PARTNER_PRESENT:
                    continue
                least = 1.0 if row.minimum_units is None else row.minimum_units
                for period in range(tour.start, tour.stop):
                    present = sum(
                        other.start <= period < other.stop
                        and other.offer != tour.offer
                        and self.nation(other) == row.nation
                        and self.lines[other.line].sector == self.lines[tour.line].sector
                        for other in tours
                    )
                    if present < least - EPS:
                        found.append(f"{tour}: {row.nation} absent in {period}")
        return found

    def days(self, line: Requirement, period: int) -> float:
        first = max(line.from_day, 0.0, period * self.step)
        last = min(line.until_day, self.plan.meta.horizon_days, (period + 1) * self.step)
        return max(0.0, last - first)

    def effective(self, tours: list[Tour], line: Requirement, period: int) -> float:
        return sum(
            self.counts_for(self.plan.offers[tour.offer], line)
            for tour in tours
            if tour.line == line.id and tour.start <= period < tour.stop
        )

    def fill_days(self, tours: list[Tour], line: Requirement) -> float:
        return sum(
            min(line.quantity, self.effective(tours, line, period)) * self.days(line, period)
            for period in range(self.n)
        )

    def objective(self, tours: list[Tour]) -> float:
        """Return the objective as the explanation page words it."""
        fill = sum(
            self.worth(line) * self.fill_days(tours, line) / self.step
            for line in self.lines.values()
        )
        weights = [self.worth(line) for line in self.lines.values()]
        tie = 1e-3 * min((weight for weight in weights if weight > 0), default=1.0)
        dearest = max(
            (
                self._rate(offer, max(1, ceil(offer.tour_min_days / self.step)))
                for offer in self.plan.offers
            ),
            default=0.0,
        )
        price = 0.0
        for tour in tours:
            length = tour.stop - tour.start
            offer = self.plan.offers[tour.offer]
            is_new = offer.state is not OfferState.DEPLOYED
            scaled = self._rate(offer, length) / dearest if dearest > 0 else 0.0
            price += tie / 2 * length * max(is_new + scaled, 1e-3)
        inside = {
            (self.nation(tour), self.lines[tour.line].formation)
            for tour in tours
            if self.lines[tour.line].formation
        }
        return fill - price - tie * len(inside)

    def _rate(self, offer: Offer, length: int) -> float:
        monthly = offer.cost_per_month
        if monthly is None:
            monthly = self.plan.capabilities[offer.capability].cost_per_month
        return monthly * self.step / MONTH + offer.deploy_cost / length

    def all_tours(self) -> Iterator[Tour]:
        """Yield every tour of every offer's first unit that is sound by itself and of worth."""
        for offer, line in itertools.product(self.plan.offers, self.lines.values()):
            if self.worth(line) <= 0 or line.quantity <= 0 or offer.quantity == 0:
                continue
            for start, stop in itertools.combinations(range(self.n + 1), 2):
                if not self.faults(offer, line, start, stop):
                    yield Tour(offer.id, 1, line.id, start, stop)


def tours_of(plan: Plan, result: ForcePlan) -> list[Tour]:
    """Read a result's assignments back into periods."""
    step = plan.meta.period_days
    return [
        Tour(
            row.offer,
            int(row.unit.removeprefix(f"{row.offer}.")),
            row.requirement,
            round(row.from_day / step),
            round(row.until_day / step),
        )
        for row in result.assignments
    ]


def check_force_plan(plan: Plan, result: ForcePlan) -> list[str]:
    """Return everything that is wrong with a result; empty: it keeps every rule."""
    rules, tours = Rules(plan), tours_of(plan, result)
    found = rules.broken(tours)
    if len({row.id for row in result.assignments}) != len(tours):
        found.append("assignments share an id")
    for row in result.assignments:
        counts = rules.counts_for(plan.offers[row.offer], rules.lines[row.requirement])
        if abs(row.effective_quantity - counts) > EPS:
            found.append(f"{row.id}: counts {row.effective_quantity}, not {counts}")
    for short in result.shortfalls:
        table, _, rest = short.binding.partition(":")
        name, _, field = rest.rpartition(".")
        if name not in plan.table(table) or field not in plan.table(table).record_type.specs():
            found.append(f"{short.requirement}: binding {short.binding} is no field of the plan")
    return found + _check_fills(rules, tours, result) + _check_value(rules, tours, result)


def _check_fills(rules: Rules, tours: list[Tour], result: ForcePlan) -> list[str]:
    fills = {row.requirement: row for row in result.line_fills}
    found = [] if set(fills) == set(rules.lines) else ["line_fills names other lines"]
    for line in rules.lines.values():
        row = fills[line.id]
        required = line.quantity * sum(rules.days(line, t) for t in range(rules.n))
        provided = rules.fill_days(tours, line)
        missing = sum(
            short.quantity * (short.until_day - short.from_day)
            for short in result.shortfalls
            if short.requirement == line.id
        )
        pairs = {
            "requires": (row.required_unit_days, required),
            "provides": (row.provided_unit_days, provided),
            "names short": (missing, required - provided),
        }
        found += [
            f"{line.id}: {what} {one}, not {other}"
            for what, (one, other) in pairs.items()
            if abs(one - other) > EPS * (1 + required)
        ]
    return found


def _check_value(rules: Rules, tours: list[Tour], result: ForcePlan) -> list[str]:
    objective, bound = result.provenance.objective, result.provenance.bound
    value = rules.objective(tours)
    slack = EPS * (1 + abs(value))
    found = []
    if objective is None or abs(objective - value) > slack:
        found.append(f"objective {objective}, not {value}")
    if bound is None or bound < value - slack:
        found.append(f"bound {bound} below objective {value}")
    return found


def n_plans(plan: Plan) -> int:
    """Return how many combinations `best_objective` would list."""
    rules = Rules(plan)
    return math.prod(
        math.comb(len(list(_schedules(rules, offer))) + offer.quantity - 1, offer.quantity)
        for offer in plan.offers
    )


def best_objective(plan: Plan) -> float:
    """Return the best objective over all plans, by listing them."""
    rules = Rules(plan)
    per_offer = []
    for offer in plan.offers:
        schedules = list(_schedules(rules, offer))
        per_offer.append(
            [
                [
                    Tour(tour.offer, unit + 1, tour.line, tour.start, tour.stop)
                    for unit, schedule in enumerate(chosen)
                    for tour in schedule
                ]
                for chosen in itertools.combinations_with_replacement(schedules, offer.quantity)
            ]
        )
    best = -math.inf
    for parts in itertools.product(*per_offer):
        tours = [tour for part in parts for tour in part]
        if not rules.broken(tours):
            best = max(best, rules.objective(tours))
    return best


def _schedules(rules: Rules, offer: Offer) -> Iterator[tuple[Tour, ...]]:
    """Yield every sequence of tours that one unit can serve, the empty one first."""
    tours = [tour for tour in rules.all_tours() if tour.offer == offer.id]

    def extend(done: tuple[Tour, ...], free: int) -> Iterator[tuple[Tour, ...]]:
        yield done
        for tour in tours:
            if tour.start >= free:
                rest = rules.rest(offer, tour.stop - tour.start)
                yield from extend((*done, tour), tour.stop + rest)

    return extend((), 0)
