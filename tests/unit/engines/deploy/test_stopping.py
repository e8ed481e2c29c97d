"""A stop by hand or by the clock returns the best plan so far; the same seed the same bytes."""

import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import schedule_deployment
from reassure.io.results import result_files
from reassure.model.choices import MoveMethod, Status, StoppedBy
from tests.unit.engines.deploy.test_random_networks import movement

CROWDED = [30, 45, 54, 58]
"""Seeds of random networks on which the list is far from its bound without prices."""


def stopping_at(share):
    """Ask to stop once a share of the step is done."""
    return lambda progress: progress.share >= share


@pytest.fixture(scope="module", params=CROWDED)
def crowd(request):
    return movement(request.param)


@pytest.mark.parametrize("share", [0.2, 0.35, 0.6, 0.65])
def test_a_stop_by_hand_returns_the_best_plan_so_far(crowd, share):
    plan, forces = crowd
    listed = schedule_deployment(plan, forces, method=MoveMethod.LIST)
    whole = schedule_deployment(plan, forces)
    result = schedule_deployment(plan, forces, on_progress=stopping_at(share))
    assert verify_deployment(plan, forces, result) == []
    made = result.provenance
    assert made.status in (Status.FEASIBLE, Status.OPTIMAL)
    if made.status is Status.FEASIBLE:
        assert made.stopped_by is StoppedBy.USER
    # It is whole, no worse than the list, and bounded.
    assert len(result.arrivals) == len(forces.assignments)
    assert result.unscheduled == 0
    assert (made.objective or 0.0) <= (listed.provenance.objective or 0.0) + 1e-9
    assert 0.0 < (made.bound or 0.0) <= (whole.provenance.objective or 0.0) + 1e-9


def test_a_stop_right_after_the_list_is_told(crowd):
    plan, forces = crowd
    made = schedule_deployment(plan, forces, on_progress=stopping_at(0.2)).provenance
    assert (made.status, made.stopped_by) == (Status.FEASIBLE, StoppedBy.USER)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_bytes(crowd, seed):
    plan, forces = crowd
    one, other = (
        result_files("deploy", schedule_deployment(plan, forces, seed=seed), {}) for _ in range(2)
    )
    assert one == other


def test_a_gap_that_is_reached_ends_the_search(crowd):
    plan, forces = crowd
    whole = schedule_deployment(plan, forces).provenance
    assert whole.stopped_by is not StoppedBy.GAP
    made = schedule_deployment(plan, forces, gap=9.0)
    assert verify_deployment(plan, forces, made) == []
    how = made.provenance
    assert (how.status, how.stopped_by) == (Status.FEASIBLE, StoppedBy.GAP)
    assert (how.bound or 0.0) < (how.objective or 0.0) <= 10.0 * (how.bound or 0.0)
    # A gap that is hardly a distance changes nothing.
    near = schedule_deployment(plan, forces, gap=1e-9).provenance
    assert (near.objective, near.bound) == (whole.objective, whole.bound)
