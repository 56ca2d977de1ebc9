"""The exhaustive oracle under some (rule, subject) pairs only: is there a plan that keeps just these?

It knows no switch and no solver. A breach counts where one of the pairs is about it, and all others are forgiven.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.outcome import Breach, Conflict, Subject
from engine.plan import Plan
from engine.rules import Rule, rules_of
from tests.oracle import Choice, Phases, TooMany, _Trial
from tests.unmeasured import unmeasured

DAYS_OF_A_WEEK = 7


@unmeasured
def exists_under(book: Book, kept: Iterable[Conflict], most: int = 300) -> bool | None:
    """Whether some plan keeps these rules about these subjects; None where there are too many plans to try."""
    try:
        return next(_Partly(book, [(each.rule, each.about) for each in kept], most).plans(), None) is not None
    except TooMany:
        return None


@unmeasured
def keeps(book: Book, kept: Iterable[Conflict], plan: Plan) -> bool:
    """Whether a plan keeps these rules about these subjects."""
    return _Partly(book, [(each.rule, each.about) for each in kept], 1)._is_right(plan)


class _Forgiving:
    """A rule that looks at some subjects only."""

    def __init__(self, rule: Rule, subjects: list[Subject]) -> None:
        self.name = rule.name
        self._rule = rule
        self._subjects = subjects

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        for breach in self._rule.breaches(book, plan):
            if any(is_about(subject, breach.about) for subject in self._subjects):
                yield breach


class _Partly(_Trial):
    def __init__(self, book: Book, kept: list[tuple[str, Subject]], most: int) -> None:
        super().__init__(book, most)
        self.kept = kept
        self.rules = [
            _Forgiving(rule, [about for name, about in kept if name == rule.name])
            for rule in rules_of(book.policy.rules_off)
        ]

    def _choices(self, demand: DemandWork, phases: Phases) -> list[Choice]:
        """Of work that nothing asks for, none: every rule kept is content with that."""
        asking = {about.demand for name, about in self.kept if name in ("quality_gates", "pinned")}
        asked = asking | {other for key in asking for other in self.book.demands[key].with_}
        band = any(about.cohort for _, about in self.kept)
        names = {name for name, _ in self.kept}
        promised = "change_budget" in names and any(key == demand.key for key, _, _ in self.book.published)
        if demand.key in asked or band or promised or "pinned" in names:
            return super()._choices(demand, phases)
        return [{}]

    def _is_right(self, plan: Plan) -> bool:
        return not any(True for rule in self.rules for _ in rule.breaches(self.book, plan))

    def _is_tied(self, demand: DemandWork) -> bool:
        rule = "presence" if demand.presence else "work_window"
        return super()._is_tied(demand) and (rule, Subject(demand=demand.key)) in self.kept

    def _is_whole(self, demand: DemandWork) -> bool:
        return super()._is_whole(demand) and ("presence", Subject(demand=demand.key)) in self.kept

    def _is_capped(self, demand: DemandWork) -> bool:
        return super()._is_capped(demand) and ("effort", Subject(demand=demand.key)) in self.kept

    def _fits_day(self, person: str, day: int, minutes: int) -> bool:
        plan = Plan({(next(iter(self.book.demands)), person, day): minutes})
        about_days = (rule for rule in self.rules if rule.name in ("availability", "no_overload"))
        return not any(True for rule in about_days for _ in rule.breaches(self.book, plan))


def is_about(kept: Subject, breached: Subject) -> bool:
    """Whether what a rule is kept about takes in what a breach is about."""
    if any(getattr(kept, name) != getattr(breached, name) for name in ("demand", "project", "phase", "cohort")):
        return False
    if kept.person and kept.person != breached.person:
        return False
    if not kept.first:
        return True
    last = kept.last or kept.first
    if breached.last:
        return (kept.first, last) == (breached.first, breached.last)
    # A single day belongs to its week, and not to the run of weeks of a sustained load.
    weekly = (date.fromisoformat(last) - date.fromisoformat(kept.first)).days < DAYS_OF_A_WEEK
    return weekly and kept.first <= breached.first <= last
