"""How a service runs: its database, who may come in, and what is too much."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

PREFIX = "FAIRLOAD_MOST_"
"""Of the environment variables that change a limit: ``FAIRLOAD_MOST_SECONDS=600``."""
DATABASE = "fairload.db"
"""Where nothing else is said: a file in the current directory."""


@dataclass(frozen=True)
class Limits:
    """What one request or one job may ask for at most."""

    body_bytes: int = 8_000_000
    people: int = 2_000
    demands: int = 20_000
    days: int = 1_200
    seconds: int = 3_600
    """Of one solve."""
    threads: int = 8
    """Of one solve."""
    memory_mb: int = 6_000
    """Address space of one solve, shared libraries included."""
    active_jobs: int = 200
    """Queued and running, of one key; of the whole service where there are no keys."""
    variants: int = 6
    """In one comparison."""
    streams: int = 100
    """Event streams open at once."""
    requests_a_second: int = 50
    """By one key over a while; where there are no keys, by all together."""
    requests_at_once: int = 200
    """In a burst, after a quiet while."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """The limits above, except where the environment says otherwise. Raises ValueError for what is no number."""
        changed = {}
        for each in fields(cls):
            said = environment.get(PREFIX + each.name.upper())
            if said is not None:
                if not said.isascii() or not said.isdecimal() or not 1 <= int(said) <= 10**12:
                    raise ValueError(f"{PREFIX}{each.name.upper()}: `{said}` is not a whole number above nothing")
                changed[each.name] = int(said)
        return cls(**changed)


@dataclass(frozen=True)
class Settings:
    """All that a service is told when it starts."""

    database: str = DATABASE
    auth: bool = False
    """Whether a key is needed."""
    hosts: tuple[str, ...] = ()
    """Names by which the service may be called; any where empty. Keeps web pages that point a name of theirs at this
    machine from talking to a service without keys."""
    limits: Limits = field(default_factory=Limits)
