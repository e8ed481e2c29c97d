"""How long the commands of the README take: start, check, the whole plan.

``python -m benchmarks.commands [--example NAME] [--runs N] [--json]``
"""

import argparse
import json
import tempfile

from benchmarks.timing import reassure, take
from reassure.examples import example_folder


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.commands", description=__doc__)
    parser.add_argument("--example", default="reassurance-force", help="shipped plan to run")
    parser.add_argument("--runs", type=int, default=3, help="runs of each command")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    folder = str(example_folder(options.example))
    with tempfile.TemporaryDirectory() as out:
        commands = {
            "reassure --help": reassure("--help"),
            f"reassure check {options.example}": reassure("check", folder),
            f"reassure plan {options.example}": reassure("plan", folder, "--out", out),
        }
        for name, command in commands.items():
            taken = take(command, runs=options.runs)
            if taken.exit_code != 0:
                raise SystemExit(f"{name}: ended with exit code {taken.exit_code}; expected 0")
            row = {
                "command": name,
                "seconds": round(taken.seconds, 3),
                "peak_mb": round(taken.peak_mb, 1),
                "runs": options.runs,
            }
            if options.json:
                print(json.dumps(row), flush=True)
            else:
                print(f"{name:40} {taken.seconds:8.2f} s {taken.peak_mb:8.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
