"""Parts of the search: bounds that hold, ways with many uses, and shares of a time limit."""

import numpy as np
import pytest

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import tours_of
from reassure.engines.deploy.scheduling import columns, solve, turning
from reassure.engines.deploy.scheduling.aims import aim_of
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.engines.deploy.scheduling.reserving import MOST_KEPT, end_of_search
from reassure.io.results import result_files
from reassure.model.choices import MoveObjective
from reassure.model.progress import Watchdog
from tests.unit.engines.deploy.moves import force_of
from tests.unit.engines.deploy.test_objectives import TOURS, two_objectives
from tests.unit.engines.deploy.test_random_networks import movement


class Clock(Watchdog):
    """Tells that so much of a time limit has passed, and so many seconds are left."""

    def __init__(self, share: float, left_s: float | None) -> None:
        super().__init__("deploy")
        self.share, self.left_s = share, left_s

    @property
    def seconds_left(self) -> float | None:
        return self.left_s

    @property
    def share_passed(self) -> float:
        return self.share


@pytest.fixture(scope="module")
def prepared():
    """Two objectives behind one train a day."""
    plan = two_objectives()
    moves = Moves(plan, tours_of(plan, force_of(plan, *TOURS)))
    moves.prepare(Watchdog("deploy"))
    return moves, moves.traffic(moves.limits.last_day)


@pytest.mark.parametrize("value", [0.0, 7.0, 8e6])
def test_a_bound_is_taken_for_the_value_within_rounding_alone(value):
    hair = 1e-10 * (1 + value)
    assert held_bound(value + hair, value) == value
    assert held_bound(value + 100 * hair, value) == value + 100 * hair
    assert held_bound(value - hair, value) == value - hair


def test_a_bound_that_does_not_hold_is_refused_by_the_second_reading(monkeypatch):
    plan = two_objectives()
    forces = force_of(plan, *TOURS)
    monkeypatch.setattr(solve, "closures_bound", lambda *_: 99.0)
    made = schedule_deployment(plan, forces, objective=MoveObjective.CLOSURES)
    assert made.provenance.bound == 99.0
    assert {fault.code for fault in verify_deployment(plan, forces, made)} == {"CHK-MOVE-017"}


@pytest.mark.parametrize("seed", [30, 54])
def test_all_uses_of_a_way_are_kept_however_many_there_are(monkeypatch, seed):
    plan, forces = movement(seed)
    whole = result_files("deploy", schedule_deployment(plan, forces), {})
    monkeypatch.setattr(columns, "FIRST_USES", 1)
    assert result_files("deploy", schedule_deployment(plan, forces), {}) == whole


@pytest.mark.parametrize(("share", "n_lists"), [(0.5, 2), (0.0, 2)])
def test_lists_of_objectives_take_a_share_of_the_time_that_is_left(
    monkeypatch, prepared, share, n_lists
):
    moves, whole = prepared
    made = list[list[int]]()
    listed = turning._listed

    def counted(terrain, whole, group, order, room):
        made.append(order)
        return listed(terrain, whole, group, order, room)

    monkeypatch.setattr(turning, "_listed", counted)
    aim = aim_of(moves, MoveObjective.CLOSURES, whole)
    watch = Clock(share, 30.0)
    turning.list_objectives(moves.search.ground.terrain, whole, aim, moves.room, watch)
    assert len(made) == n_lists


def test_a_search_keeps_time_for_telling_what_it_comes_to(prepared):
    moves, whole = prepared
    listed = solve.list_schedule(
        moves.search.ground.terrain, whole, np.arange(3, dtype=np.int32), moves.room
    )

    def end(share: float, left_s: float | None) -> float:
        return end_of_search(moves, whole, listed, Clock(share, left_s))

    assert end(0.0, None) == 1.0
    # Of much time little is kept, of little time no more than a part of what is left.
    assert 0.99 < end(0.2, 1000.0) < 1.0
    assert end(0.5, 1e-9) == pytest.approx(1 - 0.5 * MOST_KEPT)
