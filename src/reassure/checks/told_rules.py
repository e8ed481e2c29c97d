"""What a force plan tells beside its tours: stages, remedies, and offers that nobody took."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reassure.checks.place import Place, fault, plain
from reassure.checks.tour_rules import AGAIN, SLACK, Tour, TourRules
from reassure.model.choices import ForceStage, OfferState, RemedyKind
from reassure.model.finding import Finding
from reassure.model.outputs import Remedy, Shortfall
from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan, table_types
from reassure.model.results import ForcePlan

_OF_UNITS = frozenset({RemedyKind.ONE_MORE_UNIT, RemedyKind.NEW_OFFER})
_FOUND_OF_WHOLE = {True: "the whole", False: "a part"}


def is_field(plan: Plan, binding: str) -> bool:
    """Whether a limit names a field of a record of the plan, as ``table:id.field``."""
    table, _, rest = binding.partition(":")
    name, _, field = rest.rpartition(".")
    types = table_types()
    return table in types and name in plan.table(table) and field in types[table].specs()


def check_stages(
    rules: TourRules, tours: Sequence[Tour], force_plan: ForcePlan
) -> Iterator[Finding]:
    """Check fill, cost and fragmentation, and that each bound lies on its side of them.

    Parameters
    ----------
    rules, tours
        The rules, and the tours of the plan.
    force_plan
        With fills of its lines that are right.

    Yields
    ------
    Finding
        CHK-PLAN-019 for a stage that does not follow from the tours.
    """
    plan = rules.plan
    fill = sum(
        line.weight
        * (plan.objectives[line.objective].weight if line.objective in plan.objectives else 1.0)
        * row.provided_unit_days
        / rules.period_days
        for row in force_plan.line_fills
        for line in (rules.lines[row.requirement],)
    )
    cost = sum(_cost(rules, tour) for tour in tours)
    inside = {
        (plan.offers[tour.offer].nation, rules.lines[tour.line].formation)
        for tour in tours
        if rules.lines[tour.line].formation is not None
    }
    counted = {
        ForceStage.FILL: fill,
        ForceStage.COST: cost,
        ForceStage.FRAGMENTATION: float(len(inside)),
    }
    for row in force_plan.stages:
        value, stage = counted[row.stage], row.stage.value
        slack = SLACK * (1 + abs(value))
        if abs(row.value - value) > slack:
            found, expected = plain(row.value), plain(value)
            place = Place("stages", stage, "value")
            yield fault("CHK-PLAN-019", place, found=found, expected=expected, cure=AGAIN)
        side = 1 if row.stage is ForceStage.FILL else -1
        if row.bound is not None and side * (row.bound - value) < -slack:
            place, found = Place("stages", stage, "bound"), plain(row.bound)
            expected = f"{plain(value)} or {'more' if side > 0 else 'less'}"
            yield fault("CHK-PLAN-019", place, found=found, expected=expected, cure=AGAIN)


def _cost(rules: TourRules, tour: Tour) -> float:
    offer, monthly = rules.plan.offers[tour.offer], 0.0
    if offer.cost_per_month is not None:
        monthly = offer.cost_per_month
    elif offer.capability in rules.plan.capabilities:
        monthly = rules.plan.capabilities[offer.capability].cost_per_month
    return monthly * tour.length * rules.period_days / MONTH_DAYS + offer.deploy_cost


def check_remedies(rules: TourRules, force_plan: ForcePlan) -> Iterator[Finding]:
    """Check what remedies name and how much they fill.

    Yields
    ------
    Finding
        CHK-PLAN-017 for remedies of nothing, by nobody, or that fill more than is short.
    """
    shortfalls = {(row.requirement, row.from_day): row for row in force_plan.shortfalls}
    ranked: dict[tuple[str, float], dict[int, list[Remedy]]] = defaultdict(dict)
    for row in force_plan.remedies:
        key = (row.requirement, row.from_day)
        ranked[key].setdefault(row.rank, []).append(row)
        short = shortfalls.get(key)
        if short is None or short.until_day != row.until_day:
            span = f"days {plain(row.from_day)} to {plain(row.until_day)}"
            yield _wrong(row, "from_day", span, "the days of a shortfall of its line")
            continue
        for column, found, expected in _faults(rules, row, short):
            yield _wrong(row, column, found, expected)
    for key in sorted(ranked):
        ranks = ranked[key]
        if sorted(ranks) != list(range(1, len(ranks) + 1)):
            row = ranks[min(ranks)][0]
            yield _wrong(row, "rank", f"ranks {sorted(ranks)}", "ranks from 1 on, each taken")
        for rows in ranks.values():
            told = {(row.offer, row.filled_unit_days, row.is_whole) for row in rows}
            if len(told) > 1:
                expected = "one offer and one fill of all changes that belong together"
                yield _wrong(rows[0], "filled_unit_days", f"{len(told)} of them", expected)


def _faults(rules: TourRules, row: Remedy, short: Shortfall) -> Iterator[tuple[str, str, str]]:
    """Yield column, what was found and what was expected."""
    plan, line = rules.plan, rules.lines.get(row.requirement)
    if not is_field(plan, row.binding):
        yield "binding", row.binding, "a field of the plan, as table:id.field"
    is_new = row.change is RemedyKind.NEW_OFFER
    # Measures may have to be in force before a new offer, or one of the plan, can serve.
    if row.change is not RemedyKind.PUT_IN_FORCE and (row.offer is None) is not is_new:
        expected = "an offer of the plan, and none where a new one is asked for"
        yield "offer", row.offer or "no offer", expected
    elif row.offer is not None and line is not None:
        stands = row.offer in plan.offers and _stands(rules, row.offer)
        if not stands or rules.counts(plan.offers[row.offer], line) <= 0:
            expected = f"an offer that stands and counts on {row.requirement}"
            yield "offer", row.offer, expected
    if (row.units is None) is (row.change in _OF_UNITS):
        expected = "a number of units, exactly where units are asked for"
        yield "units", plain(row.units) if row.units else "none", expected
    whole = short.quantity * (short.until_day - short.from_day)
    slack = SLACK * whole
    if not 0 < row.filled_unit_days <= whole + slack:
        found, expected = plain(row.filled_unit_days), f"more than 0 and at most {plain(whole)}"
        yield "filled_unit_days", found, expected
    elif row.is_whole is not (row.filled_unit_days >= whole - slack):
        expected = (
            f"{_FOUND_OF_WHOLE[not row.is_whole]}, of {plain(whole)} unit-days that are short"
        )
        yield "is_whole", _FOUND_OF_WHOLE[row.is_whole], expected


def _stands(rules: TourRules, name: str) -> bool:
    offer, today = rules.plan.offers[name], rules.plan.meta.today
    is_lapsed = bool(offer.valid_until and today and offer.valid_until < today)
    return not is_lapsed and offer.state not in (OfferState.WITHDRAWN, OfferState.EXPIRED)


def check_unused(rules: TourRules, force_plan: ForcePlan) -> Iterator[Finding]:
    """Check that the offers told to be unused are those of which no unit serves.

    Yields
    ------
    Finding
        CHK-PLAN-018.
    """
    told = {row.offer: row for row in force_plan.unused_offers}
    unused = set(rules.plan.offers.ids) - {row.offer for row in force_plan.assignments}
    for name in sorted(unused ^ told.keys()):
        found = "a row" if name in told else "no row"
        expected = "a row for every offer of which no unit serves, and no other"
        place = Place("unused_offers", name)
        yield fault("CHK-PLAN-018", place, found=found, expected=expected, cure=AGAIN)
    for name in sorted(told):
        if not is_field(rules.plan, told[name].binding):
            place, found = Place("unused_offers", name, "binding"), told[name].binding
            expected = "a field of the plan, as table:id.field"
            yield fault("CHK-PLAN-018", place, found=found, expected=expected, cure=AGAIN)


def _wrong(row: Remedy, column: str, found: str, expected: str) -> Finding:
    place = Place("remedies", row.requirement, column)
    return fault("CHK-PLAN-017", place, found=found, expected=expected, cure=AGAIN)
