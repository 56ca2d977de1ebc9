"""Everybody's load against their target, department by department."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

import engine
from api.show.words import bare_hours, fitted, hours, of_mille, percent

Document = Mapping[str, Any]
Person = Mapping[str, Any]

NAME = 20
FIGURES = 30
NARROWEST, WIDEST = 12, 70
WHOLE = 1000
BILLABLE, OTHER, OVER, BENCH, TARGET = "█", "▒", "!", "·", "|"
KIND = {"contractor": " (contr.)", "placeholder": " (open)"}


def people(document: Document, width: int) -> Text:
    """One bar a person, headed by their department's figures."""
    cells = max(NARROWEST, min(WIDEST, width - NAME - FIGURES - 2))
    fullest = max([WHOLE, *(person["load_per_mille"] or 0 for person in document["people"])])
    lines = [_heading(cells)]
    for department in document["departments"]:
        lines.append(_department(department))
        lines += [
            _row(person, cells, fullest)
            for person in document["people"]
            if person["department"] == department["department"]
        ]
    lines.append(_legend(any(person["overtime_minutes"] for person in document["people"])))
    return Text("\n").join(lines)


def _heading(cells: int) -> Text:
    return Text(f"{'':<{NAME}} {'':<{cells}}  {'load':>5} {'target':>6} {'billable':>8} {'hours':>7}", style="dim")


def _department(department: Mapping[str, Any]) -> Text:
    words = (
        f"{percent(department['billable_utilisation'], 0)} billable, {hours(department['bench_minutes'])} on the bench"
    )
    return Text.assemble((department["name"], "bold"), (f"  {words}", "dim"))


def _row(person: Person, cells: int, fullest: int) -> Text:
    line = Text(f"{label(person, NAME)} ")
    if not person["available_minutes"]:
        return line.append("not available".ljust(cells), style="dim")
    line.append_text(_bar(person, cells, fullest))
    target = "" if person["target_per_cent"] is None else f"{person['target_per_cent']} %"
    line.append(f"  {of_mille(person['load_per_mille']):>5} {target:>6}")
    line.append(f" {percent(person['billable_utilisation'], 0):>8} {bare_hours(person['planned_minutes']):>7}")
    return line


def label(person: Person, width: int) -> str:
    """The name in just so many characters, and whether it is a contractor's or nobody's yet."""
    kind = KIND.get(person["kind"], "")
    return (fitted(person["name"], width - len(kind)).rstrip() + kind).ljust(width)


def _bar(person: Person, cells: int, fullest: int) -> Text:
    available = person["available_minutes"]

    def place(minutes: int) -> int:
        return min(cells, engine.units.divide_rounding(minutes * WHOLE * cells, available * fullest))

    billable, planned, whole = place(person["billable_minutes"]), place(person["planned_minutes"]), place(available)
    target = None if person["target_minutes"] is None else min(cells - 1, place(person["target_minutes"]))
    bar = Text()
    for cell in range(cells):
        over = cell >= whole and cell < planned
        style = "bold red" if over else "green" if cell < billable else "cyan" if cell < planned else "dim"
        sign = OVER if over else BILLABLE if cell < billable else OTHER if cell < planned else BENCH
        if cell == target:
            sign, style = TARGET, "bold"
        elif cell >= whole and not over:
            sign = " "
        bar.append(sign, style=style)
    return bar


def _legend(overtime: bool) -> Text:
    return Text("").join(_legend_parts(overtime))


def _legend_parts(overtime: bool) -> Iterator[Text]:
    yield Text(BILLABLE, style="green")
    yield Text(" billable  ", style="dim")
    yield Text(OTHER, style="cyan")
    yield Text(" other work  ", style="dim")
    if overtime:
        yield Text(OVER, style="bold red")
        yield Text(" overtime  ", style="dim")
    yield Text(f"{BENCH} bench  {TARGET} target", style="dim")
