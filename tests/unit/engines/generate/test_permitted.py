"""Force generation by who may do the tasks of lines: reasons, remedies, asks, and what counts."""

import dataclasses
from typing import Any

import pytest

from reassure.checks import check_tables
from reassure.checks.force_plan import verify_force_plan
from reassure.checks.permission_rules import TaskRules
from reassure.checks.tour_rules import TourRules
from reassure.engines.generate import generate_forces, rank_asks, replan_forces
from reassure.engines.generate.permitted import HEADLINE, WITHOUT_MEASURES
from reassure.model.choices import AskKind, RemedyKind, ShortfallReason, UnusedReason
from reassure.model.permits import NO_EVENTS, SILENCE, Permits
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from reassure.model.roe_choices import Strength
from reassure.model.roe_outputs import UsableFill
from reassure.model.table import Table
from tests.permission_case import caveat, measure, position, task
from tests.unit.engines.generate.plans import Row, force_plan, line, offer

WHOLE = 180.0


def plan_of(*positions: Row, tasks: tuple[str, ...] = ("search",), **tables: list[Row]) -> Plan:
    """A line of two battalions that search, and one battalion each of France and Poland."""
    standard: dict[str, list[Row]] = {
        "objectives": [{"id": "peace", "name": "Peace", "weight": 1}],
        "requirements": [line(objective="peace", tasks=tasks)],
        "offers": [offer(), offer(id="pol-inf", nation="POL")],
        "measures": [measure("entry"), measure("hold", "entry")],
        "tasks": [task("search", "hold"), task("talk")],
        "positions": list(positions),
    }
    return force_plan(**(standard | tables))


def refused(nation: str = "FRA", name: str = "entry", **cells: Any) -> Row:
    return position("p", nation, name, "refused", **cells)


def served(made: ForcePlan) -> set[str]:
    return {row.offer for row in made.assignments}


def test_a_nation_that_refuses_what_a_task_rests_on_is_not_sent() -> None:
    plan = plan_of(refused())
    made = generate_forces(plan)
    assert served(made) == {"pol-inf"}
    (gap,) = made.shortfalls
    assert (gap.reason, gap.binding) == (ShortfallReason.PERMISSION, "positions:p.stance")
    (unused,) = made.unused_offers
    assert (unused.offer, unused.reason) == ("fra-inf", UnusedReason.PERMISSION)
    assert unused.binding == "positions:p.stance"
    assert verify_force_plan(plan, made) == []


def test_headline_strength_sends_it_and_tells_what_of_it_is_usable() -> None:
    plan = plan_of(refused())
    made = generate_forces(plan, counting=Strength.HEADLINE)
    assert served(made) == {"fra-inf", "pol-inf"}
    assert made.counting is Strength.HEADLINE
    assert HEADLINE in made.assumptions
    (row,) = made.usable_fills
    assert (row.headline_unit_days, row.usable_unit_days) == (2 * WHOLE, WHOLE)
    assert (row.barred_offers, row.barred_unit_days) == (("fra-inf",), WHOLE)
    figures = made.figures()
    assert (figures["headline_unit_days"], figures["usable_unit_days"]) == (2 * WHOLE, WHOLE)
    assert verify_force_plan(plan, made) == []


def test_usable_strength_tells_who_is_kept_away() -> None:
    made = generate_forces(plan_of(refused(), position("q", "POL", "hold", "on_approval")))
    (row,) = made.usable_fills
    assert (row.headline_unit_days, row.usable_unit_days) == (WHOLE, WHOLE)
    assert (row.barred_offers, row.barred_unit_days) == (("fra-inf",), WHOLE)
    assert set(made.assumptions) == {
        SILENCE, NO_EVENTS, "Units of POL are let use hold when asked (q)",
    }  # fmt: skip


def test_an_offer_that_something_else_keeps_away_is_not_kept_away_by_permissions_alone() -> None:
    made = generate_forces(plan_of(refused(), caveats=[caveat("c", "FRA", sectors=["east"])]))
    (row,) = made.usable_fills
    assert row.barred_offers == ()
    (gap,) = made.shortfalls
    assert (gap.reason, gap.binding) == (ShortfallReason.CAVEAT, "caveats:c.sectors")


def test_every_task_of_the_line_must_be_allowed() -> None:
    other = plan_of(refused(tasks=["talk"]), tasks=("search", "talk"))
    assert served(generate_forces(other)) == {"fra-inf", "pol-inf"}
    needy = [task("search", "hold"), task("talk", "entry")]
    both = plan_of(refused(tasks=["talk"]), tasks=("search", "talk"))
    both = both.with_tables(tasks=Table.of(both.tasks.record_type, needy))
    assert served(generate_forces(both)) == {"pol-inf"}


def test_a_line_without_tasks_that_need_measures_takes_any_unit() -> None:
    for tasks in ((), ("talk",)):
        made = generate_forces(plan_of(refused(), tasks=tasks))
        assert served(made) == {"fra-inf", "pol-inf"}
        assert list(made.usable_fills) == []
        assert "counting" not in made.figures()
        assert made.assumptions == (WITHOUT_MEASURES,)


def test_a_position_for_some_days_takes_the_periods_that_it_touches() -> None:
    made = generate_forces(plan_of(refused(from_day=100, until_day=110)))
    days = {(row.offer, row.from_day, row.until_day) for row in made.assignments}
    assert ("fra-inf", 0, 90) in days
    assert ("fra-inf", 120, 180) in days
    (gap,) = made.shortfalls
    assert (gap.from_day, gap.until_day, gap.binding) == (90, 120, "positions:p.stance")


def test_a_caveat_that_names_a_measure_binds_like_one_on_the_task() -> None:
    rows = [caveat("c", "FRA", offer="fra-inf", measures=["entry"])]
    made = generate_forces(plan_of(caveats=rows))
    assert served(made) == {"pol-inf"}
    (gap,) = made.shortfalls
    assert (gap.reason, gap.binding) == (ShortfallReason.CAVEAT, "caveats:c.measures")
    (lift, *_) = made.remedies
    assert (lift.change, lift.binding, lift.is_whole) == (
        RemedyKind.LIFT_CAVEAT, "caveats:c.measures", True,
    )  # fmt: skip
    lifted = [caveat("c", "FRA", "limitation", measures=["entry"], approver="Minister")]
    said = generate_forces(plan_of(caveats=lifted))
    assert served(said) == {"fra-inf", "pol-inf"}
    assert "Limitation c is lifted by Minister when asked" in said.assumptions


def event(state: str, day: float, **cells: Any) -> Row:
    return {"id": f"e-{state}", "measure": "entry", "state": state, "day": day, "by": "HQ"} | cells


def test_a_measure_that_is_not_in_force_empties_the_line_and_is_named() -> None:
    rows = [event("implemented", 30), event("cancelled", 120)]
    plan = plan_of(measure_events=rows)
    made = generate_forces(plan)
    told = [(row.from_day, row.until_day, row.reason, row.binding) for row in made.shortfalls]
    lapsed = ShortfallReason.NOT_IN_FORCE
    assert told == [
        (0, 30, lapsed, "measure_events:e-implemented.day"),
        (120, 180, lapsed, "measure_events:e-cancelled.state"),
    ]
    first, *_ = made.remedies
    assert (first.change, first.offer) == (RemedyKind.PUT_IN_FORCE, "fra-inf")
    assert verify_force_plan(plan, made) == []


def test_a_measure_in_force_elsewhere_alone_is_named_by_its_sectors() -> None:
    made = generate_forces(plan_of(measure_events=[event("implemented", 0, sectors=["west"])],
                           sectors=[{"id": name, "name": name, "location": "camp"}
                                    for name in ("east", "west")]))  # fmt: skip
    (gap,) = made.shortfalls
    assert gap.binding == "measure_events:e-implemented.sectors"
    assert [row.reason for row in made.unused_offers] == [UnusedReason.NOT_IN_FORCE] * 2


def test_without_any_offer_it_is_the_offer_that_lacks() -> None:
    plan = plan_of(measure_events=[event("cancelled", 0)], offers=[])
    made = generate_forces(plan)
    assert [row.reason for row in made.shortfalls] == [ShortfallReason.NO_OFFER]
    # New units may not either: the measure goes with them.
    assert [(row.rank, row.change, row.binding) for row in made.remedies] == [
        (1, RemedyKind.PUT_IN_FORCE, "measure_events:e-cancelled.state"),
        (1, RemedyKind.NEW_OFFER, "requirements:bn.capability"),
    ]
    assert verify_force_plan(plan, made) == []


def test_the_remedy_is_that_the_nation_accepts_the_measure() -> None:
    rows = [refused(), position("r", "FRA", "entry", "refused", sectors=["east"], until_day=60)]
    made = generate_forces(plan_of(*rows))
    changed = [row for row in made.remedies if row.change is RemedyKind.CHANGE_POSITION]
    assert {row.binding for row in changed} == {"positions:p.stance", "positions:r.stance"}
    assert all(row.is_whole and row.offer == "fra-inf" for row in changed)
    # What the remedy says: without these positions the line is full.
    assert served(generate_forces(plan_of())) == {"fra-inf", "pol-inf"}


def test_an_ask_for_another_position_gains_what_the_plan_gains_by_it() -> None:
    plan = plan_of(refused(), refused("POL") | {"id": "q"})
    rows = [row for row in rank_asks(plan).asks if row.kind is AskKind.POSITION]
    assert [(row.nation, row.binding) for row in rows] == [
        ("FRA", "positions:p.stance"), ("POL", "positions:q.stance"),
    ]  # fmt: skip
    free = generate_forces(plan_of(refused("POL") | {"id": "q"})).provenance.objective
    assert rows[0].gain == pytest.approx(free)
    assert rows[0].is_distinguishable
    assert not [row for row in rank_asks(plan, nation="GBR").asks if row.kind is AskKind.POSITION]


def test_asks_of_a_headline_plan_count_headline_strength() -> None:
    plan = plan_of(refused())
    made = generate_forces(plan, counting=Strength.HEADLINE)
    kinds = {row.kind for row in rank_asks(plan, made).asks}
    assert AskKind.POSITION not in kinds


def test_replanning_takes_back_who_may_no_longer_do_the_task() -> None:
    made = generate_forces(plan_of())
    after = replan_forces(plan_of(refused()), made)
    assert served(after) == {"pol-inf"}
    assert [row.offer for row in after.changes] == ["fra-inf"]
    kept = replan_forces(plan_of(refused()), made, counting=Strength.HEADLINE)
    assert list(kept.changes) == []


def test_the_check_words_what_keeps_everybody_away() -> None:
    plan = plan_of(refused(), refused("POL") | {"id": "q"})
    (found,) = [str(one) for one in check_tables(plan) if one.code == "CHK-FORCE-004"]
    assert "a position (p: entry refused)" in found
    lapsed = plan_of(measure_events=[event("cancelled", 0)])
    (found,) = [str(one) for one in check_tables(lapsed) if one.code == "CHK-FORCE-004"]
    assert "a measure that is not in force (entry, by e-cancelled)" in found


def codes(plan: Plan, made: ForcePlan) -> list[str]:
    return [finding.code for finding in verify_force_plan(plan, made)]


def test_the_verification_finds_units_that_may_not_and_wrong_strengths() -> None:
    plan = plan_of(refused())
    made = generate_forces(plan, counting=Strength.HEADLINE)
    claimed = dataclasses.replace(made, counting=Strength.USABLE)
    assert codes(plan, claimed) == ["CHK-PLAN-021"]
    (row,) = made.usable_fills
    more = row.model_copy(update={"usable_unit_days": row.headline_unit_days})
    wrong = dataclasses.replace(made, usable_fills=Table.of(UsableFill, [more]))
    assert codes(plan, wrong) == ["CHK-PLAN-022"]
    none = dataclasses.replace(made, usable_fills=Table.empty(UsableFill))
    assert codes(plan, none) == ["CHK-PLAN-022"]
    extra = generate_forces(plan_of(tasks=()))
    extra = dataclasses.replace(extra, usable_fills=made.usable_fills)
    assert codes(plan_of(tasks=()), extra) == ["CHK-PLAN-022"]


def test_what_positions_say_is_read_once_for_many_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(refused(), position("q", "POL", "hold", "refused"))
    (row,), (fra, pol) = plan.requirements, plan.offers
    permits = Permits(plan)
    assert len(permits.faults(fra, row, ())) == len(permits.faults(pol, row, ())) == 1

    def read_again(positions: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("reassure.model.permits.statements_of", read_again)
    changed = permits.accepting("FRA", "entry")
    assert changed.faults(fra, row, ()) == []
    assert changed.faults(pol, row, ()) == permits.faults(pol, row, ())


def test_other_nations_caveats_are_not_held_against_an_offer() -> None:
    plan = plan_of(caveats=[caveat("c", "FRA", measures=["entry"])])
    (row,), (fra, pol) = plan.requirements, plan.offers
    own = TaskRules(TourRules(plan))
    assert [own.bar(one, row, 0) for one in (fra, pol)] == ["caveat c", None]
