"""How evenly the burden is shared inside each cohort.

In an agency: nobody minds a busy month when the colleague with the same skills is as busy. A burden is a
person's load ratio divided by their target, plus what they carry over; it is a ratio to their own available
time, so that full-timers, part-timers and people on leave compare as they are, without any counting in
full-time equivalents. Cohorts hold employees with available time and with work they could do.

The Gini coefficient of burdens b of n people is  sum of |b_i - b_j| over all pairs  /  (n * sum of b):
0 when all are equal, (n - 1) / n when one person carries everything (Gini, "Variabilita e mutabilita", 1912).
"""

from collections.abc import Sequence

from engine.domain.base import Model
from engine.domain.book import Book
from engine.plan import Plan
from engine.units import ratio


class CohortFairness(Model):
    """Burdens inside a cohort, per mille."""

    people: int
    """How many people are compared."""
    min: int
    """Lowest burden."""
    max: int
    """Highest burden."""
    range: int
    """Highest less lowest: what the fairness band limits."""
    gini: float | None
    """0 where all burdens are equal; null where a burden is negative, because somebody carried more before."""


def burden_of(book: Book, plan: Plan, person: str) -> int | None:
    """The burden of a person, per mille; None where no time is available."""
    if not book.available_total[person]:
        return None
    return book.burden(person, plan.by_person.get(person, 0))


def fairness(book: Book, plan: Plan) -> dict[str, CohortFairness]:
    """Lowest and highest burden, range and Gini coefficient of each cohort."""
    found = {}
    for cohort, people in book.cohorts.items():
        burdens = [book.burden(person, plan.by_person.get(person, 0)) for person in people]
        least, most = min(burdens), max(burdens)
        found[cohort] = CohortFairness(people=len(people), min=least, max=most, range=most - least, gini=gini(burdens))
    return found


def gini(burdens: Sequence[int]) -> float | None:
    """The Gini coefficient, to four decimals; 0 for equal burdens (all zero too), None for negative ones."""
    ordered = sorted(burdens)
    if ordered[0] == ordered[-1]:
        return 0.0
    if ordered[0] < 0:
        return None
    count = len(ordered)
    # Every pair once: in order, the i-th of n burdens is the larger one i times and the smaller one n - 1 - i times.
    apart = sum((2 * place - count + 1) * burden for place, burden in enumerate(ordered))
    return ratio(apart, count * sum(ordered))
