"""A warm start: what a plan of a nearby scenario still means in this one.

The plan's dates are kept where the phases of a project may still run then; its work is kept where the person, the
demand and the day still meet. Whatever no longer fits is dropped, and what must be staffed may be staffed anew. So
the search of a what-if begins near the plan of its base, and not from nothing.
"""

from collections.abc import Mapping

import numpy as np
from ortools.sat.python import cp_model

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.model.draft import Draft
from engine.plan import Plan
from engine.rules import rules_of
from engine.search.rows import Ints

EFFORT = 1.0
"""Deterministic effort that keeping old work may take; beyond it the search starts as it always does."""

Spans = dict[str, tuple[int, int]]


def kept_dates(book: Book, hint: Plan) -> Spans:
    """The dates of the movable phases of every project whose phases may all run as they did in the hint."""
    moving = [phase for phase in book.phases.values() if not phase.fixed]
    told = {phase.key: hint.phases[phase.key] for phase in moving if phase.key in hint.phases}
    bare = Plan(book.actual, told)
    spoiled = {phase.project.id for phase in moving if phase.key not in told}
    for rule in rules_of(book.policy.rules_off):
        if rule.name == "work_window":
            for breach in rule.breaches(book, bare):
                about = breach.about
                spoiled.add(about.project or (about.phase or about.demand).partition("/")[0])
    return {key: span for key, span in told.items() if book.phases[key].project.id not in spoiled}


def hinted_solution(draft: Draft, hint: Plan, seed: int) -> Ints | None:
    """A complete solution that keeps as much of the hint's work as this model allows; None where there is none."""
    model = draft.model.clone()
    columns = model.proto.variables
    most = _most_steps(draft, hint)
    for column, steps in most.items():
        low, high = columns[column].domain
        columns[column].domain[1] = max(low, min(high, steps))
    for key, (first, last) in kept_dates(draft.book, hint).items():
        moving = draft.phases[key]
        model.add(moving.start == moving.days.index(first))
        model.add(moving.end == moving.days.index(last))
    model.maximize(draft.minutes(range(len(draft.steps))))
    model.proto.solution_hint.vars.extend(list(most))
    model.proto.solution_hint.values.extend([columns[column].domain[1] for column in most])
    solver = _solver(seed)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return np.array(list(solver.response_proto.solution), dtype=np.int64)


def _most_steps(draft: Draft, hint: Plan) -> Mapping[int, int]:
    """Column -> the steps that the hint has there, for every cell that need not hold more."""
    cells, axes = draft.grid.cells, draft.grid.axes
    needed = {key for demand in axes.demands if _is_needed(demand) for key in (demand.key, *demand.with_)}
    needed |= {key for key, _ in draft.book.insisted}
    most: dict[int, int] = {}
    for cell, step in enumerate(draft.steps):
        demand, person = axes.demands[int(cells.demand[cell])].key, axes.people[int(cells.person[cell])]
        if demand in needed or cells.given[cell]:
            continue
        days = range(int(cells.first[cell]), int(cells.last[cell]) + 1)
        minutes = sum(hint.minutes.get((demand, person, day), 0) for day in days)
        steps = int(minutes > 0) if cells.size[cell] else minutes // draft.scale(cell)
        column = step.index
        most[column] = max(steps, most.get(column, 0))
    return most


def _is_needed(demand: DemandWork) -> bool:
    """Whether a rule may ask for more work on it than the hint has."""
    return demand.must or demand.demand.spread == "even"


def _solver(seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # stopping is the caller's: see `solve(stop=...)`
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = EFFORT
    return solver
