"""Movement profiles of the shipped example: heavy units from afar, and nobody else."""

import pytest

from data.recipe.offers import build_offers
from data.recipe.plan import build_plan
from data.recipe.profiles import build_profiles
from data.recipe.sizes import find_size
from reassure.model.choices import Mode


@pytest.fixture(scope="module")
def plan():
    return build_plan()


def test_a_few_offers_of_heavy_units_go_apart(plan):
    assert 4 <= len(plan.movement_profiles) <= 15
    for row in plan.movement_profiles:
        offer = plan.offers[row.offer]
        assert row.capability == offer.capability
        assert row.capability in ("armour-squadron", "mech-infantry")
        assert find_size(offer.nation).distance_km >= 1500
        assert Mode.AIR not in row.equipment_by
        assert row.note.startswith("notional")


def test_nobody_near_goes_apart():
    """Bulgaria is 900 km from the theatre, Canada beyond the sea."""
    offers = {row["id"]: row for row in build_offers()}
    found = {row["offer"] for row in build_profiles(list(offers.values()))}
    assert "can-armour-squadron-1" in found
    assert not [name for name in found if offers[name]["nation"] in ("BGR", "POL", "ROU")]


def test_both_can_get_to_where_they_join(plan):
    """Aircraft and trains reach the places where people and equipment join."""
    for place in {row.marry_up for row in plan.movement_profiles}:
        ends = [row for row in plan.links if place in (row.from_location, row.to_location)]
        assert {Mode.RAIL, Mode.ROAD} <= {row.mode for row in ends}
        near = {row.from_location for row in ends} | {row.to_location for row in ends}
        assert [name for name in sorted(near) if plan.locations[name].runway_m]
