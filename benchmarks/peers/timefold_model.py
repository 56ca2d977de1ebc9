"""What Timefold plans: pieces of work, each put into one (person, week) or left out, and our rules as constraints.

Importing this starts the Java machine: the package compiles these classes for it.
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)


@dataclass(unsafe_hash=True)
class Slot:
    """A person's week."""

    person: str
    week: int
    capacity: int = field(hash=False)
    """Quanta."""
    projects: int = field(hash=False)
    """Most projects in it; a large number where there is no limit."""


@dataclass(unsafe_hash=True)
class Run:
    """Weeks in a row of a person, and the most quanta in them together."""

    person: str
    first: int
    last: int
    most: int


@dataclass(unsafe_hash=True)
class Apart:
    """Two demands that nobody works on both of."""

    demand: str
    other: str


@planning_entity
@dataclass
class Piece:
    """A piece of a demand."""

    id: Annotated[int, PlanningId]
    demand: str
    project: str
    crew: int
    """Most people on the demand."""
    group: str
    """The group of demands that share their people; empty where there is none."""
    group_crew: int
    size: int
    """Quanta."""
    worth: int
    slots: Annotated[list[Slot], ValueRangeProvider(id="slots")]
    slot: Annotated[Slot | None, PlanningVariable(allows_unassigned=True, value_range_provider_refs=["slots"])] = field(
        default=None
    )


@planning_solution
@dataclass
class Board:
    """A book's facts and pieces."""

    runs: Annotated[list[Run], ProblemFactCollectionProperty]
    aparts: Annotated[list[Apart], ProblemFactCollectionProperty]
    pieces: Annotated[list[Piece], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def solve(board: Board, seconds: int, seed: int) -> Board:
    """The best board after so many seconds; its score is negative in the first place where rules are broken."""
    config = SolverConfig(
        solution_class=Board,
        entity_class_list=[Piece],
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=seconds)),
    )
    return SolverFactory.create(config).build_solver().solve(board)


def warm_up() -> None:
    """Solve next to nothing, so that classes and constraints are compiled before anybody's clock runs."""
    slot = Slot("nobody", 0, 1, 1)
    piece = Piece(0, "demand", "project", 1, "", 1, 1, 1, [slot])
    solve(Board([Run("nobody", 0, 0, 1)], [Apart("demand", "other")], [piece]), 1, 0)


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """Every rule that this peer knows, and what a piece is worth."""
    return [
        capacity(factory),
        crew(factory),
        shared_crew(factory),
        projects_at_once(factory),
        sustained_load(factory),
        apart(factory),
        worth(factory),
    ]


def capacity(factory: ConstraintFactory) -> Constraint:
    """No overload in a week."""
    return (
        factory.for_each(Piece)
        .group_by(lambda piece: piece.slot, ConstraintCollectors.sum(lambda piece: piece.size))
        .filter(lambda slot, planned: planned > slot.capacity)
        .penalize(HardSoftScore.ONE_HARD, lambda slot, planned: planned - slot.capacity)
        .as_constraint("capacity")
    )


def crew(factory: ConstraintFactory) -> Constraint:
    """No more people on a demand than its crew."""
    return (
        factory.for_each(Piece)
        .group_by(
            lambda piece: piece.demand,
            lambda piece: piece.crew,
            ConstraintCollectors.count_distinct(lambda piece: piece.slot.person),
        )
        .filter(lambda demand, most, people: people > most)
        .penalize(HardSoftScore.ONE_HARD, lambda demand, most, people: people - most)
        .as_constraint("crew")
    )


def shared_crew(factory: ConstraintFactory) -> Constraint:
    """Continuity, and one PM a project."""
    return (
        factory.for_each(Piece)
        .filter(lambda piece: piece.group != "")
        .group_by(
            lambda piece: piece.group,
            lambda piece: piece.group_crew,
            ConstraintCollectors.count_distinct(lambda piece: piece.slot.person),
        )
        .filter(lambda group, most, people: people > most)
        .penalize(HardSoftScore.ONE_HARD, lambda group, most, people: people - most)
        .as_constraint("shared crew")
    )


def projects_at_once(factory: ConstraintFactory) -> Constraint:
    """No more projects in a person's week than allowed."""
    return (
        factory.for_each(Piece)
        .group_by(lambda piece: piece.slot, ConstraintCollectors.count_distinct(lambda piece: piece.project))
        .filter(lambda slot, projects: projects > slot.projects)
        .penalize(HardSoftScore.ONE_HARD, lambda slot, projects: projects - slot.projects)
        .as_constraint("projects at once")
    )


def sustained_load(factory: ConstraintFactory) -> Constraint:
    """No more over any run of weeks than the sustained load allows."""
    return (
        factory.for_each(Run)
        .join(
            Piece,
            Joiners.equal(lambda run: run.person, lambda piece: piece.slot.person),
            Joiners.less_than_or_equal(lambda run: run.first, lambda piece: piece.slot.week),
            Joiners.greater_than_or_equal(lambda run: run.last, lambda piece: piece.slot.week),
        )
        .group_by(lambda run, piece: run, ConstraintCollectors.sum(lambda run, piece: piece.size))
        .filter(lambda run, planned: planned > run.most)
        .penalize(HardSoftScore.ONE_HARD, lambda run, planned: planned - run.most)
        .as_constraint("sustained load")
    )


def apart(factory: ConstraintFactory) -> Constraint:
    """Nobody assures their own work."""
    return (
        factory.for_each(Apart)
        .join(Piece, Joiners.equal(lambda apart: apart.demand, lambda piece: piece.demand))
        .join(
            Piece,
            Joiners.equal(lambda apart, piece: apart.other, lambda other: other.demand),
            Joiners.equal(lambda apart, piece: piece.slot.person, lambda other: other.slot.person),
        )
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("apart")
    )


def worth(factory: ConstraintFactory) -> Constraint:
    """Every piece that is placed earns."""
    return (
        factory.for_each(Piece)
        .reward(HardSoftScore.ONE_SOFT, lambda piece: piece.size * piece.worth)
        .as_constraint("worth")
    )
