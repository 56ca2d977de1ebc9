"""A movable phase as decisions: where it starts and ends among its project's working days.

Positions count the project's working days inside the phase's window. ``runs_on(day)`` is a literal built from
two monotone step functions, *begun* and *over*: they give the linear relaxation its strength where work hangs on
the phase day by day, and are made only when something asks for a day. (Step or "on/off" formulations of
start times are the tight ones: Artigues, "On the strength of time-indexed formulations for the RCPSP", 2017.)
"""

from ortools.sat.python import cp_model

from engine.domain.book import Book
from engine.domain.entries import PhaseWork
from engine.model.expression import LinearExprT


class MovingPhase:
    """Start, end and running days of one movable phase."""

    def __init__(self, model: cp_model.CpModel, phase: PhaseWork, book: Book) -> None:
        self._model = model
        self.phase = phase
        self.days = book.working_days_in(phase.project.id, phase.first, phase.last)
        """Day numbers of the positions."""
        count = len(self.days)
        self.length = model.new_int_var(phase.length_min, max(phase.length_min, phase.length_max), f"{phase.key} takes")
        self.start = model.new_int_var(0, max(0, count - phase.length_min), f"{phase.key} starts")
        self.end = model.new_int_var(min(phase.length_min, count) - 1, count - 1, f"{phase.key} ends")
        """Position of the last day."""
        model.add(self.end == self.start + self.length - 1)
        if count < phase.length_min:
            # It cannot fit; an impossible phase must not make the variables above nonsensical.
            model.add_bool_or([])
        self._position = {day: position for position, day in enumerate(self.days)}
        self._begun: dict[int, LinearExprT] = {}
        self._over: dict[int, LinearExprT] = {}
        self._runs: dict[int, LinearExprT] = {}
        self._starts: dict[int, LinearExprT] = {}

    def begun_by(self, position: int) -> LinearExprT:
        """Whether the phase starts at or before a position."""
        if position < 0:
            return 0
        if position >= len(self.days) - self.phase.length_min:
            return 1
        return self._step(self._begun, self.start, position, "begun")

    def over_by(self, position: int) -> LinearExprT:
        """Whether the phase ends at or before a position."""
        if position < self.phase.length_min - 1:
            return 0
        if position >= len(self.days) - 1:
            return 1
        return self._step(self._over, self.end, position, "over")

    def _step(self, made: dict[int, LinearExprT], of: cp_model.IntVar, position: int, verb: str) -> LinearExprT:
        if position not in made:
            literal = self._model.new_bool_var(f"{self.phase.key} has {verb} by position {position}")
            self._model.add(of <= position).only_enforce_if(literal)
            self._model.add(of >= position + 1).only_enforce_if(literal.negated())
            for neighbour, first, second in ((position - 1, 0, 1), (position + 1, 1, 0)):
                if neighbour in made:
                    ends = (made[neighbour], literal)
                    self._model.add(ends[first] <= ends[second])
            made[position] = literal
        return made[position]

    def runs_on(self, day: int) -> LinearExprT:
        """Whether the phase is under way on a day: from its first to its last working day.

        A day that is no working day of the project belongs to the phase when the phase has begun before it
        and is not over: somebody may work on a Saturday in the middle of it.
        """
        if day not in self._runs:
            before = sum(1 for working in self.days if working <= day) - 1
            begun, over = self.begun_by(before), self.over_by(before if day not in self._position else before - 1)
            if isinstance(over, int) and over == 0:
                self._runs[day] = begun
            elif isinstance(begun, int) and begun == 1 and isinstance(over, int):
                self._runs[day] = 1 - over
            else:
                runs = self._model.new_bool_var(f"{self.phase.key} runs on day {day}")
                self._model.add(runs == begun - over)
                self._runs[day] = runs
        return self._runs[day]

    def starts_at(self, position: int) -> LinearExprT:
        """Whether the phase starts at exactly this position."""
        if position not in self._starts:
            begun, before = self.begun_by(position), self.begun_by(position - 1)
            self._starts[position] = begun - before
        return self._starts[position]

    def variables(self) -> list[int]:
        """The indices of everything that is decided or follows here."""
        made = [self.length, self.start, self.end]
        made += [v for step in (self._begun, self._over, self._runs) for v in step.values() if not isinstance(v, int)]
        return sorted({variable.index for variable in made if isinstance(variable, cp_model.IntVar)})

    @property
    def positions(self) -> range:
        """Where it may start."""
        return range(len(self.days) - self.phase.length_min + 1)
