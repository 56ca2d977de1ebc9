"""How jobs look from outside."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, Field

from api.auth.keys import Caller
from api.auth.money import hidden
from api.books.sources import Closed
from api.store import Job

EXAMPLE_ID = "0f8ec2d4b6a84c0f9d3f6b1a2c4e5d60"
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=[EXAMPLE_ID])]
Status = Literal["queued", "started", "solving", "completed", "stopped", "failed"]


class OptionsShape(Closed):
    """How a solve runs."""

    seconds: float = Field(default=30.0, gt=0, le=604_800, description="How long to search.", examples=[30])
    gap: float = Field(default=0.0, ge=0, lt=1, description="Good enough: 0.005 is half a per cent.", examples=[0.005])
    seed: int = Field(default=1, ge=0, le=2**31 - 1, examples=[1])
    workers: int = Field(default=2, ge=1, le=256, description="Threads of search.", examples=[2])
    deterministic: bool = Field(default=False, description="The same plan every time; slower.", examples=[False])


class ProgressShape(BaseModel):
    """The latest news of a tier."""

    tier: int
    tiers: int
    goal: str | None
    unit: str | None
    value: float | None
    bound: float | None
    gap: float | None
    seconds: float
    source: str | None


class BestShape(BaseModel):
    """The best plan so far."""

    number: int
    seconds: float


class ScenarioFacts(BaseModel):
    """Which scenario was solved."""

    name: str
    title: str
    hash: str
    overlays: list[str]
    currency: str
    first: str
    last: str


class PlanShape(BaseModel):
    """A plan, or the job that is to become one."""

    id: str = Field(examples=[EXAMPLE_ID])
    name: str = Field(examples=["January"])
    status: Status = Field(examples=["completed"])
    outcome: Literal["proved_best", "best_so_far", "impossible", "nothing_found"] | None = Field(
        examples=["best_so_far"]
    )
    reason: str = Field(description="Why there is no plan, if there is none.", examples=[""])
    error: str | None = Field(description="Why it failed.", examples=[None])
    created: str = Field(examples=["2027-01-04T09:00:00.000Z"])
    started: str | None = Field(examples=["2027-01-04T09:00:01.000Z"])
    ended: str | None = Field(examples=["2027-01-04T09:00:31.000Z"])
    attempts: int = Field(description="Above 1: its worker died, and another one went on.", examples=[1])
    stopping: bool = Field(description="Somebody asked it to stop.", examples=[False])
    source: Literal["solved", "by hand"] = Field(examples=["solved"])
    parent: str | None = Field(description="Made by hand: the plan that it was made from.", examples=[None])
    scenario: ScenarioFacts
    options: OptionsShape | None = None
    progress: list[ProgressShape]
    best: BestShape | None = None
    tiers: list[dict[str, Any]] | None = Field(description="As in the plan document.")
    kpis: dict[str, Any] | None = Field(description="As in the plan document.")
    shortfalls: int | None = Field(description="How many demands are short.", examples=[2])
    conflicts: list[dict[str, Any]]
    notes: list[str]


def plan_shape(
    job: Job, who: Caller, best: tuple[int, float] | None = None, options: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A job as JSON, without what this caller may not see."""
    summary = json.loads(job.summary) if job.summary else {}
    shape = {
        **head(job),
        "source": job.source,
        "parent": job.parent,
        "options": options,
        "progress": [news for _, news in sorted(json.loads(job.progress).items(), key=lambda each: int(each[0]))],
        "best": None if best is None else {"number": best[0], "seconds": best[1]},
        "tiers": summary.get("tiers"),
        "kpis": summary.get("kpis"),
        "shortfalls": summary.get("shortfalls"),
        "conflicts": summary.get("conflicts", []),
        "notes": summary.get("notes", []),
    }
    return shape if who.money else _without_money(shape)


def _without_money(shape: dict[str, Any]) -> dict[str, Any]:
    parts = ("progress", "tiers", "kpis", "conflicts", "notes")
    return shape | {part: hidden(shape[part]) for part in parts}


def head(job: Job) -> dict[str, Any]:
    """What all jobs have."""
    return {
        "id": job.id,
        "name": job.name,
        "status": job.status,
        "outcome": job.outcome,
        "reason": job.reason,
        "error": job.error,
        "created": moment(job.created),
        "started": moment(job.started),
        "ended": moment(job.ended),
        "attempts": job.attempts,
        "stopping": job.stop and job.ended is None,
        "scenario": json.loads(job.scenario),
    }


def moment(milliseconds: int | None) -> str | None:
    """A moment in UTC as text."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
