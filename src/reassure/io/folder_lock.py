"""One run at a time in a folder: a lock that the system takes back, however a run ends."""

import contextlib
import fcntl
import os
from collections.abc import Generator
from contextvars import ContextVar
from pathlib import Path

from reassure.model.errors import UsageError

_HELD: ContextVar[frozenset[tuple[int, int]]] = ContextVar("_HELD", default=frozenset())


@contextlib.contextmanager
def locked_folder(folder: Path) -> Generator[None, None, None]:
    """Keep other runs out of a folder; it is made, and taken away again if it stays empty.

    Raises
    ------
    UsageError
        IO-FOLDER-003 if another run is writing there.

    Notes
    -----
    The folder itself is locked, so nothing of the lock is ever left in it. Who holds the lock
    may take it again. File systems without locks, as some networks have, are written to
    without one.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    handle = _locked(folder)
    token = _HELD.set(_HELD.get() | {_identity(os.fstat(handle))})
    try:
        yield
    finally:
        _HELD.reset(token)
        with contextlib.suppress(OSError):  # what holds something by now stays
            for path in made:
                path.rmdir()
        os.close(handle)


def _locked(folder: Path) -> int:
    """Return the handle of a folder, which keeps others out until it is closed."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        opened = _identity(os.fstat(handle))
        try:
            if opened not in _HELD.get():
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise UsageError(
                f"another run that is writing to {folder}",
                "one run at a time in a folder",
                "wait until it has ended, or choose another folder",
                code="IO-FOLDER-003",
            ) from None
        except OSError:
            return handle
        # A run that wrote nothing takes its folder away; a lock on that keeps nobody out.
        with contextlib.suppress(OSError):
            if _identity(folder.stat()) == opened:
                return handle
        os.close(handle)


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
