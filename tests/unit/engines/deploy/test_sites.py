"""What places lack for those who stay there, solved by hand."""

import pytest

from reassure.engines.deploy.parameters import FUEL_DAYS_OF_SUPPLY, WATER_KG_PER_PERSON_DAY
from reassure.model.plan import Plan
from tests.unit.engines.deploy.moves import Row, days_of, deploy, link, place, plan_of, tour, unit

TENTS = {"id": "tents", "name": "Tents", "location": "z", "field": "beds"}
TENTS |= {"to_value": 280, "cost": 1, "lead_days": 10}
CAMP = TENTS | {"id": "camp", "name": "Camp", "to_value": 400, "cost": 500, "lead_days": 30.5}
TOWN = TENTS | {"id": "town", "name": "Town", "to_value": 1000, "cost": 900}
CLASSES = [
    {"id": name, "name": name, "priority": 1, "unmet": "lost"} for name in ("i", "iii", "water")
]
POLICY = {"id": "p", "location": "z", "supply_class": "iii", "from_location": "a"}
POLICY |= {"kind": "reorder", "reorder_days_of_supply": 2, "up_to_days_of_supply": 5}


def use(supply_class: str, kg: float, capability: str | None = None) -> Row:
    row = {"id": f"use-{supply_class}", "supply_class": supply_class, "kg_per_day": kg}
    return row | {"capability": capability}


def shortfalls(tables: dict[str, list[Row]] | None = None, **site) -> list[tuple]:
    """Return location, field, days, need, capacity and arrivals where three units come to z.

    Two of 100 persons each are there from day 1 on, one of them until day 50; a third is wanted
    on day 40, and so loads on day 40 - 1 - 14 = 25 and is there on day 26.
    """
    return [
        (row.field, row.from_day, row.until_day, row.needed, row.capacity, row.assignments)
        for row in _deployed(tables, **site).site_shortfalls
    ]


def _deployed(tables: dict[str, list[Row]] | None = None, **site):
    result = deploy(_plan(tables, **site), *TOURS)
    assert days_of(result) == {"t1": 1, "t2": 1, "t3": 26}
    return result


def _plan(tables: dict[str, list[Row]] | None = None, **site) -> Plan:
    rows = {"locations": [place("a"), place("z", **site)], "links": [link("az", "a", "z")]}
    return plan_of(**rows | (tables or {}))


TOURS = (tour("t1", until_day=50), tour("t2"), tour("t3", from_day=40))


def test_beds_are_short_while_all_three_are_there():
    assert shortfalls(beds=250) == [("beds", 26, 50, 300, 250, ("t3",))]
    assert shortfalls(beds=300) == []
    assert shortfalls(beds=150) == [("beds", 1, 90, 300, 150, ("t1", "t2", "t3"))]


def test_an_empty_field_is_no_limit_and_is_told():
    result = _deployed()
    assert len(result.site_shortfalls) == 0
    told = [text for text in result.assumptions if "no limit is stated of" in text]
    (sentence,) = told
    assert sentence == (
        "Of 1 places where units stay, no limit is stated of beds at 1, water_t_per_day at 1, "
        "fuel_storage_t at 1, storage_t at 1."
    )
    assert any("Treatment is not weighed" in text for text in result.assumptions)


def test_a_limited_place_has_half_of_its_beds():
    assert shortfalls(beds=500, state="limited") == [("beds", 26, 50, 300, 250, ("t3",))]


def test_crews_of_ships_sleep_on_board():
    tables = {
        "capabilities": [unit(domain="sea", moves="self", speed_km_per_h=100)],
        "links": [link("az", "a", "z", "sea", 1)],
    }
    assert shortfalls(tables, beds=10) == []
    assert [row[0] for row in shortfalls(tables, beds=10, water_t_per_day=1)] == ["water_t_per_day"]


def test_water_by_the_planning_factor_or_as_the_plan_says():
    needed = pytest.approx(0.3 * WATER_KG_PER_PERSON_DAY)
    assert shortfalls(water_t_per_day=7) == [("water_t_per_day", 26, 50, needed, 7, ("t3",))]
    tables = {"supply_classes": CLASSES, "consumption": [use("water", 20)]}
    assert shortfalls(tables, water_t_per_day=6) == []
    assert shortfalls(tables, water_t_per_day=5) == [("water_t_per_day", 26, 50, 6, 5, ("t3",))]


def test_fuel_for_the_days_that_policies_keep():
    tables = {"supply_classes": CLASSES, "consumption": [use("iii", 1000, "inf")]}
    days = FUEL_DAYS_OF_SUPPLY
    assert shortfalls(tables, fuel_storage_t=8) == [
        ("fuel_storage_t", 26, 50, 3 * days, 8, ("t3",))
    ]
    kept = tables | {"supply_policies": [POLICY]}
    assert shortfalls(kept, fuel_storage_t=12) == [("fuel_storage_t", 26, 50, 15, 12, ("t3",))]


def test_fuel_is_not_checked_without_its_consumption():
    result = _deployed(fuel_storage_t=0)
    assert len(result.site_shortfalls) == 0
    assert any("no fuel, for the plan states no consumption" in t for t in result.assumptions)


def test_stores_hold_the_stock_of_the_first_day_then_what_policies_keep():
    tables = {
        "supply_classes": CLASSES,
        "consumption": [use("i", 10)],
        "stocks": [{"id": "s", "location": "z", "supply_class": "i", "on_hand_t": 20}],
        "supply_policies": [POLICY | {"supply_class": "i", "up_to_days_of_supply": 4}],
    }
    assert shortfalls(tables, storage_t=11) == [
        ("storage_t", 0, 1, 20, 11, ()),
        ("storage_t", 26, 50, 12, 11, ("t3",)),
    ]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([TENTS, CAMP, TOWN], ("camp", True, 500, 31)),
        ([TENTS], ("tents", False, 1, 10)),
        ([TENTS | {"field": "mog"}], (None, None, None, None)),
    ],
)
def test_the_cheapest_upgrade_that_is_enough_else_the_largest(listed, expected):
    (row,) = _deployed({"upgrades": listed}, beds=250).site_shortfalls
    assert (row.upgrade, row.is_enough, row.upgrade_cost, row.upgrade_ready_day) == expected


def test_units_without_a_bed_are_counted_once():
    result = _deployed(beds=150)
    assert result.figures()["without_beds"] == 3
    assert _deployed(beds=300).figures()["without_beds"] == 0


def test_what_never_arrives_needs_nothing():
    plan = _plan({"links": []}, beds=0)
    assert len(deploy(plan, *TOURS).site_shortfalls) == 0
