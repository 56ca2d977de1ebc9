"""What a book is worth, goal by goal, with what is proved; and what one worth loses against another.

Every number lies between what was reached and what no plan can beat. So does a loss: where the base reached v and can
be no better than b, and the other reached v' and can be no better than b', the true loss lies between b' - v and v' - b
(where less is better). Later goals are compared as each plan's earlier ones left them; their interval holds where all
earlier goals are proved in both.
"""

from collections.abc import Iterator

from engine.domain.base import Model
from engine.domain.book import Book
from engine.domain.policy import Tier
from engine.goals import Fair, tier_parts, tier_sense
from engine.outcome import Result, TierResult
from engine.units import MINUTES_PER_HOUR, divide_rounding, money_text

__all__ = ["Loss", "Step", "Worth"]


class Step(Model):
    """One comparison of the policy's order: a tier, or a level of a fair tier. In whole ``1 / scale`` of its unit."""

    goal: str
    unit: str
    better: str
    """`less` or `more`."""
    value: int
    bound: int
    """No plan is better, given what earlier goals reached."""
    proved: bool
    scale: int = 1

    @property
    def sign(self) -> int:
        """1 where less is better, -1 where more is."""
        return 1 if self.better == "less" else -1


class Loss(Model):
    """How much worse one step has become; negative where it is better."""

    goal: str
    unit: str
    loss: int
    """Between the two plans found."""
    least: int | None
    most: int | None
    """The proof: the true loss lies between the two. None where an earlier goal is not proved."""
    scale: int = 1

    @property
    def decided(self) -> bool:
        """Whether the loss is known exactly."""
        return self.least is not None and self.least == self.most

    def __str__(self) -> str:
        amount = self._amount(abs(self.loss))
        said = f"{self.goal}: {amount} {'worse' if self.loss > 0 else 'better'}" if self.loss else f"{self.goal}: equal"
        if self.decided:
            return f"{said} (proved)"
        if self.least is None or self.most is None:
            return f"{said} (as found; earlier goals are not proved)"
        if self.least > 0:
            return f"{said} (between {self._amount(self.least)} and {self._amount(self.most)} worse, proved)"
        return f"{said} (undecided: at most {self._amount(max(0, self.most))} worse)"

    def _amount(self, value: int) -> str:
        number = divide_rounding(value, self.scale)
        if self.unit == "money":
            return money_text(number)
        if self.unit in ("minutes", "weighted minutes"):
            unit = "h" if self.unit == "minutes" else "weighted h"
            return f"{value / self.scale / MINUTES_PER_HOUR:,.1f} {unit}"
        return f"{number:,} {self.unit}"


class Worth(Model):
    """The value of a solved book, step by step in the policy's order."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, book: Book, result: Result) -> "Worth":
        """What a solve reached; goals it did not come to are left out."""
        found = zip(book.policy.tiers, result.tiers, strict=False)
        return cls(steps=tuple(step for tier, reached in found for step in _steps(book, tier, reached)))

    @property
    def proved(self) -> bool:
        """Whether every step is."""
        return all(step.proved for step in self.steps)

    def rank(self) -> tuple[int, ...]:
        """Smaller is better: the values in the policy's order."""
        return tuple(step.sign * step.value for step in self.steps)

    def improved(self, found: "Worth | None") -> "Worth":
        """What this book is worth, knowing a plan of it that was found under further wishes: where that is better, the
        search had not found the best plan before. What no plan can beat stays as it was proved."""
        if found is None or len(found.steps) < len(self.steps) or found.rank() >= self.rank():
            return self
        pairs = zip(self.steps, found.steps, strict=True)
        return Worth(
            steps=tuple(
                mine.model_copy(update={"value": its.value, "proved": its.value == mine.bound}) for mine, its in pairs
            )
        )

    def __sub__(self, base: "Worth") -> tuple[Loss, ...]:
        """What this worth loses against a base of the same policy."""
        losses, known = [], True
        for mine, its in zip(self.steps, base.steps, strict=False):
            sign = mine.sign
            ends = (sign * (mine.bound - its.value), sign * (mine.value - its.bound)) if known else (None, None)
            loss = sign * (mine.value - its.value)
            losses.append(
                Loss(goal=mine.goal, unit=mine.unit, loss=loss, least=ends[0], most=ends[1], scale=mine.scale)
            )
            known = known and mine.proved and its.proved
        return tuple(losses)


def _steps(book: Book, tier: Tier, reached: TierResult) -> Iterator[Step]:
    goal = tier_parts(tier)[0][1]
    if isinstance(goal, Fair) and reached.stages:
        for level, stage in zip(goal.levels(book), reached.stages, strict=False):
            yield _step(f"{reached.goal}: {level.name}", reached.unit, level.sense, stage.value, stage.bound)
        return
    yield _step(
        reached.goal, reached.unit, tier_sense(tier), reached.value, reached.bound, reached.scale, reached.proved
    )


def _step(goal: str, unit: str, sense: str, value: int, bound: int, scale: int = 1, proved: bool = True) -> Step:
    better = "less" if sense == "min" else "more"
    return Step(
        goal=goal, unit=unit, better=better, value=value, bound=bound, proved=proved and value == bound, scale=scale
    )
