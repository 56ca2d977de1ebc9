"""Every error that Fairload raises on purpose, in one tree.

    ScheduleError
    ├── InputError             a file or a request is wrong; carries every fault found in it
    └── UnverifiedPlanError    our bug: a plan that the independent checker rejects

That no plan exists, or that none was found in time, is an answer and not an error: see
``engine.search.Result.outcome``.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

__all__ = ["Fault", "InputError", "ScheduleError", "UnverifiedPlanError", "nearest"]

Path = tuple[str | int, ...]


class ScheduleError(Exception):
    """The root: catch this to catch everything Fairload raises on purpose."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in the input, said so that its author can mend it.

    ``path`` leads to the value inside the document, by keys and list positions;
    ``place`` is ``file:line`` once the loader knows it, and ``label`` the path with list entries named by their ids.
    """

    path: Path
    message: str
    place: str | None = None
    label: str | None = None

    def at(self, place: str | None, label: str | None = None) -> "Fault":
        """The same fault with its place in a file, and with the name its author knows the value by."""
        return replace(self, place=place, label=label or self.label)

    def __str__(self) -> str:
        where = self.label or ".".join(str(step) for step in self.path)
        parts = [part for part in (self.place, where, self.message) if part]
        return ": ".join(parts)


class InputError(ScheduleError):
    """The input is refused; ``faults`` holds everything that is wrong with it, not just the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnverifiedPlanError(ScheduleError):
    """The solver produced a plan that the independent checker rejects. Always a bug of ours."""


_MANY = 200


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean `anna`?` when some known name is close, otherwise the first few known names."""
    names: Sequence[str] = sorted(set(known))
    close = get_close_matches(name, _neighbours(name, names), n=1, cutoff=0.6)
    if close:
        return f"; did you mean `{close[0]}`?"
    if not names:
        return "; none is declared"
    shown = ", ".join(f"`{known_name}`" for known_name in names[:6])
    return f"; known: {shown}" + (", ..." if len(names) > 6 else "")


def _neighbours(name: str, names: Sequence[str]) -> Sequence[str]:
    """Those of many names that begin or end most alike; comparing with all of them would take minutes."""
    if len(names) <= _MANY:
        return names
    backwards = sorted(each[::-1] for each in names)
    front, back = bisect(names, name), bisect(backwards, name[::-1])
    half = _MANY // 4
    alike = {each[::-1] for each in backwards[max(0, back - half) : back + half]}
    return sorted(alike.union(names[max(0, front - half) : front + half]))
