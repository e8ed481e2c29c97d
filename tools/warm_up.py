"""Compiles the searches of force generation and deployment, once, so that no first plan need wait.

``python -m tools.warm_up``
"""

from reassure import example_folder, generate_forces, read_plan
from reassure.engines.deploy.scheduling.solve import compile_search


def main() -> None:
    """Plan the smallest shipped example: whatever is compiled for it serves every plan."""
    plan = read_plan(example_folder("first-steps"))
    compile_search(plan, generate_forces(plan))


if __name__ == "__main__":
    main()
