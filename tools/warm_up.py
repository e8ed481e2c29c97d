"""Compiles the searches and the simulation, once, so that no first plan need wait.

``python -m tools.warm_up``, or ``reassure warm``
"""

from reassure import warm_kernels

if __name__ == "__main__":
    warm_kernels()
