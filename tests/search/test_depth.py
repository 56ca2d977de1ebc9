"""What can be done at the same time, and depth first through the dates: never beyond the truth, and to its end."""

from itertools import combinations, product
from threading import Event
from time import sleep

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Options, Outcome, solve
from engine.search import projects_breed, projects_deepening, projects_steps
from engine.search.projects_deepening import Deepening, can_deepen
from engine.search.projects_depth import FOUND, GIVEN_UP, NONE, Way, descend, memo_for, programme
from engine.search.projects_model import Answer
from engine.search.projects_parallel import Parallel, Weighing, weigh
from engine.search.projects_tasks import Group, Need, Task, Tasks
from tests.build import a_book, a_demand, a_person, a_phase, a_project
from tests.search.crowded import EVERY_DAY, FirstOfHerds, crowded

HORIZON = 9


def task(number, length, *needs, after=(), first=0, last=HORIZON):
    return Task(f"t{number}", length, first, min(last, HORIZON - length), tuple(needs), tuple(after), True)


def book_of(sizes, *some) -> Tasks:
    groups = [Group(tuple(f"p{g}{n}" for n in range(size)), (), 0) for g, size in enumerate(sizes)]
    return Tasks(range(HORIZON), some, groups)


@st.composite
def books(draw, choice=True):
    """Up to four tasks, two or three groups, needs of one group or of several, chains, lags and windows."""
    sizes = draw(st.lists(st.integers(1, 2), min_size=2, max_size=3))
    tasks = []
    for number in range(draw(st.integers(2, 4))):
        needs = []
        for place in range(draw(st.integers(0, 2))):
            most = len(sizes) if choice else 1
            groups = draw(st.sets(st.integers(0, len(sizes) - 1), min_size=1, max_size=most))
            room = sum(sizes[group] for group in groups)
            needs.append(Need(f"d{number}{place}", draw(st.integers(1, min(2, room))), tuple(sorted(groups))))
        before = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set()
        after = [(other, draw(st.sampled_from((0, 0, 1)))) for other in sorted(before)]
        first = draw(st.sampled_from((0, 0, 0, 1)))
        tasks.append(task(number, draw(st.integers(1, 3)), *needs, after=after, first=first))
    return book_of(sizes, *tasks)


def seatings(book, tasks) -> list[tuple[int, ...]]:
    """All ways to give each seat of these tasks a group, people enough in each."""
    seats = [need.groups for number in tasks for need in book.tasks[number].needs for _ in range(need.seats)]
    return [
        some
        for some in product(*seats)
        if all(some.count(number) <= group.size for number, group in enumerate(book.groups))
    ]


def running(book, starts, at) -> list[int]:
    return [n for n, start in enumerate(starts) if start <= at < start + book.tasks[n].length]


def in_order(book, starts) -> bool:
    return all(
        each.first <= start <= each.last
        and all(start >= starts[other] + book.tasks[other].length + lag for other, lag in each.after)
        for each, start in zip(book.tasks, starts, strict=True)
    )


def earliest_by_dates(book) -> int:
    """The earliest finish, people only counted moment by moment; beyond the horizon where there is none."""
    best = HORIZON + 1
    for starts in product(*(range(each.first, each.last + 1) for each in book.tasks)):
        finish = book.finish(starts)
        if finish < best and in_order(book, starts):
            fits = all(seatings(book, running(book, starts, at)) for at in range(finish))
            best = finish if fits else best
    return best


def comes_before(book, one, other) -> bool:
    """Directly, or by way of others."""
    return any(each == one or comes_before(book, one, each) for each, _ in book.tasks[other].after)


def check(book, answer: Answer) -> None:
    assert in_order(book, answer.starts)
    for number, each in enumerate(book.tasks):
        for place, need in enumerate(each.needs):
            assert sum(answer.seats.get((number, place, group), 0) for group in need.groups) == need.seats
    for at in range(HORIZON):
        there = running(book, answer.starts, at)
        for number, group in enumerate(book.groups):
            taken = sum(count for (t, _, g), count in answer.seats.items() if g == number and t in there)
            assert taken <= group.size


def look(book, end, *, seated=False, weights=None, nodes=100_000, written=False):
    """One look at an end: (verdict, starts)."""
    arrays = programme(book, weights)
    way = Way(np.arange(len(book.tasks)), np.ones(len(book.groups)), nodes, np.zeros(1, np.int64))
    starts, sits = np.zeros(len(book.tasks), np.int64), np.zeros(len(arrays.able) - 1, np.int64)
    search = descend.py_func if written else descend
    verdict, _ = search(arrays, way, end, seated, memo_for(book, 64), starts, sits)
    return verdict, tuple(starts.tolist())


def finished(search, nodes=None) -> None:
    """Both searches to their end: each in a thread of its own, or in turn with so many nodes."""
    search.start(nodes)
    while not search.over:
        sleep(0.01)
    search.stop()


# -- what can be done at the same time ----------------------------------------------------------------


@given(books())
@settings(max_examples=60, deadline=None)
def test_no_tasks_that_run_together_weigh_more_than_their_room(book):
    weights = weigh(Parallel(book), lambda best: False)
    for size in range(1, len(book.tasks) + 1):
        for some in combinations(range(len(book.tasks)), size):
            if not any(comes_before(book, a, b) for a in some for b in some) and seatings(book, some):
                assert sum(weights.of[number] for number in some) <= weights.room
                assert all(sum(row.seats[number] for number in some) <= row.room for row in book.hall_rows)
    truth = earliest_by_dates(book)
    assert weights.bound <= truth or truth > HORIZON


def test_three_of_which_any_two_need_more_people_than_there_are_follow_one_another():
    """Each needs two of three people: the load alone says four days, what can be done at once says six."""
    book = book_of([3], *(task(n, 2, Need(f"d{n}", 2, (0,))) for n in range(3)))
    assert weigh(Parallel(book), lambda best: False).bound == 6
    weighing = Weighing(book)
    weighing.finish(30)
    assert weighing.weights.bound == 6


def test_rows_that_are_missing_are_found_when_they_are_needed():
    """Three kinds of work share two people and have one more each: any two of them fit, six seats of all three do not.
    Beside them stand so many other kinds that unions of three are no rows from the start."""
    sharing = [Need(f"d{kind}{n}", 1, (0, 1, 2 + kind)) for kind in range(3) for n in range(2)]
    others = [Need(f"o{group}", 1, (group,)) for group in range(5, 14)]
    needs = [*sharing, *others]
    book = book_of([1] * 13 + [2], *(task(n, 1, need) for n, need in enumerate(needs)))
    assert not [row for row in book.hall_rows if row.groups == frozenset(range(5))]
    weight, some = Parallel(book).heaviest([1] * len(needs))
    assert weight == len(some) == len(needs) - 1


# -- depth first --------------------------------------------------------------------------------------


@given(books(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_an_end_is_kept_exactly_when_some_dates_keep_it(book, with_weights):
    weights = weigh(Parallel(book), lambda best: False) if with_weights else None
    truth = earliest_by_dates(book)
    verdict, starts = look(book, truth, weights=weights)
    if truth <= HORIZON:
        assert verdict == FOUND
        assert in_order(book, starts)
        assert book.finish(starts) == truth
    assert look(book, min(truth, HORIZON + 1) - 1, weights=weights)[0] == NONE


@given(books(), st.integers(3, HORIZON))
@settings(max_examples=80, deadline=None)
def test_whoever_is_seated_has_a_chair_to_themselves(book, end):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projects_deepening, "MEMO", 1 << 10)  # toys need no large one, and it is made for every look
        search = Deepening(book, None, 0, end + 1, 1)
        finished(search, 20_000)
    if search.answer is not None:
        check(book, search.answer)
        assert book.finish(search.answer.starts) == search.value <= end
    assert search.bound <= min(earliest_by_dates(book), end + 1)
    for starts in search.take_dates():
        assert in_order(book, starts)
    assert search.take_dates() == []


@given(books(choice=False))
@settings(max_examples=40, deadline=None)
def test_where_nobody_can_choose_value_and_bound_meet(book):
    truth = earliest_by_dates(book)
    search = Deepening(book, None, 0, HORIZON + 1, 1)
    finished(search)
    assert search.bound == truth
    assert truth > HORIZON or search.value == truth


@pytest.mark.parametrize("seated", [False, True])
def test_as_it_is_written_it_says_what_it_says_compiled(seated):
    """Ana does one thing after another, Ben helps where two are asked for; three fit side by side, the fourth waits."""
    needs = [Need("a", 2, (0, 1)), Need("b", 1, (0,)), Need("c", 1, (0, 1)), Need("d", 1, (1,))]
    book = book_of([1, 1], *(task(n, 2, need, after=[(0, 1)] if n == 3 else []) for n, need in enumerate(needs)))
    told = [look(book, end, seated=seated, written=written) for end in range(3, 9) for written in (False, True)]
    assert told[::2] == told[1::2]
    assert {verdict for verdict, _ in told} == {FOUND, NONE}


def test_who_sat_down_at_the_same_moment_may_still_change_places():
    """The first seat takes the cheaper of two groups, which is all that the second one can have."""
    book = book_of([1, 1], task(0, 1, Need("a", 1, (0, 1))), task(1, 1, Need("b", 1, (0,))))
    assert look(book, 1, seated=True) == (FOUND, (0, 0))
    assert look(book, 1, seated=True, written=True) == (FOUND, (0, 0))


def test_it_gives_up_after_so_many_nodes_or_when_somebody_says_halt():
    book = book_of([1], *(task(n, 1, Need(f"d{n}", 1, (0,))) for n in range(6)))
    assert look(book, 6, nodes=3)[0] == GIVEN_UP
    assert look(book, 6)[0] == FOUND
    search = Deepening(book, None, 0, 7, 1)
    search.stop()
    finished(search, 1_000)
    assert search.answer is None


def test_it_is_left_out_where_room_changes_or_somebody_is_not_waited_for():
    whole = task(0, 1, Need("d", 1, (0,)))
    assert can_deepen(book_of([1], whole))
    assert not can_deepen(Tasks(range(HORIZON), [whole], [Group(("ana",), ((2, 3),), 0)]))
    assert not can_deepen(book_of([1], Task("t", 1, 0, 3, (), (), False)))


def test_a_book_that_the_load_cannot_prove_is_proved_by_what_can_be_done_at_once():
    people = [a_person(f"p{n}", skills={"dig": 1}) for n in range(5)]
    holes = [
        a_phase(f"h{n}", a_demand("d", skill="dig", seats=3, must=True), length={"min": 2, "max": 2}) for n in range(4)
    ]
    book = a_book(people, [a_project("site", *holes)], policy={"tiers": [{"goal": "finish"}]}, calendars=(EVERY_DAY,))
    for options in (Options(seconds=5, deterministic=True), Options(seconds=60, workers=2)):
        told = []
        result = solve(book, options, told.append)
        assert (result.outcome, result.tiers[0].value) == (Outcome.PROVED_BEST, 8)
        assert any("at the same time" in news.source and news.bound == 8 for news in told)


@pytest.fixture
def _hasty(monkeypatch):
    """The first plan is taken as it comes, and dates and people are not looked at together before their turn."""
    monkeypatch.setattr(projects_breed, "STRETCH", 1)
    monkeypatch.setattr(projects_steps, "Herds", FirstOfHerds)
    monkeypatch.setattr(projects_steps, "SHARING", 0.0)
    monkeypatch.setattr(projects_steps, "GLANCING", 0.0)
    monkeypatch.setattr(projects_steps, "CLOSING", 0.0)


@pytest.mark.usefixtures("_hasty")
@pytest.mark.parametrize(
    "options",
    [Options(seconds=20, deterministic=True), Options(seconds=400, workers=1), Options(seconds=400, workers=2)],
    ids=["deterministic", "one worker", "two workers"],
)
def test_depth_first_has_its_turn_where_a_glance_does_not_prove(options):
    told = []
    result = solve(crowded(), options, told.append)
    assert result.outcome is Outcome.PROVED_BEST
    assert all(news.bound is None or news.bound <= result.tiers[0].value for news in told)
    assert any("depth first" in news.source for news in told)


@pytest.mark.usefixtures("_hasty")
def test_a_crowded_programme_is_the_same_twice_in_deterministic_mode():
    told = [[], []]
    plans = [solve(crowded(), Options(seconds=20, deterministic=True), each.append).plan for each in told]
    assert told[0] == told[1]
    assert plans[0].minutes == plans[1].minutes
    assert plans[0].phases == plans[1].phases


@pytest.mark.usefixtures("_hasty")
def test_a_stop_is_heard_by_depth_first_that_counts_its_nodes(monkeypatch):
    """A deterministic search looks at no clock; whoever asked may."""
    looks = []

    def in_vain(*_) -> int:
        looks.append(None)
        sleep(0.01)
        stop.set()
        return GIVEN_UP if len(looks) < 3_000 else NONE

    stop = Event()
    monkeypatch.setattr(Deepening, "_look", in_vain)
    assert solve(crowded(), Options(seconds=20, deterministic=True), None, stop).plan is not None
    assert len(looks) < 1_000
