"""The base file that changes refer to: finding things in it by name, and saying what is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_origin

from pydantic import BaseModel

from engine.domain.document import Document
from engine.errors import Fault, InputError, Path, nearest
from engine.files.edits import Key, child
from engine.files.source import Raw
from engine.files.wording import type_at

Found = tuple[int, dict[str, Raw]]


def refuse(path: Path, message: str) -> InputError:
    """A change that cannot be made; ``path`` leads to the reason inside the change."""
    return InputError([Fault(path, message)])


@dataclass(frozen=True)
class Ground:
    """The raw data of the base, and what to call it."""

    data: dict[str, Raw]
    name: str

    def entries(self, section: str) -> Iterator[Found]:
        """Position and content of the readable entries of a section."""
        yield from entries_of(self.data.get(section))

    def ids(self, section: str) -> list[str]:
        """The ids of a section."""
        return [entry["id"] for _, entry in self.entries(section) if isinstance(entry.get("id"), str)]

    def find(self, section: str, kind: str, name: str, path: Path) -> Found:
        """The entry with this id. Raises InputError naming the nearest one."""
        for number, entry in self.entries(section):
            if entry.get("id") == name:
                return number, entry
        raise refuse(path, f"{kind} `{name}` is not in `{self.name}`{nearest(name, self.ids(section))}")

    def must_be_new(self, section: str, kind: str, name: str, path: Path) -> None:
        """Raises InputError where the id is taken."""
        if name in self.ids(section):
            raise refuse(path, f"{kind} `{name}` is in `{self.name}` already; an added one needs an id of its own")

    def resolve(self, dotted: str, path: Path) -> tuple[Path, Key, Raw]:
        """What ``projects.lighthouse.priority`` means: the value's path, its key, and what it is now.

        Ids may hold dots themselves; the longest name that fits is meant. A value that is not given yet may be
        named where the format has a place for it.
        """
        steps = dotted.split(".")
        here: Raw = self.data
        real: list[str | int] = []
        key: list[str | int] = []
        while steps:
            taken, step = self._step(here, steps, tuple(real), key, path)
            here = child(here, step)
            named = here.get("id") if isinstance(step, int) and isinstance(here, dict) else None
            real.append(step)
            key.append(named if isinstance(named, str) else step)
            steps = steps[taken:]
        return tuple(real), tuple(key), here

    def _step(self, here: Raw, steps: list[str], real: Path, key: list[str | int], path: Path) -> tuple[int, str | int]:
        """How many of the steps name the next key or entry, and which it is."""
        so_far = ".".join(str(step) for step in key)
        if isinstance(here, dict):
            for taken in range(len(steps), 0, -1):
                if ".".join(steps[:taken]) in here:
                    return taken, ".".join(steps[:taken])
            return 1, steps[0]
        if isinstance(here, list):
            positions = {entry["id"]: number for number, entry in entries_of(here) if isinstance(entry.get("id"), str)}
            for taken in range(len(steps), 0, -1):
                if (position := positions.get(".".join(steps[:taken]))) is not None:
                    return taken, position
            if steps[0].isdecimal() and int(steps[0]) < len(here):
                return 1, int(steps[0])
            hint = nearest(steps[0], positions) if positions else f"; it has {len(here)} entries, counted from 0"
            raise refuse(path, f"`{so_far}.{steps[0]}` is not in `{self.name}`{hint}")
        if here is None and _is_mapping(type_at(Document, real)):
            return 1, steps[0]
        raise refuse(path, f"`{so_far}` in `{self.name}` has no `{'.'.join(steps)}`")


def name_of(entry: dict[str, Raw], number: int) -> str | int:
    """What an entry is called in a key: its id, or its position where it has none."""
    name = entry.get("id")
    return name if isinstance(name, str) else number


def entries_of(entries: Raw) -> Iterator[Found]:
    """Position and content of those entries of a list that are mappings."""
    if isinstance(entries, list):
        for number, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield number, entry


def _is_mapping(kind: Raw) -> bool:
    origin: Raw = get_origin(kind)
    return origin is dict or (isinstance(kind, type) and issubclass(kind, BaseModel))
