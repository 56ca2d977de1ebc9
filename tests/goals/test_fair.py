"""Ease the one who carries most, then the next; and lift the one who carries least."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.goals import Fair, FairLevel, fairer
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario
from tests.stories import solved

EASED, FLAT = [2, 2, 5, 5, 5, 5], [2, 3, 3, 3, 3, 10]
vectors = st.lists(st.integers(-1000, 3000), min_size=1, max_size=7)


def test_as_burden_the_vector_with_the_lower_top_is_fairer() -> None:
    assert fairer(EASED, FLAT)
    assert not fairer(FLAT, EASED)


def test_as_benefit_it_is_the_other_way_round() -> None:
    assert fairer(FLAT, EASED, burden=False)
    assert not fairer(EASED, FLAT, burden=False)


def test_nothing_is_fairer_than_itself() -> None:
    assert not fairer(FLAT, FLAT)
    assert not fairer(FLAT, FLAT, burden=False)


@given(vectors, vectors, st.randoms(use_true_random=False), st.booleans())
def test_it_does_not_matter_who_carries_what(one: list[int], other: list[int], random: object, burden: bool) -> None:
    shuffled, mixed = list(one), list(other)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert fairer(one, other, burden=burden) == fairer(shuffled, mixed, burden=burden)
    assert not fairer(one, shuffled, burden=burden)


@given(vectors, vectors)
def test_of_two_at_most_one_is_fairer(one: list[int], other: list[int]) -> None:
    assert not (fairer(one, other) and fairer(other, one))
    if len(one) == len(other) and sorted(one) != sorted(other):
        assert fairer(one, other) or fairer(other, one)


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=7), st.data())
def test_taking_from_the_more_loaded_and_giving_to_the_less_loaded_is_never_worse(
    burdens: list[int], data: st.DataObject
) -> None:
    """Pigou-Dalton: a transfer that does not turn the two around makes both orders at least as fair."""
    rich, poor = data.draw(st.permutations(range(len(burdens))))[:2]
    if burdens[rich] < burdens[poor]:
        rich, poor = poor, rich
    amount = data.draw(st.integers(0, burdens[rich] - burdens[poor]))
    after = list(burdens)
    after[rich] -= amount
    after[poor] += amount
    for burden in (True, False):
        assert not fairer(burdens, after, burden=burden)
        if 0 < amount < burdens[rich] - burdens[poor]:
            assert fairer(after, burdens, burden=burden)


# -- levels, on plans ---------------------------------------------------------------------------------


def a_studio(hours: list[float], **fields: object) -> tuple[object, object]:
    """A book of people with these hours planned, and its plan."""
    names = [f"p{number}" for number in range(len(hours))]
    book = a_book(
        [a_person(name) for name in names], [a_project("site", a_demand("pages", hours=400))], weeks=1, **fields
    )
    return book, a_plan(book, *(("site/work/pages", name, 0, 0, n) for name, n in zip(names, hours, strict=True) if n))


def test_a_level_is_the_sum_of_so_many_of_the_most_or_least_loaded() -> None:
    book, plan = a_studio([2, 8, 4, 6])
    burdens = [50, 200, 100, 150]
    assert [FairLevel(k, most=True).measure(book, plan) for k in (1, 2, 3, 4)] == [200, 350, 450, 500]
    assert [FairLevel(k, most=False).measure(book, plan) for k in (1, 2, 3, 4)] == [50, 150, 300, 500]
    assert Fair().measure(book, plan) == max(burdens)


def test_levels_go_as_deep_as_policy_says_and_no_deeper_than_the_largest_cohort() -> None:
    three = a_book([a_person("ana"), a_person("ben"), a_person("cem")])
    assert [level.name for level in Fair().levels(three)] == ["1 most loaded", "2 most loaded", "3 most loaded"]
    two = a_book([a_person("ana"), a_person("ben"), a_person("cem")], policy={"fairness": {"levels": 2}})
    assert [(level.k, level.most) for level in Fair().levels(two)] == [(1, True), (2, True), (1, False), (2, False)]


def test_where_nobody_is_compared_there_is_still_a_plan() -> None:
    scenario = a_scenario(
        [a_person("con", kind="contractor")], policy={"tiers": ({"goal": "fair"}, {"goal": "delivered"})}
    )
    assert [tier.value for tier in solved(scenario).tiers] == [0, 0]


def a_shared_job(order: tuple[str, ...], levels: int) -> object:
    """Ana alone can do eight hours of it; twelve hours are anybody's. Ben has carried more before."""
    people = {
        "ana": a_person("ana"),
        "ben": a_person("ben", carried_over=100),
        "cem": a_person("cem"),
    }
    own = a_demand("own", hours=8, allowed_people=("ana",), must=True)
    shared = a_demand("shared", hours=12, must=True)
    policy = {"tiers": ({"goal": "fair"},), "fairness": {"levels": levels}}
    return a_scenario(
        [people[name] for name in order],
        [a_project("site", own, shared)],
        weeks=1,
        policy=policy,
        horizon={"quantum": 60},
    )


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_the_order_in_which_people_are_listed_changes_nothing(levels: int) -> None:
    values = set()
    for order in permutations(("ana", "ben", "cem")):
        tier = solved(a_shared_job(order, levels)).tiers[0]
        values.add((tier.value, tuple(stage.value for stage in tier.stages)))
    assert len(values) == 1


def test_the_most_loaded_first_and_then_the_next() -> None:
    scenario = a_shared_job(("ana", "ben", "cem"), 3)
    plan = solved(scenario).plan
    assert plan is not None
    assert plan.by_person == {"ana": 480, "ben": 4 * 60, "cem": 8 * 60}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=3), st.integers(1, 3))
def test_no_plan_of_a_toy_is_fairer_than_the_solvers(own: list[int], shared: int) -> None:
    """Everybody has their own hours; some hours are shared. Filling up from below is the leximax optimum."""
    people = [a_person(f"p{number}") for number in range(len(own))]
    demands = [
        a_demand(f"own{number}", hours=hours, allowed_people=(f"p{number}",), must=True)
        for number, hours in enumerate(own)
        if hours
    ]
    demands.append(a_demand("shared", hours=shared, must=True))
    policy = {"tiers": ({"goal": "fair"},), "fairness": {"levels": len(own)}}
    scenario = a_scenario(
        people, [a_project("site", *demands)], weeks=1, policy=policy, horizon={"quantum": 60, "daily_weeks": 0}
    )
    plan = solved(scenario).plan
    assert plan is not None
    level = list(own)
    for _ in range(shared):
        level[level.index(min(level))] += 1
    assert sorted(plan.by_person.get(person.id, 0) for person in people) == sorted(60 * hours for hours in level)
