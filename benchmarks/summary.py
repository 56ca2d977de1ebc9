"""What a study's runs say together: per instance over the seeds, per suite over the instances.

*   A **gap to bound** is |bound - value| / max(1, |value|), against the run's own proved bound.
*   A **gap to best known** is how much worse the value is than the record, relative to the record; negative is a new
    record. The same formula compares with the best value in the study.
*   **Over seeds** the median is taken, and then **over instances** the median and the mean of those medians. A run
    without a plan counts as a gap of 100 % to anything.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import mean, median

from benchmarks.record import OURS, Record
from engine.outcome import gap_between

Variant = tuple[str, tuple[str, ...]]
NO_PLAN = 1.0
TIMES = (1, 2, 5, 10, 15, 20, 30, 40, 45, 60, 75, 90, 120, 150, 300, 600)
"""Seconds at which a gap over time is told."""
SAME = 1e-9
"""Values closer than this, relatively, are equal."""


@dataclass(frozen=True)
class Line:
    """One solver on one suite, under one set of rules and one time limit."""

    suite: str
    solver: str
    without: tuple[str, ...]
    limit: float
    instances: int
    runs: int
    plans: int
    """Runs that ended with a plan that keeps the rules."""
    skipped: int
    proved: int
    """Runs whose value is proved best."""
    gap: float | None
    """Median gap to own bound."""
    gap_mean: float | None
    to_best: float | None
    """Mean gap to best known, over the instances that have a record."""
    better: int
    equal: int
    worse: int
    """Instances whose median value is better than, equal to and worse than the record."""
    to_study: float | None
    """Median gap to the best value in the study on the same variant."""
    first_goal: str
    """The first tier, where it is not the one that is compared: a better value may have been bought there."""
    first_value: float | None
    """Mean over the instances of what the plans are worth to it."""
    spread: float | None
    first_bound: float | None
    """Median over the runs of the seconds until a bound was told."""
    seconds: float
    peak_mib: int
    reasons: tuple[str, ...]
    """Why there is no plan, where there is none; each once."""


def lines(records: Sequence[Record]) -> list[Line]:
    """A line for every suite, rules, limit and solver; ours first, then by name."""
    best = best_values(records)
    groups: dict[tuple[str, tuple[str, ...], float, str], list[Record]] = defaultdict(list)
    for record in records:
        groups[record.suite, record.without, record.limit, record.solver].append(record)
    order = sorted(groups, key=lambda key: (key[0], len(key[1]), key[1], key[2], key[3] != OURS, key[3]))
    return [_line(groups[key], best) for key in order]


def best_values(records: Iterable[Record]) -> dict[Variant, float]:
    """The best value of any run of the study, by variant."""
    best: dict[Variant, float] = {}
    for record in records:
        if record.value is not None:
            pick = max if record.sense == "max" else min
            best[record.variant] = pick(record.value, best.get(record.variant, record.value))
    return best


def loss(record: Record, reference: float | None) -> float | None:
    """How much worse than a reference a run's value is, relatively; None without a reference."""
    if reference is None:
        return None
    if record.value is None:
        return NO_PLAN
    behind = reference - record.value if record.sense == "max" else record.value - reference
    return behind / max(1.0, abs(reference))


def by_instance(records: Iterable[Record], of: Callable[[Record], float | None]) -> dict[str, float]:
    """Median over the seeds of a number of each run, by instance; instances without one are left out."""
    numbers: dict[str, list[float]] = defaultdict(list)
    for record in records:
        number = of(record)
        if number is not None:
            numbers[record.instance].append(number)
    return {instance: median(each) for instance, each in numbers.items()}


def own_gap(record: Record) -> float | None:
    """A run's gap to its own bound; None for solvers that prove none."""
    if record.solver != OURS or record.status == "skipped":
        return None
    return NO_PLAN if record.gap is None else record.gap


def _line(records: Sequence[Record], best: Mapping[Variant, float]) -> Line:
    first = records[0]
    asked = [record for record in records if record.status != "skipped"]
    gaps = list(by_instance(asked, own_gap).values())
    records_gap = by_instance(asked, lambda record: loss(record, record.best_known))
    study_gap = by_instance(asked, lambda record: loss(record, best.get(record.variant)))
    spreads = [record.spread for record in asked if record.spread is not None]
    first_goal = _first_goal(asked)
    before = by_instance(asked, _first_tier) if first_goal else {}
    return Line(
        suite=first.suite,
        solver=first.solver,
        without=first.without,
        limit=first.limit,
        instances=len({record.instance for record in records}),
        runs=len(asked),
        plans=sum(record.value is not None for record in asked),
        skipped=len(records) - len(asked),
        proved=sum(record.proved for record in asked),
        gap=median(gaps) if gaps else None,
        gap_mean=mean(gaps) if gaps else None,
        to_best=mean(records_gap.values()) if records_gap else None,
        better=sum(gap < -SAME for gap in records_gap.values()),
        equal=sum(abs(gap) <= SAME for gap in records_gap.values()),
        worse=sum(gap > SAME for gap in records_gap.values()),
        to_study=median(study_gap.values()) if study_gap else None,
        first_goal=first_goal,
        first_value=mean(before.values()) if before else None,
        first_bound=median(told) if (told := _first_bounds(asked)) else None,
        spread=mean(spreads) if spreads else None,
        seconds=median(record.seconds for record in asked) if asked else 0.0,
        peak_mib=max((record.peak_mib for record in asked), default=0),
        reasons=tuple(sorted({record.reason for record in records if record.value is None and record.reason})),
    )


def _first_bounds(records: Sequence[Record]) -> list[float]:
    """When each run that told a bound told its first."""
    firsts = (next((seconds for seconds, _, bound in run.curve if bound is not None), None) for run in records)
    return [seconds for seconds in firsts if seconds is not None]


def _first_goal(records: Sequence[Record]) -> str:
    """The first tier's goal, where all runs have the same one and another is compared."""
    named = {record.tiers[0]["goal"] if record.tiers else "" for record in records if record.value is not None}
    return named.pop() if len(named) == 1 and any(_first_tier(record) is not None for record in records) else ""


def _first_tier(record: Record) -> float | None:
    """What a plan is worth to the first tier, where another one is compared."""
    if record.value is None or not record.tiers or record.tiers[0]["goal"] == record.goal:
        return None
    first = record.tiers[0]
    worth = first.get("final", first["value"])
    return None if worth is None else float(worth)


def gap_at(record: Record, seconds: float) -> float:
    """What was proved by then: the distance between value and bound, 100 % while one of them is missing."""
    known = [point for point in record.curve if point[0] <= seconds]
    gap = gap_between(known[-1][1], known[-1][2]) if known else None
    return NO_PLAN if gap is None else min(NO_PLAN, gap)


def gaps_over_time(records: Iterable[Record]) -> dict[float, float]:
    """Median over the instances (of medians over the seeds) of the proved gap, at every time up to the limit."""
    ours = [record for record in records if record.solver == OURS and record.curve and not record.without]
    limit = max((record.limit for record in ours), default=0.0)
    times = sorted({float(seconds) for seconds in (*TIMES, limit) if 0 < seconds <= limit})
    told = {}
    for seconds in times:
        told[seconds] = median(by_instance(ours, partial(gap_at, seconds=seconds)).values())
    return told


def fairness(records: Sequence[Record]) -> list[tuple[str, float, float, float]]:
    """(instance, spread before, spread after, value given up) for every `fair` agency whose `basic` twin was solved.

    The twin has the same people and the same work and only the goal `revenue`: what a plan looks like before fairness.
    """
    ours = [record for record in records if record.solver == OURS and record.spread is not None and not record.without]
    spreads = by_instance(ours, lambda record: record.spread)
    rows = []
    for instance, after in spreads.items():
        before = spreads.get(instance.replace("agency-fair-", "agency-basic-"))
        if instance.startswith("agency-fair-") and before is not None:
            given_up = by_instance([r for r in ours if r.instance == instance], _given_up).get(instance, 0.0)
            rows.append((instance, before, after, given_up))
    return rows


def _given_up(record: Record) -> float | None:
    """What share of the first tier's value later tiers gave up."""
    if not record.tiers or record.tiers[0].get("final") is None:
        return None
    first = record.tiers[0]
    return abs(first["value"] - first["final"]) / max(1.0, abs(first["value"]))


def profile(records: Sequence[Record], suite: str) -> dict[str, list[tuple[float, float]]]:
    """For each solver (loss, share of instances that it solved with at most that loss to the best in the study).

    Only variants that every solver of the suite was asked. Source: Dolan & More 2002, with relative losses in place
    of time ratios.
    """
    best = best_values(records)
    here = [record for record in records if record.suite == suite and record.status != "skipped"]
    solvers = sorted({record.solver for record in here}, key=lambda name: (name != OURS, name))
    asked: dict[Variant, set[str]] = defaultdict(set)
    for record in here:
        asked[record.variant].add(record.solver)
    shared = {variant for variant, names in asked.items() if len(names) == len(solvers)}
    curves = {}
    for solver in solvers:
        losses: dict[Variant, list[float]] = defaultdict(list)
        for record in here:
            if record.solver == solver and record.variant in shared:
                behind = loss(record, best.get(record.variant))
                losses[record.variant].append(NO_PLAN if behind is None else behind)
        ordered = sorted(median(each) for each in losses.values())
        curves[solver] = [(each, (place + 1) / len(ordered)) for place, each in enumerate(ordered)]
    return curves if shared and len(solvers) > 1 else {}
