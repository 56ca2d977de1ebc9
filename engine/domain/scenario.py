"""A scenario: everything the engine is told, checked as a whole and frozen."""

import hashlib
import json
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from engine.domain.checks import cross_check
from engine.domain.document import Document


class Scenario(Document):
    """A document whose parts hold together: every reference leads somewhere, every value is possible."""

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        faults = cross_check(self)
        if faults:
            # The faults travel in the context, so that a loader can give each its place in a file.
            listing = "\n".join(str(fault) for fault in faults)
            raise PydanticCustomError("scenario_faults", "{listing}", {"listing": listing, "faults": faults})
        return self

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON text: equal for equal meaning, whatever the file looked like."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
