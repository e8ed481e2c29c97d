"""Movements under way planned on from places off their planned way."""

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute_deployment
from tests.unit.engines.deploy.moves import (
    days_of,
    force_of,
    line,
    link,
    place,
    plan_of,
    tour,
    unit,
)
from tests.unit.engines.deploy.rerouted import TABLES, TOURS, fates, legs_of, rerouted, row_of
from tests.unit.engines.deploy.two_trains import actual

BESIDE = [*TABLES["links"], link("ac", "a", "c", "rail", 1), link("cz", "c", "z", "rail", 3)]


SEEN = (actual("departed", 0, "a", 0.5), actual("arrived", 2, "c", 0.5))


def test_what_was_seen_off_its_way_goes_on_from_there():
    new = rerouted(3, *SEEN, links=BESIDE)
    assert fates(new)["t1.1"] == "under_way"
    # Nobody saw it on its way to c; it is taken to have gone there by the quickest.
    assert legs_of(new, "t1.1") == [("ac", 0, 1), ("cz", 3, 6)]
    assert row_of(new, "t1.1").reason == "actuals:t1-arrived-c-2"
    # The other train of the unit was not seen there.
    assert legs_of(new, "t1.2")[0][0] == "ab"
    (told,) = [text for text in new.assumptions if "off their planned way" in text]
    assert told.endswith("by the quickest way: 1.")


def test_where_it_strayed_from_is_where_it_was_seen_on_its_way():
    links = [*TABLES["links"], link("bc", "b", "c", "road", 1), link("cz", "c", "z", "road", 2)]
    seen = (actual("departed", 0, "a", 0.5), actual("arrived", 1, "b", 0.5),
            actual("departed", 4, "c", 0.5))  # fmt: skip
    new = rerouted(5, *seen, links=links)
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bc", 1, 2), ("cz", 5, 7)]


def test_what_came_back_to_its_way_goes_on_along_it():
    seen = (*SEEN, actual("arrived", 4, "b", 0.5))
    new = rerouted(5, *seen, links=BESIDE)
    # It is at b until it is reported to have left.
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 5, 7)]


def test_one_that_is_there_did_not_stray():
    seen = (actual("departed", 1, "a"), actual("arrived", 2, "c", 0.5),
            actual("arrived", 3, "z", 0.5))  # fmt: skip
    new = rerouted(4, *seen, links=BESIDE)
    assert (fates(new)["t1.1"], fates(new)["t1.2"]) == ("done", "under_way")
    assert legs_of(new, "t1.2") == [("ac", 1, 2), ("cz", 4, 7)]


def test_a_place_that_no_way_leads_to_counts_as_where_it_was_last():
    new = rerouted(3, *SEEN)
    assert legs_of(new, "t1.1") == [("ab", 0, 1), ("bz", 1, 3)]
    told = "Loads seen where no way leads are taken to be where they were last: 1."
    assert told in new.assumptions


def test_a_movement_that_strayed_can_be_planned_on_again():
    plan = plan_of(**TABLES | {"links": BESIDE}, actuals=list(SEEN))
    force = force_of(plan, *TOURS)
    first = rerouted(3, *SEEN, links=BESIDE)
    again = reroute_deployment(plan, force, first, as_of_day=3)
    assert verify_deployment(plan, force, again) == []
    assert legs_of(again, "t1.1") == legs_of(first, "t1.1")


def test_who_moves_without_help_goes_on_from_where_it_was_seen():
    own = {"capabilities": [unit(moves="self", domain="land")], "requirements": [line()],
           "links": [link("az", "a", "z", "road", 2), link("cz", "c", "z", "road", 1,
                                                           distance_km=4800)]}  # fmt: skip
    seen = (actual("departed", 1, "a"), actual("arrived", 3, "c"))
    new = rerouted(4, *seen, tours=(tour("t1"),), **own)
    assert fates(new) == {"t1": "under_way"}
    # 4800 km at 20 km/h are ten days.
    assert days_of(new) == {"t1": 14}
    assert new.arrivals["t1"].wanted_day == 0


def test_where_one_unit_strayed_to_no_other_loads_a_ship():
    # A ship passes the camp m, which is no port.
    ship = {"id": "ship", "nation": "XAA", "mode": "sea", "name": "S", "quantity": 2,
            "lane_m": 2000, "payload_t": 5000, "home": "z", "speed_km_per_h": 20,
            "from_day": 0, "until_day": 90}  # fmt: skip
    links = [link("am", "a", "m", "road"), link("mz", "m", "z", "sea"),
             link("az", "a", "z", "road", 18)]  # fmt: skip
    new = rerouted(
        2, actual("arrived", 1, "m"),
        locations=[place("a"), place("m"), place("z", kind="port")], links=links, lifts=[ship],
        capabilities=[unit(vehicles=10, tonnes=100, lane_m=100)],
    )  # fmt: skip
    assert fates(new)["t1.1"] == "under_way"
    assert [link for link, _, _ in legs_of(new, "t2.1")] == ["az"]
