"""Use by posture and by kind of unit."""

import numpy as np
import pytest

from reassure.engines.sustain import project_supply
from reassure.engines.sustain.demand import use_of
from tests.unit.engines.sustain.plans import EATS, by_day, plan_of, results_of


def kg_a_person(n_days: int = 6, **tables) -> list[float]:
    plan = plan_of(**tables)
    use = use_of(plan, [("north", "company")], n_days)
    return (use[:, 0, 0] * 1000 / 100).tolist()


def posture(name: str, from_day: float, until_day: float, factor: float, **more) -> dict:
    return dict(id=name, from_day=from_day, until_day=until_day, factor=factor, **more)


def test_use_of_persons_and_of_the_unit_itself_add_up():
    own = {"id": "own", "capability": "company", "supply_class": "food", "kg_per_day": 500}
    assert kg_a_person(2, consumption=[EATS, own]) == [15, 15]


def test_a_posture_is_a_factor_on_its_days_and_in_its_sectors():
    high = posture("high", 1, 3, 1.5, sectors=["north"])
    other = posture("other", 0, 9, 7, sectors=["south"])
    sectors = [
        {"id": "north", "name": "N", "location": "camp"},
        {"id": "south", "name": "S", "location": "depot"},
    ]
    use = kg_a_person(consumption=[EATS], postures=[high, other], sectors=sectors)
    assert use == [10, 15, 15, 10, 10, 10]


def test_two_postures_multiply():
    postures = [posture("cold", 0, 3, 1.2), posture("high", 2, 4, 1.5)]
    use = kg_a_person(consumption=[EATS], postures=postures)
    assert use == pytest.approx([12, 12, 18, 15, 10, 10])


def test_a_rate_of_the_postures_own_stands_instead_of_normal_times_factor():
    stated = {**EATS, "id": "eats.high", "posture": "high", "kg_per_day": 13}
    postures = [posture("cold", 0, 3, 2), posture("high", 2, 4, 99)]
    use = kg_a_person(consumption=[EATS, stated], postures=postures)
    assert use == [20, 20, 26, 13, 10, 10]


def test_a_posture_that_the_plan_lacks_never_holds():
    plan = plan_of(consumption=[EATS, {**EATS, "id": "lost", "posture": "nowhere"}])
    supply = project_supply(plan, *results_of(plan, (0, 20)))
    assert by_day(supply, "unmet_t") == [1] * 20
    assert any("Consumption lost never holds" in sentence for sentence in supply.assumptions)


def test_ifor_water_use_agrees_with_planning_factors():
    # field.md D3.2 [44]: 192,000 gal a day for 24,000 persons against 7.7 (temperate) and
    # 8.2 (cold) gal a person by the factors of D2 [43]: within 4 per cent of either's middle.
    kg_per_gal = 3.785
    eats = {**EATS, "kg_per_day": 7.7 * kg_per_gal}
    plan = plan_of(
        consumption=[eats],
        capabilities=[
            {
                "id": "company",
                "name": "IFOR",
                "domain": "land",
                "persons": 24_000,
                "vehicles": 0,
                "tonnes": 0,
                "lane_m": 0,
                "wagons": 0,
            }
        ],
    )
    use_t = use_of(plan, [("north", "company")], 1)[0, 0, 0]
    assert np.isclose(use_t, 192 * kg_per_gal, rtol=0.04)
