"""What `reassure deploy` prints of who cannot arrive, and of places that lack something."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reassure.cli import app, places
from reassure.io.write import write_plan
from reassure.model.plan import Plan
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import line, link, offer, place, plan_of, unit

TENTS = {"id": "tents", "name": "Tents", "location": "z", "field": "beds"}
TENTS |= {"to_value": 150, "cost": 1000, "lead_days": 10}
BRIDGE = {"id": "bridge", "name": "Bridge", "link": "az", "field": "mlc"}
BRIDGE |= {"to_value": 80, "cost": 2_000_000, "lead_days": 30}


@pytest.fixture
def told(tmp_path: Path):
    """Write a plan, deploy it, and return what the command prints."""

    def run(plan: Plan) -> str:
        write_plan(plan, tmp_path / "plan")
        result = CliRunner().invoke(app, ["deploy", str(tmp_path / "plan"), "--threads", "1"])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def three_units(links, upgrades, **more) -> Plan:
    return plan_of(
        capabilities=[unit(**more)],
        locations=[place("a"), place("z", beds=120, water_t_per_day=90)],
        links=links,
        requirements=[line(quantity=3)],
        offers=[offer(quantity=3, tour_min_days=90, tour_max_days=90, until_day=200)],
        upgrades=upgrades,
    )


def test_places_without_a_bed_are_named_with_their_cure(told):
    text = told(three_units([link("az", "a", "z")], [TENTS]))
    assert "arrivals without a bed" in text
    assert "1 place has too little for those who stay there; 3 arrivals find no bed:" in text
    assert "z, persons that can be housed, persons: 300 needed of 120, C+" in text
    assert "3 movements arriving; not enough: upgrade tents, USD\N{NO-BREAK SPACE}1" in text


def test_who_cannot_arrive_is_named_with_the_cheapest_way_out(told):
    text = told(three_units([link("az", "a", "z", mlc=60)], [BRIDGE], heaviest_mlc=70))
    assert "3 movements cannot arrive: no way is open. The cheapest remedies:" in text
    assert "links:az.mlc 60, needed 70 (upgrade bridge, USD\N{NO-BREAK SPACE}2" in text
    assert "Listed upgrades would let 3 of them pass." in text


def test_without_an_upgrade_that_is_said(told, monkeypatch):
    monkeypatch.setattr(places, "MOST_LISTED", 0)
    text = told(three_units([link("az", "a", "z", mlc=60)], [], heaviest_mlc=70))
    assert "and 1 more such group; tables/ways_out.csv of --out lists them all." in text
    assert "Listed upgrades would let 0 of them pass." in text


def test_nothing_is_printed_where_nothing_is_short(told):
    text = told(three_units([link("az", "a", "z")], [TENTS | {"to_value": 900}]))
    assert "cannot get through" not in text
    assert "no upgrade is listed" not in text


def test_places_of_one_name_are_told_apart_and_the_last_day_is_in(told):
    plan = three_units([link("az", "a", "z")], [])
    rows = [row.model_copy(update={"name": "Odesa"}) for row in plan.locations]
    twins = plan.with_tables(locations=Table.of(plan.locations.record_type, rows))
    text = told(twins)
    assert "Odesa (z), persons that can be housed, persons: 300 needed" in text
    # The plan lasts to day 90: its last day is C+89.
    assert "to\N{NO-BREAK SPACE}C+89, " in text
    assert "C+90" not in text.partition("too little for those")[2]
