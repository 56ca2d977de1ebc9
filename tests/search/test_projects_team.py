"""Smaller teams: the best line for one person, what makes others move, who comes back, a bound above the clique."""

import sys
from itertools import combinations, pairwise
from time import sleep

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Options, solve
from engine.search import projects_shrinking, projects_team
from engine.search.projects_clique import CliqueProgram
from engine.search.projects_tasks import Group, Need, Task, Tasks
from engine.search.projects_team import STRETCH, Seats, Team, smaller_teams, take, team_bound, weigh
from tests.build import a_book, a_calendar, a_demand, a_person, a_phase, a_project, day
from tests.search.written import as_written

ANA, BEN, CLEO, DAN, EVE = range(5)
HORIZON = 12
HEAVY = 1000
"""A weight that no whims outweigh."""


@pytest.fixture(params=["compiled", "as written"])
def both_ways(request):
    """The compiled functions, and as they stand in the file."""
    here = () if request.param == "compiled" else (projects_team, sys.modules[__name__])
    with as_written(*here):
        yield


def shift(first, end, *people):
    """One seat from ``first`` up to ``end``, for any of these."""
    return Task("shift", end - first, first, first, (Need("seat", 1, people),), (), True)


def fair(*shifts, people=3, away=()):
    """These shifts; ``away``: by person, from when until when."""
    gone = dict(away)
    return Tasks(range(HORIZON), shifts, [Group((f"p{n}",), gone.get(n, ()), 0) for n in range(people)])


def sizes(tasks, least, seed=1, most=100_000):
    """How many people each of the answers needs."""
    answers = smaller_teams(Seats(tasks), least, seed, lambda lines: lines > most)
    return [tasks.worth("team", answer.seats, answer.starts) for answer in answers]


def overlap(seats, line):
    """Whether two of these seats overlap."""
    return any(seats.starts[a] < seats.ends[b] and seats.starts[b] < seats.ends[a] for a, b in combinations(line, 2))


@st.composite
def two_people(draw):
    """Up to seven shifts, each for Ana, for Ben or for both, and what it weighs to leave it vacant."""
    shifts, weights = [], []
    for _ in range(draw(st.integers(1, 7))):
        first = draw(st.integers(0, HORIZON - 2))
        people = draw(st.sampled_from([(ANA,), (BEN,), (ANA, BEN)]))
        shifts.append(shift(first, draw(st.integers(first + 1, HORIZON)), *people))
        weights.append(HEAVY * draw(st.integers(1, 5)))
    return fair(*shifts, people=2), weights


@given(two_people())
def test_a_new_line_leaves_the_least_weight_vacant(drawn):
    """Turn by turn: no line of the one leaves less, with the other's as it is; and what is vacant is kept in mind."""
    tasks, weights = drawn
    seats, everything = Seats(tasks), range(len(weights))
    team = Team(seats, 1)
    lists, lines = team.lists, team.lines
    lines.weights[:] = weights
    lines.vacant[:] = lines.place[:] = everything
    best, count = np.zeros(len(weights) + 1), len(weights)
    on: dict[int, set[int]] = {ANA: set(), BEN: set()}
    for person in (BEN, ANA, BEN):
        weigh(lists, lines, person, best)
        count = take(lists, lines, person, best, count)
        begin, end = lists.begins[person : person + 2]
        on[person] = set(lists.seats[begin:end][lines.on[begin:end]].tolist())
        assert not overlap(seats, on[person])
        vacant = set(lines.vacant[:count].tolist())
        assert vacant == set(everything) - on[ANA] - on[BEN]
        assert all(lines.vacant[lines.place[seat]] == seat for seat in vacant)
        able, other = np.flatnonzero(seats.able[:, person]).tolist(), on[ANA + BEN - person]
        could = [set(some) for n in range(len(able) + 1) for some in combinations(able, n) if not overlap(seats, some)]
        left = [sum(weights[seat] for seat in everything if seat not in line | other) for line in could]
        assert sum(weights[seat] for seat in vacant) == min(left)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("seed", range(4))
def test_a_seat_that_stays_vacant_makes_others_move(seed):
    """Ana alone may take the long shift, and has two short ones, which together weigh more.

    Ben could have those, but is never asked: they are not vacant. He has a shift that Cleo could have.
    """
    tasks = fair(shift(0, 4, ANA), shift(0, 2, ANA, BEN), shift(2, 4, ANA, BEN), shift(0, 4, BEN, CLEO))
    team = Team(Seats(tasks), seed)
    for person, line in ((ANA, (1, 2)), (BEN, (3,))):
        begin, end = team.lists.begins[person : person + 2]
        team.lines.on[begin:end] = np.isin(team.lists.seats[begin:end], line)
        team.lines.covers[list(line)] = 1
    assert team.seat_all(lambda lines: lines > 100_000)
    assert team.who().tolist() == [ANA, BEN, BEN, CLEO]


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("seed", range(4))
def test_who_alone_can_do_it_comes_back(seed):
    """Least hangs on Ana, so she goes first of the three; but nobody else can do the last shift."""
    tasks = fair(*(shift(n, n + 1, BEN, CLEO) for n in range(6)), shift(6, 8, ANA))
    team = Team(Seats(tasks), seed)
    team.leave(ANA)
    assert team.seat_all(lambda lines: lines > 100_000)
    assert (team.size, team.who()[-1]) == (2, ANA)
    assert sizes(tasks, 2, seed)[-1] == 2


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("seed", range(4))
def test_who_would_be_of_more_use_comes_for_somebody_of_less(seed):
    """Cleo could take either of the two first shifts, not both; Dan and Eve can only do each other's."""
    tasks = fair(shift(0, 2, ANA, CLEO), shift(0, 2, BEN, CLEO), shift(0, 2, DAN, EVE), people=5)
    team = Team(Seats(tasks), seed)
    team.leave(ANA)
    team.leave(BEN)
    assert team.seat_all(lambda lines: lines > 100_000)
    assert len(set(team.who().tolist())) == team.size == 3


def test_the_same_seed_tells_the_same_story():
    dice = np.random.default_rng(1)
    firsts = dice.integers(0, HORIZON - 2, 30).tolist()
    shifts = [shift(n, n + 2, *sorted(dice.choice(12, 4, replace=False).tolist())) for n in firsts]
    seats = Seats(fair(*shifts, people=12))
    one, two = (list(smaller_teams(seats, 1, 7, lambda lines: lines > 60_000)) for _ in range(2))
    assert len(one) > 1
    assert one == two


def test_teams_become_smaller_with_every_answer():
    shifts = [shift(n, n + 1, *range(8)) for n in range(HORIZON)]
    found = sizes(fair(*shifts, people=8), 1)
    assert found[-1] == 1
    assert all(fewer < more for more, fewer in pairwise(found))


def test_where_a_seat_is_for_nobody_there_is_no_team():
    tasks = fair(shift(0, 2, ANA), shift(3, 5, BEN), away=[(BEN, ((4, 6),))])
    assert sizes(tasks, 1) == []


@pytest.mark.usefixtures("both_ways")
def test_who_is_told_to_stop_stops():
    """Ana cannot be in two places, and nobody else may be in either: asked after every stretch, then given up."""
    asked = []
    seats = Seats(fair(shift(0, 2, ANA), shift(1, 3, ANA), people=1))
    assert not list(smaller_teams(seats, 1, 1, lambda lines: asked.append(lines) or lines > STRETCH))
    assert asked == [0, STRETCH, 2 * STRETCH]


def test_the_bound_can_lie_above_the_busiest_moment():
    """Never two at a time, and yet nobody can do all three shifts: two people, and it is shown at once."""
    tasks = fair(shift(0, 2, ANA, BEN), shift(3, 5, BEN, CLEO), shift(6, 8, CLEO, ANA))
    assert team_bound(tasks) == 1
    program = CliqueProgram(Seats(tasks), 1, 10, 1)
    program.join()
    assert program.team == program.bound == 2


def three_shifts():
    """The same as a book."""
    days = {"a": (0, 1, ["ana", "ben"]), "b": (3, 4, ["ben", "cleo"]), "c": (6, 7, ["cleo", "ana"])}
    phases = [
        a_phase(
            name,
            a_demand("d", skill="design", seats=1, must=True, allowed_people=people),
            start=str(day(first)),
            end=str(day(last)),
        )
        for name, (first, last, people) in days.items()
    ]
    people = [a_person(name) for name in ("ana", "ben", "cleo")]
    calendar = a_calendar(week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 480))
    return a_book(people, [a_project("fair", *phases)], policy={"tiers": [{"goal": "team"}]}, calendars=(calendar,))


@pytest.mark.parametrize("alone", [False, True])
def test_the_bound_is_told_and_so_is_a_team_that_lines_did_not_find(alone, monkeypatch):
    """Alone: branch and bound finds the team, too, where nobody else finds any."""

    def waiting(seats, least, seed, stop):
        while not stop(0):
            sleep(0.01)
        yield from ()

    if alone:
        monkeypatch.setattr(projects_shrinking, "smaller_teams", waiting)
    told = []
    result = solve(three_shifts(), Options(seconds=10, workers=2), told.append)
    assert (result.tiers[0].value, result.tiers[0].proved) == (2, True)
    sources = {each.source for each in told if (each.value, each.bound) == (2, 2)}
    assert any(source.startswith("branch and bound") for source in sources)
    assert any(each.source.startswith("one line") for each in told) != alone


def test_who_is_away_all_the_time_stops_nobody():
    """Ben could take the shift by what he knows; the program leaves him out."""
    program = CliqueProgram(Seats(fair(shift(0, 2, ANA, BEN), people=2, away=[(BEN, ((0, HORIZON),))])), 1, 10, 1)
    program.join()
    assert program.who.tolist() == [ANA]
    assert program.bound == 1
