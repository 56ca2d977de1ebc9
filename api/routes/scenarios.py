"""Scenarios that people keep here: every version is kept, and nobody overwrites another's change unseen."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.auth.keys import Caller
from api.books.sources import Version, read, stored_version
from api.books.texts import Text, Texts
from api.problems import Problem, missing, told
from api.routes.shapes import moment
from api.service import Anyone, InService, Planner, Service
from api.store import ScenarioVersion, StoredScenario

router = APIRouter(prefix="/v1/scenarios", tags=["scenarios"], responses=told(401, 422, 429))

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}$", examples=["spring"])]
Tag = Annotated[str | None, Header(max_length=200, pattern=r"^[ -~]*$", examples=[None])]
YAML, JSON = "application/yaml", "application/json"
MEDIA = {YAML: YAML, "text/yaml": YAML, "application/x-yaml": YAML, "text/x-yaml": YAML, "text/plain": YAML, JSON: JSON}
EXAMPLE = "name: spring\ntitle: Spring\nhorizon: {first: 2027-01-04, last: 2027-01-17}\n"


class StoredShape(BaseModel):
    """A stored scenario."""

    name: str = Field(examples=["spring"])
    title: str = Field(examples=["Spring 2027"])
    version: str = Field(description="SHA-256 of its text; its ETag.", examples=["0" * 64])
    updated: str = Field(examples=["2027-01-04T09:00:00.000Z"])


class Stored(BaseModel):
    """Those of the workspace, by name."""

    scenarios: list[StoredShape]


@router.get("", summary="What is stored", response_model=Stored)
def every(who: Anyone, service: InService) -> Any:
    """Names and versions, not texts."""
    query = select(StoredScenario).where(StoredScenario.workspace == who.workspace).order_by(StoredScenario.name)
    with service.database.read() as session:
        return {"scenarios": [_shape(each) for each in session.scalars(query)]}


@router.get(
    "/{name}",
    summary="A stored scenario",
    response_class=Response,
    responses=told(403, 404)
    | {
        200: {
            "description": "The text as it was put.",
            "content": {YAML: {"schema": {"type": "string"}, "example": EXAMPLE}},
        },
        304: {"description": "Not changed"},
    },
)
def one(
    name: Name,
    who: Anyone,
    service: InService,
    version: Annotated[Version | None, Query(examples=[None])] = None,
    if_none_match: Tag = None,
) -> Response:
    """Its text holds rates, so whoever may not see money may not read it."""
    if not who.money:
        raise Problem(403, "not-allowed", "A scenario's text holds cost rates, which this key may not see")
    found = stored_version(service, who, name, version)
    headers = {"ETag": _tag(found.version), "Cache-Control": "private, no-cache"}
    if _among(if_none_match, found.version):
        return Response(status_code=304, headers=headers)
    return Response(found.text.encode(), media_type=f"{found.media}; charset=utf-8", headers=headers)


@router.put(
    "/{name}",
    summary="Store a scenario",
    response_model=StoredShape,
    responses=told(400, 403, 404, 412, 413, 415, 428) | {201: {"model": StoredShape, "description": "It is new."}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {media: {"schema": {"type": "string"}, "example": EXAMPLE} for media in (YAML, "text/yaml")}
            | {JSON: {"schema": {"type": "object"}, "example": {"name": "spring"}}},
        }
    },
)
async def put(
    name: Name, who: Planner, service: InService, request: Request, if_match: Tag = None, if_none_match: Tag = None
) -> Response:
    """It is checked first. Whoever changes one must name the version that they have seen, in `If-Match`."""
    text, media = await _text(request)
    return await run_in_threadpool(_put, service, who, name, text, media, if_match, if_none_match)


async def _text(request: Request) -> tuple[str, str]:
    media = MEDIA.get(request.headers.get("content-type", YAML).split(";")[0].strip().lower())
    if media is None:
        raise Problem(415, "unsupported-media-type", "A scenario is YAML or JSON", f"one of {', '.join(MEDIA)}")
    try:
        text = (await request.body()).decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "not-utf-8", "The text is not UTF-8") from None
    if "\0" in text:
        raise Problem(400, "not-text", "The text holds a zero byte")
    return text, media


def _put(
    service: Service, who: Caller, name: str, text: str, media: str, if_match: str | None, if_none_match: str | None
) -> Response:
    scenario = read(service, Texts(Text(text, f"{name}.{'json' if media == JSON else 'yaml'}"))).loaded.scenario
    title = scenario.title or scenario.name
    try:
        return _keep(service, who, name, title, text, media, if_match, if_none_match)
    except IntegrityError:
        # Somebody put the first one of that name in the same moment; now it is there to be seen.
        return _keep(service, who, name, title, text, media, if_match, if_none_match)


def _keep(
    service: Service,
    who: Caller,
    name: str,
    title: str,
    text: str,
    media: str,
    if_match: str | None,
    if_none_match: str | None,
) -> Response:
    version = hashlib.sha256(text.encode()).hexdigest()
    with service.database.write() as session:
        current = session.get(StoredScenario, (who.workspace, name), with_for_update=True)
        _agree(current, if_match, if_none_match)
        now = service.database.now(session)
        if session.get(ScenarioVersion, (who.workspace, name, version)) is None:
            session.add(
                ScenarioVersion(
                    workspace=who.workspace, name=name, version=version, media=media, text=text, created=now
                )
            )
        kept, status = current, 200
        if kept is None:
            # Never merged: that would look again, and overwrite one that came since unseen.
            kept, status = StoredScenario(workspace=who.workspace, name=name), 201
            session.add(kept)
        kept.title, kept.version, kept.updated = title, version, now
        shape = _shape(kept)
    return JSONResponse(shape, status, {"ETag": _tag(version)})


@router.delete("/{name}", status_code=204, summary="Delete a stored scenario", responses=told(403, 404, 412, 428))
def remove(name: Name, who: Planner, service: InService, if_match: Tag = None) -> Response:
    """With all its versions. Plans that were made of it keep their own copy."""
    with service.database.write() as session:
        current = session.get(StoredScenario, (who.workspace, name), with_for_update=True)
        if current is None:
            raise missing("scenario")
        _agree(current, if_match, None)
        _forget(session, who, name)
    return Response(status_code=204)


def _forget(session: Session, who: Caller, name: str) -> None:
    for table in (ScenarioVersion, StoredScenario):
        session.execute(delete(table).where(table.workspace == who.workspace, table.name == name))


def _agree(current: StoredScenario | None, if_match: str | None, if_none_match: str | None) -> None:
    """Whether whoever changes it knows what they change. Raises Problem 404, 412, 428."""
    if current is None:
        if if_match is not None:
            raise Problem(412, "changed", "There is no such scenario any more")
        return
    if if_none_match is not None:
        raise Problem(
            412, "changed", "There is a scenario of that name already", headers={"ETag": _tag(current.version)}
        )
    if if_match is None:
        raise Problem(428, "no-version", "Say in If-Match which version you have seen")
    if not _among(if_match, current.version):
        raise Problem(412, "changed", "Somebody has changed it since", headers={"ETag": _tag(current.version)})


def _among(header: str | None, version: str) -> bool:
    tags = [each.strip().removeprefix("W/") for each in (header or "").split(",")]
    return "*" in tags or _tag(version) in tags


def _tag(version: str) -> str:
    return f'"{version}"'


def _shape(stored: StoredScenario) -> dict[str, Any]:
    return {
        "name": stored.name,
        "title": stored.title,
        "version": stored.version,
        "updated": moment(stored.updated),
    }
