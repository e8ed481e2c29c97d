"""What must hold of supply whatever the plan."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.sustain import project_supply
from reassure.model.results import Supply
from tests.unit.engines.sustain.plans import EATS, place, plan_of, policy, results_of, site

TOURS = st.lists(st.tuples(st.integers(0, 15), st.integers(1, 30)), max_size=5)


def project(
    tours: list[tuple[int, int]], start_t: float, lead: int | None, level: float = 0
) -> Supply:
    """Project one camp: its stock alone, or refilled every evening up to a level."""
    policies = []
    if lead is not None:
        policies = [policy("p", "depot", "camp", up_to_days_of_supply=level, lead_days=lead)]
    plan = plan_of(
        horizon_days=30,
        consumption=[EATS],
        stocks=[{"id": "s", "location": "camp", "supply_class": "food", "on_hand_t": start_t}],
        supply_policies=policies,
    )
    return project_supply(plan, *results_of(plan, *tours))


@settings(max_examples=25)
@given(
    tours=TOURS,
    start_t=st.integers(0, 30),
    more_t=st.integers(0, 30),
    lead=st.none() | st.integers(1, 9),
    level=st.integers(0, 12),
)
def test_more_stock_is_never_short_earlier(tours, start_t, more_t, lead, level):
    few = project(tours, start_t, lead, level).first_short_day
    many = project(tours, start_t + more_t, lead, level).first_short_day
    assert many is None or (few is not None and few <= many)


@settings(max_examples=25)
@given(tours=TOURS, start_t=st.integers(0, 30))
def test_a_stock_alone_is_used_up_to_the_last_tonne(tours, start_t):
    supply = project(tours, start_t, None)
    row = site(supply)
    demand = sum(max(0, until - day) for day, until in tours)
    assert row.consumed_t + row.unmet_t == pytest.approx(demand)
    assert row.consumed_t == pytest.approx(min(demand, start_t))
    assert (row.first_short_day is None) == (demand <= start_t)
    assert (row.binding is None) == (row.first_short_day is None)


@settings(max_examples=25)
@given(tours=TOURS, start_t=st.integers(0, 30))
def test_places_that_nobody_uses_change_nothing(tours, start_t):
    plan = plan_of(
        horizon_days=30,
        locations=[place("camp"), place("depot"), place("empty")],
        consumption=[EATS],
        stocks=[
            {"id": name, "location": where, "supply_class": "food", "on_hand_t": start_t}
            for name, where in (("s", "camp"), ("other", "empty"))
        ],
    )
    supply = project_supply(plan, *results_of(plan, *tours))
    assert site(supply) == site(project(tours, start_t, None))
    assert site(supply, "empty").min_days_of_supply is None
