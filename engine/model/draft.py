"""A model under construction: the grid's decisions as variables that rules and goals can ask for.

What the solver decides is how many minutes each cell holds and when movable phases run. Everything else
(does Ana work on this at all? in that week? how many projects has she?) follows, and is made when the first
rule asks for it. Links between these are definitions and always hold; what an agency could *name* as a rule
enters through `require`, so that it has a name, a subject and, in diagnose mode, a switch.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from engine.domain.entries import DemandWork, PhaseWork
from engine.domain.work import Project
from engine.grid import Grid
from engine.model.expression import LinearExprT
from engine.model.phases import MovingPhase
from engine.outcome import Subject
from engine.units import MINUTES_PER_DAY

Literal = Any
Relation = Any


class Draft:
    """The model of one grid.

    In plan mode cells are as narrow as the rules allow and relations hold outright. In diagnose mode cells are
    as wide as a day is long, and every (rule, subject) hangs on a switch of its own in ``switches``.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.book = grid.book
        self.diagnose = grid.wide
        self.model = cp_model.CpModel()
        self.switches: dict[tuple[str, Subject], cp_model.IntVar] = {}
        # Every model has a column, and the constant that plain numbers in relations would otherwise add to copies
        # of it: a solution of a copy is then a solution of the draft, column by column.
        self.model.new_constant(1)
        self._works: dict[int, cp_model.IntVar] = {}
        self._works_in: dict[tuple[int, int], cp_model.IntVar] = {}
        self._works_ahead: dict[int, cp_model.IntVar] = {}
        self._works_ahead_in: dict[tuple[int, int], LinearExprT] = {}
        self._on_project: dict[tuple[int, str, int], cp_model.IntVar] = {}
        self._burdens: dict[str, cp_model.IntVar] = {}
        self._overtime: dict[tuple[int, int], cp_model.IntVar] = {}
        self.phases = {
            phase.key: MovingPhase(self.model, phase, self.book)
            for phase in self.book.phases.values()
            if not phase.fixed
        }
        self.steps = self._make_steps()
        if self._whole_seats:
            self._seat_the_rest()

    # -- relations ------------------------------------------------------------------------------------

    def require(self, rule: str, about: Subject, relation: Relation, when: Iterable[Literal] = ()) -> None:
        """A relation that holds because of a rule, about a subject, and only where every literal in ``when`` does.

        A plain False says that the rule cannot hold at all; a plain True is not worth a word.
        """
        if relation is True:
            return
        conditions = list(when)
        if self.diagnose:
            conditions.append(self.switch(rule, about))
        if relation is False:
            self.model.add_bool_or([_negated(condition) for condition in conditions])
            return
        constraint = self.model.add(relation)
        if conditions:
            constraint.only_enforce_if(*conditions)

    def switch(self, rule: str, about: Subject) -> cp_model.IntVar:
        """The switch of a rule about a subject, in diagnose mode."""
        key = (rule, about)
        if key not in self.switches:
            self.switches[key] = self.model.new_bool_var(f"{rule} holds for {about}")
        return self.switches[key]

    # -- minutes --------------------------------------------------------------------------------------

    def _make_steps(self) -> list[LinearExprT]:
        """One decision a cell: whole steps of its unit; for presence 0 or 1."""
        cells, axes = self.grid.cells, self.grid.axes
        steps: list[LinearExprT] = []
        for cell in range(len(cells)):
            demand = axes.demands[int(cells.demand[cell])]
            name = f"{demand.key} by {axes.people[int(cells.person[cell])]} from day {int(cells.first[cell])}"
            if cells.past[cell]:
                # A fact and no decision, whatever rules are off.
                steps.append(self.model.new_constant(int(cells.given[cell])))
            elif cells.size[cell]:
                steps.append(self._sits(cell, demand, name))
            else:
                steps.append(self.model.new_int_var(0, int(cells.most[cell] // cells.unit[cell]), name))
        return steps

    def _sits(self, cell: int, demand: DemandWork, name: str) -> LinearExprT:
        """Whether a person sits on a presence demand on a day: they are on it, and the phase runs."""
        if not self._whole_seats:
            return self.model.new_bool_var(name)
        on_it = self.works_ahead(int(self.grid.cells.pair[cell]))
        if demand.phase.fixed:
            return on_it
        runs = self.phases[demand.phase.key].runs_on(int(self.grid.cells.first[cell]))
        sits = self.model.new_bool_var(name)
        self.model.add_bool_or([sits, _negated(on_it), _negated(runs)])
        self.model.add_implication(sits, on_it)
        self.model.add_implication(sits, runs)
        return sits

    @property
    def _whole_seats(self) -> bool:
        """A seat is one decision for the whole phase; day by day where the rule `presence` is off, or has a switch."""
        return "presence" not in self.book.policy.rules_off and not self.diagnose

    def _seat_the_rest(self) -> None:
        """In a phase that may have begun before today, who is to sit sits on some day to come; elsewhere the
        rule `presence` sees to that."""
        for pair in range(self.grid.pairs):
            demand = self.grid.axes.demands[int(self.grid.pair_demand[pair])]
            if demand.presence and demand.phase.first < self.book.today:
                ahead = [cell for cell in self.grid.cells_of_pair[pair] if not self.grid.cells.past[cell]]
                self.model.add(sum(self.steps[cell] for cell in ahead) >= self.works_ahead(pair))

    def cells_on(self, day: int) -> list[int]:
        """The cells that are this single day, of everybody, and no fact of the past."""
        cells = self.grid.cells
        there = (cells.first == day) & (cells.last == day) & ~cells.past
        return [int(cell) for cell in there.nonzero()[0]]

    def scale(self, cell: int) -> int:
        """Minutes of one step of a cell."""
        return int(self.grid.cells.size[cell] or self.grid.cells.unit[cell])

    def minutes(self, cells: Sequence[int], factors: Sequence[int] | None = None) -> LinearExprT:
        """Minutes of the cells together, each times its factor where factors are given."""
        scales = [self.scale(cell) for cell in cells]
        if factors is not None:
            scales = [scale * factor for scale, factor in zip(scales, factors, strict=True)]
        if not scales:
            return 0
        return cp_model.LinearExpr.weighted_sum([self.steps[cell] for cell in cells], scales)

    def delivered(self, demand: int) -> LinearExprT:
        """Minutes delivered to a demand; for presence, the seats filled times what a seat asks for."""
        work = self.grid.axes.demands[demand]
        if work.presence:
            return (work.effort // work.seats) * self.crew(demand)
        return self.minutes(self.grid.cells_of_demand[demand])

    def shortfall(self, demand: int) -> LinearExprT:
        """Minutes demanded and not delivered; at least that, and exactly that when kept low."""
        work = self.grid.axes.demands[demand]
        past = [cell for cell in self.grid.cells_of_demand[demand] if self.grid.cells.past[cell]]
        if work.presence:
            before = len({int(self.grid.cells.pair[cell]) for cell in past}) * (work.effort // work.seats)
        else:
            before = sum(int(self.grid.cells.given[cell]) for cell in past)
        capped = ("presence" if work.presence else "effort") not in self.book.policy.rules_off
        if capped and before <= work.effort:
            return work.effort - self.delivered(demand)
        # More may be delivered than was asked: the past did it, or the rule that forbids it is off.
        missing = self.model.new_int_var(0, work.effort, f"{work.key} misses")
        self.model.add(missing >= work.effort - self.delivered(demand))
        return missing

    # -- who works on what ----------------------------------------------------------------------------

    def works(self, pair: int) -> cp_model.IntVar:
        """Whether the person works on the demand at all."""
        if pair not in self._works:
            demand = self.grid.axes.demands[int(self.grid.pair_demand[pair])]
            person = self.grid.axes.people[int(self.grid.pair_person[pair])]
            literal = self.model.new_bool_var(f"{person} works on {demand.key}")
            self._works[pair] = literal
            cells = self.grid.cells_of_pair[pair]
            if any(self.grid.cells.past[cell] for cell in cells):
                self.model.add(literal == 1)
            elif not demand.presence or not self._whole_seats:
                self._link(literal, cells, self._pair_steps(pair))
        return self._works[pair]

    def works_ahead(self, pair: int) -> cp_model.IntVar:
        """Whether the person works on the demand on a day that is not past."""
        cells = self.grid.cells_of_pair[pair]
        ahead = [cell for cell in cells if not self.grid.cells.past[cell]]
        if len(ahead) == len(cells):
            return self.works(pair)
        if pair not in self._works_ahead:
            demand = self.grid.axes.demands[int(self.grid.pair_demand[pair])]
            person = self.grid.axes.people[int(self.grid.pair_person[pair])]
            literal = self.model.new_bool_var(f"{person} goes on working on {demand.key}")
            self._works_ahead[pair] = literal
            if not demand.presence or not self._whole_seats:
                self._link(literal, ahead, sum(int(self.grid.cells.most[cell]) for cell in ahead))
        return self._works_ahead[pair]

    def works_ahead_in(self, pair: int, week: int) -> LinearExprT:
        """Whether the person works on the demand in a week on a day that is not past."""
        cells = self.grid.cells_of_pair_week.get((pair, week), [])
        ahead = [cell for cell in cells if not self.grid.cells.past[cell]]
        if len(ahead) == len(cells):
            return self.works_in(pair, week)
        if not ahead:
            return 0
        key = (pair, week)
        if key not in self._works_ahead_in:
            demand = self.grid.axes.demands[int(self.grid.pair_demand[pair])]
            person = self.grid.axes.people[int(self.grid.pair_person[pair])]
            literal = self.model.new_bool_var(f"{person} goes on working on {demand.key} in week {week}")
            self._link(literal, ahead, sum(int(self.grid.cells.most[cell]) for cell in ahead))
            self._works_ahead_in[key] = literal
        return self._works_ahead_in[key]

    def works_in(self, pair: int, week: int) -> LinearExprT:
        """Whether the person works on the demand in a week; plain 0 where that cannot be."""
        cells = self.grid.cells_of_pair_week.get((pair, week), [])
        if not cells:
            return 0
        key = (pair, week)
        if key not in self._works_in:
            demand = self.grid.axes.demands[int(self.grid.pair_demand[pair])]
            past = any(self.grid.cells.past[cell] for cell in self.grid.cells_of_pair[pair])
            if demand.presence and demand.phase.fixed and self._whole_seats and not past:
                self._works_in[key] = self.works(pair)
            else:
                person = self.grid.axes.people[int(self.grid.pair_person[pair])]
                literal = self.model.new_bool_var(f"{person} works on {demand.key} in week {week}")
                self._link(literal, cells, sum(int(self.grid.cells.most[cell]) for cell in cells))
                self._works_in[key] = literal
        return self._works_in[key]

    def _pair_steps(self, pair: int) -> int:
        """Most minutes a pair can hold: its cells', and never more than is asked (plan mode)."""
        demand = self.grid.axes.demands[int(self.grid.pair_demand[pair])]
        total = sum(int(self.grid.cells.most[cell]) for cell in self.grid.cells_of_pair[pair])
        given = sum(int(self.grid.cells.given[cell]) for cell in self.grid.cells_of_pair[pair])
        free = self.diagnose or demand.presence or "effort" in self.book.policy.rules_off
        return total if free else min(total, max(demand.effort, given))

    def _link(self, literal: cp_model.IntVar, cells: Sequence[int], most: int) -> None:
        """literal <=> the cells hold something."""
        if not cells:
            self.model.add(literal == 0)
            return
        self.model.add(self.minutes(cells) <= most * literal)
        self.model.add(sum(self.steps[cell] for cell in cells) >= literal)

    def crew(self, demand: int) -> LinearExprT:
        """How many people work on a demand."""
        return sum(self.works(pair) for pair in self.grid.pairs_of_demand[demand])

    def on_project(self, person: int, project: str, week: int) -> LinearExprT:
        """Whether a person works on anything of a project in a week."""
        key = (person, project, week)
        if key not in self._on_project:
            found = self.grid.cells_of_person_week.get((person, week), [])
            demands = self.grid.axes.demands
            pairs = sorted(
                {
                    int(self.grid.cells.pair[cell])
                    for cell in found
                    if demands[int(self.grid.cells.demand[cell])].project.id == project
                }
            )
            literals = [self.works_in(pair, week) for pair in pairs]
            if len(literals) == 1:
                self._on_project[key] = literals[0]
            else:
                any_of = self.model.new_bool_var(f"{self.grid.axes.people[person]} is on {project} in week {week}")
                self.model.add_max_equality(any_of, literals)
                self._on_project[key] = any_of
        return self._on_project[key]

    def member(self, name: str, pairs: Sequence[int]) -> LinearExprT:
        """Whether a person works on any of these pairs of theirs."""
        if len(pairs) == 1:
            return self.works(pairs[0])
        any_of = self.model.new_bool_var(name)
        self.model.add_max_equality(any_of, [self.works(pair) for pair in pairs])
        return any_of

    def pair_variables(self) -> dict[int, list[int]]:
        """The indices of the literals that say whether, and when, each pair works."""
        found: dict[int, list[int]] = {}
        for pair, literal in (*self._works.items(), *self._works_ahead.items()):
            found.setdefault(pair, []).append(literal.index)
        for (pair, _), literal in (*self._works_in.items(), *self._works_ahead_in.items()):
            if isinstance(literal, cp_model.IntVar):
                found.setdefault(pair, []).append(literal.index)
        return found

    # -- loads ----------------------------------------------------------------------------------------

    def load(self, person: int) -> LinearExprT:
        """Planned minutes of a person over the horizon."""
        return self.minutes(self.grid.cells_of_person[person])

    def week_load(self, person: int, week: int) -> LinearExprT:
        """Planned minutes of a person in a week."""
        return self.minutes(self.grid.cells_of_person_week.get((person, week), []))

    def burden(self, person: str) -> cp_model.IntVar:
        """The burden of a person of a cohort, whole per mille rounded up (see `Book.burden`)."""
        if person not in self._burdens:
            number = self.grid.axes.person_number[person]
            factor, divisor = self.book.burden_scale(person)
            carried = self.book.people[person].carried_over
            burden = self.model.new_int_var(*self.burden_ends(person), f"burden of {person}")
            load = self.load(number)
            self.model.add(factor * load <= divisor * (burden - carried))
            self.model.add(factor * load >= divisor * (burden - carried - 1) + 1)
            self._burdens[person] = burden
        return self._burdens[person]

    def burden_ends(self, person: str) -> tuple[int, int]:
        """The least and the most that a person's burden can be: idle, and with every cell full."""
        cells = self.grid.cells_of_person[self.grid.axes.person_number[person]]
        most = sum(int(self.grid.cells.size[cell] or self.grid.cells.most[cell]) for cell in cells)
        if not self.diagnose:
            past = sum(int(self.grid.cells.given[cell]) for cell in cells if self.grid.cells.past[cell])
            most = min(most, past + int(self.grid.room[self.grid.axes.person_number[person]].sum()))
        return self.book.people[person].carried_over, self.book.burden(person, most)

    def overtime(self, person: int, week: int) -> LinearExprT:
        """Minutes planned beyond what is available in a week; at least that, and exactly that when kept low."""
        key = (person, week)
        if key not in self._overtime:
            name = self.grid.axes.people[person]
            days = self.book.week_days(week)
            overtime = self.model.new_int_var(0, MINUTES_PER_DAY * len(days), f"overtime of {name} in week {week}")
            self.model.add(overtime >= self.week_load(person, week) - self.book.available_in_week(name, week))
            self._overtime[key] = overtime
        return self._overtime[key]

    # -- phases ---------------------------------------------------------------------------------------

    def end_day(self, phase: PhaseWork) -> LinearExprT:
        """The day number on which a phase ends."""
        moving = self.phases.get(phase.key)
        if moving is None:
            return phase.last
        if moving.days == list(range(moving.days[0], moving.days[-1] + 1)):
            return moving.end + moving.days[0]
        # Every working day that the phase is not over yet pushes its end on to the next one.
        steps = enumerate(pairwise(moving.days))
        return moving.days[0] + sum((later - day) * (1 - moving.over_by(k)) for k, (day, later) in steps)

    def days_late(self, project: Project) -> LinearExprT:
        """Days that the last phase of a project ends after its deadline; at least that, exactly when kept low."""
        phases = [phase for phase in self.book.phases.values() if phase.project.id == project.id]
        if project.deadline is None or not phases:
            return 0
        deadline = self.book.horizon.index(project.deadline)
        late = self.model.new_int_var(0, max(0, self.book.days - 1 - deadline), f"{project.id} is late")
        for phase in phases:
            self.model.add(late >= self.end_day(phase) - deadline)
        return late

    def moving(self, phase: PhaseWork) -> MovingPhase | None:
        """The decisions of a movable phase; None for a fixed one."""
        return self.phases.get(phase.key)


def _negated(literal: Literal) -> LinearExprT:
    """not literal, for constants too."""
    return 1 - literal if isinstance(literal, int) else literal.negated()
