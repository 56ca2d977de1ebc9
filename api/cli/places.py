"""Where in the files stands what a conflict or a breach is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import engine


def place_of(source: engine.Loaded, about: engine.Subject) -> str | None:
    """``base.yaml:120``: the demand's place, or else the phase's, the project's, the person's; None for none."""
    scenario = source.scenario
    named = about.demand or about.phase or about.project
    if named:
        steps = named.split("/")
        project = _position(scenario.projects, steps[0])
        if project is None:
            return None
        return source.place(("projects", project, *_inside(scenario.projects[project], steps[1:])))
    person = _position(scenario.people, about.person)
    return None if person is None else source.place(("people", person))


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
