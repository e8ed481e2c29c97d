"""What is told of people and equipment that go apart, made wrong one thing at a time."""

import dataclasses

import pytest

from reassure.model.choices import Mode
from reassure.model.table import Table
from tests.unit.checks.deployments import asked, codes, less, made_of, row_of, told, under
from tests.unit.engines.deploy.apart import apart, profile


@pytest.fixture
def made():
    return made_of(apart())


def test_a_unit_that_goes_apart_is_sound(made):
    assert codes(made) == set()
    assert codes(made_of(apart(movement_profiles=[profile(marry_up=None)]))) == set()


def test_a_unit_that_should_not_go_apart_or_should(made):
    assert "CHK-MOVE-024" in codes(less(made, "movement_profiles", "p"))
    whole = made_of(apart(movement_profiles=[]))
    assert codes(whole) == set()
    assert codes(under(whole, movement_profiles=made[0].movement_profiles)) == {"CHK-MOVE-024"}


@pytest.mark.parametrize("purpose", ["people", "equipment"])
def test_a_part_that_is_not_told(made, purpose):
    gone = told(made, "parts", lambda rows: [row for row in rows if row.purpose != purpose])
    assert codes(gone) == {"CHK-MOVE-024"}


def test_a_part_by_a_mode_that_its_profile_leaves_out(made):
    assert codes(asked(made, "movement_profiles", "p", people_by=(Mode.ROAD,))) == {"CHK-MOVE-009"}
    assert codes(asked(made, "movement_profiles", "p", equipment_by=())) == set()


def test_parts_that_join_elsewhere(made):
    found = codes(asked(made, "movement_profiles", "p", marry_up="quay"))
    assert {"CHK-MOVE-003", "CHK-MOVE-024"} <= found


@pytest.mark.parametrize(
    ("table", "row", "changes", "code"),
    [
        ("parts", "t1|people", {"location": "z"}, "CHK-MOVE-024"),
        ("parts", "t1|people", {"wanted_day": 0.0, "late_days": 2.0}, "CHK-MOVE-024"),
        ("parts", "t1|people", {"wanted_day": 1.0, "late_days": 1.0}, "CHK-MOVE-015"),
        ("parts", "t1|people", {"late_days": 1.0}, "CHK-MOVE-015"),
        ("parts", "t1|people", {"planned_day": 3, "late_days": 4.0}, "CHK-MOVE-014"),
        ("parts", "t1|people", {"binding": None}, "CHK-MOVE-016"),
        ("parts", "t1|equipment", {"release_day": 1}, "CHK-MOVE-004"),
        ("parts", "t1|deployment", {"planned_day": 11}, "CHK-MOVE-024"),
        ("parts", "t1|deployment", {"location": "s"}, "CHK-MOVE-024"),
        ("parts", "t1|deployment", {"release_day": 10}, "CHK-MOVE-004"),
        ("arrivals", "t1", {"release_day": 9}, "CHK-MOVE-024"),
        ("legs", "t1.1|1", {"depart_day": 8, "arrive_day": 9}, "CHK-MOVE-004"),
    ],
)
def test_one_wrong_value_of_a_part(made, table, row, changes, code):
    assert code in codes(row_of(made, table, row, **changes))


def test_a_row_of_a_unit_that_joins_at_its_destination():
    made = made_of(apart(movement_profiles=[profile(marry_up=None)]))
    assert codes(row_of(made, "arrivals", "t1", planned_day=9, late_days=9.0)) == {"CHK-MOVE-014"}
    rows = [*made[2].parts]
    onward = rows[0].model_copy(update={"purpose": "deployment", "location": "z"})
    more = dataclasses.replace(made[2], parts=Table.of(type(onward), [*rows, onward]))
    assert "CHK-MOVE-024" in codes((*made[:2], more))


def test_people_who_are_too_many_for_one_aircraft():
    jet = {"id": "jet", "nation": "XAA", "mode": "air", "name": "Jet", "quantity": 9}
    jet |= {"passengers": 100, "speed_km_per_h": 700, "home": "field", "from_day": 0}
    made = made_of(apart(lifts=[jet | {"until_day": 90}]))
    assert codes(made) == set()
    assert "CHK-MOVE-002" in codes(asked(made, "lifts", "jet", passengers=40))
