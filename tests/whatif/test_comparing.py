"""Scenarios side by side: differences are those of two checked plans, and nothing changes where nothing changed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.book import Book
from engine.domain.policy import ChangeBudget
from engine.domain.work import Allocation
from engine.outcome import Options, Outcome
from engine.report import Ledger, kpis, plan_document
from engine.rules.change_budget import changes_of
from engine.search import solve
from engine.whatif import Named, Trials, change_curve, compare, published, slip_report
from engine.whatif.vary import varied
from tests.build import DAY, day
from tests.oracle import solve_by_trying
from tests.whatif.worlds import MOST, a_world, trials

HUNDRED = settings(max_examples=100, deadline=None, derandomize=True, database=None)
SEEDS = st.integers(0, 10**6)


@HUNDRED
@given(SEEDS)
def test_a_slip_of_no_weeks_changes_nothing_and_a_slip_and_back_is_the_base(seed: int) -> None:
    scenario = a_world(seed).scenario()
    still = varied(scenario, {"slip": {"project": "site", "weeks": 0}})
    back = varied(
        varied(scenario, {"slip": {"project": "site", "weeks": 1}}), {"slip": {"project": "site", "weeks": -1}}
    )
    assert still.hash == back.hash == scenario.hash
    found = compare(Named("base", scenario), [Named("still", still), Named("back", back)], trials())
    for difference in found.differences:
        assert difference.same
        assert all(tier.change == tier.least == tier.most == 0 and not tier.undecided for tier in difference.tiers)
        assert not any(figure.change for figure in difference.figures)
        assert difference.projects == ()
        assert difference.people == ()
    assert all(not value for value in flat(found - found))


def flat(difference: object) -> list[object]:
    """The leaves of a difference."""
    if isinstance(difference, dict):
        return [leaf for value in difference.values() for leaf in flat(value)]
    return [difference]


@HUNDRED
@given(SEEDS)
def test_differences_are_those_of_two_checked_plans_and_the_truth_lies_in_the_interval(seed: int) -> None:
    world = a_world(seed)
    scenario, other = world.scenario(), world.with_work("shop", status="confirmed").scenario()
    workshop = trials()
    found = compare(Named("base", scenario), [Named("won", other)], workshop)
    one, two = workshop.one(scenario), workshop.one(other)
    assert one.plan is not None
    assert two.plan is not None
    before, after = kpis(Ledger(Book(scenario), one.plan)), kpis(Ledger(Book(other), two.plan))
    for change in found.differences[0].figures:
        if change.figure != "fairness_range":
            assert change.before == getattr(before, change.figure)
            assert change.after == getattr(after, change.figure)
            assert change.change is None or change.change == change.after - change.before  # type: ignore[operator]
    truths = world.truth(), world.with_work("shop", status="confirmed").truth()
    assert truths[0] is not None
    assert truths[1] is not None
    tier = found.differences[0].tiers[0]
    assert tier.least <= truths[1].tiers[0].value - truths[0].tiers[0].value <= tier.most


def test_a_difference_smaller_than_the_gaps_is_undecided() -> None:
    world = a_world(3)
    hurried = Trials(Options(seconds=1e-9, workers=1, deterministic=True))
    found = compare(Named("base", world.scenario()), [Named("less", world.without("shop").scenario())], hurried)
    for tier in found.differences[0].tiers if found.differences else ():
        assert tier.least <= tier.change <= tier.most


def test_two_processes_say_the_same_as_one_and_an_impossible_column_says_why() -> None:
    world = a_world(1)
    hopeless = world.with_work("shop", status="confirmed", must=True, days=9, last=1, first=0)
    others = [Named("hopeless", hopeless.scenario()), Named("fewer", world.without("shop").scenario())]
    alone = compare(Named("base", world.scenario()), others, trials())
    side_by_side = compare(Named("base", world.scenario()), others, trials(2))
    assert alone == side_by_side
    assert alone.columns[0].outcome is Outcome.IMPOSSIBLE
    assert "cannot all hold together" in alone.columns[0].reason
    assert json.loads(json.dumps(alone.as_json()))["columns"][0]["figures"] == {}


@HUNDRED
@given(SEEDS)
def test_every_point_of_the_curve_of_changes_is_the_best_with_so_many(seed: int) -> None:
    world = a_world(seed)
    scenario = world.scenario(("billable",))
    promised = Allocation(
        demand="site/make/work",
        person=world.people[seed % len(world.people)][0],
        start=day(world.works[0].first),
        end=day(world.works[0].first),
        minutes_per_day=DAY,
        status="published",
    )
    scenario = scenario.model_copy(update={"allocations": (promised,)})
    answer = change_curve(scenario, trials(), [0, 1, 2])
    values = []
    for point in answer.points:
        policy = scenario.policy.model_copy(update={"change_budget": ChangeBudget(changes=point.key)})
        truth = solve_by_trying(Book(scenario.model_copy(update={"policy": policy})), MOST)
        if truth is None:
            assert point.outcome is Outcome.IMPOSSIBLE
            continue
        assert point.value == point.bound == truth.tiers[0].value / 100
        assert point.changes is not None
        assert point.changes <= point.key
        values.append(point.value)
    assert values == sorted(values)


def test_ana_is_ill_and_no_more_moves_than_must() -> None:
    world = a_world(5).without("shop")
    scenario = world.scenario(("delivered", "steady"))
    first = solve(scenario, Options(seconds=30, workers=1, deterministic=True))
    assert first.plan is not None
    document = plan_document(Book(scenario), first, name="small", versions={})
    replan = published(document, scenario, scenario)
    again = solve(replan.scenario, Options(seconds=30, workers=1, deterministic=True), hint=replan.plan)
    assert again.plan is not None
    assert changes_of(Book(replan.scenario), again.plan) == set()
    fewer = varied(scenario, {"leave": {"person": "ana", "first": "2027-01-04", "last": "2027-01-15"}})
    told = published(document, scenario, fewer)
    assert Book(told.scenario).published == first.plan.minutes


@HUNDRED
@given(SEEDS)
def test_a_slip_report_frees_and_burdens_by_the_same_hours(seed: int) -> None:
    scenario = a_world(seed).scenario()
    none = slip_report(scenario, "site", 0, trials())
    assert none.freed == none.clashes == ()
    assert none.beyond_minutes == 0
    assert none.comparison.differences[0].same
    one = slip_report(scenario, "site", 1, trials())
    plan = trials().one(scenario).plan
    assert plan is not None
    worked = sum(minutes for (demand, _, _), minutes in plan.minutes.items() if demand.startswith("site/"))
    assert sum(each.minutes for each in one.freed) == worked
