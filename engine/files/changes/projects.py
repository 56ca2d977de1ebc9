"""Projects come, go, are won and are lost."""

from collections.abc import Iterator

from pydantic import ConfigDict, RootModel

from engine.domain.base import Id
from engine.domain.work import Project
from engine.errors import Path
from engine.files.changes.removal import removal
from engine.files.edits import Edit, Key, add, drop, put
from engine.files.ground import Ground, refuse
from engine.files.source import Raw
from engine.files.trail import show


class AddProject(Project):
    """A whole new project, written as in a scenario file."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        return f"Project `{self.id}` is added ({self.status})."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """One more project."""
        ground.must_be_new("projects", "project", self.id, ("id",))
        yield from add(("projects",), ("projects", self.id), raw)


class _OfProject(RootModel[Id]):
    """A change that only names a project."""

    model_config = ConfigDict(frozen=True)

    def _found(self, ground: Ground, verb: str = "") -> tuple[int, dict[str, Raw]]:
        number, project = ground.find("projects", "project", self.root, ())
        status = project.get("status") or "confirmed"
        if verb and status != "tentative":
            raise refuse((), f"`{verb}` is for tentative projects, and `{self.root}` is {show(status)}")
        return number, project


class RemoveProject(_OfProject):
    """A project goes, with its allocations and everything that refers to it."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        return f"Project `{self.root}` is removed."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """The project, its allocations, and references to it."""
        number, project = self._found(ground)
        yield from removal(ground, number, project)


class Lose(_OfProject):
    """A tentative project is lost: it goes, with everything that refers to it."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        return f"Project `{self.root}` is lost."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """The project, its allocations, and references to it."""
        number, project = self._found(ground, "lose")
        yield from removal(ground, number, project)


class Win(_OfProject):
    """A tentative project is won: it is confirmed from now on."""

    @property
    def sentence(self) -> str:
        """What happens, as its author would say it."""
        return f"Project `{self.root}` is won."

    def edits(self, raw: Raw, ground: Ground) -> Iterator[Edit]:
        """Its status and its probability."""
        number, project = self._found(ground, "win")
        path: Path = ("projects", number)
        key: Key = ("projects", self.root)
        yield from put((*path, "status"), (*key, "status"), project.get("status"), "confirmed")
        if "probability" in project:
            yield from drop((*path, "probability"), (*key, "probability"), project["probability"])
