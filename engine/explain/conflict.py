"""Why is there no plan? The fewest rules that cannot all hold, in words and with their places.

In an agency: "The accessibility check of the ferries must be done in April or May, only Freya and Sara may do it, Freya
has left by then and Sara is on leave." Take any one of these facts away, and there is a plan.
"""

from threading import Event

from engine.domain.book import Book
from engine.explain.answer import Explanation, Places, nowhere
from engine.explain.blame import Blame, blames
from engine.outcome import Options
from engine.plan import Plan
from engine.search.diagnose import Diagnosis, diagnose
from engine.verify import verify

__all__ = ["ConflictAnswer", "conflict_of", "explain_conflict"]


class ConflictAnswer(Explanation):
    """Whether a plan exists, and which rules leave none."""

    possible: bool | None
    """None: not found out in time."""
    minimal: bool
    """Each of the rules is needed, proved by a plan that keeps all the others."""
    rules: tuple[Blame, ...]
    """Empty where a plan exists, or no conflict was found in time."""

    def sentences(self) -> tuple[str, ...]:
        if self.possible:
            return ("There is a plan: nothing is in conflict.",)
        if self.possible is None:
            return ("It was not found out in time whether a plan exists; more time may tell.",)
        if not self.rules:
            return ("There is no plan, proved; which rules clash was not found out in time.",)
        rest = "Without any one of them there would be a plan." if self.minimal else "Perhaps fewer would do."
        head = f"There is no plan: these {len(self.rules)} cannot all hold. {rest}"
        return (head, *(f"{each.text}{f' ({each.place})' if each.place else ''}" for each in self.rules))


def explain_conflict(
    book: Book,
    options: Options | None = None,
    stop: Event | None = None,
    places: Places = nowhere,
    plan: Plan | None = None,
) -> ConflictAnswer:
    """Find a minimal conflict within the options' seconds. A ``plan`` that keeps every rule answers at once."""
    if plan is not None and not verify(book, plan):
        return conflict_of(book, Diagnosis(True), places)
    chosen = options or Options()
    return conflict_of(book, diagnose(book, chosen, chosen.seconds, stop), places)


def conflict_of(book: Book, found: Diagnosis, places: Places) -> ConflictAnswer:
    """A diagnosis in words."""
    return ConflictAnswer(possible=found.possible, minimal=found.minimal, rules=blames(book, found.conflicts, places))
