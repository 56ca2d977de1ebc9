"""The people of an invented agency: disciplines, levels, working weeks and time off.

Each discipline gets its share of the people by rounding, not by chance: an agency hires for the work it has. Chance
decides levels, second skills, part time and leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks.instances.dice import Dice

FIRST, WEEKS = date(2027, 1, 4), 26
LAST = FIRST + timedelta(weeks=WEEKS, days=-1)
HOLIDAYS = ("2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31")
"""Public holidays of England in the horizon; written out, so that no library decides what an instance is."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 450
"""Minutes of a working day: 7h30."""


@dataclass(frozen=True)
class Discipline:
    """A skill with the department and role of those who live by it."""

    skill: str
    department: str
    role: str
    share: int
    """How much of the people and of the work it has, beside the others' shares."""
    rate: int
    """What an hour at level 3 is billed at, in whole pounds."""
    near: tuple[str, ...]
    """What its people can often do as well."""


DISCIPLINES = (
    Discipline("frontend", "technology", "developer", 15, 90, ("backend", "design")),
    Discipline("backend", "technology", "developer", 15, 95, ("frontend", "devops")),
    Discipline("design", "studio", "designer", 14, 85, ("ux", "motion")),
    Discipline("content", "editorial", "writer", 10, 65, ("search", "strategy")),
    Discipline("testing", "quality", "tester", 9, 60, ("frontend", "content")),
    Discipline("ux", "studio", "designer", 9, 95, ("design", "strategy")),
    Discipline("strategy", "consulting", "strategist", 7, 120, ("data", "ux")),
    Discipline("data", "consulting", "analyst", 6, 110, ("strategy", "backend")),
    Discipline("motion", "studio", "animator", 5, 80, ("design", "content")),
    Discipline("devops", "technology", "developer", 4, 105, ("backend", "testing")),
    Discipline("search", "editorial", "analyst", 3, 75, ("content", "data")),
    Discipline("research", "consulting", "strategist", 3, 100, ("ux", "data")),
)
LEVELS = (2, 2, 3, 3, 3, 3, 4, 4, 4, 5)
SECOND_LEVELS = (1, 2, 2, 3)
THIRD_LEVELS = (1, 1, 2)
WEEKS_OFF = (0, 1, 1, 1, 2)
"""Whole weeks of leave in the half-year; single days come on top, about eight working days in all."""


def disciplines_for(people: int) -> tuple[Discipline, ...]:
    """Small agencies do fewer things: five for a dozen people, eight for thirty, twelve from fifty on."""
    return DISCIPLINES[: min(len(DISCIPLINES), max(5, 2 + people // 5))]


def staff(dice: Dice, count: int, disciplines: Sequence[Discipline]) -> list[dict[str, Any]]:
    """So many people, discipline by discipline."""
    people: list[dict[str, Any]] = []
    for discipline, size in zip(disciplines, _shares(count, disciplines), strict=True):
        known = [other.skill for other in disciplines]
        for _ in range(size):
            skills = {discipline.skill: dice.one_of(LEVELS)} | _further_skills(dice, discipline, known)
            people.append(person(dice, f"p{len(people) + 1:04d}", discipline, skills))
    return people


def person(dice: Dice, name: str, discipline: Discipline, skills: dict[str, int]) -> dict[str, Any]:
    """One person of a discipline, with a working week and time off."""
    return {
        "id": name,
        "department": discipline.department,
        "role": discipline.role,
        "skills": skills,
        "main_skill": discipline.skill,
        "target_utilisation": dice.one_of((75, 80, 80, 85)),
        **_working_week(dice),
        "time_off": _time_off(dice),
    }


def working_hours(person: dict[str, Any]) -> int:
    """Hours that a person can work in the horizon, less holidays and leave."""
    off = {date.fromisoformat(day) for day in HOLIDAYS}
    for leave in person["time_off"]:
        first, last = date.fromisoformat(leave["first"]), date.fromisoformat(leave["last"])
        off |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    week = person.get("week", dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY))
    minutes = [week.get(name, 0) * person.get("fte", 100) // 100 for name in WEEKDAYS]
    days = (FIRST + timedelta(days=number) for number in range(7 * WEEKS))
    return sum(minutes[day.weekday()] for day in days if day not in off) // 60


def _shares(count: int, disciplines: Sequence[Discipline]) -> list[int]:
    """Largest remainders: whole people that add up, nobody's discipline empty."""
    total = sum(each.share for each in disciplines)
    sizes = [max(1, count * each.share // total) for each in disciplines]
    order = sorted(range(len(sizes)), key=lambda place: (-(count * disciplines[place].share % total), place))
    for place in order[: max(0, count - sum(sizes))]:
        sizes[place] += 1
    while sum(sizes) > count:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _further_skills(dice: Dice, discipline: Discipline, known: Sequence[str]) -> dict[str, int]:
    """A second skill for sixty in a hundred, mostly a near one, and a third for a quarter."""
    near = [skill for skill in discipline.near if skill in known]
    others = [skill for skill in known if skill != discipline.skill]
    further: dict[str, int] = {}
    if dice.chance(60):
        further[dice.one_of(near if near and dice.chance(75) else others)] = dice.one_of(SECOND_LEVELS)
    if dice.chance(25):
        further.setdefault(dice.one_of(others), dice.one_of(THIRD_LEVELS))
    return further


def _working_week(dice: Dice) -> dict[str, Any]:
    """Four in five work full time; the others have days a fifth shorter, or work four days, or three."""
    turn = dice.below(24)
    if turn < 2:
        return {"fte": 80}
    if turn < 4:
        return {"week": dict.fromkeys(("mon", "tue", "wed", "thu"), DAY)}
    return {} if turn < 23 else {"week": dict.fromkeys(("tue", "wed", "thu"), DAY)}


def _time_off(dice: Dice) -> list[dict[str, Any]]:
    off = []
    for _ in range(dice.one_of(WEEKS_OFF)):
        monday = FIRST + timedelta(weeks=dice.below(WEEKS))
        off.append({"first": f"{monday}", "last": f"{monday + timedelta(days=4)}", "reason": "leave"})
    for _ in range(dice.between(1, 6)):
        day = FIRST + timedelta(weeks=dice.below(WEEKS), days=dice.below(5))
        off.append({"first": f"{day}", "last": f"{day}", "reason": "leave"})
    return off
