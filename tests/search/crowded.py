"""A crowded programme, and a search that comes to it with a first plan only."""

from itertools import islice
from random import Random

from engine.search.projects_breed import Herds
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_project, day

EVERY_DAY = a_calendar(week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 480))


def crowded(*, days=60):
    """Twelve jobs for people who can do several things each: what no glance at it proves."""
    dice = Random(7)
    people = [a_person(f"p{n}", skills=dice.sample("abcde", dice.randint(1, 3))) for n in range(6)]
    jobs = []
    for number in range(12):
        kinds = dice.sample("abcde", 2)
        demands = [a_demand(f"d{kind}", skill=kind, seats=1, must=True) for kind in kinds]
        length = dice.randint(2, 7)
        after = [{"phase": f"j{dice.randrange(number)}"}] if number > 3 and number % 2 else []
        jobs.append(a_phase(f"j{number}", *demands, length={"min": length, "max": length}, after=after))
    policy = {"tiers": [{"goal": "finish"}]}
    horizon = {"first": "2027-01-04", "last": str(day(days - 1))}
    return a_book(people, [a_project("site", *jobs)], policy=policy, calendars=(EVERY_DAY,), horizon=horizon)


class FirstOfHerds(Herds):
    """They stop after their first answer."""

    def answers(self, stop):
        return islice(super().answers(stop), 1)
