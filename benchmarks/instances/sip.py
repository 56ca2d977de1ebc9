"""The SiP effort data as a Scenario for any half-year, and the plan beside what was actually done.

    python -m benchmarks.instances.sip FOLDER                            the half-years and their hours
    python -m benchmarks.instances.sip FOLDER 2007H1 --out sip.json      a scenario for `fairload plan`
    python -m benchmarks.instances.sip FOLDER 2007H1 --plan plan.json    that plan beside what was done

How the files are read and cleaned is written in `sip_data`. How a half-year becomes a scenario:

*   **Projects** are the pairs of ProjectCode and ProjectBreakdownCode, **clients** the ProjectCodes.
*   **Work.** A task asks for its *estimated* hours. What lies outside the half-year is left out in proportion to
    the working days of its window. A task that still asks for a week or more (`OWN_PHASE_HOURS`) is a phase of its
    own, over the weeks of its window. All smaller ones are pooled: one phase a month, one demand a skill, in which
    a task's hours are shared out over the months of its window. So the month is the widening: a bug that was fixed
    on 3 May may be planned on any day of May.
*   **Skills** are Category and SubCategory. A developer has every skill they *ever* recorded hours in, at level 1
    from a day of it on, 2 from a week, 3 from six weeks; level 0 below. Demands ask for level 1, and for level 0
    where nobody at work in the half-year reaches it.
*   **People** are those who recorded hours in the half-year. The data does not say who worked how many days a
    week, so it is inferred: the recorded share of a full working time, rounded up to whole days a week. Days have
    seven hours, Monday to Friday, with the public holidays of England.
*   **Billable** is everything but the category Management, training, and support of the house itself.
*   **No departments, no rates.** There is one department, `consultancy`; everybody did every kind of work, so the
    department line has nothing to say. There is no money in the data.
"""

import argparse
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.instances.sip_data import HOURS_PER_DAY, SipData, Task, days_of, half_years, read, working_days
from engine import Book, InputError, Plan, Scenario, load_data, read_plan
from engine.units import MINUTES_PER_HOUR, ceil_to, percent_text

__all__ = [
    "Comparison",
    "Done",
    "SipData",
    "actual",
    "compare",
    "document",
    "half_years",
    "planned_hours",
    "read",
    "scenario",
    "table",
]

OWN_PHASE_HOURS = 35
LEVELS = ((210, 3), (35, 2), (7, 1))
"""Hours ever recorded in a skill, and the level they are worth."""
QUANTUM = 30
NOT_BILLABLE = ("training", "in-house-support")


@dataclass(frozen=True)
class Done:
    """Hours recorded in a half-year, and hours estimated; a task's hours are spread over its window."""

    half_year: str
    by_project_person: Mapping[tuple[str, str], float]
    estimated: Mapping[str, float]
    """By project."""

    @property
    def by_project(self) -> Mapping[str, float]:
        """Recorded hours by project."""
        return _summed(self.by_project_person, 0)

    @property
    def by_person(self) -> Mapping[str, float]:
        """Recorded hours by person."""
        return _summed(self.by_project_person, 1)


@dataclass(frozen=True)
class Comparison:
    """Planned beside done, in hours."""

    half_year: str
    projects: Sequence[tuple[str, float, float, float]]
    """Project, estimated, planned, done; most done first."""
    people: Sequence[tuple[str, float, float]]
    """Person, planned, done; most done first."""
    in_common: float | None
    """Which part of the planned hours stands with the same person on the same project as recorded hours do."""


def scenario(data: SipData, half_year: str) -> Scenario:
    """A half-year's work as a scenario, by the rules above. Raises ValueError where nobody did any."""
    return load_data(document(data, half_year)).scenario


def document(data: SipData, half_year: str) -> dict[str, Any]:
    """The same as it would stand in a scenario file. Raises ValueError where nobody did any work."""
    first, last = days_of(half_year)
    tasks = [task for task in data.tasks if task.share(first, last) > 0]
    done = actual(data, half_year)
    if not done.by_person:
        raise ValueError(f"nobody recorded hours in {half_year}; there is work in {', '.join(half_years(data))}")
    people = _people(data, done, first, last)
    skills = {skill for person in people for skill in person["skills"]} | {skill_of(task) for task in tasks}
    return {
        "name": f"sip-{half_year}",
        "title": f"SiP effort data, {half_year}",
        "horizon": {"first": f"{first}", "last": f"{last}", "quantum": QUANTUM},
        "calendars": [
            {
                "id": "office",
                "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), f"{HOURS_PER_DAY}h"),
                "holidays": {"country": "GB", "subdivision": "ENG"},
            }
        ],
        "departments": [{"id": "consultancy"}],
        "roles": [{"id": "developer"}],
        "skills": [{"id": skill} for skill in sorted(skills)],
        "people": people,
        "clients": [{"id": client} for client in sorted({task.client for task in tasks})],
        "projects": _projects(tasks, first, last, people),
    }


def actual(data: SipData, half_year: str) -> Done:
    """What was done in a half-year, by project and person."""
    first, last = days_of(half_year)
    hours: dict[tuple[str, str], float] = defaultdict(float)
    estimated: dict[str, float] = defaultdict(float)
    for task in data.tasks:
        share = task.share(first, last)
        if share:
            estimated[task.project] += task.estimate * share
            for developer, recorded in task.hours.items():
                hours[task.project, person_of(developer)] += recorded * share
    return Done(half_year, dict(hours), dict(estimated))


def planned_hours(plan: Plan) -> dict[tuple[str, str], float]:
    """Hours of a plan by project and person."""
    hours: dict[tuple[str, str], float] = defaultdict(float)
    for (demand, person), minutes in plan.by_pair.items():
        hours[demand.split("/")[0], person] += minutes / MINUTES_PER_HOUR
    return dict(hours)


def compare(planned: Mapping[tuple[str, str], float], done: Done) -> Comparison:
    """Planned hours by (project, person) beside what was done, for a table."""
    of_project, of_person = _summed(planned, 0), _summed(planned, 1)
    projects = sorted(set(of_project) | set(done.by_project), key=lambda name: (-done.by_project.get(name, 0), name))
    people = sorted(set(of_person) | set(done.by_person), key=lambda name: (-done.by_person.get(name, 0), name))
    total = sum(planned.values())
    shared = sum(min(hours, done.by_project_person.get(pair, 0.0)) for pair, hours in planned.items())
    return Comparison(
        half_year=done.half_year,
        projects=[
            (name, done.estimated.get(name, 0.0), of_project.get(name, 0.0), done.by_project.get(name, 0.0))
            for name in projects
        ],
        people=[(name, of_person.get(name, 0.0), done.by_person.get(name, 0.0)) for name in people],
        in_common=shared / total if total else None,
    )


def skill_of(task: Task) -> str:
    """``development.client-support``."""
    return ".".join(re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") for name in (task.category, task.subcategory))


def person_of(developer: str) -> str:
    """``dev-13``."""
    return f"dev-{developer}"


def _people(data: SipData, done: Done, first: date, last: date) -> list[dict[str, Any]]:
    ever: dict[tuple[str, str], float] = defaultdict(float)
    for task in data.tasks:
        for developer, hours in task.hours.items():
            ever[person_of(developer), skill_of(task)] += hours
    whole = working_days(first, last) * HOURS_PER_DAY
    people = []
    for person, hours in sorted(done.by_person.items(), key=lambda item: (-item[1], item[0])):
        skills = {skill: of_skill for (who, skill), of_skill in sorted(ever.items()) if who == person}
        people.append(
            {
                "id": person,
                "department": "consultancy",
                "role": "developer",
                "fte": _days_a_week(hours / whole) * 20,
                "skills": {skill: _level(of_skill) for skill, of_skill in skills.items()},
                "main_skill": max(skills, key=lambda skill: skills[skill]),
            }
        )
    return people


def _days_a_week(share: float) -> int:
    """Whole days, from one to five."""
    return max(1, min(5, math.ceil(share * 5)))


def _level(hours: float) -> int:
    return next((level for least, level in LEVELS if hours >= least), 0)


def _projects(
    tasks: Sequence[Task], first: date, last: date, people: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Every project with a phase for each large task and for each month of small ones."""
    best: dict[str, int] = {}
    for person in people:
        for skill, level in person["skills"].items():
            best[skill] = max(level, best.get(skill, 0))
    phases: dict[str, list[dict[str, Any]]] = defaultdict(list)
    pooled: dict[tuple[str, date, date], dict[str, float]] = {}
    for task in tasks:
        hours = task.estimate * task.share(first, last)
        if hours >= OWN_PHASE_HOURS:
            phases[task.project].append(_own_phase(task, hours, first, last, best))
            continue
        for begin, end in _months(max(first, task.first), min(last, task.last)):
            skills = pooled.setdefault((task.project, begin, end), defaultdict(float))
            skills[skill_of(task)] += task.estimate * task.share(begin, end)
    for (project, begin, end), skills in sorted(pooled.items()):
        demands = [_demand(skill, skill, hours, best) for skill, hours in sorted(skills.items()) if hours > 0]
        phases[project].append({"id": f"{begin:%Y-%m}", "start": f"{begin}", "end": f"{end}", "demands": demands})
    return [{"id": project, "client": project.split(".")[0], "phases": phases[project]} for project in sorted(phases)]


def _months(first: date, last: date) -> list[tuple[date, date]]:
    """First and last day of every calendar month that two days touch."""
    starts = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    ends = [(start + timedelta(days=31)).replace(day=1) - timedelta(days=1) for start in starts]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start <= last and end >= first]


def _own_phase(task: Task, hours: float, first: date, last: date, best: Mapping[str, int]) -> dict[str, Any]:
    """A large task over the whole weeks of its window."""
    monday = task.first - timedelta(days=task.first.weekday())
    sunday = task.last + timedelta(days=6 - task.last.weekday())
    return {
        "id": f"task-{task.number}",
        "name": task.summary,
        "start": f"{max(first, monday)}",
        "end": f"{min(last, sunday)}",
        "demands": [_demand("work", skill_of(task), hours, best)],
    }


def _demand(name: str, skill: str, hours: float, best: Mapping[str, int]) -> dict[str, Any]:
    category, _, kind = skill.partition(".")
    return {
        "id": name,
        "skill": skill,
        "level": min(1, best.get(skill, 0)),
        "effort": ceil_to(math.ceil(hours * MINUTES_PER_HOUR), QUANTUM),
        "billable": category != "management" and kind not in NOT_BILLABLE,
    }


def _summed(hours: Mapping[tuple[str, str], float], part: int) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for pair, n in hours.items():
        sums[pair[part]] += n
    return dict(sums)


# -- the command --------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """List the half-years, write a scenario, or show a plan beside what was done. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.instances.sip", description="SiP effort data.")
    parser.add_argument("folder", type=Path, help="where Sip-task-info.csv and est-act-dates.csv are")
    parser.add_argument("half_year", nargs="?", help="such as 2007H1; without it the half-years are listed")
    parser.add_argument("--out", type=Path, help="write the scenario there (JSON, which `fairload plan` reads)")
    parser.add_argument("--plan", type=Path, help="a plan.json of this half-year, shown beside what was done")
    given = parser.parse_args(arguments)
    try:
        data = read(given.folder)
        if given.half_year is None:
            return _list(data)
        text = document(data, given.half_year)
        book = Book(load_data(text).scenario)
        if given.out is not None:
            given.out.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")
        print(_summary(book))
        if given.plan is not None:
            plan = read_plan(json.loads(given.plan.read_text(encoding="utf-8")), book)
            print(table(compare(planned_hours(plan), actual(data, given.half_year))))
    except (OSError, ValueError, InputError) as error:
        print(f"{error}", file=sys.stderr)
        return 2
    return 0


def table(comparison: Comparison) -> str:
    """A comparison as plain text."""
    lines = [f"{'project':<16}{'estimated h':>13}{'planned h':>13}{'done h':>13}"]
    lines += [f"{name:<16}{a:>13.1f}{b:>13.1f}{c:>13.1f}" for name, a, b, c in comparison.projects]
    lines += ["", f"{'person':<29}{'planned h':>13}{'done h':>13}"]
    lines += [f"{name:<29}{b:>13.1f}{c:>13.1f}" for name, b, c in comparison.people]
    lines += ["", f"same person on the same project: {percent_text(comparison.in_common)} of the planned hours"]
    return "\n".join(lines)


def _list(data: SipData) -> int:
    for note, count in sorted(data.notes.items()):
        print(f"{note:<36}{count:>8}")
    hours = half_years(data)
    most = max(hours, key=lambda name: hours[name], default=None)
    for name, n in hours.items():
        print(f"{name}{n:>12.1f} h{'   the most' if name == most else ''}")
    return 0


def _summary(book: Book) -> str:
    asked = sum(demand.effort for demand in book.demands.values())
    available = sum(book.available_total.values())
    return (
        f"{book.scenario.title}: {len(book.people)} people, {len(book.projects)} projects, "
        f"{len(book.demands)} demands, "
        f"{asked / MINUTES_PER_HOUR:,.0f} h asked of {available / MINUTES_PER_HOUR:,.0f} h available"
    )


if __name__ == "__main__":
    sys.exit(main())
