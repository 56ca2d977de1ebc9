"""JSON, read as strictly as YAML: keys stand once, numbers are numbers, and faults have a line.

JSON is the form for large inputs, so the standard library's parser reads it, and lines are only worked out by
a second look at the text when somebody asks for one: when there is a fault, or an overlay to name.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from math import isfinite

from engine.errors import Fault, Path
from engine.files.source import DEEPEST, Raw, Source, number, place_text

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_SURROGATE = re.compile("[\ud800-\udfff]")
_NESTED = f"lists and mappings are nested more than {DEEPEST} levels deep"


def read_json(text: str, name: str | None) -> Source:
    """Plain data with line numbers. Never raises for bad text: faults stand in the result."""
    twice = False

    def mapping(pairs: list[tuple[str, Raw]]) -> dict[str, Raw]:
        nonlocal twice
        kept = dict(reversed(pairs))  # the first of two equal keys is kept, as in YAML
        twice = twice or len(kept) < len(pairs)
        return {key: kept[key] for key, _ in pairs}

    try:
        data = json.loads(text, object_pairs_hook=mapping, parse_int=number, parse_float=number)
    except json.JSONDecodeError as error:
        if not text.strip():
            return _unreadable(name, 1, "the file is empty")
        return _unreadable(name, error.lineno, f"this is not valid JSON: {error.msg}")
    except RecursionError:
        return _unreadable(name, None, _NESTED)

    @cache
    def lines() -> Mapping[Path, int]:
        return {path: line for path, line, again in reversed(list(_values(text))) if not again}

    source = read_data(data, name)
    faults = [fault.at(place_text(name, lines().get(fault.path))) for fault in source.faults]
    if twice:
        for path, line, again in _values(text):
            if again:
                message = f"key `{path[-1]}` stands here twice, first in line {lines()[path]}"
                faults.append(Fault(path, message, place_text(name, line)))
    return Source(name, source.data, lines, tuple(faults), source.readable)


def _unreadable(name: str | None, line: int | None, message: str) -> Source:
    return Source(name, {}, faults=(Fault((), message, place_text(name, line)),), readable=False)


def read_data(data: Raw, name: str | None) -> Source:
    """Data that was parsed elsewhere (a request's body), checked and copied, so that nobody else can change it."""
    if not isinstance(data, dict):
        held = "nothing" if data is None else "a list" if isinstance(data, list | tuple) else "a single value"
        message = f"a mapping of keys and values is expected, but this holds {held}"
        return Source(name, {}, faults=(Fault((), message, name),), readable=False)
    faults: list[Fault] = []
    copied = _tidy(data, (), faults)
    return Source(name, copied, faults=tuple(fault.at(name) for fault in faults))


def _tidy(value: Raw, path: Path, faults: list[Fault]) -> Raw:
    """A copy of plain data; what is not plain is recorded and left out."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            faults.append(Fault(path, "this text holds half a character (a lone surrogate)"))
            return ""
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        if isfinite(value):
            return value
        faults.append(Fault(path, f"{value} is not a number that can be used"))
        return None
    if not isinstance(value, dict | list | tuple):
        faults.append(Fault(path, f"a value of type {type(value).__name__} cannot be used"))
        return None
    if len(path) >= DEEPEST:
        faults.append(Fault(path, _NESTED))
        return None
    if isinstance(value, dict):
        return {key: _tidy(item, (*path, key), faults) for key, item in _plain_keys(value, path, faults)}
    return [_tidy(item, (*path, number_of_item), faults) for number_of_item, item in enumerate(value)]


def _plain_keys(value: dict[Raw, Raw], path: Path, faults: list[Fault]) -> Iterator[tuple[str, Raw]]:
    for key, item in value.items():
        if isinstance(key, str) and not _SURROGATE.search(key):
            yield key, item
        else:
            faults.append(Fault(path, f"{key!r} cannot be a key; keys are text"))


def _values(text: str) -> Iterator[tuple[Path, int, bool]]:
    """Every value of valid JSON text: its path, its line, and whether its key stood there before."""
    stack: list[_Level] = []
    line, counted = 1, 0
    yield (), 1, False
    for token in _TOKEN.finditer(text):
        line += text.count("\n", counted, token.start())
        counted = token.start()
        sign = token[0]
        level = stack[-1] if stack else None
        if sign in "}]":
            stack.pop()
        elif sign == ",":
            assert level is not None
            level.step = level.step + 1 if isinstance(level.step, int) else None
        elif sign == ":":
            pass
        elif level is not None and level.step is None:
            key = json.loads(sign)
            level.step = key
            yield (*level.path, key), line, key in level.seen
            level.seen.add(key)
        else:
            path = (*level.path, level.step) if level is not None and level.step is not None else ()
            if isinstance(path and path[-1], int):
                yield path, line, False
            if sign in "{[":
                stack.append(_Level(path, None if sign == "{" else 0))


class _Level:
    """A list (``step`` is a position) or a mapping (``step`` is a key, None where one is expected)."""

    def __init__(self, path: Path, step: str | int | None) -> None:
        self.path = path
        self.step = step
        self.seen: set[str] = set()
