"""A warm start of the search by dives: what of a plan of a nearby scenario fits here is put into the ledger."""

from __future__ import annotations

import numpy as np

from engine.domain.book import Book
from engine.grid import Bools, Grid, Ints
from engine.outcome import Breach
from engine.plan import Plan
from engine.search.placement import Spans
from engine.search.spread import spread
from engine.search.staffing.dealer import Dealer
from engine.verify import verify

TRIES = 4
"""So often what breaks a rule is dropped, and the checker asked again."""


def take_over(book: Book, dealer: Dealer, hint: Plan, spans: Spans) -> Plan | None:
    """What is left of the hint when all is dropped that does not fit or breaks a rule; it is in the ledger then.

    None, and an empty ledger, where no such plan was found in a few tries.
    """
    grid, quanta = _cells_of(dealer, hint)
    cells, everybody = grid.cells, np.arange(dealer.frame.people)
    keys = dealer.ledger.key(cells.demand, cells.person, cells.first)
    for _ in range(TRIES):
        if not quanta.any():
            break
        dealer.ledger.put(everybody, keys, quanta)
        standing, stands = dealer.standing()
        plan = Plan(spread(standing, (stands * book.quantum).tolist()), spans)
        breaches = verify(book, plan)
        if not breaches:
            return plan
        for breach in breaches:
            quanta[_blamed(grid, breach)] = 0
    dealer.ledger.put(everybody, keys[:0], quanta[:0])
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
        return grid, np.zeros(0, dtype=np.int64)
    place = np.searchsorted(keys[order], (demand * len(axes.people) + person) * days + day, side="right") - 1
    cell = order[np.maximum(0, place)]
    inside = (cells.demand[cell] == demand) & (cells.person[cell] == person)
    inside &= (cells.first[cell] <= day) & (day <= cells.last[cell])
    total = np.bincount(cell[inside], weights=minutes[inside], minlength=len(cells)).astype(np.int64)
    return grid, np.minimum(total, cells.most) // quantum


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
