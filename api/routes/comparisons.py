"""Variants of a scenario, solved and looked at side by side. Each is a plan of its own."""

from __future__ import annotations

import json
import secrets
from typing import Annotated, Any, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, model_validator
from sqlalchemy import select

from api.auth.keys import Caller
from api.books.sources import Called, Closed, JobId, Overlays, ScenarioSource
from api.jobs import states
from api.jobs.store import Order
from api.problems import INVALID, Problem, faulty, missing, told
from api.routes.plans import IdempotencyKey, PlanRequest, found_job, plan_order, submitted
from api.routes.shapes import EXAMPLE_ID, Id, OptionsShape, PlanShape, Status, moment, plan_shape
from api.service import Anyone, InService, Planner, Service
from api.store import Comparison, Job

router = APIRouter(prefix="/v1/comparisons", tags=["comparisons"], responses=told(401, 422, 429))


class Variant(Closed):
    """One column: overlays that are solved, or a plan that there is."""

    name: Called = Field(min_length=1, examples=["Ana is ill"])
    overlays: Overlays = ()
    plan: JobId | None = Field(default=None, description="This plan as it is; nothing is solved.", examples=[None])

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if self.plan is not None and self.overlays:
            raise ValueError("give either overlays or plan")
        return self


class ComparisonRequest(Closed):
    """A scenario and its variants; the first is what the others are compared with."""

    scenario: ScenarioSource | None = Field(
        default=None, description="May be left out where every variant is a plan.", examples=[{"demo": "harbour"}]
    )
    variants: Annotated[tuple[Variant, ...], Field(min_length=1, max_length=50)] = Field(
        examples=[[{"name": "as it is"}, {"name": "Ana is ill", "overlays": [{"demo": "ana_is_ill"}]}]]
    )
    options: OptionsShape = OptionsShape()
    start_from: JobId | None = Field(
        default=None,
        description="A plan that every variant tries first, so that chance alone moves little.",
        examples=[None],
    )
    name: Called = Field(default="", examples=["Monday morning"])

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if self.scenario is None and any(variant.plan is None for variant in self.variants):
            raise ValueError("give scenario, or a plan for every variant")
        return self


class VariantShape(BaseModel):
    """A column: the plan, and how its figures differ from the first one's."""

    name: str
    plan: PlanShape
    difference: dict[str, int] | None


class ComparisonShape(BaseModel):
    """Variants side by side."""

    id: str = Field(examples=[EXAMPLE_ID])
    name: str = Field(examples=["Monday morning"])
    status: Status = Field(examples=["completed"])
    created: str = Field(examples=["2027-01-04T09:00:00.000Z"])
    currency: str = Field(examples=["GBP"])
    variants: list[VariantShape]


class Comparisons(BaseModel):
    """Those of the workspace, newest first."""

    comparisons: list[ComparisonShape]


@router.post(
    "", status_code=202, summary="Solve variants", response_model=ComparisonShape, responses=told(400, 403, 404, 413)
)
def start(
    wanted: ComparisonRequest,
    who: Planner,
    service: InService,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """All variants are checked first; then all of them wait in line, or none."""
    most = service.settings.limits.variants
    if len(wanted.variants) > most:
        raise Problem(422, "too-many-variants", "Too many variants", f"at most {most}")
    there = {variant.plan: found_job(service, who, variant.plan) for variant in wanted.variants if variant.plan}
    if running := [job.id for job in there.values() if job.ended is None]:
        raise Problem(422, "not-ended", "Only a plan that has ended can be compared as it is", ", ".join(running))
    orders = _orders(service, who, wanted, idempotency_key)
    currencies = {json.loads(job.scenario)["currency"] for job in there.values()}
    currencies |= {order.scenario["currency"] for order in orders}
    if len(currencies) > 1:
        raise Problem(
            422, "other-currency", "These cannot be compared", f"they are in {' and '.join(sorted(currencies))}"
        )
    solved = (job for job, _ in submitted(service, who, orders))
    jobs = [there[variant.plan] if variant.plan else next(solved) for variant in wanted.variants]
    kept = _kept(service, who, wanted, jobs)
    response.headers["Location"] = f"/v1/comparisons/{kept.id}"
    return _shape(service, who, kept)


def _orders(service: Service, who: Caller, wanted: ComparisonRequest, idempotency_key: str | None) -> list[Order]:
    """The jobs of the variants that are to be solved. Raises Problem, with the faults of all variants in one."""
    orders, refused = [], dict[tuple[Any, Any], dict[str, Any]]()
    for number, variant in enumerate(wanted.variants):
        if variant.plan is not None or wanted.scenario is None:
            continue
        request = PlanRequest(
            scenario=wanted.scenario,
            overlays=variant.overlays,
            options=wanted.options,
            start_from=wanted.start_from,
            name=variant.name,
        )
        try:
            orders.append(
                plan_order(service, who, request, None if idempotency_key is None else f"{idempotency_key}#{number}")
            )
        except Problem as problem:
            if problem.kind != INVALID:
                raise
            for fault in problem.faults or ():
                # A fault of the scenario itself is one, however many variants it has.
                way = ".".join(filter(None, ("variants", str(number), fault["value"])))
                refused.setdefault((fault["place"], fault["message"]), {**fault, "value": way})
    if refused:
        raise faulty("The scenario cannot be used", list(refused.values()))
    return orders


def _kept(service: Service, who: Caller, wanted: ComparisonRequest, jobs: list[Job]) -> Comparison:
    """The comparison of these jobs; the one there is, where somebody asks twice."""
    columns = json.dumps([[variant.name, job.id] for variant, job in zip(wanted.variants, jobs, strict=True)])
    with service.database.write() as session:
        query = select(Comparison).where(Comparison.workspace == who.workspace, Comparison.variants == columns)
        known = session.scalars(query).first()
        if known is not None:
            return known
        made = Comparison(
            id=secrets.token_hex(16),
            workspace=who.workspace,
            name=wanted.name,
            variants=columns,
            created=service.database.now(session),
        )
        session.add(made)
        return made


@router.get("", summary="The last comparisons", response_model=Comparisons)
def every(who: Anyone, service: InService) -> Any:
    """The newest fifty."""
    query = select(Comparison).where(Comparison.workspace == who.workspace)
    with service.database.read() as session:
        found = list(session.scalars(query.order_by(Comparison.created.desc(), Comparison.id).limit(50)))
    return {"comparisons": [_shape(service, who, each) for each in found]}


@router.get("/{id}", summary="Variants side by side", response_model=ComparisonShape, responses=told(404))
def one(id: Id, who: Anyone, service: InService) -> Any:
    """Each with its plan as it is now."""
    return _shape(service, who, _found(service, who, id))


def _found(service: Service, who: Caller, id: str) -> Comparison:
    with service.database.read() as session:
        found = session.get(Comparison, id)
    if found is None or found.workspace != who.workspace:
        raise missing("comparison")
    return found


@router.post(
    "/{id}/stop",
    status_code=202,
    summary="Stop all variants",
    response_model=ComparisonShape,
    responses=told(403, 404) | {200: {"model": ComparisonShape, "description": "All had ended already."}},
)
def stop(id: Id, who: Planner, service: InService, response: Response) -> Any:
    """Every variant that is not done ends soon and keeps its best plan; those are compared."""
    found = _found(service, who, id)
    jobs = [service.jobs.find(who.workspace, job) for _, job in json.loads(found.variants)]
    running = [job.id for job in jobs if job is not None and job.ended is None]
    for job in running:
        service.jobs.stop(who.workspace, job)
    if not running:
        response.status_code = 200
    return _shape(service, who, found)


def _shape(service: Service, who: Caller, comparison: Comparison) -> dict[str, Any]:
    columns = json.loads(comparison.variants)
    jobs = [service.jobs.find(who.workspace, job) for _, job in columns]
    best = service.jobs.incumbent_numbers([job for _, job in columns])
    plans = [plan_shape(job, who, best.get(job.id)) for job in jobs if job is not None]
    return {
        "id": comparison.id,
        "name": comparison.name,
        "status": _status([plan["status"] for plan in plans]),
        "created": moment(comparison.created),
        "currency": plans[0]["scenario"]["currency"],
        "variants": [
            {"name": name, "plan": plan, "difference": _difference(plans[0], plan) if number else None}
            for number, ((name, _), plan) in enumerate(zip(columns, plans, strict=True))
        ],
    }


def _status(found: list[str]) -> str:
    """The comparison is where its slowest variant is; failed or stopped where any is."""
    for status in (states.QUEUED, states.STARTED, states.SOLVING, states.FAILED, states.STOPPED):
        if status in found:
            running = status == states.QUEUED and any(each != states.QUEUED for each in found)
            return states.SOLVING if running else status
    return states.COMPLETED


def _difference(first: dict[str, Any], other: dict[str, Any]) -> dict[str, int] | None:
    """Each whole-number figure minus the first one's."""
    if first["kpis"] is None or other["kpis"] is None:
        return None
    return {
        key: value - first["kpis"][key]
        for key, value in other["kpis"].items()
        if isinstance(value, int) and isinstance(first["kpis"].get(key), int)
    }
