"""Greedy: the first suitable person with time, down the list, as staffing tools and spreadsheets do it.

Demands come dearest first, by what an hour of them is worth to the first tiers, equals as they stand in the file. Each
takes people in list order, and of each all the free time in its window, until the work is done or the crew is full.
Whatever would break a rule is not booked, and nothing is ever taken back.
"""

from benchmarks.peers.base import COMMON, LINEAR, beyond_staffing, worth_of_minute
from benchmarks.peers.ledger import Ledger
from engine import Book, Plan


class Greedy:
    """First suitable person, list order. It is done in seconds and has no use for more, or for a seed."""

    name = "greedy"
    honours = COMMON | {"focus", "spread", "quality_gates", "budget"}

    def refuses(self, book: Book) -> str | None:
        """Movable phases, seats and promises."""
        return beyond_staffing(book)

    def solve(self, book: Book, seconds: float, seed: int) -> Plan:
        """Book one demand after the other."""
        ledger = Ledger(book)
        for demand in sorted(book.demands, key=lambda key: [-worth for worth in _worth(book, key)]):
            left = book.demands[demand].effort
            for person in book.able[demand]:
                if left <= 0:
                    break
                if ledger.may_join(demand, person):
                    days = ledger.offer(demand, person, left)
                    if days:
                        ledger.book_days(demand, person, days)
                        left -= sum(days.values())
        return ledger.plan


def _worth(book: Book, demand: str) -> list[int]:
    """What a minute of the first person on the list is worth to each tier in turn."""
    able = book.able[demand][:1]
    return [
        sum(weight * worth_of_minute(book, goal, demand, person) for goal, weight in tier.weights.items())
        for tier in book.policy.tiers
        if any(goal in LINEAR for goal in tier.weights)
        for person in able
    ]
