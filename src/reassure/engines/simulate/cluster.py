"""A Dask cluster: whether it is there, and who works in it."""

import asyncio
import logging
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reassure.model.arguments import require_dask
from reassure.model.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 5.0
"""Time in which a scheduler must answer [s]."""

PATIENCE_S = 10.0
"""Time after which a cluster without any worker, or whose scheduler has gone, is given up [s]."""

SILENCE_S = 60.0
"""Time after which a scheduler that is connected but says nothing is given up [s]: one that has
much to do may be slow."""

LOOK_S = 0.2
"""Time after which whoever waits looks up [s]."""

COUNT_S = 2.0
"""Time after which workers are counted anew [s]."""

TALKATIVE = ("distributed.client", "distributed.core", "distributed.comm", "distributed.batched")
"""Loggers that write what is told here as an error, or is none: a worker that is lost."""


class Cluster:
    """A cluster that a run is connected to.

    Attributes
    ----------
    client
        The connection.
    address
        Of the scheduler.
    """

    def __init__(self, client: "Client", address: str) -> None:
        self.client, self.address = client, address
        self._n_threads = 0
        self._counted_at: float | None = None
        self._silent_since: float | None = None
        self._empty_since: float | None = None

    def n_threads(self) -> int:
        """Return the threads of all workers, as they were counted last.

        Raises
        ------
        UsageError
            ENG-SIM-004 if the scheduler has been silent, ENG-SIM-005 if no worker has been there,
            for too long.
        """
        if self._counted_at is None or time.monotonic() - self._counted_at >= COUNT_S:
            self._count()
        return self._n_threads

    def await_worker(self) -> None:
        """Wait until a worker is there; raises as `n_threads`."""
        while not self.n_threads():
            time.sleep(LOOK_S)

    def await_scheduler(self) -> None:
        """Wait until the scheduler is there again.

        Raises
        ------
        UsageError
            ENG-SIM-004 if it does not come back.
        """
        until = time.monotonic() + PATIENCE_S
        while self.client.status != "running":
            if self.client.status == "closed" or time.monotonic() >= until:
                raise self.is_gone()
            time.sleep(LOOK_S)

    def is_gone(self) -> UsageError:
        """Return the error that the scheduler has gone while a run was on."""
        return UsageError(
            f"the scheduler at {self.address} gone, with a run under way",
            "a scheduler that stays until the run has ended",
            "see in its log why it ended, start it and its workers anew, and run this again",
            code="ENG-SIM-004",
        )

    def _count(self) -> None:
        asked_at = time.monotonic()
        try:
            asked: Any = self.client.nthreads(callback_timeout=CONNECT_S)
            threads: dict[str, int] = asked
        except (OSError, CancelledError) as error:
            self._silent_since = self._silent_since or asked_at
            if time.monotonic() - self._silent_since >= SILENCE_S:
                raise self.is_gone() from error
            return
        self._silent_since = None
        self._n_threads = sum(threads.values())
        if self._n_threads:
            self._counted_at, self._empty_since = time.monotonic(), None
            return
        self._empty_since = self._empty_since or asked_at
        if time.monotonic() - self._empty_since >= PATIENCE_S:
            raise UsageError(
                f"no worker at {self.address} for {PATIENCE_S:g} s",
                "at least one worker that has joined that scheduler",
                f"start one on each machine: dask worker {self.address}",
                code="ENG-SIM-005",
            )


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect with a cluster as long as the context lasts.

    Raises
    ------
    UsageError
        ENG-SIM-003 for an address that is none, ENG-SIM-004 where nobody answers, ENG-SIM-007
        where Dask is not installed.
    """
    require_dask(address)
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "no Dask in this installation",
            "the optional part that speaks with clusters",
            'install it: pip install "reassure[dask]", or with --require-hashes from '
            "requirements/dask.txt; or leave the address out and run on this machine",
            code="ENG-SIM-007",
        ) from error
    with _without_chatter():
        try:
            # In a thread of its own, since notebooks have a loop in theirs.
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asyncio.run, _greet(address)).result()
            client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, MemoryError) as error:
            raise UsageError(
                f"nobody who answers at {address} within {CONNECT_S:g} s",
                "the address of a Dask scheduler that runs and can be reached from here",
                "start one with `dask scheduler` and give the address that it prints, or leave "
                "the address out and run on this machine",
                code="ENG-SIM-004",
            ) from error
        except (TypeError, ValueError) as error:
            raise UsageError(
                f"address {address}, which Dask refuses: {str(error).strip().rstrip('.')}",
                "tcp://HOST:PORT, or tls://HOST:PORT with certificates in Dask's settings",
                "give the address that `dask scheduler` prints",
                code="ENG-SIM-003",
            ) from error
        try:
            yield Cluster(client, address)
        finally:
            client.close(timeout=CONNECT_S)


async def _greet(address: str) -> None:
    """Exchange greetings with a scheduler: a client would wait for ever where none come back."""
    from distributed.comm.core import connect
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    comm = await asyncio.wait_for(connect(address, CONNECT_S, **arguments), CONNECT_S)
    await comm.close()


def require_cluster(address: str | None) -> None:
    """Refuse a cluster that is not there, or where nobody works; None asks for none.

    Raises
    ------
    UsageError
        As `connected`, and ENG-SIM-005 where no worker is.
    """
    if address is None:
        return
    with connected(address) as cluster:
        cluster.await_worker()


@contextmanager
def _without_chatter() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in TALKATIVE]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
