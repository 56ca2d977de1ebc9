"""A newcomer's rule or goal is complete, or this names what is missing."""

import ast
import sys
from pathlib import Path

import pytest

from engine.domain.checks import UNITS
from engine.goals import GOALS, Goal
from engine.rules import RULES, Rule, rules_of

ROOT = Path(__file__).parents[2]
PARTS_OF_A_RULE = ("In an agency", "Sets and data", "Formula", "Edge cases", "Source")
PARTS_OF_A_GOAL = ("In an agency", "Formula", "Edge cases", "Source")


def docstring_of(thing: Rule | Goal) -> str:
    """The docstring of the module that the rule or goal stands in."""
    return sys.modules[type(thing).__module__].__doc__ or ""


def missing_parts(docstring: str, parts: tuple[str, ...]) -> list[str]:
    """Parts that the docstring does not open a paragraph with, or that say nothing."""
    paragraphs = docstring.split("\n\n")
    said = {part: text for text in paragraphs for part in parts if text.startswith(f"**{part}.**")}
    return [part for part in parts if len(said.get(part, "")) < len(part) + 20]


def stories_in(path: Path) -> list[ast.FunctionDef]:
    """The tests of a file."""
    assert path.exists(), f"there is no {path.relative_to(ROOT)}"
    functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    return [function for function in functions if function.name.startswith("test_")]


def leaves_out(test: ast.FunctionDef, rule: str) -> bool:
    """Whether a test solves without the rule and looks whether that is noticed."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "removal_is_noticed"
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == rule
        for node in ast.walk(test)
    )


def headings(page: str) -> set[str]:
    """The headings of a page of the documentation."""
    lines = (ROOT / "docs" / page).read_text("utf-8").splitlines()
    return {line.lstrip("# ").strip() for line in lines if line.startswith("#")}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert type(rule).__module__ == f"engine.rules.{rule.name}", "a rule lives in the file of its name"
    assert missing_parts(docstring_of(rule), PARTS_OF_A_RULE) == []
    assert (type(rule).__doc__ or "").strip(), "its one sentence is what a conflict tells the user"
    assert rule.name in headings("rules.md")
    stories = stories_in(ROOT / "tests" / "rules" / f"test_{rule.name}.py")
    assert len(stories) >= 4, "a week that fits, one that just does not, a breach by hand, and leaving it out"
    assert any(leaves_out(test, rule.name) for test in stories), f"no test leaves {rule.name} out"


@pytest.mark.parametrize("goal", GOALS.values(), ids=lambda goal: goal.name)
def test_a_goal_is_complete(goal: Goal) -> None:
    assert missing_parts(docstring_of(goal), PARTS_OF_A_GOAL) == []
    assert (type(goal).__doc__ or "").strip()
    assert goal.name in headings("goals.md")
    assert goal.unit == UNITS[goal.name]
    assert len(stories_in(ROOT / "tests" / "goals" / f"test_{goal.name}.py")) >= 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_that_is_off_is_not_asked(rule: Rule) -> None:
    assert rule not in rules_of((rule.name,))
    assert len(rules_of((rule.name,))) == len(RULES) - 1


def test_no_two_rules_share_a_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_an_empty_part_of_a_docstring_is_missed() -> None:
    text = "Focus.\n\n**In an agency.** Nobody is spread over six projects.\n\n**Formula.**\n\n**Source.** x"
    assert missing_parts(text, PARTS_OF_A_RULE) == ["Sets and data", "Formula", "Edge cases", "Source"]
