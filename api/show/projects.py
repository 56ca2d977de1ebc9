"""Each project's hours, money and dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from api.show.words import SYMBOLS, bare_hours, bare_money, day, fitted, percent

Document = Mapping[str, Any]
NARROWEST, WIDE = 12, 120


def projects(document: Document, width: int) -> Table | None:
    """One row a project; with its managers and its budget where there is room for them."""
    if not document["projects"]:
        return None
    wide = width >= WIDE
    names = {person["person"]: person["name"] for person in document["people"]}
    currency = document["scenario"]["currency"]
    sign = SYMBOLS.get(currency, currency)
    heads = ["hours", "of", f"revenue {sign}", f"cost {sign}", "margin", "start", "finish", "late"]
    if wide:
        heads += ["budget used", "project manager"]
    rows = [_cells(project, names, wide=wide) for project in document["projects"]]
    gap = 2 if wide else 1
    others = sum(
        max(len(head), *map(len, column)) + gap for head, column in zip(heads, zip(*rows, strict=True), strict=True)
    )
    table = Table(box=None, padding=(0, gap, 0, 0), header_style="dim")
    table.add_column("project", no_wrap=True)
    for head in heads:
        table.add_column(head, justify="left" if head == "project manager" else "right", no_wrap=True)
    for project, cells in zip(document["projects"], rows, strict=True):
        table.add_row(_name(project, max(NARROWEST, width - others - gap)), *cells, style=_style(project))
    if any(project["status"] == "tentative" for project in document["projects"]):
        table.caption = "with its chance: a pitch, at full value"
        table.caption_justify = "left"
    return table


def _cells(project: Mapping[str, Any], names: Mapping[str, str], *, wide: bool) -> list[str]:
    late = project["lateness_days"]
    cells = [
        bare_hours(project["delivered_minutes"]),
        bare_hours(project["demanded_minutes"]),
        bare_money(project["revenue"]),
        bare_money(project["cost"]),
        percent(project["margin_share"], 0),
        "--" if project["start"] is None else day(project["start"]),
        "--" if project["finish"] is None else day(project["finish"]),
        f"{late} d" if late else "",
    ]
    if wide:
        cells += [
            percent(project["budget_burn"], 0) if project["budget"] is not None else "",
            ", ".join(names.get(person, person) for person in project["project_managers"]),
        ]
    return cells


def _name(project: Mapping[str, Any], width: int) -> str:
    """The name, cut where it is long, and a pitch's chance."""
    chance = "" if project["probability"] is None else f" ({project['probability']} %)"
    return fitted(project["name"], width - len(chance)).rstrip() + chance


def _style(project: Mapping[str, Any]) -> str:
    return "italic" if project["status"] == "tentative" else "dim" if project["status"] == "internal" else ""
