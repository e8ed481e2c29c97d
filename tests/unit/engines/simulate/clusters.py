"""Dask clusters of processes on this machine, for as long as a test lasts."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE_S = 60.0
WORKER = "from distributed.cli.dask_worker import main; main()"
WITHOUT_REASSURE = f"import sys; sys.modules['reassure'] = None; {WORKER}"


class LocalCluster:
    """A scheduler and its workers; each is ended by its own number."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []
        # Ends by itself if the test is ended from outside.
        port = ("--port", "0", "--no-dashboard", "--idle-timeout", "300")
        self.scheduler = self._start(
            "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", *port
        )
        self.address = self._await_address()
        self.workers: list[subprocess.Popen[bytes]] = []

    def join(self, n: int, *, command: str = WORKER) -> None:
        """Start workers and wait until they are there."""
        from distributed import Client

        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        options += ("--death-timeout", "300")
        self.workers += [self._start("-c", command, *options) for _ in range(n)]
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=PATIENCE_S)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process at once, as if its machine had lost power."""
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """End all that still run."""
        for process in reversed(self._processes):
            if process.poll() is None:
                self.kill(process)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        name = ("--scheduler-file", str(self._file))
        log = self._folder / f"{len(self._processes)}.log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, *arguments, *name],
                cwd=self._folder, stdout=written, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def _await_address(self) -> str:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            # The file may be there before all of it is written.
            with suppress(OSError, ValueError):
                return json.loads(self._file.read_text(encoding="utf-8"))["address"]
            time.sleep(0.05)
        self.end()
        raise TimeoutError("the scheduler does not start")


@contextmanager
def local_cluster(folder: Path, n_workers: int) -> Iterator[LocalCluster]:
    """Yield a cluster of so many workers."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = LocalCluster(folder)
    try:
        if n_workers:
            cluster.join(n_workers)
        yield cluster
    finally:
        cluster.end()
