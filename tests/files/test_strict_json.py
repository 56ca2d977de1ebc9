"""JSON is read as strictly as YAML, and data that was parsed elsewhere as strictly as a file."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.files.json_text import read_data
from engine.files.read import read_text
from engine.files.source import Source


def read(text: str) -> Source:
    return read_text(text, "x.json")


def test_numbers_keep_their_digits() -> None:
    data = read('{"a": 42.10, "b": 7, "c": 1e999999999, "d": -0.5}').data
    assert data == {"a": Decimal("42.10"), "b": 7, "c": "1e999999999", "d": Decimal("-0.5")}


def test_every_value_knows_its_line() -> None:
    source = read('{\n "a": 1,\n "b": [\n  {"c": "x, ]\\"}",\n   "d": 3},\n  [4,\n   5]\n ]\n}')
    paths = {(): 1, ("a",): 2, ("b",): 3, ("b", 0): 4, ("b", 0, "c"): 4, ("b", 0, "d"): 5, ("b", 1): 6, ("b", 1, 1): 7}
    assert {path: source.line(path) for path in paths} == paths


def test_all_doubled_keys_are_reported_and_the_first_value_counts() -> None:
    source = read('{"a": 1,\n "b": {"c": 1, "c": 2},\n "a": 2}')
    assert [str(fault) for fault in source.faults] == [
        "x.json:2: b.c: key `c` stands here twice, first in line 2",
        "x.json:3: a: key `a` stands here twice, first in line 1",
    ]
    assert source.data == {"a": 1, "b": {"c": 1}}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 5000 + "1" + "}" * 5000, '{"a":' + "[" * 80 + "]" * 80 + "}"]
)
def test_deep_nesting_is_refused(text: str) -> None:
    source = read(text)
    assert source.faults
    assert "nested more than 60 levels" in str(source.faults[0]) or "not valid JSON" in str(source.faults[0])


@pytest.mark.parametrize(
    ("value", "phrase"),
    [
        (float("inf"), "inf is not a number that can be used"),
        (Decimal("NaN"), "NaN is not a number that can be used"),
        ({1, 2}, "a value of type set cannot be used"),
        ({3: 1}, "3 cannot be a key; keys are text"),
        ({"\ud800": 1}, "cannot be a key; keys are text"),
        ("\udfff", "half a character"),
    ],
)
def test_what_is_not_plain_data_is_refused(value: Any, phrase: str) -> None:
    (fault,) = read_data({"a": value}, "request").faults
    assert phrase in str(fault)
    assert str(fault).startswith("request: a: ")


def test_data_is_copied_and_python_dates_are_dates() -> None:
    inner: list[Any] = [1]
    source = read_data({"a": inner, "b": date(2027, 1, 4), "c": ("x", 1.5)}, None)
    inner.append(2)
    assert source.data == {"a": [1], "b": "2027-01-04", "c": ["x", 1.5]}


@pytest.mark.parametrize(("data", "held"), [(None, "nothing"), ([], "a list"), ("x", "a single value")])
def test_data_that_is_no_mapping_is_refused(data: object, held: str) -> None:
    (fault,) = read_data(data, None).faults
    assert str(fault) == f"a mapping of keys and values is expected, but this holds {held}"
