"""The HTTP service: every route, the guards before them, and the plan board at the root."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

import engine
from api import problems
from api.guard import BodyLimit, SafeHeaders, SameOrigin
from api.routes import ROUTERS
from api.service import Service
from api.settings import Settings

BOARD = Path(__file__).parent / "board" / "static"
COMPRESSED_BYTES = 10_000
"""Larger answers are compressed; streams of events never are."""
ABOUT = """Staffing plans for agencies: proved good, fair, and never overloaded.

Post a scenario to `/v1/plans`, listen to its events, read the plan. Time is in whole minutes, money in whole minor
units, dates are ISO dates. Every error is a problem document."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service as an ASGI app. Its database must be prepared; connections are made when the app starts."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = Service.of(chosen)
        yield
        app.state.service.close()

    app = FastAPI(
        title="Fairload",
        version=engine.__version__,
        description=ABOUT,
        lifespan=lifespan,
        docs_url=None,  # the usual pages fetch their scripts from elsewhere; ours may not
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        separate_input_output_schemas=False,
    )
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_BYTES)
    app.add_middleware(BodyLimit, most=chosen.limits.body_bytes)
    app.add_middleware(SameOrigin, hosts=() if chosen.auth else chosen.hosts)
    app.add_middleware(SafeHeaders)
    _board(app)
    return app


def _board(app: FastAPI) -> None:
    """The page of the plan board; without it the API is still whole."""
    # Machines disagree about what a .js file is, and a browser runs no module that is called plain text.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("text/javascript", ".mjs")
    if BOARD.is_dir():
        app.mount("/", StaticFiles(directory=BOARD, html=True), name="board")
