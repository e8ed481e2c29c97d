"""Every field of every table is described once, with unit and reference."""

import pytest

from reassure.model.fields import FieldKind
from reassure.model.plan import table_types
from reassure.model.record import Record, Row
from reassure.model.units import unit_of
from tools.schema import output_types

ALL_TYPES: dict[str, type[Row]] = {**table_types(), **output_types()}
FIELDS = [
    pytest.param(name, spec, id=f"{name}.{spec.name}")
    for name, record_type in ALL_TYPES.items()
    for spec in record_type.specs().values()
]
SINGULAR = {record_type.singular(): name for name, record_type in table_types().items()}
# Words that end like a table's singular and mean something else.
NO_REFERENCE = {
    ("actuals", "assignment"),  # written by a run, not a table of the plan
    ("consumption", "posture"),  # "normal" is the posture that no row declares
}


@pytest.mark.parametrize(("table", "spec"), FIELDS)
def test_a_field_says_what_it_means(table, spec):
    assert spec.description
    assert not spec.description.endswith(".")


@pytest.mark.parametrize(("table", "spec"), FIELDS)
def test_a_number_says_its_unit(table, spec):
    if spec.is_numeric:
        assert spec.unit, f"{table}.{spec.name} has no unit"


@pytest.mark.parametrize(("table", "spec"), FIELDS)
def test_a_field_named_after_a_table_refers_to_it(table, spec):
    if (table, spec.name) in NO_REFERENCE or spec.kind in (FieldKind.PAIR, FieldKind.RECORD):
        return
    for singular, target in SINGULAR.items():
        if spec.name == singular or spec.name.endswith(f"_{singular}"):
            assert spec.references == target


def test_every_reference_names_a_table():
    known = set(table_types())
    named = {
        spec.references
        for record_type in ALL_TYPES.values()
        for spec in record_type.specs().values()
        if spec.references
    }
    assert named <= known


def test_label_source_and_note_stand_last_in_every_table():
    for record_type in table_types().values():
        assert issubclass(record_type, Record)
        assert list(record_type.specs())[-3:] == ["label", "source", "note"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("payload_t", "tonnes"),
        ("handling_lane_m_per_day", "lane metres per day"),
        ("lane_m", "lane metres"),
        ("speed_km_per_h", "kilometres per hour"),
        ("due_day", "days from C-day"),
        ("name", None),
    ],
)
def test_the_longest_ending_states_the_unit(name, unit):
    assert unit_of(name) == unit


def test_expected_names_bounds_and_unit():
    spec = table_types()["offers"].specs()["probability"]
    assert spec.expected() == "a number >= 0 and <= 1 [probability, 0 to 1]"
