"""What it costs to put somebody on a demand, or to take them off: equal to what trying every plan says."""

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.book import Book
from engine.explain import ForcedAnswer, why, why_not
from engine.explain.forced import ahead, least_of
from engine.goals import Fair, tier_parts
from engine.outcome import Outcome
from engine.plan import Plan
from tests.explain.worlds import QUICK
from tests.oracle import Answer, TooMany, _tier, solve_by_trying
from tests.toys import a_toy
from tests.unmeasured import unmeasured

seen: Counter[str] = Counter()


def a_world(seed: int) -> tuple[Book, Answer]:
    """A toy that has a plan, with all its plans."""
    for attempt in range(60):
        book = Book(a_toy(seed, attempt))
        try:
            truth = solve_by_trying(book, 400)
        except TooMany:
            continue
        if truth is not None and book.demands:
            return book, truth
    raise AssertionError(f"seed {seed} draws no toy with a plan")


@unmeasured
def values_of(book: Book, plans: list[Plan]) -> list[int]:
    """The best values in the policy's order over these plans, level by level."""
    values: list[int] = []
    left = plans
    for tier in book.policy.tiers:
        reached, left = _tier(book, tier, left)
        fair = isinstance(tier_parts(tier)[0][1], Fair)
        values += reached.stages or (reached.value,) if fair else (reached.value,)
    return values


def check(book: Book, truth: Answer, allowed: list[Plan], answer: ForcedAnswer) -> None:
    if not allowed:
        assert answer.outcome is Outcome.IMPOSSIBLE
        assert answer.rules
        assert answer.sentences()
        seen["impossible"] += 1
        return
    assert answer.forced is not None
    if not answer.moves:
        # The base plan is so already, and is a best one: nothing is lost, whatever single goals could reach.
        assert any(plan in allowed for plan in truth.best)
        assert not any(loss.loss for loss in answer.losses)
        seen["so already"] += 1
        return
    base, forced = values_of(book, list(truth.feasible)), values_of(book, allowed)
    assert [step.value for step in answer.base.steps] == base
    assert [step.value for step in answer.forced.steps] == forced
    true = [s.sign * (now - was) for s, was, now in zip(answer.base.steps, base, forced, strict=True)]
    assert [loss.loss for loss in answer.losses] == true
    assert all(loss.decided for loss in answer.losses)
    seen["a loss" if any(true) else "free"] += 1


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def forcing_somebody_on_costs_what_trying_every_plan_says(seed: int) -> None:
    book, truth = a_world(seed)
    rng = Random(seed)
    person, demand = rng.choice(list(book.people)), rng.choice(list(book.demands))
    least = least_of(book, book.demands[demand])
    enough = 1 if book.demands[demand].presence else least
    allowed = [plan for plan in truth.feasible if ahead(book, plan, person, demand) >= enough]
    check(book, truth, allowed, why_not(book, person, demand, QUICK))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def taking_somebody_off_costs_what_trying_every_plan_says(seed: int) -> None:
    book, truth = a_world(seed)
    person, demand = Random(seed).choice(sorted(truth.best[0].by_pair) or [("", "")])[::-1]
    if not demand:
        return
    allowed = [plan for plan in truth.feasible if not ahead(book, plan, person, demand)]
    check(book, truth, allowed, why(book, person, demand, QUICK))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_however_short_the_search_the_true_loss_lies_between_its_ends(seed: int) -> None:
    book, truth = a_world(seed)
    rng = Random(seed)
    person, demand = rng.choice(list(book.people)), rng.choice(list(book.demands))
    enough = 1 if book.demands[demand].presence else least_of(book, book.demands[demand])
    allowed = [plan for plan in truth.feasible if ahead(book, plan, person, demand) >= enough]
    answer = why_not(book, person, demand, replace(QUICK, seconds=rng.choice([1e-4, 1e-3, 1e-2])))
    if allowed and answer.losses and not answer.moves:
        return
    if not allowed or not answer.losses:
        assert answer.outcome in (Outcome.IMPOSSIBLE, Outcome.NOTHING_FOUND)
        return
    base, forced = values_of(book, list(truth.feasible)), values_of(book, allowed)
    steps = zip(answer.losses, answer.base.steps, base, forced, strict=False)
    for loss, step, was, now in steps:
        if loss.least is None or loss.most is None:
            return
        assert loss.least <= step.sign * (now - was) <= loss.most
        if loss.least != loss.most:
            return


def test_losses_are_true_and_the_toys_told_of_all_kinds() -> None:
    """All of it in one test, so that the counts are of all of it, however tests are shared out."""
    seen.clear()
    forcing_somebody_on_costs_what_trying_every_plan_says()
    taking_somebody_off_costs_what_trying_every_plan_says()
    assert min(seen["a loss"], seen["impossible"], seen["free"]) >= 15
