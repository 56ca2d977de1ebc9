"""A scenario with its overlays as texts: what a job keeps, so that it never depends on anything else."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import engine


@dataclass(frozen=True)
class Text:
    """One file, or what stands for one."""

    text: str
    name: str
    """What to call it; an ending of .json means JSON. Nothing is ever opened by it."""
    data: bool = False
    """It came as JSON inside a request, so lines mean nothing to its author."""


@dataclass(frozen=True)
class Texts:
    """A scenario and its overlays, in order."""

    base: Text
    overlays: tuple[Text, ...] = ()

    @property
    def hash(self) -> str:
        """Equal for equal texts."""
        return hashlib.sha256(json.dumps(self.as_json()).encode()).hexdigest()

    def as_json(self) -> list[list[Any]]:
        """For keeping."""
        return [[each.text, each.name, each.data] for each in (self.base, *self.overlays)]

    @classmethod
    def of_json(cls, kept: Sequence[Sequence[Any]]) -> Texts:
        """And back."""
        base, *overlays = (Text(*each) for each in kept)
        return cls(base, tuple(overlays))

    def load(self) -> engine.Loaded:
        """The scenario. Raises InputError with every fault, each with its place where its author knows one."""
        try:
            return engine.load_text(
                self.base.text, self.base.name, [(overlay.text, overlay.name) for overlay in self.overlays]
            )
        except engine.InputError as error:
            raise engine.InputError(self._placed(fault) for fault in error.faults) from None

    def _placed(self, fault: engine.Fault) -> engine.Fault:
        return fault.at(self._known_to_its_author(fault.place))

    def place(self, loaded: engine.Loaded, about: engine.Subject) -> str | None:
        """Where in these texts stands what a rule is about."""
        return self._known_to_its_author(engine.place_of(loaded, about))

    def _known_to_its_author(self, place: str | None) -> str | None:
        """A place without the line where the text was made from a request's data."""
        name = (place or "").rpartition(":")[0]
        made = {each.name for each in (self.base, *self.overlays) if each.data}
        return name.removesuffix(".json") if name in made else place


def data_text(data: Mapping[str, Any], name: str) -> Text:
    """JSON of a request as a text."""
    return Text(json.dumps(data), f"{name}.json", data=True)


@dataclass(frozen=True)
class Read:
    """A scenario that was read, and its book of work."""

    loaded: engine.Loaded
    book: engine.Book


class Shelf:
    """The scenarios that were read last, so that looking at one again costs nothing."""

    def __init__(self, room: int = 12) -> None:
        self._room = room
        self._lock = Lock()
        self._kept: OrderedDict[str, Read] = OrderedDict()

    def read(self, texts: Texts) -> Read:
        """Read it, or take it from the shelf. Raises InputError."""
        key = texts.hash
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        loaded = texts.load()
        found = Read(loaded, engine.Book(loaded.scenario))
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
        return found
