"""The routes, a file a subject."""

from api.routes import (
    allocations,
    by_hand,
    checks,
    comparisons,
    demos,
    events,
    explanations,
    health,
    metrics,
    plans,
    scenarios,
    schema,
    who,
)

ROUTERS = (
    health.router,
    who.router,
    schema.router,
    demos.router,
    scenarios.router,
    plans.router,
    by_hand.router,
    events.router,
    allocations.router,
    checks.router,
    comparisons.router,
    explanations.router,
    metrics.router,
)
