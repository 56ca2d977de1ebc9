"""PyJobShop: a scheduling library with a model of its own, for books of seats by shortest end (PSPLIB).

A skill that people have alone and in equal ways becomes a renewable resource with as many units as there are people; a
movable phase becomes a task, its seats the task's demands. Intervals that never need more units than there are can
always be given to people one by one, so its schedule becomes a plan of ours by handing out whoever is free.
"""

from collections import defaultdict

from benchmarks.peers.base import COMMON, Unavailable
from benchmarks.record import CORES
from engine import Book, Plan


class PyJobShop:
    """CP-SAT behind a scheduling library's own model."""

    name = "pyjobshop"
    honours = COMMON | {"quality_gates", "presence"}

    def __init__(self) -> None:
        try:
            import pyjobshop
        except ImportError:
            raise Unavailable("the Python package pyjobshop is not installed") from None
        self._library = pyjobshop

    def refuses(self, book: Book) -> str | None:
        """Anything but phases of one length, made of seats, by people of one skill each, every day alike."""
        demands, people = book.demands.values(), book.people.values()
        here = {
            "it only knows the goal `finish`": [tier.goal for tier in book.policy.tiers] != ["finish"],
            "it only fills seats": not all(demand.presence for demand in demands),
            "its resources have one skill each": any(len(person.skills) != 1 for person in people),
            "its people of a skill are all alike": any(
                len(book.able[demand.key]) != sum(demand.demand.skill in person.skills for person in people)
                for demand in demands
            ),
            "it only moves phases of one length": any(
                phase.fixed or phase.length_min != phase.length_max for phase in book.phases.values()
            ),
            "it works every day": any(not all(minutes) for minutes in book.available.values())
            or any(len(days) != book.days for days in book.working_days.values()),
        }
        return next((reason for reason, beyond in here.items() if beyond), None)

    def solve(self, book: Book, seconds: float, seed: int) -> Plan | None:
        """The library's own way to CP-SAT."""
        model = self._library.Model()
        units: dict[str, list[str]] = defaultdict(list)
        for name, person in book.people.items():
            units[next(iter(person.skills))].append(name)
        resources = {skill: model.add_renewable(len(people)) for skill, people in units.items()}
        tasks = {}
        for key, phase in book.phases.items():
            tasks[key] = model.add_task(earliest_start=phase.first, latest_end=phase.last + 1)
            seats = self._seats(book, key)
            model.add_mode(
                tasks[key], [resources[skill] for skill in seats], phase.length_min, demands=list(seats.values())
            )
        for key, phase in book.phases.items():
            for before, lag in phase.after:
                model.add_end_before_start(tasks[before], tasks[key], delay=lag)
        result = model.solve(solver="ortools", time_limit=seconds, display=False, num_workers=CORES, random_seed=seed)
        if result.best is None or not result.best.tasks:
            return None
        return _seated(book, {key: task.start for key, task in zip(tasks, result.best.tasks, strict=True)}, units)

    @staticmethod
    def _seats(book: Book, phase: str) -> dict[str, int]:
        seats: dict[str, int] = defaultdict(int)
        for demand in book.demands.values():
            if demand.phase.key == phase:
                seats[demand.demand.skill] += demand.seats
        return dict(seats)


def _seated(book: Book, starts: dict[str, int], units: dict[str, list[str]]) -> Plan:
    """Give every seat to somebody who is free, phase by phase in order of their starts."""
    free_from = dict.fromkeys(book.people, 0)
    minutes: dict[tuple[str, str, int], int] = {}
    demands = sorted(book.demands.values(), key=lambda demand: (starts[demand.phase.key], demand.key))
    for demand in demands:
        start = starts[demand.phase.key]
        days = range(start, start + demand.phase.length_min)
        free = [person for person in units[demand.demand.skill] if free_from[person] <= start]
        for person in free[: demand.seats]:
            free_from[person] = days[-1] + 1
            minutes |= {(demand.key, person, day): book.available[person][day] for day in days}
    spans = {key: (start, start + book.phases[key].length_min - 1) for key, start in starts.items()}
    return Plan(minutes, spans)
