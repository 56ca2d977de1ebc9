"""How evenly the burden is shared, and what evenness costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.show.words import of_mille, percent

Document = Mapping[str, Any]


def fairness(document: Document) -> Group | None:
    """Lowest and highest burden of everybody who is compared with somebody, and the price of fairness."""
    kpis = document["kpis"]
    compared = {name: cohort for name, cohort in kpis["fairness"].items() if cohort["people"] > 1}
    parts: list[RenderableType] = []
    if compared:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("compared with each other")
        for name in ("people", "lowest burden", "highest", "apart", "Gini"):
            table.add_column(name, justify="right", no_wrap=True)
        for name, cohort in compared.items():
            table.add_row(
                name,
                str(cohort["people"]),
                of_mille(cohort["min"]),
                of_mille(cohort["max"]),
                of_mille(cohort["range"]),
                "--" if cohort["gini"] is None else f"{cohort['gini']:.3f}",
            )
        parts.append(table)
        parts.append(Text("burden = load / target, with what is carried over from before", style="dim"))
    price = kpis["price_of_fairness"]
    if price is not None:
        words = f"Price of fairness: {percent(price, 2)} of the best possible billable work."
        parts.append(Text(words if price else "Price of fairness: nothing; no billable work was given up for it."))
    return Group(*parts) if parts else None
