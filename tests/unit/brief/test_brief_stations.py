"""How stations are kept, as the brief shows it."""

from reassure import generate_forces
from reassure.brief import BriefInputs
from reassure.brief.context import Section
from reassure.brief.page import page_of, render_brief
from reassure.model.plan import Plan
from tests.unit.engines.generate.plans import (
    capability,
    force_plan,
    offer,
    station_plan,
    zone_around,
)

PATROL = {"on_station_h": 2, "turnaround_h": 6, "speed_km_per_h": 800}


def patrol_plan() -> Plan:
    """Make a plan of one station that is one degree of latitude, 111.2 km, from the base."""
    return station_plan(
        zone_around(51), capabilities=[capability(**PATROL)], offers=[offer(quantity=5)]
    )


def tour_section(plan: Plan) -> tuple[Section, str]:
    inputs = BriefInputs(seed=0, force_plan=generate_forces(plan))
    (section,) = [part for part in page_of(plan, inputs).sections if part.id == "tours"]
    return section, render_brief(plan, inputs)


def test_every_round_is_a_row() -> None:
    # 111.195 km at 800 km/h: 0.139 h out, a round of 8.278 h for 2 h on station, 4.14 units.
    section, html = tour_section(patrol_plan())
    assert section.table is not None
    (row,) = section.table.rows
    assert row.cells[2:] == ("Camp", "111", "0.1", "2", "6", "4.14")
    assert section.table.caption in html
    assert "4.14" in html


def test_a_plan_without_stations_has_no_table_of_them() -> None:
    section, _ = tour_section(force_plan())
    assert section.table is None
