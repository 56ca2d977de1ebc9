"""Single values change: rates, budgets, the policy, or anything by its path."""

from collections.abc import Iterator
from typing import Any, Self

from pydantic import ConfigDict, Field, RootModel, model_validator

from engine.domain.base import Id, Level, Model, Money
from engine.errors import Path
from engine.files.edits import Edit, Key, add, put
from engine.files.ground import Ground, entries_of
from engine.files.source import Raw
from engine.files.trail import show
from engine.units import money_text


class ChangeValue(Model):
    """One value gets another one, wherever it stands in the file."""

    path: str = Field(min_length=1, max_length=1000)
    """The value by keys, ids and positions: `projects.lighthouse.priority`."""
    to: Any
    """The new value, written as in a scenario file; nothing (`null`) where it is to be left out."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        return f"`{self.path}` becomes {show(self.to)}."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """One value."""
        path, key, before = ground.resolve(self.path, ("path",))
        yield from put(path, key, before, raw["to"], ("to",))


class RateChange(Model):
    """What an hour of a role is billed at: on the rate card, for a client, or for a project."""

    rate: Money
    role: Id
    level: Level = 0
    client: Id | None = None
    project: Id | None = None

    @model_validator(mode="after")
    def _for_one(self) -> Self:
        if self.client is not None and self.project is not None:
            raise ValueError("a rate is for a `client` or for a `project`, not for both")
        return self

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        whose = (
            f" for client `{self.client}`" if self.client else f" for project `{self.project}`" if self.project else ""
        )
        return f"An hour of `{self.role}` from level {self.level} is billed at {money_text(self.rate)}{whose}."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """The rate in its list, or one more rate."""
        ground.find("roles", "role", self.role, ("role",))
        path, key, rates = self._list(ground)
        for number, rate in entries_of(rates):
            if rate.get("role") == self.role and (rate.get("level") or 0) == self.level:
                yield from put(
                    (*path, number, "rate"), (*key, number, "rate"), rate.get("rate"), raw["rate"], ("rate",)
                )
                return
        entry = {"role": self.role, "level": self.level, "rate": raw["rate"]}
        yield from add(path, (*key, f"+{self.role} from level {self.level}"), entry)

    def _list(self, ground: Ground) -> tuple[Path, Key, Raw]:
        for section, kind, name in (("clients", "client", self.client), ("projects", "project", self.project)):
            if name is not None:
                number, entry = ground.find(section, kind, name, (kind,))
                return (section, number, "rates"), (section, name, "rates"), entry.get("rates")
        return ("rate_card",), ("rate_card",), ground.data.get("rate_card")


class BudgetChange(Model):
    """The most that the planned work of a project may cost."""

    project: Id
    budget: Money | None
    """`null`: no budget any more."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        amount = "is lifted" if self.budget is None else f"becomes {money_text(self.budget)}"
        return f"The budget of `{self.project}` {amount}."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """One budget."""
        number, project = ground.find("projects", "project", self.project, ("project",))
        key: Key = ("projects", self.project, "budget")
        yield from put(("projects", number, "budget"), key, project.get("budget"), raw["budget"], ("budget",))


class PolicyChange(RootModel[dict[str, Any]]):
    """Fields of the policy with their new values; fields inside fields are merged, lists are replaced."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.root:
            raise ValueError("`policy` names no field to change, for example `projects_at_once: 2`")
        return self

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        return "Policy: " + ", ".join(f"{'.'.join(path)} {show(value)}" for path, value in _leaves(self.root)) + "."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """Each field that is named."""
        for path, value in _leaves(raw):
            before: Raw = ground.data.get("policy")
            for step in path:
                before = before.get(step) if isinstance(before, dict) else None
            yield from put(("policy", *path), ("policy", *path), before, value, path)


def _leaves(value: dict[str, Raw], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Raw]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _leaves(inner, (*path, name))
        else:
            yield (*path, name), inner
