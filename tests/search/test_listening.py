"""Whoever listens to a search hears of plans that can be used, before it ends."""

import pytest

from engine.domain.book import Book
from engine.outcome import Options, Progress
from engine.plan import Plan
from engine.search import solve, solving
from engine.verify import verify
from tests.build import a_book, a_demand, a_person, a_project


def a_busy_book() -> Book:
    people = [a_person("ana"), a_person("ben"), a_person("cleo")]
    return a_book(people, [a_project("site", a_demand("pages", hours=90), a_demand("look", hours=70))])


@pytest.mark.parametrize("whole", [True, False])
def test_news_brings_plans_that_the_checker_accepts(whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not whole:
        monkeypatch.setattr(solving, "SMALL_CELLS", -1)
    book, heard = a_busy_book(), list[Progress]()
    result = solve(book, Options(seconds=5, workers=1, deterministic=True), heard.append)
    plans: list[Plan] = [news.plan for news in heard if news.plan is not None]
    assert plans
    assert all(verify(book, plan) == [] for plan in plans)
    assert result.plan is not None
    assert plans[-1].by_demand == result.plan.by_demand


def test_a_plan_may_be_had_in_the_middle_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """By pieces, the best solution so far becomes a plan whenever a look is due."""
    monkeypatch.setattr(solving, "SMALL_CELLS", -1)
    monkeypatch.setattr("engine.search.tiers.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("engine.search.tiers.LOOK_SHARE", 0)
    heard = list[Progress]()
    solve(a_busy_book(), Options(seconds=5, workers=1, deterministic=True), heard.append)
    pieces = [news for news in heard if news.tier == 0 and news.source.startswith("pieces")]
    assert pieces
    assert all(news.plan is not None for news in pieces)
    assert len({id(news.plan) for news in pieces}) == len(pieces)


def test_listening_changes_nothing() -> None:
    options = Options(seconds=5, workers=1, deterministic=True)
    alone, watched = solve(a_busy_book(), options), solve(a_busy_book(), options, lambda news: None)
    assert alone.plan is not None
    assert watched.plan is not None
    assert alone.plan.minutes == watched.plan.minutes
