"""The work of an invented agency: projects of phases, phases of demands, calibrated on real tasks.

Taken from the SiP data (10,266 tasks of a consultancy, see `sip_data`), measured once and written here as tables:

*   **Demands a project**: 7.6 to 11.9 in the four half-years with the most work (`sip`), and heavy tails (a tenth of
    the projects hold 37 to 54 % of the hours asked). Here: `PROJECT_DEMANDS`, mean 11.
*   **Shape of the effort**: the logarithm of the estimates of tasks from a day up has standard deviation 0.82. Here:
    an intensity (hours a week, `INTENSITY`, log deviation 0.61) times a window (`WINDOW_WEEKS`, log deviation 0.57).
*   **Windows grow with the work**: tasks of 35 to 70 hours take 10 / 14 / 34 working days (quartiles), those beyond
    70 hours 20 / 29 / 72. Here: windows of 2 to 14 weeks, median 5.
*   **Crews**: tasks beyond 70 hours are shared by 1 / 2 / 3 and more people in 56 / 27 / 17 of a hundred cases.

Not taken from it: the *level* of the effort, which follows from the people (a given share of their capacity, 11
demands a person), and the skills: SiP's developers are generalists with some twenty skills each, an agency's people
are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.instances.agency_people import FIRST, WEEKS, Discipline
from benchmarks.instances.dice import Dice

PROJECT_DEMANDS = (2, 3, 4, 5, 6, 7, 9, 12, 20, 42)
PHASE_DEMANDS = (1, 2, 2, 3, 3, 4, 5)
WINDOW_WEEKS = (2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10, 14)
SHORTEST_WEEKS = 2
INTENSITY = (343, 510, 645, 778, 921, 1085, 1285, 1550, 1961, 2914)
"""Deciles of exp(0.65 z), in thousandths: hours a week are this times a scale that fits all the work to the people."""
CREWS = (56, 27, 17)
"""How often at most one, two or three people share a demand, in a hundred."""
LEAST_HOURS = 4
MOST_HOURS_A_WEEK = 30
"""What one of the crew can be asked for: a full week less holidays and part time."""
RATE_STEP = 8
"""What a level more or less than 3 changes an hour's rate by, in pounds."""


@dataclass
class Need:
    """One demand: hours are known once all the work is fitted to the people."""

    discipline: Discipline
    level: int
    crew: int
    rate: int
    weight: int
    """Relative effort."""
    hours: int = 0

    def fit(self, weeks: int) -> int:
        """Most hours that its crew can deliver in its window."""
        return self.crew * weeks * MOST_HOURS_A_WEEK


@dataclass
class Stretch:
    """One phase: whole weeks, from Monday of the first to Friday of the last."""

    first: int
    last: int
    needs: list[Need]

    @property
    def weeks(self) -> int:
        """How many weeks it has."""
        return self.last - self.first + 1

    @property
    def dates(self) -> tuple[str, str]:
        """First Monday and last Friday."""
        return f"{FIRST + timedelta(weeks=self.first)}", f"{FIRST + timedelta(weeks=self.last, days=4)}"


Job = list[Stretch]
"""A project: its phases in order of their first weeks."""


def jobs(dice: Dice, demands: int, people: Sequence[dict[str, Any]], disciplines: Sequence[Discipline]) -> list[Job]:
    """Projects with so many demands in all; hours are not known yet."""
    holders = {
        each.skill: [person["skills"][each.skill] for person in people if each.skill in person["skills"]]
        for each in disciplines
    }
    made: list[Job] = []
    while demands:
        size = min(demands, dice.one_of(PROJECT_DEMANDS))
        made.append(_job(dice, size, holders, disciplines))
        demands -= size
    return made


def fit(made: Sequence[Job], hours: int) -> None:
    """Give every demand its hours, so that together they ask for ``hours``.

    What a demand cannot take in its window is shared out among those that can take more.
    """
    open_needs = [(need, need.fit(stretch.weeks)) for job in made for stretch in job for need in stretch.needs]
    left = hours
    while open_needs:
        weight = sum(need.weight for need, _ in open_needs)
        full = [(need, most) for need, most in open_needs if need.weight * left >= most * weight]
        if not full:
            break
        for need, most in full:
            need.hours = most
            left -= most
        open_needs = [(need, most) for need, most in open_needs if not need.hours]
    weight = sum(need.weight for need, _ in open_needs)
    for need, _ in open_needs:
        need.hours = max(LEAST_HOURS, need.weight * left // weight)


def _job(dice: Dice, size: int, holders: dict[str, list[int]], disciplines: Sequence[Discipline]) -> Job:
    sizes = []
    while sum(sizes) < size:
        sizes.append(min(size - sum(sizes), dice.one_of(PHASE_DEMANDS)))
    span = min(WEEKS + 6, 4 + 3 * len(sizes))
    start = dice.between(4 - span, WEEKS - 3)
    stretches = []
    for count in sizes:
        first, last = _window(dice, start, span)
        needs = [_need(dice, last - first + 1, holders, disciplines) for _ in range(count)]
        stretches.append(Stretch(first, last, needs))
    return sorted(stretches, key=lambda stretch: (stretch.first, stretch.last))


def _window(dice: Dice, start: int, span: int) -> tuple[int, int]:
    """First and last week, cut at the horizon: work that began before it, or ends after it, has its part inside.

    What would lie wholly outside, or have less than the shortest window inside, is drawn again: pushed inside, it would
    pile up in the horizon's first and last weeks.
    """
    while True:
        first = start + dice.below(span)
        last = min(WEEKS - 1, first + dice.one_of(WINDOW_WEEKS) - 1)
        first = max(0, first)
        if last - first + 1 >= SHORTEST_WEEKS:
            return first, last


def _need(dice: Dice, weeks: int, holders: dict[str, list[int]], disciplines: Sequence[Discipline]) -> Need:
    """Nobody sells what no one in the house can do: the level is somebody's, or up to two below it."""
    discipline = disciplines[dice.weighted([each.share for each in disciplines])]
    level = max(1, dice.one_of(holders[discipline.skill]) - dice.below(3))
    crew = 1 + dice.weighted(CREWS)
    rate = max(20, discipline.rate + RATE_STEP * (level - 3) + dice.between(-12, 12))
    return Need(discipline, level, crew, rate, weight=dice.one_of(INTENSITY) * weeks)
