"""Every benchmark, one after the other, each in a process of its own.

``python -m benchmarks.all [NAME ...]``

runs those whose module is named, such as ``deploy``, and all without a name. A row that has
something to reach says what, and whether it was reached; the last line counts these. The exit code
tells of runs that failed and of results that do not stand, not of what was missed, for that hangs
on the machine.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from benchmarks.rows import tell

SEEDS = (101, 102, 103)
"""Seeds of movements; no setting was chosen on them."""


class Run(NamedTuple):
    """One benchmark.

    Attributes
    ----------
    module
        Its name.
    arguments
        What it is told.
    most, least
        By field of its rows, what it must not go beyond, and what it must come up to.
    """

    module: str
    arguments: str
    most: Mapping[str, float] = {}
    least: Mapping[str, float] = {}


def movements() -> Iterator[Run]:
    """Yield the runs of deployments, and what each must reach."""
    for seed in SEEDS:
        yield Run("deploy", f"--size S --seed {seed} --bound", {"gap": 0.001, "seconds": 1})
    yield Run("deploy", "--size S --limit 100 --peer arclp")
    yield Run("deploy", "--size S --limit 100 --peer edd")
    yield Run("deploy", "--size S --limit 100 --peer wedd")
    for seed in SEEDS:
        most = {"gap": 0.001, "seconds": 30, "peak_mb": 500}
        yield Run("deploy", f"--size M --seed {seed} --limit 60 --bound", most)
    for what, gap in (("", 0.04), (" --loads sixty", 0.14), (" --objective closure", 0.2)):
        for seed in SEEDS:
            most = {"gap": gap, "seconds": 60}
            yield Run("deploy", f"--size M --seed {seed} --limit 60{what}", most)
    yield Run("deploy", "--size M --limit 60 --peer edd")
    yield Run("deploy", "--size M --limit 60 --peer wedd")
    for seed in SEEDS:
        most = {"gap": 0.14, "seconds": 300, "peak_mb": 1500}
        yield Run("deploy", f"--size L --seed {seed} --limit 300", most)
    yield Run("deploy", "--size L --limit 300 --peer wedd")
    yield Run("deploy", "--size L --limit 1200 --peer simpy", least={"ratio": 50})
    yield Run("deploy", "--example reassurance-force --limit 30", most={"gap": 0.1, "seconds": 30})


SIMULATED = Run(
    "simulate",
    "--seed 101 --replications 2000",
    most={"replay_ratio": 1.7, "seconds_10000": 20, "peak_mb": 1000, "oracle_max_diff": 1e-9},
    least={
        "fifo_ratio": 200,
        "priority_ratio": 150,
        "sustainment_ratio": 250,
        "hashes_equal": 1,
    },
)

RUNS = (
    Run("commands", ""),
    Run("check", "--offers 2000 --peer frictionless"),
    Run("check", "--offers 20000"),
    Run("generate", "--size S --seed 101 --limit 30"),
    Run("generate", "--size M --seed 101 --limit 60"),
    Run("replan", "--size S --change withdrawn"),
    Run("asks", ""),
    Run("robust", "--limit 20"),
    SIMULATED,
    Run("simulate", "--growth --replications 300"),
    *movements(),
)


def judge(row: Mapping[str, Any], run: Run) -> dict[str, Any]:
    """Return a row with what it must reach and whether it does; one of a must-less run as it is.

    What is not known is not reached, and neither is anything by a result that does not stand.
    """
    if not run.most and not run.least:
        return dict(row)
    must = [f"{name} <= {most:g}" for name, most in run.most.items()]
    must += [f"{name} >= {least:g}" for name, least in run.least.items()]
    low = all(row.get(name) is not None and row[name] <= most for name, most in run.most.items())
    high = all(row.get(name) is not None and row[name] >= at for name, at in run.least.items())
    is_reached = low and high and row.get("verified") is not False
    return {**row, "must": must, "verdict": "reached" if is_reached else "missed"}


def main() -> int:
    """Run them; return 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.all", description=__doc__)
    names = sorted({run.module for run in RUNS})
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    chosen = parser.parse_args().names
    if unknown := sorted(set(chosen) - set(names)):
        parser.error(f"found {', '.join(unknown)}; expected of {', '.join(names)}")
    has_failed, verdicts = False, list[str]()
    for run in RUNS:
        if chosen and run.module not in chosen:
            continue
        command = [sys.executable, "-m", f"benchmarks.{run.module}", *run.arguments.split()]
        ended = subprocess.run([*command, "--json"], stdout=subprocess.PIPE, text=True, check=False)
        has_failed = has_failed or ended.returncode != 0
        for line in ended.stdout.splitlines():
            row = judge(json.loads(line), run)
            verdicts += [row["verdict"]] if "verdict" in row else []
            tell(row, as_json=True)
    tell({name: verdicts.count(name) for name in ("reached", "missed")}, as_json=True)
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
