"""How functions over arrays are compiled."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., object]) -> Any:
    """Compile a function when it is first called, and keep what comes out beside its file.

    It runs without the interpreter's lock. A division by zero gives what floating point gives, inf
    or nan, as numpy does: to look at every divisor takes a twentieth of the time of a replication.

    Returns
    -------
    Any
        The compiled function, with what the compiler knows of it.
    """
    return njit(cache=True, nogil=True, error_model="numpy")(function)
