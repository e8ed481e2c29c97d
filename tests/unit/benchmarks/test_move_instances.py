"""Seeded movements: the same draws as the reference generator, sound plans, and loads as asked."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.move_instances import SIZES, Cut, moves, tiny
from benchmarks.move_places import place
from reassure.checks import check_tables
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import LocationKind, Mode
from reassure.model.finding import Severity

REFERENCE = Path(__file__).resolve().parents[3] / ".." / "shared" / "engines" / "instances.py"
MODES = ("sea", "rail", "road", "air")


@pytest.fixture(scope="module")
def reference():
    if not REFERENCE.exists():
        pytest.skip("the reference generator does not lie beside the repository")
    spec = importlib.util.spec_from_file_location("reference_instances", REFERENCE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules[spec.name]


@pytest.mark.shared
@pytest.mark.parametrize(("size", "seed", "tight"), [("S", 1, 1.0), ("S", 7, 1.3), ("M", 2, 1.0)])
def test_draws_are_those_of_the_reference(reference, size, seed, tight):
    known, made = reference.deployment(size, seed, tight), moves(size, seed, tight=tight).plan
    n_days = SIZES[size][2]
    per_train = {Mode.RAIL: 30.0}
    rows = {}
    for link in made.links:
        open_days = np.arange(n_days + 1)
        sails = (open_days >= link.first_day) & (
            (open_days - link.first_day) % link.every_days == 0
        )
        capacity = (link.capacity_per_day or 0.0) * per_train.get(link.mode, 1.0)
        key = (link.from_location, link.to_location, str(link.mode))
        rows[key] = (link.transit_days, np.where(sails, capacity, 0.0))
    assert len(rows) == known.A
    for a in range(known.A):
        ends = (place(known.tail[a]), place(known.head[a]), MODES[known.mode[a]])
        days, capacity = rows[ends]
        assert days == known.tau[a]
        np.testing.assert_allclose(capacity, known.cap[known.a_res[a, 0]], rtol=1e-12)
    for name, capacity in zip(known.rname, known.cap, strict=True):
        words = name.split()
        if words[0] in ("SPOD", "SPOE", "APOD", "APOE"):
            where = made.locations[place(int(words[1]))]
            share = np.ones(n_days + 1)
            for storm in made.outages:
                if storm.location == where.id:
                    share[int(storm.from_day) : int(storm.until_day)] *= storm.open_share
            handled = (where.handling_t_per_day or 0.0) * share
            np.testing.assert_allclose(handled, capacity, rtol=1e-12)
    for k, (unit, row) in enumerate(zip(made.offers, made.requirements, strict=True)):
        kind = made.capabilities[unit.capability]
        assert (unit.origin, unit.from_day) == (place(known.org[k]), known.rdy[k])
        assert made.sectors[row.sector].location == place(known.dst[k])
        assert (row.required_day, row.weight) == (known.rdd[k], known.w[k])
        np.testing.assert_allclose([kind.tonnes, kind.lane_m, kind.wagons], known.load[k, :3])
        assert kind.vehicles == max(1, round(known.load[k, 3]))
        assert kind.by_air == bool(reference.CLASSES[known.cls[k], 4])


def test_a_plan_has_no_faults_and_can_be_scheduled():
    made = moves("S", 1)
    faults = [item for item in check_tables(made.plan) if item.severity is Severity.FAULT]
    assert faults == []
    result = schedule_deployment(made.plan, made.force_plan)
    assert len(result.arrivals) == SIZES["S"][0]
    assert result.unfinished < len(result.arrivals)


def test_the_same_seed_gives_the_same_movement():
    assert moves("S", 3).plan.sha256 == moves("S", 3).plan.sha256 != moves("S", 4).plan.sha256


def test_loads():
    forty, sixty = moves("S", 1), moves("S", 1, loads=Cut.SIXTY)
    assert forty.plan.sha256 == sixty.plan.sha256
    assert set(forty.n_loads.values()) == {40}
    for tour in sixty.force_plan.assignments:
        tonnes = sixty.plan.capabilities[sixty.plan.offers[tour.offer].capability].tonnes
        n_loads = sixty.n_loads[tour.id]
        assert 8 <= n_loads <= 40
        assert n_loads in (8, 40) or tonnes / n_loads <= 60 < tonnes / (n_loads - 1)


def test_gauges_meet_at_gauge_breaks_alone():
    plan = moves("M", 1).plan
    gauges: dict[str, set[float]] = {}
    for link in plan.links:
        if link.mode is Mode.RAIL:
            for end in (link.from_location, link.to_location):
                gauges.setdefault(end, set()).add(link.gauge_mm)
    met = {end for end, found in gauges.items() if len(found) > 1}
    assert met
    assert met <= {row.location for row in plan.gauge_breaks}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_tiny_movements_have_ports_and_fields_of_both_sides(seed):
    plan = tiny(seed).plan
    kinds = [row.kind for row in plan.locations]
    assert (kinds.count(LocationKind.PORT), kinds.count(LocationKind.AIRFIELD)) == (5, 4)
    assert {link.mode for link in plan.links} == {Mode.SEA, Mode.RAIL, Mode.ROAD, Mode.AIR}
    assert [item for item in check_tables(plan) if item.severity is Severity.FAULT] == []
