"""What is not staffed, and why: the first reason on top.

In an agency: "the design of Lighthouse is 24 hours short; Ana and Ben are full, and nobody else can do it" is an
answer, "infeasible" is not. The missing minutes fall down a staircase of five steps, and each step keeps what
stops there:

    no_skill     nobody (else) can do the work at all
    no_capacity  those who can have no time left in its window
    limits       they have time, but a limit forbids to use it (which one is the reason's `cause`)
    fairness     using it would carry somebody's burden beyond the fairness band
    not_worth    nothing forbids it, as the rest of the plan stands: other goals, a tolerance, or a search that
                 has not finished decided

So the minutes of a demand's reasons add up to its shortfall. The reason that keeps most of it comes first. It is
calendar arithmetic on the finished plan, one demand at a time; what could be had by planning everything
differently is the search's question, not this one's.
"""

from collections.abc import Iterator, Mapping

from engine.domain.base import Model
from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.plan import Plan
from engine.report.reasons import Words
from engine.report.team import Team

STEPS = ("no_skill", "no_capacity", "limits", "fairness", "not_worth")


class Reason(Model):
    """One step at which missing minutes stop."""

    code: str
    """`no_skill`, `no_capacity`, `limits`, `fairness` or `not_worth`."""
    cause: str
    """What exactly: the limit's name, or how the step comes about."""
    text: str
    """The reason as a sentence."""
    people: tuple[str, ...]
    """Whom it is about: nearly able, fully planned, or held back by a limit."""
    minutes: int
    """How much of the shortfall stops here."""


class Shortfall(Model):
    """Demanded and undelivered."""

    demand: str
    """`project/phase/demand`."""
    project: str
    status: str
    """The project's: `confirmed`, `tentative` or `internal`."""
    billable: bool
    minutes: int
    demanded_minutes: int
    reasons: tuple[Reason, ...]
    """Most minutes first; together they are the shortfall."""


def shortfalls(book: Book, plan: Plan, *, finished: bool = True) -> list[Shortfall]:
    """Every demand that misses minutes, in the book's order. ``finished``: the search had proved its plan."""
    stairs = _Staircase(book, plan, finished)
    return [
        Shortfall(
            demand=demand.key,
            project=demand.project.id,
            status=demand.project.status,
            billable=demand.billable,
            minutes=missing,
            demanded_minutes=demand.effort,
            reasons=stairs.reasons(demand, missing),
        )
        for demand in book.demands.values()
        if (missing := plan.shortfall(demand))
    ]


class _Staircase:
    """Lets the missing minutes of demands fall down the steps."""

    def __init__(self, book: Book, plan: Plan, finished: bool) -> None:
        self.book = book
        self.finished = finished
        self.team = Team(book, plan)
        self.words = Words(book, plan, self.team)

    def reasons(self, demand: DemandWork, missing: int) -> tuple[Reason, ...]:
        """The reasons of one demand, in order of the minutes that stop at each."""
        found = [reason for reason in self._steps(demand, missing) if reason.minutes]
        return tuple(sorted(found, key=lambda reason: (-reason.minutes, STEPS.index(reason.code))))

    def _steps(self, demand: DemandWork, missing: int) -> Iterator[Reason]:
        left = min(missing, self._doable(demand))
        if left < missing:
            yield self._reason("no_skill", *self.words.no_skill(demand), missing - left)
        free = self.team.could_add(demand, missing, frozenset())
        if (kept := left - self._sum(free, left)) > 0:
            yield self._reason("no_capacity", *self.words.no_capacity(demand), kept)
        left -= kept
        if left:
            yield from self._limits(demand, missing, left, free)

    def _limits(self, demand: DemandWork, missing: int, left: int, free: Mapping[str, int]) -> Iterator[Reason]:
        every, among = frozenset(self.team.limits), tuple(free)
        after = self.team.could_add(demand, missing, every, among)
        if self._sum(after, left) < left:
            looked_at: frozenset[str] = frozenset()
            for limit in self.team.limits:
                looked_at |= {limit}
                after = self.team.could_add(demand, missing, looked_at, among)
                if (kept := left - self._sum(after, left)) > 0:
                    people = tuple(person for person in free if after.get(person, 0) < free[person])
                    yield self._reason("limits", limit, self.words.limit(limit, demand, people, kept), people, kept)
                    left -= kept
                free = after
        if "fairness_band" not in self.book.policy.rules_off:
            free, after = after, self.team.could_add(demand, missing, every | {"fairness_band"}, among)
            if (kept := left - self._sum(after, left)) > 0:
                people = tuple(person for person in free if after.get(person, 0) < free[person])
                yield self._reason("fairness", "fairness_band", self.words.band(people, kept), people, kept)
                left -= kept
        if left:
            yield self._reason("not_worth", *self.words.not_worth(demand, after, self.finished), left)

    def _doable(self, demand: DemandWork) -> int:
        """Minutes that people with the skill could do if time were no matter: a seat each, or any effort."""
        able = self.book.able[demand.key]
        if demand.presence:
            free_to_sit = set(able) - set(self.team.plan.crews.get(demand.key, ()))
            return demand.effort // demand.seats * len(free_to_sit)
        return demand.effort if able else 0

    @staticmethod
    def _sum(added: Mapping[str, int], most: int) -> int:
        return min(most, sum(added.values()))

    @staticmethod
    def _reason(code: str, cause: str, text: str, people: tuple[str, ...], minutes: int) -> Reason:
        return Reason(code=code, cause=cause, text=text, people=people, minutes=minutes)
