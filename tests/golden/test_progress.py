"""Milestones, capability and transfers of authority solved by hand."""

import pytest

from reassure.engines.progress import assess_progress
from reassure.model.progress_choices import (
    CapabilityLevel,
    CommandState,
    GapCause,
    MilestoneStanding,
)
from tests.permission_case import line, tour
from tests.plans import offer
from tests.progress_case import assess, days, forces, milestone, moved, plan_of

OBJECTIVES = [{"id": name, "name": name, "weight": 1} for name in ("peace", "seas")]


def vote(**cells):
    return {"id": "vote", "nation": "FRA", "title": "Mandate", "kind": "parliament"} | cells


def six(**cells):
    """Make six milestones; c waits for a vote.

    Work: b 20 after a, c 15 after a, d 20 after b and c, f 10 after d and e.
    """
    return plan_of(
        milestone("a", 10),
        milestone("b", 30, "a"),
        milestone("c", 25, "a", waits_for=["decisions:vote"]),
        milestone("d", 50, "b", "c"),
        milestone("e", 20, objective="seas"),
        milestone("f", 60, "d", "e"),
        decisions=[vote(**cells)],
        objectives=OBJECTIVES,
    )


def test_a_late_vote_passes_on_to_all_that_come_after_it():
    made = assess(six(due_day=40))
    assert days(made) == {"a": 10, "b": 30, "c": 40, "d": 60, "e": 20, "f": 70}
    rows = {row.milestone: row for row in made.milestone_days}
    assert {name: row.plan_slack_days for name, row in rows.items()} == {
        "a": 10, "b": 10, "c": 0, "d": 0, "e": 40, "f": 0,
    }  # fmt: skip
    assert {name: row.slack_days for name, row in rows.items()} == {
        "a": 10, "b": 10, "c": 0, "d": 0, "e": 0, "f": 0,
    }  # fmt: skip
    assert made.critical_path == ("c", "d", "f")
    assert {name for name, row in rows.items() if row.is_plan_critical} == {"c", "d", "f"}
    assert [rows[name].late_days for name in "abcdef"] == [0, 0, 15, 10, 0, 10]
    assert rows["c"].binding == "decisions:vote.due_day"
    assert rows["d"].binding == "milestones:c.due_day"
    assert rows["a"].binding == "milestones:a.due_day"
    assert made.last_day == 70


def test_what_is_refused_blocks_all_that_comes_after_it_and_is_named_at_the_root():
    made = assess(six(state="refused"))
    assert days(made) == {"a": 10, "b": 30, "c": None, "d": None, "e": 20, "f": None}
    rows = {row.milestone: row for row in made.milestone_days}
    assert [rows[name].blocked_through for name in "cdf"] == [(), ("c",), ("d", "c")]
    assert {rows[name].binding for name in "cdf"} == {"decisions:vote.state"}
    assert {rows[name].standing for name in "cdf"} == {MilestoneStanding.BLOCKED}
    assert {rows[name].slack_days for name in "cdf"} == {None}
    assert made.critical_path == ("a", "b")
    reasons = {row.milestone: row.reason for row in made.milestone_waits if row.milestone == "f"}
    assert reasons["f"] == "milestone E is expected on C+20"


def test_capability_counts_units_from_arrival_and_of_assessed_grade():
    """Two lines of 2; six units; grade 1 for one offer.

    North has DEU from day 10 (grade 3) and FRA from day 20 (grade 2); south has DEU's second from
    day 0 and POL's from 40 on, graded 1, so that it is never complete with assessed units.
    """
    plan = plan_of(
        requirements=[line("r-east", "east", quantity=2), line("r-west", "west", quantity=2)],
        offers=[
            offer(id=name.lower(), nation=name, origin="camp", until_day=90, grade=grade)
            for name, grade in (("DEU", 3), ("FRA", 2), ("POL", 1))
        ],
        today=15,
    )
    served = forces(
        plan,
        tour("deu", "r-east"),
        tour("fra", "r-east", 20),
        tour("deu", "r-west", unit="deu.2", id="deu-2"),
        tour("pol", "r-west"),
    )
    arrivals = moved(
        plan,
        deu_r_east_0={"planned_day": 10, "release_day": 3},
        fra_r_east_20={"planned_day": 12, "release_day": 14},
        deu_2={"planned_day": 0},
        pol_r_west_0={"planned_day": 40, "release_day": 16, "binding": "links:x.capacity"},
    )
    made = assess_progress(plan, served, arrivals)
    shares = [(row.day, row.in_place_share, row.assessed_share) for row in made.objective_days]
    assert shares == [(0, 0.25, 0.25), (10, 0.5, 0.5), (20, 0.75, 0.75), (40, 1.0, 0.75)]
    rows = {row.level: row for row in made.capability_days}
    assert rows[CapabilityLevel.INITIAL].day == 10
    full = rows[CapabilityLevel.FULL]
    assert (full.day, full.most_share, full.most_day) == (None, 0.75, 20)
    assert (full.required, full.missing) == (4, 1)
    gap = list(made.capability_gaps)
    assert [(row.requirement, row.cause, row.quantity) for row in gap] == [
        ("r-west", GapCause.NOT_THERE, 1)
    ]
    assert gap[0].binding == "links:x.capacity"
    assert gap[0].unit_days == 40
    found = {row.assignment: row for row in made.transfers}
    assert {name: row.transfer_day for name, row in found.items()} == {
        "deu-r-east-0": 10, "fra-r-east-20": 20, "deu-2": 0, "pol-r-west-0": 40,
    }  # fmt: skip
    assert {name: row.state for name, row in found.items()} == {
        "deu-r-east-0": CommandState.TRANSFERRED,
        "fra-r-east-20": CommandState.IN_TRANSIT,
        "deu-2": CommandState.TRANSFERRED,
        "pol-r-west-0": CommandState.NATIONAL,
    }


@pytest.mark.parametrize(
    ("today", "state"),
    [(2, "national"), (3, "in_transit"), (9, "in_transit"), (10, "transferred"),
     (89, "transferred"), (90, "returned"), (None, None)],
)  # fmt: skip
def test_command_passes_on_arrival_and_returns_at_the_end_of_the_tour(today, state):
    plan = plan_of(today=today)
    served = forces(plan, tour("deu", "r-east"))
    there = moved(plan, deu_r_east_0={"planned_day": 10, "release_day": 3})
    (row,) = assess_progress(plan, served, there).transfers
    assert row.state == state
    assert (row.depart_day, row.transfer_day, row.return_day) == (3, 10, 90)
