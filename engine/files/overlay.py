"""Overlays: named lists of changes to a base file."""

from collections.abc import Iterator
from typing import Protocol, Self

from pydantic import ConfigDict, Field, model_validator

from engine.domain.base import Id, Model, Text
from engine.files.changes.people import Hire, Leave, Train
from engine.files.changes.projects import AddProject, Lose, RemoveProject, Win
from engine.files.changes.slip import Slip
from engine.files.changes.values import BudgetChange, ChangeValue, PolicyChange, RateChange
from engine.files.edits import Edit
from engine.files.ground import Ground
from engine.files.source import Raw


class Kind(Protocol):
    """What every kind of change can do."""

    @property
    def sentence(self) -> str:
        """The change as its author would say it."""

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """What it does to the base. Raises InputError where the base does not allow it."""


class Step(Model):
    """One change: a single key that says what kind it is, and its details."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    add_project: AddProject | None = None
    remove_project: RemoveProject | None = None
    win: Win | None = None
    lose: Lose | None = None
    slip: Slip | None = None
    hire: Hire | None = None
    leave: Leave | None = None
    train: Train | None = None
    change: ChangeValue | None = None
    rate: RateChange | None = None
    budget: BudgetChange | None = None
    policy: PolicyChange | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = ", ".join(f"`{kind}`" for kind in type(self).model_fields)
        if len(self.model_fields_set) != 1:
            raise ValueError(f"a change has exactly one key, one of {kinds}")
        if getattr(self, self.kind) is None:
            raise ValueError(f"`{self.kind}` says nothing; write its details behind it")
        return self

    @property
    def kind(self) -> str:
        """The key: `slip`, `hire`, ..."""
        return next(iter(self.model_fields_set))

    @property
    def details(self) -> Kind:
        """The typed change itself."""
        details: Kind = getattr(self, self.kind)
        return details

    @property
    def sentence(self) -> str:
        """The change as its author would say it."""
        return self.details.sentence


class Overlay(Model):
    """A named list of changes to a scenario: what if we win the museum, and Ana is away in May?"""

    name: Id
    """Short name, used in reports and comparisons."""
    title: Text = ""
    changes: tuple[Step, ...] = Field(min_length=1, max_length=10_000)
