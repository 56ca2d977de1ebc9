"""Edits: what a change of an overlay does to the raw data, in three primitive steps.

Every edit is worked out against the base file alone, never against the result of another edit. Edits of
different changes touch different values (`clashes` says where they do not), and they are carried out in an
order that depends on nothing but themselves; so the order of overlays cannot matter.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from engine.errors import Path
from engine.files.source import Raw, Source
from engine.files.trail import plain

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Edit:
    """Put a value, add an entry to a list, or drop a value or entry.

    ``path`` leads to the value in the base, or to the list that is added to. ``key`` names what is touched:
    the path with list entries named by their ids, so that equal keys mean the same value.
    """

    kind: Literal["put", "add", "drop"]
    path: Path
    key: Key
    before: Raw
    after: Raw
    origin: Path
    """Where the value stands inside the overlay's change: () for the change itself."""


@dataclass(frozen=True)
class Done:
    """An edit that was carried out: what it did, and where in which file it stands."""

    kind: Literal["put", "add", "drop"]
    path: Path
    """The value; for an added entry with its position."""
    source: Source
    origin: Path


def put(path: Path, key: Key, before: Raw, after: Raw, origin: Path = ()) -> Iterator[Edit]:
    """Give a value. The same value again is an edit too: it must not meet another one from elsewhere."""
    yield Edit("put", path, key, before, after, origin)


def add(path: Path, key: Key, entry: Raw, origin: Path = ()) -> Iterator[Edit]:
    """Add an entry to a list; equal entries from two overlays are a clash."""
    yield Edit("add", path, key, None, entry, origin)


def drop(path: Path, key: Key, before: Raw) -> Iterator[Edit]:
    """Take a value or a list's entry away."""
    yield Edit("drop", path, key, before, None, ())


def content_key(value: Raw) -> str:
    """A name for an entry that has none: its content."""
    return "+" + json.dumps(plain(value), sort_keys=True)


def labelled(data: Raw, path: Path) -> Key:
    """The path with list entries named by their ids where they have one."""
    steps: list[str | int] = []
    for step in path:
        here = child(data, step)
        named = here.get("id") if isinstance(here, dict) and isinstance(step, int) else None
        steps.append(named if isinstance(named, str) else step)
        data = here
    return tuple(steps)


def label(data: Raw, path: Path) -> str:
    """The same as text, with dots."""
    return ".".join(str(step) for step in labelled(data, path))


def child(data: Raw, step: str | int) -> Raw:
    """What stands under a key or at a position; None where nothing does."""
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return data[step]
    return None


def carry_out(data: dict[str, Raw], edits: Iterable[tuple[Edit, Source, Path]]) -> list[Done]:
    """Change ``data`` by edits that do not clash, in an order of their own. Each comes with the file and the
    path in it that it stems from."""
    ordered = sorted(edits, key=lambda item: (item[0].kind == "drop", item[0].kind, _order(item[0].key)))
    done = [_carry_out(data, edit, source, origin) for edit, source, origin in ordered if edit.kind != "drop"]
    # Positions in lists are those of the base, so entries are taken away last, and from the end.
    drops = sorted((item for item in ordered if item[0].kind == "drop"), key=lambda item: _order(item[0].path))
    return done + [_carry_out(data, edit, source, origin) for edit, source, origin in reversed(drops)]


def _order(path: Path) -> list[tuple[str, int, str]]:
    return [("", step, "") if isinstance(step, int) else ("text", 0, step) for step in path]


def _carry_out(data: dict[str, Raw], edit: Edit, source: Source, origin: Path) -> Done:
    """Where the base holds text in place of a list or mapping nothing is done; its own check will say so."""
    path = edit.path
    if edit.kind == "add":
        entries = _container(data, (*path, 0))
        if isinstance(entries, list):
            path = (*path, len(entries))
            entries.append(edit.after)
    elif _holds(container := _container(data, path), path[-1]):
        if edit.kind == "put":
            container[path[-1]] = edit.after
        else:
            del container[path[-1]]
    return Done(edit.kind, path, source, origin)


def _holds(container: Raw, step: str | int) -> bool:
    return isinstance(container, list if isinstance(step, int) else dict)


def _container(data: Raw, path: Path) -> Raw:
    """The list or mapping that holds the value at a path; made where it is not there yet."""
    for step, following in pairwise(path):
        if isinstance(data, dict) and data.get(step) is None:
            data[step] = [] if isinstance(following, int) else {}
        data = child(data, step)
    return data


def origin_of(path: Path, done: Sequence[Done], base: Source) -> tuple[Source, Path]:
    """Which file a value of the changed data comes from, and its path in there."""
    for step in reversed(done):
        where = step.path
        if step.kind == "drop":
            path = restored(path, where)
        elif path[: len(where)] == where:
            return step.source, step.origin + path[len(where) :]
    return base, path


def restored(path: Path, dropped: Path) -> Path:
    """A path as it was before an entry was taken out of a list."""
    depth = len(dropped) - 1
    last = dropped[-1]
    if isinstance(last, int) and len(path) > depth and path[:depth] == dropped[:depth]:
        step = path[depth]
        if isinstance(step, int) and step >= last:
            return (*path[:depth], step + 1, *path[depth + 1 :])
    return path


def clashes(keys: Sequence[tuple[Key, int]]) -> Iterator[tuple[Key, int, int]]:
    """Pairs of changes (by number) that touch the same value, or of which one touches a part of the other's."""
    owners: dict[Key, set[int]] = {}
    for key, owner in keys:
        owners.setdefault(key, set()).add(owner)
    found: dict[tuple[Key, int, int], None] = {}
    for key, mine in owners.items():
        for length in range(1, len(key) + 1):
            for owner in mine:
                for other in owners.get(key[:length], ()):
                    if other != owner:
                        found[key, min(owner, other), max(owner, other)] = None
    yield from found
