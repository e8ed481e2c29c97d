"""Movement scheduled with one set of upgrades after another, within one limit of time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from reassure.engines.deploy.readiness.picking import Members
from reassure.engines.deploy.readiness.trials import STEP, Task, Trial, schedule_with
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.model.choices import Status, StoppedBy
from reassure.model.network import Upgrade
from reassure.model.progress import Watchdog
from reassure.model.result import versions_of
from reassure.model.results import Deployment

BASE_SHARE, SINGLE_SHARE = 0.15, 0.75
"""Shares of the step that are done once the movement without upgrades is scheduled, and once
single upgrades are worked out where a budget is given."""

LAST_SHARE = 0.99
"""Share of the step that is done once single upgrades are worked out where no budget is given."""

BASE_TIME = 0.2
"""Share of the time that is left, once the movement is prepared, for that without upgrades."""


class Study:
    """Schedules movement with sets of upgrades, each set once.

    Parameters
    ----------
    task, watch
        What is scheduled; who may ask to stop.
    threads
        Sets that are scheduled at the same time.
    n_extra
        Schedules that follow those of single upgrades.
    """

    def __init__(self, task: Task, watch: Watchdog, *, threads: int, n_extra: int) -> None:
        self._task, self._watch, self._threads, self._n_extra = task, watch, threads, n_extra
        self._known: dict[Members, Trial] = {}
        self._done = 0.0
        self._base: Trial | None = None

    def begin(self, deployment: Deployment | None) -> Trial | None:
        """Return movement without upgrades: what is found, or the deployment where it is better.

        None: a stop left units unprepared.
        """
        watch = self._asking("scheduling without upgrades")
        base = schedule_with(self._task, (), watch, share=BASE_TIME)
        if base is not None:
            if deployment is not None and deployment.lowered is self._task.lowered:
                base = _with_known(base, deployment)
            self._known[()] = base
        self._base, self._done = base, BASE_SHARE
        return base

    def work_out(self, upgrades: Sequence[Upgrade], *, until: float) -> dict[str, Trial]:
        """Return movement with each upgrade alone, as far as the time allows."""
        found: dict[str, Trial] = {}
        with ThreadPoolExecutor(max_workers=self._threads) as pool:
            for first in range(0, len(upgrades), self._threads):
                if self._watch.must_stop():
                    break
                batch = upgrades[first : first + self._threads]
                rounds = -(-(len(upgrades) - first) // self._threads) + self._n_extra
                told = f"{first} of {len(upgrades)} upgrades worked out"
                run = partial(self._schedule, n_left=rounds, message=told)
                for row, trial in zip(batch, pool.map(run, [[row] for row in batch]), strict=True):
                    if trial is not None:
                        found[row.id] = trial
                share = (first + len(batch)) / len(upgrades)
                self._done = BASE_SHARE + (until - BASE_SHARE) * share
        self._known |= {(name,): trial for name, trial in found.items()}
        return found

    def schedule(self, upgrades: Sequence[Upgrade]) -> Trial | None:
        """Return movement with a set; None: it was stopped."""
        members = tuple(sorted(row.id for row in upgrades))
        if members not in self._known:
            trial = self._schedule(upgrades, n_left=self._n_extra, message="trying sets")
            self._n_extra = max(2, self._n_extra - 1)
            if trial is None:
                return None
            self._known[members] = trial
        return self._known[members]

    def _schedule(self, upgrades: Sequence[Upgrade], *, n_left: int, message: str) -> Trial | None:
        if self._watch.must_stop():
            return None
        trial = schedule_with(
            self._task, upgrades, self._asking(message), base=self._base, share=1 / n_left
        )
        return None if self._watch.stopped_by is StoppedBy.USER else trial

    def _asking(self, message: str) -> Watchdog:
        """Return who may ask one schedule to stop, and is not told how far that is."""
        done, watch = self._done, self._watch
        return Watchdog(STEP, lambda _: watch.tell(done, message), watch.seconds_left)


def _with_known(base: Trial, deployment: Deployment) -> Trial:
    """Return movement as a deployment has it, where that is of the same loads and better."""
    made, value = deployment.provenance, deployment.provenance.objective
    n_loads = sum(move.trip.kind.n_loads for move in base.moves.moves if move.trip is not None)
    is_alike = made.versions == versions_of("highspy") and n_loads == len(deployment.loads)
    if not is_alike or value is None or made.status is Status.PARTIAL:
        return base
    value += base.fixed
    bound = base.bound if made.bound is None else max(base.bound, made.bound + base.fixed)
    if value >= base.value:
        return replace(base, bound=held_bound(bound, base.value))
    horizon = base.moves.horizon_day
    late = [
        horizon - min(row.wanted_day, horizon) if row.late_days is None else row.late_days
        for row in deployment.arrivals
    ]
    return replace(
        base,
        value=value,
        bound=held_bound(bound, value),
        closure_day=deployment.closure_day,
        late_days=sum(late),
        late_units=deployment.late_units,
    )
