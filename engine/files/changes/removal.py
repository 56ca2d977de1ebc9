"""When a project goes, everything goes that refers to it."""

from collections.abc import Iterator

from engine.errors import Path
from engine.files.edits import Edit, Key, drop
from engine.files.ground import Ground, entries_of, name_of
from engine.files.source import Raw


def removal(ground: Ground, number: int, project: dict[str, Raw]) -> Iterator[Edit]:
    """Everything that goes when a project goes: itself, its allocations, wishes for it, and demands' references."""
    name = project["id"]
    yield from drop(("projects", number), ("projects", name), project)
    for index, allocation in ground.entries("allocations"):
        if str(allocation.get("demand")).startswith(f"{name}/"):
            yield from drop(("allocations", index), ("allocations", index), allocation)
    for index, person in ground.entries("people"):
        preferences = person.get("preferences")
        for side in ("likes", "avoids"):
            wishes = preferences.get(side) if isinstance(preferences, dict) else None
            projects = wishes.get("projects") if isinstance(wishes, dict) else None
            steps = ("preferences", side, "projects")
            yield from _references(
                ("people", index, *steps), ("people", name_of(person, index), *steps), projects, name
            )
    for section in ("projects", "templates"):
        for index, other in ground.entries(section):
            if section == "templates" or index != number:
                yield from _demand_references((section, index), (section, name_of(other, index)), other, name)


def _demand_references(path: Path, key: Key, holder: dict[str, Raw], project: str) -> Iterator[Edit]:
    for number, phase in entries_of(holder.get("phases")):
        for index, demand in entries_of(phase.get("demands")):
            here: Path = (*path, "phases", number, "demands", index)
            name: Key = (*key, "phases", name_of(phase, number), "demands", name_of(demand, index))
            for field in ("not_with", "with"):
                yield from _references((*here, field), (*name, field), demand.get(field), project, slash="/")
            same = demand.get("same_person_as")
            if isinstance(same, str) and same.count("/") == 2 and same.startswith(f"{project}/"):
                yield from drop((*here, "same_person_as"), (*name, "same_person_as"), same)


def _references(path: Path, key: Key, names: Raw, project: str, slash: str = "") -> Iterator[Edit]:
    """Entries of a list that name the project, or one of its demands in full."""
    for number, name in enumerate(names if isinstance(names, list) else ()):
        mine = isinstance(name, str) and (
            name.count("/") == 2 and name.startswith(f"{project}/") if slash else name == project
        )
        if mine:
            yield from drop((*path, number), (*key, name), name)
