"""The JSON Schemas of scenario and overlay files, for editors that complete and check while one types."""

from typing import Any

from engine.domain.document import Document
from engine.files.overlay import Overlay

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scenario file."""
    return _schema(Document, "Fairload scenario")


def overlay_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of an overlay file."""
    return _schema(Overlay, "Fairload overlay")


def _schema(model: type[Document] | type[Overlay], title: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": DIALECT, **schema, "title": title}
