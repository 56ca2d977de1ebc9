"""A repair makes possible what was not, and nothing cheaper does: so says trying every plan of every cheaper world."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.book import Book
from engine.explain import repairs
from engine.explain.concessions import Concession, catalogue, changes_of
from engine.explain.repairs import repair
from engine.files.load import with_changes
from engine.outcome import Outcome
from engine.plan import Plan
from engine.search import solve
from engine.search.diagnose import Trial
from tests.explain.worlds import QUICK, demanding, impossible
from tests.oracle import TooMany, _Trial
from tests.unmeasured import unmeasured

MOST_WORLDS = 25
seen: Counter[str] = Counter()


@settings(max_examples=110, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def a_repair_works_and_no_cheaper_one_does(seed: int) -> None:
    scenario = impossible(seed)
    book = Book(scenario)
    answer = repair(book, QUICK)
    assert not answer.already
    if not answer.found:
        assert answer.bound is None, seed
        everything = {offer: offer.steps for offer in catalogue(book)}
        assert there_is_a_plan(Book(with_changes(scenario, "repair", changes_of(book, everything)))) is not True
        seen["beyond repair"] += 1
        return
    assert answer.proved, (seed, answer)
    result = solve(with_changes(scenario, "repair", list(answer.changes)), QUICK)
    assert result.outcome is not Outcome.IMPOSSIBLE
    assert result.plan is not None
    assert sum(each.price for each in answer.concessions) == answer.price
    for each in answer.concessions:
        seen[each.kind] += 1
    for cheaper in islice(dearest(cheaper_than(catalogue(book), answer.price or 0)), MOST_WORLDS):
        world = Book(with_changes(scenario, "repair", changes_of(book, cheaper)))
        there_is = there_is_a_plan(world)
        assert there_is is not True, (seed, answer.concessions, {o.told(n): n for o, n in cheaper.items()})
        seen["tried"] += there_is is False


@unmeasured
def there_is_a_plan(book: Book) -> bool | None:
    try:
        return next(_Trial(book, 150).plans(), None) is not None
    except TooMany:
        return None


Chosen = dict[Concession, int]


def cheaper_than(offers: list[Concession], price: int, most: int = 3000) -> list[Chosen]:
    """Combinations of less than this price, up to a number."""

    def more(offers: list[Concession], left: int) -> Iterator[Chosen]:
        if not offers:
            yield {}
            return
        first, *rest = offers
        for steps in range(first.steps, -1, -1):
            if first.price * steps < left:
                for others in more(rest, left - first.price * steps):
                    yield {first: steps, **others} if steps else others

    return list(islice(more(offers, price), most))


def dearest(worlds: list[Chosen]) -> Iterator[Chosen]:
    """Those that no other of them goes beyond, dearest first: if these are impossible, all are."""
    kept: list[Chosen] = []
    for world in sorted(worlds, key=lambda each: -sum(offer.price * steps for offer, steps in each.items())):
        if not any(all(wider.get(offer, 0) >= steps for offer, steps in world.items()) for wider in kept):
            kept.append(world)
            yield world


def test_what_is_possible_needs_no_repair() -> None:
    scenarios = (demanding(seed) for seed in range(200))
    book = next(book for book in map(Book, scenarios) if there_is_a_plan(book))
    answer = repair(book, QUICK)
    assert answer.already
    assert (answer.price, answer.concessions, answer.proved) == (0, (), True)
    assert answer.sentences() == ("There is a plan as it is; nothing need be given up.",)


def test_a_plan_that_is_there_answers_at_once() -> None:
    scenarios = (demanding(seed) for seed in range(200))
    book = next(book for book in map(Book, scenarios) if there_is_a_plan(book))
    plan = solve(book, QUICK).plan
    assert plan is not None
    answer = repair(book, QUICK, plan=plan)
    assert (answer.already, answer.tried) == (True, 0)
    assert repair(Book(impossible(1)), QUICK, plan=Plan({})).tried > 0, "a plan that breaks rules says nothing"


@pytest.mark.parametrize("seed", [3, 14, 15, 92])
def test_large_books_are_repaired_for_the_same_price(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are tried by what must be staffed, and by a first plan: a proof that there is one takes too long."""
    book = Book(impossible(seed))
    small = repair(book, QUICK)
    monkeypatch.setattr(repairs, "SMALL_PAIRS", 0)
    for options in (QUICK, replace(QUICK, deterministic=False, seconds=30)):
        large = repair(book, options)
        assert (large.found, large.price, large.proved) == (small.found, small.price, small.proved)


def test_what_was_not_found_out_is_not_taken_for_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning from it once raised the bound, and a dearer repair was called the cheapest."""
    book = Book(impossible(1))
    monkeypatch.setattr(Trial, "fits", lambda *_: None)
    answer = repair(book, QUICK)
    assert (answer.found, answer.bound, answer.proved) == (False, 0, False)
    assert "give it more seconds" in answer.sentences()[0]


def test_repairs_are_the_cheapest_and_every_kind_of_concession_was_one_somewhere() -> None:
    """All of it in one test, so that the counts are of all of it, however tests are shared out."""
    seen.clear()
    a_repair_works_and_no_cheaper_one_does()
    assert {kind for kind in seen if seen[kind]} >= {"slip", "overtime", "contractor", "drop", "unpin", "budget"}
    assert seen["tried"] >= 200
