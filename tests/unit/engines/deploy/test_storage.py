"""Storage where loads change their carrier, and ranges of ground times, solved by hand."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy.network.carriers import ground_times_h
from reassure.model.network import Location
from reassure.model.plan import Plan
from reassure.model.results import Deployment
from tests.unit.engines.deploy.moves import (
    bindings_of,
    days_of,
    deploy,
    force_of,
    link,
    place,
    plan_of,
    unit,
)

WAY = [link("am", "a", "m"), link("mz", "m", "z", "rail")]


def shifted(storage_t: float | None, **tables) -> tuple[Plan, Deployment]:
    """Move three loads of 100 t by road to m and by rail to z, a day each."""
    rows = {
        "capabilities": [unit(tonnes=300)],
        "locations": [place("a"), place("m", storage_t=storage_t), place("z")],
        "links": WAY,
    }
    plan = plan_of(**rows | tables)
    result = deploy(plan, n_loads={"t1": 3})
    assert verify_deployment(plan, force_of(plan), result) == []
    return plan, result


@pytest.mark.parametrize(
    ("storage_t", "arrival_day"),
    # Two days for each load, of as many at once as fit: unloaded on days 1, 3 and 5.
    [(None, 2), (300, 2), (250, 4), (200, 4), (100, 6)],
)
def test_a_load_lies_in_storage_for_two_days(storage_t, arrival_day):
    _, result = shifted(storage_t)
    assert days_of(result) == {"t1": arrival_day}
    assert bindings_of(result)["t1"] == (
        "locations:m.storage_t" if arrival_day > 2 else "links:am.transit_days"
    )


def test_the_use_of_storage_is_told_by_day():
    _, result = shifted(100)
    used = {row.day: row.used for row in result.use_days if row.limit == "storage_t"}
    assert used == dict.fromkeys(range(1, 7), 100.0)


def test_what_stays_at_a_place_takes_no_storage():
    _, result = shifted(1, sectors=[{"id": "s", "name": "S", "location": "m"}])
    assert days_of(result) == {"t1": 1}
    assert [row for row in result.use_days if row.limit == "storage_t"] == []
    _, result = shifted(100, locations=[place("a"), place("m"), place("z", storage_t=1)])
    assert days_of(result) == {"t1": 2}


def test_a_load_larger_than_the_storage_is_cut_or_goes_round():
    tables = {
        "capabilities": [unit(tonnes=300)],
        "locations": [place("a"), place("m", storage_t=100), place("z")],
    }
    cut = deploy(plan_of(**tables, links=WAY))
    assert (len(cut.loads), days_of(cut)) == (3, {"t1": 6})
    assert days_of(deploy(plan_of(**tables, links=[*WAY, link("az", "a", "z", days=3)]))) == {
        "t1": 3
    }


def test_storage_of_nothing_lets_nothing_through():
    plan = plan_of(locations=[place("a"), place("m", storage_t=0), place("z")], links=WAY)
    result = deploy(plan)
    assert days_of(result) == {"t1": None}
    assert bindings_of(result) == {"t1": "locations:m.storage_t"}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, (2.25, 4.0)),
        ({"ground_time_h": 1.5}, (1.5, 1.5)),
        ({"ground_time_h": 1.5, "ground_time_max_h": 6}, (1.5, 6.0)),
        ({"ground_time_max_h": 3}, (2.25, 3.0)),
        ({"ground_time_max_h": 2}, (2.0, 2.0)),
    ],
)
def test_ground_times_are_a_range(stated, expected):
    assert ground_times_h(Location.model_validate(place("f") | stated)) == expected


def test_the_schedule_counts_the_longer_ground_time():
    # 20 t a sortie; 10.2 usable hours are 4.53 sorties at 2.25 h and 2.27 at 4.5 h a day, so that
    # one place works a load of 4 sorties (80 t) each day, or one of 2 (40 t).
    def arrival(**times):
        field = {"kind": "airfield", "operating_h_per_day": 12, "ground_time_h": 2.25}
        plan = plan_of(
            capabilities=[unit(tonnes=160, by_air=True)],
            locations=[place("a", **field), place("z", **field, mog=1, **times)],
            links=[link("az", "a", "z", "air", 0.1)],
        )
        result = deploy(plan)
        assert verify_deployment(plan, force_of(plan), result) == []
        return days_of(result)["t1"]

    assert (arrival(), arrival(ground_time_max_h=4.5)) == (2, 4)


def test_airfields_planned_with_a_range_are_named():
    fields = [
        place("a", kind="airfield"),
        place("z", kind="airfield", mog=2),
        place("y", kind="airfield", mog=3, ground_time_h=2, ground_time_max_h=3),
    ]
    plan = plan_of(locations=fields, links=[link("az", "a", "z", "air", 0.1)])
    told = deploy(plan).assumptions
    assert (
        "2 airfields state no ground time (a, z): they are planned with 4 h a sortie, the longer "
        "end of a default range from 2.25 h; at the shorter end they would take 78 % more "
        "(z: 18.1 instead of 10.2 sorties a day)."
    ) in told
    assert (
        "1 airfields state a range of ground times and are planned with the longer; at the "
        "shorter they would take up to 50 % more (y: 30.6 instead of 20.4 sorties a day)."
    ) in told
