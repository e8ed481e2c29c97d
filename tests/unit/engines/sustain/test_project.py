"""Supply worked by hand: a company of a hundred persons eats one tonne of food a day."""

import time

import numpy as np
import pytest

from reassure.engines.sustain import project_supply
from reassure.model.canonical import table_bytes
from reassure.model.choices import Status, StoppedBy
from reassure.model.errors import UsageError
from tests.unit.engines.sustain.plans import (
    EATS,
    FOOD,
    FUEL,
    by_day,
    place,
    plan_of,
    policy,
    results_of,
    road,
    site,
)


def stock(on_hand_t: float, where: str = "camp", supply_class: str = "food", **more) -> dict:
    return dict(
        id=f"stock.{where}.{supply_class}",
        location=where,
        supply_class=supply_class,
        on_hand_t=on_hand_t,
        **more,
    )


def test_base_stock_keeps_the_level_less_what_is_under_way():
    # Order up to 5 days, lead 3: the inventory position ends every day at 5 t, three daily
    # orders of 1 t are under way, 2 t are on hand.
    plan = plan_of(
        consumption=[EATS],
        stocks=[stock(5)],
        supply_policies=[policy("p", "depot", "camp", up_to_days_of_supply=5, lead_days=3)],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert by_day(supply, "on_hand_t") == pytest.approx([4, 3] + [2] * 18)
    assert by_day(supply, "days_of_supply") == pytest.approx([4, 3] + [2] * 18)
    assert site(supply).min_days_of_supply == pytest.approx(2)
    assert (site(supply).consumed_t, site(supply).unmet_t) == pytest.approx((20, 0))
    assert (site(supply).first_short_day, site(supply).binding) == (None, None)


def test_stock_runs_dry_on_the_day_that_arithmetic_says():
    # Five tonnes from day 3 on: days 3 to 7 are met, day 8 is the first short one.
    plan = plan_of(consumption=[EATS], stocks=[stock(5)])
    supply = project_supply(plan, *results_of(plan, (3, 20)))
    assert supply.first_short_day == 8
    assert site(supply).binding == "stocks:stock.camp.food.on_hand_t"
    assert (site(supply).consumed_t, site(supply).unmet_t) == (5, 12)
    assert by_day(supply, "unmet_t") == [0] * 8 + [1] * 12
    assert supply.min_days_of_supply == 0


def test_use_without_stock_or_policy_names_the_consumption():
    plan = plan_of(consumption=[EATS, {"id": "snacks", "supply_class": "food", "kg_per_day": 1}])
    supply = project_supply(plan, *results_of(plan, (4, 20)))
    assert site(supply).first_short_day == 4
    assert site(supply).binding == "consumption:eats.kg_per_day"


def test_nothing_used_is_nothing_short():
    plan = plan_of(stocks=[stock(5)])
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert by_day(supply, "on_hand_t") == [5] * 20
    assert by_day(supply, "days_of_supply") == [None] * 20
    assert (supply.min_days_of_supply, supply.first_short_day) == (None, None)
    assert any("no consumption" in sentence for sentence in supply.assumptions)


def test_a_plan_without_supply_and_one_without_units():
    plan = plan_of()
    supply = project_supply(plan, *results_of(plan))
    assert (len(supply.supply_days), len(supply.supply_sites)) == (0, 0)
    assert supply.provenance.status is Status.COMPUTED
    plan = plan_of(consumption=[EATS])
    assert not len(project_supply(plan, *results_of(plan, (None, 20))).supply_sites)


def test_a_unit_eats_from_its_arrival_until_its_tour_ends():
    plan = plan_of(consumption=[EATS], stocks=[stock(100)])
    supply = project_supply(plan, *results_of(plan, (-5, 2), (4, 6.5), (30, 40), (None, 20)))
    met = -np.diff([100, *by_day(supply, "on_hand_t")])
    assert met.tolist() == [1, 1, 0, 0, 1, 1, 1] + [0] * 13


def test_lost_food_is_gone_and_waiting_fuel_is_made_up():
    burns = {"id": "burns", "capability": "company", "supply_class": "fuel", "kg_per_day": 1000}
    plan = plan_of(
        horizon_days=8,
        consumption=[EATS, burns],
        supply_policies=[
            policy(
                "p.food", "depot", "camp", kind="schedule", quantity_t=3, review_days=3, lead_days=2
            ),
            policy(
                "p.fuel",
                "depot",
                "camp",
                kind="schedule",
                quantity_t=3,
                review_days=3,
                lead_days=2,
                supply_class="fuel",
            ),
        ],
    )
    supply = project_supply(plan, *results_of(plan, (0, 8)))
    # Deliveries of 3 t on days 2 and 5. Food of days 0 and 1 is lost.
    assert by_day(supply, "unmet_t") == [1, 1, 0, 0, 0, 0, 0, 0]
    assert by_day(supply, "on_hand_t") == [0, 0, 2, 1, 0, 2, 1, 0]
    assert (site(supply).consumed_t, site(supply).unmet_t) == (6, 2)
    # Fuel of days 0 and 1 waits, and is burnt on day 2; 2 t still wait at the end.
    assert by_day(supply, "unmet_t", supply_class="fuel") == [1, 2, 0, 1, 2, 0, 1, 2]
    fuel = site(supply, supply_class="fuel")
    assert (fuel.consumed_t, fuel.unmet_t, fuel.first_short_day) == (6, 2, 0)
    assert fuel.binding == "supply_policies:p.fuel.lead_days"


def test_reorder_waits_for_its_level_and_review_for_its_day():
    tables = {"consumption": [EATS], "stocks": [stock(6)], "horizon_days": 14}
    level = policy(
        "p", "depot", "camp", reorder_days_of_supply=3, up_to_days_of_supply=6, lead_days=2
    )
    plan = plan_of(supply_policies=[level], **tables)
    # At the end of day 2 the position is 3 t: 3 t are sent and arrive on day 4, and so on.
    supply = project_supply(plan, *results_of(plan, (0, 14)))
    assert by_day(supply, "on_hand_t") == [5, 4, 3, 2, 4, 3, 2, 4, 3, 2, 4, 3, 2, 4]
    looks = policy(
        "p", "depot", "camp", kind="review", review_days=4, up_to_days_of_supply=6, lead_days=2
    )
    plan = plan_of(supply_policies=[looks], **tables)
    # Reviews on days 0, 4, 8, 12 with positions 5, 2, 2, 2: 1, 4, 4, 4 t, two days later.
    supply = project_supply(plan, *results_of(plan, (0, 14)))
    assert by_day(supply, "on_hand_t") == [5, 4, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1]


def test_supplies_are_there_when_the_first_unit_comes():
    # Levels look ahead: two days before the arrival on day 10 the coming three days hold use.
    plan = plan_of(
        consumption=[EATS],
        supply_policies=[policy("p", "depot", "camp", up_to_days_of_supply=3, lead_days=2)],
    )
    supply = project_supply(plan, *results_of(plan, (10, 20)))
    assert by_day(supply, "on_hand_t")[:12] == [0] * 9 + [1, 1, 1]
    assert supply.first_short_day is None


def test_a_policy_that_orders_too_late_is_named():
    plan = plan_of(
        consumption=[EATS],
        stocks=[stock(4)],
        supply_policies=[
            policy(
                "p", "depot", "camp", reorder_days_of_supply=1, up_to_days_of_supply=4, lead_days=3
            )
        ],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    # Position 1 t at the end of day 2; the order comes on day 5, day 4 is short.
    assert site(supply).first_short_day == 4
    assert site(supply).binding == "supply_policies:p.reorder_days_of_supply"


def test_too_little_at_the_start_for_any_order_to_come_in_time():
    plan = plan_of(
        consumption=[EATS],
        stocks=[stock(1)],
        supply_policies=[policy("p", "depot", "camp", up_to_days_of_supply=9, lead_days=5)],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert site(supply).first_short_day == 1
    assert site(supply).binding == "stocks:stock.camp.food.on_hand_t"


def test_a_small_scheduled_quantity_is_named():
    plan = plan_of(
        consumption=[EATS],
        stocks=[stock(2)],
        supply_policies=[
            policy("p", "depot", "camp", kind="schedule", quantity_t=1, review_days=2, lead_days=1)
        ],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    # 2 t, one more on days 1, 3, 5...: used up with day 2, short on day 4.
    assert by_day(supply, "unmet_t")[:7] == [0, 0, 0, 0, 1, 0, 1]
    assert site(supply).binding == "supply_policies:p.quantity_t"


def test_an_empty_depot_is_the_reason_of_its_customers():
    plan = plan_of(
        consumption=[EATS],
        stocks=[stock(2), stock(5, "depot")],
        supply_policies=[policy("p", "depot", "camp", up_to_days_of_supply=4, lead_days=1)],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert site(supply).first_short_day == 7
    assert site(supply).binding == "stocks:stock.depot.food.on_hand_t"
    assert site(supply, "depot").binding is None
    assert site(supply, "depot").min_days_of_supply is None
    # On day 0 the camp draws 3 t to stand at 4; the depot's days count that camp's use.
    assert by_day(supply, "days_of_supply", "depot")[:3] == pytest.approx([2, 1, 0])


def test_a_ladder_of_depots_passes_the_reason_on():
    plan = plan_of(
        locations=[place("camp"), place("depot"), place("port")],
        consumption=[EATS],
        stocks=[stock(3), stock(3, "depot")],
        supply_policies=[
            policy("to.camp", "depot", "camp", up_to_days_of_supply=3, lead_days=1),
            policy("to.depot", "port", "depot", kind="schedule", quantity_t=0, lead_days=1),
        ],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert site(supply).first_short_day == 6
    assert site(supply).binding == "supply_policies:to.depot.quantity_t"
    assert any(
        text.startswith("port gives class food without limit") for text in supply.assumptions
    )


def test_a_full_store_is_named():
    plan = plan_of(
        consumption=[EATS],
        stocks=[stock(2, capacity_t=2)],
        supply_policies=[
            policy(
                "p",
                "depot",
                "camp",
                kind="review",
                review_days=4,
                up_to_days_of_supply=9,
                lead_days=1,
            )
        ],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert max(by_day(supply, "on_hand_t")) <= 2
    assert site(supply).first_short_day == 3
    assert site(supply).binding == "stocks:stock.camp.food.capacity_t"


def test_water_is_produced_up_to_its_use_and_sent_on():
    water = {"id": "water", "name": "Water", "priority": 1, "unmet": "lost"}
    drinks = {"id": "drinks", "supply_class": "water", "kg_per_day": 10}
    plan = plan_of(
        locations=[place("camp", water_t_per_day=0.75), place("depot")],
        supply_classes=[water],
        consumption=[drinks],
        stocks=[stock(1, supply_class="water")],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    # A quarter of a tonne a day comes from stock, which lasts four days.
    assert by_day(supply, "on_hand_t", supply_class="water")[:5] == [0.75, 0.5, 0.25, 0, 0]
    assert by_day(supply, "days_of_supply", supply_class="water")[:2] == pytest.approx([3, 2])
    assert site(supply, supply_class="water").unmet_t == 4
    # The stock only puts off the day: the plant is too small.
    assert site(supply, supply_class="water").binding == "locations:camp.water_t_per_day"
    plan = plan_of(
        locations=[place("camp"), place("depot", water_t_per_day=0.5)],
        supply_classes=[water],
        consumption=[drinks],
        stocks=[stock(0, "depot", "water")],
        supply_policies=[
            policy("p", "depot", "camp", supply_class="water", up_to_days_of_supply=2, lead_days=1)
        ],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert by_day(supply, "unmet_t", supply_class="water")[:3] == [1, 0.5, 0.5]


def test_own_production_alone_is_named_when_it_is_too_small():
    water = {"id": "water", "name": "Water", "priority": 1, "unmet": "lost"}
    plan = plan_of(
        locations=[place("camp", water_t_per_day=0.5), place("depot")],
        supply_classes=[water],
        consumption=[{"id": "drinks", "supply_class": "water", "kg_per_day": 10}],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert site(supply, supply_class="water").binding == "locations:camp.water_t_per_day"


def test_an_outside_source_that_also_uses_is_never_short():
    plan = plan_of(
        locations=[place("camp"), place("outpost"), place("depot")],
        consumption=[EATS],
        stocks=[stock(1, "outpost")],
        supply_policies=[policy("p", "camp", "outpost", up_to_days_of_supply=1, lead_days=1)],
    )
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert (site(supply).unmet_t, site(supply).consumed_t) == (0, 20)
    assert by_day(supply, "days_of_supply") == [None] * 20


def test_a_policy_without_level_never_orders():
    plan = plan_of(consumption=[EATS], supply_policies=[policy("p", "depot", "camp", lead_days=1)])
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert site(supply).binding == "supply_policies:p.up_to_days_of_supply"
    assert any("p never order" in sentence for sentence in supply.assumptions)


def test_results_of_another_plan_and_bad_arguments_are_refused():
    plan, other = plan_of(consumption=[EATS]), plan_of(stocks=[stock(1)])
    force_plan, deployment = results_of(plan, (0, 20))
    with pytest.raises(UsageError) as caught:
        project_supply(plan, force_plan, results_of(other, (0, 20))[1])
    assert caught.value.code == "ENG-INPUT-001"
    for arguments, code in (
        ({"seed": -1}, "ENG-SEED-001"),
        ({"time_limit_s": 0.0}, "ENG-LIMIT-001"),
        ({"threads": 0}, "ENG-LIMIT-001"),
    ):
        with pytest.raises(UsageError) as caught:
            project_supply(plan, force_plan, deployment, **arguments)
        assert caught.value.code == code


def test_an_unknown_place_and_a_ring_are_refused():
    plan = plan_of(stocks=[stock(1, "nowhere")])
    with pytest.raises(UsageError, match=r"stocks:stock\.nowhere\.food\.location = 'nowhere'") as e:
        project_supply(plan, *results_of(plan))
    assert e.value.code == "ENG-INPUT-003"
    plan = plan_of(
        supply_policies=[
            policy("there", "depot", "camp", up_to_days_of_supply=2, lead_days=1),
            policy("back", "camp", "depot", up_to_days_of_supply=2, lead_days=1),
        ]
    )
    with pytest.raises(UsageError, match="back, there") as e:
        project_supply(plan, *results_of(plan))
    assert e.value.code == "ENG-SUS-001"


def test_a_stop_keeps_the_days_that_are_done():
    plan = plan_of(horizon_days=100, consumption=[EATS], stocks=[stock(40)])
    supply = project_supply(
        plan, *results_of(plan, (0, 100)), on_progress=lambda progress: progress.share >= 0.3
    )
    assert supply.provenance.status is Status.PARTIAL
    assert supply.provenance.stopped_by is StoppedBy.USER
    assert len(by_day(supply, "on_hand_t")) == 30
    assert site(supply).first_short_day is None


def test_order_of_rows_and_repetition_change_no_byte():
    def run(*, is_reversed: bool) -> list[bytes]:
        turn = reversed if is_reversed else list
        plan = plan_of(
            consumption=list(turn([EATS, {**EATS, "id": "burns", "supply_class": "fuel"}])),
            stocks=list(turn([stock(3), stock(2, supply_class="fuel")])),
            supply_classes=list(turn([FOOD, FUEL])),
        )
        supply = project_supply(plan, *results_of(plan, (0, 20)))
        return [table_bytes(table) for table in supply.to_tables().values()]

    assert run(is_reversed=False) == run(is_reversed=True) == run(is_reversed=False)


def test_a_large_plan_takes_less_than_two_seconds():
    places = [f"camp.{n:02}" for n in range(25)]
    classes = [{**FOOD, "id": f"class.{n}", "priority": n + 1} for n in range(8)]
    plan = plan_of(
        horizon_days=540,
        locations=[place("hub"), place("depot"), *(place(name) for name in places)],
        links=[
            road(f"road.{name}", "hub", name, capacity_per_day=500, capacity_unit="vehicles")
            for name in places
        ],
        sectors=[{"id": name, "name": name, "location": name} for name in places],
        requirements=[
            {
                "id": name,
                "objective": "peace",
                "sector": name,
                "capability": "company",
                "quantity": 1,
                "from_day": 0,
                "until_day": 540,
            }
            for name in places
        ],
        supply_classes=classes,
        consumption=[{**EATS, "id": row["id"], "supply_class": row["id"]} for row in classes],
        stocks=[stock(9, name, row["id"], capacity_t=30) for name in places for row in classes],
        supply_policies=[
            policy(
                f"{name}.{row['id']}",
                "hub",
                name,
                supply_class=row["id"],
                reorder_days_of_supply=3,
                up_to_days_of_supply=9,
            )
            for name in places
            for row in classes
        ],
    )
    force_plan, deployment = results_of(plan, *[(3, 540)] * 25, requirements=places)
    started = time.process_time()
    supply = project_supply(plan, force_plan, deployment)
    assert time.process_time() - started < 2
    assert len(supply.supply_days) == 540 * 200
