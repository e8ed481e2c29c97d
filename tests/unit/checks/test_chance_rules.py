"""Fill by chance that cannot be: the second reading finds it, and nothing else."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from reassure.checks.force_plan import verify_force_plan
from reassure.engines.generate import generate_forces
from reassure.model.outputs import ChanceFill
from reassure.model.plan import Plan
from reassure.model.table import Table
from tests.unit.engines.generate.plans import force_plan, line, offer

DOUBTFUL = force_plan(offers=[offer(probability=0.5)])
CERTAIN = force_plan()


def changed(place: int, **values: Any) -> Callable[[list[Any]], list[Any]]:
    """Return a change to one row of the plan, its objective and its line, in this order."""
    return lambda rows: [
        row.model_copy(update=values) if at == place else row for at, row in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("plan", "change"),
    [
        (DOUBTFUL, lambda _: []),
        (DOUBTFUL, lambda rows: rows[1:]),
        (DOUBTFUL, changed(1, objective="sea")),
        (DOUBTFUL, changed(2, requirement="none")),
        (DOUBTFUL, changed(0, promised_fill=0.6)),
        (DOUBTFUL, changed(2, expected_fill=0.6)),
        (DOUBTFUL, changed(1, fill_at_90=0.6)),
        (CERTAIN, changed(0, expected_fill=0.4)),
        (CERTAIN, changed(0, fill_at_90=0.4)),
    ],
)
def test_a_wrong_fill_by_chance_is_found(
    plan: Plan, change: Callable[[list[Any]], list[Any]]
) -> None:
    forces = generate_forces(plan)
    assert verify_force_plan(plan, forces) == []
    rows = Table.of(ChanceFill, change(list(forces.chance_fills)))
    spoilt = dataclasses.replace(forces, chance_fills=rows)
    assert {finding.code for finding in verify_force_plan(plan, spoilt)} == {"CHK-PLAN-020"}


def test_a_wrong_reserve_is_found() -> None:
    plan = force_plan(
        requirements=[line(quantity=1)],
        offers=[offer(id="a", probability=0.5), offer(id="b", probability=0.5)],
    )
    forces = generate_forces(plan, scenarios=32)
    (fill,) = forces.line_fills
    assert fill.reserve_unit_days == 180
    rows = Table.of(
        forces.line_fills.record_type, [fill.model_copy(update={"reserve_unit_days": 0.0})]
    )
    spoilt = dataclasses.replace(forces, line_fills=rows)
    assert {finding.code for finding in verify_force_plan(plan, spoilt)} == {"CHK-PLAN-013"}
