"""A Python client of the service: typed, small, and with the service's own words.

with Client("http://127.0.0.1:8320") as fairload:
    plan = fairload.plan(demo="harbour", seconds=30)
    for news in fairload.events(plan.id):
        print(news.kind, news.data)
    print(fairload.wait(plan.id).kpis)
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from api.jobs.states import ENDED

POLL_SECONDS = 0.5


class ProblemError(Exception):
    """The service refused a request; `faults` says all that is wrong with it."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.kind = str(document.get("type", "")).rpartition(":")[2]
        self.title = str(document.get("title", ""))
        self.faults: list[dict[str, Any]] = list(document.get("faults") or [])
        lines = [f"{fault.get('place') or fault.get('value')}: {fault['message']}" for fault in self.faults]
        super().__init__("\n".join([f"{status}: {self.title} {document.get('detail') or ''}".rstrip(), *lines]))


@dataclass(frozen=True)
class Plan:
    """A plan, or the job that is to become one; see the API's page for what each value means."""

    id: str
    status: str
    outcome: str | None = None
    name: str = ""
    reason: str = ""
    error: str | None = None
    created: str = ""
    started: str | None = None
    ended: str | None = None
    attempts: int = 0
    stopping: bool = False
    source: str = "solved"
    parent: str | None = None
    scenario: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] | None = None
    progress: list[dict[str, Any]] = field(default_factory=list)
    best: dict[str, Any] | None = None
    tiers: list[dict[str, Any]] | None = None
    kpis: dict[str, Any] | None = None
    shortfalls: int | None = None
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        """Nothing about it changes any more."""
        return self.status in ENDED


@dataclass(frozen=True)
class News:
    """An event of a running solve."""

    number: int
    kind: str
    """`status`, `progress`, `plan` or `end`."""
    data: dict[str, Any]


@dataclass(frozen=True)
class Check:
    """What the rules say of a changed plan, and what it is worth."""

    verified: bool
    breaches: list[dict[str, Any]]
    measures: dict[str, int | None]
    document: dict[str, Any] | None = None


Shape = TypeVar("Shape", Plan, Check)


class Client:
    """Somebody who asks the service. Every method raises ProblemError where the service refuses."""

    def __init__(self, address: str = "http://127.0.0.1:8320", key: str | None = None, timeout: float = 60.0) -> None:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    # -- plans ----------------------------------------------------------------------------------------

    def plan(
        self,
        scenario: str | Path | Mapping[str, Any] | None = None,
        *,
        demo: str | None = None,
        stored: str | None = None,
        overlays: Sequence[str | Path | Mapping[str, Any]] = (),
        start_from: str | None = None,
        name: str = "",
        idempotency_key: str | None = None,
        **options: Any,
    ) -> Plan:
        """Start a solve of a scenario: a file, its data, a demo or a stored one. Options are seconds, gap, seed,
        workers and deterministic."""
        body = {
            "scenario": _source(scenario, demo=demo, stored=stored),
            "overlays": [_text_or_data(overlay) for overlay in overlays],
            "options": options,
            "start_from": start_from,
            "name": name,
        }
        return _shape(Plan, self._json("POST", "/v1/plans", json=body, headers=_idempotent(idempotency_key)))

    def get(self, plan: str) -> Plan:
        """A plan as it is now."""
        return _shape(Plan, self._json("GET", f"/v1/plans/{plan}"))

    def plans(self, status: str | None = None) -> Iterator[Plan]:
        """All plans of the workspace, newest first."""
        before: int | None = None
        while True:
            asked = {key: value for key, value in (("status", status), ("before", before)) if value is not None}
            page = self._json("GET", "/v1/plans", params=asked)
            yield from (_shape(Plan, each) for each in page["plans"])
            before = page["next"]
            if before is None:
                return

    def wait(self, plan: str, seconds: float | None = None) -> Plan:
        """The plan once it has ended. Raises TimeoutError."""
        until = None if seconds is None else time.monotonic() + seconds
        while not (found := self.get(plan)).has_ended:
            if until is not None and time.monotonic() > until:
                raise TimeoutError(f"plan {plan} is still {found.status}")
            time.sleep(POLL_SECONDS)
        return found

    def stop(self, plan: str) -> Plan:
        """End a solve soon and keep its best plan."""
        return _shape(Plan, self._json("DELETE", f"/v1/plans/{plan}"))

    def events(self, plan: str, after: int = 0) -> Iterator[News]:
        """News as they come, until the end; a lost connection is taken up where it broke."""
        while True:
            try:
                for news in self._stream(plan, after):
                    after = news.number
                    yield news
                return
            except httpx.TransportError:
                time.sleep(POLL_SECONDS)

    def document(self, plan: str) -> dict[str, Any]:
        """The plan document; of the best plan so far while it is being solved."""
        found: dict[str, Any] = self._json("GET", f"/v1/plans/{plan}/document")
        return found

    def allocations(self, plan: str) -> list[dict[str, Any]]:
        """Who works on what, and when."""
        found: list[dict[str, Any]] = self._json("GET", f"/v1/plans/{plan}/allocations")["allocations"]
        return found

    def check(self, plan: str, allocations: Sequence[Mapping[str, Any]]) -> Check:
        """What the rules say of other allocations for a plan's scenario."""
        body = {"plan": plan, "allocations": [dict(row) for row in allocations]}
        return _shape(Check, self._json("POST", "/v1/checks", json=body))

    def keep(
        self,
        plan: str,
        allocations: Sequence[Mapping[str, Any]],
        *,
        name: str = "",
        idempotency_key: str | None = None,
    ) -> Plan:
        """Keep other allocations for a plan's scenario as a plan of its own; refused where they break a rule."""
        body = {"plan": plan, "allocations": [dict(row) for row in allocations], "name": name}
        return _shape(Plan, self._json("POST", "/v1/plans/by-hand", json=body, headers=_idempotent(idempotency_key)))

    # -- questions ------------------------------------------------------------------------------------

    def explain(self, kind: str, plan: str, **question: Any) -> dict[str, Any]:
        """Ask why about a plan, and wait for the answer."""
        path = f"/v1/explanations/{kind}"
        asked = self._json("POST", path, json={"plan": plan, "question": question})
        return self._answer(f"/v1/explanations/{asked['id']}")

    def compare(
        self, scenario: str | Path | Mapping[str, Any] | None = None, *, demo: str | None = None,
        stored: str | None = None, variants: Mapping[str, Sequence[str | Path | Mapping[str, Any]]], **options: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Solve variants of a scenario, each with its overlays, and wait for all of them."""
        named = [
            {"name": name, "overlays": [_text_or_data(overlay) for overlay in overlays]}
            for name, overlays in variants.items()
        ]
        source = _source(scenario, demo=demo, stored=stored)
        body = {"scenario": source, "variants": named, "options": options}
        asked = self._json("POST", "/v1/comparisons", json=body)
        return self._answer(f"/v1/comparisons/{asked['id']}")

    # -- stored scenarios -----------------------------------------------------------------------------

    def store(self, name: str, file: str | Path, version: str | None = None) -> str:
        """Store a scenario file, and say its version; ``version`` is the one that it is a change of."""
        path = Path(file)
        media = "application/json" if path.suffix == ".json" else "application/yaml"
        headers = {"Content-Type": media} | ({} if version is None else {"If-Match": f'"{version}"'})
        stored = self._json("PUT", f"/v1/scenarios/{name}", content=path.read_bytes(), headers=headers)
        return str(stored["version"])

    # -- the wire -------------------------------------------------------------------------------------

    def _answer(self, path: str) -> dict[str, Any]:
        while (found := self._json("GET", path))["status"] not in ENDED:
            time.sleep(POLL_SECONDS)
        result: dict[str, Any] = found
        return result

    def _json(self, method: str, path: str, **given: Any) -> Any:
        return _good(self._http.request(method, path, **given)).json()

    def _stream(self, plan: str, after: int) -> Iterator[News]:
        event: dict[str, str] = {}
        with self._http.stream("GET", f"/v1/plans/{plan}/events", params={"after": after}) as answer:
            if answer.is_error:
                answer.read()
            for line in _good(answer).iter_lines():
                key, _, value = line.partition(": ")
                if line and key:
                    event[key] = value
                elif not line and "event" in event:
                    yield News(int(event["id"]), event["event"], json.loads(event["data"]))
                    event = {}


def _idempotent(key: str | None) -> dict[str, str]:
    return {} if key is None else {"Idempotency-Key": key}


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        try:
            document = answer.json()
        except ValueError:
            document = {"title": answer.reason_phrase}
        raise ProblemError(answer.status_code, document)
    return answer


def _source(given: str | Path | Mapping[str, Any] | None, **named: str | None) -> dict[str, Any]:
    found = {kind: name for kind, name in named.items() if name is not None}
    if given is not None:
        found |= _text_or_data(given)
    return found


def _text_or_data(given: str | Path | Mapping[str, Any]) -> dict[str, Any]:
    """A file's text with its name, or data as it is."""
    if isinstance(given, Mapping):
        return {"data": dict(given)}
    path = Path(given)
    return {"text": path.read_text("utf-8"), "name": path.name}


def _shape(kind: type[Shape], data: Mapping[str, Any]) -> Shape:
    """What this client knows of an answer; a newer service may say more."""
    known = {each.name for each in fields(kind)}
    return kind(**{key: value for key, value in data.items() if key in known})
