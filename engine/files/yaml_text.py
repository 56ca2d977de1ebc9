"""YAML, read strictly: what a project manager typed is what Fairload sees.

Plain YAML has traps: ``country: NO`` is false, ``7:30`` is 450, a key typed twice silently loses its first
value, and nine lines of aliases can fill the memory. Here only ``true`` and ``false`` are booleans, dates and
clock times stay text, numbers keep their digits, a key stands once, and anchors, aliases, merge keys and tags
are refused. The parser's events are read directly (libyaml, through PyYAML), so nothing is built that is not
wanted, and every fault in the text is found in one pass, except that nothing can be read behind a syntax error.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import yaml

from engine.errors import Fault, Path
from engine.files.source import DEEPEST, Raw, Source, number, place_text

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(r"^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = {
    "found character that cannot start any token": "this character cannot begin a value; put the text in quotes",
    "mapping values are not allowed in this context": (
        "a colon is not expected here; check the indentation, or put text that holds a colon in quotes"
    ),
    "did not find expected key": "a key was expected here; check that the lines around it are indented alike",
    "could not find expected ':'": "a key without its colon",
    "did not find expected '-' indicator": "a list entry was expected here; check the indentation",
    "found unexpected end of stream": "the file ends inside a quoted text",
}


def read_yaml(text: str, name: str | None) -> Source:
    """Plain data with line numbers. Never raises for bad text: faults stand in the result."""
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = f"the character U+{ord(found[0]):04X} cannot stand in a text file"
        return _unreadable(name, line, message)
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        builder.stop(_line_of(error), _explain(error, text))
    except yaml.YAMLError as error:  # pragma: no cover  (what the check above lets through, the reader accepts)
        builder.stop(1, f"this is not valid YAML: {error}")
    return builder.result()


def _unreadable(name: str | None, line: int | None, message: str) -> Source:
    return Source(name, {}, faults=(Fault((), message, place_text(name, line)),), readable=False)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return 1 if mark is None else mark.line + 1


def _explain(error: yaml.MarkedYAMLError, text: str) -> str:
    lines = text.splitlines()
    number_of_line = _line_of(error)
    line = lines[number_of_line - 1] if number_of_line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab cannot indent YAML; use spaces"
    problem = error.problem or "it cannot be read"
    hint = _HINTS.get(problem, f"{problem} {error.context}" if error.context else problem)
    return f"this is not valid YAML: {hint}"


def _line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else event.start_mark.line + 1


class _Stop(Exception):
    """Nothing behind this point is worth reading; the fault is recorded already."""


class _Frame:
    """A list or mapping that is being read."""

    def __init__(self, container: dict[str, Raw] | list[Raw], path: Path) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        self.keep = True
        """Whether the value of the current key is kept; a second value of the same key is not."""


class _Builder:
    """Puts events together to plain data."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.root: Raw = None
        self.lines: dict[Path, int] = {(): 1}
        self.faults: list[Fault] = []
        self.stack: list[_Frame] = []
        self.documents = 0
        self.readable = True
        self.handlers: dict[type[Any], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: partial(self._open, dict),
            yaml.MappingEndEvent: self._close,
            yaml.SequenceStartEvent: partial(self._open, list),
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        if handler := self.handlers.get(type(event)):
            handler(event)

    def result(self) -> Source:
        """What was read."""
        if self.readable and not isinstance(self.root, dict):
            held = "a list" if isinstance(self.root, list) else "nothing" if self.root is None else "a single value"
            message = "the file is empty" if self.root is None else "a mapping of keys and values is expected"
            self.stop(1, message if self.root is None else f"{message}, but the file holds {held}")
        data = self.root if isinstance(self.root, dict) else {}
        return Source(self.name, data, lambda: self.lines, tuple(self.faults), self.readable)

    def stop(self, line: int, message: str) -> None:
        """Record a fault behind which nothing can be read."""
        self._fault((), line, message)
        self.readable = False

    def _fault(self, path: Path, line: int, message: str) -> None:
        self.faults.append(Fault(path, message, place_text(self.name, line)))

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._fault((), _line(event), "a second document begins here (`---`); one file holds one")
            raise _Stop

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        line = _line(event)
        frame = self.stack[-1] if self.stack else None
        if event.anchor is not None or event.tag is not None:
            self._decorated(event, line)
        if frame is not None and frame.key is None and isinstance(frame.container, dict):
            self._key(frame, event.value, line, plain=event.implicit[0])
        else:
            self._put(_plain(event.value) if event.implicit[0] else event.value, line)

    def _key(self, frame: _Frame, key: str, line: int, plain: bool = True) -> None:
        assert isinstance(frame.container, dict)
        frame.key, frame.keep = key, True
        path = (*frame.path, key)
        if key == "<<" and plain:
            self._fault(path, line, "merge keys (`<<`) are not allowed; write the values out")
            frame.keep = False
        elif key in frame.container:
            self._fault(path, line, f"key `{key}` stands here twice, first in line {self.lines[path]}")
            frame.keep = False
        else:
            self.lines.setdefault(path, line)

    def _here(self) -> Path:
        frame = self.stack[-1]
        return (*frame.path, len(frame.container) if isinstance(frame.container, list) else frame.key or "")

    def _put(self, value: Raw, line: int) -> Path:
        """Add a value to the list or mapping that is open, and say where it stands now."""
        if not self.stack:
            self.root = value
            return ()
        frame, path = self.stack[-1], self._here()
        if isinstance(frame.container, list):
            self.lines.setdefault(path, line)
            frame.container.append(value)
        else:
            assert frame.key is not None
            if frame.keep:
                frame.container[frame.key] = value
            frame.key = None
        return path

    def _open(self, kind: type[dict[str, Raw]] | type[list[Raw]], event: yaml.CollectionStartEvent) -> None:
        line = _line(event)
        if event.anchor is not None or event.tag is not None:
            self._decorated(event, line)
        if len(self.stack) >= DEEPEST:
            self.stop(line, f"lists and mappings are nested more than {DEEPEST} levels deep")
            raise _Stop
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and isinstance(frame.container, dict):
            self.stop(line, "a key must be plain text, not a list or mapping; nothing behind it was read")
            raise _Stop
        container: dict[str, Raw] | list[Raw] = kind()
        self.stack.append(_Frame(container, self._put(container, line)))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        self.stack.pop()

    def _alias(self, event: yaml.AliasEvent) -> None:
        line = _line(event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and isinstance(frame.container, dict):
            frame.key = f"*{event.anchor}"
        if frame is None or frame.key != "<<":
            path = self._here() if frame else ()
            self._fault(path, line, f"aliases (`*{event.anchor}`) are not allowed; write the value out")
        if frame is not None:
            frame.keep = False
        self._put(None, line)

    def _decorated(self, event: Any, line: int) -> None:
        path = self._here() if self.stack else ()
        if event.anchor is not None:
            self._fault(path, line, f"anchors (`&{event.anchor}`) are not allowed; write values out where they belong")
        if event.tag is not None:
            self._fault(path, line, f"tags (`{event.tag}`) are not allowed; put text in quotes instead")


def _plain(text: str) -> Raw:
    """An unquoted value: nothing, true, false, a number, or text."""
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    return number(text) if _NUMBER.match(text) else text
