"""The small example, against the figures worked by hand in docs/tutorial/first-steps.md."""

import pytest

from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.choices import ShortfallReason, Status, StoppedBy
from reassure.pipeline import WITHOUT_CHANCE, run_plan


@pytest.fixture(scope="module")
def run():
    """Run the whole flow once."""
    return run_plan(read_plan(example_folder("first-steps")), steps=WITHOUT_CHANCE)


def test_who_serves_when(run):
    tours = {(row.unit, row.from_day, row.until_day) for row in run.force_plan.assignments}
    assert {tour for tour in tours if tour[0].startswith(("pol", "deu"))} == {
        ("pol-inf.1", 30, 60),
        ("pol-inf.1", 150, 180),
        ("deu-eng.1", 60, 150),
        ("pol-trn.1", 60, 180),
    }
    french = {tour[1:] for tour in tours if tour[0].startswith("fra-inf")}
    assert french == {(30, 150), (60, 180)}
    assert len(tours) == 6


def test_what_is_filled(run):
    assert run.force_plan.fill == 510 / 660
    assert run.force_plan.fill_by_objective == {"host": 120 / 240, "land": 390 / 420}
    assert run.force_plan.provenance.status is Status.OPTIMAL
    assert run.force_plan.provenance.stopped_by is StoppedBy.PROVEN


def test_what_is_short_and_why(run):
    rows = {row.requirement: row for row in run.force_plan.shortfalls}
    assert set(rows) == {"west-eng", "west-trn"}
    assert (rows["west-eng"].from_day, rows["west-eng"].until_day) == (30, 60)
    assert rows["west-eng"].reason is ShortfallReason.TOO_LATE
    assert rows["west-eng"].binding == "offers:deu-eng.from_day"
    assert (rows["west-trn"].from_day, rows["west-trn"].until_day) == (60, 180)
    assert rows["west-trn"].quantity == 1
    assert rows["west-trn"].reason is ShortfallReason.CAVEAT
    assert rows["west-trn"].binding == "caveats:fra-no-training.sectors"


def test_when_they_arrive(run):
    days = {row.assignment: row.planned_day for row in run.deployment.arrivals}
    by_unit = {name.split(".west")[0]: day for name, day in sorted(days.items(), reverse=True)}
    assert by_unit == {
        "fra-inf.1": 35,
        "fra-inf.2": 47,
        "pol-inf.1": 17,
        "deu-eng.1": 63,
        "pol-trn.1": 48,
    }
    assert run.deployment.closure_day == 137 == run.deployment.closure_bound
    late = {row.assignment: row.binding for row in run.deployment.arrivals if row.late_days}
    assert sorted(late.values()) == ["offers:deu-eng.from_day", "offers:fra-inf.from_day"]


def test_when_fuel_runs_out(run):
    fuel = run.supply.supply_sites["lviv|iii"]
    assert fuel.first_short_day == 133 == run.supply.first_short_day
    assert fuel.consumed_t == pytest.approx(1600)
    assert fuel.binding == "stocks:rzeszow-iii.on_hand_t"
    assert run.supply.supply_sites["lviv|i"].first_short_day is None


def test_what_it_costs(run):
    french_days = (150 - 35) + (180 - 47)
    assert run.costs.by_nation["FRA"] == pytest.approx(french_days / 30 * (600 * 1428 + 1_000_000))
    german_days = 150 - 63
    assert run.costs.by_nation["DEU"] == pytest.approx(german_days / 30 * (120 * 1428 + 300_000))
