"""What cannot arrive, and what is asked wrongly, says why."""

import pytest

from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import Status
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from tests.plans import heading
from tests.unit.engines.deploy.moves import (
    bindings_of,
    days_of,
    deploy,
    force_of,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)

ROAD = [link("am", "a", "m"), link("mz", "m", "z")]
PLACES = [place("a"), place("m", "XBB"), place("z")]


def changed(rows, name, **change):
    return [{**row, **change} if row["id"] == name else row for row in rows]


CASES = {
    "sectors:s.location": {"links": ROAD[:1]},
    "locations:m.state": {"locations": changed(PLACES, "m", state="closed")},
    "locations:z.state": {"locations": changed(PLACES, "z", state="closed")},
    "passages:p.allowed": {"passages": [{"id": "p", "through": "XBB", "allowed": False}]},
    "links:mz.capacity_per_day": {"links": changed(ROAD, "mz", capacity_per_day=0)},
    "links:mz.mlc": {
        "links": changed(ROAD, "mz", mlc=50),
        "capabilities": [unit(heaviest_mlc=70)],
    },
    "links:mz.gauge_mm": {
        "links": [
            link("am", "a", "m", "rail", gauge_mm=1435),
            link("mz", "m", "z", "rail", gauge_mm=1520),
        ]
    },
    "links:mz.axle_load_t": {
        "links": changed(ROAD, "mz", mode="rail", axle_load_t=18),
        "capabilities": [unit(axle_load_t=22.5)],
    },
    "links:mz.loading_gauge": {
        "links": changed(ROAD, "mz", mode="rail", loading_gauge="GA"),
        "capabilities": [unit(loading_gauge="GC")],
    },
    "capabilities:inf.by_air": {"links": changed(ROAD, "mz", mode="air")},
    "locations:m.wagons_per_day": {
        "links": changed(ROAD, "am", mode="rail"),
        "locations": changed(PLACES, "m", wagons_per_day=0),
    },
    "outages:o.open_share": {
        "links": ROAD,
        "outages": [{"id": "o", "link": "mz", "kind": "planned", "from_day": 0}],
    },
}


@pytest.mark.parametrize("binding", sorted(CASES))
def test_what_bars_every_way_is_named(binding):
    tables = {"locations": PLACES, "links": ROAD} | CASES[binding]
    result = deploy(plan_of(**tables))
    assert days_of(result) == {"t1": None}
    assert bindings_of(result) == {"t1": binding}
    assert result.closure_day is None
    assert result.provenance.objective is None
    assert len(result.legs) == 0
    assert result.summary()["unfinished"] == 1


def test_a_horizon_too_short_reports_what_does_not_arrive():
    plan = plan_of(
        horizon_days=4,
        capabilities=[unit(wagons=30)],
        links=[link("az", "a", "z", "rail", 2, capacity_per_day=1, capacity_unit="trains")],
    )
    result = deploy(plan, *(tour(f"t{i}") for i in range(1, 6)))
    assert days_of(result) == {"t1": 2, "t2": 3, "t3": 4, "t4": None, "t5": None}
    assert bindings_of(result)["t5"] == "links:az.capacity_per_day"
    assert result.unfinished == 2
    assert max(row.day for row in result.use_days) <= 4


def test_a_full_berth_that_never_frees_is_named():
    plan = plan_of(
        capabilities=[unit("frigate", domain="sea", moves="self")],
        locations=[place("a", kind="port"), place("z", kind="port", berths=0)],
        links=[link("az", "a", "z", "sea")],
        offers=[offer(capability="frigate")],
    )
    result = deploy(plan)
    assert days_of(result) == {"t1": None}
    assert bindings_of(result) == {"t1": "locations:z.berths"}


def test_ship_without_a_sea_link_names_its_sector():
    plan = plan_of(
        capabilities=[unit("frigate", domain="sea", moves="self")],
        links=[link("az", "a", "z", "road")],
        offers=[offer(capability="frigate")],
    )
    assert bindings_of(deploy(plan)) == {"t1": "sectors:s.location"}


def test_nothing_to_move():
    plan = Plan(heading())
    result = deploy(plan_of(links=ROAD[:0]), tour("t1"))
    assert result.unfinished == 1
    from reassure.model.outputs import Assignment
    from reassure.model.table import Table

    force = force_of(plan)
    nobody = type(force)(
        force.provenance, Table.empty(Assignment), force.shortfalls, force.line_fills
    )
    empty = schedule_deployment(plan, nobody)
    assert empty.unfinished == 0
    assert (empty.provenance.status, empty.provenance.stopped_by) == (Status.OPTIMAL, None)
    assert empty.closure_day is None
    assert {len(table) for table in empty.to_tables().values()} == {0}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"seed": -1}, "ENG-SEED-001"),
        ({"gap": -0.1}, "ENG-LIMIT-001"),
        ({"gap": float("nan")}, "ENG-LIMIT-001"),
        ({"time_limit_s": 0}, "ENG-LIMIT-001"),
        ({"threads": 0}, "ENG-LIMIT-001"),
    ],
)
def test_misuse_is_refused(options, code):
    with pytest.raises(UsageError) as caught:
        deploy(plan_of(links=ROAD[:0]), **options)
    assert caught.value.code == code


def test_another_plans_force_is_refused():
    force = force_of(plan_of(horizon_days=30))
    with pytest.raises(UsageError) as caught:
        schedule_deployment(plan_of(), force)
    assert caught.value.code == "ENG-INPUT-001"


def test_a_stop_keeps_what_is_scheduled():
    told = []

    def stop_after_two(progress):
        told.append(progress.share)
        return len(told) > 2

    plan = plan_of(links=[link("az", "a", "z")])
    result = deploy(plan, *(tour(f"t{i}") for i in range(5)), on_progress=stop_after_two)
    assert days_of(result) == {"t0": 1, "t1": 1, "t2": None, "t3": None, "t4": None}
    assert result.provenance.status == "partial"
    assert result.provenance.stopped_by == "user"
    assert result.provenance.objective == 2 * 1.01
    assert told[:3] == [0.0, 0.04, 0.08]
    assert (result.late_units, result.unscheduled, result.unfinished) == (2, 3, 3)


def test_what_cannot_arrive_is_late_and_what_a_stop_left_out_is_not():
    told = []

    def stop_after_one(progress):
        told.append(progress.share)
        return len(told) > 1

    result = deploy(plan_of(links=ROAD[:0]), tour("t1"), tour("t2"), on_progress=stop_after_one)
    assert bindings_of(result) == {"t1": "sectors:s.location", "t2": None}
    assert (result.late_units, result.unscheduled, result.unfinished) == (1, 1, 2)
    assert result.summary()["unscheduled"] == 1
    whole = deploy(plan_of(links=ROAD[:0]), tour("t1"), tour("t2"))
    assert (whole.late_units, whole.unscheduled, whole.unfinished) == (2, 0, 2)


def test_a_time_limit_that_is_over_stops_at_once():
    result = deploy(plan_of(links=[link("az", "a", "z")]), time_limit_s=1e-9)
    assert result.provenance.stopped_by == "clock"
    assert result.unfinished == 1
