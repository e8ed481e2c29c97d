"""Force plans worked by hand, and what ends a search."""

import pytest

from reassure.engines.generate import generate_forces
from reassure.model.choices import ForceMethod, Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.progress import StepProgress
from tests.oracles.force_plan import check_force_plan
from tests.strategies import draw_force_plan
from tests.unit.engines.generate.plans import capability, force_plan, line, offer


def test_one_unit_of_two_for_six_months() -> None:
    result = generate_forces(force_plan())
    (row,) = result.assignments
    assert (row.id, row.unit, row.from_day, row.until_day) == (
        "fra-inf.1.bn.0",
        "fra-inf.1",
        0,
        180,
    )
    (fill,) = result.line_fills
    assert (fill.required_unit_days, fill.provided_unit_days) == (360, 180)
    assert result.fill == 0.5
    # Six unit-periods of weight 1, less two millionths for each and one for the tour.
    assert result.provenance.objective == pytest.approx(6 - 13e-6, abs=1e-9)
    assert result.provenance.stopped_by is StoppedBy.PROVEN
    assert result.provenance.status is Status.OPTIMAL


def test_rest_divides_the_six_months_among_tours() -> None:
    # Tours of at most 60 days with as much rest: days 0-60 and 120-180.
    plan = force_plan(offers=[offer(tour_max_days=60, rest_ratio=1)])
    rows = list(generate_forces(plan).assignments)
    assert [(row.from_day, row.until_day, row.unit) for row in rows] == [
        (0, 60, "fra-inf.1"),
        (120, 180, "fra-inf.1"),
    ]


def test_proportional_rest_follows_the_tour_that_was_served() -> None:
    # A line of 150 days: 90 days, no room for the fixed rest of 90, but 60 + 60 rest + 30.
    short = {"requirements": [line(quantity=1, until_day=150)]}
    fixed = offer(tour_max_days=90, rest_ratio=1)
    proportional = fixed | {"rest_rule": "proportional"}
    assert generate_forces(force_plan(offers=[fixed], **short)).fill == pytest.approx(90 / 150)
    assert generate_forces(force_plan(offers=[proportional], **short)).fill == pytest.approx(
        120 / 150
    )


def test_days_round_as_the_format_says() -> None:
    # Asked for from day 10 to 100: periods 0 to 3. Offered from day 5: periods 1 on.
    plan = force_plan(
        requirements=[line(quantity=1, from_day=10, until_day=100)], offers=[offer(from_day=5)]
    )
    result = generate_forces(plan)
    (row,) = result.assignments
    assert (row.from_day, row.until_day) == (30, 120)
    (fill,) = result.line_fills
    assert (fill.required_unit_days, fill.provided_unit_days) == (90, 70)
    (short,) = result.shortfalls
    assert (short.from_day, short.until_day, short.quantity) == (10, 30, 1)


def test_a_substitute_counts_at_its_efficiency() -> None:
    plan = force_plan(
        offers=[offer(capability="mech")],
        substitutions=[{"id": "s", "capability": "inf", "by": "mech", "efficiency": 0.5}],
    )
    result = generate_forces(plan)
    assert [row.effective_quantity for row in result.assignments] == [0.5]
    assert result.fill == 0.25


def test_stations_need_more_units_than_they_count() -> None:
    plan = force_plan(
        capabilities=[capability(on_station_h=4, turnaround_h=12)],
        requirements=[line(quantity=1, counted="stations")],
        offers=[offer(quantity=3)],
    )
    result = generate_forces(plan)
    assert result.fill == pytest.approx(0.75)
    assert "The way to stations of east takes no time: a place is not known" in result.assumptions


def test_the_cheaper_go_first_then_the_deployed() -> None:
    one = {"requirements": [line(quantity=1)]}
    dear, cheap = offer(id="a", cost_per_month=9), offer(id="b", cost_per_month=1)
    chosen = generate_forces(force_plan(offers=[dear, cheap], **one), gap=0)
    assert {row.offer for row in chosen.assignments} == {"b"}
    there = dear | {"state": "deployed"}
    chosen = generate_forces(force_plan(offers=[there, cheap], **one), gap=0)
    assert {row.offer for row in chosen.assignments} == {"b"}
    chosen = generate_forces(
        force_plan(offers=[cheap, there | {"cost_per_month": 1}], **one), gap=0
    )
    assert {row.offer for row in chosen.assignments} == {"a"}


def test_the_heavier_line_is_filled_and_the_objective_weighs_too() -> None:
    lines = [line(quantity=1), line(id="sea", quantity=1, objective="sea")]
    objectives = [
        {"id": "land", "name": "Land", "weight": 1},
        {"id": "sea", "name": "Sea", "weight": 3},
    ]
    result = generate_forces(force_plan(requirements=lines, objectives=objectives))
    assert {row.requirement for row in result.assignments} == {"sea"}
    assert result.fill_by_objective == {"land": 0, "sea": 1}


def test_a_lead_is_chosen_for_what_waits_for_it() -> None:
    # Poland comes only under a British lead, and a lead takes six unit-months.
    plan = force_plan(
        sectors=[
            {
                "id": "east",
                "name": "East",
                "location": "camp",
                "lead_nations": ["FRA", "GBR"],
                "lead_min_unit_months": 6,
            }
        ],
        offers=[
            offer(id="gbr-inf", nation="GBR"),
            offer(id="pol-inf", nation="POL"),
        ],
        conditions=[
            {"id": "lead", "offer": "pol-inf", "kind": "lead_nation", "nation": "GBR"},
        ],
    )
    assert generate_forces(plan).fill == 1
    less = plan.with_tables(offers=plan.offers.without("gbr-inf"))
    assert generate_forces(less).fill == 0


def test_partners_that_wait_for_each_other_both_come() -> None:
    plan = force_plan(
        offers=[offer(), offer(id="gbr-inf", nation="GBR")],
        conditions=[
            {"id": "c1", "offer": "fra-inf", "kind": "partner_present", "nation": "GBR"},
            {"id": "c2", "offer": "gbr-inf", "kind": "partner_present", "nation": "FRA"},
        ],
    )
    # No single addition keeps both conditions, so the greedy plan is empty; the exact one is full.
    assert generate_forces(plan).fill == 1


def test_without_a_branch_all_lines_are_planned() -> None:
    plan = force_plan(
        requirements=[line(), line(id="later", branches=["calm"])],
        branches=[{"id": "calm", "title": "Calm", "when": []}],
    )
    assert {row.requirement for row in generate_forces(plan).line_fills} == {"bn", "later"}


@pytest.mark.parametrize(
    "plan",
    [
        force_plan(requirements=[], offers=[]),
        force_plan(offers=[]),
        force_plan(requirements=[]),
        force_plan(requirements=[line(quantity=0)]),
        force_plan(offers=[offer(quantity=0)]),
        force_plan({"horizon_days": 10.0}),
        force_plan(requirements=[line(from_day=400, until_day=500)]),
        force_plan(requirements=[line(from_day=100, until_day=50)]),
        force_plan(requirements=[line(weight=0)]),
        force_plan(offers=[offer(tour_max_days=20)]),
        force_plan(objectives=[], capabilities=[], sectors=[], nations=[]),
    ],
)
def test_a_plan_with_nothing_to_do_has_a_result(plan: Plan) -> None:
    result = generate_forces(plan)
    assert result.provenance.stopped_by is StoppedBy.PROVEN
    for row in result.line_fills:
        named = sum(
            short.quantity * (short.until_day - short.from_day) for short in result.shortfalls
        )
        assert named == pytest.approx(row.required_unit_days - row.provided_unit_days)


def middle_plan() -> Plan:
    """A plan that is too large to be proven at once and small enough to test."""
    return draw_force_plan(11, periods=16, lines=26, offers=40, units=3)


def test_a_larger_plan_is_searched_bounded_and_sound() -> None:
    plan = middle_plan()
    result = generate_forces(plan, gap=0.01)
    assert check_force_plan(plan, result) == []
    assert result.provenance.gap is not None
    assert result.provenance.gap <= 0.01
    assert result.method in (ForceMethod.SEARCH, ForceMethod.EXACT)
    assert result.lp_bound is not None
    assert result.lp_bound >= (result.provenance.bound or 0.0) - 1e-9


def test_the_clock_is_told_as_what_stopped_the_search() -> None:
    plan = middle_plan()
    result = generate_forces(plan, gap=0, time_limit_s=0.001)
    assert result.provenance.stopped_by is StoppedBy.CLOCK
    assert result.provenance.status is Status.FEASIBLE
    assert check_force_plan(plan, result) == []


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.4])
def test_a_user_who_stops_keeps_the_best_plan_so_far(share: float) -> None:
    plan = middle_plan()
    result = generate_forces(plan, gap=0, on_progress=lambda told: told.share >= share)
    assert result.provenance.stopped_by is StoppedBy.USER
    assert check_force_plan(plan, result) == []


def test_an_interrupt_inside_the_solver_reaches_the_caller() -> None:
    def interrupt(told: StepProgress) -> None:
        if told.share > 0.1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_forces(middle_plan(), gap=0, on_progress=interrupt)


def test_progress_never_falls_and_ends_at_one() -> None:
    shares: list[float] = []
    generate_forces(middle_plan(), gap=0.01, on_progress=lambda told: shares.append(told.share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"seed": -1}, "ENG-SEED-001"),
        ({"gap": -0.1}, "ENG-LIMIT-001"),
        ({"gap": float("nan")}, "ENG-LIMIT-001"),
        ({"time_limit_s": 0}, "ENG-LIMIT-001"),
        ({"threads": 0}, "ENG-LIMIT-001"),
    ],
)
def test_misuse_is_worded(arguments: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        generate_forces(force_plan(), **arguments)
    assert caught.value.code == code


def test_figures_tell_method_and_bound() -> None:
    summary = generate_forces(force_plan()).summary()
    assert {"fill", "method", "lp_bound", "gap", "bound", "stopped_by"} <= set(summary)
