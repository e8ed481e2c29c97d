"""Run a command as a process of its own, and say what it took."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """What runs of one command took.

    Attributes
    ----------
    seconds
        Median of the wall times [s].
    peak_mb
        Largest resident set of any run [MiB].
    exit_code
        The first that was not 0, or 0.
    """

    seconds: float
    peak_mb: float
    exit_code: int


def take(command: list[str], *, runs: int = 3) -> Taken:
    """Run a command some times, its output thrown away."""
    seconds: list[float] = []
    peaks: list[float] = []
    code = 0
    for _ in range(runs):
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        code = code or process.returncode
        seconds.append(time.perf_counter() - begun)
        peaks.append(usage.ru_maxrss / 1024)
    return Taken(statistics.median(seconds), max(peaks), code)


def reassure(*arguments: str) -> list[str]:
    """Return the command line of a command of this package, by this interpreter."""
    return [sys.executable, "-c", "from reassure.cli import app; app()", *arguments]
