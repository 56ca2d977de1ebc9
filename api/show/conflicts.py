"""Why there is no plan: the business rules that cannot all hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

Document = Mapping[str, Any]


def conflicts(document: Document) -> Text:
    """One line a rule: what it is about, and what it says."""
    lines = []
    for conflict in document["conflicts"]:
        line = Text("- ")
        line.append(conflict["rule"].replace("_", " "), style="bold")
        about = _about(conflict["about"])
        line.append(f" ({about}): {conflict['text']}" if about else f": {conflict['text']}")
        if "place" in conflict["about"]:
            line.append(f" {conflict['about']['place']}", style="dim")
        lines.append(line)
    return Text("\n").join(lines)


def _about(about: Mapping[str, str]) -> str:
    """``person ana, 2027-01-04 to 2027-01-10``."""
    named = [f"{kind} {name}" for kind, name in about.items() if kind not in ("first", "last", "place")]
    if "first" in about:
        last = about.get("last", about["first"])
        named.append(about["first"] if last == about["first"] else f"{about['first']} to {last}")
    return ", ".join(named)
