"""One measured run in a process of its own: its time from when it is ready, and its peak."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

START_LIMIT_S = 600.0
"""Time for loading and compiling, before the clock runs."""


def kill_after_s(time_limit_s: float) -> float:
    """Return when a run that was given a time limit is killed [s]."""
    return 1.25 * time_limit_s + 10.0


def run_job(module: str, folder: Path, time_limit_s: float) -> tuple[float, float]:
    """Run the job in a folder; return seconds since it was ready and the peak [MiB].

    The module is told the folder; the file ``ready`` that it leaves there starts the clock. What
    goes beyond `kill_after_s` is killed.
    """
    command = [sys.executable, "-m", module, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    begun, allowed, is_ready = time.perf_counter(), START_LIMIT_S, False
    is_killed = False
    try:
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - begun
            if pid:
                break
            if not is_ready and (folder / "ready").exists():
                begun, allowed, is_ready = time.perf_counter(), kill_after_s(time_limit_s), True
            elif seconds > allowed and not is_killed:
                is_killed = True
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.02)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and not (is_killed and is_ready):
        raise SystemExit(f"the run ended with exit code {process.returncode}; expected 0")
    return seconds, usage.ru_maxrss / 1024
