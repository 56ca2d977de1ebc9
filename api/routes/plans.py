"""Plans: start a solve, look at it, stop it."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

import engine
from api.auth.keys import Caller
from api.auth.money import hidden
from api.board import board_document
from api.books.sources import Called, Closed, JobId, Overlays, ScenarioSource, facts, read, texts_of
from api.books.texts import Read, Texts
from api.jobs.store import PLAN, Order, OtherRequest, TooMany
from api.problems import Problem, invalid, missing, told
from api.routes.shapes import Id, OptionsShape, PlanShape, Status, plan_shape
from api.service import Anyone, InService, Planner, Service
from api.store import Job

router = APIRouter(prefix="/v1/plans", tags=["plans"], responses=told(401, 422, 429))

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=128,
        pattern=r"^[!-~]+$",
        description="The same key with the same body gives the same plan again.",
        examples=["5f1d7a0e"],
    ),
]


class PlanRequest(Closed):
    """What to solve."""

    scenario: ScenarioSource
    overlays: Overlays = ()
    options: OptionsShape = OptionsShape()
    start_from: JobId | None = Field(default=None, description="A plan that is tried first.", examples=[None])
    name: Called = Field(default="", description="What to call it.", examples=["January"])


class PlanPage(BaseModel):
    """Some plans, and where the next ones begin."""

    plans: list[PlanShape]
    next: int | None = Field(description="The `before` of the next page.", examples=[None])


@router.post(
    "",
    status_code=202,
    summary="Start a solve",
    response_model=PlanShape,
    responses=told(400, 403, 404, 413) | {200: {"model": PlanShape, "description": "It was asked for before."}},
)
def start(
    wanted: PlanRequest, who: Planner, service: InService, response: Response, idempotency_key: IdempotencyKey = None
) -> Any:
    """The scenario is checked at once, and all its faults are told; the solve waits in line for a worker."""
    order = plan_order(service, who, wanted, idempotency_key)
    job, new = submitted(service, who, [order])[0]
    response.headers["Location"] = f"/v1/plans/{job.id}"
    response.status_code = 202 if new else 200
    return plan_shape(job, who, options=order.request["options"])


def plan_order(service: Service, who: Caller, wanted: PlanRequest, idempotency_key: str | None = None) -> Order:
    """The job that a request asks for. Raises Problem."""
    texts = texts_of(service, who, wanted.scenario, wanted.overlays)
    found = read(service, texts)
    request = {
        "texts": texts.as_json(),
        "options": within(service, wanted.options),
        "plan": None if wanted.start_from is None else rows_of(service, who, wanted.start_from, found.book),
    }
    return Order(who.workspace, PLAN, request, facts(found), wanted.name, who.key, idempotency_key)


def within(service: Service, options: OptionsShape) -> dict[str, Any]:
    """Options inside the limits. Raises Problem 422."""
    limits = service.settings.limits
    if options.seconds > limits.seconds:
        raise Problem(422, "too-long", "The search is too long", f"at most {limits.seconds} seconds here")
    return options.model_dump() | {"workers": min(options.workers, limits.threads)}


def submitted(service: Service, who: Caller, orders: list[Order]) -> list[tuple[Job, bool]]:
    """The jobs of some orders, and whether each is new. Raises Problem 422, 429."""
    most = service.settings.limits.active_jobs
    try:
        return service.jobs.submit(orders, most)
    except TooMany:
        raise Problem(429, "too-many-jobs", "Too many jobs are waiting and running", f"at most {most}") from None
    except OtherRequest:
        raise other_request() from None


def other_request() -> Problem:
    """Two requests of one idempotency key."""
    return Problem(422, "other-request", "This idempotency key was used for another request")


def rows_of(service: Service, who: Caller, plan: str, book: engine.Book) -> dict[str, Any]:
    """The allocations of a plan, as far as they are a plan of this book too. Raises Problem 404, 422."""
    document = kept_document(service, found_job(service, who, plan))
    known = {
        "allocations": [
            {key: row[key] for key in ("demand", "person", "start", "end", "minutes_per_day")}
            for row in document["allocations"]
            if row["demand"] in book.demands and row["person"] in book.people and _works(book, row)
        ],
        "phases": [
            row for row in document["phases"] if row["phase"] in book.phases and not book.phases[row["phase"]].fixed
        ],
    }
    try:
        engine.read_plan(known, book)
    except engine.InputError as error:
        raise invalid(error, "The plan to start from does not fit this scenario") from None
    return known


def _works(book: engine.Book, row: dict[str, Any]) -> bool:
    """Whether the person of a row works on any of its days in this book: somebody may be away now."""
    start, end = (book.horizon.index(date.fromisoformat(row[key])) for key in ("start", "end"))
    return bool(book.row_days(row["person"], start, end))


@router.get("", summary="The workspace's plans, newest first", response_model=PlanPage)
def every(
    who: Anyone,
    service: InService,
    status: Annotated[Status | None, Query(examples=["solving"])] = None,
    limit: Annotated[int, Query(ge=1, le=200, examples=[50])] = 50,
    before: Annotated[int | None, Query(ge=0, le=2**53, examples=[1_800_000_000_000])] = None,
) -> Any:
    """A page of them."""
    jobs = service.jobs.listed(who.workspace, status=status, before=before, limit=limit)
    best = service.jobs.incumbent_numbers([job.id for job in jobs])
    shown = [plan_shape(job, who, best.get(job.id)) for job in jobs]
    return {"plans": shown, "next": jobs[-1].created if len(jobs) >= limit else None}


@router.get("/{id}", summary="One plan", response_model=PlanShape, responses=told(404))
def one(id: Id, who: Anyone, service: InService) -> Any:
    """How far it is, and what it is worth."""
    return _whole_shape(service, who, id)


def _whole_shape(service: Service, who: Caller, id: str) -> dict[str, Any]:
    """A plan with its options (null where nothing was solved) and its best so far. Raises Problem 404."""
    found = service.jobs.whole(who.workspace, id)
    if found is None or found[0].kind != PLAN:
        raise missing("plan")
    job, request, best = found
    return plan_shape(job, who, best, request["options"])


def found_job(service: Service, who: Caller, id: str, kind: str = "plan") -> Job:
    """A job that this caller may see. Raises Problem 404."""
    job = service.jobs.find(who.workspace, id)
    if job is None or (job.kind == PLAN) != (kind == "plan"):
        raise missing(kind)
    return job


@router.get(
    "/{id}/document",
    summary="The plan document",
    response_model=dict[str, Any],
    responses=told(404)
    | {200: {"content": {"application/json": {"example": {"schema": "fairload/plan/1", "outcome": "best_so_far"}}}}},
)
def document(id: Id, who: Anyone, service: InService) -> JSONResponse:
    """All there is to say about the plan; while solving, about the best one so far."""
    found = kept_document(service, found_job(service, who, id))
    return JSONResponse(found if who.money else hidden(found))


def kept_document(service: Service, job: Job) -> dict[str, Any]:
    """The document of a job's answer, or of its best plan so far. Raises Problem 404 where there is neither."""
    result = service.jobs.result(job.id)
    if result is not None:
        return result
    best = service.jobs.incumbent(job.id)
    if best is None:
        raise Problem(404, "no-plan-yet", "There is no plan yet")
    found = read_of(service, job)
    return document_of_rows(found.book, found.loaded, json.loads(best.plan))


def read_of(service: Service, job: Job) -> Read:
    """The scenario of a job."""
    return read(service, Texts.of_json(service.jobs.request(job.id)["texts"]))


def document_of_rows(
    book: engine.Book, loaded: engine.Loaded, rows: dict[str, Any], notes: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The plan document of some rows. Raises InputError."""
    plan = engine.read_plan(rows, book)
    result = engine.Result(engine.Outcome.BEST_SO_FAR, plan, notes=(*loaded.notes, *notes))
    return engine.plan_document(
        book,
        result,
        name=loaded.scenario.name,
        overlays=loaded.overlays,
        trail=[change.as_json() for change in loaded.trail],
        versions={"fairload": engine.__version__},
        verified=not engine.verify_plan(book, plan),
    )


@router.get(
    "/{id}/board",
    summary="What the plan is planned on",
    response_model=dict[str, Any],
    responses=told(404)
    | {
        200: {"content": {"application/json": {"example": {"schema": "fairload/board/1"}}}},
        304: {"description": "Not changed"},
    },
)
def board(id: Id, who: Anyone, service: InService, request: Request) -> Response:
    """People, days, demands and who may do them; no money."""
    job = found_job(service, who, id)
    facts = json.loads(job.scenario)
    tag = f'"{facts["hash"]}{"" if who.money else "-public"}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    found = read_of(service, job)
    return JSONResponse(board_document(found.book, private=who.money), headers=headers)


@router.delete(
    "/{id}",
    status_code=202,
    summary="Stop early, keep the best plan",
    response_model=PlanShape,
    responses=told(403, 404) | {200: {"model": PlanShape, "description": "It had ended already."}},
)
def stop(id: Id, who: Planner, service: InService, response: Response) -> Any:
    """The search ends soon; its best plan stays. Nothing is deleted: results never change."""
    job = found_job(service, who, id)
    if job.ended is not None:
        response.status_code = 200
    service.jobs.stop(who.workspace, id)
    return _whole_shape(service, who, id)
