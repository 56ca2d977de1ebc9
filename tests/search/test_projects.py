"""Books of seats: bound and value bracket the optimum that trying everything finds; other rules keep their say."""

from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from engine import Options, Outcome, solve, verify_plan
from engine.domain.book import Book
from engine.search.projects_breed import Herds
from engine.search.projects_clique import CliqueProgram
from engine.search.projects_load import finish_bound
from engine.search.projects_tasks import tasks_of
from engine.search.projects_team import Seats, smaller_teams, team_bound
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_project, an_allocation, day

EVERY_DAY = a_calendar(week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 480))
QUICK = Options(seconds=5, deterministic=True)


def seats(id: str, skill: str, count: int = 1, **fields: object):
    return a_demand(id, skill=skill, seats=count, must=True, **fields)


def phase(id: str, days: int, *demands, after=()):
    return a_phase(id, *demands, length={"min": days, "max": days}, after=[{"phase": other} for other in after])


def programme(people, phases, goal="finish", **fields) -> Book:
    policy = {"tiers": [{"goal": goal}], **fields.pop("policy", {})}
    fields.setdefault("calendars", (EVERY_DAY,))
    return a_book(people, [a_project("site", *phases, **fields.pop("project", {}))], policy=policy, **fields)


def shortest(book: Book) -> int:
    """The earliest finish over all starts and all ways to seat single-seat phases, by brute force."""
    tasks = tasks_of(book)
    assert tasks is not None
    best = book.days + 1
    choices = [
        [(start, group) for start in range(task.first, min(task.last, 9) + 1) for group in task.needs[0].groups]
        for task in tasks.tasks
    ]
    for picked in product(*choices):
        ends = [start + task.length for (start, _), task in zip(picked, tasks.tasks, strict=True)]
        ordered = all(
            picked[n][0] >= ends[other] + lag for n, task in enumerate(tasks.tasks) for other, lag in task.after
        )
        apart = all(
            picked[a][1] != picked[b][1] or ends[a] <= picked[b][0] or ends[b] <= picked[a][0]
            for a in range(len(picked))
            for b in range(a)
        )
        if ordered and apart:
            best = min(best, max(ends))
    return best


@pytest.mark.parametrize("lengths", [(1, 2, 3), (2, 2, 2), (3, 1, 1), (1, 3, 2)])
def test_bound_and_value_bracket_the_shortest_programme(lengths):
    """Ana draws and writes, Ben only writes; the third phase follows the first."""
    people = [a_person("ana", skills={"draw": 1, "write": 1}), a_person("ben", skills={"write": 1})]
    one, two, three = lengths
    book = programme(
        people,
        [
            phase("a", one, seats("d", "draw")),
            phase("b", two, seats("d", "write")),
            phase("c", three, seats("d", "draw"), after=["a"]),
        ],
    )
    optimum = shortest(book)
    tasks = tasks_of(book)
    assert finish_bound(tasks) <= optimum
    assert all(tasks.finish(answer.starts) >= optimum for answer in Herds(tasks, 1).answers(lambda made: made > 1_000))
    result = solve(book, QUICK)
    assert (result.outcome, result.tiers[0].value, result.tiers[0].bound) == (Outcome.PROVED_BEST, optimum, optimum)


def test_equal_people_are_one_group_and_still_get_names():
    book = programme(
        [a_person(f"p{n}", skills={"dig": 1}) for n in range(5)],
        [phase(f"h{n}", 2, seats("d", "dig", 2)) for n in range(4)],
    )
    assert [group.size for group in tasks_of(book).groups] == [5]
    result = solve(book, QUICK)
    assert (result.tiers[0].value, result.tiers[0].proved) == (4, True)
    assert not verify_plan(book, result.plan)


def test_weekends_count_in_the_finish_and_not_in_the_length():
    book = programme([a_person()], [phase("a", 4, seats("d", "design")), phase("b", 2, seats("d", "design"))],
                     calendars=(a_calendar(),))  # fmt: skip
    result = solve(book, QUICK)
    assert (result.tiers[0].value, result.tiers[0].bound) == (8, 8)


def test_nobody_sits_while_away():
    away = a_person(time_off=[{"first": "2027-01-05", "last": "2027-01-06"}])
    result = solve(programme([away], [phase("a", 2, seats("d", "design"))]), QUICK)
    assert (result.tiers[0].value, result.tiers[0].proved) == (5, True)


def test_a_rule_that_tasks_leave_out_still_holds():
    """Whoever tests did not build: with one person only there is no such plan, with two there is."""
    phases = [phase("a", 2, seats("build", "design")), phase("b", 2, seats("qa", "design", not_with=["a/build"]))]
    assert solve(programme([a_person()], phases), QUICK).outcome is Outcome.IMPOSSIBLE
    book = programme([a_person("ana"), a_person("ben")], phases)
    result = solve(book, QUICK)
    assert result.tiers[0].value == result.tiers[0].bound == 2
    assert not verify_plan(book, result.plan)


def test_what_fits_nowhere_is_impossible_and_says_why():
    result = solve(programme([a_person()], [phase("a", 2, seats("d", "design", 2))]), QUICK)
    assert result.outcome is Outcome.IMPOSSIBLE
    assert result.conflicts


def test_the_smallest_team_for_fixed_days():
    """Three shifts of which two overlap; only Ana may take the middle one."""
    shifts = [
        a_phase("early", seats("d", "design"), start="2027-01-04", end="2027-01-05"),
        a_phase("middle", seats("d", "design", allowed_people=["ana"]), start="2027-01-05", end="2027-01-07"),
        a_phase("late", seats("d", "design"), start="2027-01-07", end="2027-01-08"),
    ]
    book = programme([a_person(name) for name in ("ana", "ben", "cleo")], shifts, goal="team")
    assert team_bound(tasks_of(book)) == 2
    result = solve(book, QUICK)
    assert (result.tiers[0].value, result.tiers[0].proved) == (2, True)
    assert not verify_plan(book, result.plan)


def together(seats: Seats) -> list[tuple[int, int]]:
    """Seats that need different people."""
    spans = list(enumerate(zip(seats.starts.tolist(), seats.ends.tolist(), strict=True)))
    return [(a, b) for (a, (s, e)), (b, (t, f)) in combinations(spans, 2) if s < f and t < e]


def smallest(seats: Seats) -> int:
    """The fewest people, by trying everybody on every seat."""
    able = [np.flatnonzero(row).tolist() for row in seats.able]
    apart = together(seats)
    return min(len(set(who)) for who in product(*able) if all(who[a] != who[b] for a, b in apart))


@pytest.mark.parametrize("seed", range(12))
def test_two_ways_to_the_smallest_team_agree_with_trying_everything(seed):
    """Shifts and who may take them by chance: branch and bound, and line by line."""
    dice = Random(seed)
    names = ["ana", "ben", "cleo", "dan"]
    shifts = []
    for number in range(7):
        first = dice.randrange(8)
        allowed = dice.sample(names, dice.randint(1, 3))
        dates = {"start": str(day(first)), "end": str(day(first + dice.randrange(3)))}
        shifts.append(a_phase(f"s{number}", seats("d", "design", allowed_people=allowed), **dates))
    book = programme([a_person(name) for name in names], shifts, goal="team")
    table = Seats(tasks_of(book))
    try:
        truth = smallest(table)
    except ValueError:
        assert solve(book, QUICK).outcome is Outcome.IMPOSSIBLE
        return
    program = CliqueProgram(table, 1, 10, 1)
    program.join()
    assert program.team == program.bound == truth
    assert all(program.who[a] != program.who[b] for a, b in together(table))
    *_, last = smaller_teams(table, truth, 1, lambda lines: lines > 100_000)
    assert sum(last.seats.values()) == 7
    assert tasks_of(book).worth("team", last.seats, last.starts) == truth
    result = solve(book, QUICK)
    assert result.tiers[0].value == truth
    assert not verify_plan(book, result.plan)


def two_jobs(*tiers):
    """Two jobs of two days: Ana alone is cheaper, both together are done in half the time."""
    people = [a_person("ana", cost_rate=10), a_person("ben", cost_rate=50)]
    phases = [phase(name, 2, seats("d", "design")) for name in ("a", "b")]
    return programme(people, phases, policy={"tiers": [{"goal": "delivered"}, *tiers]})


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("finish", "cost", [2, 2 * 8 * (10 + 50)]),
        ("cost", "finish", [4 * 8 * 10, 4]),
        ("finish", "team", [2, 2]),
        ("team", "finish", [1, 4]),
    ],
)
def test_a_later_tier_takes_nothing_from_an_earlier_one(first, second, values):
    told = []
    result = solve(two_jobs({"goal": first}, {"goal": second}), QUICK, told.append)
    assert result.outcome is Outcome.PROVED_BEST
    money = {"cost": 100}
    expected = {goal: value * money.get(goal, 1) for goal, value in zip((first, second), values, strict=True)}
    assert {tier.goal: tier.final / tier.scale for tier in result.tiers} == {"delivered": 0, **expected}
    for goal, value in expected.items():
        news = [(each.value, each.bound) for each in told if each.goal == goal]
        assert all(bound is None or bound <= value for _, bound in news)
        assert news[-1] == (value, value), "the last news is the proof"


def test_a_later_tier_takes_what_an_earlier_one_gives_up():
    [_, finish, cost] = solve(two_jobs({"goal": "finish", "give_up": 2}, {"goal": "cost"}), QUICK).tiers
    assert (finish.final, cost.final / cost.scale, cost.proved) == (4, 100 * 4 * 8 * 10, True)
    [_, finish, cost] = solve(two_jobs({"goal": "finish", "give_up": 1}, {"goal": "cost"}), QUICK).tiers
    assert (finish.final, cost.final / cost.scale, cost.proved) == (2, 100 * 2 * 8 * (10 + 50), True)


def test_other_books_are_not_searched_as_tasks():
    effort = a_book([a_person()], [a_project("site", a_demand(hours=8))], policy={"tiers": [{"goal": "finish"}]})
    optional = programme([a_person()], [phase("a", 1, a_demand("d", seats=1))])
    fair = programme([a_person()], [phase("a", 1, seats("d", "design"))], goal="fair")
    assert [tasks_of(book) for book in (effort, optional, fair)] == [None, None, None]


def test_books_of_which_tasks_would_say_too_much_are_not_searched_as_tasks():
    """What is given, what is past, days that cost differently, and seats that are none with a rule off."""
    phases = [phase("a", 1, seats("d", "design"))]
    short_fridays = a_calendar(week={"mon": 480, "fri": 240})
    given = programme([a_person()], phases, allocations=[an_allocation("site/a/d", "ana", 0, 0)])
    past = programme([a_person()], phases, horizon={"today": "2027-01-06"})
    uneven = programme([a_person(cost_rate=10)], phases, goal="cost", calendars=(short_fridays,))
    loose = programme([a_person()], phases, policy={"rules_off": ["availability"]})
    assert [tasks_of(book) for book in (given, past, uneven, loose)] == [None] * 4
    assert tasks_of(programme([a_person(cost_rate=10)], phases, calendars=(short_fridays,))) is not None


def test_tasks_end_by_a_hard_deadline_and_a_soft_one_closes_nothing():
    phases = [phase("a", 2, seats("d", "design"))]
    [hard] = tasks_of(programme([a_person()], phases, project={"deadline": "2027-01-07"})).tasks
    soft = programme([a_person()], phases, project={"deadline": "2027-01-07", "deadline_penalty": 5})
    assert (hard.first, hard.last, tasks_of(soft).tasks[0].last) == (0, 2, soft.days - 2)
