"""Replications on a Dask cluster: the same bytes, whoever dies; and what is told where none is."""

import os
import signal
import socket
import sys
import time
from typing import Any

import numpy as np
import pytest

from reassure.engines.deploy.itineraries import itineraries_of
from reassure.engines.simulate import cluster as clusters
from reassure.engines.simulate import spread as spreading
from reassure.engines.simulate.batches import MOST_IN_BATCH, size_of_batches
from reassure.engines.simulate.build import build_model
from reassure.engines.simulate.build_requirement import requirement_of
from reassure.engines.simulate.build_supply import build_supply
from reassure.engines.simulate.cluster import require_cluster
from reassure.engines.simulate.simulate import ROUND, simulate_plan
from reassure.engines.simulate.spread import Batches, spread
from reassure.engines.simulate.whole import BLOCK, Frame, Whole, run_replications
from reassure.examples import example_folder
from reassure.io.read import read_plan
from reassure.model.choices import Law, Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.progress import StepProgress
from reassure.model.supply import Uncertainty
from reassure.model.table import Table
from reassure.pipeline import Options, run_plan
from tests.unit.engines.simulate.clusters import WITHOUT_REASSURE, local_cluster

pytest.importorskip("distributed", reason="the extra `dask` is not installed")

SEED = 3
N = 2100
"""Replications: eight batches of 256 and a smaller one."""


@pytest.fixture(scope="module")
def chancy():
    """First example with times on the way, use and notice that nobody knows."""
    rows = [
        Uncertainty(id=f"{table}-{field}", table=table, field=field, law=Law.GAMMA, p1=1.2, p2=0.4)
        for table, field in (
            ("links", "transit_days"),
            ("consumption", "kg_per_day"),
            ("offers", "notice_days"),
        )
    ]
    plan = read_plan(example_folder("first-steps"))
    run = run_plan(plan.with_tables(uncertainties=Table.of(Uncertainty, rows)))
    return run.plan, run.force_plan, run.deployment


@pytest.fixture(scope="module")
def inputs(chancy):
    model = build_model(chancy[0], itineraries_of(*chancy))
    plan, force_plan, deployment = chancy
    supply = build_supply(plan, force_plan, deployment, model.itineraries, model.uncertain)
    requirement = requirement_of(plan, force_plan, supply.tours)
    whole = Whole(model.arrays, supply.provision, requirement, supply.projection.inputs)
    return whole, Frame(model.from_day, model.until_day, model.levels, by_level=True)


@pytest.fixture(scope="module")
def here(inputs):
    """What one thread of this machine comes to."""
    return run_replications(*inputs, seed=SEED, first=0, n=N)[:2]


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with local_cluster(tmp_path_factory.mktemp("pair"), 2) as cluster:
        yield cluster


@pytest.fixture
def hasty(monkeypatch):
    """Wait for the first answer less long than a planner's run would."""
    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)


@pytest.fixture
def impatient(monkeypatch):
    """Give up who has gone sooner than a planner's run would."""
    monkeypatch.setattr(clusters, "PATIENCE_S", 1.5)
    monkeypatch.setattr(clusters, "COUNT_S", 0.1)


def replicated(inputs, address, *, n=N, should_stop=lambda _: False) -> tuple[Any, Any]:
    with spread(*inputs, seed=SEED, threads=1, dask=address) as replicate:
        return replicate(0, n, should_stop)


def bytes_of(results, counts):
    return [(part.dtype, part.shape, part.tobytes()) for part in (*results, *counts)]


def is_refused(code, inputs, address, **more):
    begun = time.monotonic()
    with pytest.raises(UsageError, match=code) as told:
        replicated(inputs, address, **more)
    assert time.monotonic() - begun < 90
    return str(told.value)


def test_a_cluster_comes_to_the_same_bytes(pair, inputs, here):
    assert bytes_of(*replicated(inputs, pair.address)) == bytes_of(*here)


def test_rounds_for_a_precision_end_alike_on_a_cluster(pair, chancy):
    alike = {"seed": SEED, "half_width_days": 1e-6, "replications": ROUND + 100}
    assert simulate_plan(*chancy, **alike, dask=pair.address) == simulate_plan(*chancy, **alike)


def test_a_stop_keeps_the_first_replications(pair, inputs, here):
    asked: list[int] = []

    def should_stop(done: int) -> bool:
        asked.append(done)
        return done > 0

    results, counts = replicated(inputs, pair.address, should_stop=should_stop)
    n = len(results.unmet_t)
    assert 0 < n < N
    assert asked[0] == 0
    assert asked[-1] == n
    for part, whole in zip(results, here[0], strict=True):
        assert part.tobytes() == whole[:n].tobytes()
    own = run_replications(*inputs, seed=SEED, first=0, n=n)[1]
    for part, whole in zip(counts, own, strict=True):
        assert np.array_equal(part, whole)


def test_who_is_told_may_stop_a_cluster(pair, chancy):
    def stop(progress: StepProgress) -> bool:
        return progress.message.startswith("replication") and progress.message != "replication 0"

    found = simulate_plan(*chancy, seed=SEED, replications=N, dask=pair.address, on_progress=stop)
    assert found.provenance.status is Status.PARTIAL
    assert found.provenance.stopped_by is StoppedBy.USER
    assert 0 < len(found.replications) < N


def test_nothing_of_a_run_stays_on_the_cluster(pair, inputs):
    from distributed import Client

    replicated(inputs, pair.address, n=300)
    with Client(pair.address, set_as_default=False) as client:
        until = time.monotonic() + 10
        while (held := _held(client)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not held


def _held(client) -> list[str]:
    return [name for names in client.has_what().values() for name in names]


def test_other_versions_are_refused(pair, inputs, monkeypatch):
    monkeypatch.setattr(spreading, "programs", lambda: {"reassure": "0.0.9"})
    told = is_refused("ENG-SIM-006", inputs, pair.address)
    assert "here 0.0.9" in told
    assert "worker tcp://127.0.0.1:" in told


def test_a_worker_that_comes_to_other_numbers_is_refused(pair, inputs, monkeypatch):
    monkeypatch.setattr(spreading, "control_of", lambda *_, **__: "otherwise")
    told = is_refused("ENG-SIM-006", inputs, pair.address)
    assert "replication 0 comes out otherwise" in told
    assert "NUMBA_CPU_NAME" in told


def test_a_worker_that_dies_half_way_changes_nothing(tmp_path, inputs, here):
    killed: list[int] = []

    def kill_one(done: int) -> bool:
        if done and not killed:
            killed.append(done)
            cluster.kill(cluster.workers[0])
        return False

    with local_cluster(tmp_path, 2) as cluster:
        found = replicated(inputs, cluster.address, should_stop=kill_one)
        assert killed
        assert killed[0] < N
        assert cluster.workers[0].poll() is not None
        assert cluster.workers[1].poll() is None
    assert bytes_of(*found) == bytes_of(*here)


def test_what_a_dead_worker_held_is_worked_out_by_others(tmp_path, inputs, here):
    # The first worker is there alone, so that it holds the plan and all batches; it stands still
    # before it has done any, and dies when another one has come.
    n_asked = 0

    def replace_worker(done: int) -> bool:
        nonlocal n_asked
        n_asked += 1
        if n_asked == 1:
            os.kill(cluster.workers[0].pid, signal.SIGSTOP)
        if n_asked == 4:
            assert done == 0
            cluster.kill(cluster.workers.pop())
            cluster.join(1)
        return False

    with local_cluster(tmp_path, 1) as cluster:
        found = replicated(inputs, cluster.address, n=600, should_stop=replace_worker)
    whole = run_replications(*inputs, seed=SEED, first=0, n=600)
    assert bytes_of(*found) == bytes_of(*whole[:2])


def test_a_scheduler_that_goes_is_told(tmp_path, inputs, impatient):
    def kill_scheduler(done: int) -> bool:
        if done and cluster.scheduler.poll() is None:
            cluster.kill(cluster.scheduler)
        return False

    with local_cluster(tmp_path, 1) as cluster:
        told = is_refused("ENG-SIM-004", inputs, cluster.address, should_stop=kill_scheduler)
    assert "run under way" in told


def test_workers_that_all_go_are_told(tmp_path, inputs, impatient):
    def kill_all(done: int) -> bool:
        if done and cluster.workers[0].poll() is None:
            cluster.kill(cluster.workers[0])
        return False

    with local_cluster(tmp_path, 1) as cluster:
        told = is_refused("ENG-SIM-005", inputs, cluster.address, should_stop=kill_all)
        assert f"dask worker {cluster.address}" in told
        # Nobody has come since: the next run does not even begin.
        with pytest.raises(UsageError, match="ENG-SIM-005"):
            require_cluster(cluster.address)
        cluster.workers.clear()
        cluster.join(1, command=WITHOUT_REASSURE)
        told = is_refused("ENG-SIM-006", inputs, cluster.address)
        assert "reassure" in told


@pytest.mark.parametrize("is_listening", [False, True], ids=["closed", "silent"])
def test_an_address_where_nobody_answers_is_told_at_once(chancy, hasty, is_listening):
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        if is_listening:
            ear.listen()
        address = f"tcp://127.0.0.1:{ear.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(UsageError, match="ENG-SIM-004") as told:
            simulate_plan(*chancy, replications=1, dask=address)
        with pytest.raises(UsageError, match="ENG-SIM-004"):
            # Before the steps that a simulation is made from.
            run_plan(chancy[0], Options(dask=address), steps=("generate", "deploy", "simulate"))
    assert time.monotonic() - begun < 10
    assert address in str(told.value)


@pytest.mark.parametrize(
    "address",
    ["", "somewhere", "http://127.0.0.1:8786", "tcp://host", "tcp://host:0", "tcp://host:99999"],
)
def test_what_is_no_address_is_refused(chancy, address):
    with pytest.raises(UsageError, match="ENG-SIM-003") as told:
        simulate_plan(*chancy, replications=1, dask=address)
    assert f"'{address}'" in str(told.value)
    with pytest.raises(UsageError, match="ENG-SIM-003"):
        Options(dask=address)


def test_a_secured_address_without_certificates_is_refused():
    with pytest.raises(UsageError, match="ENG-SIM-003") as told:
        require_cluster("tls://127.0.0.1:8786")
    assert "certificates" in str(told.value)


def test_without_dask_it_is_said_how_to_install_it(chancy, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="ENG-SIM-007") as told:
        simulate_plan(*chancy, replications=1, dask="tcp://127.0.0.1:8786")
    assert "reassure[dask]" in str(told.value)


def test_a_batch_that_workers_lack_memory_for_is_told(pair, inputs):
    class Failed:
        def result(self, *, timeout):
            raise MemoryError(f"3 GB for an array, within {timeout:g} s")

    with clusters.connected(pair.address) as cluster:
        batches = Batches(cluster, *inputs, seed=SEED)
        with pytest.raises(UsageError, match="ENG-SIM-008") as told:
            batches._fetched(range(256, 512), Failed())
    assert "replications 256 to 511" in str(told.value)
    assert "3 GB for an array" in str(told.value)


def test_batches_give_every_thread_work():
    assert size_of_batches(10_000, 2) == MOST_IN_BATCH
    assert size_of_batches(ROUND, 2) == 128
    assert size_of_batches(ROUND, 100) == BLOCK
    assert size_of_batches(1, 0) == BLOCK
