"""The JSON Schemas of what people write and read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

import engine
from api.problems import told
from api.service import Anyone

router = APIRouter(prefix="/v1", tags=["about"], responses=told(401, 422, 429))

EXAMPLE = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}


@router.get(
    "/schema/{what}",
    summary="A JSON Schema",
    response_model=dict[str, Any],
    responses={200: {"content": {"application/json": {"example": EXAMPLE}}}},
)
def schema(
    what: Annotated[Literal["scenario", "overlay", "plan"], Path(examples=["plan"])], who: Anyone
) -> JSONResponse:
    """Of scenario files, overlays, or plan documents."""
    made = {"scenario": engine.scenario_schema, "overlay": engine.overlay_schema, "plan": engine.plan_schema}
    return JSONResponse(made[what](), headers={"Cache-Control": "private, max-age=3600"})
