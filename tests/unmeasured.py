"""Coverage looks away while every plan of a toy is tried.

Being measured makes Python two or three times as slow, and the oracle asks the rules about hundreds of thousands of
plans. What it runs through is no test of the search either: a line of a rule is tested where the rule has its test.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")


def unmeasured(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """The same function, of which coverage sees nothing."""

    @wraps(function)
    def unseen(*args: Given.args, **more: Given.kwargs) -> Found:
        measuring = _measuring()
        if measuring is None:
            return function(*args, **more)
        measuring.stop()
        try:
            return function(*args, **more)
        finally:
            measuring.start()

    return unseen


def _measuring():
    """What measures at this moment, if anything does."""
    try:
        from coverage import Coverage
    except ImportError:
        return None
    return Coverage.current()
