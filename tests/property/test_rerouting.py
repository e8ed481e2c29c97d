"""Movements under way planned on, on random networks: what nothing touches stays as it was."""

from contextlib import contextmanager
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute, reroute_deployment, schedule_deployment
from reassure.engines.deploy.executing.rebounding import bound_of_rest
from reassure.model.choices import ActualEvent, OutageKind
from reassure.model.movement_choices import LoadFate
from reassure.model.network import Actual, Outage
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import force_of
from tests.unit.engines.deploy.test_random_networks import SEEDS, movement


@contextmanager
def bounds_told():
    """Gather each bound of what is planned on, as it is found, beside what the schedule costs."""
    told = []

    def spy(ways, planned, aim, value, **more):
        told.append((bound_of_rest(ways, planned, aim, value, **more), value))
        return told[-1][0]

    with patch.object(reroute, "bound_of_rest", spy):
        yield told


def stated_for(plan, force_plan):
    return force_of(plan, *(row.model_dump() for row in force_plan.assignments))


@settings(max_examples=60)
@given(SEEDS)
def test_without_reports_and_changes_all_legs_stay(seed):
    plan, force_plan = movement(seed)
    old = schedule_deployment(plan, force_plan)
    new = reroute_deployment(plan, force_plan, old, as_of_day=0)
    assert {row.fate for row in new.load_changes} <= {LoadFate.KEPT}
    assert new.legs.frame.equals(old.legs.frame)
    assert new.provenance.objective == old.provenance.objective
    if old.provenance.bound is not None:
        # What is scheduled anew may do all that the first schedule might, and no more.
        assert new.provenance.bound == pytest.approx(old.provenance.bound, rel=0.02, abs=1e-6)


@settings(max_examples=60)
@given(SEEDS, st.integers(0, 20), st.integers(1, 10), st.data())
def test_an_outage_changes_only_units_that_used_the_link_in_that_time(seed, first, length, data):
    plan, force_plan = movement(seed)
    old = schedule_deployment(plan, force_plan)
    assume(len(old.legs))
    link = data.draw(st.sampled_from(sorted({leg.link for leg in old.legs})))
    shut = Outage(
        id="shut", link=link, kind=OutageKind.WEATHER, from_day=first, until_day=first + length
    )
    later = plan.with_tables(outages=Table.of(Outage, [*plan.outages, shut]))
    force = stated_for(later, force_plan)
    new = reroute_deployment(later, force, old, as_of_day=0)
    assert verify_deployment(later, force, new) == []
    owners = {load.id: load.owner for load in old.loads}
    used = {
        owners[leg.load]
        for leg in old.legs
        if leg.link == link and first <= leg.depart_day < first + length
    }
    # What arrives after the plan has ended has no days that are told, so it has none to keep.
    told = [row for row in new.load_changes if {row.old_arrive_day, row.new_arrive_day} != {None}]
    changed = {row.owner for row in told if row.fate is not LoadFate.KEPT}
    assert changed <= used


@settings(max_examples=60)
@given(SEEDS, st.integers(0, 25), st.data())
def test_whatever_is_reported_the_rest_keeps_every_limit(seed, day, data):
    plan, force_plan = movement(seed)
    old = schedule_deployment(plan, force_plan)
    rows = []
    for row in old.arrivals:
        if row.release_day is None or not data.draw(st.booleans()):
            continue
        tour = force_plan.assignments[row.assignment]
        left = data.draw(st.integers(row.release_day, row.release_day + 6))
        if left <= day:
            share = data.draw(st.sampled_from([0.25, 0.5, 1.0]))
            rows.append(
                Actual(
                    id=f"r-{row.assignment}",
                    assignment=row.assignment,
                    event="departed",
                    location=plan.offers[tour.offer].origin,
                    day=left,
                    share=share,
                )
            )
            if data.draw(st.booleans()):
                # Seen somewhere, on its way or off it.
                rows.append(
                    rows[-1].model_copy(
                        update={
                            "id": f"s-{row.assignment}",
                            "event": ActualEvent.ARRIVED,
                            "location": data.draw(st.sampled_from(plan.locations.ids)),
                            "day": float(data.draw(st.integers(left, day))),
                        }
                    )
                )
    later = plan.with_tables(actuals=Table.of(Actual, rows))
    force = stated_for(later, force_plan)
    with bounds_told() as told:
        new = reroute_deployment(later, force, old, as_of_day=day)
    assert verify_deployment(later, force, new) == []
    assert all(bound <= value + 1e-6 * (1 + value) for bound, value in told)
    again = reroute_deployment(later, force, old, as_of_day=day)
    assert again.legs.frame.equals(new.legs.frame)
