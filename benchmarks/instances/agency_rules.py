"""What the other sets add to a basic agency: every rule, movable phases, or a fair share of the load.

*   **full**: a smallest block of 4 hours a week, three projects at once, at most 95 % of the time planned over any
    six weeks, four weeks day by day; a project management department whose people lead eight projects at most, one of
    them a project, with even weekly hours; quality assurance by somebody who did not do the work (`not_with`);
    priorities, tentative and internal projects, contractors; and the default tiers (delivered, billable, fair,
    steady, focused). One person in twelve is a project manager.
*   **flexible**: every phase may start two weeks earlier or three later, as long as it is in the horizon, takes as
    many working days as before, and comes after what came before it.
*   **fair**: revenue first, of which 0.5 % may be given up; then the load is made fair inside each cohort.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks.instances.agency_people import FIRST, HOLIDAYS, LAST, Discipline
from benchmarks.instances.agency_work import LEAST_HOURS, Job
from benchmarks.instances.base import Document
from benchmarks.instances.dice import Dice
from engine.units import MINUTES_PER_HOUR

MANAGEMENT = Discipline("management", "production", "producer", 0, 85, ())
PEOPLE_A_MANAGER = 12
MANAGED_AT_ONCE = 8
WEEKLY_LEAD_HOURS = (2, 3, 3, 4, 5)
"""What a project asks of its project manager, every week."""
QA_PERCENT = 6
"""Quality assurance, in per cent of the work that is assured."""
PRIORITIES = (2, 3, 3, 3, 4, 5)
PROBABILITIES = (20, 30, 50, 50, 70, 80)
FULL_POLICY = {
    "smallest_block": "4h",
    "projects_at_once": 3,
    "sustained_load": {"weeks": 6, "percent": 95},
    "one_pm": True,
}
EARLIER, LATER = 2, 3
"""Weeks by which a movable phase may start before and after its place in the basic set."""


def managers_for(people: int) -> int:
    """How many of them lead projects."""
    return max(1, people // PEOPLE_A_MANAGER)


def with_every_rule(document: Document, work: list[Job], dice: Dice) -> None:
    """Turn a basic agency with managers among its people into a full one."""
    document["horizon"]["daily_weeks"] = 4
    document["policy"] = dict(FULL_POLICY)
    document["departments"].append({"id": MANAGEMENT.department, "function": "project_management"})
    document["skills"].append({"id": MANAGEMENT.skill})
    document["roles"].append({"id": MANAGEMENT.role, "cost_rate": 45})
    for person in document["people"]:
        if person["department"] == MANAGEMENT.department:
            person["limits"] = {"projects": MANAGED_AT_ONCE}
        elif dice.chance(5):
            person["kind"] = "contractor"
            del person["target_utilisation"]
    for project, job in zip(document["projects"], work, strict=True):
        _decide(project, dice)
        _assure(project, job)
        _lead(project, job, dice)


def _decide(project: dict[str, Any], dice: Dice) -> None:
    """Three in four projects are sold, one in six may be, the others are the agency's own."""
    turn = dice.below(12)
    if turn == 0:
        project["status"] = "internal"
        del project["client"]
        return
    project["priority"] = dice.one_of(PRIORITIES)
    if turn <= 2:
        project["status"] = "tentative"
        project["probability"] = dice.one_of(PROBABILITIES)


def _assure(project: dict[str, Any], job: Job) -> None:
    """The last phase ends with quality assurance by somebody who did none of the project's other work."""
    done = [(phase, demand) for phase in project["phases"] for demand in phase["demands"]]
    hours = sum(need.hours for stretch in job for need in stretch.needs) * QA_PERCENT // 100
    last = max(project["phases"], key=lambda phase: (phase["end"], phase["start"]))
    weeks = (date.fromisoformat(last["end"]) - date.fromisoformat(last["start"])).days // 7 + 1
    last["demands"].append(
        {
            "id": "assurance",
            "skill": "testing",
            "effort": max(LEAST_HOURS, min(hours, 30 * weeks)) * MINUTES_PER_HOUR,
            "crew": {"max": 1},
            "rate": 60,
            "not_with": [f"{phase['id']}/{demand['id']}" for phase, demand in done],
        }
    )


def _lead(project: dict[str, Any], job: Job, dice: Dice) -> None:
    """One phase around all others, in which a project manager has the same hours every week."""
    first, last = min(stretch.first for stretch in job), max(stretch.last for stretch in job)
    project["phases"].append(
        {
            "id": "lead",
            "start": f"{FIRST + timedelta(weeks=first)}",
            "end": f"{FIRST + timedelta(weeks=last, days=4)}",
            "demands": [
                {
                    "id": "management",
                    "skill": MANAGEMENT.skill,
                    "function": "project_management",
                    "effort": dice.one_of(WEEKLY_LEAD_HOURS) * (last - first + 1) * MINUTES_PER_HOUR,
                    "spread": "even",
                    "rate": MANAGEMENT.rate,
                }
            ],
        }
    )


def with_movable_phases(document: Document) -> None:
    """Let every phase of a basic agency move within its slack, in the order that its project had."""
    for project in document["projects"]:
        windows = [(date.fromisoformat(each["start"]), date.fromisoformat(each["end"])) for each in project["phases"]]
        for number, phase in enumerate(project["phases"]):
            first, last = windows[number]
            del phase["start"], phase["end"]
            days = len(list(_working_days(first, last)))
            phase["length"] = {"min": days, "max": days}
            phase["earliest"] = f"{max(FIRST, first - timedelta(weeks=EARLIER))}"
            phase["latest"] = f"{min(LAST, last + timedelta(weeks=LATER))}"
            before = [(end, place) for place, (_, end) in enumerate(windows) if end < first]
            if before:
                phase["after"] = [{"phase": project["phases"][max(before)[1]]["id"]}]


def _working_days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() < 5 and f"{day}" not in HOLIDAYS:
            yield day


def with_a_fair_share(document: Document) -> None:
    """Revenue, of which half a per cent may be given up; then fairness."""
    document["policy"] = {"tiers": [{"goal": "revenue", "give_up_per_mille": 5}, {"goal": "fair"}]}
