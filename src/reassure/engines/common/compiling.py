"""How functions over arrays are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

FunctionT = TypeVar("FunctionT", bound=Callable[..., object])


def compiled(function: FunctionT) -> FunctionT:
    """Compile a function when it is first called, and keep what comes out beside its file.

    It runs without the interpreter's lock. A division by zero gives what floating point gives, inf
    or nan, as numpy does: to look at every divisor takes a twentieth of the time of a replication.
    """
    made: Any = njit(cache=True, nogil=True, error_model="numpy")(function)
    return made
