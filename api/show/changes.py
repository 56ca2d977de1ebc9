"""What moves against the published plan, person by person."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from api.show.words import counted, hours

MOST_LINES = 12
"""So many lines a person; the rest is in the document."""


def changes(document: Mapping[str, Any]) -> RenderableType | None:
    """Who has to be told what; None where nothing is published or nothing moves."""
    found = document["changes"]
    if not found:
        return None
    moved = [change for change in found if change["counts"]]
    people = len({change["person"] for change in moved})
    lines = [
        Text(
            f"{counted(len(moved), 'change')} of who works on what in which week, "
            f"for {counted(people, 'person', 'people')}; {counted(len(found) - len(moved), 'week')} with other hours"
        )
    ]
    for person, group in groupby(moved, key=lambda change: change["person"]):
        lines.append(Text(f"  {person}", style="bold"))
        of_person = list(group)
        lines += [Text(f"    {sentence(change)}") for change in of_person[:MOST_LINES]]
        if len(of_person) > MOST_LINES:
            lines.append(Text(f"    and {len(of_person) - MOST_LINES} more", style="dim"))
    return Group(*lines)


def sentence(change: Mapping[str, Any]) -> str:
    """``2027-W08: off design (15 h)``."""
    if change["planned_minutes"]:
        return f"{change['week']}: on to {change['demand']} ({hours(change['planned_minutes'])})"
    return f"{change['week']}: off {change['demand']} ({hours(change['published_minutes'])})"
