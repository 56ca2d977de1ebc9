"""The policy's tiers as optimisation steps: one a tier, and one a level of the fair tier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from engine.domain.policy import Tier
from engine.goals import Fair, FairLevel, Sense, tier_parts, tier_scale, tier_sense, tier_value
from engine.goals.base import Goal
from engine.model.draft import Draft
from engine.plan import Plan
from engine.search.rows import Ints, Row
from engine.search.solver import Expression, Limit


@dataclass(frozen=True)
class Objective:
    """``constant + weights . x``, to be made small."""

    weights: Ints
    constant: int

    def value(self, solution: Ints) -> int:
        """The objective of a solution."""
        return int(self.weights @ solution) + self.constant


@dataclass(frozen=True)
class Step:
    """One optimisation: a whole tier, or one level of the fair tier. Values are in the tier's whole units."""

    tier: int
    name: str
    sense: Sense
    scale: int
    expression: Expression
    measure: Callable[[Plan], int]
    parts: Sequence[tuple[int, Goal]] = ()
    """(factor, goal) of a plain tier; empty for a level."""

    @property
    def sign(self) -> int:
        """1 where less is better, -1 where more is."""
        return 1 if self.sense == "min" else -1

    def better(self, one: int, other: int | None) -> bool:
        """Whether one value is strictly better than the other."""
        return other is None or self.sign * one < self.sign * other

    def allowing(self, value: int, give: int) -> Limit:
        """The limit that lets later steps make this one worse by ``give``."""
        return Limit(self.expression, self.sense, value + self.sign * give)

    def objective(self, columns: int) -> Objective:
        """The expression as weights by column, its sign turned so that less is better."""
        found, factors, offset = _flat(self.expression)
        weights = np.zeros(columns, dtype=np.int64)
        np.add.at(weights, np.array(found, dtype=np.int64), np.array(factors, dtype=np.int64))
        return Objective(self.sign * weights, self.sign * offset)


def steps_of(draft: Draft) -> list[list[Step]]:
    """The steps of every tier, in order. Asks the draft for all they need, so that it grows no further."""
    return [_tier_steps(draft, number, tier) for number, tier in enumerate(draft.book.policy.tiers)]


def _tier_steps(draft: Draft, number: int, tier: Tier) -> list[Step]:
    book, parts = draft.book, tier_parts(tier)
    goal = parts[0][1]
    if isinstance(goal, Fair):
        return [
            Step(number, f"fair: {level.name}", level.sense, 1, level.expression(draft), _level_measure(draft, level))
            for level in goal.levels(book)
        ]
    expression = sum(factor * goal.expression(draft) for factor, goal in parts)
    name = "+".join(tier.weights)
    return [
        Step(number, name, tier_sense(tier), tier_scale(tier), expression, lambda p: tier_value(book, p, tier), parts)
    ]


def _level_measure(draft: Draft, level: FairLevel) -> Callable[[Plan], int]:
    return lambda plan: level.measure(draft.book, plan)


def give_up(tier: Tier, scale: int, value: int) -> int:
    """How much worse later tiers may make a value of this tier."""
    return max(tier.give_up * scale, abs(value) * tier.give_up_per_mille // 1000)


def row_of(limit: Limit) -> Row:
    """A limit as a row of the model."""
    columns, factors, offset = _flat(limit.expression)
    if limit.sense == "min":
        return Row(columns, factors, -(2**62), limit.value - offset)
    return Row(columns, factors, limit.value - offset, 2**62)


def _flat(expression: Expression) -> tuple[list[int], list[int], int]:
    """(columns, factors, constant) of a linear expression."""
    if isinstance(expression, int):
        return [], [], expression
    flat = cp_model.FlatIntExpr(expression)
    return [variable.index for variable in flat.vars], list(flat.coeffs), int(flat.offset)
