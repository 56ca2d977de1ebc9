"""The compiled model as linear rows: what lets a neighbourhood be cut out of it in milliseconds.

The CP-SAT model is the one meaning of a plan. Here its constraints are read once into a sparse matrix; with most
columns held at their values, the rows that still have something to decide are a slice of that matrix, and a
complete solution is checked by one multiplication. Nothing here knows what any rule is about.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.sparse import csc_array, csr_array, vstack

Ints = NDArray[np.int64]
INFINITE = 2**62


@dataclass(frozen=True)
class Row:
    """``low <= sum(coefficient * column) <= high``."""

    columns: Sequence[int]
    coefficients: Sequence[int]
    low: int
    high: int


class Rows:
    """``low <= A x <= high``, ``lower <= x <= upper``, everything whole.

    A constraint with an enforcement literal becomes a row with the literal times the least number that makes
    the row slack; a maximum of literals becomes "at least each, at most their sum".
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        variables = model.proto.variables
        self.lower = np.array([variable.domain[0] for variable in variables], dtype=np.int64)
        self.upper = np.array([variable.domain[len(variable.domain) - 1] for variable in variables], dtype=np.int64)
        self._row: list[int] = []
        self._column: list[int] = []
        self._value: list[int] = []
        self._low: list[int] = []
        self._high: list[int] = []
        self.complete = True
        """False when some constraint could not be put as rows; slices then leave it out, and a solution made of
        slices must be checked by the model itself."""
        for constraint in model.proto.constraints:
            self._read(constraint)
        shape = (len(self._low), len(self.lower))
        matrix = csr_array((np.array(self._value, dtype=np.int64), (self._row, self._column)), shape=shape)
        self.by_row: csr_array = matrix
        self.by_column: csc_array = matrix.tocsc()
        self.low, self.high = np.array(self._low, dtype=np.int64), np.array(self._high, dtype=np.int64)
        self.definite = len(self.low)
        """Rows of the model itself; rows beyond are limits of earlier tiers (see `limited`)."""

    def keeps(self, solution: Ints) -> bool:
        """Whether a value for every column keeps every row and bound."""
        if (solution < self.lower).any() or (solution > self.upper).any():
            return False
        sums = self.by_row @ solution
        return bool(((sums >= self.low) & (sums <= self.high)).all())

    def limited(self, limits: Sequence[Row]) -> "Rows":
        """These rows and some more; the columns are shared."""
        if not limits:
            return self
        more = copy(self)
        sizes = [len(limit.columns) for limit in limits]
        place = np.repeat(np.arange(len(limits)), sizes)
        values = np.array([k for limit in limits for k in limit.coefficients], dtype=np.int64)
        found = np.array([c for limit in limits for c in limit.columns], dtype=np.int64)
        extra = csr_array((values, (place, found)), shape=(len(limits), len(self.lower)))
        more.by_row = vstack([self.by_row, extra], format="csr")
        more.by_column = more.by_row.tocsc()
        more.low = np.concatenate([self.low, [limit.low for limit in limits]])
        more.high = np.concatenate([self.high, [limit.high for limit in limits]])
        return more

    def capped(self, upper: Ints) -> "Rows":
        """These rows with other upper ends of the columns."""
        less = copy(self)
        less.upper = upper
        return less

    # -- reading constraints --------------------------------------------------------------------------

    def _read(self, constraint: Any) -> None:
        conditions = list(constraint.enforcement_literal)
        if constraint.has_linear():
            domain = list(constraint.linear.domain)
            if len(domain) > 2:
                self.complete = False
                return
            self._add_when(
                list(constraint.linear.vars), list(constraint.linear.coeffs), domain[0], domain[1], conditions
            )
        elif constraint.has_bool_or():
            self._at_least_one([*constraint.bool_or.literals, *(_not(c) for c in conditions)])
        elif constraint.has_bool_and():
            for literal in constraint.bool_and.literals:
                self._at_least_one([literal, *(_not(c) for c in conditions)])
        elif constraint.has_lin_max():
            self._maximum(constraint)
        else:
            self.complete = False

    def _add(self, columns: Sequence[int], coefficients: Sequence[int], low: int, high: int) -> None:
        number = len(self._low)
        self._row.extend([number] * len(columns))
        self._column.extend(columns)
        self._value.extend(coefficients)
        self._low.append(max(low, -INFINITE))
        self._high.append(min(high, INFINITE))

    def _add_when(
        self, columns: list[int], coefficients: list[int], low: int, high: int, conditions: Sequence[int]
    ) -> None:
        if not conditions:
            self._add(columns, coefficients, low, high)
            return
        ends = [
            sorted((k * int(self.lower[c]), k * int(self.upper[c]))) for c, k in zip(columns, coefficients, strict=True)
        ]
        least, most = sum(end[0] for end in ends), sum(end[1] for end in ends)
        if most > high:
            extra, literals, constant = _slack(conditions, most - high)
            # sum <= high + slack * (number of conditions that do not hold)
            self._add(columns + literals, coefficients + [-k for k in extra], -INFINITE, high + constant)
        if least < low:
            extra, literals, constant = _slack(conditions, low - least)
            self._add(columns + literals, coefficients + extra, low - constant, INFINITE)

    def _at_least_one(self, literals: Sequence[int]) -> None:
        columns = [literal if literal >= 0 else -literal - 1 for literal in literals]
        signs = [1 if literal >= 0 else -1 for literal in literals]
        self._add(columns, signs, 1 - sum(1 for literal in literals if literal < 0), INFINITE)

    def _maximum(self, constraint: Any) -> None:
        target = constraint.lin_max.target
        members = list(constraint.lin_max.exprs)
        simple = all(len(part.vars) == 1 and part.coeffs[0] == 1 and part.offset == 0 for part in (target, *members))
        literal = all(self.lower[m.vars[0]] >= 0 and self.upper[m.vars[0]] <= 1 for m in members) if simple else False
        if not literal:
            self.complete = False
            return
        top = target.vars[0]
        columns = [member.vars[0] for member in members]
        for column in columns:
            self._add([top, column], [1, -1], 0, INFINITE)
        self._add([top, *columns], [-1] + [1] * len(columns), 0, INFINITE)


def _not(literal: int) -> int:
    return -literal - 1


def _slack(conditions: Sequence[int], amount: int) -> tuple[list[int], list[int], int]:
    """(factors, columns, constant) of ``amount * (number of conditions that do not hold)``: it equals
    constant - ... as ``constant + sum(-factor * column)``."""
    factors, columns, constant = [], [], 0
    for literal in conditions:
        if literal >= 0:
            factors.append(-amount)
            columns.append(literal)
            constant += amount
        else:
            factors.append(amount)
            columns.append(-literal - 1)
    return factors, columns, constant
