"""A plan that somebody made or changed by hand: does it hold, and what is it worth?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

import engine
from api.auth.keys import Caller
from api.auth.money import hidden
from api.books.sources import PlanOrScenario, read, texts_of
from api.cli.answers import breach_data
from api.problems import invalid, told
from api.routes.plans import document_of_rows, found_job, kept_document
from api.service import Anyone, InService, Service

router = APIRouter(prefix="/v1/checks", tags=["plans"], responses=told(400, 401, 404, 413, 422, 429))

ROW = {
    "demand": "lighthouse-tickets/discovery/research",
    "person": "ana",
    "start": "2027-01-11",
    "end": "2027-01-15",
    "minutes_per_day": 450,
}
Rows = Annotated[tuple[dict[str, Any], ...], Field(max_length=200_000)]


class RowsRequest(PlanOrScenario):
    """A plan, and what it is a plan of: that of another plan, or of a scenario."""

    allocations: Rows = Field(description="Rows as in the plan document.", examples=[[]])
    phases: Rows | None = Field(default=None, description="Dates of movable phases; those of `plan` where left out.")


class CheckRequest(RowsRequest):
    """What to check."""

    document: bool = Field(default=True, description="Whether all figures are wanted as well.")


class BreachShape(BaseModel):
    """A rule that does not hold, and where."""

    rule: str = Field(examples=["no_overload"])
    about: dict[str, str] = Field(examples=[{"person": "ana", "first": "2027-01-11"}])
    text: str = Field(examples=["540 minutes on 2027-01-11 are more than the 450 of the day"])


class CheckShape(BaseModel):
    """Whether it holds, and what it is worth."""

    verified: bool = Field(examples=[False])
    breaches: list[BreachShape]
    measures: dict[str, int | None] = Field(description="The value of every tier.", examples=[{"delivered": 1200}])
    document: dict[str, Any] | None = Field(description="The plan document of the plan as it is.", examples=[None])


def given_plan(
    service: Service, who: Caller, wanted: RowsRequest, book: engine.Book
) -> tuple[dict[str, Any], engine.Plan]:
    """The rows that are given, and the plan that they are. Raises Problem 404, 422."""
    phases = wanted.phases
    if phases is None and wanted.plan is not None:
        phases = tuple(kept_document(service, found_job(service, who, wanted.plan))["phases"])
    rows = {"allocations": list(wanted.allocations), "phases": list(phases or ())}
    try:
        return rows, engine.read_plan(rows, book)
    except engine.InputError as error:
        raise invalid(error, "This is no plan of the scenario") from None


@router.post("", summary="Check a changed plan", response_model=CheckShape)
def check(wanted: CheckRequest, who: Anyone, service: InService) -> Any:
    """Every rule is looked at day by day, without the solver. A broken rule is an answer and not an error."""
    found = read(service, texts_of(service, who, wanted.source, wanted.overlays))
    rows, plan = given_plan(service, who, wanted, found.book)
    breaches = engine.verify_plan(found.book, plan)
    strange = any(breach.rule == "plan" for breach in breaches)
    answer = {
        "verified": not breaches,
        "breaches": [breach_data(breach) for breach in breaches],
        # A rule-less oddity (minutes off the quantum, a phase out of its window) has no figures.
        "measures": {} if strange else engine.measures(found.book, plan),
        "document": None if strange or not wanted.document else document_of_rows(found.book, found.loaded, rows),
    }
    return answer if who.money else hidden(answer)
