"""An answer is data: frozen, written as JSON, and two answers to the same question can be subtracted.

The difference of two answers says, number by number, what the second has more than the first. Lists meet by the names
of their entries and never by position; what only one of the two has is told as such.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.domain.base import Model

Plain = Any
"""What JSON can hold."""

NAMES = ("name", "project", "person", "figure", "goal", "week", "skill", "projects", "changes", "band", "key")
"""By which field an entry of a list is known; the first that it has."""


class Answer(Model):
    """The answer to a question about the whole book."""

    def as_json(self) -> dict[str, Plain]:
        """Plain data for `json.dumps`."""
        plain: dict[str, Plain] = self.model_dump(mode="json")
        return plain

    def __sub__(self, other: "Answer") -> dict[str, Plain]:
        """What this answer says beyond the other; see the module."""
        found = difference(self.as_json(), other.as_json())
        return found if isinstance(found, dict) else {}


def difference(after: Plain, before: Plain) -> Plain:
    """Numbers are subtracted, mappings and lists are gone through; of anything else, `[before, after]` where the two
    differ and nothing where they are equal."""
    if _is_number(after) and _is_number(before):
        return after - before
    if isinstance(after, Mapping) and isinstance(before, Mapping):
        return _of_mappings(after, before)
    if isinstance(after, list) and isinstance(before, list) and _named(after) and _named(before):
        return _of_mappings(_by_name(after), _by_name(before))
    return None if after == before else [before, after]


def _of_mappings(after: Mapping[str, Plain], before: Mapping[str, Plain]) -> dict[str, Plain]:
    found = {key: difference(after.get(key), before.get(key)) for key in dict.fromkeys([*before, *after])}
    return {key: value for key, value in found.items() if value is not None and value != {}}


def _is_number(value: Plain) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _named(entries: Sequence[Plain]) -> bool:
    return all(isinstance(entry, Mapping) and _name(entry) is not None for entry in entries)


def _name(entry: Mapping[str, Plain]) -> str | None:
    parts = [str(entry[field]) for field in NAMES if entry.get(field) is not None]
    return " ".join(parts) if parts else None


def _by_name(entries: Sequence[Mapping[str, Plain]]) -> dict[str, Plain]:
    return {str(_name(entry)): entry for entry in entries}
