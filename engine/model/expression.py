"""The type of what rules and goals write: a CP-SAT expression or a whole number."""

from typing import Any, TypeAlias

# ortools' own alias joins its expressions with numpy scalars, whose operators do not type together.
LinearExprT: TypeAlias = Any
