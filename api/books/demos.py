"""The scenarios that come with Fairload."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import engine
from api.books.texts import Text, Texts

_INSTALLED = Path(__file__).parents[1] / "demos"
_CHECKOUT = Path(__file__).parents[2] / "scenarios"
_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Demo:
    """A scenario with its overlays."""

    name: str
    base: Text
    overlays: dict[str, Text]

    @property
    def title(self) -> str:
        """What people call it."""
        return _title(self.base)

    def as_json(self) -> dict[str, object]:
        """What there is, not its text; the changes of each overlay."""
        overlays = [
            {"name": name, "title": _title(text), "changes": _changes(self.name, name)}
            for name, text in self.overlays.items()
        ]
        return {"name": self.name, "title": self.title, "overlays": overlays}


@cache
def demos() -> dict[str, Demo]:
    """All of them, by name."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return {base.parent.name: _demo(base) for base in sorted(folder.glob("*/base.yaml"))}


def _demo(base: Path) -> Demo:
    name = base.parent.name
    overlays = {
        path.stem: Text(path.read_text("utf-8"), f"{name}/overlays/{path.name}")
        for path in sorted(base.parent.glob("overlays/*.yaml"))
    }
    return Demo(name, Text(base.read_text("utf-8"), f"{name}/base.yaml"), overlays)


@cache
def _changes(demo: str, overlay: str) -> list[Any]:
    """What an overlay of a demo changes, as it is written."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    file = engine.read_file(folder / demo / "overlays" / f"{overlay}.yaml")
    found: list[Any] = json.loads(json.dumps(file.data.get("changes", []), default=str))
    return found


def _title(text: Text) -> str:
    """Read without the loader: a list of demos must not take seconds."""
    found = _TITLE.search(text.text)
    return found[1].strip("'\"") if found else text.name


def demo_texts(demo: str, overlays: list[str]) -> Texts:
    """A demo with some of its overlays. Raises InputError for a name that there is not."""
    known = demos()
    if demo not in known:
        raise engine.InputError([_unknown("demo", demo, known)])
    mine = known[demo].overlays
    faults = [_unknown(f"overlay of {demo}", name, mine) for name in overlays if name not in mine]
    if faults:
        raise engine.InputError(faults)
    return Texts(known[demo].base, tuple(mine[name] for name in overlays))


def _unknown(kind: str, name: str, known: Iterable[str]) -> engine.Fault:
    return engine.Fault((), f"there is no {kind} `{name}`; known: {', '.join(f'`{each}`' for each in known)}")
