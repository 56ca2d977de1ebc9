"""The answer in a few lines: how it ended, and the figures everybody asks for first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.show.words import amount, counted, day, gap_text, hours, money, percent

Document = Mapping[str, Any]
FAR = 1.0
"""From a gap of 100 per cent on, the bound itself is told."""


def headline(document: Document) -> Group:
    """What was planned, how it ended, and the main figures."""
    style = "bold green" if document["outcome"] == "proved_best" else "bold"
    lines: list[RenderableType] = [Text(_title(document), style="bold"), Text(answer(document), style=style)]
    if document["kpis"] is not None:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column()
        table.add_column(justify="right", style="bold", no_wrap=True)
        table.add_column(style="dim")
        for fact in _figures(document["kpis"], document["scenario"]["currency"]):
            table.add_row(*fact)
        lines += ["", table]
    return Group(*lines)


def _title(document: Document) -> str:
    scenario = document["scenario"]
    parts = [
        scenario["title"] or scenario["name"],
        f"{day(scenario['first'], year=True)} to {day(scenario['last'], year=True)}",
    ]
    if document["kpis"] is not None:
        parts += [
            counted(len(document["people"]), "person", "people"),
            counted(len(document["projects"]), "project"),
        ]
    if scenario["overlays"]:
        parts.append("with " + ", ".join(scenario["overlays"]))
    if scenario["rules_off"]:
        parts.append("without the rules " + ", ".join(scenario["rules_off"]))
    return " · ".join(parts)


def answer(document: Document) -> str:
    """The outcome in plain words."""
    outcome, reason = document["outcome"], document["reason"]
    if outcome == "proved_best":
        return "The best plan there is: proved for every goal, in the order of the policy."
    if outcome == "impossible":
        return f"Impossible. {reason or 'No plan can keep all the rules.'}"
    if outcome == "nothing_found":
        return reason or "No plan was found yet."
    proved = [tier["goal"] for tier in document["tiers"] if tier["proved"]]
    currency = document["scenario"]["currency"]
    open_ones = [f"{tier['goal']} ({_how_far(tier, currency)})" for tier in document["tiers"] if not tier["proved"]]
    parts = ["The best plan found so far."]
    if proved:
        parts.append(f"Proved best: {', '.join(proved)}.")
    if open_ones:
        parts.append(f"Still open: {', '.join(open_ones)}.")
    return " ".join(parts)


def _how_far(tier: Mapping[str, Any], currency: str) -> str:
    """How much better the goal could still be. A share says nothing where the bound is nothing."""
    if not tier["gap"]:
        return "not yet proved"
    if tier["gap"] >= FAR:
        return f"at best {amount(tier['bound'], tier['unit'], currency)}"
    return f"gap {gap_text(tier['gap'])}"


def _figures(kpis: Mapping[str, Any], currency: str) -> Iterator[tuple[str, str, str]]:
    yield (
        "Billable utilisation",
        percent(kpis["billable_utilisation"]),
        f"{hours(kpis['billable_minutes'])} billable of {hours(kpis['effective_minutes'])} (contracted less time off)",
    )
    asked, done = kpis["demanded_minutes"], kpis["delivered_minutes"]
    yield (
        "Delivered",
        percent(done / asked if asked else None),
        f"{hours(done)} of {hours(asked)} promised; {hours(kpis['shortfall_minutes'])} not staffed",
    )
    yield (
        "Margin",
        percent(kpis["margin_share"]),
        f"{money(kpis['margin'], currency)} of {money(kpis['revenue'], currency)} revenue; "
        f"cost {money(kpis['cost'], currency)}",
    )
    if kpis["tentative_demanded_minutes"]:
        yield (
            "Expected",
            percent(kpis["expected_billable_utilisation"]),
            f"utilisation with pitches by their chance; {money(kpis['expected_revenue'], currency)} revenue, "
            f"{money(kpis['expected_margin'], currency)} margin",
        )
    extra = f"; {hours(kpis['overtime_minutes'])} overtime" if kpis["overtime_minutes"] else "; no overtime"
    bench = kpis["bench_minutes"]
    available = kpis["available_minutes"]
    yield ("Bench", percent(bench / available if available else None), f"{hours(bench)} available and unplanned{extra}")
    if kpis["penalty"]:
        yield ("Late", money(kpis["penalty"], currency), "penalties for work after its deadline")
