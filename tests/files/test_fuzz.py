"""Whatever somebody writes into a file, they get a scenario or an explanation, and never a traceback."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.files.load import load_data, load_text

HERE = Path(__file__).parent
TEXT = (HERE / "agency.yaml").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
DATA: dict[str, Any] = yaml.load(TEXT, Loader=yaml.BaseLoader)
OVERLAY: dict[str, Any] = {
    "name": "all",
    "changes": yaml.load((HERE / "changes.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader),
}

odd_text = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "-5h", "7:30", "NO", "9" * 30, "1e999999", "2027-02-30", "2027-01-04", "0001-01-01", "9999-12-31", "ana",
         "shop", "design", "site", "museum/concept/design", "\ud800", "\x00", "- ", "{", "*x", "&x", "<<", "null",
         "a/b/c/d"]
    ),
)  # fmt: skip
odd_value = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), odd_text),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(odd_text, inner, max_size=3)),
    max_leaves=6,
)
patient = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every value of some data."""
    if path:
        yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inner:
        yield from paths(value, (*path, step))


PATHS, OVERLAY_PATHS = list(paths(DATA)), list(paths(OVERLAY))


def changed(data: Any, path: tuple[str | int, ...], how: str, value: Any) -> Any:
    """A copy with one value replaced, taken away, doubled or renamed, where it is still there."""
    result = copy.deepcopy(data)
    holder = result
    for step in path[:-1]:
        if not isinstance(holder, dict | list) or (isinstance(holder, dict) and step not in holder):
            return result
        if isinstance(holder, list) and not (isinstance(step, int) and step < len(holder)):
            return result
        holder = holder[step]  # type: ignore[index]
    last = path[-1]
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        if how == "drop":
            del holder[last]
        elif how == "double":
            holder.append(copy.deepcopy(holder[last]))
        else:
            holder[last] = value
    elif isinstance(holder, dict) and last in holder:
        if how == "drop":
            del holder[last]
        elif how == "rename":
            holder[str(value)] = holder.pop(last)
        else:
            holder[last] = value
    return result


def tried(load: Any) -> None:
    """Load, and read the notes of what loads."""
    refused: InputError | None = None
    try:
        loaded = load()
    except InputError as error:
        refused = error
    if refused is not None:
        assert refused.faults
        assert all(str(fault) and fault.message for fault in refused.faults)
        return
    assert len(loaded.scenario.hash) == 64
    assert all(loaded.notes) or loaded.notes == ()


mutation = st.tuples(st.sampled_from(["replace", "replace", "drop", "double", "rename"]), odd_value)


@patient
@given(st.lists(st.tuples(st.sampled_from(PATHS), mutation), min_size=1, max_size=4))
def test_odd_data_is_loaded_or_refused(mutations: list[Any]) -> None:
    data = DATA
    for path, (how, value) in mutations:
        data = changed(data, path, how, value)
    tried(lambda: load_data(data))


@patient
@given(
    st.lists(st.tuples(st.sampled_from(PATHS), mutation), max_size=2),
    st.lists(st.tuples(st.sampled_from(OVERLAY_PATHS), mutation), min_size=1, max_size=3),
)
def test_odd_overlays_are_loaded_or_refused(mutations: list[Any], overlay_mutations: list[Any]) -> None:
    data, overlay = DATA, OVERLAY
    for path, (how, value) in mutations:
        data = changed(data, path, how, value)
    for path, (how, value) in overlay_mutations:
        overlay = changed(overlay, path, how, value)
    tried(lambda: load_data(data, None, [overlay]))


@patient
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["drop", "double", "indent", "swap", "cut", "put"]),
            odd_text,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_odd_text_is_loaded_or_refused(mutations: list[tuple[int, str, str]]) -> None:
    lines = list(LINES)
    for number, how, text in mutations:
        at = number % len(lines)
        line = lines[at]
        lines[at : at + 1] = {
            "drop": [],
            "double": [line, line],
            "indent": [" " + line],
            "swap": [lines[at - 1], line],
            "cut": [line[: len(line) // 2]],
            "put": [line.rpartition(" ")[0] + " " + text],
        }[how]
    tried(lambda: load_text("\n".join(lines)))


@patient
@given(st.one_of(st.text(max_size=60), st.binary(max_size=60)), st.sampled_from(["x.yaml", "x.json"]))
def test_any_text_at_all_is_refused(text: str | bytes, name: str) -> None:
    tried(lambda: load_text(text, name))
    tried(lambda: load_text(TEXT, "base.yaml", [(text, name)]))
