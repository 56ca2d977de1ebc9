"""Every peer on books small enough to be solved by hand, judged by our checker."""

import pytest

import engine
from benchmarks.instances.base import Document
from benchmarks.judge import judge
from benchmarks.peers import PEERS, Unavailable, active_rules
from benchmarks.peers.base import COMMON, OPTIONAL, without, worths
from benchmarks.peers.timefold import cut

STAFFING = ("greedy", "naive", "highs")


def document(demands: list[Document], **fields) -> Document:
    """One week in January 2027, eight hours a day; Ana does everything well, Ben the simple things."""
    return {
        "name": "toy",
        "horizon": {"first": "2027-01-04", "last": "2027-01-10", "daily_weeks": 0},
        "calendars": [{"id": "office", "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "8h")}],
        "departments": [{"id": "studio"}],
        "skills": [{"id": "make"}],
        "roles": [{"id": "maker"}],
        "people": [
            {"id": "ana", "department": "studio", "role": "maker", "skills": {"make": 3}},
            {"id": "ben", "department": "studio", "role": "maker", "skills": {"make": 1}},
        ],
        "projects": [{"id": "p", "phases": [phase("f", demands)]}],
        "policy": {"tiers": [{"goal": "revenue"}]},
    } | fields


def phase(name: str, demands: list[Document], start: str = "2027-01-04", end: str = "2027-01-08") -> Document:
    """A phase in that week."""
    return {"id": name, "start": start, "end": end, "demands": demands}


def demand(name: str, hours: int, rate: int, level: int = 1, **fields) -> Document:
    """Some hours of making."""
    return {"id": name, "skill": "make", "level": level, "effort": f"{hours}h", "rate": rate, **fields}


CHOICE = document(
    [demand("hard", 24, 100, level=3), demand("one", 24, 80, crew={"max": 1}), demand("rest", 56, 50, crew={"max": 2})]
)
"""Best: Ana 24 h hard and 16 h rest, Ben 24 h one and 16 h rest: 5,920. Down the list, Ana is put on `one` as well, has
16 h for it, and its crew is full: 5,680."""


def book_of(text: Document) -> engine.Book:
    """The book of a document."""
    return engine.Book(engine.load_data(text).scenario)


def ready(name: str):
    """A peer; skips where its library or machine is missing."""
    try:
        return PEERS[name]()
    except Unavailable as missing:
        pytest.skip(f"{name}: {missing}")


def verdict(name: str, text: Document, seconds: float = 20.0):
    """What our checker says about a peer's plan."""
    book, peer = book_of(text), ready(name)
    assert peer.refuses(book) is None
    plan = peer.solve(book, seconds, 1)
    assert plan is not None
    return judge(book, plan)


@pytest.mark.parametrize("name", ["naive", "highs"])
def test_the_textbook_model_finds_the_best_plan(name):
    found = verdict(name, CHOICE)
    assert found.breaches == ()
    assert found.values == {"revenue": 592_000}


def test_greedy_books_down_the_list():
    found = verdict("greedy", CHOICE)
    assert found.breaches == ()
    assert found.values == {"revenue": 568_000}


def test_timefold_moves_pieces_until_they_fit():
    """All efforts are whole pieces of eight hours, so that nothing stands in the way of the best plan."""
    found = verdict("timefold", CHOICE, seconds=2)
    assert found.breaches == ()
    assert 568_000 <= found.values["revenue"] <= 592_000


@pytest.mark.parametrize("name", STAFFING)
def test_windows_inside_a_week_are_kept(name):
    """Two days for 32 hours hold 16 of Ana's; the other three days are for the rest."""
    early = {
        "id": "e",
        "start": "2027-01-04",
        "end": "2027-01-05",
        "demands": [demand("x", 16, 90, 3), demand("y", 16, 80, 3)],
    }
    late = {"id": "l", "start": "2027-01-06", "end": "2027-01-08", "demands": [demand("z", 40, 50, 3)]}
    found = verdict(name, document([], projects=[{"id": "p", "phases": [early, late]}]))
    assert found.breaches == ()
    assert found.values == {"revenue": (16 * 90 + 24 * 50) * 100}


RULES = document(
    [demand("build", 24, 100, level=3), demand("check", 8, 60, not_with=["build"])],
    horizon={"first": "2027-01-04", "last": "2027-01-17", "daily_weeks": 1},
    departments=[{"id": "studio"}, {"id": "production", "function": "project_management"}],
    skills=[{"id": "make"}, {"id": "manage"}],
)
RULES["people"].append({"id": "pia", "department": "production", "role": "maker", "skills": {"manage": 2}})
RULES["policy"] = {"smallest_block": "4h", "projects_at_once": 1, "sustained_load": {"weeks": 2, "percent": 50}}
RULES["projects"][0]["phases"].append(
    {
        "id": "lead",
        "start": "2027-01-04",
        "end": "2027-01-15",
        "demands": [
            {"id": "pm", "skill": "manage", "function": "project_management", "effort": "8h", "spread": "even"}
        ],
    }
)
"""All of it can be done: Ana builds, Ben checks, Pia leads four hours a week."""


@pytest.mark.parametrize("name", STAFFING)
def test_peers_keep_the_rules_they_say_they_honour(name):
    assert active_rules(book_of(RULES)) == {"focus", "spread", "quality_gates"}
    found = verdict(name, RULES)
    assert found.breaches == ()
    assert (found.values["delivered"], found.values["billable"]) == (0, 40 * 60)


@pytest.mark.parametrize("name", STAFFING)
def test_one_project_at_once_keeps_the_second_one_waiting(name):
    """Ana alone could do both in a week; with one project at once she does the dearer one."""
    projects = [
        {
            "id": name_,
            "phases": [{"id": "f", "start": "2027-01-04", "end": "2027-01-08", "demands": [demand("d", 16, rate, 3)]}],
        }
        for name_, rate in (("cheap", 50), ("dear", 90))
    ]
    text = document([], projects=projects)
    assert verdict(name, text).values == {"revenue": 16 * 140 * 100}
    text["policy"]["projects_at_once"] = 1
    found = verdict(name, text)
    assert (found.breaches, found.values) == ((), {"revenue": 16 * 90 * 100})


@pytest.mark.parametrize("name", STAFFING)
def test_budgets_and_sustained_load_bind(name):
    text = document([demand("d", 40, 90, 3)], roles=[{"id": "maker", "cost_rate": 10}])
    text["projects"][0]["budget"] = 200
    assert verdict(name, text).values == {"revenue": 20 * 90 * 100}
    text["policy"]["sustained_load"] = {"weeks": 1, "percent": 25}
    found = verdict(name, text)
    assert (found.breaches, found.values) == ((), {"revenue": 10 * 90 * 100})


def test_spread_is_the_distance_between_the_most_and_the_least_loaded():
    """Ana works all of the week and Ben half of it."""
    work = {("p/f/rest", "ana", day): 480 for day in range(5)} | {("p/f/rest", "ben", day): 240 for day in range(5)}
    found = judge(book_of(CHOICE), engine.Plan(work))
    assert (found.spread, found.values) == (500, {"revenue": 60 * 50 * 100})


def test_rules_are_switched_off_in_the_document():
    off = without(RULES, ["spread", "focus"])
    assert off["policy"]["rules_off"] == ["focus", "spread"]
    assert "rules_off" not in RULES["policy"], "the scenario itself stays as it is"
    assert active_rules(book_of(off)) == {"quality_gates"}
    assert without(RULES, []) is RULES


def test_every_peer_says_what_it_honours():
    for name, peer in PEERS.items():
        assert peer.name == name
        assert peer.honours <= COMMON | set(OPTIONAL) | {"presence"}
        assert peer.honours >= COMMON


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mode": "presence", "seats": 1, "effort": None}, "it does not fill seats"),
        ({"crew": {"min": 2}}, "it does not know least crews"),
        ({"must": True}, "it cannot promise what must be done"),
        ({"with": ["other"]}, "it does not pair people"),
    ],
)
def test_peers_say_what_they_cannot_be_asked(change, reason):
    odd = {key: value for key, value in (demand("odd", 8, 50) | change).items() if value is not None}
    book = book_of(document([odd, demand("other", 8, 50)]))
    assert {PEERS[name]().refuses(book) for name in STAFFING} == {reason}


def test_earlier_tiers_outweigh_later_ones():
    text = document([demand("dear", 8, 200), demand("cheap", 8, 50)])
    text["projects"][0]["priority"] = 2
    text["policy"]["tiers"] = [{"goal": "delivered"}, {"goal": "revenue"}]
    worth = worths(book_of(text))
    assert worth["p/f/dear", "ana"] > worth["p/f/cheap", "ana"] > worth["p/f/dear", "ana"] - worth["p/f/cheap", "ana"]


def test_pieces_are_never_smaller_than_the_block():
    assert cut(20 * 60, 0, 30) == [480, 480, 240]
    assert cut(18 * 60, 240, 30) == [480, 600], "two hours are less than a block, and stay with the piece before"
    assert cut(3 * 60, 180, 30) == [180]
    assert cut(30 * 60, 12 * 60, 30) == [720, 1080]


# -- projects ---------------------------------------------------------------------------------------------------


def project(**changes) -> Document:
    """Two makers; a and b take two days each, c needs both makers and comes after a."""
    seat = {"skill": "make", "mode": "presence", "must": True}
    text = document([], horizon={"first": "2027-01-04", "last": "2027-01-15", "quantum": 60})
    text["calendars"] = [{"id": "all", "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "1h")}]
    text["projects"][0]["phases"] = [
        {"id": "a", "length": {"min": 2, "max": 2}, "demands": [{"id": "s", "seats": 1, **seat}]},
        {"id": "b", "length": {"min": 2, "max": 2}, "demands": [{"id": "s", "seats": 1, **seat}]},
        {
            "id": "c",
            "length": {"min": 3, "max": 3},
            "after": [{"phase": "a"}],
            "demands": [{"id": "s", "seats": 2, **seat}],
        },
    ]
    text["policy"]["tiers"] = [{"goal": "finish"}]
    return text | changes


def test_pyjobshop_schedules_a_project_and_people_fill_its_seats():
    found = verdict("pyjobshop", project())
    assert found.breaches == ()
    assert found.values == {"finish": 5}


def test_pyjobshop_says_what_it_is_not_for():
    peer = ready("pyjobshop")
    assert peer.refuses(book_of(CHOICE)) == "it only knows the goal `finish`"
    week = project()
    week["calendars"][0]["week"].pop("sun")
    assert peer.refuses(book_of(week)) == "it works every day"
