"""What every request works with: the settings, the database, the jobs, the scenarios read last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from api.auth.keys import ANYBODY, Caller, caller_of
from api.books.texts import Shelf
from api.guard.rates import Rates
from api.jobs.queue import DbosLine
from api.jobs.store import Jobs
from api.problems import Problem
from api.settings import Settings
from api.store import Database


@dataclass
class Service:
    """One running API."""

    settings: Settings
    database: Database
    jobs: Jobs
    rates: Rates
    shelf: Shelf = field(default_factory=Shelf)
    streams: int = 0
    """Event streams that are open."""

    @classmethod
    def of(cls, settings: Settings) -> Service:
        """The service of some settings; the database must be prepared."""
        database = Database(settings.database)
        limits = settings.limits
        return cls(
            settings,
            database,
            Jobs(database, DbosLine(database.queue_url)),
            Rates(limits.requests_a_second, limits.requests_at_once),
        )

    def close(self) -> None:
        """Give the connections back."""
        self.jobs.line.close()
        self.database.close()


def service_of(request: Request) -> Service:
    """The service that a request is made to."""
    found: Service = request.app.state.service
    return found


def caller(request: Request) -> Caller:
    """Who asks; everybody is somebody where no keys are needed. Raises Problem 401, 429."""
    service = service_of(request)
    found = _with_key(service, request.headers.get("authorization", "")) if service.settings.auth else ANYBODY
    service.rates.spend(found.key or "anybody")
    return found


def _with_key(service: Service, header: str) -> Caller:
    scheme, _, text = header.partition(" ")
    found = caller_of(service.database, text.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        service.rates.spend("strangers")
        raise Problem(401, "no-key", "A key is needed", headers={"WWW-Authenticate": "Bearer"})
    return found


def planner(found: Annotated[Caller, Depends(caller)]) -> Caller:
    """Somebody who may solve and store. Raises Problem 403."""
    return _as(found, "planner")


def admin(found: Annotated[Caller, Depends(caller)]) -> Caller:
    """Somebody who may see how the service does. Raises Problem 403."""
    return _as(found, "admin")


def _as(found: Caller, role: str) -> Caller:
    if not found.may(role):
        raise Problem(403, "not-allowed", f"This needs the role of {role}")
    return found


InService = Annotated[Service, Depends(service_of)]
Anyone = Annotated[Caller, Depends(caller)]
Planner = Annotated[Caller, Depends(planner)]
Admin = Annotated[Caller, Depends(admin)]
