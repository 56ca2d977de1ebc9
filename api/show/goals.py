"""The goals in the policy's order: what was reached, what is the most that can be, and what is proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from api.show.words import bare_amount, gap_text, unit_text

Document = Mapping[str, Any]


def goals(document: Document) -> Table | None:
    """One row a tier; a tier that compares in steps tells how many of its steps are proved."""
    if not document["tiers"]:
        return None
    currency = document["scenario"]["currency"]
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("goal", min_width=12)
    for name in ("reached", "best possible"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for name in ("gap", "this plan"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("proof", no_wrap=True)
    for number, tier in enumerate(document["tiers"], 1):
        unit = tier["unit"]
        table.add_row(
            f"{number} {tier['goal'].replace('+', ' + ')}",
            bare_amount(tier["value"], unit),
            bare_amount(tier["bound"], unit),
            unit_text(unit, currency),
            gap_text(tier["gap"]),
            "" if tier["final"] is None else bare_amount(tier["final"], unit),
            _proof(tier),
        )
    return table


def _proof(tier: Mapping[str, Any]) -> Text:
    if tier["proved"]:
        return Text("proved", style="green")
    steps = tier["stages"]
    if steps:
        return Text(f"{sum(step['proved'] for step in steps)}/{len(steps)} steps")
    return Text("open")
