"""Compiled functions: by numba, when first called on a machine, and kept beside the code for the next process."""

from collections.abc import Callable
from typing import Any

from numba import njit, types
from numba.extending import intrinsic

__all__ = ["compiled", "ones_in"]


def compiled(function: Callable[..., Any]) -> Any:
    """The function, compiled; as it is written it stays at hand as ``py_func``.

    A trap for whoever changes it: what is kept beside the code is made anew when its own file has changed, and not when
    a function of another file that it calls has (`projects_breed` calls `projects_pack`, `network` calls `simplex`).
    Then touch the caller's file. And a named tuple that a compiled function takes keeps its name and place
    (`projects_team`): what is kept refers to it, and cannot be read where it is gone.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the code's folder nor the user's own can be written to: compile each time
        return njit(nogil=True)(function)


def _counted(_: Any, word: Any) -> Any:
    """One instruction of the processor; counting bit by bit took packing twice the time."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.int64), build


ones_in: Any = intrinsic(_counted)
"""How many bits are set of a whole number that is not negative; for compiled functions (elsewhere: `int.bit_count`)."""
