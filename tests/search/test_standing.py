"""The plan as it stands: sums that keep up with every change, and pieces that leave out what others hold."""

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

import engine
from benchmarks.instances import agency
from engine.compile import plan_axes
from engine.domain.book import Book
from engine.search.staffing import few, lay, local, network, standing
from engine.search.staffing.dealer import Dealer, Table
from engine.search.staffing.few import few_of
from engine.search.staffing.lay import numbered
from engine.search.staffing.local import Local
from engine.search.staffing.shadow import drawn, lost, wasted
from engine.search.staffing.standing import Piece, Standing, piece_of
from engine.search.staffing.terms import Frame, Ints

SUMS = ("quanta", "of_pair", "of_demand", "of_slot", "of_day", "of_seat", "of_spot")
COUNTS = ("crew", "members", "projects", "rivals")


@lru_cache
def table() -> Table:
    """All of a studio with every rule: groups, projects at once, work that others assure, days and weeks."""
    book = Book(engine.load_data(agency.document("full", 12, 1)).scenario)
    axes, pairs, room = plan_axes(book)
    dealer = Dealer(axes, pairs, room, Frame.of(axes, room), 1)
    dealer.gather()
    assert dealer.shared is not None
    return dealer.shared


def searched(pieces: int, seed: int = 1) -> Standing:
    """What stands after a search of so many pieces."""
    stands = Standing.of(table().terms, table().quanta.copy())
    worth = np.ones(len(stands.quanta), dtype=np.int64)
    search = Local(stands, [worth], [], table().scope, None, seed, lambda number: number >= pieces)
    search.construct()
    search.run(lambda: 0.0)
    return stands


@pytest.fixture(params=["compiled", "as written"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Compiled functions as they are, and as they are written."""
    if request.param == "as written":
        for module, name in (
            (lay, "numbered"),
            (few, "numbered"),
            (few, "_few_of"),
            (lay, "_added"),
            (lay, "_place_of"),
            (standing, "summed"),
            (standing, "lay"),
            (standing, "possible"),
            (standing, "rivals_within"),
            (standing, "entered"),
            (local, "lost"),
            (local, "drawn"),
            (local, "wasted"),
            (network, "_above"),
        ):
            monkeypatch.setattr(module, name, getattr(module, name).py_func)
    return str(request.param)


def test_sums_keep_up_with_every_change(way: str) -> None:
    stands = searched(30)
    anew = Standing.of(stands.terms, stands.quanta.copy())
    for name in (*SUMS, *COUNTS):
        assert (getattr(stands, name) == getattr(anew, name)).all(), name
    assert stands.of_seat.any()
    assert stands.of_spot.any()
    assert stands.rivals.any()


def some_piece(stands: Standing, seed: int) -> Piece:
    """The work of some people; of a group of demands one at least can do something."""
    scope, terms, random = table().scope, stands.terms, np.random.default_rng(seed)
    grouped = random.choice(terms.pair_person[terms.seat >= 0])
    people = np.append(random.choice(scope.people, 2, replace=False), grouped)
    return piece_of(stands, np.nonzero(np.isin(terms.pair_person, people))[0], scope)


@pytest.mark.parametrize("seed", range(4))
def test_a_piece_without_its_work_is_what_the_rest_leaves(seed: int, way: str) -> None:
    stands, scope = searched(40), table().scope
    piece = some_piece(stands, seed)
    terms, frame = stands.terms, stands.terms.frame
    rest = Standing.of(terms, np.where(np.isin(np.arange(len(stands.quanta)), piece.arcs), 0, stands.quanta))
    assert (piece.quanta == stands.quanta[piece.arcs]).all()
    assert (piece.asked == (scope.asked - rest.of_demand)[piece.demands]).all()
    assert (piece.crew == (scope.crew - rest.crew)[piece.demands]).all()
    assert (piece.room[piece.days :] == (frame.room - rest.of_slot)[piece.slots]).all()
    days = terms.day[piece.arcs[piece.node < piece.days]]
    left = (terms.day_room - rest.of_day)[days]
    assert (piece.room[piece.node[piece.node < piece.days]] == left).all()
    assert (piece.slots[piece.slot] == terms.week[piece.arcs]).all()
    assert (piece.slots[piece.inner[piece.node[piece.node < piece.days]] - piece.days] == terms.day_week[days]).all()
    assert (piece.demands[piece.demand] == terms.demand[piece.arcs]).all()
    assert (piece.pairs[piece.pair] == terms.pair[piece.arcs]).all()
    assert (np.diff(piece.parcel) == (np.diff(terms.parcel[piece.arcs]) != 0)).all()


@pytest.mark.parametrize("seed", range(4))
def test_of_groups_and_weeks_a_piece_knows_who_is_there_anyway(seed: int, way: str) -> None:
    stands, scope = searched(40), table().scope
    piece = some_piece(stands, seed)
    terms, frame = stands.terms, stands.terms.frame
    rest = Standing.of(terms, np.where(np.isin(np.arange(len(stands.quanta)), piece.arcs), 0, stands.quanta))
    seat = terms.seat[piece.pairs]
    assert (rest.of_seat[seat[seat >= 0]] > 0).tolist() == piece.seats.outside[piece.seats.of[seat >= 0]].tolist()
    most = (scope.group_most - rest.members)[terms.seat_group[seat[seat >= 0]]]
    assert (piece.seats.most[piece.seats.owner[piece.seats.of[seat >= 0]]] == most).all()
    spot = terms.spot[piece.arcs]
    assert (rest.of_spot[spot] > 0).tolist() == piece.spots.outside[piece.spots.of].tolist()
    most = (frame.projects_most_of_slot - rest.projects)[terms.spot_slot[spot]]
    assert (piece.spots.most[piece.spots.owner[piece.spots.of]] == most).all()
    assert len(seat[seat >= 0])


def test_what_somebody_else_excludes_is_in_no_piece_and_what_excludes_each_other_is_known(way: str) -> None:
    # Nothing stands but a little work of one pair that has rivals.
    terms = table().terms
    pair = int(np.nonzero(np.diff(terms.rival_start))[0][0])
    empty = np.zeros_like(table().quanta)
    some = empty.copy()
    some[terms.pair_arcs[pair]] = 1
    stands = Standing.of(terms, some)
    excluded = terms.rival[terms.rival_start[pair] : terms.rival_start[pair + 1]]
    alone = piece_of(stands, excluded, table().scope)
    assert not np.isin(alone.pairs, excluded).any()
    assert (piece_of(Standing.of(terms, empty), excluded, table().scope).pairs == excluded).all()
    mine = np.nonzero(terms.pair_person == terms.pair_person[pair])[0]
    together = piece_of(stands, mine, table().scope)
    one, two = (together.pairs[side] for side in together.rivals)
    found = {(int(a), int(b)) for a, b in zip(one, two, strict=True)}
    inside = {int(other) for other in excluded if other in together.pairs}
    assert inside
    assert {(min(pair, other), max(pair, other)) for other in inside} <= found
    assert all(b in terms.rival[terms.rival_start[a] : terms.rival_start[a + 1]] for a, b in found)


def numbers(*values: int) -> Any:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize("run", [numbered, numbered.py_func], ids=["compiled", "as written"])
def test_keys_are_numbered_person_by_person_and_none_stays_none(run: Any) -> None:
    found, of = run(numbers(7, 5, 7, -1, 40, 40, -1), numbers(1, 1, 1, 1, 2, 2, 3))
    assert found.tolist() == [5, 7, 40]
    assert of.tolist() == [1, 0, 1, -1, 2, 2, -1]
    found, of = run(numbers(), numbers())
    assert (found.tolist(), of.tolist()) == ([], [])


def test_a_member_counts_once_and_one_that_is_there_anyway_leaves_no_room(way: str) -> None:
    # Members 0 and 1 of owner 0, which may have two: one holds 4 here and 3 elsewhere, the other 5 here.
    entries = numbers(0, 0, 1), numbers(0, 0, 0), numbers(1, 3, 5)
    for own in (True, False):
        members = few_of(*entries, numbers(0, 0), numbers(7, 5), numbers(2), numbers(2), own)
        assert members.outside.tolist() == [True, False]
        assert members.most.tolist() == [1]


def test_a_piece_begins_where_by_its_price_something_is_lost(way: str) -> None:
    price, asked, stands, waste = numbers(2, 0, 5), numbers(4, 9, 1), numbers(1, 0, 3), numbers(0, 0, 7)
    run_lost, run_drawn = local.lost, local.drawn
    assert run_lost(price, asked, stands, waste) == 2 * 3 + 7
    assert [run_drawn(price, asked, stands, waste, at) for at in range(13)] == [0] * 6 + [2] * 7
    assert (run_lost is lost) == (run_drawn is drawn) == (way == "compiled")


def test_wasted_is_time_that_is_dearer_than_its_work(way: str) -> None:
    surplus, rent, worth = numbers(0, 4), numbers(3, 9), numbers(5, 5)
    # Pairs of demands 0, 1 and 1, the last one of somebody else; two arcs, one and one.
    pairs, of_pair, pair_demand, pair_arcs = numbers(0, 1), numbers(1, 2, 8), numbers(0, 1, 1), numbers(0, 2, 3, 4)
    quanta, week = numbers(1, 0, 2, 8), numbers(1, 0, 0, 1)
    found: Ints = local.wasted(pairs, of_pair, pair_demand, pair_arcs, quanta, week, surplus, rent, worth)
    assert found.tolist() == [9 - 5, 2 * (4 + 3 - 5)]
    assert (local.wasted is wasted) == (way == "compiled")
