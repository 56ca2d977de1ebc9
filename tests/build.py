"""Small worlds for tests: write only what matters to the story, the rest is sensible.

    scenario = a_scenario(
        people=[a_person("ana", skills={"design": 3}), a_person("ben")],
        projects=[a_project("site", a_demand("pages", hours=40))],
    )
    book = Book(scenario)
    plan = a_plan(book, ("site/work/pages", "ana", 0, 4, 8))     # Ana, days 0 to 4, eight hours a day

The world that is not spelled out: Monday 4 January 2027, two weeks, eight hours a day from Monday to Friday
(so 80 hours a person), no holidays; everybody is in department `studio`, in role `maker`, with skill `design`
at level 3. A demand asks for 40 hours of `design` at level 0; demands given straight to a project stand in one
phase, `work`; a phase without dates and length covers the whole horizon. Departments, roles, skills and
clients that are named somewhere are declared by themselves. Any field of the domain may be given by its name
(money in major units: ``cost_rate=60`` is sixty pounds).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from engine.domain.book import Book
from engine.domain.people import Calendar, Department, Person, Role, Skill
from engine.domain.policy import Policy
from engine.domain.scenario import Scenario
from engine.domain.work import Allocation, Client, Demand, Phase, Project, Template
from engine.outcome import Outcome, Result, TierResult
from engine.plan import Plan, Row

MONDAY = date(2027, 1, 4)
"""Day 0 of every small world."""
DAY = 480
"""Minutes of a working day."""
FUNCTIONS = ("project_management", "client_services")
"""Departments with these ids have this function; all others are `delivery`."""


def day(number: int) -> date:
    """The date of day ``number``; days 5 and 6 are the first weekend."""
    return MONDAY + timedelta(days=number)


def a_calendar(id: str = "standard", *, hours: int = 8, **fields: Any) -> Calendar:
    """Monday to Friday, eight hours."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours * 60)
    return Calendar(**{"id": id, "week": week, **fields})


def a_person(id: str = "ana", *, skills: Mapping[str, int] | Iterable[str] = ("design",), **fields: Any) -> Person:
    """An employee of the studio. ``skills`` is a dict of levels, or names at level 3."""
    levels = dict(skills) if isinstance(skills, Mapping) else dict.fromkeys(skills, 3)
    return Person(**{"id": id, "department": "studio", "role": "maker", "skills": levels, **fields})


def a_demand(id: str = "design", *, hours: float | None = None, **fields: Any) -> Demand:
    """40 hours of the skill `design`; with ``seats=2`` two people full-time for the whole phase."""
    if "seats" in fields:
        return Demand(**{"id": id, "skill": "design", "mode": "presence", **fields})
    effort = fields.pop("effort", None) or round(60 * (40 if hours is None else hours))
    return Demand(**{"id": id, "skill": "design", "effort": effort, **fields})


def a_phase(id: str = "work", *demands: Demand, **fields: Any) -> Phase:
    """A phase over the whole horizon, unless it is given ``start`` and ``end``, or a ``length``."""
    return Phase(**{"id": id, "demands": demands, **fields})


def a_project(id: str = "site", *parts: Phase | Demand, **fields: Any) -> Project:
    """A confirmed project. Demands among the parts stand in a phase `work`; a tentative one is won at 50 %."""
    loose = tuple(part for part in parts if isinstance(part, Demand))
    phases = [part for part in parts if isinstance(part, Phase)]
    if loose:
        phases.append(a_phase("work", *loose))
    if fields.get("status") == "tentative":
        fields.setdefault("probability", 50)
    return Project(**{"id": id, "phases": tuple(phases), **fields})


def an_allocation(demand: str, person: str, start: int, end: int, hours: float = 8, **fields: Any) -> Allocation:
    """A pinned allocation from day ``start`` to day ``end``."""
    return Allocation(
        **{
            "demand": demand,
            "person": person,
            "start": day(start),
            "end": day(end),
            "minutes_per_day": round(hours * 60),
            **fields,
        }
    )


def a_scenario(
    people: Sequence[Person] | None = None,
    projects: Sequence[Project] | None = None,
    *,
    weeks: int = 2,
    policy: Policy | Mapping[str, Any] | None = None,
    horizon: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Scenario:
    """A whole scenario that holds together; without arguments, Ana and one project of 40 hours.

    ``horizon`` adds to the default one (``{"quantum": 60}``); ``policy`` may be a plain dict.
    """
    people = [a_person()] if people is None else list(people)
    projects = [a_project("site", a_demand())] if projects is None else list(projects)
    days = {"first": MONDAY, "last": day(7 * weeks - 1), **(horizon or {})}
    projects = [_over_the_horizon(project, days["first"], days["last"]) for project in projects]
    whole = {
        "name": "small",
        "horizon": days,
        "calendars": (a_calendar(),),
        "people": tuple(people),
        "projects": tuple(projects),
        "policy": policy or {},
        **fields,
    }
    rates = [*fields.get("rate_card", ())]
    rates += [rate for owner in (*fields.get("clients", ()), *projects) for rate in _field(owner, "rates")]
    templates: Sequence[Template] = fields.get("templates", ())
    phases = [phase for owner in (*projects, *templates) for phase in _field(owner, "phases")]
    demands = [demand for phase in phases for demand in _field(phase, "demands")]
    whole["departments"] = _declared(
        fields.get("departments", ()),
        [person.department for person in people] + [d for n in demands for d in _field(n, "allowed_departments")],
        lambda id: Department(id=id, function=id if id in FUNCTIONS else "delivery"),
    )
    whole["roles"] = _declared(
        fields.get("roles", ()),
        [person.role for person in people] + [_field(rate, "role") for rate in rates],
        lambda id: Role(id=id),
    )
    whole["skills"] = _declared(
        fields.get("skills", ()),
        [skill for person in people for skill in person.skills] + [_field(n, "skill") for n in demands] or ["design"],
        lambda id: Skill(id=id),
    )
    whole["clients"] = _declared(
        fields.get("clients", ()),
        [project.client for project in projects if project.client],
        lambda id: Client(id=id),
    )
    return Scenario(**whole)


def a_book(*args: Any, **fields: Any) -> Book:
    """The book of `a_scenario` with the same arguments."""
    return Book(a_scenario(*args, **fields))


def a_plan(
    book: Book,
    *rows: tuple[str, str, int, int, float],
    phases: Mapping[str, tuple[int, int]] | None = None,
) -> Plan:
    """A plan from rows of (demand, person, first day, last day, hours a day)."""
    read = [Row(demand, person, start, end, round(hours * 60)) for demand, person, start, end, hours in rows]
    return Plan.from_rows(book, read, phases)


def a_result(plan: Plan | None, *tiers: TierResult, **fields: Any) -> Result:
    """A solve that ended with this plan, proved best (or with none, if the plan is None)."""
    outcome = Outcome.NOTHING_FOUND if plan is None else Outcome.PROVED_BEST
    return Result(**{"outcome": outcome, "plan": plan, "tiers": tiers, **fields})


def _over_the_horizon(project: Project, first: date, last: date) -> Project:
    """The project with its undated phases stretched over the whole horizon."""

    def dated(phase: Phase) -> Phase:
        if phase.start or phase.end or phase.length:
            return phase
        return phase.model_copy(update={"start": first, "end": last})

    return project.model_copy(update={"phases": tuple(dated(phase) for phase in project.phases)})


def _field(part: Any, name: str) -> Any:
    """A field of a part that is an object or a plain dict."""
    return part.get(name, ()) if isinstance(part, Mapping) else getattr(part, name)


def _declared(given: Sequence[Any], named: Iterable[str], make: Any) -> tuple[Any, ...]:
    """What the test declared itself, and a plain one for each other name in use."""
    known = {_field(entry, "id") for entry in given}
    others = dict.fromkeys(name for name in named if name not in known)
    return (*given, *(make(name) for name in others))
