"""From files to a scenario: read, carry out the overlays, check everything, freeze the public holidays.

    base.yaml + overlays -> plain data with line numbers -> one set of data -> Scenario

Whatever is wrong is reported together, in the order of the files and their lines: faults of the text, of the
structure, of the overlays, and references that lead nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath

from pydantic import ValidationError

from engine.domain.scenario import Scenario
from engine.errors import Fault, InputError, Path
from engine.files.edits import label
from engine.files.freeze import freeze_holidays
from engine.files.json_text import read_data
from engine.files.notes import notes_on
from engine.files.partial import readable_faults
from engine.files.patch import Patched, patch
from engine.files.read import read_file, read_text
from engine.files.source import Raw, Source
from engine.files.trail import Change
from engine.files.wording import faults_of, genuine, path_of


@dataclass(frozen=True, eq=False)
class Loaded:
    """A scenario, and how it came about."""

    scenario: Scenario
    trail: tuple[Change, ...]
    """Which value was changed by which file."""
    overlays: tuple[str, ...]
    """The overlays' names, in the order given."""
    patched: Patched

    def place(self, path: Path) -> str | None:
        """Where a value stands: ``base.yaml:12``, with the file's name as it was given."""
        return self.patched.place(path)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is allowed, but perhaps not meant; each with its place."""
        return self.patched.notes + tuple(str(self.patched.located(note)) for note in notes_on(self.scenario))


def load(path: str | FilePath, overlays: Iterable[str | FilePath] = ()) -> Loaded:
    """Load a scenario file and its overlays. Raises InputError with every fault found in any of them."""
    return _assemble(read_file(path), [read_file(overlay) for overlay in overlays])


def load_text(
    text: str | bytes, name: str = "scenario.yaml", overlays: Iterable[tuple[str | bytes, str]] = ()
) -> Loaded:
    """The same for texts: the base, what to call it, and (text, name) of each overlay. A name that ends in
    `.json` means JSON. Raises InputError."""
    return _assemble(read_text(text, name), [read_text(*overlay) for overlay in overlays])


def load_data(data: Mapping[str, Raw], name: str | None = None, overlays: Sequence[Mapping[str, Raw]] = ()) -> Loaded:
    """The same for parsed JSON; the data is copied. Faults have a path and no line. Raises InputError."""
    sources = [
        read_data(overlay, f"overlay {number}" if len(overlays) > 1 else "overlay")
        for number, overlay in enumerate(overlays, 1)
    ]
    return _assemble(read_data(data, name), sources)


def with_changes(scenario: Scenario, name: str, changes: Sequence[Mapping[str, Raw]]) -> Scenario:
    """A scenario with changes exactly as an overlay file of that name would make them. Raises InputError."""
    if not changes:
        return scenario
    data = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    return load_data(data, overlays=[{"name": name, "changes": [dict(change) for change in changes]}]).scenario


def _assemble(base: Source, overlays: Sequence[Source]) -> Loaded:
    faults = [
        fault.at(fault.place, label(source.data, fault.path)) for source in (base, *overlays) for fault in source.faults
    ]
    patched = patch(base, overlays)
    faults.extend(patched.faults)
    scenario = None
    if base.readable:
        scenario, found = _checked(patched)
        faults.extend(found)
    if faults or scenario is None:
        raise InputError(_in_order(faults, [base, *overlays]))
    return Loaded(scenario, patched.trail, patched.names, patched)


def _checked(patched: Patched) -> tuple[Scenario | None, list[Fault]]:
    data = patched.data
    if "changes" in data and "horizon" not in data:
        fault = Fault((), "this is an overlay, not a scenario; give it as an overlay to a scenario file")
        return None, [patched.located(fault)]
    found = freeze_holidays(data)
    scenario = None
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        errors = genuine(error)
        if errors[0]["type"] == "scenario_faults":
            found.extend(errors[0]["ctx"]["faults"])
        else:
            found.extend(faults_of(errors, Scenario))
            found.extend(readable_faults(data, [path_of(each) for each in errors]))
    return scenario, [patched.located(fault) for fault in found]


def _in_order(faults: Iterable[Fault], sources: Sequence[Source]) -> list[Fault]:
    """Each once, by file and line."""
    files = {source.name: number for number, source in reversed(list(enumerate(sources)))}

    def key(fault: Fault) -> tuple[int, int, str]:
        name, _, line = (fault.place or "").rpartition(":")
        if not name or not line.isdecimal():
            name, line = fault.place or "", "0"
        return files.get(name, 0), int(line), str(fault)

    return sorted(dict.fromkeys(faults), key=key)
