"""What the queue keeps is JSON and never a pickle: whoever can write to a table must not be able to run code."""

from __future__ import annotations

import json
from typing import Any

from dbos import Serializer
from dbos._serialization import DefaultSerializer

__all__ = ["JsonSerializer", "refuse_pickles"]

ERROR = "error"


class JsonSerializer(Serializer):
    """Plain JSON; an exception becomes its text and comes back as a RuntimeError."""

    def serialize(self, data: Any) -> str:
        """To text."""
        return json.dumps({ERROR: str(data)} if isinstance(data, BaseException) else data)

    def deserialize(self, serialized_data: str) -> Any:
        """And back."""
        data = json.loads(serialized_data)
        return RuntimeError(data[ERROR]) if isinstance(data, dict) and list(data) == [ERROR] else data

    def name(self) -> str:
        """As it stands beside each row."""
        return "fairload_json"


def refuse_pickles() -> None:
    """Rows say themselves how they are written, and dbos would believe one that says pickle. It cannot any more."""

    def refuse(self: object, *_: object) -> Any:
        raise TypeError("the job queue holds no pickles")

    setattr(DefaultSerializer, "deserialize", refuse)  # noqa: B010  # a class of theirs that a type checker guards
