"""Who is best: the ranking equals that of trying every plan of every group."""

from collections import Counter
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.book import Book
from engine.explain import recommend
from engine.explain.forced import ahead, least_of
from engine.plan import Plan
from tests.explain.test_why import a_world, values_of
from tests.explain.worlds import QUICK

seen: Counter[str] = Counter()


def only_by(book: Book, plan: Plan, demand: str, group: tuple[str, ...]) -> bool:
    """Whether just these people do what is to come of the demand, each a smallest block at least."""
    work = book.demands[demand]
    enough = 1 if work.presence else least_of(book, work)
    return all(
        ahead(book, plan, person, demand) >= enough if person in group else not ahead(book, plan, person, demand)
        for person in book.people
    )


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.sampled_from([1, 1, 2]))
def the_ranking_is_that_of_trying_every_plan(seed: int, together: int) -> None:
    book, truth = next(world for n in range(99) if len((world := a_world(1000 * seed + n))[0].people) > together)
    demand = Random(seed).choice(list(book.demands))
    answer = recommend(book, demand, QUICK, count=2, together=together)
    found = {group.people: group for group in (*answer.best, *answer.others)}
    ranks = {}
    for group in combinations(book.people, together):
        plans = [plan for plan in truth.feasible if only_by(book, plan, demand, group)]
        if plans:
            ranks[group] = values_of(book, plans)
            assert found[group].worth is not None
            assert [step.value for step in found[group].worth.steps] == ranks[group]
        else:
            assert group not in found or found[group].worth is None
    in_order = [list(group.worth.rank()) for group in answer.best]
    signs = [step.sign for step in answer.best[0].worth.steps] if answer.best else []
    true = sorted([sign * value for sign, value in zip(signs, values, strict=True)] for values in ranks.values())
    assert in_order == true[:2]
    assert answer.proved == bool(ranks)
    assert answer.sentences()
    seen[f"{min(2, len(ranks))} of {together}"] += 1
    seen["different"] += len({tuple(values) for values in ranks.values()}) > 1


def test_rankings_are_true_and_there_was_something_to_choose_from() -> None:
    """All of it in one test, so that the counts are of all of it, however tests are shared out."""
    seen.clear()
    the_ranking_is_that_of_trying_every_plan()
    assert seen["different"] >= 25
    assert seen["2 of 1"] >= 25
    assert seen["1 of 2"] + seen["2 of 2"] >= 5
