"""The page: headline, goals, people, weeks, projects, what is missing, fairness, changes, notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text

from api.show.changes import changes
from api.show.conflicts import conflicts
from api.show.fairness import fairness
from api.show.goals import goals
from api.show.headline import headline
from api.show.heat import heat
from api.show.missing import missing
from api.show.people import people
from api.show.projects import projects
from api.show.trail import trail

Document = Mapping[str, Any]


def report(document: Document, console: Console) -> None:
    """Print the page of a plan document, whatever its outcome."""
    console.print(headline(document))
    if document["conflicts"]:
        _section(console, "These cannot all hold together", conflicts(document))
    if document["kpis"] is not None:
        _section(console, "Goals, in order", goals(document))
        _section(console, "People: load of available time, billable of effective time", people(document, console.width))
        _section(console, "Weeks: load of available time", heat(document, console.width))
        _section(console, "Projects", projects(document, console.width))
        _section(console, "Not staffed", missing(document))
        _section(console, "Fairness", fairness(document))
        _section(console, "What moves against the published plan", changes(document))
    _section(console, "What the overlays change", trail(document["trail"]))
    if document["notes"]:
        _section(console, "Notes", Text("\n".join(f"- {note}" for note in document["notes"])))


def _section(console: Console, title: str, content: RenderableType | None) -> None:
    if content is not None:
        console.print()
        console.rule(Text(title, style="bold"), align="left", style="dim")
        console.print(content)
