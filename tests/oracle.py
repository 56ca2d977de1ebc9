"""The exhaustive oracle: every plan of a toy scenario, judged by the checker alone.

It knows no solver and no time grid. A plan of a toy is one choice per demand (who works on which day for how
many quanta; or who sits) and one placement per movable phase; all of them are tried. Whether a plan is feasible is
asked of `engine.verify.verify` alone, what it is worth of `tier_value` and `FairLevel.measure` alone. So where the
oracle and the solver agree, the solver-facing half of every rule and goal (closes, ties, expression) says the same as
its plain half (breaches, measure).

Choices are thrown away early only where that is provably safe: a part of a plan is dropped for a breach which no
further work on *other* demands could heal (see `_is_final`), and two demands never meet where their minutes together
overload a day.

Tiers are read as DESIGN section 6 says: a tier is optimised over what earlier ones leave; later tiers may then
give up at most ``max(give_up, give_up_per_mille of its value)``. The fair tier is optimised level by level, each level
fixed exactly before the next; when it is done, later tiers may give up that much of every level.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from engine.domain.book import Book
from engine.domain.entries import DemandWork, PhaseWork
from engine.domain.policy import Tier
from engine.goals import Fair, Sense, tier_parts, tier_scale, tier_sense, tier_value
from engine.outcome import Breach
from engine.plan import Plan, Work
from engine.rules import rules_of
from engine.units import MINUTES_PER_DAY, PER_MILLE
from engine.verify import verify
from tests.unmeasured import unmeasured

Choice = dict[Work, int]
"""Minutes of one demand, by everybody on every day to come."""
Phases = Mapping[str, tuple[int, int]]


class TooMany(Exception):
    """The scenario is no toy: there are more plans than anybody wants to try."""


@dataclass(frozen=True)
class Reached:
    """The best value of one tier; for the fair tier also of each of its levels."""

    goal: str
    value: int
    stages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What is true of a toy: how many plans there are, what each tier reaches, and the best plans of all."""

    feasible: tuple[Plan, ...]
    tiers: tuple[Reached, ...]
    best: tuple[Plan, ...]


@unmeasured
def solve_by_trying(book: Book, most: int = 6000) -> Answer | None:
    """The truth about a toy; None where no plan keeps all the rules. Raises TooMany beyond ``most`` plans to try."""
    feasible = tuple(_Trial(book, most).plans())
    if not feasible:
        return None
    left: Sequence[Plan] = feasible
    reached = []
    for tier in book.policy.tiers:
        found, left = _tier(book, tier, left)
        reached.append(found)
    return Answer(feasible, tuple(reached), tuple(left))


# -- what plans are worth ------------------------------------------------------------------------------


def _tier(book: Book, tier: Tier, plans: Sequence[Plan]) -> tuple[Reached, Sequence[Plan]]:
    """What the tier reaches over these plans, and those of them that later tiers may still choose."""
    name, goal = "+".join(tier.weights), tier_parts(tier)[0][1]
    if not isinstance(goal, Fair):
        values = [tier_value(book, plan, tier) for plan in plans]
        best, kept = _kept(values, tier_sense(tier), tier, tier_scale(tier))
        return Reached(name, best), [plan for plan, keep in zip(plans, kept, strict=True) if keep]
    stages, exact, near = [], list(range(len(plans))), set(range(len(plans)))
    for level in goal.levels(book):
        values = [level.measure(book, plan) for plan in plans]
        best = (min if level.sense == "min" else max)(values[number] for number in exact)
        exact = [number for number in exact if values[number] == best]
        give = give_up(tier, best, scale=1)
        near &= {n for n, value in enumerate(values) if _within(value, best, level.sense, give)}
        stages.append(best)
    return Reached(name, stages[0] if stages else 0, tuple(stages)), [plans[number] for number in sorted(near)]


def give_up(tier: Tier, value: int, scale: int) -> int:
    """How much of a tier's value later tiers may give up, in its whole units."""
    return max(tier.give_up * scale, abs(value) * tier.give_up_per_mille // PER_MILLE)


def _kept(values: Sequence[int], sense: Sense, tier: Tier, scale: int) -> tuple[int, list[bool]]:
    best = min(values) if sense == "min" else max(values)
    give = give_up(tier, best, scale)
    return best, [_within(value, best, sense, give) for value in values]


def _within(value: int, best: int, sense: Sense, give: int) -> bool:
    return value <= best + give if sense == "min" else value >= best - give


# -- every plan there is ------------------------------------------------------------------------------


class _Trial:
    """All feasible plans of one book."""

    def __init__(self, book: Book, most: int) -> None:
        self.book = book
        self.most = most
        self.tried = 0
        self.rules = rules_of(book.policy.rules_off)
        self.past: Choice = dict(book.actual)
        self._fits: dict[tuple[str, int, int], bool] = {}

    def plans(self) -> Iterator[Plan]:
        """Every plan that the checker has nothing against."""
        for phases in self._placements():
            choices = [self._choices(demand, phases) for demand in self.book.demands.values()]
            total = 1
            for found in choices:
                total *= len(found)
            if total > 100 * self.most:
                raise TooMany(f"{total} plans")
            # Few choices first: what cannot go together is found out early.
            order = sorted(range(len(choices)), key=lambda number: len(choices[number]))
            yield from self._combine(phases, [choices[n] for n in order], {}, frozenset())

    def _placements(self) -> Iterator[Phases]:
        """Every way to place the movable phases that breaks no rule by itself."""
        moving = [phase for phase in self.book.phases.values() if not phase.fixed]
        for spans in product(*(self._spans(phase) for phase in moving)):
            phases = {phase.key: span for phase, span in zip(moving, spans, strict=True)}
            empty = Plan(self.past, phases)
            if not any(breach.about.phase for rule in self.rules for breach in rule.breaches(self.book, empty)):
                yield phases

    def _spans(self, phase: PhaseWork) -> list[tuple[int, int]]:
        days = self.book.working_days_in(phase.project.id, phase.first, phase.last)
        lengths = range(phase.length_min, phase.length_max + 1)
        return [
            (days[n], days[n + length - 1]) for n in range(len(days)) for length in lengths if n + length <= len(days)
        ]

    # -- one demand -----------------------------------------------------------------------------------

    def _choices(self, demand: DemandWork, phases: Phases) -> list[Choice]:
        """Every way to work on one demand against which nothing could be said even if nobody did anything else."""
        # Whose rule ties the work to the phase's placement decides whether the whole window is tried.
        tied = self._is_tied(demand)
        span = phases[demand.phase.key] if tied and not demand.phase.fixed else (demand.phase.first, demand.phase.last)
        first, last = max(span[0], self.book.today), span[1]
        made = self._seats(demand, first, last) if demand.presence else self._efforts(demand, first, last, phases)
        done = frozenset({demand.key})
        return [choice for choice in made if not self._is_hopeless(Plan({**self.past, **choice}, phases), done)]

    def _is_tied(self, demand: DemandWork) -> bool:
        """Whether a rule ties the work to when its phase runs."""
        return ("presence" if demand.presence else "work_window") not in self.book.policy.rules_off

    def _is_whole(self, demand: DemandWork) -> bool:
        """Whether a rule asks that whoever sits somewhere sits there every day."""
        return "presence" not in self.book.policy.rules_off

    def _is_capped(self, demand: DemandWork) -> bool:
        """Whether a rule forbids more than was asked."""
        return "effort" not in self.book.policy.rules_off

    def _seats(self, demand: DemandWork, first: int, last: int) -> Iterator[Choice]:
        """Any people at all, on every day they have time; on any of the days where the rule `presence` is off."""
        days = self.book.working_days_in(demand.project.id, first, last)
        there = {
            person: {day: self.book.available[person][day] for day in days if self.book.available[person][day]}
            for person in self.book.people
        }
        if not self._is_whole(demand):
            places = [(demand.key, person, day) for person, time in there.items() for day in time]
            sets = [
                {place: there[place[1]][place[2]] for place in chosen}
                for count in range(len(places) + 1)
                for chosen in combinations(places, count)
            ]
        else:
            people = [person for person, time in there.items() if time]
            sets = [
                {(demand.key, person, day): n for person in chosen for day, n in there[person].items()}
                for count in range(len(people) + 1)
                for chosen in combinations(people, count)
            ]
        return iter(sets)

    def _efforts(self, demand: DemandWork, first: int, last: int, phases: Phases) -> Iterator[Choice]:
        """Any whole quanta by anybody on any day, up to what a cell alone could hold and the effort in all."""
        quantum = self.book.quantum
        cells: list[tuple[Work, int]] = []
        for person in self.book.people:
            pinned = {day for key, who, day in self.book.pinned if (key, who) == (demand.key, person)}
            for day in sorted({*range(first, last + 1), *pinned}):
                work = (demand.key, person, day)
                most = self._most_of(work, phases)
                if most:
                    cells.append((work, most))
        asked = max(0, demand.effort - self.book.actual_of.get(demand.key, 0))
        if not self._is_capped(demand):
            asked = sum(most for _, most in cells)
        count = 1
        for _, most in cells:
            count *= most // quantum + 1
        if count > 60 * self.most and asked > 4 * quantum:
            raise TooMany(f"{count} ways to work on {demand.key}")

        def fill(number: int, left: int) -> Iterator[Choice]:
            if number == len(cells):
                yield {}
                return
            work, most = cells[number]
            for minutes in range(0, min(most, left) + 1, quantum):
                for rest in fill(number + 1, left - minutes):
                    yield {work: minutes, **rest} if minutes else rest

        return fill(0, asked)

    def _most_of(self, work: Work, phases: Phases) -> int:
        """Most minutes of one person on one demand on one day, were it the only work to come."""
        most = 0
        for minutes in range(self.book.quantum, MINUTES_PER_DAY + 1, self.book.quantum):
            plan = Plan({**self.past, work: minutes}, phases)
            if any(_can_only_grow(breach) for rule in self.rules for breach in rule.breaches(self.book, plan)):
                break
            most = minutes
        return most

    # -- demands together -----------------------------------------------------------------------------

    def _combine(
        self, phases: Phases, choices: Sequence[Sequence[Choice]], chosen: Choice, done: frozenset[str]
    ) -> Iterator[Plan]:
        if not choices:
            self.tried += 1
            if self.tried > self.most:
                raise TooMany(f"more than {self.most} plans")
            plan = Plan({**self.past, **chosen}, phases)
            if self._is_right(plan):
                yield plan
            return
        load: dict[tuple[str, int], int] = {}
        for (_, person, day), minutes in chosen.items():
            load[person, day] = load.get((person, day), 0) + minutes
        for choice in choices[0]:
            together = all(
                self._fits_day(person, day, minutes + load[person, day])
                for (_, person, day), minutes in choice.items()
                if (person, day) in load
            )
            if not together:
                continue
            both = {**chosen, **choice}
            now_done = done | {work[0] for work in choice}
            if len(choices) > 1 and self._is_hopeless(Plan({**self.past, **both}, phases), now_done):
                continue
            yield from self._combine(phases, choices[1:], both, now_done)

    def _is_right(self, plan: Plan) -> bool:
        return not verify(self.book, plan)

    def _fits_day(self, person: str, day: int, minutes: int) -> bool:
        """Whether a person could carry so much on a day at all, whatever the work."""
        key = (person, day, minutes)
        if key not in self._fits:
            demand = next(iter(self.book.demands))
            plan = Plan({(demand, person, day): minutes})
            about_days = (rule for rule in self.rules if rule.name in ("availability", "no_overload"))
            self._fits[key] = minutes <= MINUTES_PER_DAY and not any(
                True for rule in about_days for _ in rule.breaches(self.book, plan)
            )
        return self._fits[key]

    def _is_hopeless(self, plan: Plan, done: frozenset[str]) -> bool:
        """Whether no further work on demands that are not ``done`` could make the plan right."""
        return any(_is_final(breach, done) for rule in self.rules for breach in rule.breaches(self.book, plan))


def _is_final(breach: Breach, done: frozenset[str]) -> bool:
    """Whether work on other demands than those ``done`` leaves this breach as it is.

    What is about one demand (its effort, block, crew, seats, share, pins, what must be) hangs on that demand
    alone. What is about a person, a day, a week or a project is a limit, and more work only breaks it more. Not
    final are pairing, which a partner's work heals, and the band and the number of changes, which anybody's does.
    """
    counted = breach.rule == "change_budget" and not breach.about.demand
    if counted or breach.rule == "fairness_band" or (breach.rule == "quality_gates" and breach.about.first):
        return False
    return breach.about.demand in done if breach.about.demand else True


_LIMITS = {"skill_match", "department_line", "availability", "no_overload", "work_window", "effort", "budget"}
"""Rules whose breaches are limits: what is above one stays above it, whatever else is planned."""


def _can_only_grow(breach: Breach) -> bool:
    """Whether more work anywhere leaves the breach a breach."""
    return breach.rule in _LIMITS and not breach.about.phase
