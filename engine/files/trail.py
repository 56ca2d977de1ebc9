"""The trail: which value was changed by which file, before and after."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.files.source import Raw


@dataclass(frozen=True)
class Change:
    """One value that an overlay changed."""

    path: str
    """The value, with list entries named by their ids: ``projects.lighthouse.deadline``."""
    before: Raw
    """What it was; None where it was not given."""
    after: Raw
    """What it is now; None where it was taken away."""
    by: str | None
    """The place of the change: ``overlays/slip.yaml:4``."""
    sentence: str
    """The change as its author would say it."""

    def as_json(self) -> dict[str, Raw]:
        """Plain data for `plan.json` and the API."""
        return {
            "value": self.path,
            "before": plain(self.before),
            "after": plain(self.after),
            "by": self.by,
            "sentence": self.sentence,
        }

    def __str__(self) -> str:
        return f"{self.path}: {show(self.before)} -> {show(self.after)} ({self.by})"


def plain(value: Raw) -> Raw:
    """A copy of a value that JSON can hold; exact numbers become text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Decimal | date) else value


def show(value: Raw) -> str:
    """A value for a sentence, shortened where it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        named = value.get("id")
        return f"`{named}`" if isinstance(named, str) else "a mapping"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
