"""From an answer about groups to a plan: who of a group takes which seat, and the days they sit there.

Whoever is free first takes the next seat. Seats are stretches of time, so first come, first served never needs more
people than sit at the same time anywhere (colouring an interval graph in order of starts; Gupta, Lee & Leung 1979).
"""

from collections import defaultdict

from engine.domain.book import Book
from engine.plan import Plan, Work
from engine.search.projects_model import Answer
from engine.search.projects_tasks import Tasks

__all__ = ["plan_of"]


def plan_of(book: Book, tasks: Tasks, answer: Answer) -> Plan:
    """The plan that an answer means."""
    wanted: dict[int, list[tuple[int, int, str, int]]] = defaultdict(list)
    for (number, place, group), count in answer.seats.items():
        start, task = answer.starts[number], tasks.tasks[number]
        wanted[group].append((start, start + task.length, task.needs[place].demand, count))
    minutes: dict[Work, int] = {}
    for group, seats in wanted.items():
        free = [0] * tasks.groups[group].size
        for start, end, demand, count in sorted(seats):
            able = [n for n, since in enumerate(free) if since <= start][:count]
            for n in able:
                free[n] = end
                person = tasks.groups[group].people[n]
                for position in range(start, end):
                    day = tasks.days[position]
                    minutes[demand, person, day] = book.available[person][day]
    moved = {key: span for key, span in tasks.spans(answer.starts).items() if not book.phases[key].fixed}
    return Plan(minutes, moved)
