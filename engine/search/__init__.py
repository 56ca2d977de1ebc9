"""The search: from a scenario to a verified plan with a proof of how good it is.

`solve` is the one doorway; `engine.search.solving` says what it does. It is fetched when it is first asked for: worker
processes need a small part of this package and start all the sooner.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.search.solving import solve

__all__ = ["solve"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from engine.search import solving

    return getattr(solving, name)
