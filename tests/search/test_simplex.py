"""The compiled network simplex: as cheap as a general solver's flow, within every capacity, and nothing is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from ortools.graph.python import min_cost_flow

from engine.search.compiled import compiled
from engine.search.staffing.network import Ints, Layer, Network
from engine.search.staffing.simplex import cheapest_flow


def numbers(count: int, most: int) -> st.SearchStrategy[Ints]:
    return st.lists(st.integers(0, most), min_size=count, max_size=count).map(lambda some: np.array(some, np.int64))


@st.composite
def networks(draw: st.DrawFn) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """(tail, head, capacity, cost, way out, supply): demands into days and weeks, these into the last node."""
    demands, days, weeks = draw(st.integers(1, 6)), draw(st.integers(0, 4)), draw(st.integers(1, 5))
    out = demands + days + weeks
    arcs = draw(st.integers(0, 25))
    tail, head = draw(numbers(arcs, demands - 1)), demands + draw(numbers(arcs, days + weeks - 1))
    leads = np.concatenate(
        (np.full(demands, out), demands + days + draw(numbers(days, weeks - 1)), np.full(weeks, out))
    )
    supply = np.zeros(out + 1, np.int64)
    supply[:demands] = draw(numbers(demands, 30))
    capacity = np.concatenate((draw(numbers(arcs, 12)), supply[:demands] + 1, draw(numbers(days + weeks, 15))))
    cost = np.concatenate((-draw(numbers(arcs, 9)), np.zeros(out, np.int64)))
    way_out = np.append(np.arange(arcs, arcs + out), 0)
    return np.append(tail, np.arange(out)), np.append(head, leads), capacity, cost, way_out, supply


@pytest.mark.parametrize("solve", [cheapest_flow, cheapest_flow.py_func], ids=["compiled", "as written"])
def test_it_is_as_cheap_as_the_flow_of_another_solver(solve: object) -> None:
    @settings(deadline=None)  # it is compiled when it is first called
    @given(networks())
    def check(network: tuple[Ints, Ints, Ints, Ints, Ints, Ints]) -> None:
        tail, head, capacity, cost, _, supply = network
        flow = solve(*network)  # type: ignore[operator]
        assert (flow >= 0).all()
        assert (flow <= capacity).all()
        balance = np.zeros(len(supply), np.int64)
        np.add.at(balance, tail, flow)
        np.subtract.at(balance, head, flow)
        assert balance[:-1].tolist() == supply[:-1].tolist()
        other = min_cost_flow.SimpleMinCostFlow()
        other.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
        other.set_nodes_supplies(np.arange(len(supply)), np.append(supply[:-1], -supply.sum()))
        assert other.solve() == other.OPTIMAL
        assert int(flow @ cost) == other.optimal_cost()

    check()


def test_rising_costs_of_a_persons_load_send_work_to_whoever_has_less() -> None:
    # Two weeks of two people lead through a step that is free and one that costs more than the work is worth.
    steps = Layer(np.array([0, 1]), np.array([[2, 100], [8, 100]]), np.array([0, 9]))
    network = Network(np.array([0, 0]), np.array([0, 1]), np.array([5, 5]), 1, 2, np.zeros(0, np.int64), [steps])
    most, nothing, room = np.array([10, 10]), np.array([0, 0]), np.array([10, 10])
    assert network.solve(most, nothing, np.array([9]), room).tolist() == [2, 7]
    assert network.solve(most, nothing, np.array([12]), room).tolist() == [2, 8]


def test_a_week_without_room_takes_nothing_though_its_work_is_the_dearest() -> None:
    network = Network(np.array([0, 0]), np.array([0, 1]), np.array([9, 1]), 1, 2, np.zeros(0, np.int64), [])
    most, nothing = np.array([10, 10]), np.array([0, 0])
    assert network.solve(most, nothing, np.array([4]), np.array([0, 3])).tolist() == [0, 3]


def test_what_stands_at_least_takes_from_its_demand_its_day_and_its_week() -> None:
    # Two days of one week that holds 6, and another week; 2 stand on the second day, and they stay there.
    network = Network(
        np.array([0, 0, 0]), np.array([0, 1, 3]), np.array([9, 5, 1]), 1, 4, np.array([2, 2], np.int64), []
    )
    most, floor = np.array([8, 8, 8]), np.array([0, 2, 0])
    assert network.solve(most, floor, np.array([9]), np.array([8, 8, 6, 8])).tolist() == [4, 2, 3]
    assert network.solve(most, floor, np.array([3]), np.array([8, 8, 6, 8])).tolist() == [1, 2, 0]
    assert network.solve(most, floor, np.array([9]), np.array([3, 2, 6, 8])).tolist() == [3, 2, 4]


def test_where_nothing_can_be_kept_functions_are_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere_to_keep_it(*, cache: bool = False, **more: bool) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(**more)

    monkeypatch.setattr("engine.search.compiled.njit", nowhere_to_keep_it)
    assert compiled(lambda number: number + 1)(2) == 3
