"""The news of a job as it comes, as server-sent events (HTML standard, section 9.2)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated

import anyio
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.auth.money import hidden
from api.problems import Problem, missing, told
from api.routes.shapes import Id
from api.service import Anyone, InService, Service
from api.store import Event

router = APIRouter(prefix="/v1", tags=["plans"], responses=told(401, 404, 422, 429))

LOOK_SECONDS = 0.25
"""Between two looks for news."""
BEAT_SECONDS = 15.0
"""Without news a comment is sent so often, for whoever closes silent connections."""
EXAMPLE = 'id: 7\nevent: progress\ndata: {"tier": 0, "goal": "delivered", "value": 1200, "bound": 900}\n\n'
Number = Annotated[int | None, Query(ge=0, le=2**53, description="Go on behind this event.", examples=[0])]


@router.get(
    "/plans/{id}/events",
    summary="The news of a solve",
    response_class=StreamingResponse,
    responses=told(503)
    | {
        200: {
            "description": "Events.",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": EXAMPLE}},
        }
    },
)
async def events(
    id: Id,
    who: Anyone,
    service: InService,
    request: Request,
    after: Number = None,
    last_event_id: Annotated[str | None, Header(pattern=r"^\d{0,15}$", examples=["7"])] = None,
) -> StreamingResponse:
    """Everything that was and is to be told of it, until its end."""
    job = await run_in_threadpool(service.jobs.find, who.workspace, id)
    if job is None:
        raise missing("plan")
    if service.streams >= service.settings.limits.streams:
        raise Problem(503, "too-many-streams", "Too many streams are open", headers={"Retry-After": "5"})
    begin = after if after is not None else int(last_event_id or 0)
    return StreamingResponse(
        _stream(service, request, id, begin, money=who.money),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(service: Service, request: Request, job: str, after: int, *, money: bool) -> AsyncIterator[str]:
    service.streams += 1
    try:
        told = monotonic()
        yield "retry: 1000\n\n"
        while not await request.is_disconnected():
            news, over = await run_in_threadpool(service.jobs.events, job, after)
            for event in news:
                after, told = event.number, monotonic()
                yield _text(event, money=money)
                if event.kind == "end":
                    return
            if over and not news:
                return  # somebody listens behind the last event
            if monotonic() - told > BEAT_SECONDS:
                told = monotonic()
                yield ": still here\n\n"
            await anyio.sleep(LOOK_SECONDS)
    finally:
        service.streams -= 1


def _text(event: Event, *, money: bool) -> str:
    data = event.data if money else json.dumps(hidden(json.loads(event.data)))
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n"
