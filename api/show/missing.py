"""What is not staffed, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from api.show.words import counted, hours

Document = Mapping[str, Any]
MOST, MOST_REASONS = 10, 2
"""So many demands and reasons are told; plan.json holds them all."""


def missing(document: Document) -> Group:
    """Decided work first, most minutes on top; each with its reasons."""
    short = document["shortfalls"]
    if not short:
        return Group(Text("Nothing: everything asked for is staffed.", style="green"))
    ordered = sorted(short, key=lambda each: (each["status"] == "tentative", -each["minutes"], each["demand"]))
    parts = [part for each in ordered[:MOST] for part in _told(each)]
    if len(ordered) > MOST:
        rest = sum(each["minutes"] for each in ordered[MOST:])
        parts.append(
            Text(f"and {counted(len(ordered) - MOST, 'more demand')}, {hours(rest)} together; plan.json has them all")
        )
    return Group(*parts)


def _told(short: Mapping[str, Any]) -> Iterator[RenderableType]:
    pitch = " (pitch)" if short["status"] == "tentative" else ""
    yield Text.assemble(
        (short["demand"], "bold"),
        f"{pitch}: {hours(short['minutes'])} of {hours(short['demanded_minutes'])} not staffed",
    )
    several = len(short["reasons"]) > 1
    for reason in short["reasons"][:MOST_REASONS]:
        share = f"{hours(reason['minutes'])}: " if several else ""
        yield Padding(Text(share + reason["text"], style="dim"), (0, 0, 0, 3))
