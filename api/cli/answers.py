"""How a command ends: its exit code, and what is wrong said as text or as JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.text import Text

import engine
from api.show.words import counted

T = TypeVar("T")

TRACEBACK = "FAIRLOAD_TRACEBACK"
"""The environment variable with which developers see where a bug is."""


class Code(IntEnum):
    """What the shell is told."""

    FINE = 0
    """A plan, or a clean check."""
    BUG = 1
    """Our fault."""
    BAD_INPUT = 2
    IMPOSSIBLE = 3
    NOTHING_FOUND = 4
    ABORTED = 130
    """By Ctrl-C, as shells number it."""


def code_of(outcome: engine.Outcome) -> Code:
    """The exit code of an outcome."""
    return {"impossible": Code.IMPOSSIBLE, "nothing_found": Code.NOTHING_FOUND}.get(outcome.value, Code.FINE)


def page() -> Console:
    """Where answers for people go: colour only on a terminal, and no character that the terminal cannot show."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return Console(file=sys.stdout, highlight=False, soft_wrap=False)


def side() -> Console:
    """Where news and complaints go, so that they never mix with an answer."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")
    return Console(file=sys.stderr, highlight=False)


def tell_json(document: Mapping[str, Any]) -> None:
    """One JSON document on stdout, in UTF-8 whatever the terminal speaks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(engine.document_text(document))


def refuse(faults: Iterable[engine.Fault], heading: str, *, as_json: bool) -> NoReturn:
    """Say what is wrong with the input, all of it, and end with 2."""
    found = list(faults)
    if as_json:
        tell_json({"faults": [fault_data(fault) for fault in found]})
    else:
        console = side()
        console.print(Text(f"{heading}:", style="bold"), soft_wrap=True)
        for fault in found:
            console.print(Text(f"  {fault}"), soft_wrap=True)
    raise typer.Exit(Code.BAD_INPUT)


def from_plan_file(path: Path, read: Callable[[Any], T], of: str = "", *, as_json: bool) -> T:
    """What `read` makes of a plan.json; ends the command where it is no plan (``of`` what, in words)."""
    file = engine.read_file(path)
    faults = list(file.faults)
    if not faults:
        try:
            return read(file.data)
        except engine.InputError as error:
            faults = [fault.at(file.place(fault.path)) for fault in error.faults]
    refuse(faults, f"{path} is not a plan{of}, {there_are(len(faults), 'fault')}", as_json=as_json)


def fault_data(fault: engine.Fault) -> dict[str, Any]:
    """A fault as JSON: ``place`` is ``file:line``, ``value`` the way to the value by the author's own ids."""
    return {
        "place": fault.place,
        "value": fault.label or ".".join(str(step) for step in fault.path) or None,
        "message": fault.message,
    }


def breach_data(found: engine.Breach | engine.Conflict) -> dict[str, Any]:
    """A rule that does not hold, or cannot, as JSON; ``about`` names only what there is."""
    return {
        "rule": found.rule,
        "about": {kind: named for kind, named in asdict(found.about).items() if named},
        "text": found.text,
    }


def own_up(error: Exception, *, as_json: bool) -> Code:
    """A bug of ours, said without a traceback; whoever wants it asks for it."""
    message = f"this is a bug in Fairload, please report it with your scenario: {type(error).__name__}: {error}"
    if as_json:
        sys.stdout.write(json.dumps({"error": message}, ensure_ascii=False) + "\n")
    else:
        side().print(Text(f"Sorry, {message}"), soft_wrap=True)
        side().print(f"Set {TRACEBACK}=1 to see where.")
    return Code.BUG


def there_are(number: int, one: str, many: str | None = None) -> str:
    """``there is 1 fault``, ``there are 3 faults``."""
    return f"there {'is' if number == 1 else 'are'} {counted(number, one, many)}"
