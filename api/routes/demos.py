"""Scenarios that come with Fairload, to try it on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from api.books.demos import demos
from api.problems import missing, told
from api.service import Anyone

router = APIRouter(prefix="/v1/demos", tags=["demos"], responses=told(401, 422, 429))


class DemoOverlay(BaseModel):
    """A what-if of a demo."""

    name: str = Field(examples=["ana_is_ill"])
    title: str = Field(examples=["Ana is ill for two weeks"])
    changes: list[dict[str, Any]] = Field(
        examples=[[{"leave": {"person": "ana", "first": "2027-02-22", "last": "2027-03-05"}}]]
    )


class DemoShape(BaseModel):
    """A demo and its what-ifs."""

    name: str = Field(examples=["harbour"])
    title: str = Field(examples=["Harbour, first half of 2027"])
    overlays: list[DemoOverlay]


class Demos(BaseModel):
    """All of them."""

    demos: list[DemoShape]


@router.get("", summary="What there is to try", response_model=Demos)
def every(who: Anyone) -> Demos:
    """Name and what-ifs of every demo."""
    return Demos.model_validate({"demos": [demo.as_json() for demo in demos().values()]})


@router.get("/{name}", summary="One demo", response_model=DemoShape, responses=told(404))
def one(who: Anyone, name: str = Path(max_length=80, examples=["harbour"])) -> DemoShape:
    """Its what-ifs."""
    found = demos().get(name)
    if found is None:
        raise missing("demo")
    return DemoShape.model_validate(found.as_json())
