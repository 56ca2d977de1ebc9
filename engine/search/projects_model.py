"""Tasks as a CP-SAT model: intervals, one cumulative a group, and what follows from them said once more.

Decided are the start of each task and, for every need that more than one group can fill, how many seats each group
fills. A single person is an optional interval that overlaps no other; a larger group is a cumulative of its size.

Said once more, because the solver does not see it by itself: for sets of groups (`HallRow`), the needs that nobody
outside can fill together never ask for more people than the set has (Hall's condition, as a cumulative); tasks that run
together never weigh more than their room (`Weights`); and nobody's work is longer than the book (the load bound, which
a linear relaxation sees at once where intervals hide it).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from engine.model.expression import LinearExprT
from engine.search.projects_parallel import Weights
from engine.search.projects_tasks import Tasks

__all__ = ["Answer", "Best", "SeatModel"]

MOST_PAIRS = 200_000
"""Where people could have more pairs of tasks than so many, overlaps are left to the solver."""


@dataclass(frozen=True)
class Answer:
    """A start for every task, and seats by (task, need of the task, group)."""

    starts: tuple[int, ...]
    seats: dict[tuple[int, int, int], int]

    @classmethod
    def of_dates(cls, tasks: Tasks, starts: tuple[int, ...]) -> "Answer":
        """Where dates alone decide: every need filled by its one group."""
        seats = {
            (number, place, need.groups[0]): need.seats
            for number, task in enumerate(tasks.tasks)
            for place, need in enumerate(task.needs)
        }
        return cls(starts, seats)


@dataclass
class Best:
    """The best answer to one tier so far, in the objective of the tasks."""

    answer: Answer | None = None
    value: int | None = None
    bound: int | None = None

    @property
    def proved(self) -> bool:
        """Nothing better exists."""
        return self.value is not None and self.value == self.bound


class SeatModel:
    """The model of one book of tasks, all of it finished within ``most`` positions."""

    def __init__(
        self,
        tasks: Tasks,
        most: int,
        *,
        people: bool = True,
        team: bool = False,
        weights: Weights | None = None,
        pairs: bool = False,
    ) -> None:
        self.tasks = tasks
        self.most = most
        self.people = people
        self._by_pairs = pairs and self._pairs_of_one() <= MOST_PAIRS
        self._apart: dict[tuple[int, int], tuple[cp_model.IntVar, cp_model.IntVar]] = {}
        """By two tasks: whether the first ends before the second begins, and the other way round."""
        self.model = cp_model.CpModel()
        self._starts_and_order()
        self.seats: dict[tuple[int, int, int], LinearExprT] = {}
        self.sitting: dict[tuple[int, int], LinearExprT] = {}
        """Seats of a task that a group fills, over all its needs."""
        self.used: list[LinearExprT] = [group.size for group in tasks.groups]
        """How many people of each group are in the team."""
        if team:
            self.used = [self.model.new_int_var(0, group.size, f"of {group.people[0]}") for group in tasks.groups]
        if people:
            self._who_sits()
            self._one_seat_at_a_time()
        if not people or not tasks.stands:  # the moments of tasks that stand say it all
            self._hall()
        if weights is not None:
            self._together(weights.of, weights.room)

    # -- decisions ------------------------------------------------------------------------------------

    def _starts_and_order(self) -> None:
        tasks, model = self.tasks, self.model
        self.starts: list[cp_model.IntVar] = []
        for number, task in enumerate(tasks.tasks):
            last = task.last
            if task.counts:
                last = min(last, self.most - tasks.tail[number] - task.length)
            self.starts.append(model.new_int_var(tasks.head[number], max(last, tasks.head[number]), task.phase))
            if last < tasks.head[number]:
                model.add_bool_or([])
        self.intervals = [
            model.new_fixed_size_interval_var(start, task.length, task.phase)
            for start, task in zip(self.starts, tasks.tasks, strict=True)
        ]
        self.finish = model.new_int_var(0, self.most, "finish")
        for number, task in enumerate(tasks.tasks):
            for other, lag in task.after:
                model.add(self.starts[number] >= self.starts[other] + tasks.tasks[other].length + lag)
            if task.counts:
                model.add(self.finish >= self.starts[number] + task.length)

    def _who_sits(self) -> None:
        for number, task in enumerate(self.tasks.tasks):
            by_group: dict[int, list[LinearExprT]] = {}
            for place, need in enumerate(task.needs):
                counts: list[LinearExprT] = []
                for group in need.groups:
                    most = min(need.seats, self.tasks.groups[group].size)
                    count: LinearExprT = (
                        need.seats
                        if len(need.groups) == 1
                        else self.model.new_int_var(0, most, f"{need.demand} from {self.tasks.groups[group].people[0]}")
                    )
                    self.seats[number, place, group] = count
                    counts.append(count)
                    by_group.setdefault(group, []).append(count)
                if len(need.groups) > 1:
                    self.model.add(sum(counts) == need.seats)
                elif not need.groups or need.seats > self.tasks.groups[need.groups[0]].size:
                    self.model.add_bool_or([])
            for group, parts in by_group.items():
                self.sitting[number, group] = self._sits(number, group, parts)

    def _sits(self, task: int, group: int, parts: Sequence[LinearExprT]) -> LinearExprT:
        """Seats of a task filled from a group. Of a single person: whether they sit at all."""
        size = self.tasks.groups[group].size
        if len(parts) == 1:
            return parts[0]
        if all(isinstance(part, int) for part in parts):
            if sum(parts) > size:
                self.model.add_bool_or([])
            return sum(parts)
        total = self.model.new_int_var(0, size, f"{self.tasks.tasks[task].phase} from group {group}")
        self.model.add(total == sum(parts))
        return total

    # -- one seat at a time ---------------------------------------------------------------------------

    def _one_seat_at_a_time(self) -> None:
        for number, group in enumerate(self.tasks.groups):
            mine = [(task, count) for (task, g), count in self.sitting.items() if g == number]
            if not mine:
                continue
            away = [self.model.new_fixed_size_interval_var(a, b - a, "away") for a, b in group.away if a < self.most]
            if all(self._stands(task) for task, _ in mine):
                self._moments(number, mine)
                continue
            if group.size == 1:
                if self._by_pairs and not away:
                    self._pairs(mine)
                else:
                    self.model.add_no_overlap([*(self._of_one(task, count) for task, count in mine), *away])
                for _, count in mine:
                    if not isinstance(self.used[number], int):
                        self.model.add(count <= self.used[number])
            else:
                intervals = [self.intervals[task] for task, _ in mine] + away
                counts = [count for _, count in mine] + [group.size] * len(away)
                self.model.add_cumulative(intervals, counts, self._room(number, bool(away)))
            load = [count * self.tasks.tasks[task].length for task, count in mine if self.tasks.tasks[task].counts]
            self.model.add(sum(load) <= group.size * self.finish)

    def _pairs_of_one(self) -> int:
        """How many pairs of tasks single people have to keep apart."""
        able = Counter(g for task in self.tasks.tasks for g in {g for need in task.needs for g in need.groups})
        return sum(many * (many - 1) // 2 for group, many in able.items() if self.tasks.groups[group].size == 1)

    def _pairs(self, mine: Sequence[tuple[int, LinearExprT]]) -> None:
        """Of any two tasks that a person has one ends before the other begins.

        The same as no overlap, but which of two comes first is a decision that all people share, and one to learn from.
        """
        ahead = self.tasks.ahead
        for (one, counts), (other, too) in combinations(mine, 2):
            if not (ahead[one] >> other & 1 or ahead[other] >> one & 1):
                both = [~count for count in (counts, too) if isinstance(count, cp_model.IntVar)]
                self.model.add_bool_or([*self._order(one, other), *both])

    def _order(self, one: int, other: int) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        """Whether the first task ends before the other begins, and the other way round."""
        key = (min(one, other), max(one, other))
        if key not in self._apart:
            (first, length), (second, long) = ((self.starts[n], self.tasks.tasks[n].length) for n in key)
            before, after = self.model.new_bool_var("before"), self.model.new_bool_var("after")
            self.model.add(second >= first + length).only_enforce_if(before)
            self.model.add(second < first + length).only_enforce_if(~before)
            self.model.add(first >= second + long).only_enforce_if(after)
            self.model.add(first < second + long).only_enforce_if(~after)
            self.model.add_bool_or([~before, ~after])
            self._apart[key] = (before, after)
        return self._apart[key]

    def _room(self, group: int, away: bool) -> LinearExprT:
        """How many may sit at the same time: the team's people, or all of them where leave takes their places."""
        return self.tasks.groups[group].size if away else self.used[group]

    def _stands(self, task: int) -> bool:
        """Whether the task can start on one day only."""
        return self.tasks.head[task] >= self.tasks.tasks[task].last

    def _moments(self, group: int, mine: Sequence[tuple[int, LinearExprT]]) -> None:
        """Tasks with their dates fixed: in each largest set of them that overlap, no more seats than people.

        The rows are those of a clique matrix of an interval graph, so that their relaxation is as tight as can be.
        """
        spans = {
            task: (self.tasks.head[task], self.tasks.head[task] + self.tasks.tasks[task].length) for task, _ in mine
        }
        ends = {end for _, end in spans.values()}
        starts = sorted({start for start, _ in spans.values()})
        for start, following in zip(starts, [*starts[1:], max(ends)], strict=True):
            if any(start < end <= following for end in ends):
                there = [count for task, count in mine if spans[task][0] <= start < spans[task][1]]
                self.model.add(sum(there) <= self.used[group])
        for a, b in self.tasks.groups[group].away:
            for task, count in mine:
                if spans[task][0] < b and a < spans[task][1]:
                    self.model.add(count == 0)

    def _of_one(self, task: int, count: LinearExprT) -> cp_model.IntervalVar:
        if isinstance(count, int):
            return self.intervals[task]
        length = self.tasks.tasks[task].length
        return self.model.new_optional_fixed_size_interval_var(self.starts[task], length, count, "sits")

    # -- what follows ---------------------------------------------------------------------------------

    def _hall(self) -> None:
        for row in self.tasks.hall_rows:
            if not self.people or len(row.groups) > 1:
                self._together(row.seats, row.room)

    def _together(self, shares: Sequence[int], room: int) -> None:
        """Tasks that run at the same time never take more than there is; nor do all of them over the whole time."""
        inside = [(number, share) for number, share in enumerate(shares) if share]
        self.model.add_cumulative([self.intervals[n] for n, _ in inside], [share for _, share in inside], room)
        work = sum(share * self.tasks.tasks[n].length for n, share in inside if self.tasks.tasks[n].counts)
        self.model.add(room * self.finish >= work)

    # -- what is tried first --------------------------------------------------------------------------

    def in_order_of_time(self) -> None:
        """Whoever asks the model's own strategy begins tasks as early as can be, then seats people."""
        self.model.add_decision_strategy(self.starts, cp_model.CHOOSE_LOWEST_MIN, cp_model.SELECT_MIN_VALUE)
        counts = [count for count in self.seats.values() if isinstance(count, cp_model.IntVar)]
        self.model.add_decision_strategy(counts, cp_model.CHOOSE_FIRST, cp_model.SELECT_MAX_VALUE)

    # -- goals ----------------------------------------------------------------------------------------

    def objective(self, goal: str) -> LinearExprT:
        """What is to be small: positions until the finish, cost, or people in the team."""
        if goal == "finish":
            return self.finish
        if goal == "team":
            return sum(self.used)
        tasks, groups = self.tasks.tasks, self.tasks.groups
        return sum(count * tasks[task].length * groups[group].cost for (task, _, group), count in self.seats.items())

    def bound(self, least: int | None, objective: LinearExprT | None = None) -> None:
        """A bound that was proved elsewhere."""
        if least is not None:
            self.model.add((self.finish if objective is None else objective) >= least)

    # -- answers --------------------------------------------------------------------------------------

    def hint(self, answer: Answer) -> None:
        """Start from this answer."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # ortools leaves it untyped
        for start, at in zip(self.starts, answer.starts, strict=True):
            self.model.add_hint(start, at)
        for key, count in self.seats.items():
            if not isinstance(count, int):
                self.model.add_hint(count, answer.seats.get(key, 0))
        self.model.add_hint(self.finish, self.tasks.finish(answer.starts))
        for group, used in enumerate(self.used):
            if not isinstance(used, int):
                self.model.add_hint(used, self.tasks.in_use(group, answer.seats, answer.starts))

    def read(self, found: cp_model.CpSolverSolutionCallback | cp_model.CpSolver) -> Answer:
        """The answer that the solver has just found."""
        get = found.value
        starts = tuple(int(get(start)) for start in self.starts)
        seats = {key: int(count if isinstance(count, int) else get(count)) for key, count in self.seats.items()}
        return Answer(starts, {key: count for key, count in seats.items() if count})
