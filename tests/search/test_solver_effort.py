"""Effort tells runs apart that differ, and not runs that were alike."""

from math import nextafter
from types import SimpleNamespace

from ortools.sat.python import cp_model

from engine.search.effort import effort_of


def told(seconds):
    return SimpleNamespace(response_proto=SimpleNamespace(deterministic_time=seconds))


def test_the_last_digit_does_not_tell_runs_apart():
    once = 0.0005409825
    assert effort_of(told(once)) == effort_of(told(nextafter(once, 1)))


def test_a_little_more_effort_is_more():
    assert effort_of(told(0.0005409826)) > effort_of(told(0.0005409825))


def test_a_run_of_the_solver_takes_effort():
    model = cp_model.CpModel()
    some = [model.new_int_var(0, 50, f"n{n}") for n in range(8)]
    model.add_all_different(some)
    model.minimize(sum(n * value for n, value in enumerate(some)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    assert effort_of(solver) > 0
