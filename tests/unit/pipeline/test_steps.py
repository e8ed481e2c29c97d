"""Steps: what each is made from, and what stays when one is made anew."""

from dataclasses import fields, replace

import pytest

from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.summary import Summary
from reassure.pipeline import (
    FLOW,
    STEPS,
    WITHOUT_CHANCE,
    Options,
    Run,
    load_before,
    load_earlier,
    load_run,
    run_plan,
    write_run,
)
from reassure.pipeline.steps import outdated_by, time_share

OF_A_RUN = [step for step in STEPS if step != "branches"]
"""Steps that a run of one plan makes."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(example_folder("first-steps"))


@pytest.fixture(scope="module")
def whole(plan: Plan) -> Run:
    return run_plan(plan, Options(replications=5), steps=(*FLOW, "ask", "upgrade"))


def test_a_step_stands_after_what_it_is_made_from() -> None:
    names = list(STEPS)
    for name, step in STEPS.items():
        assert all(names.index(other) < names.index(name) for other in step.after)
        for other in step.after:
            assert set(STEPS[other].after) <= set(step.after)
    assert {step.field for step in STEPS.values()} <= {item.name for item in fields(Run)}
    assert {step.section for step in STEPS.values()} <= set(Summary.model_fields)


@pytest.mark.parametrize(
    ("step", "gone"),
    [
        ("generate", set(OF_A_RUN)),
        ("deploy", {"deploy", "sustain", "cost", "upgrade", "status", "simulate"}),
        ("cost", {"cost"}),
        ("ask", {"ask"}),
        ("upgrade", {"upgrade"}),
        ("roe", {"roe"}),
        ("status", {"status"}),
        ("simulate", {"simulate"}),
    ],
)
def test_what_is_made_from_a_step_goes_with_it(whole: Run, plan: Plan, step: str, gone: set[str]):
    assert outdated_by([step]) == gone
    if step != "generate":
        again = run_plan(plan, Options(seed=3, replications=5), steps=(step,), earlier=whole)
        assert set(again.steps) == set(OF_A_RUN) - gone | {step}


def test_a_whole_run_reads_back(whole: Run, plan: Plan, tmp_path) -> None:
    write_run(whole, tmp_path, with_brief=False)
    assert load_run(tmp_path, plan).steps == whole.steps
    assert set(load_earlier(tmp_path, plan, "ask", out=None).steps) == {"generate"}
    assert set(load_earlier(tmp_path, plan, "ask", out=tmp_path).steps) == {
        *FLOW,
        "upgrade",
    }
    assert set(load_earlier(tmp_path, plan, "deploy", out=tmp_path).steps) == {
        "generate",
        "ask",
        "roe",
    }


def test_asks_of_another_force_plan_do_not_stand_beside_it(whole: Run, plan: Plan, tmp_path):
    assert whole.force_plan is not None
    tours = whole.force_plan.assignments
    fewer = replace(whole.force_plan, assignments=tours.without(tours.ids[0]))
    write_run(whole, tmp_path / "a", with_brief=False)
    write_run(Run(plan, Options(), force_plan=fewer), tmp_path / "b", with_brief=False)
    for name in ("results/generate.json", "tables/assignments.csv", "tables/assignments.parquet"):
        (tmp_path / "a" / name).write_bytes((tmp_path / "b" / name).read_bytes())
    with pytest.raises(UsageError) as raised:
        load_run(tmp_path / "a", plan, ("ask",))
    assert raised.value.code == "ENG-INPUT-004"


def test_a_plan_made_anew_changes_what_it_must(whole: Run, plan: Plan, tmp_path) -> None:
    write_run(whole, tmp_path, with_brief=False)
    tables = {name: list(table) for name, table in plan.tables()}
    tables["offers"] = [row for row in plan.offers if row.id != "deu-eng"]
    later = Plan.of(plan.meta, tables)
    before = load_before(tmp_path)
    assert before == whole.force_plan
    again = run_plan(later, before=before, steps=WITHOUT_CHANCE)
    assert again.force_plan is not None
    assert {row.offer for row in again.force_plan.changes} == {"deu-eng"}
    assert again.costs is not None
    with pytest.raises(UsageError) as raised:
        load_run(tmp_path, later, ("generate",))
    assert raised.value.code == "ENG-INPUT-001"


def test_a_nation_that_is_not_in_the_plan_is_refused_before_any_work(plan: Plan) -> None:
    with pytest.raises(UsageError) as raised:
        run_plan(plan, Options(nation="XXX"), steps=("generate", "ask"))
    assert raised.value.code == "ENG-GEN-005"
    assert "DEU, FRA, POL" in str(raised.value)


def test_no_asks_at_all_are_refused() -> None:
    with pytest.raises(UsageError) as raised:
        Options(top=0)
    assert raised.value.code == "ENG-GEN-006"


@pytest.mark.parametrize("option", ["replications", "half_width_days"])
def test_a_simulation_of_nothing_is_refused(option: str) -> None:
    with pytest.raises(UsageError) as raised:
        Options(**{option: 0})
    assert raised.value.code == "ENG-SIM-002"


def test_generate_and_deploy_share_a_time_limit_and_the_simulation_keeps_its_part() -> None:
    assert time_share(FLOW) == pytest.approx(0.45 / 1.3)
    spent = [time_share(FLOW)]
    for at in range(1, len(FLOW)):
        spent.append(time_share(FLOW[at:]) * (1 - sum(spent)))
    assert dict(zip(FLOW, spent, strict=True)) == pytest.approx(
        {
            "generate": 0.45 / 1.3,
            "deploy": 0.45 / 1.3,
            "sustain": 0.05 / 1.3,
            "cost": 0.05 / 1.3,
            "roe": 0.05 / 1.3,
            "status": 0.05 / 1.3,
            "simulate": 0.2 / 1.3,
        }
    )


def test_time_that_a_step_leaves_passes_on() -> None:
    # Generate takes a fifth of its share: deploy may take 9 of the 17 parts of what is left.
    left = 1 - 0.2 * time_share(FLOW)
    assert left * time_share(FLOW[1:]) == pytest.approx((1 - 0.09 / 1.3) * 9 / 17)
    assert time_share(FLOW[1:]) > time_share(FLOW)


@pytest.mark.parametrize("steps", [(*STEPS[step].after, step) for step in STEPS])
def test_the_last_step_may_take_all_that_is_left(steps: tuple[str, ...]) -> None:
    assert [time_share(steps[at:]) for at in range(len(steps))][-1] == 1.0
    assert all(0 < time_share(steps[at:]) <= 1 for at in range(len(steps)))
