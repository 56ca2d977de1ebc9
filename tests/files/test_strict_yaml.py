"""What a project manager types is what Fairload sees."""

from decimal import Decimal

import pytest

from engine.files.read import read_text
from engine.files.source import Source


def read(text: str) -> Source:
    return read_text(text, "x.yaml")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("7:30", "7:30"),
        ("190:20:30", "190:20:30"),
        ("2027-01-04", "2027-01-04"),
        ("2027-01-04 10:00:00", "2027-01-04 10:00:00"),
        ("42", 42),
        ("-3", -3),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("42.10", Decimal("42.10")),
        ('"42"', "42"),
        ("'true'", "true"),
        ("", None),
        ("~", None),
        ("null", None),
        ('""', ""),
        ("=", "="),
        ("9" * 200, "9" * 200),
    ],
)
def test_a_value_is_what_was_typed(typed: str, seen: object) -> None:
    source = read(f"a: {typed}\n")
    assert not source.faults
    assert source.data == {"a": seen}
    assert type(source.data["a"]) is type(seen)


def test_money_keeps_its_digits() -> None:
    assert str(read("rate: 42.10").data["rate"]) == "42.10"


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read("1: a\ntrue: b\n~: c\n2027-01-04: d\n").data == {"1": "a", "true": "b", "~": "c", "2027-01-04": "d"}


def test_every_value_knows_its_line() -> None:
    source = read("a: 1\nb:\n  - c: 2\n    d: 3\n  - {e: 4, f: [5,\n      6]}\n")
    paths = {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 0, "d"): 4, ("b", 1, "f"): 5, ("b", 1, "f", 1): 6}
    assert {path: source.line(path) for path in paths} == paths


def test_a_value_that_is_not_there_is_placed_at_what_is_around_it() -> None:
    source = read("a: 1\nb:\n  - c: 2\n")
    assert source.place(("b", 0, "zzz", 4)) == "x.yaml:3"
    assert source.place(("q",)) == "x.yaml:1"


def test_all_doubled_keys_are_reported_and_the_first_value_counts() -> None:
    source = read("a: 1\nb: {c: 1, c: 2}\na: {d: 1, d: 2}\n")
    assert [str(fault) for fault in source.faults] == [
        "x.yaml:2: b.c: key `c` stands here twice, first in line 2",
        "x.yaml:3: a: key `a` stands here twice, first in line 1",
        "x.yaml:3: a.d: key `d` stands here twice, first in line 3",
    ]
    assert source.data == {"a": 1, "b": {"c": 1}}


def test_an_alias_is_refused_wherever_it_stands() -> None:
    for text in ("a: *x\n", "- *x\n", "a: [1, *x]\n", "*x\n", "*x : 1\n", "a: {<<: *x}\n"):
        source = read(text)
        assert source.faults, text
        assert "not allowed" in str(source.faults[0]), text


def test_an_anchor_and_a_tag_are_refused_on_lists_too() -> None:
    source = read("a: &x [1]\nb: !!set {c: 1}\n")
    assert ["anchors" in str(source.faults[0]), "tags" in str(source.faults[1])] == [True, True]


def test_a_bomb_of_aliases_costs_nothing() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 200))
    source = read(text)
    assert len(source.faults) > 1000


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_text("\ufeffname: toy\n".encode(), "x.yaml").data == {"name": "toy"}
    assert read_text('\ufeff{"name": "toy"}', "x.json").data == {"name": "toy"}


def test_windows_line_ends_count_as_one_line() -> None:
    assert read("a: 1\r\nb: 2\r\nc: 3\r\n").line(("c",)) == 3


def test_unicode_names_are_welcome() -> None:
    assert read("name: Zoë Łukasz 李\n").data["name"] == "Zoë Łukasz 李"


def test_an_unknown_escape_is_explained_in_the_parsers_words() -> None:
    fault = read('a: "\\q"\n').faults[0]
    assert str(fault).startswith("x.yaml:1: this is not valid YAML: found unknown escape character")
