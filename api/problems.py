"""What is wrong with a request, always told in one shape: a problem document (RFC 9457)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

import engine
from api.cli.answers import fault_data

log = logging.getLogger(__name__)

MEDIA = "application/problem+json"
KIND = "urn:fairload:problem:"
INVALID = "invalid-scenario"
MOST_FAULTS = 500
"""So many are told of one request."""


class FaultShape(BaseModel):
    """One thing that is wrong, so that its author can mend it."""

    place: str | None = Field(default=None, description="`file:line`, where there is one.")
    value: str | None = Field(default=None, description="The way to the value.")
    message: str


class ProblemShape(BaseModel):
    """A problem document."""

    type: str = Field(examples=[f"{KIND}invalid-scenario"])
    title: str = Field(examples=["The scenario cannot be used"])
    status: int = Field(examples=[422])
    detail: str = Field(default="", examples=["1 fault"])
    instance: str = Field(examples=["/v1/plans"])
    faults: list[FaultShape] | None = None


class ProblemResponse(JSONResponse):
    """A problem document on its way. It repeats what it was asked, and JSON may hold halves of characters, which no
    text can: they become question marks."""

    media_type = MEDIA

    def render(self, content: Any) -> bytes:
        """The document as bytes."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


class Problem(Exception):
    """Ends a request with a problem document."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str = "",
        faults: Sequence[Mapping[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.kind, self.title, self.detail = status, kind, title, detail
        self.faults = faults
        self.headers = dict(headers or {})

    def document(self, instance: str) -> dict[str, Any]:
        """The document, about one address."""
        told: dict[str, Any] = {
            "type": KIND + self.kind,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        return told if self.faults is None else told | {"faults": list(self.faults)[:MOST_FAULTS]}

    def response(self, instance: str) -> JSONResponse:
        """The answer."""
        return ProblemResponse(self.document(instance), self.status, self.headers)


def missing(what: str) -> Problem:
    """There is no such thing, or it is not theirs to see: the two are told the same way."""
    return Problem(404, "not-found", f"There is no such {what}")


def invalid(error: engine.InputError, title: str = "The scenario cannot be used", value: str = "") -> Problem:
    """Every fault of an input, each with its place."""
    faults = [fault_data(fault) for fault in error.faults]
    for fault in faults:
        fault["value"] = fault["value"] or value or None
    return faulty(title, faults)


def faulty(title: str, faults: Sequence[Mapping[str, Any]]) -> Problem:
    """Something in a scenario, or about one, that is not as it must be."""
    count = len(faults)
    return Problem(422, INVALID, title, "1 fault" if count == 1 else f"{count} faults", faults)


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: these statuses answer with a problem document."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}},
        }
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Every error of the app in our one shape, and nothing of our insides in it."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


async def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return error.response(request.url.path)


async def _unreadable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [
        {"place": None, "value": ".".join(str(step) for step in each["loc"]), "message": str(each["msg"])[:300]}
        for each in error.errors()
    ]
    broken = any(each["type"] == "json_invalid" for each in error.errors())
    problem = Problem(400 if broken else 422, "invalid-request", "The request cannot be read", faults=faults)
    return problem.response(request.url.path)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    kind = phrase.lower().replace(" ", "-")
    headers = dict(error.headers or {})
    return Problem(error.status_code, kind, phrase, headers=headers).response(request.url.path)


async def _bug(request: Request, error: Exception) -> JSONResponse:
    log.error("a request failed: %s %s", request.method, request.url.path, exc_info=error)
    return Problem(500, "bug", "This is a bug in Fairload, please report it").response(request.url.path)
