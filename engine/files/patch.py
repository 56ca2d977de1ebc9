"""A base file and its overlays put together.

Overlays of one scenario must be disjoint: where two changes touch the same value, the scenario is refused and
both places are named. So an overlay never silently overrides another, and their order does not matter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from engine.errors import Fault, InputError, Path
from engine.files.edits import Done, Edit, Key, carry_out, clashes, label, origin_of
from engine.files.ground import Ground
from engine.files.overlay import Overlay, Step
from engine.files.source import Raw, Source
from engine.files.trail import Change, plain
from engine.files.wording import faults_of, genuine


@dataclass(frozen=True, eq=False)
class Patched:
    """The data of a scenario with all overlays carried out, and where each of its values comes from."""

    data: dict[str, Raw]
    base: Source
    done: tuple[Done, ...]
    trail: tuple[Change, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]
    """Faults of the overlays, with their places."""

    def place(self, path: Path) -> str | None:
        """The file and line of a value of ``data``."""
        source, origin = origin_of(path, self.done, self.base)
        return source.place(origin)

    def located(self, fault: Fault) -> Fault:
        """A fault in ``data`` with its place, and with list entries named by their ids."""
        return fault.at(self.place(fault.path), label(self.data, fault.path))


@dataclass(frozen=True, eq=False)
class _Made:
    """One change of one overlay, read, with its edits."""

    source: Source
    path: Path
    """The change inside the overlay."""
    step: Step
    edits: tuple[Edit, ...]

    @property
    def place(self) -> str | None:
        return self.source.place(self.path)


def patch(base: Source, overlays: Sequence[Source]) -> Patched:
    """Carry out every overlay on the base, whose data is changed by it. Faults stand in the result."""
    faults: list[Fault] = []
    made: list[_Made] = []
    names: list[str] = []
    ground = Ground(base.data, base.name or "the base")
    for source in overlays:
        if not source.readable:
            continue
        if isinstance(name := source.data.get("name"), str):
            if name in names:
                faults.append(Fault(("name",), f"two overlays have the name `{name}`", source.place(("name",))))
            names.append(name)
        for path, step in _steps(source, faults):
            if base.readable:
                made.extend(_made(source, path, step, ground, faults))
    met = list(_meetings(made))
    faults.extend(met)
    trail = tuple(change for each in made for change in _trail(each))
    notes = tuple(_idle(each) for each in made if all(plain(edit.before) == plain(edit.after) for edit in each.edits))
    done: list[Done] = []
    if not met:
        done = carry_out(
            base.data, [(edit, each.source, each.path + edit.origin) for each in made for edit in each.edits]
        )
    return Patched(base.data, base, tuple(done), trail, tuple(names), notes, tuple(faults))


def _steps(source: Source, faults: list[Fault]) -> Iterator[tuple[Path, Step]]:
    """The readable changes of an overlay, each with the path of its details."""
    data = source.data
    if "changes" not in data and "horizon" in data:
        faults.append(
            Fault((), "this is a scenario, not an overlay; an overlay has a `name` and `changes`", source.place(()))
        )
        return
    try:
        Overlay.model_validate(data)
    except ValidationError as error:
        found = faults_of(genuine(error), Overlay)
        faults.extend(fault.at(source.place(fault.path), label(data, fault.path)) for fault in found)
    changes = data.get("changes")
    for number, raw in enumerate(changes if isinstance(changes, list) else ()):
        try:
            step = Step.model_validate(raw)
        except ValidationError:
            continue
        yield ("changes", number, step.kind), step


def _made(source: Source, path: Path, step: Step, ground: Ground, faults: list[Fault]) -> Iterator[_Made]:
    raw = source.data["changes"][path[1]][step.kind]
    try:
        yield _Made(source, path, step, tuple(step.details.edits(raw, ground)))
    except InputError as error:
        for fault in error.faults:
            here = path + fault.path
            faults.append(Fault(here, fault.message, source.place(here)))


def _meetings(made: Sequence[_Made]) -> Iterator[Fault]:
    """A fault for each pair of changes that touch the same value."""
    shared: dict[tuple[int, int], list[Key]] = {}
    for key, one, other in clashes([(edit.key, number) for number, each in enumerate(made) for edit in each.edits]):
        shared.setdefault((one, other), []).append(key)
    for (one, other), keys in shared.items():
        first, second = made[one], made[other]
        more = f" (and {len(keys) - 1} more values)" if len(keys) > 1 else ""
        yield Fault(
            second.path,
            f"`{_named(keys[0])}`{more} is set here and by `{first.place}`; two changes of one scenario must not touch "
            f"the same value",
            second.place,
        )


def _trail(made: _Made) -> Iterator[Change]:
    for edit in made.edits:
        if plain(edit.before) != plain(edit.after):
            by = made.source.place(made.path + edit.origin)
            yield Change(_named(edit.key), plain(edit.before), plain(edit.after), by, made.step.sentence)


def _idle(made: _Made) -> str:
    return f"{made.place}: {made.step.sentence} This changes nothing."


def _named(key: Key) -> str:
    """A key as text; an entry without an id is named by its list."""
    last = key[-1]
    steps = key[:-1] if isinstance(last, str) and last.startswith("+") else key
    return ".".join(str(step) for step in steps)
