"""The allocations of a plan: as JSON, as a spreadsheet, as a calendar."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.auth.keys import Caller
from api.auth.money import hidden
from api.export import calendar_of, sheet_of, workbook_of
from api.problems import missing, told
from api.routes.plans import found_job, kept_document
from api.routes.shapes import Id
from api.service import Anyone, InService, Service

router = APIRouter(prefix="/v1/plans/{id}", tags=["plans"], responses=told(401, 404, 422, 429))

ROW = {
    "demand": "museum/build/pages",
    "project": "museum",
    "person": "ana",
    "start": "2027-01-04",
    "end": "2027-01-08",
    "minutes_per_day": 450,
    "minutes": 2250,
    "billable": True,
    "status": "confirmed",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Person = Annotated[str | None, Query(max_length=80, description="Only this person's.", examples=["ana"])]


def _file(media: str, example: str) -> dict[int | str, dict[str, Any]]:
    binary = {"type": "string"} if example else {"type": "string", "format": "binary"}
    described = {"schema": binary} | ({"example": example} if example else {})
    return {200: {"description": "A file.", "content": {media: described}}}


@router.get(
    "/allocations",
    summary="Who works on what, and when",
    response_model=dict[str, Any],
    responses={200: {"content": {"application/json": {"example": {"allocations": [ROW], "phases": []}}}}},
)
def as_json(id: Id, who: Anyone, service: InService, person: Person = None) -> Any:
    """Rows of the plan document, and the dates of movable phases."""
    document = _document(service, who, id, person)
    return {"allocations": document["allocations"], "phases": document["phases"]}


@router.get(
    "/allocations.csv",
    summary="The same as CSV",
    response_class=Response,
    responses=_file("text/csv", "project,demand,person\n"),
)
def as_csv(id: Id, who: Anyone, service: InService, person: Person = None) -> Response:
    """Hours as decimals; text that a spreadsheet would take for a formula is quoted."""
    return _attached(sheet_of(_document(service, who, id, person)), "text/csv; charset=utf-8", f"plan-{id[:8]}.csv")


@router.get(
    "/allocations.ics",
    summary="The same as a calendar",
    response_class=Response,
    responses=_file("text/calendar", "BEGIN:VCALENDAR\r\n"),
)
def as_ics(id: Id, who: Anyone, service: InService, person: Person = None) -> Response:
    """One all-day event an allocation."""
    return _attached(calendar_of(id, _document(service, who, id, person)), "text/calendar", f"plan-{id[:8]}.ics")


@router.get(
    "/allocations.xlsx", summary="The whole plan as a workbook", response_class=Response, responses=_file(XLSX, "")
)
def as_xlsx(id: Id, who: Anyone, service: InService, person: Person = None) -> Response:
    """Sheets of allocations, people and projects."""
    return _attached(workbook_of(_document(service, who, id, person)), XLSX, f"plan-{id[:8]}.xlsx")


def _document(service: Service, who: Caller, id: str, person: str | None) -> dict[str, Any]:
    document = kept_document(service, found_job(service, who, id))
    found: dict[str, Any] = document if who.money else hidden(document)
    if person is None:
        return found
    if person not in {each["person"] for each in found["people"]}:
        raise missing("person")
    return found | {"allocations": [row for row in found["allocations"] if row["person"] == person]}


def _attached(content: str | bytes, media: str, name: str) -> Response:
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
