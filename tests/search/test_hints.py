"""A warm start changes where the search begins, never what is true."""

from datetime import timedelta

import pytest

import engine
from benchmarks.instances import agency
from engine.compile import compile_plan, plan_grid
from engine.domain.book import Book
from engine.domain.people import TimeOff
from engine.domain.policy import Tier
from engine.goals import GOALS
from engine.outcome import Options, Outcome
from engine.plan import Plan
from engine.search import solve, solving
from engine.search.extract import extract
from engine.search.hints import hinted_solution, kept_dates
from engine.search.staffing.search import StaffingSearch
from engine.search.tiers import Clock
from engine.verify import verify
from tests.build import DAY, a_book, a_demand, a_person, a_phase, a_plan, a_project, day
from tests.toys import a_toy

OPTIONS = Options(seconds=20, workers=1, deterministic=True)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("shard", range(4))
def test_a_hint_from_elsewhere_does_not_change_the_best(
    shard: int, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan of one toy is the hint for the next: most of it is unknown there, and some is even forbidden."""
    if not whole:
        monkeypatch.setattr(solving, "SMALL_CELLS", -1)
    hint = Plan({})
    for seed in range(shard, 72, 4):
        book = Book(a_toy(seed))
        options = OPTIONS if whole else Options(seconds=0.2, workers=1, deterministic=True)
        cold, warm = solve(book, options), solve(book, options, hint=hint)
        assert (cold.outcome is Outcome.IMPOSSIBLE) == (warm.outcome is Outcome.IMPOSSIBLE), seed
        if warm.plan is not None:
            assert verify(book, warm.plan) == []
            hint = warm.plan
        if whole:
            assert [tier.value for tier in warm.tiers] == [tier.value for tier in cold.tiers], seed


def test_a_plan_that_fits_is_kept_as_it_is() -> None:
    book = a_book([a_person("ana"), a_person("ben")], [a_project("site", a_demand("pages", hours=40))])
    plan = a_plan(book, ("site/work/pages", "ben", 0, 3, 5))
    draft = compile_plan(plan_grid(book))
    solution = hinted_solution(draft, plan, 1)
    assert solution is not None
    assert extract(book, draft, solution.tolist()).minutes == plan.minutes


def test_work_of_people_who_left_is_dropped_and_the_rest_kept() -> None:
    before = a_book([a_person("ana"), a_person("ben")])
    plan = a_plan(before, ("site/work/design", "ana", 0, 1, 8), ("site/work/design", "ben", 0, 1, 8))
    after = a_book([a_person("ana")])
    draft = compile_plan(plan_grid(after))
    solution = hinted_solution(draft, plan, 1)
    assert solution is not None
    assert extract(after, draft, solution.tolist()).by_person == {"ana": 2 * DAY}


def test_dates_are_kept_only_where_the_phase_may_still_run() -> None:
    def book(latest: int) -> Book:
        phase = a_phase("make", a_demand(hours=16), earliest=day(0), latest=day(latest), length={"min": 2, "max": 2})
        return a_book([a_person()], [a_project("site", phase)])

    plan = a_plan(book(11), ("site/make/design", "ana", 8, 9, 8), phases={"site/make": (8, 9)})
    assert kept_dates(book(11), plan) == {"site/make": (8, 9)}
    assert kept_dates(book(4), plan) == {}
    result = solve(book(4), OPTIONS, hint=plan)
    assert result.plan is not None
    assert result.plan.by_person == {"ana": 2 * DAY}


@pytest.mark.parametrize("set_name", ["basic", "full"])
def test_a_large_book_begins_from_what_its_last_plan_still_says(set_name: str) -> None:
    """One of thirty is away for two months, one has left: their work is dropped, all other work stands at once."""
    scenario = engine.load_data(agency.document(set_name, 30, 1)).scenario
    # Minutes, and nothing that counts people or weeks, which work that is added may change for the worse.
    policy = scenario.policy.model_copy(update={"tiers": (Tier(goal="delivered"),)})
    scenario = scenario.model_copy(update={"policy": policy})
    hint = solve(scenario, Options(seconds=2, workers=1, deterministic=True)).plan
    assert hint is not None
    ill, gone, *others = scenario.people
    away = TimeOff(first=scenario.horizon.first, last=scenario.horizon.first + timedelta(days=60))
    people = (ill.model_copy(update={"time_off": (*ill.time_off, away)}), *others)
    book = Book(scenario.model_copy(update={"people": people}))
    search = StaffingSearch(book, book, {}, Clock(Options(seconds=0.01, workers=1), None), None)
    search.begin_from(hint)
    assert search.plan is not None
    assert verify(book, search.plan) == []
    stays = sum(minutes for (_, person, _), minutes in hint.minutes.items() if person not in (ill.id, gone.id))
    kept = sum(minutes for (_, person, _), minutes in search.plan.minutes.items() if person != ill.id)
    assert stays * 9 // 10 <= kept <= stays
    before = GOALS["delivered"].measure(book, search.plan)
    search.search()
    assert GOALS["delivered"].measure(book, search.plan) <= before


def test_a_hint_of_which_nothing_fits_is_no_plan() -> None:
    book = Book(engine.load_data(agency.document("basic", 12, 1)).scenario)
    search = StaffingSearch(book, book, {}, Clock(OPTIONS, None), None)
    search.begin_from(Plan({("site/work/design", "ana", 0): DAY}))
    assert search.plan is None
