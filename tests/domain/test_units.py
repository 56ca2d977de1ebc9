"""Minutes, money and ratios: what is written is read back, and rounding happens in one place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.units import (
    MOST_MINUTES,
    MOST_MONEY,
    ceil_to,
    cost_of,
    divide_rounding,
    divide_up,
    floor_to,
    money_text,
    parse_minutes,
    parse_money,
    percent_text,
    ratio,
    show_minutes,
)


@given(st.integers(0, MOST_MINUTES))
def test_minutes_that_are_shown_are_read_back(minutes: int) -> None:
    assert parse_minutes(show_minutes(minutes)) == minutes
    assert parse_minutes(f"{minutes}m") == minutes
    assert parse_minutes(minutes) == minutes
    assert parse_minutes(f"{minutes // 60}:{minutes % 60:02d}") == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("7h30", 450),
        ("7.5h", 450),
        ("7:30", 450),
        ("450m", 450),
        ("450 min", 450),
        (" 7H30 ", 450),
        ("0.25h", 15),
        ("2h", 120),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    "value",
    [
        "",
        "seven",
        "7,5h",
        "7.5h30",
        "1:75",
        "1.01h",
        "-1h",
        -5,
        True,
        7.5,
        None,
        "1000001h",
        MOST_MINUTES + 1,
        "9" * 30 + "h",
        "1d",
    ],
)
def test_what_is_no_duration_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        parse_minutes(value)


def test_negative_minutes_are_shown_with_their_sign() -> None:
    assert show_minutes(-90) == "-1h30"


@given(st.integers(0, MOST_MONEY))
def test_money_that_is_shown_is_read_back(minor: int) -> None:
    assert parse_money(money_text(minor)) == minor
    assert parse_money(Decimal(minor) / 100) == minor


@pytest.mark.parametrize(
    ("amount", "minor"), [(42.5, 4250), ("42.50", 4250), (0.29, 29), (1.1, 110), (7, 700), ("1_000", 100000)]
)
def test_an_amount_is_exact_to_the_penny(amount: object, minor: int) -> None:
    assert parse_money(amount) == minor


@pytest.mark.parametrize("value", ["", "ten", "1.005", 0.001, -1, True, None, "NaN", "Infinity", "1e300", 10**12, [1]])
def test_what_is_no_amount_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        parse_money(value)


def test_negative_money_is_shown_with_its_sign() -> None:
    assert money_text(-5) == "-0.05"


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_is_to_the_nearest_and_halves_go_away_from_nought(numerator: int, denominator: int) -> None:
    rounded = divide_rounding(numerator, denominator)
    assert abs(rounded * denominator - numerator) * 2 <= denominator
    assert divide_rounding(-numerator, denominator) == -rounded
    assert divide_rounding(numerator, -denominator) == -rounded
    if abs(rounded * denominator - numerator) * 2 == denominator:
        assert abs(rounded) * denominator > abs(numerator)


@given(st.integers(0, 10**7), st.integers(1, 720))
def test_quanta_below_and_above_enclose(minutes: int, quantum: int) -> None:
    below, above = floor_to(minutes, quantum), ceil_to(minutes, quantum)
    assert below % quantum == above % quantum == 0
    assert minutes - quantum < below <= minutes <= above < minutes + quantum
    assert divide_up(minutes, quantum) * quantum == above


def test_an_hour_costs_its_rate_and_a_part_of_it_its_part() -> None:
    assert cost_of(6000, 60) == 6000
    assert cost_of(5000, 1) == 83
    assert cost_of(5000, 90) == 7500


def test_the_fixtures_of_the_definitions() -> None:
    assert [percent_text(ratio(part, whole)) for part, whole in ((100, 80), (80, 112), (20, 40))] == [
        "125 %",
        "71 %",
        "50 %",
    ]


def test_there_is_no_ratio_to_nothing() -> None:
    assert ratio(5, 0) is None
    assert percent_text(ratio(5, 0)) == "--"
