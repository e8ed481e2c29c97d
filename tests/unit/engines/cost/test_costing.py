"""Costs worked by hand."""

import pytest

from reassure.engines.cost import cost_plan
from reassure.engines.sustain import project_supply
from reassure.model.canonical import table_bytes
from reassure.model.errors import UsageError
from reassure.model.plan import Plan, PlanMeta
from tests.unit.engines.sustain.plans import EATS, place, plan_of, results_of, road

PEOPLE = {
    "id": "company",
    "name": "C",
    "domain": "land",
    "persons": 100,
    "vehicles": 0,
    "tonnes": 40,
    "lane_m": 0,
    "wagons": 0,
}


def rate(name: str, kind: str, amount: float, **more) -> dict:
    row = {"id": name, "kind": kind, "amount": amount, "currency": "USD", "price_year": 2025}
    return row | more


def costs_of(*tours, legs=(), loads=(), requirements=("line",), **tables):
    plan = plan_of(**{"horizon_days": 90} | tables)
    return cost_plan(
        plan, *results_of(plan, *tours, legs=legs, loads=loads, requirements=requirements)
    )


def by_kind(costs) -> dict[str, float]:
    sums: dict[str, float] = {}
    for row in costs.costs:
        sums[row.kind] = sums.get(row.kind, 0.0) + row.amount
    return sums


def test_ten_thousand_persons_for_a_year_at_the_united_nations_rate():
    # field.md D4 [63]: 10,000 x 1,428 USD x 12 months = 171.4 million (171.36).
    costs = costs_of(
        *[(0, 360)] * 100,
        horizon_days=360,
        capabilities=[PEOPLE],
    )
    assert costs.total == pytest.approx(171_360_000)
    assert costs.by_nation == pytest.approx({"XAA": 171_360_000})
    assert costs.by_objective == pytest.approx({"peace": 171_360_000})
    assert [row.period for row in costs.costs] == list(range(12))
    assert all(row.amount == pytest.approx(14_280_000) for row in costs.costs)
    assert any("1,428 USD" in sentence for sentence in costs.assumptions)


def test_no_default_in_another_currency_or_beside_a_stated_rate():
    meta = PlanMeta(
        format=1,
        title="t",
        horizon_days=90,
        currency="EUR",
        price_year=2025,
        label="UNCLASSIFIED",
        notional=True,
    )
    base = plan_of(horizon_days=90)
    plan = Plan(meta, **dict(base.tables()))
    costs = cost_plan(plan, *results_of(plan, (0, 90)))
    assert costs.total == 0
    assert any("persons of XAA are not costed" in sentence for sentence in costs.assumptions)
    costs = costs_of((0, 90), rates=[rate("r", "person_month", 10, nation="XBB")])
    assert costs.total == 0
    assert not any("1,428" in sentence for sentence in costs.assumptions)


def test_months_count_from_arrival_to_the_end_of_the_tour_by_period():
    # 100 persons at 3 a month: 10 a day. Days 20 to 64: 10 in the first period, 30, 5.
    costs = costs_of((20, 65), rates=[rate("r", "person_month", 3)])
    assert [(row.period, row.amount) for row in costs.costs] == [
        (0, pytest.approx(100)),
        (1, pytest.approx(300)),
        (2, pytest.approx(50)),
    ]
    early = costs_of((-40, 200), rates=[rate("r", "person_month", 3)])
    assert early.total == pytest.approx(900)


def test_a_tour_that_never_arrives_costs_its_start_alone():
    offer = {
        "id": "offer",
        "nation": "XAA",
        "capability": "company",
        "quantity": 9,
        "state": "confirmed",
        "from_day": 0,
        "until_day": 90,
        "tour_min_days": 1,
        "tour_max_days": 90,
        "origin": "depot",
        "deploy_cost": 700,
        "cost_per_month": 60,
    }
    assert by_kind(costs_of((None, 90), offers=[offer])) == {"deploy_cost": 700}
    there = costs_of((0, 90), offers=[offer], rates=[rate("r", "person_month", 0)])
    assert by_kind(there) == pytest.approx({"deploy_cost": 700, "unit_month": 180})


def test_the_unit_costs_what_the_offer_says_then_the_capability_then_the_rate():
    rates = [rate("people", "person_month", 0), rate("unit", "unit_month", 5)]
    assert costs_of((0, 90), rates=rates).total == pytest.approx(15)
    own = [{**PEOPLE, "cost_per_month": 7}]
    assert costs_of((0, 90), rates=rates, capabilities=own).total == pytest.approx(21)
    offer = plan_of(horizon_days=90).offers["offer"].model_copy(update={"cost_per_month": 0.0})
    free = costs_of((0, 90), rates=rates, capabilities=own, offers=[offer])
    assert free.total == 0


def test_the_most_specific_rate_wins_and_then_the_first_by_id():
    rates = [
        rate("a", "person_month", 1),
        rate("b", "person_month", 2, nation="XAA"),
        rate("c", "person_month", 4, nation="XAA", capability="company"),
        rate("d", "person_month", 8, nation="XBB", capability="company"),
        rate("e", "person_month", 16, nation="XAA", capability="company"),
        rate("f", "person_month", 32, nation="XAA", capability="company", mode="rail"),
    ]
    assert costs_of((0, 30), rates=rates).total == pytest.approx(400)
    assert costs_of((0, 30), rates=rates[:2]).total == pytest.approx(200)


def test_other_currencies_are_left_out_and_other_years_are_said():
    rates = [
        rate("euro", "person_month", 100, currency="EUR"),
        rate("old", "person_month", 1, price_year=2019),
    ]
    costs = costs_of((0, 30), rates=rates)
    assert costs.total == pytest.approx(100)
    assert any("Rates euro are left out" in sentence for sentence in costs.assumptions)
    assert any("Rates old count as they stand" in sentence for sentence in costs.assumptions)


NETWORK = {
    "locations": [place("depot"), place("port"), place("pod"), place("camp"), place("field")],
    "links": [
        road("r1", "depot", "port", 100, mode="rail"),
        road("s1", "port", "pod", 1000, mode="sea"),
        road("r2", "pod", "camp", 50),
        road("f1", "depot", "field", 800, mode="air"),
    ],
    "lifts": [
        {
            "id": "plane",
            "nation": "XAA",
            "mode": "air",
            "name": "P",
            "quantity": 1,
            "payload_t": 15,
            "speed_km_per_h": 600,
            "home": "depot",
            "from_day": 0,
            "until_day": 90,
        }
    ],
    "capabilities": [PEOPLE],
}
LOAD = {"id": "l1", "owner": "tour.0", "size": 40}
JOURNEY = [
    {"load": "l1", "leg": 1, "link": "r1", "depart_day": 0, "arrive_day": 1},
    {"load": "l1", "leg": 2, "link": "s1", "depart_day": 1, "arrive_day": 28},
    {"load": "l1", "leg": 3, "link": "r2", "depart_day": 33, "arrive_day": 34},
]


def test_tonne_kilometres_by_mode_and_transfers_by_hand():
    rates = [
        rate("people", "person_month", 0),
        rate("rail", "tonne_km", 0.05, mode="rail"),
        rate("sea", "tonne_km", 0.01, mode="sea"),
        rate("any", "tonne_km", 0.2),
        rate("quay", "handling_t", 3, mode="sea"),
        rate("yard", "handling_t", 99, mode="air"),
    ]
    costs = costs_of((34, 34), legs=JOURNEY, loads=[LOAD], rates=rates, **NETWORK)
    # 40 t: rail 100 km x 0.05, sea 1,000 km x 0.01, road 50 km x 0.2; two transfers at 3.
    assert by_kind(costs) == pytest.approx({"tonne_km": 200 + 400 + 400, "handling_t": 240})
    second = [row.amount for row in costs.costs if row.period == 1]
    assert sorted(second) == pytest.approx([120, 400])


def test_an_air_leg_is_paid_by_sortie_else_by_tonne_kilometre():
    flight = [
        {
            "load": "l1",
            "leg": 1,
            "link": "f1",
            "lift": "plane",
            "depart_day": 0,
            "arrive_day": 1,
        }
    ]
    people = rate("people", "person_month", 0)
    sortie = rate("sortie", "sortie", 1000)
    by_weight = rate("air", "tonne_km", 1, mode="air")
    both = costs_of((1, 1), legs=flight, loads=[LOAD], rates=[people, sortie, by_weight], **NETWORK)
    # 40 t in aircraft of 15 t: three sorties.
    assert by_kind(both) == {"sortie": 3000}
    weight = costs_of((1, 1), legs=flight, loads=[LOAD], rates=[people, by_weight], **NETWORK)
    assert by_kind(weight) == {"tonne_km": 32_000}
    bare = [{**flight[0], "lift": None}]
    open_payload = costs_of((1, 1), legs=bare, loads=[LOAD], rates=[people, sortie], **NETWORK)
    assert by_kind(open_payload) == {"sortie": 2000}


def test_an_air_leg_takes_as_many_sorties_as_its_passengers_need():
    flight = [{"load": name, "leg": 1, "link": "f1", "lift": "plane"} for name in ("l1", "l2")]
    flight = [row | {"depart_day": 0, "arrive_day": 1} for row in flight]
    rates = [rate("people", "person_month", 0), rate("sortie", "sortie", 1000)]
    halves = [{**LOAD, "id": name, "size": 20} for name in ("l1", "l2")]
    few = {**NETWORK, "lifts": [NETWORK["lifts"][0] | {"passengers": 12}]}
    # 20 t in aircraft of 15 t are two sorties, 50 persons in aircraft of 12 seats five.
    assert by_kind(costs_of((1, 1), legs=flight, loads=halves, rates=rates, **few)) == {
        "sortie": 10_000
    }


def test_what_moves_itself_and_what_has_no_rate_cost_no_movement():
    rates = [rate("people", "person_month", 0), rate("any", "tonne_km", 1)]
    ship = {**NETWORK, "capabilities": [{**PEOPLE, "moves": "self"}]}
    assert costs_of((34, 34), legs=JOURNEY, loads=[LOAD], rates=rates, **ship).total == 0
    costs = costs_of((34, 34), legs=JOURNEY, loads=[LOAD], rates=rates[:1], **NETWORK)
    assert costs.total == 0
    assert any("rail, road, sea is not costed" in s for s in costs.assumptions)
    assert any("rail or sea, sea or road are not costed" in s for s in costs.assumptions)
    pledge = costs_of(
        (34, 34), legs=JOURNEY, loads=[{**LOAD, "owner": "pledge"}], rates=rates, **NETWORK
    )
    assert pledge.total == 0


def test_nothing_assigned_costs_nothing():
    costs = costs_of()
    assert (costs.total, costs.by_nation, len(costs.costs)) == (0, {}, 0)


def test_supplies_are_said_not_to_be_costed_and_bad_input_is_refused():
    plan = plan_of(
        consumption=[EATS],
        stocks=[{"id": "s", "location": "camp", "supply_class": "food", "on_hand_t": 9}],
    )
    force_plan, deployment = results_of(plan, (0, 20))
    supply = project_supply(plan, force_plan, deployment)
    costs = cost_plan(plan, force_plan, deployment, supply)
    assert any("9 t of supplies" in sentence for sentence in costs.assumptions)
    other = plan_of()
    with pytest.raises(UsageError) as caught:
        cost_plan(other, *results_of(other, (0, 20)), supply)
    assert caught.value.code == "ENG-INPUT-001"
    with pytest.raises(UsageError) as caught:
        cost_plan(plan, force_plan, deployment, seed=-1)
    assert caught.value.code == "ENG-SEED-001"
    lost = plan_of(
        requirements=[
            {
                "id": "line",
                "objective": "war",
                "sector": "north",
                "capability": "company",
                "quantity": 1,
                "from_day": 0,
                "until_day": 20,
            }
        ]
    )
    with pytest.raises(UsageError) as caught:
        cost_plan(lost, *results_of(lost, (0, 20)))
    assert caught.value.code == "ENG-INPUT-003"


def test_the_same_inputs_give_the_same_bytes_and_progress_is_told():
    plan = plan_of(horizon_days=90)
    results = results_of(plan, (3, 71.5), (7, 90))
    told: list[float] = []
    first = cost_plan(plan, *results, on_progress=lambda p: told.append(p.share))
    second = cost_plan(plan, *results)
    assert table_bytes(first.costs) == table_bytes(second.costs)
    assert told == [0.0, 0.5, 1.0]
