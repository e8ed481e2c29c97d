"""Tables: one order, frozen records on demand, canonical bytes."""

import pydantic
import pytest

from reassure.model.canonical import table_bytes
from reassure.model.choices import OfferState
from reassure.model.force import Offer, Requirement
from reassure.model.table import Table
from tests.plans import offer, plan_of


def test_rows_are_kept_in_id_order():
    table = Table.of(Offer, [offer(id="b"), offer(id="a")])
    assert table.ids == ("a", "b")


def test_the_order_of_rows_changes_no_byte():
    rows = [offer(id="b", quantity=3), offer(id="a")]
    assert table_bytes(Table.of(Offer, rows)) == table_bytes(Table.of(Offer, rows[::-1]))


def test_a_record_has_typed_values():
    record = Table.of(Offer, [offer(attributes=("winter",))])["fra-inf"]
    assert record.state is OfferState.OFFERED
    assert record.attributes == ("winter",)
    assert record.cost_per_month is None
    assert record.rest_ratio == 0.0


def test_a_record_cannot_be_changed():
    record = Table.of(Offer, [offer()])["fra-inf"]
    with pytest.raises(pydantic.ValidationError):
        record.quantity = 5


def test_an_empty_cell_takes_another_field():
    row = {
        "id": "r",
        "objective": "land",
        "sector": "west",
        "capability": "inf",
        "quantity": 1,
        "from_day": 30,
        "until_day": 90,
    }
    assert Table.of(Requirement, [row])["r"].required_day == 30.0
    assert Table.of(Requirement, [row | {"required_day": 45}])["r"].required_day == 45.0


def test_an_unknown_field_is_refused():
    with pytest.raises(pydantic.ValidationError, match="notice_dayz"):
        Table.of(Offer, [offer(notice_dayz=3)])


def test_replace_and_without():
    table = Table.of(Offer, [offer(), offer(id="pol-inf")])
    fewer = table.replace(table["fra-inf"].model_copy(update={"quantity": 1}))
    assert (fewer["fra-inf"].quantity, table["fra-inf"].quantity) == (1, 2)
    assert table.without("fra-inf").ids == ("pol-inf",)


def test_the_hash_knows_content_and_not_order():
    one = plan_of(offers=[offer(id="b"), offer(id="a")])
    other = plan_of(offers=[offer(id="a"), offer(id="b")])
    changed = plan_of(offers=[offer(id="a"), offer(id="b", quantity=3)])
    assert one.sha256 == other.sha256 != changed.sha256


def test_pandas_and_html_show_the_fields_only():
    table = Table.of(Offer, [offer()])
    assert list(table.to_pandas().columns) == list(Offer.specs())
    assert "fra-inf" in table._repr_html_()
