"""A case solved by hand: three nations, one task, two measures.

To search, units need measure ``search``, which rests on ``entry``. France refuses entry, Germany
asks its minister about search (48 hours), Poland restricts search to Sector East, and a caveat
keeps its battalion from searching there until day 30. In the east all three serve, in the west
France and Poland do.

East: France may not, Germany may on approval, Poland may from day 30 on. West: nobody may. To open
the west, France would have to accept entry, or Poland search: one change does. France's opens
1 x 90 unit-days in the east and as many in the west, Poland's 90 in the west alone.
"""

from reassure.engines.roe import assess_permissions
from reassure.model.choices import Status
from reassure.model.force import Formation, Requirement
from reassure.model.roe_choices import HoleCure, LimitKind, Stance, Verdict
from reassure.model.table import Table
from tests.permission_case import caveat, forces, line, measure, plan_of, position, task, tour

PLAN = plan_of(
    measures=[measure("entry"), measure("search", "entry")],
    tasks=[task("search", "search")],
    positions=[
        position("p1", "FRA", "entry", "refused"),
        position("p2", "DEU", "search", "on_approval", approver="Minister", answer_hours=48),
        position("p3", "POL", "search", "restricted", sectors=["east"]),
    ],
    caveats=[caveat("c1", "POL", offer="pol", tasks=["search"], until_day=30)],
)
FORCES = forces(
    PLAN,
    *(tour(name, "r-east") for name in ("deu", "fra", "pol")),
    *(tour(name, "r-west") for name in ("fra", "pol")),
)


def test_the_matrix_is_the_one_worked_out_by_hand() -> None:
    made = assess_permissions(PLAN, FORCES)
    rows = [
        (
            row.sector, row.from_day, row.until_day, row.units, row.units_free,
            row.units_on_approval, row.headline, row.free, row.on_approval, row.answer_hours,
        )
        for row in made.permissions
    ]  # fmt: skip
    assert rows == [
        ("east", 0, 30, 3, 0, 1, 3, 0, 1, 48),
        ("east", 30, 90, 3, 1, 1, 3, 1, 1, 48),
        ("west", 0, 90, 2, 0, 0, 2, 0, 0, None),
    ]
    assert made.headline == 5 * 90
    assert made.usable == 90 + 60
    assert made.on_approval == 90


def test_the_reasons_name_whose_they_are_and_what_they_bind() -> None:
    limits = {row.binding: row for row in assess_permissions(PLAN, FORCES).permission_limits}
    assert sorted(limits) == [
        "caveats:c1.tasks",
        "positions:p1.stance",
        "positions:p2.stance",
        "positions:p3.sectors",
    ]
    refused = limits["positions:p1.stance"]
    assert (refused.nation, refused.measure, refused.sectors) == ("FRA", "entry", ("east", "west"))
    assert (refused.verdict, refused.bound) == (Verdict.MAY_NOT, 180)
    asked = limits["positions:p2.stance"]
    assert (asked.verdict, asked.approver, asked.answer_hours) == (
        Verdict.ON_APPROVAL, "Minister", 48,
    )  # fmt: skip
    held = limits["caveats:c1.tasks"]
    assert (held.kind, held.offer, held.sectors) == (LimitKind.CAVEAT, "pol", ("east", "west"))
    assert (held.from_day, held.until_day, held.bound) == (0, 30, 60)
    assert limits["positions:p3.sectors"].sectors == ("west",)


def test_the_hole_is_closed_by_one_change_and_france_helps_most() -> None:
    made = assess_permissions(PLAN, FORCES)
    (hole,) = made.permission_holes
    assert (hole.sector, hole.task, hole.from_day, hole.until_day) == ("west", "search", 0, 90)
    assert (hole.cure, hole.changes, hole.headline) == (HoleCure.POSITIONS, ("FRA:entry",), 180)
    assert made.smallest_set == ("FRA:entry",)
    assert made.provenance.status is Status.OPTIMAL
    assert made.provenance.objective == made.provenance.bound == 1
    changes = sorted(made.position_changes, key=lambda row: row.rank)
    told = [
        (row.nation, row.measure, row.stance, row.gain, row.bound, row.holes_closed)
        for row in changes
    ]
    assert told == [
        ("FRA", "entry", Stance.REFUSED, 180, 180, 1),
        # In the first period the caveat keeps Poland's battalion away whatever Poland accepts.
        ("POL", "search", Stance.RESTRICTED, 60, 90, 0),
    ]
    assert [row.is_in_smallest_set for row in changes] == [True, False]


def test_what_differs_within_a_formation_is_the_one_worked_out_by_hand() -> None:
    lines = [
        line("r-east", "east", "search", formation="bg"),
        line("r-west", "west", "search"),
    ]
    plan = PLAN.with_tables(
        formations=Table.of(Formation, [{"id": "bg", "sector": "east"}]),
        requirements=Table.of(Requirement, lines),
    )
    tours = [tour(name, "r-east") for name in ("deu", "fra", "pol")]
    made = assess_permissions(plan, forces(plan, *tours, tour("fra", "r-west")))
    told = [
        (row.formation, row.sector, row.task, row.from_day, row.until_day, row.may,
         row.on_approval, row.may_not, row.bindings)
        for row in made.formation_differences
    ]  # fmt: skip
    # Until day 30 the caveat keeps Poland away as France's refusal does; Germany asks throughout.
    assert told == [
        ("bg", "east", "search", 0, 30, (), ("DEU",), ("FRA", "POL"),
         ("caveats:c1.tasks", "positions:p1.stance", "positions:p2.stance")),
        ("bg", "east", "search", 30, 90, ("POL",), ("DEU",), ("FRA",),
         ("positions:p1.stance", "positions:p2.stance")),
    ]  # fmt: skip
    assert made.figures()["mixed_formations"] == 1
    # Alone, or beside one that may not either, nobody differs.
    alone = assess_permissions(plan, forces(plan, tour("fra", "r-east")))
    assert len(alone.formation_differences) == 0
