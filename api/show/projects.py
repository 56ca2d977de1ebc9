"""Each project's hours, money and dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from api.show.words import SYMBOLS, bare_hours, bare_money, day, percent

Document = Mapping[str, Any]
WIDE = 120


def projects(document: Document, width: int) -> Table | None:
    """One row a project; with its managers and its budget where there is room for them."""
    if not document["projects"]:
        return None
    wide = width >= WIDE
    currency = document["scenario"]["currency"]
    sign = SYMBOLS.get(currency, currency)
    table = Table(box=None, padding=(0, 2 if wide else 1, 0, 0), header_style="dim")
    table.add_column("project", no_wrap=True, overflow="ellipsis", ratio=None if wide else 1, min_width=10)
    for name in ("hours", "of", f"revenue {sign}", f"cost {sign}", "margin", "start", "finish"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("late", justify="right", no_wrap=True)
    if wide:
        table.add_column("budget used", justify="right", no_wrap=True)
        table.add_column("project manager", no_wrap=True, overflow="ellipsis")
    names = {person["person"]: person["name"] for person in document["people"]}
    for project in document["projects"]:
        table.add_row(*_cells(project, names, wide=wide), style=_style(project))
    if any(project["status"] == "tentative" for project in document["projects"]):
        table.caption = "with its chance: a pitch, at full value"
        table.caption_justify = "left"
    return table


def _cells(project: Mapping[str, Any], names: Mapping[str, str], *, wide: bool) -> list[str | Text]:
    late = project["lateness_days"]
    cells: list[str | Text] = [
        _name(project),
        bare_hours(project["delivered_minutes"]),
        bare_hours(project["demanded_minutes"]),
        bare_money(project["revenue"]),
        bare_money(project["cost"]),
        percent(project["margin_share"], 0),
        "--" if project["start"] is None else day(project["start"]),
        "--" if project["finish"] is None else day(project["finish"]),
        Text(f"{late} d", style="bold") if late else "",
    ]
    if wide:
        cells += [
            percent(project["budget_burn"], 0) if project["budget"] is not None else "",
            ", ".join(names.get(person, person) for person in project["project_managers"]),
        ]
    return cells


def _name(project: Mapping[str, Any]) -> str:
    chance = "" if project["probability"] is None else f" ({project['probability']} %)"
    return project["name"] + chance


def _style(project: Mapping[str, Any]) -> str:
    return "italic" if project["status"] == "tentative" else "dim" if project["status"] == "internal" else ""
