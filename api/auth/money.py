"""What somebody who may not see money does not see: costs, margins, budgets, and what they can be worked out from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SECRET = re.compile(r"(?<![a-z0-9-])(?:cost|costs|margin|margins|budget|budgets)(?![a-z0-9-])", re.IGNORECASE)
"""As a word of its own: `expected_cost`, `projects.site.budget` and "margin: 12 worse", but not the project
`low-cost-air`."""
_GOALS = ("margin", "cost")
"""Goals whose values are money of ours."""
_KEPT = ("tier", "tiers", "goal", "unit", "rule", "about", "by", "status", "seconds", "source", "proved")
_PROSE = ("notes", "reasons", "sentences")


def hidden(data: Any) -> Any:
    """The same data with nothing where such money stood."""
    if isinstance(data, Mapping):
        if _is_money(data):
            return {key: value if key in _KEPT else None for key, value in data.items()}
        return {key: _under(str(key), value) for key, value in data.items()}
    return [hidden(each) for each in data] if isinstance(data, list | tuple) else data


def _under(key: str, value: Any) -> Any:
    if _SECRET.search(key):
        return None
    if key in _PROSE and isinstance(value, list):
        return [hidden(each) for each in value if not (isinstance(each, str) and _SECRET.search(each))]
    return hidden(value)


def _is_money(data: Mapping[str, Any]) -> bool:
    """A tier or news of a goal in money, a breach of a budget, a change of a rate in the trail."""
    goal, rule, path = (str(data.get(key) or "") for key in ("goal", "rule", "value"))
    return (
        any(part.split(":")[0] in _GOALS for part in goal.split("+")) or rule == "budget" or bool(_SECRET.search(path))
    )
