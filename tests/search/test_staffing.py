"""Staffing by flow dives: plans that the checker accepts, bounds that no plan is beyond, the same plan every time."""

import json
import time
from copy import copy
from functools import lru_cache
from threading import Event, Timer

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
import engine.search.staffing.search as staffing
from benchmarks.instances import agency
from engine.compile import plan_axes, plan_grid
from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.domain.work import Allocation, Crew
from engine.goals import GOALS, FairLevel
from engine.outcome import Options, Outcome, Result
from engine.plan import Plan
from engine.search import solve, solving
from engine.search.relax import Relaxation
from engine.search.staffing.dealer import Dealer, Ledger
from engine.search.staffing.exact import Prover
from engine.search.staffing.job import Work
from engine.search.staffing.ladder import Ladder
from engine.search.staffing.lines import Line
from engine.search.staffing.local import Local
from engine.search.staffing.standing import Standing
from engine.search.staffing.suits import suits
from engine.search.staffing.terms import Frame
from engine.verify import measures, verify
from tests.oracle import TooMany, solve_by_trying
from tests.test_oracle import check_nothing_is_beyond_the_truth
from tests.toys import a_toy


def scenario_of(set_name: str, people: int, seed: int = 1) -> Scenario:
    return engine.load_data(agency.document(set_name, people, seed)).scenario


def simple(scenario: Scenario) -> Scenario:
    """What is left of a toy when all is taken out of it that dives do not know."""
    fairness = scenario.policy.fairness.model_copy(update={"band": None})
    projects = []
    for project in scenario.projects:
        phases = []
        for phase in project.phases:
            demands = tuple(
                demand.model_copy(update={"must": False, "with_": (), "crew": Crew(max=demand.crew.max)})
                for demand in phase.demands
                if demand.mode == "effort"
            )
            if demands:
                phases.append(phase.model_copy(update={"demands": demands}))
        if phases:
            projects.append(project.model_copy(update={"phases": tuple(phases), "budget": None}))
    left = {
        f"{project.id}/{phase.id}/{demand.id}"
        for project in projects
        for phase in project.phases
        for demand in phase.demands
    }
    return scenario.model_copy(
        update={
            "allocations": tuple(row for row in scenario.allocations if row.status == "pinned" and row.demand in left),
            "policy": scenario.policy.model_copy(update={"fairness": fairness}),
            "projects": tuple(projects),
            "horizon": scenario.horizon.model_copy(update={"today": None}),
        }
    )


def quickly(seconds: float, **more: object) -> Options:
    return Options(seconds=seconds, workers=1, deterministic=True, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("shard", range(6))
def test_dives_are_never_beyond_the_truth_and_nearly_always_reach_it(
    shard: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "SMALL_PAIRS", -1)
    tried, reached = 0, 0
    for seed in range(shard, 300, 6):
        try:
            book = Book(simple(a_toy(seed)))
            if not suits(book):
                continue
            truth = solve_by_trying(book, 700)
        except (KeyError, ValueError, TooMany):
            continue  # what was taken out was referred to, or what is left is too large to try
        if truth is None:
            continue
        result = solve(book, quickly(0.5))
        assert result.plan is not None, seed
        assert verify(book, result.plan) == [], seed
        check_nothing_is_beyond_the_truth(book, result, truth)
        tried += 1
        reached += result.tiers[0].value == truth.tiers[0].value
    assert tried >= 12
    assert reached >= tried - 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("set_name", ["basic", "full", "flexible", "fair"])
def test_an_agency_is_staffed_by_all_its_rules(set_name: str, seed: int) -> None:
    book = Book(scenario_of(set_name, 12, seed))
    assert suits(book)
    result = solve(book, quickly(2))
    assert result.plan is not None
    assert verify(book, result.plan) == []
    assert list(measures(book, result.plan).values()) == [tier.final for tier in result.tiers]
    assert result.plan.minutes


def test_the_same_seed_gives_the_same_plan() -> None:
    book = Book(scenario_of("full", 12))
    plans = []
    for _ in range(2):
        result = solve(book, quickly(1))
        assert result.plan is not None
        plans.append(json.dumps([[*work, minutes] for work, minutes in result.plan.minutes.items()]))
    assert plans[0] == plans[1]


def by_workers(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, stop: Event | None = None, seconds: float = 6
) -> Result:
    """Solved by two processes, at two tables: no core is kept for a proof."""
    monkeypatch.setattr(staffing, "MOST_ARCS", 0)
    return solve(scenario, Options(seconds=seconds, workers=2), stop=stop)


@pytest.mark.parametrize("shared", [True, False], ids=["that see the whole plan", "that see their own people"])
def test_workers_at_two_tables_make_one_plan(shared: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = scenario_of("full", 12)
    if not shared:
        monkeypatch.setattr(staffing, "SHARED_ARCS", 0)
    result = by_workers(scenario, monkeypatch)
    assert result.plan is not None
    assert verify(Book(scenario), result.plan) == []
    alone = solve(scenario, quickly(0.1))
    assert alone.tiers[0].bound == result.tiers[0].bound


def test_a_first_plan_is_made_even_where_there_is_no_time_left() -> None:
    result = solve(scenario_of("basic", 12), Options(seconds=1e-6, workers=1))
    assert result.plan is not None


def test_a_stop_is_heard_while_workers_are_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()
    Timer(4.0, stop.set).start()
    began = time.monotonic()
    result = by_workers(scenario_of("basic", 12), monkeypatch, stop, seconds=3000)
    assert time.monotonic() - began < 600
    assert result.outcome in (Outcome.BEST_SO_FAR, Outcome.PROVED_BEST, Outcome.NOTHING_FOUND)


@lru_cache(maxsize=1)
def a_dealer_with_a_plan() -> tuple[Dealer, np.ndarray]:
    """Somebody who has dealt a full agency to one table and taken back a first plan; and who may work on what."""
    axes, pairs, room = plan_axes(Book(scenario_of("full", 12)))
    dealer = Dealer(axes, pairs, room, Frame.of(axes, room), 1)
    whole = dealer.seat(dealer.deal(1)[0])
    worth = np.array([demand.chance for demand in axes.demands])[whole.terms.demand]
    local = Local(Standing.of(whole.terms, whole.quanta), [worth], [], whole.scope, None, 1, lambda pieces: True)
    local.construct()
    dealer.take(whole, Work.of(local.standing.quanta))
    return dealer, pairs


@settings(max_examples=25, deadline=None)
@given(tables=st.integers(1, 5))
def test_tables_that_share_arcs_add_no_more_than_is_missing(tables: int) -> None:
    dealer = copy(a_dealer_with_a_plan()[0])
    dealer.gather()
    assert dealer.shared is not None
    stands = Standing.of(dealer.shared.terms, dealer.shared.quanta)
    scopes, able = dealer.deal(tables), dealer.pairs.any(axis=1)
    added = sum(scope.asked - stands.of_demand for scope in scopes)
    assert (added[able] == (dealer.frame.asked - stands.of_demand)[able]).all()
    assert (sum(scope.crew - stands.crew for scope in scopes)[able] == (dealer.frame.crew - stands.crew)[able]).all()
    arcs = sum(scope.arcs_in(dealer.shared.terms).astype(int) for scope in scopes)
    assert (arcs == 1).all()


@settings(max_examples=25, deadline=None)
@given(tables=st.integers(1, 5))
def test_what_is_dealt_adds_up_to_what_there_is(tables: int) -> None:
    dealer, pairs = a_dealer_with_a_plan()
    frame, able = dealer.frame, pairs.any(axis=1)
    scopes = dealer.deal(tables)
    assert (sum(scope.asked for scope in scopes)[able] == frame.asked[able]).all()
    assert (sum(scope.crew for scope in scopes)[able] == frame.crew[able]).all()
    assert (sum(scope.group_most for scope in scopes) == frame.group_most).all()
    assert sorted(np.concatenate([scope.people for scope in scopes]).tolist()) == list(range(frame.people))
    stands = sum(int(dealer.seat(scope).quanta.sum()) for scope in scopes)
    assert stands == dealer.ledger.quanta.sum() > 0


def test_whoever_reads_the_ledger_is_not_disturbed_by_what_is_written_meanwhile() -> None:
    # One thread seats a table while another writes down what came of the one before it.
    empty = Ledger(people=2, days=7)
    mine, hers = (np.array([person]) for person in (0, 1))
    before = empty.put(hers, empty.key(np.array([3]), hers, np.array([0])), np.array([5]))
    after = before.put(mine, before.key(np.array([1, 2]), np.array([0, 0]), np.array([0, 0])), np.array([4, 0]))
    key = before.key(np.array([3]), hers, np.array([0]))
    assert before.quanta.tolist() == [5]
    assert after.quanta.tolist() == [4, 5]
    assert before.at(key).tolist() == after.at(key).tolist() == [5]
    assert after.put(hers, key[:0], key[:0]).quanta.tolist() == [4]


@pytest.mark.parametrize("set_name", ["basic", "full"])
@pytest.mark.parametrize("goal", ["delivered", "billable", "revenue"])
def test_the_ladder_is_no_looser_than_the_network_of_all_pairs(set_name: str, goal: str) -> None:
    book = Book(scenario_of(set_name, 12))
    axes, pairs, room = plan_axes(book)
    of = GOALS[goal]
    sign = 1 if of.sense == "min" else -1
    ladder = Ladder(axes, pairs, room, Frame.of(axes, room)).bound([(1, of)], of.sense)
    network = Relaxation(plan_grid(book)).bound([(1, of)], of.sense)
    result = solve(book, quickly(0.5))
    assert ladder is not None
    assert network is not None
    assert result.plan is not None
    assert sign * network <= sign * ladder <= sign * of.measure(book, result.plan)


def test_branch_and_bound_is_never_beyond_the_truth() -> None:
    tried, tight = 0, 0
    for seed in range(200):
        try:
            book = Book(simple(a_toy(seed)))
            line = Line.of(0, book.policy.tiers[0])
            if not suits(book) or any(not phase.fixed for phase in book.phases.values()):
                continue
            truth = solve_by_trying(book, 700)
        except (KeyError, ValueError, TooMany):
            continue
        axes, pairs, room = plan_axes(book)
        frame = Frame.of(axes, room)
        if truth is None or frame.even.any() or not pairs.any():
            continue
        dealer = Dealer(axes, pairs, room, frame, 1)
        table = dealer.seat(dealer.deal(1)[0])
        worth = line.worth(table.grid)[table.terms.cell]
        prover = Prover(table.terms, worth, [], table.quanta, 10, 1)
        prover.join()
        assert prover.bound is not None
        constant = sum(factor * (goal.worth_by_demand(book) or (0,))[0] for factor, goal in line.parts)
        bound = constant + line.sign * prover.bound * book.quantum
        assert line.sign * bound >= line.sign * truth.tiers[0].value, seed
        tried += 1
        tight += bound == truth.tiers[0].value
    assert tried >= 30
    assert tight >= tried * 2 // 3, "the program leaves out little"


def test_beside_dives_branch_and_bound_proves_a_studio_best() -> None:
    book = Book(scenario_of("basic", 12))
    result = solve(book, Options(seconds=20, workers=2))
    assert result.plan is not None
    tier = result.tiers[0]
    axes, pairs, room = plan_axes(book)
    ladder = Ladder(axes, pairs, room, Frame.of(axes, room)).bound([(1, GOALS["revenue"])], "max")
    assert ladder is not None
    assert tier.value <= tier.bound <= ladder


def changed(scenario: Scenario, **policy: object) -> Scenario:
    return scenario.model_copy(update={"policy": scenario.policy.model_copy(update=policy)})


def test_what_dives_do_not_know_they_leave_alone() -> None:
    scenario = scenario_of("basic", 12)
    assert suits(Book(scenario))
    demand = next(iter(Book(scenario).demands))
    person = next(iter(Book(scenario).able[demand]))
    first = scenario.horizon.first
    pinned = Allocation(demand=demand, person=person, start=first, end=first, minutes_per_day=60, status="pinned")
    assert not suits(Book(scenario.model_copy(update={"allocations": (pinned,)})))
    assert not suits(Book(changed(scenario, fairness=scenario.policy.fairness.model_copy(update={"band": 100}))))
    assert not suits(Book(changed(scenario, rules_off=("effort",))))
    twice = Book(scenario_of("full", 12))
    assert suits(twice)
    twice.__dict__["crew_groups"] = (*twice.crew_groups, twice.crew_groups[0])
    assert not suits(twice), "a demand is in two groups"
    harbour = engine.load("scenarios/harbour/base.yaml").scenario
    assert not suits(Book(harbour))


def test_the_most_loaded_are_bounded_by_what_earlier_tiers_ask_of_everybody() -> None:
    """Revenue must be kept, so somebody has to do the work: the average of a cohort is more than nothing."""
    book = Book(scenario_of("fair", 12))
    result = solve(book, quickly(0.5))
    stages = result.tiers[-1].stages
    assert [stage.name for stage in stages[:2]] == ["1 most loaded", "2 most loaded"]
    for stage in stages[:2]:
        assert 0 < stage.bound <= stage.value
    # A plan that earns as much and is fair to a fault could be at the bound; one that earns nothing is below it.
    assert FairLevel(1, most=True).measure(book, Plan({})) < stages[0].bound
