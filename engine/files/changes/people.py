"""People come, are away, leave, and learn."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Self

from pydantic import model_validator

from engine.domain.base import Day, Id, Level, Model, Text
from engine.domain.people import Person
from engine.errors import Path
from engine.files.edits import Edit, Key, add, content_key, put
from engine.files.ground import Ground, refuse
from engine.files.source import Raw


class Hire(Person):
    """A new person, written as in a scenario file: an employee, a contractor, or a placeholder."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        skills = ", ".join(f"{skill} {level}" for skill, level in self.skills.items())
        since = f" from {self.first_day}" if self.first_day else ""
        return f"`{self.id}` joins as {self.role}{since}" + (f" ({skills})." if skills else ".")

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """One more person."""
        ground.must_be_new("people", "person", self.id, ("id",))
        yield from add(("people",), ("people", self.id), raw)


class Leave(Model):
    """A person is away from ``first`` to ``last``; with only ``first`` they leave the company on that day."""

    person: Id
    first: Day | None = None
    """First day away; the first day of the horizon where left out."""
    last: Day | None = None
    """Last day away, included; left out when the person does not come back."""
    reason: Text = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.first is None and self.last is None:
            raise ValueError("`leave` needs `first` and `last` (away), or only `first` (leaves the company)")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"`last` {self.last} is before `first` {self.first}")
        if self.last is None and self.reason:
            raise ValueError("a `reason` belongs to time away; somebody who leaves the company has only `first`")
        return self

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        if self.last is None:
            return f"`{self.person}` leaves the company; {self.first} is the first day without them."
        since = f"from {self.first} to" if self.first else "until"
        return f"`{self.person}` is away {since} {self.last}" + (f" ({self.reason})." if self.reason else ".")

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """One more time off, or the last day of the contract."""
        number, person = ground.find("people", "person", self.person, ("person",))
        path: Path = ("people", number)
        key: Key = ("people", self.person)
        if self.last is not None:
            away = {"first": self._first(ground), "last": self.last.isoformat(), "reason": self.reason}
            yield from add((*path, "time_off"), (*key, "time_off", content_key(away)), away)
            return
        assert self.first is not None
        before = person.get("last_day")
        last_day = (self.first - timedelta(days=1)).isoformat()
        if isinstance(before, str) and before < last_day:
            raise refuse(("first",), f"`{self.person}` leaves earlier already: the last day is {before}")
        yield from put((*path, "last_day"), (*key, "last_day"), before, last_day, ("first",))

    def _first(self, ground: Ground) -> Raw:
        if self.first is not None:
            return self.first.isoformat()
        horizon = ground.data.get("horizon")
        return horizon.get("first") if isinstance(horizon, dict) else None


class Train(Model):
    """A person reaches a level in a skill, new or known."""

    person: Id
    skill: Id
    level: Level

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        return f"`{self.person}` reaches level {self.level} in `{self.skill}`."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """One skill of one person."""
        number, person = ground.find("people", "person", self.person, ("person",))
        ground.find("skills", "skill", self.skill, ("skill",))
        skills = person.get("skills")
        before = skills.get(self.skill) if isinstance(skills, dict) else None
        key: Key = ("people", self.person, "skills", self.skill)
        yield from put(("people", number, "skills", self.skill), key, before, self.level, ("level",))
