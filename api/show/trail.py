"""What the overlays changed: by whom, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.text import Text

MOST = 8
"""So many values of one change are told; adding a project sets many."""
LONGEST = 40


def trail(changes: Sequence[Mapping[str, Any]]) -> Text | None:
    """Each change as a sentence, with its values before and after; None where nothing was changed."""
    lines = []
    for (sentence, by), values in groupby(changes, key=lambda change: (change["sentence"], change["by"])):
        lines.append(Text.assemble((sentence, "bold"), (f"  {by}" if by else "", "dim")))
        told = list(values)
        lines += [
            Text(f"   {change['value']}: {_short(change['before'])} -> {_short(change['after'])}")
            for change in told[:MOST]
        ]
        if len(told) > MOST:
            lines.append(Text(f"   and {len(told) - MOST:,} more"))
    return Text("\n").join(lines) if lines else None


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return str(value.get("id") or value.get("phase") or f"{len(value)} values")
    if isinstance(value, list):
        return f"{len(value)} entries" if value else "an empty list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
