"""What the stories about rules and goals have in common: keep, break, and leave out."""

from collections.abc import Mapping
from typing import Any

from engine.domain.book import Book
from engine.domain.scenario import Scenario
from engine.outcome import Breach, Options, Outcome, Result
from engine.plan import Plan
from engine.search import solve
from engine.verify import verify

LEAST_COST = {"tiers": ({"goal": "cost"},)}
MOST_BILLABLE = {"tiers": ({"goal": "billable"},)}


def solved(scenario: Scenario, effort: float = 30) -> Result:
    """A proved plan, the same on every machine."""
    result = solve(scenario, Options(seconds=effort, seed=1, workers=1, deterministic=True))
    assert result.outcome is Outcome.PROVED_BEST, result
    assert result.plan is not None
    assert verify(Book(scenario), result.plan) == []
    return result


def planned(scenario: Scenario) -> Plan:
    """The plan of a scenario that has a proved one."""
    plan = solved(scenario).plan
    assert plan is not None
    return plan


def impossible(scenario: Scenario) -> Result:
    """The answer of a scenario that leaves no plan."""
    result = solve(scenario, Options(seconds=30, seed=1, workers=1, deterministic=True))
    assert result.outcome is Outcome.IMPOSSIBLE, result
    return result


def keeps(book: Book, plan: Plan) -> bool:
    """Whether the checker has nothing against a plan."""
    return verify(book, plan) == []


def the_breach(book: Book, plan: Plan, rule: str) -> Breach:
    """The one breach of a plan that breaks one rule in one place."""
    breaches = verify(book, plan)
    assert [breach.rule for breach in breaches] == [rule], [str(breach) for breach in breaches]
    return breaches[0]


def broken(book: Book, plan: Plan) -> set[str]:
    """The rules that a plan breaks."""
    return {breach.rule for breach in verify(book, plan)}


def without(scenario: Scenario, *rules: str, **policy: Any) -> Scenario:
    """The scenario with these rules switched off."""
    changed: Mapping[str, Any] = {"rules_off": rules, **policy}
    return scenario.model_copy(update={"policy": scenario.policy.model_copy(update=changed)})


def removal_is_noticed(rule: str, scenario: Scenario) -> bool:
    """Whether a solve without the rule breaks just that rule, and a solve with it breaks none."""
    book = Book(scenario)
    assert keeps(book, planned(scenario))
    return broken(book, planned(without(scenario, rule))) == {rule}
