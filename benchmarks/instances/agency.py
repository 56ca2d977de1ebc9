"""Our own agencies: invented people and work in any size, the same for a seed on every machine.

How people are drawn stands in `agency_people`, how work is drawn and what of it is taken from real data in
`agency_work`, what the other rule sets add in `agency_rules`. Every number below is a whole number or a date; the
only chance is `dice`.

The *basic* set asks one question: which work shall whom be given, so that the most is billed? One tier, `revenue`;
26 weeks in a weekly grid; skills with levels; crews of one to three; demands with a window of some weeks and a rate
of their own; people with working weeks, leave and public holidays. About eleven demands a person, which ask for 85 % of
the time there is: chance makes some disciplines and weeks short all the same, and the difficulty is to bring skills,
windows and crews together. The *tight* set is the same with slightly more asked for than there is time.
"""

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.instances import agency_work
from benchmarks.instances.agency_people import (
    DAY,
    FIRST,
    HOLIDAYS,
    LAST,
    LEVELS,
    Discipline,
    disciplines_for,
    person,
    staff,
    working_hours,
)
from benchmarks.instances.agency_rules import (
    MANAGEMENT,
    managers_for,
    with_a_fair_share,
    with_every_rule,
    with_movable_phases,
)
from benchmarks.instances.agency_work import Job, Need
from benchmarks.instances.base import Document, Instance
from benchmarks.instances.dice import Dice
from engine.units import MINUTES_PER_HOUR, PERCENT

SIZES = {12: 132, 30: 330, 100: 1150, 500: 5800, 2000: 23000}
"""People, and demands."""
LOAD, TIGHT_LOAD = 85, 104
"""Work asked for, per cent of the available time."""
SEEDS = (1, 2, 3)
QUANTUM = 30
FULL_EXTRA_PERCENT = 17
"""The full set's own demands (a lead and an assurance a project), so that there are about as many in all."""
ABOUT = {
    "basic": "most revenue under the basic rules",
    "tight": "the same with more work than time",
    "full": "every rule, default tiers",
    "flexible": "phases may move some weeks",
    "fair": "revenue, then a fair share of the load",
}
SETS: dict[tuple[str, int], float] = {
    ("basic", 12): 15, ("basic", 30): 45, ("basic", 100): 60, ("basic", 500): 75, ("basic", 2000): 150,
    ("tight", 12): 15, ("tight", 30): 45, ("tight", 100): 60,
    ("full", 12): 15, ("full", 30): 20, ("full", 100): 40, ("full", 500): 150, ("full", 2000): 300,
    ("flexible", 12): 15, ("flexible", 30): 40, ("flexible", 100): 90,
    ("fair", 12): 15, ("fair", 100): 75,
}  # fmt: skip
"""Set and people, and the seconds of a run."""
GOALS = {"basic": "revenue", "tight": "revenue", "full": "billable", "flexible": "revenue", "fair": "fair"}
"""The tier that a set is about."""


def document(set_name: str, people: int, seed: int) -> Document:
    """An agency of a set, the same for a seed on every machine."""
    disciplines = disciplines_for(people)
    dice = Dice(people, seed)
    managers = managers_for(people) if set_name == "full" else 0
    team = staff(dice, people - managers, disciplines)
    team += [
        person(dice, f"m{number:04d}", MANAGEMENT, {MANAGEMENT.skill: dice.one_of(LEVELS)})
        for number in range(1, managers + 1)
    ]
    demands = SIZES.get(people, 11 * people) * (PERCENT - FULL_EXTRA_PERCENT if managers else PERCENT) // PERCENT
    work = agency_work.jobs(dice, demands, team, disciplines)
    load = TIGHT_LOAD if set_name == "tight" else LOAD
    agency_work.fit(work, sum(map(working_hours, team[: people - managers])) * load // PERCENT)
    made = _document(f"agency-{set_name}-{people}-s{seed}", disciplines, team)
    made["projects"] = [_project(number, job) for number, job in enumerate(work, 1)]
    made["clients"] = [{"id": name} for name in sorted({project["client"] for project in made["projects"]})]
    _VARY[set_name](made, work, dice)
    return made


_VARY: dict[str, Callable[[Document, list[Job], Dice], None]] = {
    "basic": lambda made, work, dice: None,
    "tight": lambda made, work, dice: None,
    "full": with_every_rule,
    "flexible": lambda made, work, dice: with_movable_phases(made),
    "fair": lambda made, work, dice: with_a_fair_share(made),
}


def instance(set_name: str, people: int, seed: int) -> Instance:
    """The same as an instance of a suite."""
    return Instance(
        name=f"agency-{set_name}-{people}-s{seed}",
        make=lambda: document(set_name, people, seed),
        goal=GOALS[set_name],
        source=f"benchmarks/instances/agency.py: {set_name}, {people} people, seed {seed}",
    )


def _document(name: str, disciplines: Sequence[Discipline], team: list[dict[str, Any]]) -> Document:
    departments = sorted({each.department for each in disciplines})
    roles = sorted({each.role for each in disciplines})
    return {
        "name": name,
        "horizon": {"first": f"{FIRST}", "last": f"{LAST}", "daily_weeks": 0, "quantum": QUANTUM},
        "calendars": [
            {
                "id": "office",
                "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY),
                "holidays": {"country": "GB", "subdivision": "ENG", "dates": list(HOLIDAYS)},
            }
        ],
        "departments": [{"id": each} for each in departments],
        "skills": [{"id": each.skill} for each in disciplines],
        "roles": [{"id": each, "cost_rate": 40} for each in roles],
        "people": team,
        "projects": [],
        "policy": {"tiers": [{"goal": "revenue"}]},
    }


def _project(number: int, job: Job) -> dict[str, Any]:
    return {
        "id": f"j{number:04d}",
        "client": f"c{number % 97 + 1:02d}",
        "phases": [
            {
                "id": f"f{place}",
                "start": stretch.dates[0],
                "end": stretch.dates[1],
                "demands": [_demand(index, need) for index, need in enumerate(stretch.needs, 1)],
            }
            for place, stretch in enumerate(job, 1)
        ],
    }


def _demand(index: int, need: Need) -> dict[str, Any]:
    return {
        "id": f"{need.discipline.skill}-{index}",
        "skill": need.discipline.skill,
        "level": need.level,
        "effort": need.hours * MINUTES_PER_HOUR,
        "crew": {"max": need.crew},
        "rate": need.rate,
    }
