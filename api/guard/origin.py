"""A page of somebody else's, open in the same browser, must not use a service that asks for no key.

It could in two ways: by a plain form (a "cross-site request"), or by a name of its own that it points at this machine
("DNS rebinding"). The first shows in ``Sec-Fetch-Site`` and ``Origin``, the second in ``Host``.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import Problem

SAFE = ("GET", "HEAD", "OPTIONS")


class SameOrigin:
    """Lets nobody in by a name that is not ours, and nobody change anything from another site."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        problem = self._problem(scope) if scope["type"] == "http" else None
        if problem is None:
            await self.app(scope, receive, send)
        else:
            await problem.response(scope["path"])(scope, receive, send)

    def _problem(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.hosts and _name(f"//{host}") not in self.hosts:
            return Problem(421, "other-host", "This service is not known by that name")
        if scope["method"] in SAFE:
            return None
        origin = headers.get("origin")
        strange = origin is not None and _netloc(origin) != host
        if strange or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return Problem(403, "other-origin", "Pages of other sites may not change anything here")
        return None


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _netloc(origin: str) -> str | None:
    """Host and port of an origin; None for what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
