"""Every figure that a report shows is explained in docs/reports.md."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from engine.report import PlanDocument
from engine.report.team import LIMITS

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
TOLD = set(re.findall(r"`([a-z_]+)`", PAGE))


def _models(kind: type[BaseModel]) -> set[type[BaseModel]]:
    """A document class and all classes inside it."""
    found = {kind}
    for field in kind.model_fields.values():
        for inner in _parts(field.annotation):
            found |= _models(inner)
    return found


def _parts(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for inner in get_args(annotation) for part in _parts(inner)]


@pytest.mark.parametrize("kind", sorted(_models(PlanDocument), key=str))
def test_every_figure_is_explained(kind: type[BaseModel]) -> None:
    names = {field.alias or name for name, field in kind.model_fields.items()}
    assert names - TOLD == set()


def test_every_limit_is_explained() -> None:
    assert {limit for limit, _ in LIMITS} - TOLD == set()
