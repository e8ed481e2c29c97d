"""Whole replications against plain Python: movement, presence, demand and supply in one.

Chance deals to the compiled passes what it deals here: words are drawn once, by the program. What
follows from them is worked out again by a heap of events and plain lists.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest

from reassure.engines.common.philox import seed_key
from reassure.engines.deploy.itineraries import itineraries_of
from reassure.engines.simulate.build import Model, build_model
from reassure.engines.simulate.build_desk import desk_for, dry_for
from reassure.engines.simulate.build_requirement import requirement_of
from reassure.engines.simulate.build_supply import SupplyModel, build_supply
from reassure.engines.simulate.certain import without_chance
from reassure.engines.simulate.dealing_supply import dealt_days
from reassure.engines.simulate.provision import run_supply
from reassure.engines.simulate.replicate import Bench, bench_for, move
from reassure.engines.simulate.scenario import NONE, Course
from reassure.engines.simulate.whole import Frame, Whole, run_replications
from reassure.engines.sustain.step import SupplyInputs
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.choices import Law
from reassure.model.network import Outage
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from reassure.model.supply import Uncertainty
from reassure.model.table import Table
from reassure.pipeline import run_plan
from tests.oracles import supply_days
from tests.oracles.events import Events

SEED = 11
DUST_T = 1e-6


class Coupled(NamedTuple):
    """A plan laid out for the simulation."""

    model: Model
    supply: SupplyModel
    whole: Whole
    frame: Frame


def coupled(plan: Plan, forces: ForcePlan, deployment: Deployment) -> Coupled:
    model = build_model(plan, itineraries_of(plan, forces, deployment))
    supply = build_supply(plan, forces, deployment, model.itineraries, model.uncertain)
    requirement = requirement_of(plan, forces, supply.tours)
    whole = Whole(model.arrays, supply.provision, requirement, supply.projection.inputs)
    return Coupled(
        model, supply, whole, Frame(model.from_day, model.until_day, model.levels, by_level=True)
    )


def law(table: str, field: str, name: Law, *numbers: float) -> Uncertainty:
    given = {f"p{n}": value for n, value in enumerate(numbers, start=1)}
    return Uncertainty.model_validate(
        {"id": f"{table}-{field}", "table": table, "field": field, "law": name} | given
    )


def with_chance(plan: Plan) -> Plan:
    """Return the small example with chance on all that it may be on."""
    doubted = [
        plan.offers[name].model_copy(update={"probability": 0.6}) for name in ("pol-inf", "fra-trn")
    ]
    outages = [
        Outage(id="storm", link="road-rzeszow-lviv", kind="weather", open_share=0.0,
               mean_up_days=9.0, mean_down_days=3.0),
        Outage(id="strike", location="augustdorf", kind="failure", open_share=0.4,
               mean_up_days=20.0, mean_down_days=5.0),
        Outage(id="works", link="rail-zagan-rzeszow", kind="planned", open_share=0.0,
               from_day=20.0, until_day=34.0),
    ]  # fmt: skip
    laws = [
        law("links", "transit_days", Law.PERT, 0.8, 1.0, 3.0),
        law("links", "capacity_per_day", Law.UNIFORM, 0.4, 1.1),
        law("offers", "notice_days", Law.TRIANGULAR, 0.8, 1.0, 3.0),
        law("consumption", "kg_per_day", Law.GAMMA, 1.0, 0.4),
        law("supply_policies", "lead_days", Law.LOGNORMAL, 1.0, 0.6),
    ]
    return plan.with_tables(
        offers=plan.offers.replace(*doubted),
        outages=Table.of(Outage, outages),
        uncertainties=Table.of(Uncertainty, laws),
    )


@pytest.fixture(scope="module")
def small() -> Coupled:
    run = run_plan(read_plan(example_folder("first-steps")))
    assert run.force_plan is not None
    assert run.deployment is not None
    return coupled(run.plan, run.force_plan, run.deployment)


@pytest.fixture(scope="module")
def chancy() -> Coupled:
    run = run_plan(with_chance(read_plan(example_folder("first-steps"))))
    assert run.force_plan is not None
    assert run.deployment is not None
    return coupled(run.plan, run.force_plan, run.deployment)


def moved(made: Coupled, replication: int, *, by_level: bool, certain: bool = False) -> tuple:
    """Return arrays, and the room in which they were worked out."""
    arrays = without_chance(made.whole.arrays) if certain else made.whole.arrays
    frame = made.frame
    bench = bench_for(
        arrays, from_day=frame.from_day, until_day=frame.until_day, levels=frame.levels
    )
    bench, n = move(arrays, bench, seed_key(SEED), replication, frame.until_day, by_level=by_level)
    assert n == np.isfinite(bench.outcome.arrive_day).sum()
    return arrays, bench


def plain_arrivals(arrays, bench: Bench, *, by_level: bool) -> tuple[list[float], list[float]]:
    """Work out by the plain model what the engine was dealt."""
    windows = bench.windows
    course = Course(
        bench.enter_day, bench.service_days, bench.leg_days, windows.window,
        windows.closes_day, windows.opens_day, windows.open_share,
    )  # fmt: skip
    dealt = arrays.resources
    resources = dealt._replace(per_day=bench.per_day)
    events = Events(arrays.loads, resources, course, by_level=by_level)
    return events.run(), events.wait_days


@pytest.mark.parametrize("by_level", [False, True], ids=["fifo", "priority"])
@pytest.mark.parametrize("certain", [False, True], ids=["chance", "none"])
def test_every_load_of_the_small_example_arrives_as_in_the_plain_model(chancy, by_level, certain):
    seen = set()
    for replication in range(1 if certain else 12):
        arrays, bench = moved(chancy, replication, by_level=by_level, certain=certain)
        days, waits = plain_arrivals(arrays, bench, by_level=by_level)
        assert bench.outcome.arrive_day.tolist() == pytest.approx(days, abs=1e-9)
        assert bench.outcome.wait_days.tolist() == pytest.approx(waits, abs=1e-9)
        seen.add(tuple(days))
    assert len(seen) == (1 if certain else 12)


def test_service_and_rates_are_dealt_as_the_inputs_say(chancy):
    arrays, bench = moved(chancy, 3, by_level=True)
    dealt = arrays.rate_input != NONE
    assert dealt.any()
    factor = bench.factors[arrays.rate_input[dealt]] ** arrays.rate_power[dealt]
    given = arrays.resources.per_day[dealt] * factor
    assert bench.per_day[dealt].tolist() == pytest.approx(given.tolist(), abs=1e-12)


def there_days(made: Coupled, load_days: list[float]) -> list[float]:
    """Return when each tour is there, from when its loads arrive."""
    loads, provision = made.whole.arrays.loads, made.whole.provision
    first = [int(n) for n in provision.member]
    found: list[float] = []
    for a, b in pairwise(first):
        groups = [int(g) for g in provision.members[a:b]]
        days = [
            load_days[load]
            for g in groups
            for load in range(int(loads.member[g]), int(loads.member[g + 1]))
        ]
        has_all = all(loads.member[g] < loads.member[g + 1] for g in groups)
        found.append(max(days) if days and has_all else math.inf)
    return found


def supplied(made: Coupled, there: list[float], replication: int) -> SupplyInputs:
    """Return the day-step's arrays: demand of those who are there, and what chance deals to it."""
    provision, inputs = made.whole.provision, made.whole.supply
    n_days, n_items = inputs.demand_t.shape
    factor, arrive_day, limit_t = dealt_days(provision, inputs, seed_key(SEED), replication)
    demand = [[0.0] * n_items for _ in range(n_days)]
    for day in range(n_days):
        for tour, come in enumerate(there):
            if come < math.inf and math.floor(come) <= day < provision.leave_day[tour]:
                for user, item, use_t in zip(
                    provision.user, provision.used, provision.use_t[day], strict=True
                ):
                    if user == provision.group[tour]:
                        demand[day][int(item)] += float(use_t)
        for item in range(n_items):
            demand[day][item] *= float(factor[day, item])
    return inputs._replace(demand_t=np.array(demand), arrive_day=arrive_day, limit_t=limit_t)


def replayed(made: Coupled, n: int) -> Iterator[tuple[list[float], np.ndarray]]:
    """Yield when tours are there, and unmet demand by day and item, of each replication."""
    for replication in range(n):
        arrays, bench = moved(made, replication, by_level=True)
        there = there_days(made, plain_arrivals(arrays, bench, by_level=True)[0])
        told = supply_days.run_supply(supplied(made, there, replication))
        yield there, np.array(told["unmet_t"])


@pytest.mark.parametrize("name", ["small", "chancy"])
def test_a_whole_replication_is_that_of_the_plain_model(name: str, request):
    made: Coupled = request.getfixturevalue(name)
    n = 20
    results, counts, _ = run_replications(made.whole, made.frame, seed=SEED, first=0, n=n)
    short = np.zeros_like(counts.short)
    for replication, (there, unmet_t) in enumerate(replayed(made, n)):
        found = results.there_day[replication]
        assert found.tolist() == pytest.approx(np.float32(there).tolist(), abs=1e-9)
        is_short = unmet_t > DUST_T
        short += is_short
        days = np.flatnonzero(is_short.any(axis=1))
        assert results.short_day[replication] == (days[0] if len(days) else -1)
        assert results.unmet_t[replication] == pytest.approx(unmet_t[is_short].sum(), abs=1e-6)
    assert np.array_equal(short, counts.short)
    if name == "chancy":
        assert len(set(results.unmet_t.tolist())) > 10
        assert (short < n).sum() > 0


@pytest.mark.parametrize("replication", [0, 4])
def test_stocks_at_the_end_are_those_of_the_plain_model(chancy, replication):
    arrays, bench = moved(chancy, replication, by_level=True)
    there = there_days(chancy, plain_arrivals(arrays, bench, by_level=True)[0])
    inputs = chancy.whole.supply
    desk = desk_for(chancy.whole.provision, inputs)
    n_short = np.zeros(inputs.demand_t.shape, dtype=np.uint32)
    run_supply(
        chancy.whole.provision, desk, np.array(there), seed_key(SEED), replication, dry_for(n_short)
    )
    told = supply_days.run_supply(supplied(chancy, there, replication))
    assert desk.state.stock_t.tolist() == pytest.approx(told["on_hand_t"][-1], abs=1e-6)
    assert max(told["on_hand_t"][-1]) > 0


def test_loads_that_vanish_end_the_run(chancy, monkeypatch):
    monkeypatch.setattr("reassure.engines.simulate.whole.group_arrivals", lambda *_: -1)
    with pytest.raises(ArithmeticError, match="loads are not conserved in replication 5"):
        run_replications(chancy.whole, chancy.frame, seed=SEED, first=5, n=2)


def test_supplies_from_nowhere_end_the_run(chancy, monkeypatch):
    monkeypatch.setattr("reassure.engines.simulate.whole.run_supply", lambda *_: (0.0, -1, 1e-3))
    with pytest.raises(ArithmeticError, match="supplies are not conserved in replication 2"):
        run_replications(chancy.whole, chancy.frame, seed=SEED, first=2, n=1)
