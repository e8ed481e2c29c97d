"""The second reading of force plans accepts what the engine makes, and refuses each broken rule."""

from itertools import groupby

import pytest

from benchmarks.force_instances import force_plan
from benchmarks.force_run import Job, run_engine
from benchmarks.force_verify import Reading, Served, broken_rules, objective
from benchmarks.generate import find_faults
from reassure.model.choices import ConditionKind
from reassure.model.plan import Plan
from reassure.model.table import Table

SIZE, SEED = "S", 1


@pytest.fixture(scope="module")
def plan() -> Plan:
    return force_plan(SIZE, SEED)


@pytest.fixture(scope="module")
def reading(plan):
    return Reading(plan)


@pytest.fixture(scope="module")
def answer(plan):
    """What the engine finds without any time: a plan made in one pass."""
    return run_engine(plan, Job(SIZE, SEED, 0.0, 1, None))


@pytest.fixture(scope="module")
def tours(answer):
    return [Served(*tour) for tour in answer["tours"]]


def rules(reading, tours) -> set[str]:
    return {fault.partition(":")[0] for fault in broken_rules(reading, tours)}


def possible(reading) -> list[Served]:
    """Shortest tours of one unit of every offer on every line that it fits."""
    found = []
    for offer in reading.offers.values():
        for line in reading.lines.values():
            start = max(reading.span(offer)[0], reading.span(line)[0])
            stop = start + reading.lengths(offer)[0]
            last = min(reading.span(offer)[1], reading.span(line)[1])
            if stop <= last and not reading.bars(offer, line):
                found.append(Served(offer.id, line.id, start, stop, 1))
    return found


def waiting(reading, kind) -> Served:
    return next(tour for tour in possible(reading) if reading.conditions(tour.offer, kind))


def test_a_plan_of_the_engine_keeps_every_rule_and_is_worth_what_it_says(reading, answer, tours):
    assert len(tours) > 20
    assert broken_rules(reading, tours) == []
    assert objective(reading, tours) == pytest.approx(answer["objective"], rel=1e-9)
    assert find_faults(SIZE, SEED, answer) == []


def test_no_tours_are_worth_nothing(reading):
    assert broken_rules(reading, []) == []
    assert objective(reading, []) == 0.0


def test_one_tour_is_worth_its_months_less_its_cost(reading):
    tour = next(
        tour for tour in possible(reading) if reading.lines[tour.line].formation is not None
    )
    offer, line = reading.offers[tour.offer], reading.lines[tour.line]
    months = tour.stop - tour.start
    fill = line.weight * min(reading.counts(offer, line), line.quantity) * months
    cost = 0.02 * (offer.cost_per_month * months + offer.deploy_cost)
    assert objective(reading, [tour]) == pytest.approx(fill - cost - 0.25)


def test_unknown_offer(reading, tours):
    assert rules(reading, [*tours, tours[0]._replace(offer="nobody")]) == {"known"}


def test_window_of_the_offer(reading, tours):
    late = next(tour for tour in tours if reading.span(reading.offers[tour.offer])[0] > 0)
    early = late._replace(start=0, stop=late.stop - late.start)
    assert "window" in rules(reading, [early])


def test_window_of_the_line(reading, tours):
    tour = next(
        tour
        for tour in possible(reading)
        if reading.span(reading.lines[tour.line])[0] > reading.span(reading.offers[tour.offer])[0]
    )
    moved = tour._replace(start=tour.start - 1, stop=tour.stop - 1)
    assert rules(reading, [moved]) >= {"window"}


@pytest.mark.parametrize("length", [1, 13])
def test_length(reading, tours, length):
    assert "length" in rules(reading, [tours[0]._replace(stop=tours[0].start + length)])


def test_more_units_than_offered(reading, tours):
    most = reading.offers[tours[0].offer].quantity
    assert "rest" in rules(reading, [tours[0]._replace(units=most + 1)])


def test_a_unit_that_does_not_rest(reading):
    tour = next(
        tour
        for tour in possible(reading)
        if reading.span(reading.offers[tour.offer])[1] >= 2 * tour.stop - tour.start
        and reading.span(reading.lines[tour.line])[1] >= 2 * tour.stop - tour.start
    )
    most = reading.offers[tour.offer].quantity
    again = tour._replace(start=tour.stop, stop=2 * tour.stop - tour.start, units=most)
    assert "rest" not in rules(reading, [tour._replace(units=most)])
    assert "rest" in rules(reading, [tour._replace(units=most), again])


@pytest.mark.parametrize("rule", ["readiness", "attributes", "capability", "caveat"])
def test_an_offer_that_does_not_fit(reading, plan, rule):
    def breaks(offer, line) -> bool:
        if rule == "readiness":
            return offer.grade < line.min_grade
        if rule == "attributes":
            return any(word not in offer.attributes for word in line.attributes)
        if rule == "capability":
            return reading.counts(offer, line) == 0
        return any(
            row.offer == offer.id and (line.sector in row.sectors or set(line.tasks) & {*row.tasks})
            for row in plan.caveats
        )

    pairs = [(o, r) for o in plan.offers for r in plan.requirements if breaks(o, r)]
    assert pairs
    for offer, line in pairs:
        assert rule in rules(reading, [Served(offer.id, line.id, 0, 4, 1)])


def test_too_many_nations_in_a_formation(reading, plan):
    def formation(tour) -> str:
        return reading.lines[tour.line].formation or ""

    crowds = {
        name: {reading.nation(tour): tour for tour in group}
        for name, group in groupby(sorted(possible(reading), key=formation), key=formation)
        if name
    }
    name, crowd = next(
        (name, list(crowd.values()))
        for name, crowd in crowds.items()
        if len(crowd) > plan.formations[name].max_nations
    )
    most = plan.formations[name].max_nations
    assert "formation" not in rules(reading, crowd[:most])
    assert "formation" in rules(reading, crowd[: most + 1])


def test_a_nation_that_carries_too_much(reading, plan):
    for row in plan.burdens:
        mine = [tour for tour in possible(reading) if reading.nation(tour) == row.nation]
        one = mine[0].stop - mine[0].start
        enough = int(row.max_unit_months // one)
        assert "burden" not in rules(reading, [mine[0]._replace(units=enough)])
        assert "burden" in rules(reading, [mine[0]._replace(units=enough + 1)])


def test_a_sector_without_the_lead_that_an_offer_waits_for(reading):
    assert "lead" in rules(reading, [waiting(reading, ConditionKind.LEAD_NATION)])


def test_a_lead_that_serves_enough(reading, plan):
    tour = waiting(reading, ConditionKind.LEAD_NATION)
    sector = reading.sector(tour)
    (condition,) = reading.conditions(tour.offer, ConditionKind.LEAD_NATION)
    lead = condition.nation
    theirs = next(
        other
        for other in possible(reading)
        if reading.nation(other) == lead and reading.sector(other) == sector
    )
    is_candidate = lead in plan.sectors[sector].lead_nations
    assert ("lead" in rules(reading, [tour, theirs._replace(units=6)])) is not is_candidate
    assert "lead" in rules(reading, [tour, theirs])


def test_an_absent_partner(reading):
    assert "partner" in rules(reading, [waiting(reading, ConditionKind.PARTNER_PRESENT)])


def test_claims_that_are_not_so(answer):
    dear = {**answer, "objective": answer["objective"] + 0.01}
    assert any(fault.startswith("objective:") for fault in find_faults(SIZE, SEED, dear))
    modest = {**answer, "objective": answer["objective"] - 0.01}
    assert any(fault.startswith("objective:") for fault in find_faults(SIZE, SEED, modest))
    assert find_faults(SIZE, SEED, modest, may_be_modest=True) == []
    low = {**answer, "bound": answer["objective"] - 1.0}
    assert any(fault.startswith("bound:") for fault in find_faults(SIZE, SEED, low))


def test_a_plan_with_other_rules_is_not_judged(plan):
    share = plan.burdens.record_type(id="share", nation="XAA", max_share=0.5)
    other = plan.with_tables(burdens=Table.of(plan.burdens.record_type, [*plan.burdens, share]))
    with pytest.raises(ValueError, match="burdens:share"):
        Reading(other)
