"""Is the process up, and can it serve?"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.problems import Problem, told
from api.service import InService
from api.store import Job

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"] = Field(default="ok", examples=["ok"])


@router.get("/healthz", summary="Is the process up?", response_model=Health)
def healthz() -> Health:
    """Answers as long as the process does."""
    return Health()


@router.get("/readyz", summary="Can it serve?", response_model=Health, responses=told(503))
def readyz(service: InService) -> Health:
    """Asks the database."""
    try:
        with service.database.read() as session:
            session.execute(select(Job.id).limit(1))
    except Exception as error:
        raise Problem(503, "not-ready", "The database does not answer") from error
    return Health()
