"""A plan that somebody made or changed by hand, kept like one that was solved."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

import engine
from api.books.sources import Called, facts, read, texts_of
from api.books.texts import Read, Texts
from api.jobs.solving import summary_of
from api.jobs.store import PLAN, Order, OtherRequest
from api.problems import Problem, told
from api.routes.checks import RowsRequest, given_plan
from api.routes.plans import IdempotencyKey, document_of_rows, other_request
from api.routes.shapes import PlanShape, plan_shape
from api.service import InService, Planner

router = APIRouter(prefix="/v1/plans/by-hand", tags=["plans"], responses=told(400, 401, 403, 404, 413, 422, 429))


class ByHandRequest(RowsRequest):
    """What to keep: the body of a check, and a name."""

    name: Called = Field(default="", description="What to call it.", examples=["Ana off the museum"])


@router.post(
    "",
    status_code=201,
    summary="Keep a changed plan",
    response_model=PlanShape,
    responses={200: {"model": PlanShape, "description": "It was kept before."}},
)
def keep(
    wanted: ByHandRequest, who: Planner, service: InService, response: Response, idempotency_key: IdempotencyKey = None
) -> Any:
    """It is checked first, every rule, and refused with all that is broken; nothing is solved."""
    texts = texts_of(service, who, wanted.source, wanted.overlays)
    found = read(service, texts)
    rows, plan = given_plan(service, who, wanted, found.book)
    _agrees(texts, found, plan)
    note = "Made by hand." if wanted.plan is None else f"Made by hand from plan {wanted.plan}."
    document = document_of_rows(found.book, found.loaded, rows, (note,))
    request = {"texts": texts.as_json(), "options": None, "plan": rows, "parent": wanted.plan}
    order = Order(who.workspace, PLAN, request, facts(found), wanted.name, who.key, idempotency_key)
    try:
        job, new = service.jobs.keep(order, wanted.plan, document, summary_of(document))
    except OtherRequest:
        raise other_request() from None
    response.headers["Location"] = f"/v1/plans/{job.id}"
    response.status_code = 201 if new else 200
    return plan_shape(job, who)


def _agrees(texts: Texts, found: Read, plan: engine.Plan) -> None:
    """Raises Problem 422 with every breach, each where its subject stands in the scenario."""
    breaches = engine.verify_plan(found.book, plan)
    if not breaches:
        return
    faults = [
        {
            "place": texts.place(found.loaded, breach.about),
            "value": str(breach.about),
            "message": f"{breach.rule}: {breach.text}",
        }
        for breach in breaches
    ]
    many = "1 rule is broken" if len(faults) == 1 else f"rules are broken in {len(faults)} places"
    raise Problem(422, "broken-rules", "The plan breaks rules and is not kept", many, faults)
