"""Agreement with a second exact solver, on plans too large to list."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reassure.engines.generate import generate_forces
from reassure.model.choices import ForceMethod, StoppedBy
from tests.strategies import draw_force_plan

ROOT = Path(__file__).resolve().parents[2]
SIZE = {"periods": 9, "lines": 7, "offers": 8, "units": 3}
SEEDS = [*range(40, 56)]


@pytest.fixture(scope="module")
def best_by_seed() -> dict[int, float]:
    """What SCIP finds, in a process of its own: solvers may not load together."""
    numbers = [str(number) for number in (*SIZE.values(), *SEEDS)]
    command = [sys.executable, "-m", "tests.oracles.scip_force_plan", *numbers]
    answer = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    return {row["seed"]: row["objective"] for row in rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_scip_finds_no_better_plan_and_no_worse(seed: int, best_by_seed: dict[int, float]) -> None:
    plan = draw_force_plan(seed, **SIZE)
    result = generate_forces(plan, gap=0.0, method=ForceMethod.EXACT)
    best, provenance = best_by_seed[seed], result.provenance
    assert provenance.stopped_by is StoppedBy.PROVEN
    assert provenance.objective == pytest.approx(best, abs=2e-5 * max(1.0, best))
    assert provenance.bound is not None
    assert provenance.bound >= best - 1e-6 * max(1.0, best)
