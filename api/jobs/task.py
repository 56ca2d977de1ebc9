"""A job as the solve process sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any

import engine


@dataclass(frozen=True)
class Task:
    """A job as the solve process sees it."""

    kind: str
    loaded: engine.Loaded
    book: engine.Book
    options: engine.Options
    question: Mapping[str, Any]
    plan: engine.Plan | None
    """A plan to begin with, or to ask about."""
    progress: Callable[[engine.Progress], None]
    stop: Event


Run = Callable[[Task], dict[str, Any]]
