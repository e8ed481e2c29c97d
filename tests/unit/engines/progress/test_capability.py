"""Capability by objective against plain loops, and who receives authority."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.progress import assess_progress
from reassure.model.choices import ShortfallReason
from reassure.model.plan import Plan
from reassure.model.progress_choices import CapabilityLevel, GapCause
from reassure.model.progress_results import Progress
from tests.permission_case import line, tour
from tests.plans import offer
from tests.progress_case import forces, moved, plan_of

HORIZON = 60
GRADES = {"deu": 3, "fra": 2, "pol": 1}
OFFERS = [
    offer(id=name, nation=name.upper(), origin="camp", until_day=90, grade=grade)
    for name, grade in GRADES.items()
]
DAYS = st.integers(0, HORIZON)


def case(lines: list[Any], tours: list[Any], arrivals: dict[str, Any], **more: Any):
    plan = plan_of(horizon_days=HORIZON, requirements=lines, offers=OFFERS, **more)
    return plan, assess_progress(plan, forces(plan, *tours), moved(plan, **arrivals))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, Progress, list[Any], dict[str, Any]]:
    """Two lines, some tours, and days of arrival or none."""
    lines = []
    for sector in ("east", "west"):
        first = draw(st.integers(0, 30))
        span = {"from_day": first, "until_day": first + draw(st.integers(1, 45))}
        lines.append(line(f"r-{sector}", sector, quantity=draw(st.integers(1, 3)), **span))
    tours, arrivals = [], dict[str, Any]()
    for i in range(draw(st.integers(0, 6))):
        first = draw(st.integers(0, 50))
        sector, name = draw(st.sampled_from(["east", "west"])), draw(st.sampled_from([*GRADES]))
        tours.append(tour(name, f"r-{sector}", first, first + draw(st.integers(1, 60)), id=f"t{i}"))
        arrivals[f"t{i}"] = {"planned_day": draw(st.one_of(st.none(), DAYS, DAYS))}
    plan, made = case(lines, tours, arrivals)
    return plan, made, tours, arrivals


def _there(plan: Plan, tours: list[Any], arrivals: dict[str, Any], day: int, least: int):
    """Return what is required and in place on a day, by line."""
    found: list[tuple[float, float]] = []
    for row in plan.requirements:
        asked = row.quantity if row.from_day <= day < row.until_day else 0.0
        there = sum(
            item["effective_quantity"]
            for item in tours
            if item["requirement"] == row.id
            and GRADES[item["offer"]] >= least
            and (arrived := arrivals[item["id"]]["planned_day"]) is not None
            and max(arrived, item["from_day"]) <= day < item["until_day"]
        )
        found.append((asked, min(there, asked)))
    return found


@settings(max_examples=25, deadline=None)
@given(cases())
def test_levels_are_those_of_plain_loops(drawn: tuple[Plan, Progress, list[Any], dict[str, Any]]):
    plan, made, tours, arrivals = drawn
    days = [_there(plan, tours, arrivals, day, 2) for day in range(HORIZON)]
    required = [sum(asked for asked, _ in rows) for rows in days]
    share = [
        sum(there for _, there in rows) / total if total else None
        for rows, total in zip(days, required, strict=True)
    ]
    counted = [total > 0 and 2 * total >= max(required) for total in required]
    width = 30
    initial = next(
        (
            day
            for day in range(HORIZON - width + 1)
            if counted[day]
            and all((share[d] or 0) >= 0.5 for d in range(day, day + width) if counted[d])
        ),
        None,
    )
    full = next(
        (
            day
            for day in range(HORIZON)
            if counted[day] and all(asked == there for asked, there in days[day])
        ),
        None,
    )
    assert made.capability(CapabilityLevel.INITIAL) == {"peace": initial}
    assert made.capability(CapabilityLevel.FULL) == {"peace": full}
    found = {row.day: row for row in made.objective_days}
    row = None
    for day in range(HORIZON):
        row = found.get(day, row)
        assert row is not None
        assert row.required == required[day]
        assert (row.assessed_share is None) == (share[day] is None)
        assert math.isclose(row.assessed_share or 0, share[day] or 0, abs_tol=1e-9)
        every = sum(there for _, there in _there(plan, tours, arrivals, day, 0))
        assert math.isclose((row.in_place_share or 0) * required[day], every, abs_tol=1e-9)
    lacking = {row.level: row for row in made.capability_days if row.day is None}
    for level, own in lacking.items():
        gaps = [row for row in made.capability_gaps if row.level is level]
        if own.most_day is not None:
            at = {row.day for row in gaps}
            assert len(at) == 1
            asked, there = (sum(part) for part in zip(*days[at.pop()], strict=True))
            assert math.isclose(sum(row.quantity for row in gaps), asked - there, abs_tol=1e-9)


def test_a_share_that_does_not_last_is_no_initial_capability():
    lines = [line("r-east", "east", quantity=2, until_day=60)]
    tours = [tour("deu", "r-east", 0, 20), tour("deu", "r-east", 25, 60)]
    arrivals = {"deu_r_east_0": {"planned_day": 0}, "deu_r_east_25": {"planned_day": 25}}
    _, made = case(lines, tours, arrivals)
    assert made.capability(CapabilityLevel.INITIAL) == {"peace": 25}


def test_why_a_line_lacks_is_told_by_cause_with_what_binds():
    lines = [line("r-east", "east", quantity=4, until_day=60)]
    shortfall = {
        "requirement": "r-east", "from_day": 0, "until_day": 60, "quantity": 2,
        "reason": "caveat", "binding": "caveats:c.sectors",
    }  # fmt: skip
    plan = plan_of(horizon_days=HORIZON, requirements=lines, offers=OFFERS)
    served = forces(
        plan, tour("pol", "r-east", 0, 60), tour("fra", "r-east", 0, 60), shortfalls=[shortfall]
    )
    there = moved(
        plan,
        pol_r_east_0={"planned_day": 5},
        fra_r_east_0={"planned_day": None, "binding": "links:sea.capacity_per_day"},
    )
    made = assess_progress(plan, served, there)
    gaps = {row.cause: row for row in made.capability_gaps if row.level is CapabilityLevel.INITIAL}
    assert {cause: row.quantity for cause, row in gaps.items()} == {
        GapCause.UNFILLED: 2, GapCause.NOT_THERE: 2,
    }  # fmt: skip
    assert gaps[GapCause.UNFILLED].reason is ShortfallReason.CAVEAT
    assert gaps[GapCause.UNFILLED].binding == "caveats:c.sectors"
    assert gaps[GapCause.NOT_THERE].binding == "links:sea.capacity_per_day"
    assert gaps[GapCause.NOT_THERE].unit_days == 65
    assert gaps[GapCause.NOT_THERE].day == 0
    lines = [line("r-east", "east", quantity=1, until_day=60)]
    _, graded = case(lines, [tour("pol", "r-east", 0, 60)], {"pol_r_east_0": {"planned_day": 0}})
    (gap,) = [row for row in graded.capability_gaps if row.level is CapabilityLevel.FULL]
    assert (gap.cause, gap.binding) == (GapCause.NOT_ASSESSED, "offers:pol.grade")


SECTOR = {"id": "east", "name": "East", "location": "camp"}
WEST = {"id": "west", "name": "West", "location": "camp"}


@pytest.mark.parametrize(
    ("tables", "authority"),
    [
        ({}, None),
        ({"sectors": [SECTOR | {"lead_nations": ["FRA"]}, WEST]}, "FRA"),
        ({"sectors": [SECTOR | {"lead_nations": ["FRA", "DEU"]}, WEST]}, None),
        (
            {
                "sectors": [SECTOR | {"lead_nations": ["FRA", "DEU"]}, WEST],
                "conditions": [{"id": "c", "offer": "pol", "kind": "lead_nation", "nation": "DEU"}],
            },
            "DEU",
        ),
        (
            {
                "sectors": [SECTOR | {"lead_nations": ["FRA"]}, WEST],
                "formations": [{"id": "bg", "sector": "east", "framework_nation": "POL"}],
            },
            "POL",
        ),
    ],
)
def test_authority_goes_to_the_framework_or_lead_nation(tables, authority):
    formation = "bg" if "formations" in tables else None
    lines = [line("r-east", "east", formation=formation)]
    _, made = case(
        lines, [tour("pol", "r-east", 0, 60)], {"pol_r_east_0": {"planned_day": 0}}, **tables
    )
    (row,) = made.transfers
    assert (row.nation, row.authority, row.formation) == ("POL", authority, formation)


def test_who_arrives_after_the_tour_never_comes_under_the_force():
    lines = [line("r-east", "east")]
    _, made = case(
        lines, [tour("pol", "r-east", 0, 20)], {"pol_r_east_0": {"planned_day": 30}}, today=50
    )
    (row,) = made.transfers
    assert row.transfer_day is None
    assert row.state == "national"
