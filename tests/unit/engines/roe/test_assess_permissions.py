"""What the judging of permissions refuses, assumes and repeats."""

import pytest

from reassure.engines.roe import assess_permissions
from reassure.model.errors import UsageError
from reassure.model.roe_choices import HoleCure, LimitKind
from tests.permission_case import caveat, forces, measure, plan_of, position, task, tour

TABLES = {
    "measures": [measure("entry"), measure("search", "entry")],
    "tasks": [task("search", "search")],
}


def test_results_of_another_plan_and_references_to_nothing_are_refused() -> None:
    plan, other = plan_of(**TABLES), plan_of()
    with pytest.raises(UsageError) as raised:
        assess_permissions(plan, forces(other, tour("fra", "r-east")))
    assert raised.value.code == "ENG-INPUT-001"
    lost = plan_of(**TABLES, positions=[position("p", "FRA", "nothing", "refused")])
    with pytest.raises(UsageError) as raised:
        assess_permissions(lost, forces(lost, tour("fra", "r-east")))
    assert raised.value.code == "ENG-INPUT-003"


def test_a_circle_of_measures_is_followed_once() -> None:
    circle = [measure("a", "b"), measure("b", "a")]
    plan = plan_of(
        measures=circle,
        tasks=[task("t", "a")],
        positions=[position("p", "FRA", "b", "refused")],
    )
    made = assess_permissions(plan, forces(plan, tour("fra", "r-east")))
    assert made.usable == 0
    assert made.smallest_set == ("FRA:b",)


def test_a_hole_says_what_opens_it_where_positions_do_not() -> None:
    plan = plan_of(
        measures=[measure("m"), measure("n")],
        tasks=[
            task("a", "m"),
            task("b", "n"),
            task("c", attributes=["winter"]),
        ],
        measure_events=[
            {"id": "e", "measure": "m", "state": "implemented", "day": 60, "by": "HQ"}
        ],
        caveats=[caveat("v", "FRA", tasks=["b"])],
        positions=[position("p", "FRA", "n", "refused")],
    )  # fmt: skip
    made = assess_permissions(plan, forces(plan, tour("fra", "r-east")))
    told = {row.task: (row.cure, row.until_day, row.changes) for row in made.permission_holes}
    assert told == {
        "a": (HoleCure.MEASURES, 60, ()),
        "b": (HoleCure.CAVEATS, 90, ()),
        "c": (HoleCure.UNITS, 90, ()),
    }
    lapse = next(row for row in made.permission_limits if row.kind is LimitKind.NOT_IN_FORCE)
    assert (lapse.binding, lapse.measure, lapse.nation) == ("measure_events:e.day", "m", None)
    assert made.smallest_set == ()
    assert made.provenance.objective == made.provenance.bound == 0


def test_the_same_inputs_give_the_same_result_and_say_what_was_assumed() -> None:
    plan = plan_of(**TABLES, positions=[position("p", "FRA", "entry", "refused")])
    force_plan = forces(plan, tour("fra", "r-east"), tour("pol", "r-east", 30))
    first, again = (assess_permissions(plan, force_plan, seed=4, threads=n) for n in (1, 2))
    assert first == again
    assert any("silence" in text for text in first.assumptions)
    assert any("every task of its objective" in text for text in first.assumptions)
