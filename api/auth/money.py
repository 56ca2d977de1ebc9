"""What somebody who may not see money does not see: costs, margins, budgets, and what they can be worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = ("cost", "margin", "budget")
_GOALS = ("margin", "cost")
"""Goals whose values are money of ours."""


_KEPT = ("tier", "tiers", "goal", "unit", "rule", "about", "by", "status", "seconds", "source", "proved")


def hidden(data: Any) -> Any:
    """The same data with nothing where such money stood."""
    if isinstance(data, Mapping):
        if _is_money(data):
            return {key: value if key in _KEPT else None for key, value in data.items()}
        return {key: None if _secret(str(key)) else hidden(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [hidden(each) for each in data if not (isinstance(each, str) and _secret(each))]
    return data


def _secret(key: str) -> bool:
    return any(word in key.lower() for word in _WORDS)


def _is_money(data: Mapping[str, Any]) -> bool:
    """A tier or news of a goal in money, a breach of a budget, a change of a rate in the trail."""
    goal, rule, path = (str(data.get(key) or "") for key in ("goal", "rule", "value"))
    return any(part.split(":")[0] in _GOALS for part in goal.split("+")) or rule == "budget" or _secret(path)
