"""How a request says which scenario it means, and what that comes to."""

from __future__ import annotations

import json
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

import engine
from api.auth.keys import Caller
from api.books.demos import demo_texts
from api.books.texts import Read, Text, Texts, data_text
from api.problems import Problem, invalid, missing
from api.service import Service
from api.store import ScenarioVersion, StoredScenario

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}$")]
"""Of a stored scenario or a demo."""
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./\- ]{0,119}$")]
"""What to call a text; nothing is opened by it."""
Called = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""What people call a plan: one line of text, as every database keeps it."""
JobId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

OVERLAY: dict[str, JsonValue] = {
    "name": "ana_is_ill",
    "changes": [{"leave": {"person": "ana", "first": "2027-02-22", "last": "2027-03-05"}}],
}


class Closed(BaseModel):
    """A part of a request; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ScenarioSource(Closed):
    """Which scenario: exactly one of `demo`, `stored`, `plan`, `text` and `data`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"demo": "harbour"}]})

    demo: Name | None = Field(default=None, description="One that comes with Fairload.")
    stored: Name | None = Field(default=None, description="One that is stored.")
    version: Version | None = Field(default=None, description="With `stored`: exactly this version.")
    plan: JobId | None = Field(default=None, description="That of a plan, overlays included.")
    text: str | None = Field(default=None, description="A file's text; its faults then have lines.")
    name: FileName = Field(default="scenario.yaml", description="With `text`: what to call it; .json means JSON.")
    data: dict[str, Any] | None = Field(default=None, description="The scenario itself.")

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [each for each in (self.demo, self.stored, self.plan, self.text, self.data) if each is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of demo, stored, plan, text and data")
        return self


class OverlaySource(Closed):
    """An overlay: exactly one of `demo`, `text` and `data`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"data": OVERLAY}]})

    demo: Name | None = Field(default=None, description="One of the demo that is asked for.")
    text: str | None = Field(default=None, description="A file's text.")
    name: FileName = Field(default="overlay.yaml", description="With `text`: what to call it.")
    data: dict[str, Any] | None = Field(default=None, description="The overlay itself.")
    instead: bool = Field(
        default=False, description="With `data`, on a plan: in place of that plan's overlay of the same name."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(each is not None for each in (self.demo, self.text, self.data)) != 1:
            raise ValueError("give exactly one of demo, text and data")
        if self.instead and self.data is None:
            raise ValueError("`instead` goes with data")
        return self


Overlays = Annotated[tuple[OverlaySource, ...], Field(max_length=50)]


class PlanOrScenario(Closed):
    """What a request is about: a plan, or a scenario."""

    plan: JobId | None = Field(default=None, description="Its scenario and overlays are meant.")
    scenario: ScenarioSource | None = None
    overlays: Overlays = ()

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if (self.plan is None) == (self.scenario is None):
            raise ValueError("give either plan or scenario")
        return self

    @property
    def source(self) -> ScenarioSource:
        """The scenario that is meant."""
        return self.scenario or ScenarioSource(plan=self.plan)


def texts_of(service: Service, who: Caller, source: ScenarioSource, overlays: tuple[OverlaySource, ...]) -> Texts:
    """The texts that a request means. Raises Problem 404, 422."""
    base = _base(service, who, source)
    more = tuple(_overlay(base, source, overlay, number) for number, overlay in enumerate(overlays, 1))
    replaced = {name for overlay in overlays if overlay.instead and (name := _name(overlay.data)) is not None}
    kept = tuple(each for each in base.overlays if not each.data or _name(json.loads(each.text)) not in replaced)
    return Texts(base.base, kept + more)


def _name(overlay: Any) -> str | None:
    """What an overlay calls itself, if it does: nothing has been checked about it yet."""
    name = overlay.get("name") if isinstance(overlay, dict) else None
    return name if isinstance(name, str) else None


def _base(service: Service, who: Caller, source: ScenarioSource) -> Texts:
    if source.text is not None:
        return Texts(Text(source.text, source.name))
    if source.data is not None:
        return Texts(data_text(source.data, "scenario"))
    if source.plan is not None:
        job = service.jobs.find(who.workspace, source.plan)
        if job is None:
            raise missing("plan")
        return Texts.of_json(service.jobs.request(job.id)["texts"])
    if source.demo is not None:
        try:
            return demo_texts(source.demo, [])
        except engine.InputError as error:
            raise invalid(error, value="scenario.demo") from None
    assert source.stored is not None
    kept = stored_version(service, who, source.stored, source.version)
    return Texts(Text(kept.text, kept.name + (".json" if "json" in kept.media else ".yaml")))


def _overlay(base: Texts, source: ScenarioSource, overlay: OverlaySource, number: int) -> Text:
    if overlay.text is not None:
        return Text(overlay.text, overlay.name)
    if overlay.data is not None:
        return data_text(overlay.data, f"overlay {number}")
    assert overlay.demo is not None
    # An overlay of a demo may be put on a plan of that demo as well.
    demo = source.demo or base.base.name.split("/")[0]
    try:
        return demo_texts(demo, [overlay.demo]).overlays[0]
    except engine.InputError as error:
        raise invalid(error, value=f"overlays.{number - 1}.demo") from None


def stored_version(service: Service, who: Caller, name: str, version: str | None = None) -> ScenarioVersion:
    """A stored scenario of the workspace; the version that holds now where none is named. Raises Problem 404."""
    with service.database.read() as session:
        current = session.get(StoredScenario, (who.workspace, name))
        wanted = version or (current.version if current is not None else None)
        found = None
        if current is not None and wanted is not None:
            found = session.get(ScenarioVersion, (who.workspace, name, wanted))
    if found is None:
        raise missing("scenario")
    return found


def read(service: Service, texts: Texts) -> Read:
    """The scenario of some texts, if it is not too large. Raises Problem 422."""
    try:
        found = service.shelf.read(texts)
    except engine.InputError as error:
        raise invalid(error) from None
    limits, scenario = service.settings.limits, found.loaded.scenario
    for count, most, what in (
        (len(scenario.people), limits.people, "people"),
        (len(found.book.demands), limits.demands, "demands"),
        (scenario.horizon.days, limits.days, "days"),
    ):
        if count > most:
            raise Problem(
                422, "too-large-scenario", "The scenario is too large", f"{count} {what}, and at most {most} here"
            )
    return found


def facts(found: Read) -> dict[str, Any]:
    """What a scenario is called, and when it plays."""
    scenario = found.loaded.scenario
    return {
        "name": scenario.name,
        "title": scenario.title,
        "hash": scenario.hash,
        "overlays": list(found.loaded.overlays),
        "currency": scenario.currency,
        "first": scenario.horizon.first.isoformat(),
        "last": scenario.horizon.last.isoformat(),
    }
