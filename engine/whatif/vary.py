"""Scenarios that differ from a given one in a word: what if this pitch is won, slips, must be done in full?

What an overlay can say is said as an overlay, so that it means the same here as in a file. The few things that only
questions need (all of a project is a must; other goals) are copies of the scenario's own parts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.domain.expand import project_phases
from engine.domain.policy import Tier
from engine.domain.scenario import Scenario
from engine.domain.work import Project
from engine.errors import Fault, InputError, nearest
from engine.files.load import with_changes

MONEY_FIRST = ("delivered", "margin")
"""What questions of money are decided by: promises first, then the margin."""


def varied(scenario: Scenario, *changes: Mapping[str, Any]) -> Scenario:
    """The scenario with changes as an overlay writes them. Raises InputError."""
    return with_changes(scenario, "question", changes)


def with_goals(scenario: Scenario, goals: Sequence[str]) -> Scenario:
    """The same book with other goals, in this order, none giving anything up."""
    tiers = tuple(Tier.model_validate({"goal": goal}) for goal in goals)
    return scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"tiers": tiers})})


def in_full(scenario: Scenario, projects: Sequence[str]) -> Scenario:
    """The same book in which everything these projects ask for must be delivered; templates are filled in for it."""
    templates = {template.id: template for template in scenario.templates}

    def must(project: Project) -> Project:
        phases = tuple(
            phase.model_copy(
                update={"demands": tuple(demand.model_copy(update={"must": True}) for demand in phase.demands)}
            )
            for phase in project_phases(project, templates, scenario.horizon.quantum)
        )
        return project.model_copy(update={"phases": phases, "template": None})

    changed = tuple(must(project) if project.id in projects else project for project in scenario.projects)
    return scenario.model_copy(update={"projects": changed})


def project_of(scenario: Scenario, name: str, *, tentative: bool = False) -> Project:
    """The project with this id. Raises InputError with the nearest known name, or if it is not tentative."""
    known = {project.id: project for project in scenario.projects}
    if name not in known:
        hint = nearest(name, known)
        raise InputError([Fault((), f"there is no project `{name}` in this scenario{hint}")])
    if tentative and known[name].status != "tentative":
        hint = nearest(name, [project.id for project in tentative_of(scenario)])
        raise InputError(
            [Fault((), f"project `{name}` is {known[name].status}; this question is about a tentative one{hint}")]
        )
    return known[name]


def tentative_of(scenario: Scenario) -> list[Project]:
    """The pitches, in the scenario's order."""
    return [project for project in scenario.projects if project.status == "tentative"]


def won(project: Project) -> dict[str, Any]:
    """The change that wins a pitch."""
    return {"win": project.id}


def taken(scenario: Scenario, project: Project) -> Scenario:
    """The book in which a project is promised and done in full."""
    changes = [won(project)] if project.status == "tentative" else []
    return in_full(varied(scenario, *changes), [project.id])


def without(scenario: Scenario, project: Project) -> Scenario:
    """The book without a project."""
    return varied(scenario, {"remove_project": project.id})
