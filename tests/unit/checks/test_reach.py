"""What the rules call out of reach is what the search for routes cannot reach."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.checks.graph import Network
from reassure.engines.common.graph import quickest_routes
from tests.unit.checks.clean import clean_rows, make_plan

PLACES = ("paris-gare", "lodz", "chelm", "kyiv", "camp")
LINKS = st.fixed_dictionaries(
    {
        "from_location": st.sampled_from(PLACES),
        "to_location": st.sampled_from(PLACES),
        "mode": st.sampled_from(["rail", "rail", "road"]),
        "gauge_mm": st.sampled_from([None, 1435, 1520, 1668]),
        "capacity_per_day": st.sampled_from([None, 0, 5]),
        "both_ways": st.booleans(),
    }
)
BREAKS = st.fixed_dictionaries(
    {
        "location": st.sampled_from(PLACES),
        "from_gauge_mm": st.sampled_from([1435, 1520]),
        "to_gauge_mm": st.sampled_from([1520, 1668]),
        "wagons_per_day": st.sampled_from([0, 80]),
    }
)


def numbered(rows: list[dict[str, Any]], **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"n{i}", **more, **cells} for i, cells in enumerate(rows)]


@settings(max_examples=60)
@given(
    links=st.lists(LINKS, max_size=9),
    breaks=st.lists(BREAKS, max_size=3),
    closed=st.none() | st.sampled_from(PLACES),
    barred=st.none() | st.sampled_from(["FRA", "POL", "UKR"]),
)
def test_reach_agrees_with_the_search_for_routes(
    links: list[dict[str, Any]],
    breaks: list[dict[str, Any]],
    closed: str | None,
    barred: str | None,
) -> None:
    rows = clean_rows()
    rows["links"] = numbered(links, distance_km=100, speed_km_per_h=40)
    rows["gauge_breaks"] = numbered(breaks, method="transshipment")
    for place in rows["locations"]:
        place["state"] = "closed" if place["id"] == closed else "ready"
    if barred:
        rows["passages"] = [{"id": "j", "through": barred, "allowed": False, "mode": "rail"}]
    plan = make_plan(rows)
    network = Network(plan)
    forward = {start: set(quickest_routes(plan, start)) for start in PLACES}
    for end in PLACES:
        expected = {start for start in PLACES if end in forward[start]}
        assert network.reaching(end) == expected
