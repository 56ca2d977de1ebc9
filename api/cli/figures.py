"""Are the figures in a plan file those of its plan? Everything that follows from a plan is worked out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import engine
from api.show.words import counted

DERIVED = (
    "allocations",
    "phases",
    "kpis",
    "shortfalls",
    "people",
    "projects",
    "departments",
    "cohorts",
    "kinds",
    "weeks",
)
"""The parts of a plan document that follow from the plan."""
UNTOLD = {"price_of_fairness", "reasons"}
"""What only the search knew, or says by how far it came."""


def false_figures(book: engine.Book, plan: engine.Plan, stated: Mapping[str, Any]) -> Iterator[engine.Breach]:
    """A breach for every figure in the document that the plan does not bear out."""
    result = engine.Result(engine.Outcome.BEST_SO_FAR, plan)
    found = engine.plan_document(book, result, name=book.scenario.name, versions={})
    for part in DERIVED:
        if part in stated:
            yield from _differences(stated[part], found[part], part)
    yield from _tiers(book, plan, stated.get("tiers"))


def _tiers(book: engine.Book, plan: engine.Plan, stated: Any) -> Iterator[engine.Breach]:
    measures = engine.measures(book, plan)
    scales = {"+".join(tier.weights): engine.tier_scale(tier) for tier in book.policy.tiers}
    for tier in stated if isinstance(stated, list) else ():
        goal = tier.get("goal") if isinstance(tier, Mapping) else None
        if isinstance(goal, str) and goal in measures and tier.get("final") is not None:
            yield from _differences(tier["final"], measures[goal] / scales[goal], f"tiers.{goal}.final")


def _differences(said: Any, found: Any, path: str) -> Iterator[engine.Breach]:
    """A breach for every value inside that differs."""
    if isinstance(said, Mapping) and isinstance(found, Mapping):
        for key in sorted({*said, *found} - UNTOLD):
            yield from _differences(said.get(key), found.get(key), f"{path}.{key}")
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from _differences(one, other, f"{path}.{number}")
    elif _plain(said) != _plain(found):
        text = f"{path}: the file says {_told(said)}, the plan gives {_told(found)}"
        yield engine.Breach("figures", engine.Subject(), text)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _told(value: Any) -> str:
    if isinstance(value, list):
        return counted(len(value), "entry", "entries")
    if isinstance(value, Mapping):
        return counted(len(value), "value")
    return "nothing" if value is None else f"{value}"
