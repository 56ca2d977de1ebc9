"""What a plan is planned on: who there is and when, what is asked for and who could do it.

The plan document says what was decided; this one says what could have been. The board needs both: minutes a
person has on each day, the window of each demand, the people who may work on it. It holds no rates, costs, fees
or budgets, so that everybody who may see the plan may see it.
"""

from typing import Any, TypeVar

import engine

K = TypeVar("K")

SCHEMA = "fairload/board/1"


class Shared:
    """Values told once and named by their number afterwards: hundreds of people share a handful of weeks."""

    def __init__(self) -> None:
        self.values: list[list[Any]] = []
        self._numbers: dict[tuple[Any, ...], int] = {}

    def number(self, value: list[Any]) -> int:
        """The number of a value, new or known."""
        key = tuple(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def board_document(book: engine.Book, *, private: bool = True) -> dict[str, Any]:
    """Everything the board draws a plan on, as plain data. ``private`` tells why somebody is away.

    Days are counted from the horizon's first day. `people[].contracted`, `.effective` and `.available` are numbers
    of lists in `days` (minutes on each day); `demands[].able` is the number of a list in `circles` (ids of people).
    """
    days, circles = Shared(), Shared()
    scenario = book.scenario
    return {
        "schema": SCHEMA,
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "hash": scenario.hash,
            "currency": scenario.currency,
        },
        "horizon": {
            "first": scenario.horizon.first.isoformat(),
            "last": scenario.horizon.last.isoformat(),
            "today": scenario.horizon.today.isoformat() if scenario.horizon.today else None,
            "quantum": scenario.horizon.quantum,
        },
        "departments": [
            {"id": each.id, "name": each.name or each.id, "function": each.function} for each in scenario.departments
        ],
        "skills": _named(scenario.skills),
        "roles": _named(scenario.roles),
        "clients": _named(scenario.clients),
        "calendars": [calendar.id for calendar in scenario.calendars],
        "people": [_person(book, person, days, private) for person in scenario.people],
        "projects": [_project(project) for project in scenario.projects],
        "phases": [_phase(phase) for phase in book.phases.values()],
        "demands": [_demand(book, demand, circles) for demand in book.demands.values()],
        "given": [allocation.model_dump(mode="json") for allocation in scenario.allocations],
        "days": days.values,
        "circles": circles.values,
    }


def _named(things: Any) -> list[dict[str, str]]:
    """Id and name of each; the id where there is no name."""
    return [{"id": each.id, "name": each.name or each.id} for each in things]


def _person(book: engine.Book, person: Any, days: Shared, private: bool) -> dict[str, Any]:
    """A person, with minutes by day."""
    return {
        "id": person.id,
        "name": person.name or person.id,
        "kind": person.kind,
        "department": person.department,
        "role": person.role,
        "skills": dict(person.skills),
        "main_skill": book.main_skill(person.id),
        "target": person.target_utilisation,
        "contracted": days.number(book.contracted[person.id]),
        "effective": days.number(book.effective[person.id]),
        "available": days.number(book.available[person.id]),
        "overtime_day": book.overtime_day(person.id),
        "overtime_week": book.overtime_week(person.id),
        "time_off": [
            {
                "first": off.first.isoformat(),
                "last": off.last.isoformat(),
                "minutes_per_day": off.minutes_per_day,
                "reason": off.reason if private else "",
            }
            for off in person.time_off
        ],
    }


def _project(project: Any) -> dict[str, Any]:
    """A project, without its money."""
    return {
        "id": project.id,
        "name": project.name or project.id,
        "client": project.client,
        "status": project.status,
        "probability": project.probability,
        "deadline": project.deadline.isoformat() if project.deadline else None,
    }


def _phase(phase: Any) -> dict[str, Any]:
    """A phase and the days it may use; a movable one lies somewhere between them."""
    return {
        "id": phase.key,
        "project": phase.project.id,
        "kind": phase.kind,
        "first": phase.first,
        "last": phase.last,
        "movable": not phase.fixed,
    }


def _demand(book: engine.Book, demand: Any, circles: Shared) -> dict[str, Any]:
    """A demand and who may work on it."""
    return {
        "id": demand.key,
        "project": demand.project.id,
        "phase": demand.phase.key,
        "name": demand.demand.name or demand.demand.id,
        "skill": demand.demand.skill,
        "level": demand.demand.level,
        "function": demand.function,
        "effort": demand.effort,
        "seats": demand.seats,
        "billable": demand.billable,
        "block": demand.block,
        "crew_max": demand.crew_max,
        "able": circles.number(list(book.able[demand.key])),
    }
