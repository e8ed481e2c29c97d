"""Withdrawals held against the records: sound ones, and one spoilt for every number."""

from dataclasses import replace

import pytest

from reassure.checks.withdrawal import verify_withdrawal
from reassure.engines.deploy import schedule_deployment, schedule_withdrawal
from reassure.model.errors import UsageError
from tests.unit.checks.deployments import good
from tests.unit.engines.deploy.moves import force_of, link, place, plan_of, tour, unit
from tests.unit.engines.deploy.test_withdrawal import bottleneck, garrison


def codes(plan, forces, home, moved=None):
    return {item.code for item in verify_withdrawal(plan, forces, home, moved)}


def changed(result, table, row, **values):
    own = getattr(result, table)
    rows = [item.model_copy(update=values) if i == row else item for i, item in enumerate(own)]
    return replace(result, **{table: type(own).of(own.record_type, rows)})


@pytest.fixture(scope="module")
def made():
    plan = bottleneck()
    forces = force_of(plan, *garrison())
    return plan, forces, schedule_withdrawal(plan, forces, from_day=10)


@pytest.mark.parametrize("with_movement", [True, False])
def test_by_road_sea_and_rail_nothing_is_broken(with_movement):
    plan, forces, moved = good()
    moved = moved if with_movement else None
    home = schedule_withdrawal(plan, forces, moved, from_day=40)
    assert len(home.legs) > 0
    assert verify_withdrawal(plan, forces, home, moved) == []


def test_what_a_stop_left_unscheduled_is_still_there():
    plan = bottleneck()
    forces = force_of(plan, *garrison())
    stopped = schedule_withdrawal(plan, forces, from_day=10, on_progress=lambda _: True)
    assert len(stopped.loads) == 0
    assert {row.clear_day for row in stopped.site_clearances} == {None}
    assert verify_withdrawal(plan, forces, stopped) == []


def test_beyond_the_end_of_the_plan_limits_hold_too():
    plan = bottleneck()
    forces = force_of(plan, *garrison())
    home = schedule_withdrawal(plan, forces, from_day=89)
    assert max(leg.arrive_day for leg in home.legs) > 90
    assert verify_withdrawal(plan, forces, home) == []
    late = max(range(len(home.legs)), key=lambda i: home.legs.records[i].depart_day)
    both = changed(home, "legs", late, depart_day=91, arrive_day=93)
    assert "CHK-MOVE-012" in codes(plan, forces, both)


def test_who_cannot_leave_and_who_moves_itself_is_sound():
    bridge = plan_of(capabilities=[unit(heaviest_mlc=80)], links=[link("az", "a", "z", mlc=60)])
    stuck = schedule_withdrawal(bridge, force_of(bridge), from_day=5)
    assert [row.binding for row in stuck.ways_out] == ["links:az.mlc"]
    assert verify_withdrawal(bridge, force_of(bridge), stuck) == []
    fleet = plan_of(
        capabilities=[unit(domain="sea", moves="self", speed_km_per_h=5, vehicles=1)],
        locations=[place("a", kind="port"), place("z", kind="port", berths=1)],
        links=[link("az", "a", "z", "sea")],
    )
    home = schedule_withdrawal(fleet, force_of(fleet), from_day=5)
    assert verify_withdrawal(fleet, force_of(fleet), home) == []
    assert "CHK-MOVE-014" in codes(
        fleet, force_of(fleet), changed(home, "returns", 0, home_day=5, late_days=0.0, binding=None)
    )


@pytest.mark.parametrize(
    ("table", "row", "values", "code"),
    [
        ("legs", 0, {"depart_day": 9}, "CHK-MOVE-004"),
        ("legs", 1, {"depart_day": 10, "arrive_day": 12}, "CHK-MOVE-012"),
        ("loads", 0, {"size": 1.0}, "CHK-MOVE-002"),
        ("use_days", 0, {"used": 0.5}, "CHK-MOVE-013"),
        ("returns", 0, {"home_day": 11, "late_days": 1.0}, "CHK-MOVE-014"),
        ("returns", 0, {"late_days": 0.0, "binding": None}, "CHK-MOVE-015"),
        ("returns", 0, {"wanted_day": 12.0, "late_days": 0.0, "binding": None}, "CHK-MOVE-015"),
        ("returns", 0, {"end_day": 50.0}, "CHK-MOVE-019"),
        ("returns", 0, {"site_clear_day": 12}, "CHK-MOVE-022"),
        ("site_clearances", 0, {"clear_day": 12}, "CHK-MOVE-023"),
        ("site_clearances", 0, {"days_to_clear": 3}, "CHK-MOVE-023"),
        ("site_clearances", 0, {"home_day": 14}, "CHK-MOVE-023"),
        ("site_clearances", 0, {"units": 3}, "CHK-MOVE-023"),
        ("site_clearances", 0, {"location": "a"}, "CHK-MOVE-023"),
    ],
)
def test_what_is_spoilt_is_told(made, table, row, values, code):
    plan, forces, home = made
    assert verify_withdrawal(plan, forces, home) == []
    spoilt = changed(home, table, row, **values)
    found = verify_withdrawal(plan, forces, spoilt)
    assert code in {item.code for item in found}
    assert all("reassure withdraw again" in (item.cure or "") for item in found)


def test_a_wrong_objective_is_told(made):
    plan, forces, home = made
    wrong = replace(home, provenance=replace(home.provenance, objective=1.0))
    assert codes(plan, forces, wrong) == {"CHK-MOVE-017"}


def test_who_is_left_out_is_told(made):
    plan, forces, home = made
    own = type(home.returns)
    fewer = replace(home, returns=own.of(home.returns.record_type, home.returns.records[1:]))
    assert "CHK-MOVE-019" in codes(plan, forces, fewer)


def test_by_the_movement_others_are_out():
    plan = bottleneck()
    forces = force_of(plan, tour("now", unit="o.1", until_day=60), tour("later", unit="o.2",
                      from_day=40, until_day=60))  # fmt: skip
    moved = schedule_deployment(plan, forces)
    home = schedule_withdrawal(plan, forces, moved, from_day=30)
    assert codes(plan, forces, home, moved) == set()
    # By its tour, the second is not out yet.
    assert "CHK-MOVE-019" in codes(plan, forces, home)


def test_results_of_another_plan_are_refused(made):
    _, forces, home = made
    with pytest.raises(UsageError, match="ENG-INPUT-001"):
        verify_withdrawal(bottleneck(3.0), forces, home)
