"""From a solution of the model to a plan: cells to days, positions of movable phases to dates."""

from collections.abc import Sequence

from engine.model.draft import Draft
from engine.plan import Plan
from engine.search.spread import spread


def extract(draft: Draft, solution: Sequence[int]) -> Plan:
    """The plan that a solution (a value for every variable) means."""

    def value(expression: object) -> int:
        return expression if isinstance(expression, int) else solution[expression.index]  # type: ignore[attr-defined]

    minutes = [value(step) * draft.scale(cell) for cell, step in enumerate(draft.steps)]
    phases = {
        key: (moving.days[value(moving.start)], moving.days[value(moving.end)])
        for key, moving in draft.phases.items()
    }
    return Plan(spread(draft.grid, minutes), phases)
