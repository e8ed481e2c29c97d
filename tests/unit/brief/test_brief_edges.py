"""Plans at the edge: nothing arrives, nothing is asked for, too many tours, odd characters."""

import dataclasses
import datetime as dt
import itertools
import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from reassure import example_folder, read_plan
from reassure.brief import BriefInputs
from reassure.brief.bottlenecks import Bottleneck
from reassure.brief.draw import figure
from reassure.brief.figures import lanes, tours
from reassure.brief.figures.common import values
from reassure.brief.flows import Flow
from reassure.brief.headline import verdict
from reassure.brief.map import map_figure, whole_frame
from reassure.brief.map_marks import bottleneck_marks
from reassure.brief.names import binding_words
from reassure.brief.page import page_of, render_brief
from reassure.brief.strength import daily_strength
from reassure.brief.words import UNUSED, day_and_date, printable
from reassure.model.choices import Mode, UnusedReason
from reassure.model.outputs import Assignment, LineFill, Shortfall, UnusedOffer
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.table import Table
from reassure.pipeline import WITHOUT_CHANCE, Options, run_plan
from tests.brief_case import COSTS, FORCES, PLAN
from tests.plans import heading


@cache
def _first_steps() -> Plan:
    return read_plan(example_folder("first-steps"))


def _changed(plan: Plan, table: str, change: Callable[[Any], dict[str, Any]]) -> Plan:
    rows = plan.table(table)
    made = [row.model_copy(update=change(row)) for row in rows]
    return plan.with_tables(**{table: Table.of(rows.record_type, made)})


def _run(plan: Plan) -> BriefInputs:
    run = run_plan(plan, Options(seed=1), steps=WITHOUT_CHANCE)
    return BriefInputs(
        seed=1,
        force_plan=run.force_plan,
        deployment=run.deployment,
        supply=run.supply,
        costs=run.costs,
    )


def _within(plan: Plan, **changes: Any) -> Plan:
    return Plan(plan.meta.model_copy(update=changes), **dict(plan.tables()))


# -- characters and places that the drawing cannot take


def test_characters_outside_xml_are_replaced_before_they_reach_the_converter() -> None:
    import altair as alt

    chart = alt.Chart(values([{"a": 1, "b": "Camp\x1b\x00 1"}])).mark_text().encode(text="b:N")
    drawn = figure(chart, "one", title="T\x07", sentence="S\x0b", colours={})
    assert "Camp\ufffd\ufffd 1" in drawn.svg
    assert "T\ufffd" in drawn.svg
    assert "S\ufffd" in drawn.svg


def test_a_page_holds_no_character_outside_xml() -> None:
    plan = _changed(_first_steps(), "locations", lambda row: {"name": f"{row.name}\x1b\x00"})
    page = render_brief(plan, _run(plan))
    assert "Lviv\ufffd\ufffd" in page
    assert printable(page) == page


def _at_one_point() -> Plan:
    first = _first_steps().locations["rzeszow"]
    at = {"lat": first.lat, "lon": first.lon}
    return _changed(_first_steps(), "locations", lambda row: at if row.id == "lviv" else {})


def test_a_bottleneck_between_places_at_one_point_stands_there() -> None:
    plan, link = _at_one_point(), "road-rzeszow-lviv"
    held = Bottleneck(
        binding_words(plan, f"links:{link}.capacity_per_day"), None, link, 9.0, 3.0, 0, 9, 4, 1
    )
    moved = [Flow(link, Mode.ROAD, 100.0, 4)]
    frame = whole_frame(plan, moved)
    (mark,) = bottleneck_marks(plan, frame, [held], {})
    place = plan.locations["rzeszow"]
    x, y = frame.xy(np.array([place.lat]), np.array([place.lon]))[0]
    assert (mark["x"], mark["y"]) == pytest.approx((x, y), abs=0.1)
    drawn = map_figure(plan, moved, [held], frame, name="m", title="T", sentence="S")
    assert '<path id="m-way-' not in drawn.svg
    assert drawn.svg.count("<use") == 0


# -- days beyond the calendar


def test_a_day_beyond_the_calendar_stands_without_a_date() -> None:
    meta = heading().model_copy(update={"c_day": dt.date(9999, 12, 1)})
    assert day_and_date(meta, 1) == "C+1 (2 December 9999)"
    assert day_and_date(meta, 400) == "C+400"


# -- what the headline leads with


def test_a_plan_that_ends_before_its_lines_begin_says_so() -> None:
    plan = _within(_first_steps(), horizon_days=1.0)
    page = page_of(plan, _run(plan))
    assert page.verdict == (
        "Nothing is asked for within the plan, which ends on C+1: the first of 3 lines begins on "
        "C+30. Nobody is assigned, so nothing moves."
    )
    assert page.key_figures[0].note == "nothing is asked for within the plan"


def test_costs_alone_are_not_called_no_step() -> None:
    text = verdict(PLAN, BriefInputs(seed=1, costs=COSTS), None)
    assert "No step" not in text
    assert "USD" in text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda plan: _changed(plan, "locations", lambda _: {"state": "closed"}),
            ". What binds, for 3 of them: Zagan – whether it can be used: closed.",
        ),
        (
            lambda plan: plan.with_tables(links=Table.empty(plan.links.record_type)),
            ": no way of the network leads to Sector West.",
        ),
    ],
    ids=["places-closed", "no-links"],
)
def test_where_nothing_arrives_that_comes_first_with_its_cause(
    change: Callable[[Plan], Plan], why: str
) -> None:
    plan = change(_first_steps())
    run = _run(plan)
    page = page_of(plan, run)
    assert run.force_plan is not None
    assert len(run.force_plan.assignments) == 6
    assert page.verdict.startswith(
        f"Nothing arrives: none of 6 movements can arrive within the plan{why} "
        "The coalition would fill,"
    )
    tiles = {tile.name: tile for tile in page.key_figures}
    assert tiles["Requirement filled"].is_bad
    assert tiles["Most persons in place"].value == "0"
    network = next(part for part in page.sections if part.id == "network")
    assert "6 movements cannot arrive" in network.lead


# -- many tours


def _crowd(n: int) -> tuple[Plan, ForcePlan]:
    """A line that asks for many battalions, of which the last quarter is missing."""
    plan = _changed(
        _first_steps(), "requirements", lambda row: {"quantity": n} if row.id == "west-inf" else {}
    )
    plan = _changed(plan, "offers", lambda row: {"quantity": n} if row.id == "fra-inf" else {})
    run = _run(_first_steps())
    assert run.force_plan is not None
    rows = [
        {"id": f"fra-inf.{k}.west-inf.1", "requirement": "west-inf", "offer": "fra-inf",
         "unit": f"fra-inf.{k}", "from_day": 30, "until_day": 120, "effective_quantity": 1}
        for k in range(n * 3 // 4)
    ]  # fmt: skip
    short = {"requirement": "west-inf", "from_day": 30, "until_day": 120, "quantity": n // 4,
             "reason": "tour_used_up", "binding": "offers:fra-inf.quantity"}  # fmt: skip
    forces = ForcePlan(
        run.force_plan.provenance,
        Table.of(Assignment, rows),
        Table.of(Shortfall, [short]),
        Table.of(LineFill, [
            {"requirement": "west-inf", "objective": "land", "sector": "west",
             "required_unit_days": n * 150, "provided_unit_days": len(rows) * 90}
        ]),
    )  # fmt: skip
    return plan, forces


def test_a_line_with_more_tours_than_rows_is_drawn_as_counts() -> None:
    plan, forces = _crowd(10_000)
    (sheet,) = tours.sheets(plan, forces, daily_strength(plan, forces))
    assert sheet.lines == sheet.counted == ("west-inf",)
    said = {(bar["from"], bar["until"], bar["letters"]) for bar in sheet.bars}
    assert said == {
        (30, 120, "7,500"),
        (30, 120, "2,500 missing"),
        (120, 180, "10,000 missing"),
    }
    assert "more than 46 at once" in tours.tour_sentence(plan, forces, sheet)


def test_a_sheet_of_many_tours_takes_no_time() -> None:
    plan, forces = _crowd(40_000)
    strength = daily_strength(plan, forces)
    begun = time.process_time()
    (sheet,) = tours.sheets(plan, forces, strength)
    assert len(sheet.bars) == 3
    # What compares every tour with every other takes minutes.
    assert time.process_time() - begun < 5


def test_lanes_are_as_few_as_are_taken_at_once_and_the_first_free() -> None:
    rng = np.random.default_rng(3)
    spans = [(float(a), float(a + rng.integers(1, 60))) for a in rng.integers(0, 300, 400)]
    boxes = [lanes.box_of(a, b, "FRA") for a, b in spans]
    most = max(n for _, _, n in lanes.levels(spans))
    assert lanes.pack(boxes) == most == max(sum(a <= d < b for a, b in spans) for d in range(360))
    boxes.sort(key=lambda box: (box["lane"], box["from"]))
    for a, b in itertools.pairwise(boxes):
        assert a["lane"] != b["lane"] or a["until"] <= b["from"]


def test_packing_takes_no_longer_than_sorting() -> None:
    boxes = [lanes.box_of(0.0, 30.0, "FRA") for _ in range(30_000)]
    begun = time.process_time()
    assert lanes.pack(boxes) == 30_000
    assert time.process_time() - begun < 5


# -- offers not used


def test_offers_not_used_are_what_no_tour_has() -> None:
    page = page_of(PLAN, BriefInputs(seed=1, force_plan=FORCES))
    section = next(part for part in page.sections if part.id == "offers")
    assert section.table is not None
    n_idle = {
        offer.id: offer.quantity - len({t.unit for t in FORCES.assignments if t.offer == offer.id})
        for offer in PLAN.offers
    }
    idle = {key: n for key, n in n_idle.items() if n}
    assert len(idle) > 40
    assert section.table.more == f"and {len(idle) - 40} offers more"
    shown = {row.reference.partition(":")[2]: int(row.cells[4]) for row in section.table.rows}
    assert len(shown) == 40
    assert all(idle[key] == n for key, n in shown.items())
    assert section.lead.startswith(f"{sum(idle.values())} of ")
    assert list(shown.values()) == sorted(shown.values(), reverse=True)


def test_why_nobody_took_an_offer_is_said_in_plain_words() -> None:
    plan = _first_steps()
    section = next(part for part in page_of(plan, _run(plan)).sections if part.id == "offers")
    assert section.table is not None
    assert section.table.heads[-1] == "Why"
    (why,) = [row.cells[-1] for row in section.table.rows if row.reference == "offers:fra-trn"]
    assert why.startswith("A national caveat rules it out: France's caveat – sectors that it")
    assert set(UNUSED) == set(UnusedReason)


@pytest.mark.parametrize(
    ("reason", "binding", "said"),
    [
        ("too_late", "offers:fra-trn.from_day", "It stands ready too late: first day on which it"),
        ("full", "requirements:west-trn.quantity", "Others fill every line that it could serve"),
        ("window", "offers:fra-trn.until_day", "Stands until C+"),
        ("window", "offers:fra-trn.from_day", "Stands from C+"),
        ("window", "offers:fra-trn.tour_min_days", "It does not cover the dates: "),
    ],
)
def test_the_limit_of_an_unused_offer_is_told(reason: str, binding: str, said: str) -> None:
    plan = _first_steps()
    run = _run(plan)
    assert run.force_plan is not None
    row = {"offer": "fra-trn", "reason": reason, "binding": binding}
    forces = dataclasses.replace(run.force_plan, unused_offers=Table.of(UnusedOffer, [row]))
    page = page_of(plan, dataclasses.replace(run, force_plan=forces))
    section = next(part for part in page.sections if part.id == "offers")
    assert section.table is not None
    assert section.table.rows[0].cells[-1].startswith(said)


@pytest.mark.parametrize(
    ("short", "said"),
    [
        ("west-inf", "Some of its units serve; no reason was worked out for the rest"),
        ("west-trn", "Its other units serve; what is left fills nothing more"),
    ],
)
def test_of_an_offer_that_serves_in_part_no_more_is_said_than_is_known(
    short: str, said: str
) -> None:
    plan = _changed(
        _first_steps(), "offers", lambda row: {"quantity": 9} if row.id == "pol-inf" else {}
    )
    run = _run(plan)
    assert run.force_plan is not None
    row = {
        "requirement": short, "from_day": 60.0, "until_day": 90.0, "quantity": 1.0,
        "reason": "not_proven", "binding": f"requirements:{short}.quantity",
    }  # fmt: skip
    forces = dataclasses.replace(
        run.force_plan, shortfalls=Table.of(type(next(iter(FORCES.shortfalls))), [row])
    )
    page = page_of(plan, dataclasses.replace(run, force_plan=forces))
    section = next(part for part in page.sections if part.id == "offers")
    assert section.table is not None
    (why,) = [row.cells[-1] for row in section.table.rows if row.reference == "offers:pol-inf"]
    assert why == said


def test_offers_that_all_serve_leave_no_table() -> None:
    offers = [row for row in _first_steps().offers if row.id != "fra-trn"]
    plan = _first_steps().with_tables(
        offers=Table.of(type(offers[0]), offers),
        caveats=Table.empty(_first_steps().caveats.record_type),
    )
    page = page_of(plan, _run(plan))
    section = next(part for part in page.sections if part.id == "offers")
    assert section.absent == "Every unit offered serves at least once."


def test_offers_that_stand_no_more_come_last_and_are_counted() -> None:
    plan = _changed(
        PLAN, "offers", lambda row: {"state": "withdrawn"} if row.nation == "ESP" else {}
    )
    how = dataclasses.replace(FORCES.provenance, inputs_sha256=plan.sha256)
    forces = dataclasses.replace(FORCES, provenance=how)
    page = page_of(plan, BriefInputs(seed=1, force_plan=forces))
    section = next(part for part in page.sections if part.id == "offers")
    assert section.table is not None
    states = [row.cells[2] for row in section.table.rows]
    assert states == sorted(states)
    served = {tour.unit for tour in FORCES.assignments}
    units = {f"{o.id}.{i + 1}" for o in plan.offers if o.nation == "ESP" for i in range(o.quantity)}
    assert f"Of these units {len(units - served)} are withdrawn or expired." in section.lead


# -- tiles


def test_closure_stands_beside_the_units_first_tours() -> None:
    plan = _first_steps()
    tiles = {tile.name: tile for tile in page_of(plan, _run(plan)).key_figures}
    found = re.fullmatch(
        r"each unit's first tour: half of 5 units by C\+(\d+), all by C\+(\d+)",
        tiles["Closure"].note,
    )
    assert found is not None
    assert int(found[1]) <= int(found[2]) < int(tiles["Closure"].value[2:])
