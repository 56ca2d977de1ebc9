"""Where the service keeps things: one database, an SQLite file or PostgreSQL, by the same code."""

from api.store.database import Database
from api.store.tables import (
    Base,
    Comparison,
    Event,
    Incumbent,
    Job,
    Key,
    Result,
    ScenarioVersion,
    StoredScenario,
    Worker,
)

__all__ = [
    "Base",
    "Comparison",
    "Database",
    "Event",
    "Incumbent",
    "Job",
    "Key",
    "Result",
    "ScenarioVersion",
    "StoredScenario",
    "Worker",
]
