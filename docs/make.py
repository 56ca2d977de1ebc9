"""Writes the parts of the pages that come from the code: every rule, every goal, every command.

    python docs/make.py            writes them
    python docs/make.py --check    says which page is behind, and writes nothing

A page holds them between ``<!-- from the code -->`` and ``<!-- end -->``; all other text is written by hand.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import engine  # noqa: E402  # the checkout's own, wherever this is called from
from api.cli import app  # noqa: E402

BEGIN, END = "<!-- from the code -->", "<!-- end -->"


def rules() -> Iterator[str]:
    """Every rule: its name, its sentence, and its module's docstring."""
    for rule in engine.RULES:
        yield f"## {rule.name}"
        yield first_line(type(rule))
        yield told(type(rule))


def goals() -> Iterator[str]:
    """Every goal: its name, its sentence, its unit, and its module's docstring once."""
    seen: dict[str, str] = {}
    for goal in engine.GOALS.values():
        kind = type(goal)
        yield f"## {goal.name}"
        sense = "less" if goal.sense == "min" else "more"
        yield f"{first_line(kind)} Counted in {goal.unit}; {sense} is better."
        if kind.__module__ in seen:
            yield f"Told with [{seen[kind.__module__]}](#{seen[kind.__module__]})."
        else:
            seen[kind.__module__] = goal.name
            yield told(kind)


def first_line(kind: type) -> str:
    """The first sentence of a class's docstring."""
    return (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")


def told(kind: type) -> str:
    """What a module says about itself, below its title."""
    return (inspect.getdoc(inspect.getmodule(kind)) or "").partition("\n\n")[2]


def commands() -> Iterator[str]:
    """Every command: what it does, and its options."""
    for name, command in every_command():
        yield f"## fairload {name}"
        yield inspect.cleandoc(command.help)
        yield "\n".join(["| | |", "|---|---|", *(option(each) for each in command.params if each.name != "help")])


def every_command(group: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """The commands with their names, those of groups behind the group's name."""
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from every_command(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def option(parameter: Any) -> str:
    """A row of the table: how it is written, and what it means."""
    written = ", ".join(parameter.opts) if parameter.param_type_name == "option" else parameter.metavar
    if parameter.param_type_name == "option" and parameter.metavar:
        written += f" {parameter.metavar}"
    default = parameter.show_default if isinstance(parameter.show_default, str) else parameter.default
    shown = "" if default in (None, False, [], ()) or callable(default) else f" Otherwise {default}."
    return f"| `{written}` | {parameter.help}{shown} |"


PAGES: dict[str, Callable[[], Iterator[str]]] = {"rules.md": rules, "goals.md": goals, "commands.md": commands}


def written(page: str) -> str:
    """The whole text of a page as it should be."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return "\n\n".join([before + BEGIN, *PAGES[page](), END]) + after


def main() -> None:
    """Write the pages, or say which ones are behind."""
    behind = [page for page in PAGES if written(page) != (ROOT / "docs" / page).read_text("utf-8")]
    if "--check" in sys.argv[1:]:
        sys.exit(f"behind the code, run docs/make.py: {', '.join(behind)}" if behind else None)
    for page in behind:
        (ROOT / "docs" / page).write_text(written(page), "utf-8")


if __name__ == "__main__":
    main()
