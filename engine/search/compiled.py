"""Compiled functions: by numba, when first called on a machine, and kept beside the code for the next process."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Any:
    """The function, compiled; as it is written it stays at hand as ``py_func``."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the code's folder nor the user's own can be written to: compile each time
        return njit(nogil=True)(function)
