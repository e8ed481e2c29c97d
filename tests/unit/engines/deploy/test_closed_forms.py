"""Movements whose best schedule is known by a formula, and what days without capacity cost."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import schedule_deployment
from reassure.model.choices import StoppedBy
from tests.unit.engines.deploy.moves import (
    Row,
    days_of,
    force_of,
    line,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)

TRAIN = [unit(wagons=30, tonnes=300)]


def railway(name: str, start: str, end: str, days: int, capacity: int | None = None) -> Row:
    """Track of so many days, which takes so many trains a day."""
    limit = {} if capacity is None else {"capacity_per_day": capacity, "capacity_unit": "trains"}
    return link(name, start, end, "rail", days, **limit)


def scheduled(n_units: int, links: list[Row], **tables):
    """Send units of one train each from a to z, all wanted on C-day; hold it to the records."""
    names = sorted({row[end] for row in links for end in ("from_location", "to_location")})
    plan = plan_of(
        capabilities=TRAIN,
        locations=[place(name) for name in names],
        links=links,
        offers=[offer(quantity=n_units)],
        requirements=[line(quantity=n_units)],
        **tables,
    )
    forces = force_of(plan, *(tour(f"t{i}", unit=f"o.{i}") for i in range(n_units)))
    result = schedule_deployment(plan, forces)
    assert verify_deployment(plan, forces, result) == []
    return result


def lateness(days: list[int]) -> float:
    """Cost of arrivals that are wanted, and released, on C-day: a day and a hundredth each."""
    return sum(1.01 * day for day in days)


@pytest.mark.parametrize("n_units", [1, 4, 7])
@pytest.mark.parametrize("capacity", [1, 2, 3])
@pytest.mark.parametrize("transit", [1, 5])
def test_one_bottleneck(n_units, capacity, transit):
    result = scheduled(n_units, [railway("az", "a", "z", transit, capacity)])
    days = [i // capacity + transit for i in range(n_units)]
    assert sorted(days_of(result).values()) == days
    # The last leaves on day ceil(units / capacity) - 1.
    assert result.closure_day == result.closure_bound == -(-n_units // capacity) - 1 + transit
    made = result.provenance
    assert made.objective == pytest.approx(lateness(days))
    assert made.bound == pytest.approx(lateness(days), rel=1e-3)


@pytest.mark.parametrize("capacities", [(1, 2, 3), (3, 1, 2), (2, 3, 1), (2, 2, 2)])
def test_one_corridor_is_as_wide_as_its_narrowest_link(capacities):
    n_units, ends, transits = 6, "abcz", (2, 1, 3)
    links = [
        railway(f"l{i}", ends[i], ends[i + 1], transits[i], capacity)
        for i, capacity in enumerate(capacities)
    ]
    result = scheduled(n_units, links)
    narrow = min(capacities)
    days = [i // narrow + sum(transits) for i in range(n_units)]
    assert sorted(days_of(result).values()) == days
    assert result.closure_day == result.closure_bound == -(-n_units // narrow) - 1 + sum(transits)
    assert result.provenance.objective == pytest.approx(lateness(days))
    assert result.provenance.bound == pytest.approx(lateness(days), rel=1e-3)


def test_two_corridors_share_what_is_the_same_to_both():
    # By either way 5 days, one train a day each.
    links = [railway(f"{end}-1", "a", end, 2, 1) for end in "bc"]
    links += [railway(f"{end}-2", end, "z", 3) for end in "bc"]
    result = scheduled(5, links)
    days = [5, 5, 6, 6, 7]
    assert sorted(days_of(result).values()) == days
    assert result.provenance.bound == pytest.approx(lateness(days), rel=1e-3)


@pytest.mark.parametrize(
    ("shut", "leaves"),
    [((0, 3), [3, 4, 5]), ((1, 2), [0, 2, 3]), ((1, 9), [0, 9, 10]), ((30, 60), [0, 1, 2])],
)
def test_on_days_without_capacity_nothing_leaves(shut, leaves):
    first, until = shut
    closed = {"id": "x", "link": "az", "kind": "planned", "from_day": first, "until_day": until}
    result = scheduled(3, [railway("az", "a", "z", 2, 1)], outages=[closed])
    assert sorted(leg.depart_day for leg in result.legs) == leaves
    assert sorted(days_of(result).values()) == [day + 2 for day in leaves]
    used = {row.day for row in result.use_days if row.link == "az" and row.used}
    assert used == set(leaves)
    assert result.closure_bound == leaves[-1] + 2
    assert result.provenance.bound == pytest.approx(result.provenance.objective, rel=1e-3)


def test_a_link_without_any_capacity_is_gone_round():
    links = [railway("az", "a", "z", 1, 0), railway("ab", "a", "b", 2), railway("bz", "b", "z", 2)]
    assert set(days_of(scheduled(2, links)).values()) == {4}


def test_what_is_proven_says_so():
    result = scheduled(1, [railway("az", "a", "z", 3)])
    assert result.provenance.stopped_by is StoppedBy.PROVEN
