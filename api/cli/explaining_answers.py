"""How the answers of ``fairload explain`` are worked out, told, and ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any, NoReturn, TypeVar

import typer

import engine
from api.cli.answers import Code, code_of, from_plan_file, page, refuse, side, tell_json, there_are
from api.cli.planning import all_workers, document_of, loaded
from api.cli.watching import solve_watched, watched
from api.show import report
from api.show.reasons import reasons

A = TypeVar("A")
BASE_SHARE = 0.4
"""The share of the time that goes into the base plan, before the question itself."""


@dataclass(frozen=True)
class Asked:
    """A scenario about which something is asked."""

    source: engine.Loaded
    book: engine.Book
    options: engine.Options
    as_json: bool

    def place(self, about: engine.Subject) -> str | None:
        """Where in the files it stands."""
        return engine.place_of(self.source, about)

    def answer(self, ask: Callable[[Event], A], options: engine.Options | None = None) -> A:
        """Ask, in a way that Ctrl-C can stop; ends the command where a name is wrong."""
        try:
            return watched(lambda hear, stop: ask(stop), self.book, options or self.options, side())
        except engine.InputError as error:
            refuse(error.faults, f"the question cannot be asked, {there_are(len(error.faults), 'fault')}",
                   as_json=self.as_json)  # fmt: skip

    def base(self, plan: Path | None) -> engine.Result:
        """The base plan; ends the command, telling why, where there is none."""
        hint = None if plan is None else self._read(plan)
        options = replace(self.options, seconds=self.options.seconds * BASE_SHARE)
        result = solve_watched(self.book, options, side(), hint)
        if result.plan is None:
            document = document_of(self.source, self.book, result, options)
            if self.as_json:
                tell_json(document)
            else:
                report(document, page())
            raise typer.Exit(code_of(result.outcome))
        return result

    @property
    def rest(self) -> engine.Options:
        """What remains of the time after the base plan."""
        return replace(self.options, seconds=self.options.seconds * (1 - BASE_SHARE))

    def check(self, **names: str | None) -> None:
        """Refuse names that the scenario does not have, before any search begins."""
        known: Mapping[str, Sequence[str]] = {"person": list(self.book.people), "demand": list(self.book.demands)}
        faults = [
            engine.Fault((kind,), f"`{name}` is no {kind} of this scenario{engine.nearest(name, known[kind])}")
            for kind, name in names.items()
            if name is not None and name not in known[kind]
        ]
        if faults:
            refuse(faults, f"the question cannot be asked, {there_are(len(faults), 'fault')}", as_json=self.as_json)

    def _read(self, path: Path) -> engine.Plan:
        of = f" of {self.source.scenario.name}"
        return from_plan_file(path, lambda data: engine.read_plan(data, self.book), of, as_json=self.as_json)

    def tell(self, answer: engine.Explanation, code: Code = Code.FINE, more: Sequence[str] = ()) -> NoReturn:
        """Print the answer and end the command."""
        document: dict[str, Any] = {
            "scenario": {
                "name": self.source.scenario.name,
                "hash": self.source.scenario.hash,
                "overlays": list(self.source.overlays),
            },
            **answer.as_json(),
        }
        if self.as_json:
            tell_json(document)
        else:
            reasons([*answer.sentences(), *more], page())
        raise typer.Exit(code)


def asked(
    scenario: Path, overlays: Sequence[Path] | None, time: float, seed: int, workers: int | None, *, as_json: bool
) -> Asked:
    """Load the scenario; ends the command where there is anything wrong with it."""
    source = loaded(scenario, overlays or [], as_json=as_json)
    options = engine.Options(seconds=time, seed=seed, workers=workers or all_workers())
    return Asked(source, engine.Book(source.scenario), options, as_json)
