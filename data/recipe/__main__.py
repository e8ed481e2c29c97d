"""Build the example ``reassurance-force`` from the raw files.

``python -m data.recipe`` writes it to its place in the package, ``python -m data.recipe FOLDER``
to another new, empty or plan folder.
"""

import sys
from pathlib import Path

from data.recipe.plan import build_plan
from reassure.io.write import write_plan

EXAMPLE = Path(__file__).resolve().parents[2] / "src/reassure/examples/reassurance-force"


def main(arguments: list[str]) -> int:
    """Write the example; return the exit code."""
    if len(arguments) > 1:
        print("usage: python -m data.recipe [FOLDER]", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) if arguments else EXAMPLE
    plan = build_plan()
    write_plan(plan, folder)
    counts = ", ".join(f"{len(table)} {name}" for name, table in plan.tables() if len(table))
    print(f"{counts}\n{plan.sha256}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
