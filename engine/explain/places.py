"""Where in the files stands what a conflict or a breach is about."""

from collections.abc import Iterable
from typing import Any

from engine.files.load import Loaded
from engine.outcome import Subject

__all__ = ["place_of"]


def place_of(source: Loaded, about: Subject) -> str | None:
    """``base.yaml:120``: the demand's place, or else the phase's, the project's, the person's; None for none. A pin
    is found where it is given, and a day or week off where it is written."""
    scenario = source.scenario
    named = about.demand or about.phase or about.project
    if about.demand and about.person and about.first:
        pin = next((n for n, each in enumerate(scenario.allocations) if _is_pin(each, about)), None)
        if pin is not None:
            return source.place(("allocations", pin))
    if named:
        steps = named.split("/")
        project = _position(scenario.projects, steps[0])
        if project is None:
            return None
        return source.place(("projects", project, *_inside(scenario.projects[project], steps[1:])))
    person = _position(scenario.people, about.person)
    return None if person is None else source.place(("people", person, *_absence(scenario.people[person], about)))


def _is_pin(allocation: Any, about: Subject) -> bool:
    return (
        allocation.status != "published"
        and (allocation.demand, allocation.person) == (about.demand, about.person)
        and allocation.start.isoformat() <= about.first <= allocation.end.isoformat()
    )


def _absence(person: Any, about: Subject) -> tuple[str | int, ...]:
    """The way on to the time off that meets these days, or to the end of the contract before them."""
    if not about.first:
        return ()
    last = about.last or about.first
    if person.last_day is not None and person.last_day.isoformat() < last:
        return ("last_day",)
    for number, off in enumerate(person.time_off):
        if off.first.isoformat() <= last and about.first <= off.last.isoformat():
            return ("time_off", number)
    return ()


def _inside(project: Any, steps: list[str]) -> tuple[str | int, ...]:
    """The way on to a phase and its demand; a phase from a template is found at the template's use."""
    if not steps:
        return ()
    phase = _position(project.phases, steps[0])
    if phase is None:
        # The months of a repeated phase carry their month behind its name: care-2027-01.
        phase = _position(project.phases, steps[0][: -len("-2027-01")])
    if phase is None:
        return ("template",)
    demand = _position(project.phases[phase].demands, steps[1]) if len(steps) > 1 else None
    return ("phases", phase) if demand is None else ("phases", phase, "demands", demand)


def _position(entries: Iterable[Any], name: str) -> int | None:
    return next((number for number, entry in enumerate(entries) if entry.id == name), None)
