"""The board document says what the book says, and no money."""

import json

import pytest

import engine
from api.board import board_document
from engine.domain.book import Book


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(engine.load("scenarios/harbour/base.yaml").scenario)


def test_minutes_of_every_day_are_those_of_the_book(book: Book) -> None:
    document = board_document(book)
    for person in document["people"]:
        assert document["days"][person["available"]] == book.available[person["id"]]
        assert document["days"][person["effective"]] == book.effective[person["id"]]


def test_those_who_could_do_a_demand_are_those_the_engine_allows(book: Book) -> None:
    document = board_document(book)
    for demand in document["demands"]:
        assert tuple(document["circles"][demand["able"]]) == book.able[demand["id"]]


def test_equal_weeks_are_told_once(book: Book) -> None:
    document = board_document(book)
    assert len(document["days"]) < 3 * len(document["people"])
    assert len({tuple(days) for days in document["days"]}) == len(document["days"])


def test_no_money_is_in_it(book: Book) -> None:
    """Everybody who may see the plan may see the board document; rates, fees and budgets are not for everybody."""
    text = json.dumps(board_document(book))
    assert not any(word in text for word in ("rate", "fee", "budget", "cost", "margin", "penalty"))


def test_why_somebody_is_away_is_told_to_planners_only(book: Book) -> None:
    reasons = [off["reason"] for person in board_document(book)["people"] for off in person["time_off"]]
    assert any(reasons)
    hidden = [off["reason"] for person in board_document(book, private=False)["people"] for off in person["time_off"]]
    assert len(hidden) == len(reasons)
    assert not any(hidden)
