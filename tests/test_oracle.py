"""Solver and exhaustive oracle agree on every toy: what is possible, what is best, what is never exceeded."""

from functools import lru_cache

import pytest

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.goals import GOALS, tier_scale, tier_sense
from engine.outcome import Options, Outcome, Result, TierResult
from engine.rules import RULES
from engine.search import solve, solving
from engine.verify import measures, verify
from tests.oracle import Answer, Reached, TooMany, give_up, solve_by_trying
from tests.toys import RULE_NAMES, a_toy, is_off, rule_of

TOYS = 420
"""Twenty-eight rounds of the fifteen rules; seven of them with the rule switched off."""
SHARDS = 28
MOST_PLANS = 700


@lru_cache(maxsize=64)
def toy_and_truth(seed: int) -> tuple[Scenario, Answer | None]:
    """The first toy of the seed that is small enough to try all its plans, and what is true of it."""
    for attempt in range(30):
        scenario = a_toy(seed, attempt)
        try:
            return scenario, solve_by_trying(Book(scenario), MOST_PLANS)
        except TooMany:
            continue
    raise AssertionError(f"seed {seed} draws no small toy")


def options(effort: float) -> Options:
    return Options(seconds=effort, seed=1, workers=1, deterministic=True)


def told(tier: TierResult) -> Reached:
    """A tier's result in the oracle's words."""
    return Reached(tier.goal, tier.value, tuple(stage.value for stage in tier.stages) or (tier.value,))


def meant(tier: Reached) -> Reached:
    return Reached(tier.goal, tier.value, tier.stages or (tier.value,))


def check_nothing_is_beyond_the_truth(book: Book, result: Result, truth: Answer) -> None:
    """Of a search cut short: down to the first tier that is not proved, values and bounds enclose the truth."""
    for tier, found, true in zip(book.policy.tiers, result.tiers, truth.tiers, strict=False):
        sign = 1 if tier_sense(tier) == "min" else -1
        assert sign * found.bound <= sign * true.value <= sign * found.value, (found, true)
        for stage, best in zip(found.stages, true.stages, strict=False):
            sign = -1 if "least" in stage.name else 1
            assert sign * stage.bound <= sign * best <= sign * stage.value, (found, true)
            if not stage.proved:
                return
        if not found.proved:
            return


def check_the_conflict_is_one(scenario: Scenario, result: Result, seed: int) -> None:
    """The rules that the conflict names leave no plan even when all others are switched off."""
    named = {conflict.rule for conflict in result.conflicts}
    assert named, f"toy {seed} is impossible and nothing says why"
    assert named <= set(RULE_NAMES) - set(scenario.policy.rules_off)
    alone = scenario.policy.model_copy(update={"rules_off": tuple(name for name in RULE_NAMES if name not in named)})
    try:
        left = solve_by_trying(Book(scenario.model_copy(update={"policy": alone})), MOST_PLANS)
    except TooMany:
        return
    assert left is None, (seed, named)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_solver_and_oracle_agree_on_every_tier(shard: int) -> None:
    for seed in range(shard, TOYS, SHARDS):
        scenario, truth = toy_and_truth(seed)
        book = Book(scenario)
        result = solve(book, options(60))
        if truth is None:
            assert result.outcome is Outcome.IMPOSSIBLE, seed
            check_the_conflict_is_one(scenario, result, seed)
            continue
        assert result.outcome is Outcome.PROVED_BEST, (seed, result)
        assert [told(tier) for tier in result.tiers] == [meant(tier) for tier in truth.tiers], seed
        assert all(tier.bound == tier.value for tier in result.tiers), seed
        plan = result.plan
        assert plan is not None
        assert verify(book, plan) == [], seed
        assert list(measures(book, plan).values()) == [tier.final for tier in result.tiers], seed
        for tier, found in zip(book.policy.tiers, result.tiers, strict=True):
            assert found.final is not None
            worse = (found.final - found.value) * (1 if tier_sense(tier) == "min" else -1)
            assert worse <= give_up(tier, found.value, tier_scale(tier)), (seed, found)


@pytest.mark.parametrize("shard", range(6))
def test_a_bound_is_true_however_early_the_search_is_cut_short(shard: int) -> None:
    for number in range(shard, 90, 6):
        scenario, truth = toy_and_truth(3 + 4 * number)
        book = Book(scenario)
        for effort in (1e-5, 1e-3):
            result = solve(book, options(effort))
            if truth is None:
                assert result.outcome in (Outcome.IMPOSSIBLE, Outcome.NOTHING_FOUND)
            else:
                assert result.outcome is not Outcome.IMPOSSIBLE
                check_nothing_is_beyond_the_truth(book, result, truth)


@pytest.mark.parametrize("shard", range(7))
def test_the_search_for_large_books_is_as_honest_on_small_ones(shard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "SMALL_CELLS", -1)
    for number in range(shard, 84, 7):
        scenario, truth = toy_and_truth(1 + 4 * number)
        book = Book(scenario)
        result = solve(book, options(0.5))
        if truth is None:
            assert result.outcome in (Outcome.IMPOSSIBLE, Outcome.NOTHING_FOUND)
        else:
            assert result.outcome is not Outcome.IMPOSSIBLE
            check_nothing_is_beyond_the_truth(book, result, truth)


def test_a_gap_that_is_good_enough_is_not_told_as_a_proof() -> None:
    for seed in range(42):
        scenario, truth = toy_and_truth(seed)
        if truth is not None:
            book = Book(scenario)
            result = solve(book, Options(seconds=60, gap=0.9, seed=1, workers=1, deterministic=True))
            check_nothing_is_beyond_the_truth(book, result, truth)


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_every_rule_changes_what_is_true_of_some_toy(rule: str) -> None:
    for seed in range(RULE_NAMES.index(rule), TOYS, len(RULE_NAMES)):
        if is_off(seed):
            continue
        scenario, truth = toy_and_truth(seed)
        without = scenario.policy.model_copy(update={"rules_off": (rule,)})
        try:
            freed = solve_by_trying(Book(scenario.model_copy(update={"policy": without})), MOST_PLANS)
        except TooMany:
            continue
        assert freed is not None or truth is None, "a rule less cannot make a scenario impossible"
        if freed is not None and (truth is None or freed.tiers != truth.tiers):
            return
    raise AssertionError(f"the toys about {rule} do not notice it")


def test_the_toys_are_about_every_rule_and_every_goal() -> None:
    seeds = range(TOYS)
    for name in RULE_NAMES:
        about = [seed for seed in seeds if rule_of(seed) == name]
        assert len([seed for seed in about if is_off(seed)]) >= 5
        assert len([seed for seed in about if not is_off(seed)]) >= 15
    goals = {goal for seed in range(40) for tier in a_toy(seed).policy.tiers for goal in tier.weights}
    assert goals == set(GOALS)
    assert {rule.name for rule in RULES} == set(RULE_NAMES)
