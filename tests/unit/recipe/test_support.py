"""Support for the host in the shipped example: what is asked for, pledged, and what moves of it."""

from collections import Counter

import pytest

from data.recipe import sizes, support
from data.recipe.plan import build_plan
from data.recipe.support import build_support
from reassure.engines.deploy.moving.deliveries import deliveries_of
from reassure.engines.deploy.network.carriers import ground_times_h


@pytest.fixture(scope="module")
def plan():
    return build_plan()


def test_needs_lie_in_the_host_nation(plan):
    host = {row.id for row in plan.nations if row.host}
    for need in plan.needs:
        assert {plan.locations[need.location].nation} == host, need.id


def test_a_handful_of_nations_pledges_from_its_own_garrisons(plan):
    assert 5 <= len({row.nation for row in plan.pledges}) <= 15
    for row in plan.pledges:
        assert plan.locations[row.origin].nation == row.nation
        assert row.item == plan.needs[row.need].item


def test_no_need_is_answered_twice_over(plan):
    again = {row.renews for row in plan.pledges}
    pledged = Counter()
    for row in plan.pledges:
        if row.id not in again:
            pledged[row.need] += row.quantity
    assert len(pledged) >= 8
    for name, quantity in pledged.items():
        assert 0 < quantity <= plan.needs[name].quantity, name


def test_what_is_left_of_every_pledge_moves_and_counts_once(plan):
    """By hand: 7 fire engines of 15 t, 2 handed over, leave 75 t."""
    moved = deliveries_of(plan, taken=frozenset())
    again = {row.renews for row in plan.pledges} - {None}
    assert again
    assert {tour.owner for tour in moved.tours} == set(plan.pledges.ids) - again
    assert set(moved.unmoved) == {"announced again by another pledge"}
    engines = next(tour for tour in moved.tours if tour.owner == "esp-kyiv-fire-engines")
    told = [row for row in plan.pledge_events if row.pledge == engines.owner]
    assert plan.pledges[engines.owner].quantity == 7
    assert [row.quantity for row in told if row.state == "delivered"] == [2]
    assert engines.capability.tonnes == 75


def test_no_nation_announces_on_or_after_c_day_what_it_gave_before(plan):
    for row in plan.pledge_events:
        assert row.day < 0
        assert (row.location is None) == (row.state != "delivered")


def test_one_nation_more_or_less_moves_no_other_pledge(monkeypatch):
    everyone = build_support()
    without = tuple(size for size in sizes.find_contributors() if size.id != "FRA")
    monkeypatch.setattr(support, "find_contributors", lambda: without)
    fewer = build_support()
    assert fewer.pledges == [row for row in everyone.pledges if row["nation"] != "FRA"]
    assert len(fewer.events) < len(everyone.events)


def test_reliefs_of_every_line_overlap_by_two_to_five_days(plan):
    days = {}
    for line in plan.requirements:
        assert 2 <= line.overlap_days <= 5, line.id
        assert days.setdefault(line.capability, line.overlap_days) == line.overlap_days, line.id


def test_what_is_uncertain_of_ground_times_is_what_the_apron_counts(plan):
    row = plan.uncertainties["ground-time"]
    fields = [place for place in plan.locations if place.mog is not None]
    assert fields
    for place in fields:
        stated = ground_times_h(place).longer
        for factor in (row.p1, row.p3):
            drawn = place.model_copy(update={row.field: getattr(place, row.field) * factor})
            assert ground_times_h(drawn).longer == pytest.approx(stated * factor), place.id
