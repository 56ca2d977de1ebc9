"""The goals in the policy's order: what was reached, what is the most that can be, and what is proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from api.show.words import amount, gap_text

Document = Mapping[str, Any]


def goals(document: Document) -> Table | None:
    """One row a tier; a tier that compares in steps tells how many of its steps are proved."""
    if not document["tiers"]:
        return None
    currency = document["scenario"]["currency"]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("goal")
    for name in ("reached", "best possible", "gap", "in this plan"):
        table.add_column(name, justify="right")
    table.add_column("proof")
    for number, tier in enumerate(document["tiers"], 1):
        shown = {
            key: "" if tier[key] is None else amount(tier[key], tier["unit"], currency)
            for key in ("value", "bound", "final")
        }
        table.add_row(
            f"{number} {tier['goal'].replace('+', ' + ')}",
            shown["value"],
            shown["bound"],
            gap_text(tier["gap"]),
            shown["final"],
            _proof(tier),
        )
    return table


def _proof(tier: Mapping[str, Any]) -> Text:
    if tier["proved"]:
        return Text("proved", style="green")
    steps = tier["stages"]
    if steps:
        return Text(f"{sum(step['proved'] for step in steps)} of {len(steps)} steps proved")
    return Text("open")
