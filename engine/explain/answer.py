"""What every answer is: frozen data that becomes JSON, and sentences that anybody can read."""

from collections.abc import Callable, Iterable
from typing import Any

from engine.answer import Answer
from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.errors import Fault, InputError, nearest
from engine.outcome import Subject

Places = Callable[[Subject], str | None]
"""Where in the files stands what a rule is about: ``base.yaml:120``."""


class Explanation(Answer):
    """An answer in words as well."""

    def sentences(self) -> tuple[str, ...]:
        """The answer in words, the most important first."""
        raise NotImplementedError

    def as_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`, the sentences with it."""
        plain: dict[str, Any] = self.model_dump(mode="json")
        return {**plain, "sentences": list(self.sentences())}


def nowhere(about: Subject) -> None:
    """For scenarios that come from no file."""


def the_demand(book: Book, key: str) -> DemandWork:
    """The demand that is asked about. Raises InputError."""
    if key not in book.demands:
        raise _unknown("demand", key, book.demands)
    return book.demands[key]


def the_person(book: Book, name: str) -> str:
    """The person who is asked about. Raises InputError."""
    if name not in book.people:
        raise _unknown("person", name, book.people)
    return name


def _unknown(kind: str, name: str, known: Iterable[str]) -> InputError:
    return InputError([Fault((kind,), f"`{name}` is no {kind} of this scenario{nearest(name, known)}")])
