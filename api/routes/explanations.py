"""Why: every kind of explanation that the engine has, as a job."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field, ValidationError

import engine
from api.auth.keys import Caller
from api.auth.money import hidden
from api.books.sources import PlanOrScenario, facts, read, texts_of
from api.books.texts import Read
from api.jobs.kinds import KINDS, Kind
from api.jobs.questions import Question
from api.jobs.store import Order
from api.problems import Problem, faulty, told
from api.routes.plans import IdempotencyKey, found_job, rows_of, submitted, within
from api.routes.shapes import EXAMPLE_ID, Id, OptionsShape, ScenarioFacts, Status, head
from api.service import Anyone, InService, Planner, Service
from api.store import Job

router = APIRouter(prefix="/v1/explanations", tags=["explanations"], responses=told(401, 422, 429))

KEPT = ("id", "status", "error", "reason", "stopping", "attempts", "created", "ended", "scenario")
"""Of what is told of every job, what is told of a question too."""
KindName = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$", examples=["shortfalls"])]


class ExplanationRequest(PlanOrScenario):
    """What is asked about: a plan, or a scenario; and the question, as its kind wants it."""

    question: dict[str, Any] = Field(default={}, examples=[{"demand": "lighthouse-tickets/build/pages"}])
    options: OptionsShape = OptionsShape()


class KindShape(BaseModel):
    """A kind of explanation."""

    kind: str = Field(examples=["shortfalls"])
    title: str = Field(examples=["Why is this work not staffed?"])
    needs_plan: bool = Field(examples=[True])
    question: dict[str, Any] = Field(description="JSON Schema of the question.", examples=[{"type": "object"}])


class Kinds(BaseModel):
    """All of them."""

    kinds: list[KindShape]


class ExplanationShape(BaseModel):
    """An explanation, or the job that is to become one."""

    id: str = Field(examples=[EXAMPLE_ID])
    kind: str = Field(examples=["shortfalls"])
    status: Status = Field(examples=["completed"])
    question: dict[str, Any] = Field(examples=[{"demand": None}])
    answer: dict[str, Any] | None = Field(examples=[{"missing": [], "skills": [], "finished": True}])
    error: str | None = Field(description="Why it failed.", examples=[None])
    reason: str = Field(description="Of one that was stopped: what stands of it.", examples=[""])
    stopping: bool = Field(description="Somebody asked it to stop.", examples=[False])
    attempts: int = Field(description="Above 1: its worker died, and another one went on.", examples=[1])
    created: str = Field(examples=["2027-01-04T09:00:00.000Z"])
    ended: str | None = Field(examples=["2027-01-04T09:00:02.000Z"])
    scenario: ScenarioFacts


@router.get("", summary="Which explanations there are", response_model=Kinds)
def kinds(who: Anyone) -> Any:
    """And what each asks."""
    return {
        "kinds": [
            {
                "kind": kind.name,
                "title": kind.title,
                "needs_plan": kind.needs_plan,
                "question": kind.question.model_json_schema(),
            }
            for kind in KINDS.values()
        ]
    }


@router.post(
    "/{kind}",
    status_code=202,
    summary="Ask why",
    response_model=ExplanationShape,
    responses=told(400, 403, 404, 413),
)
def ask(
    kind: KindName,
    wanted: ExplanationRequest,
    who: Planner,
    service: InService,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """The question waits in line like a solve; its answer is kept."""
    asked = KINDS.get(kind)
    if asked is None:
        raise Problem(404, "not-found", "There is no such kind of explanation", f"there are {', '.join(KINDS)}")
    order = _order(service, who, asked, wanted, idempotency_key)
    job, _ = submitted(service, who, [order])[0]
    response.headers["Location"] = f"/v1/explanations/{job.id}"
    return _shape(service, who, job)


def _order(service: Service, who: Caller, kind: Kind, wanted: ExplanationRequest, idempotency_key: str | None) -> Order:
    if kind.needs_plan and wanted.plan is None:
        raise Problem(422, "invalid-request", "This kind asks about a plan; give `plan`")
    try:
        question = kind.question.model_validate(wanted.question)
    except ValidationError as error:
        faults = [
            {"place": None, "value": ".".join(("question", *map(str, each["loc"]))), "message": each["msg"]}
            for each in error.errors()
        ]
        raise Problem(422, "invalid-request", "The question cannot be read", faults=faults) from None
    texts = texts_of(service, who, wanted.source, wanted.overlays)
    found = read(service, texts)
    _known(found, question)
    about = None if wanted.plan is None else found_job(service, who, wanted.plan)
    request = {
        "texts": texts.as_json(),
        "options": within(service, wanted.options),
        "plan": None if about is None else rows_of(service, who, about.id, found.book),
        "outcome": None if about is None else about.outcome,
        "question": question.model_dump(mode="json"),
    }
    return Order(who.workspace, kind.name, request, facts(found), "", who.key, idempotency_key)


def _known(found: Read, question: Question) -> None:
    """Raises Problem 422 with every name in the question that the scenario does not have."""
    names: dict[str, list[str]] = {
        "person": list(found.book.people),
        "demand": list(found.book.demands),
        "project": [project.id for project in found.loaded.scenario.projects],
    }
    faults = [
        {
            "place": None,
            "value": f"question.{kind}",
            "message": f"there is no {kind} `{name}` in this scenario{engine.nearest(name, names[kind])}",
        }
        for kind, name in question
        if kind in names and name is not None and name not in names[kind]
    ]
    if faults:
        raise faulty("The question cannot be asked", faults)


@router.get("/{id}", summary="The answer", response_model=ExplanationShape, responses=told(404))
def one(id: Id, who: Anyone, service: InService) -> Any:
    """Null until it is there."""
    return _shape(service, who, found_job(service, who, id, "explanation"))


@router.post(
    "/{id}/stop",
    status_code=202,
    summary="Stop a question",
    response_model=ExplanationShape,
    responses=told(403, 404) | {200: {"model": ExplanationShape, "description": "It had ended already."}},
)
def stop(id: Id, who: Planner, service: InService, response: Response) -> Any:
    """It ends soon. What is found out by then is kept; where that is nothing, it says so."""
    job = found_job(service, who, id, "explanation")
    if job.ended is not None:
        response.status_code = 200
    return _shape(service, who, service.jobs.stop(who.workspace, id) or job)


def _shape(service: Service, who: Caller, job: Job) -> dict[str, Any]:
    told = head(job)
    answer = service.jobs.result(job.id)
    shape = {key: told[key] for key in KEPT}
    return shape | {
        "kind": job.kind,
        "question": service.jobs.request(job.id)["question"],
        "answer": answer if who.money or answer is None else None if _about_money(job) else hidden(answer),
    }


def _about_money(job: Job) -> bool:
    kind = KINDS.get(job.kind)
    return kind is None or kind.money
