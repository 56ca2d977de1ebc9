"""How much more a person may carry before the fairness band is exceeded.

In an agency: Ana has time and the skill, but she is the busiest of the three designers already.
"""

from functools import cached_property

from engine.domain.book import Book
from engine.plan import Plan


class Band:
    """Minutes that the fairness band leaves each person, as the rest of the plan stands."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book = book
        self.plan = plan
        self._rooms: dict[str, int | None] = {}

    def room(self, person: str) -> int | None:
        """Minutes that could be added before the person's burden is further than the band above the lowest of the
        others in the cohort; None where there is no band or nobody to compare with."""
        if person not in self._rooms:
            self._rooms[person] = self._room(person)
        return self._rooms[person]

    def _room(self, person: str) -> int | None:
        band, others = self.book.policy.fairness.band, self._others.get(person, ())
        if band is None or not others:
            return None
        planned = self.plan.by_person
        lowest = min(self.book.burden(other, planned.get(other, 0)) for other in others)
        factor, divisor = self.book.burden_scale(person)
        # carried over + ceil(factor * minutes / divisor) <= lowest + band, solved for the minutes.
        most = (lowest + band - self.book.people[person].carried_over) * divisor // factor
        return max(0, most - planned.get(person, 0))

    @cached_property
    def _others(self) -> dict[str, tuple[str, ...]]:
        """For each person the others of the cohort."""
        return {
            person: tuple(other for other in people if other != person)
            for people in self.book.cohorts.values()
            for person in people
        }
