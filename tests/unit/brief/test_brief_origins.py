"""What records rest on, as their notes say."""

from reassure.brief.origins import MOST_OF_A_TABLE, origin_table
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.table import Table
from tests.movement_case import movement_plan


def _noted(*notes: str | None) -> list[tuple[str, ...]]:
    plan = movement_plan()
    rows = list(plan.locations)
    told = [row.model_copy(update={"note": note}) for row, note in zip(rows, notes, strict=False)]
    table = origin_table(plan.with_tables(locations=Table.of(type(rows[0]), told)))
    return [] if table is None else [row.cells for row in table.rows if row.cells[0] == "locations"]


def test_clauses_that_begin_alike_count_together() -> None:
    found = _noted("Index 7: depth 9 m, size Large; by hand", "Index 12: depth unknown, size Small")
    assert found == [
        ("locations", "Index …: depth …, size …", "2 of 2", "–"),
        ("locations", "by hand", "1 of 2", "–"),
    ]


def test_records_without_notes_rest_on_nothing_that_is_said() -> None:
    assert _noted(None, None) == []


def test_the_hand_made_gauges_of_the_example_are_marked() -> None:
    plan = read_plan(example_folder("reassurance-force"))
    table = origin_table(plan)
    assert table is not None
    rail = sum(1 for row in plan.links if row.gauge_mm is not None)
    by_hand = {row.cells[0]: row.cells[2] for row in table.rows if "made by hand" in row.cells[1]}
    assert by_hand == {
        "links": f"{rail} of {len(plan.links)}",
        "gauge breaks": f"{len(plan.gauge_breaks)} of {len(plan.gauge_breaks)}",
    }
    tables = [row.cells[0] for row in table.rows]
    assert max(tables.count(name) for name in tables) <= MOST_OF_A_TABLE
