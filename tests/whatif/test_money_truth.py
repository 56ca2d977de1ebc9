"""Every commercial answer equals what trying all plans says, on worlds small enough to try them."""

from itertools import combinations, product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.outcome import Outcome
from engine.whatif import (
    earliest_finish,
    earliest_start,
    expectation,
    frontier,
    lowest_fee,
    newcomer,
    portfolio,
    value_of_hires,
    value_of_training,
)
from tests.whatif.worlds import SKILLS, World, a_world, reached, trials

SEEDS = st.integers(0, 10**6)
HUNDRED = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@HUNDRED
@given(SEEDS)
def test_the_earliest_start_is_the_earliest_and_every_week_before_fails(seed: int) -> None:
    world = a_world(seed)
    shop = next(work for work in world.works if work.id == "shop")
    answer = earliest_start(world.scenario(), "shop", trials(), every=True)
    limit = world.without("shop").truth(("delivered",))
    assert limit is not None
    assert answer.reference == limit.tiers[0].value
    weeks = range((13 - shop.last) // 7 + 1)
    assert [week.weeks for week in answer.weeks] == list(weeks)
    for week in answer.weeks:
        moved = world.with_work(
            "shop", first=shop.first + 7 * week.weeks, last=shop.last + 7 * week.weeks, status="confirmed", must=True
        )
        truth = moved.truth(("delivered",))
        if truth is None:
            assert week.verdict == "impossible", (seed, week)
        else:
            fits = truth.tiers[0].value <= limit.tiers[0].value
            assert week.verdict == ("possible" if fits else "costs_others"), (seed, week)
            assert bool(week.reason) != fits
    possible = [week.week for week in answer.weeks if week.verdict == "possible"]
    assert answer.earliest == (possible[0] if possible else None)
    assert answer.proved


@HUNDRED
@given(SEEDS)
def test_the_earliest_finish_is_the_earliest_deadline_that_can_be_met(seed: int) -> None:
    world = a_world(seed)
    shop = next(work for work in world.works if work.id == "shop")
    world = world.with_work("shop", last=shop.last + 7)
    answer = earliest_finish(world.scenario(), "shop", trials(), every=True)
    limit = world.without("shop").truth(("delivered",))
    assert limit is not None
    assert [week.weeks for week in answer.weeks] == list(range(-((shop.last + 7 - shop.first) // 7), 1))
    for week in answer.weeks:
        due = world.with_work("shop", status="confirmed", must=True, deadline=shop.last + 7 + 7 * week.weeks)
        truth = due.truth(("delivered",))
        fits = truth is not None and truth.tiers[0].value <= limit.tiers[0].value
        assert (week.verdict == "possible") == fits, (seed, week)
        assert week.verdict != "undecided"


@HUNDRED
@given(SEEDS)
def test_more_capacity_never_makes_a_pitch_later(seed: int) -> None:
    world = a_world(seed)
    more = World((*world.people, ("cem", SKILLS, 30)), world.works, world.weeks)
    # What may be left undone is held at what it was, or a larger team would also be asked for more.
    before = earliest_start(world.scenario(), "shop", trials())
    after = earliest_start(more.scenario(), "shop", trials(), allow=(before.reference or 0))
    if before.earliest is not None:
        assert after.earliest is not None
        assert after.earliest <= before.earliest


@HUNDRED
@given(SEEDS)
def test_the_value_of_a_hire_is_the_difference_of_two_best_plans(seed: int) -> None:
    world = a_world(seed)
    scenario = world.scenario()
    skill = SKILLS[seed % 2]
    person = newcomer(scenario, scenario.people[0], skill, 3)
    answer = value_of_hires(scenario, [person], trials())
    before = reached(world.truth())
    after = reached(World((*world.people, ("newcomer", (skill,), 0)), world.works).truth())
    assert before is not None
    assert after is not None
    value = answer.values[0]
    assert value.gain is not None
    assert value.net is not None
    assert (value.gain.shortfall, value.gain.margin) == (after[0] - before[0], pytest.approx(after[1] - before[1]))
    assert value.gain.least == pytest.approx(value.gain.most)
    assert value.cost == 80 * 100 * world.people[0][2]
    assert value.net == pytest.approx(value.gain.margin - value.cost)
    # Before salary nobody makes the book worse: promises first, then money.
    assert (after[0], -after[1]) <= (before[0], -before[1])


@HUNDRED
@given(SEEDS)
def test_the_value_of_training_is_the_difference_of_two_best_plans(seed: int) -> None:
    world = a_world(seed)
    name, skills, cost = world.people[0]
    skill = next((skill for skill in SKILLS if skill not in skills), None)
    if skill is None:
        return
    answer = value_of_training(world.scenario(), [(name, skill, 3)], trials(), cost=5000)
    before = reached(world.truth())
    after = reached(World(((name, SKILLS, cost), *world.people[1:]), world.works).truth())
    assert before is not None
    assert after is not None
    value = answer.values[0]
    assert value.gain is not None
    assert value.net is not None
    assert (value.gain.shortfall, value.gain.margin) == (after[0] - before[0], pytest.approx(after[1] - before[1]))
    assert value.net == pytest.approx(value.gain.margin - 5000)


@HUNDRED
@given(SEEDS)
def test_at_the_lowest_fee_both_books_are_worth_the_same(seed: int) -> None:
    world = a_world(seed)
    answer = lowest_fee(world.scenario(), "shop", trials())
    taken = world.with_work("shop", status="confirmed", must=True, fee=0).truth()
    before, after = reached(world.without("shop").truth()), reached(taken)
    assert before is not None
    if after is None:
        assert answer.outcome is Outcome.IMPOSSIBLE
        assert answer.fee is None
        assert answer.reason
        return
    assert answer.fee == max(0, ceil(before[1] - after[1]))
    assert answer.least == answer.fee == answer.safe
    assert answer.shortfall == after[0] - before[0]


@HUNDRED
@given(SEEDS)
def test_the_best_portfolio_is_the_best_of_all_sets(seed: int) -> None:
    world = a_world(seed, pitches=2)
    answer = portfolio(world.scenario(), trials())
    bare = reached(world.without("shop", "lab").truth())
    assert bare is not None
    margins = {}
    for size in (0, 1, 2):
        for chosen in combinations(("shop", "lab"), size):
            some = world.without(*{"shop", "lab"} - set(chosen))
            for id in chosen:
                some = some.with_work(id, status="confirmed", must=True)
            found = reached(some.truth())
            if found is not None and found[0] <= bare[0]:
                margins[chosen] = found[1]
    assert answer.exact
    assert margins[answer.best] == pytest.approx(max(margins.values()))
    assert {bid.projects for bid in answer.bids if bid.can} == set(margins)


@HUNDRED
@given(SEEDS)
def test_what_to_expect_is_the_weighted_mean_of_all_outcomes(seed: int) -> None:
    world = a_world(seed, pitches=2)
    answer = expectation(world.scenario(), trials())
    chances = {work.id: work.probability / 100 for work in world.works if work.status == "tentative"}
    margin = shortfall = 0.0
    for wins in product((True, False), repeat=2):
        weight, some = 1.0, world
        for id, won in zip(("shop", "lab"), wins, strict=True):
            weight *= chances[id] if won else 1 - chances[id]
            some = some.with_work(id, status="confirmed") if won else some.without(id)
        found = reached(some.truth())
        assert found is not None
        margin, shortfall = margin + weight * found[1], shortfall + weight * found[0]
    assert answer.exact
    assert answer.without_plan == 0
    assert answer.margin == pytest.approx(margin)
    assert answer.margin_bound == pytest.approx(margin)
    assert answer.shortfall == pytest.approx(shortfall)


@HUNDRED
@given(SEEDS)
def test_every_point_of_the_frontier_is_the_best_at_its_band(seed: int) -> None:
    world = a_world(seed)
    world = World(world.people, world.works, policy={"fairness": {"cohort": "everyone"}})
    bands = [0, 100, 200]
    answer = frontier(world.scenario(), trials(), bands)
    assert [point.key for point in answer.points] == bands
    for point in answer.points:
        banded = World(world.people, world.works, policy={"fairness": {"cohort": "everyone", "band": point.key}})
        truth = banded.truth(("delivered", "billable"))
        assert truth is not None
        assert point.proved
        assert point.value == point.bound == truth.tiers[1].value / 100


@HUNDRED
@given(SEEDS)
def test_the_frontier_against_margin_keeps_what_it_says(seed: int) -> None:
    world = a_world(seed)
    answer = frontier(world.scenario(), trials(), [1000, 500], against="margin")
    for point in answer.points:
        tiers = [{"goal": "delivered"}, {"goal": "margin", "give_up_per_mille": 1000 - point.key}, {"goal": "billable"}]
        same = World(world.people, world.works, policy={"tiers": tiers})
        truth = same.truth()
        assert truth is not None
        assert point.value == point.bound == truth.tiers[2].value / 100


def test_a_pitch_without_the_gates_it_needs_when_won_says_what_to_add() -> None:
    scenario = a_world(3).scenario()
    scenario = scenario.model_copy(
        update={
            "policy": scenario.policy.model_copy(update={"quality_gates": ("setup", "qa")}),
            "projects": tuple(
                each.model_copy(update={"quality_gates": ()}) if each.status == "confirmed" else each
                for each in scenario.projects
            ),
        }
    )
    told = (
        "it cannot be won as it is written: project `shop` has no phase of kind `setup` or `qa`, which the quality "
        "gates ask for; add them, or set the project's own `quality_gates`"
    )
    bid = next(bid for bid in portfolio(scenario, trials()).bids if bid.projects)
    assert (bid.can, bid.reason) == (False, told)
    outcome = next(each for each in expectation(scenario, trials()).outcomes if each.projects)
    assert (outcome.worth.margin, outcome.worth.reason) == (None, told)
