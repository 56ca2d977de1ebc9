"""What can still be checked in a document of which parts are broken.

Everything unreadable is taken out, and what is left is cross-checked, so that a dangling reference is reported
together with a misspelt key. Findings that could be an echo of a broken part are left out: about an entry that
is broken, or while horizon, calendars, templates, departments or policy are, only dangling references count.
"""

import copy
from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.domain.checks import NOT_DECLARED, cross_check
from engine.domain.document import Document
from engine.errors import Fault, Path
from engine.files.edits import child, restored
from engine.files.ground import entries_of
from engine.files.source import Raw
from engine.files.wording import genuine, path_of

_GROUND = {"horizon", "calendars", "templates", "departments", "policy"}
_SECTIONS = ("calendars", "departments", "skills", "roles", "people", "clients", "templates", "projects", "allocations")
_STAND_INS: dict[str, Raw] = {
    "name": "unnamed",
    "horizon": {"first": "2001-01-01", "last": "2001-01-31"},
    "departments": [{"id": "unknown"}],
    "skills": [{"id": "unknown"}],
    "roles": [{"id": "unknown"}],
    "people": [{"id": "unknown", "department": "unknown", "role": "unknown"}],
    "calendars": [{"id": "unknown"}],
}


def readable_faults(data: dict[str, Raw], broken: Sequence[Path]) -> list[Fault]:
    """What a cross-check finds in the readable parts; ``broken`` are the paths of what is wrong or missing."""
    document, drops, stood_in = _pruned(data)
    gone = stood_in | {str(path[0]) for path in broken if len(path) == 1}
    sections = {str(path[0]) for path in broken if path}
    entries = {path[:2] for path in broken}
    known = {section: list(_ids(data.get(section))) for section in sections & set(_SECTIONS)}
    shaken = bool(sections & _GROUND)
    kept = []
    for fault in cross_check(document, known):
        path = fault.path
        for drop in reversed(drops):
            path = restored(path, drop)
        reference = NOT_DECLARED in fault.message
        echo = any(f"{NOT_DECLARED} `{section}`" in fault.message for section in gone)
        if not echo and path[0] not in gone and (reference or not (shaken or path[:2] in entries)):
            kept.append(Fault(path, fault.message))
    return kept


def _ids(entries: Raw) -> Iterator[str]:
    return (entry["id"] for _, entry in entries_of(entries) if isinstance(entry.get("id"), str))


def _pruned(data: dict[str, Raw]) -> tuple[Document, list[Path], set[str]]:
    """A document of the readable parts, what was taken out of lists (in that order), and what is made up.

    Every round takes something out, so there is an end."""
    data = copy.deepcopy(data)
    drops: list[Path] = []
    stood_in: set[str] = set()
    while True:
        try:
            return Document.model_validate(data), drops, stood_in
        except ValidationError as error:
            for path in sorted(_to_drop(genuine(error)), key=_order, reverse=True):
                gone = _taken_out(data, path)
                if len(gone) == 1 and gone[0] in _STAND_INS:
                    data[str(gone[0])] = copy.deepcopy(_STAND_INS[str(gone[0])])
                    stood_in.add(str(gone[0]))
                elif isinstance(gone[-1], int):
                    drops.append(gone)


def _to_drop(errors: Iterable[ErrorDetails]) -> set[Path]:
    """The smallest parts that have to go: the value itself, or what lacks a value."""
    paths: set[Path] = set()
    for error in errors:
        path = path_of(error)
        if error["type"] == "missing" and len(path) > 1:
            path = path[:-1]
        paths.add(path)
    # What lies inside something that goes anyway need not be taken out first.
    return {path for path in paths if not any(path[:length] in paths for length in range(1, len(path)))}


def _order(path: Path) -> list[tuple[int, int, str]]:
    return [(0, step, "") if isinstance(step, int) else (1, 0, step) for step in path]


def _taken_out(data: dict[str, Raw], path: Path) -> Path:
    """Take a value out, or what is around it where it cannot be found (a key with two names), and say which."""
    while len(path) > 1:
        holder: Raw = data
        for step in path[:-1]:
            holder = child(holder, step)
        if child(holder, path[-1]) is not None or (isinstance(holder, dict) and path[-1] in holder):
            del holder[path[-1]]
            return path
        path = path[:-1]
    data.pop(str(path[0]), None)
    return path
