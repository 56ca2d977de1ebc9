"""A study as a report: which tables, plots and sentences it has. How they are written stands in `pages`.

A worse result is told like a better one: every solver that was asked has its line, with what it could not do.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.pages import Block, Heading, Paragraph, Plot, Table
from benchmarks.plots import Axis, line_chart, percents
from benchmarks.record import OURS, Record
from benchmarks.suites import SUITES
from benchmarks.summary import (
    TIMES,
    Line,
    best_values,
    by_instance,
    fairness,
    gaps_over_time,
    lines,
    loss,
    own_gap,
    profile,
)

MOST_ROWS = 40
"""Suites with more instances are told by their summary alone; every run is in runs.csv."""


def blocks(records: Sequence[Record]) -> list[Block]:
    """The report of a study's runs."""
    return list(_blocks(records))


def _blocks(records: Sequence[Record]) -> Iterator[Block]:
    yield Heading(1, "Benchmarks")
    yield Paragraph(_made_with(records))
    yield Paragraph("How these numbers come about is fixed in benchmarks/PROTOCOL.md, written before them.")
    by_suite: dict[str, list[Line]] = {}
    for line in lines(records):
        by_suite.setdefault(line.suite, []).append(line)
    for suite in sorted(by_suite, key=_place):
        here = [record for record in records if record.suite == suite]
        yield from _suite(suite, by_suite[suite], here)
    yield from _fairness(records)


def _place(suite: str) -> tuple[int, str]:
    names = list(SUITES)
    return names.index(suite) if suite in names else len(names), suite


def _made_with(records: Sequence[Record]) -> str:
    machines = sorted({json.dumps(dict(record.machine), sort_keys=True) for record in records if record.machine})
    parts = [f"{len(records)} runs."]
    for text in machines:
        machine = json.loads(text)
        parts.append(
            f"Machine: {machine.get('processor')}, {machine.get('cores')} cores, {machine.get('memory_gib')} GiB, "
            f"{machine.get('system')}, Python {machine.get('python')}."
        )
    found = sorted({f"{name} {number}" for record in records for name, number in record.versions.items()})
    return " ".join([*parts, f"Versions: {', '.join(found)}." if found else ""]).strip()


def _suite(suite: str, told: Sequence[Line], records: Sequence[Record]) -> Iterator[Block]:
    yield Heading(2, suite)
    if suite in SUITES:
        yield Paragraph(f"Set: {SUITES[suite].about}.")
    yield _solvers(told)
    reasons = [f"{line.solver}{_off(line.without)}: {'; '.join(line.reasons)}" for line in told if line.reasons]
    if reasons:
        yield Paragraph(f"Without a plan. {' · '.join(reasons)}.")
    names = {record.instance for record in records}
    if len(names) <= MOST_ROWS:
        yield _instances(records)
    over_time = gaps_over_time(records)
    if over_time:
        yield Table(
            ("proved gap after", *(f"{seconds:g} s" for seconds in over_time)),
            (("fairload", *map(percent, over_time.values())),),
        )
        yield _gap_plot(suite, over_time)
    curves = profile(records, suite)
    if curves:
        yield _profile_plot(suite, curves)


def _solvers(told: Sequence[Line]) -> Table:
    head = (
        "solver",
        "instances",
        "plans",
        "proved",
        "gap to bound",
        "mean",
        "to best known",
        "better / equal / worse",
        "to best here",
        "first bound",
        "seconds",
        "peak MiB",
    )
    first = next((line.first_goal for line in told if line.first_goal), "")
    rows = [_solver(line) + ((number(line.first_value),) if first else ()) for line in told]
    return Table((*head, first) if first else head, tuple(rows))


def _solver(line: Line) -> tuple[str, ...]:
    return (
        f"{line.solver}{_off(line.without)}, {line.limit:g} s",
        f"{line.instances}",
        f"{line.plans} of {line.runs}" + (f", {line.skipped} skipped" if line.skipped else ""),
        f"{line.proved}" if line.solver == OURS else "-",
        percent(line.gap),
        percent(line.gap_mean),
        percent(line.to_best),
        f"{line.better} / {line.equal} / {line.worse}" if line.to_best is not None else "-",
        percent(line.to_study),
        "-" if line.first_bound is None else f"{line.first_bound:.1f} s",
        f"{line.seconds:.1f}",
        f"{line.peak_mib:,}",
    )


def _instances(records: Sequence[Record]) -> Table:
    """Value and losses by instance; where a peer lacks a rule the variant has a line of its own."""
    solvers = sorted({record.solver for record in records}, key=lambda name: (name != OURS, name))
    best = best_values(records)
    variants = sorted({record.variant for record in records}, key=lambda variant: (len(variant[1]), variant))
    rows = []
    for variant in variants:
        here = [record for record in records if record.variant == variant]
        ours = [record for record in here if record.solver == OURS]
        known = next((record.best_known for record in here if record.best_known is not None), None)
        row = [f"{variant[0]}{_off(variant[1])}", _median(ours, lambda record: record.value, number)]
        row += [_median(ours, lambda record: record.bound, number), number(known), _median(ours, own_gap, percent)]
        for solver in solvers:
            asked = [record for record in here if record.solver == solver and record.status != "skipped"]
            row.append(_median(asked, lambda record: loss(record, best.get(record.variant)), percent))
        rows.append(tuple(row))
    head = ("instance", "value", "bound", "best known", "gap to bound", *(f"{name} to best here" for name in solvers))
    return Table(head, tuple(rows))


def _median(
    records: Sequence[Record], of: Callable[[Record], float | None], write: Callable[[float | None], str]
) -> str:
    found = by_instance(records, of)
    return write(next(iter(found.values()), None))


def _gap_plot(suite: str, over_time: Mapping[float, float]) -> Plot:
    last = max(over_time)
    marks = tuple(float(mark) for mark in (0, *TIMES) if mark <= last and mark % _step(last) == 0)
    across = Axis(0.0, last, marks, label="seconds")
    upward = percents(1e-5, 1.0, "proved gap, median")
    svg = line_chart(f"{suite}: proved gap over time", {"fairload": list(over_time.items())}, across, upward)
    return Plot(f"{suite}-gap.svg", f"{suite}: proved gap over time", svg)


def _step(last: float) -> int:
    return next(step for step in (1, 5, 10, 30, 60, 10**6) if last / step <= 8)


def _profile_plot(suite: str, curves: dict[str, list[tuple[float, float]]]) -> Plot:
    across = percents(1e-5, 1.0, "loss to the best value in the study")
    upward = Axis(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), unit="%", label="share of instances")
    series = {
        # A loss of 0 lies left of any logarithm: its step is drawn at the left end.
        name: [(across.first, sum(behind <= across.first for behind, _ in points) / len(points)), *points]
        for name, points in curves.items()
        if points
    }
    svg = line_chart(f"{suite}: performance profile", series, across, upward, steps=True)
    return Plot(f"{suite}-profile.svg", f"{suite}: performance profile", svg)


def _fairness(records: Sequence[Record]) -> Iterator[Block]:
    rows = fairness(records)
    if rows:
        yield Heading(2, "Fairness")
        yield Paragraph(
            "Mean over the cohorts of highest less lowest burden, in per mille, of the plan for revenue alone and of "
            "the plan with the fair tier, of the same people and work."
        )
        yield Table(
            ("instance", "spread before", "spread after", "after / before", "value given up"),
            tuple((name, f"{a:.0f}", f"{b:.0f}", percent(b / a if a else None), percent(c)) for name, a, b, c in rows),
        )


def _off(without: Sequence[str]) -> str:
    return f" (without {', '.join(without)})" if without else ""


def percent(share: float | None) -> str:
    """``0.123 %``; a dash where there is nothing."""
    return "-" if share is None else f"{100 * share:.3f} %"


def number(value: float | None) -> str:
    """``65,694,700``; a dash where there is nothing."""
    return "-" if value is None else f"{value:,.0f}"
