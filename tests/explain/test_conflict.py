"""A conflict is impossible as a whole, and possible without any one of its parts: so say the checker and the oracle."""

from collections import Counter
from collections.abc import Sequence
from threading import Event

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from engine.compile import compile_diagnosis
from engine.domain.book import Book
from engine.explain.conflict import explain_conflict
from engine.model.draft import Draft
from engine.outcome import Conflict
from engine.plan import Plan
from engine.search.diagnose import diagnose
from tests.build import a_book, a_demand, a_person, a_project
from tests.explain.partly import exists_under, keeps
from tests.explain.worlds import QUICK, impossible

proofs: Counter[str] = Counter()


@settings(max_examples=130, deadline=None, derandomize=True)
@given(st.integers(0, 10**4))
def conflicts_of_toys_are_minimal_by_trying_every_plan(seed: int) -> None:
    book = Book(impossible(seed))
    found = diagnose(book, QUICK, 20)
    assert (found.possible, found.minimal, bool(found.conflicts)) == (False, True, True)
    assert exists_under(book, found.conflicts) is not True, (seed, found.conflicts)
    proofs["whole"] += exists_under(book, found.conflicts) is False
    draft = compile_diagnosis(book, every_pair=True)
    for left_out in found.conflicts:
        rest = [each for each in found.conflicts if each is not left_out]
        plan = a_plan_under(draft, rest)
        if plan is not None:
            assert keeps(book, rest, plan), (seed, left_out, rest)
            proofs["part"] += 1
        else:
            assert exists_under(book, rest) is not False, (seed, left_out, rest)


def a_plan_under(draft: Draft, kept: Sequence[Conflict]) -> Plan | None:
    """A plan that keeps just these, day by day; None where the grid is weekly and does not say which day."""
    cells = draft.grid.cells
    if (cells.first != cells.last).any():
        return None
    model = draft.model.clone()
    on = {(each.rule, each.about) for each in kept}
    for switch, variable in draft.switches.items():
        model.add(variable == (switch in on))
    solver = cp_model.CpSolver()
    assert solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE), kept
    axes = draft.grid.axes
    minutes = {
        (axes.demands[cells.demand[n]].key, axes.people[cells.person[n]], int(cells.first[n])): solver.value(step)
        * draft.scale(n)
        for n, step in enumerate(draft.steps)
    }
    phases = {
        key: (moving.days[solver.value(moving.start)], moving.days[solver.value(moving.end)])
        for key, moving in draft.phases.items()
    }
    return Plan(minutes, phases)


def test_conflicts_are_minimal_and_most_of_it_was_tried() -> None:
    """The tests above prove something: most toys are small enough to try all their plans."""
    proofs.clear()
    conflicts_of_toys_are_minimal_by_trying_every_plan()
    assert proofs["whole"] >= 60
    assert proofs["part"] >= 200


def test_a_plan_that_is_there_rules_every_conflict_out_at_once() -> None:
    book = a_book([a_person()], [a_project("site", a_demand("draw", hours=8))])
    stopped = Event()
    stopped.set()
    assert explain_conflict(book, QUICK, stopped).possible is None
    assert explain_conflict(book, QUICK, stopped, plan=Plan({})).possible is True
    assert explain_conflict(Book(impossible(1)), QUICK, plan=Plan({})).possible is False
