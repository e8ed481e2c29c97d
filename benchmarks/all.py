"""Every benchmark, one after the other, each in a process of its own."""

import subprocess
import sys

RUNS = (
    ("benchmarks.commands", "--json"),
    ("benchmarks.check", "--offers", "2000", "--peer", "frictionless", "--json"),
    ("benchmarks.check", "--offers", "20000", "--json"),
    ("benchmarks.generate", "--size", "S", "--seed", "101", "--limit", "30", "--json"),
    ("benchmarks.generate", "--size", "M", "--seed", "101", "--limit", "60", "--json"),
    ("benchmarks.replan", "--size", "S", "--change", "withdrawn", "--json"),
    ("benchmarks.asks", "--json"),
    ("benchmarks.robust", "--limit", "20", "--json"),
)


def main() -> int:
    """Run them; return 1 if any failed."""
    codes = [subprocess.run([sys.executable, "-m", *run], check=False).returncode for run in RUNS]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
