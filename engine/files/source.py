"""A parsed file: plain data, where each of its values stands, and what is wrong with it as text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from engine.errors import Fault, Path

Raw = Any
"""Data as a file holds it: mappings, lists, text, whole numbers, `Decimal`, true and false, nothing."""

MOST_BYTES = 20_000_000
"""Larger files are refused."""
DEEPEST = 60
"""Most levels of lists and mappings inside each other."""
_LONGEST_NUMBER = 100


@dataclass(frozen=True, eq=False)
class Source:
    """What was read from one file, text or request.

    ``data`` is empty when nothing could be read; ``faults`` then says why. ``find_lines`` gives the line
    (from 1) of every value, and is called only when somebody asks for one.
    """

    name: str | None
    data: dict[str, Raw]
    find_lines: Callable[[], Mapping[Path, int]] = dict
    faults: tuple[Fault, ...] = ()
    readable: bool = True

    @cached_property
    def _lines(self) -> Mapping[Path, int]:
        return self.find_lines()

    def line(self, path: Path) -> int | None:
        """The line of a value, or of the nearest thing around it that has one."""
        for length in range(len(path), -1, -1):
            if (found := self._lines.get(path[:length])) is not None:
                return found
        return None

    def place(self, path: Path) -> str | None:
        """``base.yaml:12``; just the name where lines are not known."""
        return place_text(self.name, self.line(path))


def place_text(name: str | None, line: int | None) -> str | None:
    """``base.yaml:12`` from its parts."""
    return name if name is None or line is None else f"{name}:{line}"


def number(text: str) -> int | Decimal | str:
    """A number exactly as it was written; text where it is written in powers or is absurdly long.

    Amounts of money stay `Decimal`, so that 42.10 is 42.10. Powers (1e999999999) stay text, because a few
    characters of them can fill the memory.
    """
    if len(text) > _LONGEST_NUMBER or "e" in text or "E" in text:
        return text
    return Decimal(text) if "." in text else int(text)
