"""Who asks, and who is there to solve."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.jobs.roster import present
from api.problems import told
from api.service import Anyone, InService

router = APIRouter(prefix="/v1", tags=["about"], responses=told(401, 429))


class Me(BaseModel):
    """What the service takes somebody for."""

    role: str = Field(examples=["planner"])
    workspace: str = Field(examples=["default"])
    key: str | None = Field(description="The name of the key.", examples=["studio board"])
    money: bool = Field(description="Whether costs and margins are shown.", examples=[True])
    auth: bool = Field(description="Whether the service asks for keys.", examples=[True])


class WorkerShape(BaseModel):
    """A process that takes jobs."""

    name: str = Field(examples=["studio-1"])
    version: str = Field(examples=["0.1.0"])
    job: str | None = Field(description="What it works on, if that is yours to see.", examples=[None])
    seen: float = Field(description="Seconds since it was last heard of.", examples=[0.8])


class Workers(BaseModel):
    """Who is there to solve."""

    workers: list[WorkerShape]


@router.get("/me", summary="Who am I?", response_model=Me)
def me(who: Anyone, service: InService) -> Me:
    """Role and workspace of whoever asks."""
    return Me(role=who.role, workspace=who.workspace, key=who.name or None, money=who.money, auth=service.settings.auth)


@router.get("/workers", summary="Who is there to solve?", response_model=Workers)
def workers(who: Anyone, service: InService) -> Workers:
    """Workers that are alive. None: plans are kept, and wait."""
    return Workers(
        workers=[
            WorkerShape(
                name=row.name,
                version=row.version,
                job=row.job if row.job and service.jobs.find(who.workspace, row.job) else None,
                seen=age / 1000,
            )
            for row, age in present(service.database)
        ]
    )
