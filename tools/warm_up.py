"""Compiles the search of force generation, once, so that the first plan need not wait for it.

``python -m tools.warm_up``
"""

from reassure import example_folder, generate_forces, read_plan


def main() -> None:
    """Plan the smallest shipped example: whatever is compiled for it serves every plan."""
    generate_forces(read_plan(example_folder("first-steps")))


if __name__ == "__main__":
    main()
