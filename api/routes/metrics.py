"""How the service does, for Prometheus. Counted in the database, so that it is true for all processes together."""

from __future__ import annotations

from fastapi import APIRouter, Response
from sqlalchemy import func, select

from api.jobs import states
from api.jobs.roster import present
from api.problems import told
from api.service import Admin, InService, Service
from api.store import Job

router = APIRouter(tags=["health"], responses=told(401, 403, 429))

EXAMPLE = '# TYPE fairload_jobs gauge\nfairload_jobs{status="queued"} 0.0\n'


@router.get(
    "/metrics",
    summary="For Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}, "example": EXAMPLE}}}},
)
def metrics(who: Admin, service: InService) -> Response:
    """Jobs by status, the oldest that waits, workers, open streams."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()
    jobs = Gauge("fairload_jobs", "Jobs by status", ["status"], registry=registry)
    for status, count in _counts(service).items():
        jobs.labels(status).set(count)
    for name, about, value in (
        ("fairload_oldest_queued_seconds", "How long the oldest queued job waits", _oldest(service)),
        ("fairload_workers", "Workers that are alive", float(len(present(service.database)))),
        ("fairload_streams", "Event streams that are open", float(service.streams)),
    ):
        Gauge(name, about, registry=registry).set(value)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _counts(service: Service) -> dict[str, int]:
    query = select(Job.status, func.count()).group_by(Job.status)
    with service.database.read() as session:
        found = {row[0]: row[1] for row in session.execute(query)}
    return {status: found.get(status, 0) for status in states.ALL}


def _oldest(service: Service) -> float:
    with service.database.read() as session:
        since = session.scalar(select(func.min(Job.created)).where(Job.status == states.QUEUED))
        return 0.0 if since is None else max(0.0, (service.database.now(session) - since) / 1000)
