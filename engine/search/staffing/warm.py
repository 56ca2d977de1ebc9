"""A warm start of the search by dives: what of a plan of a nearby scenario fits here is put into the ledger."""

from __future__ import annotations

import numpy as np

from engine.domain.book import Book
from engine.errors import UnverifiedPlanError
from engine.grid import Bools, Grid, Ints
from engine.outcome import Breach
from engine.plan import Plan
from engine.search.placement import Spans
from engine.search.spread import spread
from engine.search.staffing.dealer import Dealer
from engine.search.staffing.terms import pinned_quanta
from engine.verify import verify

TRIES = 4
"""So often what breaks a rule is dropped, and the checker asked again."""


def take_over(book: Book, dealer: Dealer, hint: Plan, spans: Spans) -> Plan | None:
    """What is left of the hint when all is dropped that does not fit or breaks a rule; it is in the ledger then.

    None, and a ledger of what is pinned, where no such plan was found in a few tries.
    """
    grid, quanta = _cells_of(dealer, hint)
    cells, everybody = grid.cells, np.arange(dealer.frame.people)
    keys, pinned = dealer.ledger.key(cells.demand, cells.person, cells.first), pinned_quanta(grid)
    crowded = _crowded(dealer, grid, quanta)
    quanta[crowded] = pinned[crowded]
    for _ in range(TRIES):
        if not (quanta > pinned).any():
            break
        dealer.ledger = dealer.ledger.put(everybody, keys, quanta)
        standing, stands = dealer.standing()
        try:
            plan = Plan(spread(standing, (stands * book.quantum).tolist()), spans)
        except UnverifiedPlanError:
            break  # shares of a day that do not fit together: seldom, and a plan from nothing does as well
        breaches = verify(book, plan)
        if not breaches:
            return plan
        for breach in breaches:
            blamed = _blamed(grid, breach)
            quanta[blamed] = pinned[blamed]
    dealer.ledger = dealer.ledger.put(everybody, keys, pinned)
    return None


def _cells_of(dealer: Dealer, hint: Plan) -> tuple[Grid, Ints]:
    """(a grid of the hint's pairs that may meet here, whole quanta by cell)."""
    axes, quantum = dealer.axes, dealer.axes.book.quantum
    work = [
        (axes.demand_number[demand], axes.person_number[person], day, minutes)
        for (demand, person, day), minutes in hint.minutes.items()
        if demand in axes.demand_number and person in axes.person_number
    ]
    demand, person, day, minutes = np.array(work, dtype=np.int64).reshape(-1, 4).T
    used = np.zeros(axes.shape, dtype=bool)
    used[demand, person] = True
    grid = Grid(axes, used & dealer.pairs, dealer.room, nested=True)
    cells, days = grid.cells, axes.book.days
    keys = (cells.demand * len(axes.people) + cells.person) * days + cells.first
    order = np.argsort(keys)
    if not len(order):
        return grid, pinned_quanta(grid)
    place = np.searchsorted(keys[order], (demand * len(axes.people) + person) * days + day, side="right") - 1
    cell = order[np.maximum(0, place)]
    inside = (cells.demand[cell] == demand) & (cells.person[cell] == person)
    inside &= (cells.first[cell] <= day) & (day <= cells.last[cell])
    total = np.bincount(cell[inside], weights=minutes[inside], minlength=len(cells)).astype(np.int64)
    return grid, np.maximum(np.minimum(total, cells.most) // quantum, pinned_quanta(grid))


def _crowded(dealer: Dealer, grid: Grid, quanta: Ints) -> Bools:
    """The cells of people's days and weeks that have less time than the hint takes there."""
    cells, frame, book = grid.cells, dealer.frame, dealer.axes.book
    week = cells.person * frame.weeks + cells.week
    full = np.bincount(week, weights=quanta, minlength=len(frame.room)) > frame.room
    day = cells.person * book.days + cells.first
    single = cells.first == cells.last
    of_day = np.bincount(day[single], weights=quanta[single], minlength=dealer.room.size)
    full_day = of_day > dealer.room.ravel() // book.quantum
    found: Bools = full[week] | (single & full_day[day])
    return found


def _blamed(grid: Grid, breach: Breach) -> Bools:
    """The cells that a breach is about: of its demand, phase or project, and of its person, as far as it names them."""
    axes, about = grid.axes, breach.about
    wanted = np.ones(len(axes.demands), dtype=bool)
    if about.demand:
        wanted = np.array([demand.key == about.demand for demand in axes.demands])
    elif about.phase:
        wanted = np.array([demand.phase.key == about.phase for demand in axes.demands])
    elif about.project:
        wanted = np.array([demand.project.id == about.project for demand in axes.demands])
    found: Bools = wanted[grid.cells.demand]
    if about.person:
        found &= grid.cells.person == axes.person_number[about.person]
    return found
