"""The staffing search: tiers in order on a book whose dates stand, by dives, in turns, on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from time import monotonic

import numpy as np

from engine.compile import plan_axes, plan_grid
from engine.domain.book import Book
from engine.errors import UnverifiedPlanError
from engine.goals import GOALS, tier_scale, tier_value
from engine.goals.base import Goal
from engine.grid import Grid, Ints
from engine.outcome import Progress, TierResult
from engine.plan import Plan
from engine.search.bounds import Bounds
from engine.search.relax import Relaxation
from engine.search.spread import spread
from engine.search.staffing.dealer import SHARED_ARCS, Dealer, Table
from engine.search.staffing.dive import with_crew
from engine.search.staffing.exact import MOST_ARCS, Prover
from engine.search.staffing.fair import FairShares
from engine.search.staffing.job import Job, Setting, Work
from engine.search.staffing.ladder import Ladder
from engine.search.staffing.lines import Line
from engine.search.staffing.local import blended
from engine.search.staffing.shadow import Shadow
from engine.search.staffing.terms import Frame
from engine.search.staffing.warm import take_over
from engine.search.staffing.worker import Workers
from engine.search.steps import give_up
from engine.search.tiers import LATER_SHARE, LOOK_SECONDS, LOOK_SHARE, Clock, Listener
from engine.verify import verify

TABLE = 100
"""A first plan is made at tables of about so many people; later there is one for every worker, unless these would see
no more than their own people."""
SHORTEST, LONGEST = 0.7, 5.0
"""Seconds of a turn: several must fit into the time, and none may be all preparation."""
LEAST = 0.2
"""And no turn is worth its while below."""
BOUNDING = 0.2
"""The part of a fair tier's time that its bound may take."""
PREPARED = 15
"""A turn is so many times as long as what it takes to prepare it."""
TURNS = 4
"""So many turns at tables that see only their own people should fit into a tier's time."""


class StaffingSearch:
    """Works through the policy's tiers, holding the best plan so far.

    Parameters
    ----------
    book
        The book that the plan is for.
    placed
        The same book with its movable phases where they are to run (`spans`).
    """

    def __init__(
        self, book: Book, placed: Book, spans: dict[str, tuple[int, int]], clock: Clock, listener: Listener | None
    ) -> None:
        self.book, self.spans, self.clock = book, spans, clock
        self.options = clock.options
        self.plan: Plan | None = None
        self.results: list[TierResult] = []
        self._listener = listener
        self._next_look = 0.0
        self._drawing = 0.0
        """Seconds that it takes to draw a plan from the ledger and have it checked."""
        self._lines = [Line.of(number, tier) for number, tier in enumerate(book.policy.tiers)]
        axes, pairs, room = plan_axes(placed)
        self._frame = Frame.of(axes, room)
        self._dealer = Dealer(axes, pairs, room, self._frame, self.options.seed)
        self._bounds = self._bounding()
        self._fair = FairShares(book, self._dealer, self._bounds)
        self._kept: list[tuple[Line, int]] = []
        """Linear tiers that are done, and the value that each must keep."""
        self._shares = self._dealer.arcs <= SHARED_ARCS
        self._proves = (
            self._dealer.arcs <= MOST_ARCS
            and not self.options.deterministic
            and self.options.workers > 1
            # Shares of even demands are kept by those who are on them together: what a dive shuts, others might make
            # good.
            and not self._frame.even.any()
        )
        self.suits = self._shares or not book.pinned
        """What is pinned has to be seen by everybody."""
        if book.pinned and self.suits:
            self._dealer.gather()
        self._constructed = False
        """Whether there is a plan to go on from."""
        self._proving: Table | None = None
        """What a prover works on."""
        self._worths: dict[int, Ints] = {}
        """By number of a line: what an arc of the shared table is worth."""
        self._settings: dict[tuple[int, ...], Setting] = {}
        """By the numbers of lines: what turns on them share."""
        self._shadows: dict[tuple[int, ...], Shadow | None] = {}
        """Likewise."""

    def begin_from(self, hint: Plan) -> None:
        """Take over what fits of a plan of a nearby scenario."""
        self.plan = take_over(self.book, self._dealer, hint, self.spans)
        self._constructed = self.plan is not None
        if self._shares and self._constructed:
            self._dealer.gather()

    # -- tiers ------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Optimise every tier in order."""
        workers = Workers(0 if self.options.deterministic or self._proves else self.options.workers)
        try:
            for line in self._lines:
                later = sum(1 for other in self._lines[line.number + 1 :] if other.linear or other.fair)
                self._tier(line, self.clock.left / (1 + LATER_SHARE * later), workers)
                if self.plan is None:
                    return
        finally:
            workers.close()

    def measure(self, number: int, plan: Plan) -> int:
        """What a tier is worth in a plan, in its whole units (a fair tier: its first level)."""
        return tier_value(self.book, plan, self.book.policy.tiers[number])

    def _tier(self, line: Line, seconds: float, workers: Workers) -> None:
        began, most = self.clock.now, seconds * BOUNDING
        bound = self._bounds.bound(line.parts, line.sense) if line.linear else None
        if line.fair and self.plan is not None:
            self._fair.reckon(lambda: self._halted() or self.clock.now - began > most)
        seconds -= self.clock.now - began
        if line.linear or (line.fair and self.plan is not None):
            value = None if self.plan is None else self.measure(line.number, self.plan)
            self._tell(line, value, bound, "a flow bounds the tier" if line.linear else "the load is levelled")
            if value is None or (value != bound and not self.clock.stopped):
                bound = self._turns(line, seconds, bound, workers)
                self._offer()
        if self.plan is None:
            return
        value = self.measure(line.number, self.plan)
        stages = self._fair.stages(line, self.plan)
        if bound is None:
            bound = stages[0].bound if stages else 0  # other tiers count something (see `suits`)
        scale = tier_scale(line.tier)
        if line.linear:
            self._kept.append((line, value - line.sign * give_up(line.tier, scale, value)))
            self._bounds.remember(line.parts, line.sense, self._kept[-1][1])
        unit = GOALS[next(iter(line.tier.weights))].unit
        proved = all(stage.proved for stage in stages) if stages else value == bound
        self.results.append(TierResult(line.name, unit, value, bound, proved, scale, stages=stages))

    def _bounding(self) -> Bounds:
        """Bounds on the book itself, whose movable phases may run anywhere in their windows."""
        goals = [goal for line in self._lines if line.linear for _, goal in line.parts]
        if any(goal.worth_by_demand(self.book) is None for goal in goals):
            return Relaxation(plan_grid(self.book))
        axes, pairs, room = plan_axes(self.book)
        return Ladder(axes, pairs, room, Frame.of(axes, room))

    # -- turns ------------------------------------------------------------------------------------------

    def _turns(self, line: Line, seconds: float, bound: int | None, workers: Workers) -> int | None:
        """Deal, improve, take back, until the tier's time is up or its gap is small enough. Returns the bound."""
        seconds = max(LEAST, seconds)  # a first plan is worth a moment even where there is none left
        began = self.clock.now
        turn, preparing = 0, 0.0
        prover: Prover | None = None
        while True:
            passed = self.clock.now - began
            tables = self._tables(workers)
            rounds = max(1.0, tables / workers.count)
            shortest = SHORTEST if self._shares else max(SHORTEST, seconds / TURNS / rounds)
            left = max(LEAST, (seconds - passed - preparing - self._drawing) / rounds)
            each = min(LONGEST, max(shortest, PREPARED * preparing / rounds), left)
            if not self._constructed:
                each = LEAST  # a first plan, for whoever waits for one
            heat = (max(0.0, 1 - passed / seconds), max(0.0, 1 - (passed + each * rounds) / seconds))
            self._turn(line, tables, turn, each, heat, workers)
            if self._shares and self._dealer.shared is None:
                self._dealer.gather()
            turn += 1
            value = self._value(line) if line.linear else None
            preparing = max(0.0, self.clock.now - began - passed - each * rounds) if turn > 1 else 0.0
            if self.plan is None and not self._halted():
                self._offer()
            if prover is None and turn == 1:
                prover = self._prover(line, seconds)
            elif prover is not None:
                bound, value = self._heard(line, prover, bound), self._value(line)
            self._look(line, value, bound)
            enough = value is not None and bound is not None and abs(bound - value) <= abs(bound) * self.options.gap
            left = seconds - (self.clock.now - began) - preparing - self._drawing
            if enough or self._halted() or left < LEAST * rounds:
                break
        if prover is not None:
            prover.stop()
            bound = self._heard(line, prover, bound)
        return bound

    def _prover(self, line: Line, seconds: float) -> Prover | None:
        """Branch and bound beside the dives, where the book is small and a core is free for it."""
        if not line.linear or not self._proves:
            return None
        table = self._dealer.seat(self._dealer.deal(1)[0])
        kept = []
        for done, least in self._kept:
            worth = self._worth(done, table)
            kept.append((worth, int(worth @ table.quanta) - self._slack(done, least) - 1))  # it was rounded down
        worth = self._worth(line, table)
        self._proving = table
        return Prover(table.terms, worth, kept, table.quanta, max(1.0, seconds - 1), self.options.seed)

    def _heard(self, line: Line, prover: Prover, bound: int | None) -> int | None:
        """The bound with what a prover has found; its people are taken on where they do more."""
        table = self._proving
        assert table is not None  # a prover has one
        if prover.crew is not None and not self._kept and table.terms.plain:
            worth = self._worth(line, table)
            quanta, prover.crew = with_crew(table.terms, prover.crew, worth), None
            if int(worth @ quanta) > int(worth @ self._dealer.ledger.at(table.keys)):
                self._dealer.take(table, Work.of(quanta))
        if prover.bound is None:
            return bound
        constant = sum(factor * self._parts(goal, table.grid)[0] for factor, goal in line.parts)
        found = constant + line.sign * prover.bound * self.book.quantum
        return found if bound is None else line.sign * min(line.sign * found, line.sign * bound)

    def _tables(self, workers: Workers) -> int:
        """At how many tables the next turn is held."""
        tables = max(1, round(self._frame.people / TABLE))
        if not self._shares:
            return max(workers.count, tables)
        return workers.count if self._constructed else tables

    def _turn(
        self, line: Line, tables: int, turn: int, seconds: float, heat: tuple[float, float], workers: Workers
    ) -> None:
        scopes = self._dealer.deal(tables)
        levels = self._fair.levels() if line.fair else None
        slack = [self._slack(done, least) // tables for done, least in self._kept]
        lines = [done for done, _ in self._kept]
        if line.linear:
            lines += [other for other in self._lines[line.number : line.number + 2] if other.linear]
        construct, self._constructed = not self._constructed, True
        shared = self._dealer.shared
        setting = None if shared is None else self._setting(shared, lines)
        seated: dict[int, Table] = {}

        def make(place: int) -> Job:
            table = self._dealer.seat(scopes[place]) if shared is None else replace(shared, scope=scopes[place])
            seated[place] = table
            return Job(
                setting or self._setting(table, lines),
                table.scope,
                Work.of(table.quanta),
                tuple(slack),
                levels,
                construct,
                seed=_seed(self.options.seed, line.number, turn, place),
                seconds=seconds,
                clocked=not self.options.deterministic,
                heat=heat,
            )

        def done(place: int, job: Job, work: Work) -> None:
            self._dealer.take(seated.pop(place), work)
            if self.options.deterministic:
                self.clock.spent += job.seconds

        workers.each(tables, make, done, self._halted)

    def _setting(self, table: Table, lines: Sequence[Line]) -> Setting:
        """What turns at a table share; where tables share their arcs it is one object, so that workers may keep it."""
        numbers = tuple(each.number for each in lines)
        found = None if self._dealer.shared is None else self._settings.get(numbers)
        if found is None:
            found = Setting(table.terms, tuple(self._worth(each, table) for each in lines), self._shadow(lines))
        if self._dealer.shared is not None:
            self._settings[numbers] = found
        return found

    def _shadow(self, lines: Sequence[Line]) -> Shadow | None:
        """Shadow prices of what a turn is after; None where it matters who works."""
        numbers = tuple(each.number for each in lines)
        if numbers not in self._shadows:
            worths = [each.worth_by_demand(self.book) for each in lines]
            known = [worth for worth in worths if worth is not None]
            ladder = self._placed_ladder if len(known) == len(worths) else None
            self._shadows[numbers] = None if ladder is None or not known else ladder.shadow(blended(known))
        return self._shadows[numbers]

    @cached_property
    def _placed_ladder(self) -> Ladder:
        """The flow of the book with its phases where they are to run."""
        if isinstance(self._bounds, Ladder) and not self.spans:
            return self._bounds
        return Ladder(self._dealer.axes, self._dealer.pairs, self._dealer.room, self._frame)

    def _worth(self, line: Line, table: Table) -> Ints:
        """What a quantum is worth by arc of a table."""
        shared = self._dealer.shared
        if shared is None or table.terms is not shared.terms:
            return line.worth(table.grid)[table.terms.cell]
        if line.number not in self._worths:
            self._worths[line.number] = line.worth(table.grid)[table.terms.cell]
        return self._worths[line.number]

    def _halted(self) -> bool:
        """Whether somebody said stop."""
        return self.clock.stop is not None and self.clock.stop.is_set()

    def _slack(self, line: Line, least: int) -> int:
        """How much of a tier that is done may still be given up, in worth times quanta."""
        return max(0, line.sign * (self._value(line) - least)) // self.book.quantum

    def _value(self, line: Line) -> int:
        """What a linear tier is worth as the ledger stands."""
        shared = self._dealer.shared
        if shared is None:
            grid, quanta = self._dealer.standing()
            total = int(line.worth(grid) @ quanta)
        else:
            grid, work = shared.grid, Work.of(shared.quanta)
            total = int(self._worth(line, shared)[work.arcs] @ work.quanta)
        constant = sum(factor * self._parts(goal, grid)[0] for factor, goal in line.parts)
        return constant + line.sign * total * self.book.quantum

    def _parts(self, goal: Goal, grid: Grid) -> tuple[int, Ints]:
        """(constant, worth) of a linear goal."""
        parts = goal.worth_by_demand(self.book) or goal.worth(grid)
        assert parts is not None  # only linear lines are asked
        return parts

    # -- plans ------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """Make the ledger a plan; the checker sees it first."""
        if not len(self._dealer.ledger.keys) and self._halted():
            return
        began = monotonic()
        plan = self._drawn()
        breaches = verify(self.book, plan)
        self._drawing = 0.0 if self.options.deterministic else monotonic() - began
        if breaches:
            listing = "\n".join(str(breach) for breach in breaches[:20])
            raise UnverifiedPlanError(f"the staffing search's plan breaks {len(breaches)} rules:\n{listing}")
        self.plan = plan

    def _drawn(self) -> Plan:
        grid, quanta = self._dealer.standing()
        return Plan(spread(grid, (quanta * self.book.quantum).tolist()), self.spans)

    def _look(self, line: Line, value: int | None, bound: int | None) -> None:
        """Let whoever listens have the plan on its way, seldom enough that checking takes little of the time."""
        if self._listener is None:
            return
        if monotonic() >= self._next_look:
            began = monotonic()
            plan = self._drawn()
            if not verify(self.book, plan):
                self.plan = plan
            self._next_look = monotonic() + max(LOOK_SECONDS, LOOK_SHARE * (monotonic() - began))
        if value is None and self.plan is not None:
            value = self.measure(line.number, self.plan)
        self._tell(line, value, bound, "a few people at a time are planned anew")

    def _tell(self, line: Line, value: int | None, bound: int | None, source: str) -> None:
        """News for whoever listens."""
        if self._listener is not None:
            scale = tier_scale(line.tier)
            shown = [None if number is None else number / scale for number in (value, bound)]
            self._listener(Progress(line.number, line.name, shown[0], shown[1], self.clock.now, source, self.plan))


def _seed(*numbers: int) -> int:
    return int(np.random.default_rng(numbers).integers(1 << 31))
