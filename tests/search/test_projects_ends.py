"""Could it be over by then: asked from below and from above, until both meet at what trying everything finds."""

from itertools import count, product
from random import Random
from threading import Event
from time import monotonic, sleep

import pytest
from ortools.sat.python import cp_model

from engine import Options, Outcome, solve
from engine.search import projects_breed, projects_ends, projects_model, projects_steps
from engine.search.projects_ends import Ends
from engine.search.projects_model import SeatModel
from engine.search.projects_parallel import Parallel, weigh
from engine.search.projects_tasks import Group, Need, Task, Tasks
from tests.search.crowded import FirstOfHerds, crowded

HORIZON = 12
ALONE = Options(seconds=60, workers=1, deterministic=True)
TWO = Options(seconds=60, workers=2)


def by_chance(seed, tasks=5, away=()):
    """Jobs of one or two people each, for three people of whom some can do both kinds of work."""
    dice = Random(seed)
    groups = [Group((name,), away if name == "Ana" else (), 0) for name in ("Ana", "Ben", "Cid")]
    kinds = [tuple(sorted(dice.sample(range(3), dice.randint(1, 3)))) for _ in range(3)]
    made = []
    for number in range(tasks):
        length = dice.randint(1, 3)
        needs = [Need(f"d{place}", 1, kind) for place, kind in enumerate(dice.sample(kinds, dice.randint(1, 2)))]
        after = [(other, 0) for other in range(number) if dice.random() < 0.2]
        made.append(Task(f"t{number}", length, 0, HORIZON - length, tuple(needs), tuple(after), True))
    return Tasks(range(HORIZON), made, groups)


def seated(tasks, number, free):
    """Every way to seat a task's people, one of those who are free for each need."""
    choices = product(*([group for group in need.groups if group in free] for need in tasks.tasks[number].needs))
    return [some for some in choices if len(set(some)) == len(some)]


def earliest(tasks):
    """The earliest finish by trying, for each task in turn, all starts and all people; None where there is none."""

    def fits(number, end, booked):
        if number == len(tasks.tasks):
            return True
        task = tasks.tasks[number]
        for start in range(task.first, min(task.last, end - task.length) + 1):
            if any(start < booked[other][0] + tasks.tasks[other].length for other, _ in task.after):
                continue
            span = range(start, start + task.length)
            taken = {
                group
                for other, (begun, some) in booked.items()
                if begun < span.stop and start < begun + tasks.tasks[other].length
                for group in some
            }
            for group, each in enumerate(tasks.groups):
                if any(a < span.stop and start < b for a, b in each.away):
                    taken.add(group)
            free = set(range(len(tasks.groups))) - taken
            if any(fits(number + 1, end, booked | {number: (start, some)}) for some in seated(tasks, number, free)):
                return True
        return False

    return next((end for end in range(1, HORIZON + 1) if fits(0, end, {})), None)


def finished(ends, alone):
    ends.start(60, alone)
    while not ends.over:
        sleep(0.01)
    ends.stop()


@pytest.mark.parametrize("options", [ALONE, TWO], ids=["in turn", "at once"])
@pytest.mark.parametrize("away", [(), ((1, 3),)], ids=["there", "away"])
@pytest.mark.parametrize("seed", range(6))
def test_below_and_above_meet_at_the_earliest_end(seed, away, options):
    tasks = by_chance(seed, away=away)
    truth = earliest(tasks)
    weights = weigh(Parallel(tasks), lambda best: False)
    ends = Ends(tasks, weights, 1, HORIZON + 1, options)
    finished(ends, options is ALONE)
    assert ends.closed
    assert ends.bound == (HORIZON + 1 if truth is None else truth)
    if truth is not None:
        assert tasks.finish(ends.answer.starts) == ends.value == truth
        assert sum(ends.answer.seats.values()) == len(tasks.seats)


def test_no_question_moves_the_bound_beyond_the_truth_when_time_is_short():
    """A question that is not answered says nothing."""
    for seed in range(6):
        tasks = by_chance(seed, tasks=6)
        truth = earliest(tasks)
        ends = Ends(tasks, None, 1, HORIZON + 1, ALONE)
        ends.start(0.002, alone=True)
        ends.stop()
        assert truth is None or ends.bound <= truth <= ends.value


def test_somebody_who_is_asked_for_twice_at_once_has_no_answer():
    twice = Task("t", 1, 0, HORIZON - 1, (Need("a", 1, (0,)), Need("b", 1, (0,))), (), True)
    tasks = Tasks(range(HORIZON), [twice], [Group(("Ana",), (), 0)])
    assert earliest(tasks) is None
    assert cp_model.CpSolver().solve(SeatModel(tasks, HORIZON).model) == cp_model.INFEASIBLE


@pytest.mark.parametrize("most", [0, projects_model.MOST_PAIRS], ids=["by overlap", "by pairs"])
@pytest.mark.parametrize("seed", range(4))
def test_pairs_of_tasks_keep_people_apart_as_no_overlap_does(seed, most, monkeypatch):
    monkeypatch.setattr(projects_model, "MOST_PAIRS", most)
    tasks = by_chance(seed)
    model = SeatModel(tasks, HORIZON, pairs=True)
    assert any(each.has_no_overlap() for each in model.model.proto.constraints) == (most == 0)
    model.model.minimize(model.finish)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.model)
    truth = earliest(tasks)
    assert (status == cp_model.INFEASIBLE) if truth is None else (solver.value(model.finish) == truth)


def jobs_for_many(tasks=40, people=8):
    """Work of which nobody says in a moment whether it could all be over by the bound."""
    dice = Random(3)
    groups = [Group((f"p{n}",), (), 0) for n in range(people)]
    kinds = [tuple(sorted(dice.sample(range(people), 3))) for _ in range(8)]
    made = []
    for number in range(tasks):
        length = dice.randint(3, 9)
        needs = [Need(f"d{place}", 1, kind) for place, kind in enumerate(dice.sample(kinds, 2))]
        after = [(dice.randrange(number), 0)] if number > 5 and number % 2 else []
        made.append(Task(f"t{number}", length, 0, 400 - length, tuple(needs), tuple(after), True))
    return Tasks(range(400), made, groups)


@pytest.mark.parametrize("alone", [True, False], ids=["in turn", "at once"])
def test_whoever_says_stop_is_heard(alone):
    ends = Ends(jobs_for_many(), None, 62, 300, Options(seconds=5_000, workers=2))
    ends.start(5_000, alone)
    begun = monotonic()
    ends.stop()
    assert ends.over
    assert monotonic() - begun < 1_000, "far less than it was given"


@pytest.fixture
def _asked_only(monkeypatch):
    """A first plan as it comes, and then nothing but questions about the end."""
    monkeypatch.setattr(projects_breed, "STRETCH", 1)
    monkeypatch.setattr(projects_steps, "Herds", FirstOfHerds)
    for share in ("SHARING", "GLANCING", "DEEPENING", "DATING", "WEIGHING"):
        monkeypatch.setattr(projects_steps, share, 0.0)


@pytest.mark.usefixtures("_asked_only")
@pytest.mark.parametrize(
    "options",
    [Options(seconds=60, deterministic=True), Options(seconds=400, workers=1), Options(seconds=400, workers=2)],
    ids=["deterministic", "one worker", "two workers"],
)
def test_a_programme_is_proved_by_questions_about_its_end(options):
    told = []
    result = solve(crowded(), options, told.append)
    assert result.outcome is Outcome.PROVED_BEST
    assert all(news.bound is None or news.bound <= result.tiers[0].value for news in told)
    assert any("whether it can be over by then" in news.source for news in told)


@pytest.mark.usefixtures("_asked_only")
def test_questions_are_the_same_twice_in_deterministic_mode():
    told = [[], []]
    plans = [solve(crowded(), Options(seconds=20, deterministic=True), each.append).plan for each in told]
    assert told[0] == told[1]
    assert plans[0].minutes == plans[1].minutes
    assert plans[0].phases == plans[1].phases


@pytest.mark.usefixtures("_asked_only")
def test_a_stop_is_heard_while_questions_are_asked(monkeypatch):
    """In deterministic mode no clock ends them; whoever asked may."""
    stop, asked = Event(), count()

    def in_vain(*_) -> tuple[bool, float]:
        next(asked)
        sleep(0.01)
        stop.set()
        return True, 0.0

    monkeypatch.setattr(projects_ends.Ends, "_ask", in_vain)
    assert solve(crowded(), Options(seconds=20, deterministic=True), None, stop).plan is not None
    assert next(asked) < 1_000
