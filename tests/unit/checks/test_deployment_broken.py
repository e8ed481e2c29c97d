"""Deployments that break one limit each: the second reading finds it, and nothing else."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.model.errors import UsageError
from tests.unit.checks.deployments import (
    SHIP,
    asked,
    codes,
    good,
    less,
    made_of,
    more,
    row_of,
    told,
)
from tests.unit.engines.deploy.moves import line, link, offer, place, plan_of, tour, unit

OUTAGE = {"id": "out", "kind": "planned", "from_day": 2, "until_day": 3, "open_share": 0}


@pytest.fixture
def made():
    return good()


def test_a_leg_of_an_unknown_link(made):
    assert codes(row_of(made, "legs", "t1.1|2", link="nowhere")) == {"CHK-MOVE-001"}


def test_a_leg_that_is_left_out(made):
    gone = told(
        made, "legs", lambda rows: [row for row in rows if (row.load, row.leg) != ("t1.1", 2)]
    )
    assert codes(gone) == {"CHK-MOVE-001"}


def test_a_load_of_nobody(made):
    assert codes(row_of(made, "loads", "t1.1", owner="nobody")) >= {"CHK-MOVE-001"}


@pytest.mark.parametrize("change", [lambda rows: rows[1:], lambda rows: [*rows, rows[0]]])
def test_one_arrival_for_every_assignment(made, change):
    assert codes(told(made, "arrivals", change)) == {"CHK-MOVE-001"}


def test_a_load_of_another_size(made):
    assert codes(row_of(made, "loads", "t1.1", size=299.0)) == {"CHK-MOVE-002"}


def test_a_load_that_is_left_behind(made):
    alone = told(made, "loads", lambda rows: [row for row in rows if row.id != "t1.2"])
    alone = told(alone, "legs", lambda rows: [row for row in rows if row.load != "t1.2"])
    assert codes(alone) == {"CHK-MOVE-002"}


def test_a_load_that_stops_on_its_way(made):
    stopped = told(
        made, "legs", lambda rows: [row for row in rows if (row.load, row.leg) != ("t1.1", 3)]
    )
    assert codes(stopped) == {"CHK-MOVE-003"}


def test_a_load_that_never_left(made):
    assert codes(told(made, "legs", lambda rows: [row for row in rows if row.load != "t1.1"])) == {
        "CHK-MOVE-003"
    }


def test_a_leg_from_elsewhere(made):
    assert codes(row_of(made, "legs", "t1.1|1", link="qz")) == {"CHK-MOVE-003"}


def test_a_link_against_its_direction(made):
    turned = {"from_location": "z", "to_location": "q", "both_ways": False}
    assert codes(asked(made, "links", "qz", **turned)) == {"CHK-MOVE-003"}


@pytest.mark.parametrize("changes", [{"notice_days": 2.5}, {"from_day": 3}])
def test_a_departure_before_the_unit_is_ready(made, changes):
    assert codes(asked(made, "offers", "o", **changes)) == {"CHK-MOVE-004"}


def test_a_day_of_release_that_is_none(made):
    # Wanted on day 60: two weeks of lead leave day 46 at the latest.
    assert codes(row_of(made, "arrivals", "t3", release_day=47)) == {"CHK-MOVE-004"}
    assert codes(row_of(made, "arrivals", "t3", release_day=-1)) == {"CHK-MOVE-004"}


def test_a_departure_before_the_day_of_release(made):
    assert codes(row_of(made, "arrivals", "t3", release_day=41)) == {"CHK-MOVE-004"}


@pytest.mark.parametrize(
    ("leg", "changes"),
    [
        ("t1.1|1", {"arrive_day": 1}),
        ("t1.2|1", {"arrive_day": 5}),
        ("t1.1|2", {"arrive_day": 4}),
        ("t1.1|3", {"arrive_day": 5}),
        ("t1.1|3", {"depart_day": 4}),
    ],
)
def test_days_that_do_not_follow(made, leg, changes):
    assert codes(row_of(made, "legs", leg, **changes)) == {"CHK-MOVE-005"}


@pytest.mark.parametrize(
    ("table", "row", "changes"),
    [
        ("locations", "q", {"state": "closed"}),
        ("links", "qz", {"capacity_per_day": 0.0}),
        ("locations", "p", {"berths": 0}),
        ("lifts", "ship", {"quantity": 0}),
    ],
)
def test_a_closed_way(made, table, row, changes):
    assert codes(asked(made, table, row, **changes)) == {"CHK-MOVE-006"}


@pytest.mark.parametrize("mode", [None, "sea"])
def test_a_state_that_grants_no_passage(made, mode):
    passage = {"id": "no", "through": "XBB", "allowed": False, "mode": mode}
    assert codes(more(made, "passages", passage)) == {"CHK-MOVE-006"}


def test_a_day_off_the_timetable(made):
    assert codes(asked(made, "links", "pq", first_day=1)) == {"CHK-MOVE-007"}


@pytest.mark.parametrize("changes", [{"from_day": 3.0}, {"until_day": 42.0}])
def test_a_lift_out_of_its_service(made, changes):
    assert codes(asked(made, "lifts", "ship", **changes)) == {"CHK-MOVE-007"}


@pytest.mark.parametrize("where", [{"link": "pq"}, {"location": "p"}])
def test_an_outage_that_closes(made, where):
    assert codes(more(made, "outages", OUTAGE | where)) == {"CHK-MOVE-007"}


def test_an_outage_where_it_lands(made):
    outage = OUTAGE | {"location": "z", "from_day": 5.5, "until_day": 6.5}
    assert codes(more(made, "outages", outage)) == {"CHK-MOVE-007"}


@pytest.mark.parametrize(("lead_days", "found"), [(5, set()), (5.5, {"CHK-MOVE-008"})])
def test_a_state_that_has_not_permitted_yet(made, lead_days, found):
    clearance = {"id": "c", "through": "XBB", "cargo": "any", "lead_days": lead_days}
    assert codes(more(made, "clearances", clearance)) == found


def test_a_permission_that_others_wait_for(made):
    clearance = {"id": "c", "through": "XBB", "cargo": "heavy", "lead_days": 50}
    assert codes(more(made, "clearances", clearance)) == set()
    other = clearance | {"cargo": "any", "nations": ["XBB"]}
    assert codes(more(made, "clearances", other)) == set()


@pytest.mark.parametrize(
    ("table", "row", "changes"),
    [
        ("links", "qz", {"mlc": 29.0}),
        ("links", "ap", {"axle_load_t": 15.0}),
        ("locations", "p", {"draught_m": 7.0}),
        ("locations", "q", {"draught_m": 7.0}),
        ("locations", "p", {"roro": False}),
        ("locations", "q", {"roro": False}),
    ],
)
def test_a_way_that_does_not_take_the_load(made, table, row, changes):
    assert codes(asked(made, table, row, **changes)) == {"CHK-MOVE-009"}


def test_a_ship_that_is_too_small(made):
    many = asked(made, "lifts", "tender", quantity=9)
    assert codes(row_of(many, "legs", "t1.1|2", lift="tender")) == {"CHK-MOVE-009"}


def test_a_loading_gauge_that_is_too_large(made):
    made = asked(made, "links", "ap", loading_gauge="GA")
    assert codes(asked(made, "capabilities", "inf", loading_gauge="GB")) == {"CHK-MOVE-009"}
    assert codes(asked(made, "capabilities", "inf", loading_gauge="G1")) == set()


def by_air(**changes):
    plane = {"id": "plane", "mode": "air", "nation": "XAA", "name": "Plane", "quantity": 3}
    plane |= {"payload_t": 40, "speed_km_per_h": 600, "min_runway_m": 1500, "home": "a"}
    plan = plan_of(
        capabilities=[unit(tonnes=100, by_air=True)],
        locations=[place("a"), place("z", runway_m=2000, mog=1, ground_time_h=2)],
        links=[link("az", "a", "z", "air", 0.5)],
        lifts=[plane | {"from_day": 0, "until_day": 99}],
    )
    return made_of(plan)


@pytest.mark.parametrize(
    ("table", "row", "changes"),
    [
        ("capabilities", "inf", {"by_air": False}),
        ("locations", "z", {"runway_m": 1400.0}),
        ("locations", "z", {"runway_m": 0.0}),
    ],
)
def test_a_flight_that_cannot_be(table, row, changes):
    made = by_air()
    assert codes(made) == set()
    assert codes(asked(made, table, row, **changes)) == {"CHK-MOVE-009"}


@pytest.mark.parametrize(
    ("table", "row", "changes"),
    [
        # 3 sorties of 2 hours fill 3 · 2 / (4 · 0.85) = 1.76 places.
        ("locations", "z", {"operating_h_per_day": 4.0}),
        ("locations", "z", {"ground_time_h": 7.0}),
    ],
)
def test_an_apron_that_is_too_small(table, row, changes):
    assert "CHK-MOVE-012" in codes(asked(by_air(), table, row, **changes))


def by_two_gauges():
    works = {"id": "g", "location": "m", "from_gauge_mm": 1435, "to_gauge_mm": 1520}
    works |= {"method": "bogie_change", "wagons_per_day": 60}
    plan = plan_of(
        capabilities=[unit(wagons=20, tonnes=300)],
        locations=[place(name) for name in "amz"],
        links=[
            link("am", "a", "m", "rail", 1, gauge_mm=1435),
            link("mz", "m", "z", "rail", 1, gauge_mm=1520),
        ],
        gauge_breaks=[works],
    )
    return made_of(plan)


def test_a_change_of_gauge_that_is_missing():
    assert codes(less(by_two_gauges(), "gauge_breaks", "g")) == {"CHK-MOVE-010"}
    assert codes(asked(by_two_gauges(), "gauge_breaks", "g", to_gauge_mm=1000.0)) == {
        "CHK-MOVE-010"
    }


def test_a_gauge_break_that_is_overfull():
    made = asked(by_two_gauges(), "gauge_breaks", "g", wagons_per_day=19.0)
    assert codes(
        row_of(made, "use_days", "m|None|gauge_breaks:g.wagons_per_day|1", capacity=19.0)
    ) == {"CHK-MOVE-012"}


def test_a_carrier_of_another_mode(made):
    assert codes(row_of(made, "legs", "t1.1|1", lift="ship")) == {"CHK-MOVE-011"}
    assert codes(row_of(made, "legs", "t1.1|2", lift=None)) == {"CHK-MOVE-011"}


def test_a_ship_that_lands_away_from_ports(made):
    assert codes(asked(made, "locations", "q", kind="border")) == {"CHK-MOVE-011"}


def test_a_voyage_of_two_timetables():
    plan = plan_of(
        capabilities=[unit(lane_m=400, tonnes=600)],
        locations=[place("a"), place("m"), place("z")],
        links=[link("am", "a", "m", "sea", 0.5), link("mz", "m", "z", "sea", 0.5)],
        lifts=[SHIP | {"home": "a"}],
    )
    made = made_of(plan)
    assert codes(made) == set()
    timed = asked(asked(made, "links", "am", every_days=2), "links", "mz", every_days=2)
    # Not at a port, and not at midnight: it cannot have gone ashore between.
    assert codes(timed) >= {"CHK-MOVE-011"}


@pytest.mark.parametrize(
    ("table", "row", "field", "value", "use"),
    [
        ("links", "ap", "capacity_per_day", 0.6, "None|ap|capacity_per_day"),
        ("links", "qz", "capacity_per_day", 40.0, "None|qz|capacity_per_day"),
        ("locations", "p", "handling_t_per_day", 500.0, "p|None|handling_t_per_day"),
        ("locations", "q", "staging_t_per_day", 500.0, "q|None|staging_t_per_day"),
    ],
)
def test_a_limit_that_is_overfull(made, table, row, field, value, use):
    lowered = asked(made, table, row, **{field: value})

    def change(rows):
        for told_row in rows:
            own = f"{told_row.location}|{told_row.link}|{told_row.limit}" == use
            yield told_row.model_copy(update={"capacity": value}) if own else told_row

    assert codes(told(lowered, "use_days", change)) == {"CHK-MOVE-012"}


def test_an_outage_leaves_a_share(made):
    outage = {"id": "out", "kind": "weather", "location": "q", "open_share": 0.5}
    outage |= {"from_day": 6.9, "until_day": 7.1}
    assert codes(more(made, "outages", outage)) == {"CHK-MOVE-012", "CHK-MOVE-013"}


def test_a_limited_place_leaves_half(made):
    assert codes(asked(made, "locations", "q", state="limited")) == {"CHK-MOVE-012", "CHK-MOVE-013"}


@pytest.mark.parametrize(
    "changes", [{"used": 0.5}, {"capacity": 2.0}, {"day": 7}, {"limit": "every_days"}]
)
def test_use_that_is_told_wrongly(made, changes):
    assert codes(row_of(made, "use_days", "None|ap|capacity_per_day|0", **changes)) == {
        "CHK-MOVE-013"
    }


def test_use_that_is_not_told(made):
    assert codes(told(made, "use_days", lambda rows: rows[1:])) == {"CHK-MOVE-013"}


def test_another_day_of_arrival(made):
    assert codes(row_of(made, "arrivals", "t3", planned_day=49)) == {"CHK-MOVE-014"}


@pytest.mark.parametrize(
    ("row", "changes"), [("t1", {"late_days": 7.0}), ("t3", {"wanted_day": 59.0})]
)
def test_lateness_that_is_wrong(made, row, changes):
    assert codes(row_of(made, "arrivals", row, **changes)) == {"CHK-MOVE-015"}


@pytest.mark.parametrize(
    ("row", "binding"),
    [("t1", None), ("t1", "links:pq.colour"), ("t1", "nothing"), ("t3", "links:pq.mlc")],
)
def test_a_limit_that_does_not_bind(made, row, binding):
    assert codes(row_of(made, "arrivals", row, binding=binding)) == {"CHK-MOVE-016"}


def test_a_mode_that_is_not_the_longest(made):
    assert codes(row_of(made, "loads", "t1.1", mode="air")) == {"CHK-MOVE-018"}


def test_the_words_of_a_finding(made):
    finding = verify_deployment(*row_of(made, "legs", "t1.1|3", arrive_day=5))[0]
    assert str(finding) == (
        "legs.csv, arrive_day (t1.1|3): found arrival on day 5; expected day 6 or later; run "
        "reassure deploy again, and report it with the plan if it comes back. [CHK-MOVE-005]"
    )


def test_results_of_another_plan_are_refused(made):
    other = good(locations=[place(name) for name in "apqz"])
    with pytest.raises(UsageError) as told_error:
        verify_deployment(other[0], other[1], made[2])
    assert told_error.value.code == "ENG-INPUT-001"


def ended():
    """Two units that relieve each other and go home, and a pledge."""
    plan = plan_of(
        capabilities=[unit(wagons=30, tonnes=300)],
        links=[link("az", "a", "z", "rail", 2, capacity_per_day=2, capacity_unit="trains")],
        requirements=[line(overlap_days=5)],
        offers=[offer(quantity=2)],
        items=[{"id": "box", "name": "Box", "kind": "stores", "unit": "t", "kg_per_unit": 1000}],
        needs=[
            {"id": name, "item": "box", "quantity": 9, "objective": "peace", "priority": 1,
             "needed_by_day": 9, "location": "z"}
            for name in ("n", "m")
        ],
        pledges=[
            {"id": "p", "nation": "XAA", "item": "box", "origin": "a", "quantity": 9, "need": "n",
             "announced_date": "2026-01-01"}
        ],
    )  # fmt: skip
    return made_of(
        plan,
        tour("t1", unit="o.1", until_day=30),
        tour("t2", unit="o.2", from_day=30, until_day=60),
    )


def test_the_good_ends_have_no_faults():
    assert verify_deployment(*ended()) == []


@pytest.mark.parametrize(
    ("table", "row", "changes", "code"),
    [
        ("returns", "t1", {"end_day": 31.0}, "CHK-MOVE-019"),
        ("returns", "t1", {"relieved_by": None, "gap_days": None}, "CHK-MOVE-019"),
        ("returns", "t1", {"gap_days": 1.0}, "CHK-MOVE-022"),
        ("returns", "t1", {"site_clear_day": 36}, "CHK-MOVE-022"),
        ("returns", "t1", {"wanted_day": 40.0}, "CHK-MOVE-015"),
        ("returns", "t1", {"home_day": 38}, "CHK-MOVE-014"),
        ("deliveries", "p", {"need": "m"}, "CHK-MOVE-021"),
        ("deliveries", "p", {"planned_day": 3}, "CHK-MOVE-014"),
    ],
)
def test_ends_and_deliveries_that_are_told_wrongly(table, row, changes, code):
    assert codes(row_of(ended(), table, row, **changes)) == {code}


@pytest.mark.parametrize(
    ("table", "code"), [("returns", "CHK-MOVE-019"), ("deliveries", "CHK-MOVE-021")]
)
@pytest.mark.parametrize("change", [lambda rows: rows[1:], lambda rows: [*rows, rows[0]]])
def test_one_row_for_every_end_and_pledge(table, code, change):
    assert codes(told(ended(), table, change)) == {code}


def test_who_leaves_before_the_overlap_is_over():
    earlier = row_of(ended(), "legs", "t1.home.1|1", depart_day=34, arrive_day=36)
    assert codes(earlier) == {"CHK-MOVE-004"}


def test_who_leaves_a_place_without_having_been_there():
    never = {"planned_day": None, "late_days": None, "binding": "links:az.transit_days"}
    made = row_of(ended(), "arrivals", "t2", **never)
    gone = told(made, "legs", lambda rows: [row for row in rows if row.load != "t2.1"])
    assert "CHK-MOVE-020" in codes(gone)
