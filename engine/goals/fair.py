"""Fair: leximax of burden inside each cohort.

**In an agency.** Ease the one who carries most, then the next; and lift the one who carries least.

**Formula.** Burdens u are whole per mille (see the rule `fairness_band`). Level k looks at the k most loaded of every
cohort: minimise the sum over cohorts of their burdens, for k = 1, 2, ... in order; then the mirror image, maximise
the sum of the k least loaded, for k = 1, 2, ... For one cohort and as many levels as it has people the first
part is exactly leximax: the sorted vectors agree on the k largest for every k.

**Edge cases.** `policy.fairness.levels` says how deep it looks. A cohort smaller than k gives all its people. The
tier's value is that of the first level, the sum of the cohorts' highest burdens; later levels are its stages.

**Source.** Ogryczak & Sliwinski 2006 (sums of the k largest as a linear form of lexicographic min-max); Timefold
`loadBalance`; Bertsimas, Farias & Trichakis 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.goals.base import Goal, Sense
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


@dataclass(frozen=True)
class FairLevel:
    """One step of the comparison: the ``k`` most loaded (or least loaded) of every cohort."""

    k: int
    most: bool

    @property
    def name(self) -> str:
        """How reports call it."""
        return f"{self.k} {'most' if self.most else 'least'} loaded"

    @property
    def sense(self) -> Sense:
        """Lower the most loaded, raise the least loaded."""
        return "min" if self.most else "max"

    def expression(self, draft: Draft) -> LinearExprT:
        """Sum over cohorts of the k largest (smallest) burdens.

        The sum of the k largest of u is the least of k * r + sum(d) with d >= u - r, d >= 0; mirrored for the
        smallest. It is exact when the sum is pushed down (up), as it is here.
        """
        terms: list[LinearExprT] = []
        for cohort, people in draft.book.cohorts.items():
            burdens = [draft.burden(person) for person in people]
            k = min(self.k, len(burdens))
            if k == len(burdens):
                terms.extend(burdens)
                continue
            least = min(draft.burden_ends(person)[0] for person in people)
            most = max(draft.burden_ends(person)[1] for person in people)
            pivot = draft.model.new_int_var(least, most, f"{self.name} of {cohort}: level")
            terms.append(k * pivot)
            for person, burden in zip(people, burdens, strict=True):
                beyond = draft.model.new_int_var(0, most - least, f"{person} beyond the level, {self.name} of {cohort}")
                draft.model.add(beyond >= (burden - pivot if self.most else pivot - burden))
                terms.append(beyond if self.most else -beyond)
        return sum(terms)

    def measure(self, book: Book, plan: Plan) -> int:
        """The same sum in a finished plan."""
        total = 0
        for people in book.cohorts.values():
            burdens = sorted((book.burden(p, plan.by_person.get(p, 0)) for p in people), reverse=self.most)
            total += sum(burdens[: self.k])
        return total


class Fair(Goal):
    """Leximax of burden inside each cohort; its value is the sum of the cohorts' highest burdens."""

    name = "fair"
    sense = "min"

    def levels(self, book: Book) -> list[FairLevel]:
        """The steps of the comparison, in order."""
        deepest = max((len(people) for people in book.cohorts.values()), default=1)
        depth = min(book.policy.fairness.levels, deepest)
        most = [FairLevel(k, most=True) for k in range(1, depth + 1)]
        return most if depth == deepest else most + [FairLevel(k, most=False) for k in range(1, depth + 1)]

    def expression(self, draft: Draft) -> LinearExprT:
        return FairLevel(1, most=True).expression(draft)

    def measure(self, book: Book, plan: Plan) -> int:
        return FairLevel(1, most=True).measure(book, plan)


def fairer(one: Sequence[int], other: Sequence[int], *, burden: bool = True) -> bool:
    """Whether ``one`` is fairer than ``other``, person by person unnamed.

    As burden (leximax) the vector whose largest entry is lower is fairer, then the next largest, and so on; as
    benefit (leximin) the one whose smallest entry is higher, then the next smallest.
    """
    if burden:
        return sorted(one, reverse=True) < sorted(other, reverse=True)
    return sorted(one) > sorted(other)
