"""A comparison for people: one column a scenario, what it changes, and what is not decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.show.words import counted, day, gap_text, hours, money, percent

Document = Mapping[str, Any]

TITLES = {
    "delivered_minutes": "Delivered",
    "shortfall_minutes": "Shortfall",
    "revenue": "Revenue",
    "cost": "Cost",
    "margin": "Margin",
    "expected_revenue": "Expected revenue",
    "expected_margin": "Expected margin",
    "penalty": "Penalties",
    "billable_minutes": "Billable",
    "billable_utilisation": "Billable utilisation",
    "bench_minutes": "Bench",
    "overtime_minutes": "Overtime",
    "fairness_range": "Widest range of burdens",
}
OUTCOMES = {
    "proved_best": "proved best",
    "best_so_far": "best so far",
    "impossible": "impossible",
    "nothing_found": "nothing found",
}
UNDECIDED = "~"
"""Stands before a change that the proofs do not decide."""


def comparison(document: Document, console: Console) -> None:
    """Print the table, the dates that move, and why some columns are empty."""
    console.print(_table(document))
    dates = list(_dates(document))
    if dates:
        console.print()
        console.print(Text("Projects that finish on another day or later than they should", style="bold"))
        for line in dates:
            console.print(Text(f"  {line}"), soft_wrap=True)
    console.print()
    for line in remarks(document):
        console.print(Text(line), soft_wrap=True)


def _table(document: Document) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("")
    for column in (document["base"], *document["columns"]):
        table.add_column(column["name"], justify="right", overflow="fold")
    for row in rows(document):
        table.add_row(row[0], *(Text(cell) for cell in row[1:]))
    return table


def rows(document: Document) -> Iterator[tuple[str, ...]]:
    """The table's rows: a title, the base's value, and each scenario's with its change."""
    columns = [document["base"], *document["columns"]]
    yield ("Outcome", *(OUTCOMES[column["outcome"]] for column in columns))
    yield ("Gap of the first open goal", *(_gap(column) for column in columns))
    for figure, title in TITLES.items():
        if not any(column["figures"].get(figure) for column in columns):
            continue
        cells = [shown(figure, document["base"]["figures"].get(figure), document["currency"])]
        for column, difference in zip(document["columns"], document["differences"], strict=True):
            change = next((each for each in difference["figures"] if each["figure"] == figure), None)
            cells.append(_cell(figure, column, change, document["currency"]))
        yield (title, *cells)
    people = [_people(difference) for difference in document["differences"]]
    yield ("People whose weeks change", "", *people)


def _people(difference: Mapping[str, Any]) -> str:
    return str(len(difference["people"])) if difference["figures"] or difference["same"] else "--"


def _gap(column: Mapping[str, Any]) -> str:
    if not column["tiers"]:
        return "--"
    open_one = next((tier for tier in column["tiers"] if not tier["proved"]), None)
    if open_one is None:
        return "0 %"
    return gap_text(abs(open_one["bound"] - open_one["value"]) / max(1.0, abs(open_one["value"])))


def _cell(figure: str, column: Mapping[str, Any], change: Mapping[str, Any] | None, currency: str) -> str:
    value = shown(figure, column["figures"].get(figure), currency)
    if change is None or not change["change"]:
        return value
    sign = "+" if change["change"] > 0 else "-"
    mark = UNDECIDED if change["undecided"] else ""
    return f"{value} ({mark}{sign}{shown(figure, abs(change['change']), currency, change=True)})"


def shown(figure: str, value: float | None, currency: str, *, change: bool = False) -> str:
    """A figure in its unit."""
    if value is None:
        return "--"
    if figure.endswith("_minutes"):
        return hours(value)
    if figure == "billable_utilisation":
        return f"{value * 100:.1f} pts" if change else percent(value)
    return f"{value:,.0f} ‰" if figure == "fairness_range" else money(value, currency)


def _dates(document: Document) -> Iterator[str]:
    finishes = {project["project"]: project for project in document["base"]["projects"]}
    for column, difference in zip(document["columns"], document["differences"], strict=True):
        there = {project["project"]: project for project in column["projects"]}
        for change in difference["projects"]:
            name = change["project"]
            if name not in there or name not in finishes:
                yield f"{column['name']}: {name} {'is gone' if name in finishes else 'is new'}"
                continue
            if not change["days"] and not change["lateness_days"]:
                continue
            way = "later" if change["days"] and change["days"] > 0 else "earlier"
            moved = f"{counted(abs(change['days']), 'day')} {way}" if change["days"] else "the same day"
            now = there[name]
            late = f", {counted(now['lateness_days'], 'day')} late" if now["lateness_days"] else ""
            ends = f" ({day(now['finish'])})" if now["finish"] else ""
            yield f"{column['name']}: {name} finishes {moved}{ends}{late}"


def remarks(document: Document) -> Iterator[str]:
    """What has to be said beside the numbers."""
    for column, difference in zip(document["columns"], document["differences"], strict=True):
        if column["reason"]:
            yield f"{column['name']}: {column['reason']}"
        elif difference["same"]:
            yield f"{column['name']} means the same as the base, so nothing changes."
    if any(figure["undecided"] for each in document["differences"] for figure in each["figures"]):
        yield (
            f"{UNDECIDED} undecided: the change is smaller than the gaps of the goal it follows; more time may decide."
        )
