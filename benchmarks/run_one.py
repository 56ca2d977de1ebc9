"""One run in a process of its own: `python -m benchmarks.run_one JOB.json RECORD.json`.

The parent (`runner`) starts it, reads news from its standard output (a JSON list a line: seconds, value, bound), and
takes the record from the file. A crash or a memory kill here ends one run and nothing else.
"""

import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.instances.base import Instance, document_hash
from benchmarks.judge import judge, sense_of
from benchmarks.machine import machine, versions
from benchmarks.peers import PEERS, Unavailable
from benchmarks.peers.base import without
from benchmarks.record import OURS, Job, Record, write_whole
from benchmarks.suites import suite
from engine import Book, Options, Plan, Progress, TierResult, load_data, solve

MOST_BREACHES = 5
"""So many are kept of those that a plan has."""
Curve = list[tuple[float, float | None, float | None]]


def main(arguments: Sequence[str]) -> int:
    """Carry out the job of a file, and write its record to another."""
    job_file, record_file = map(Path, arguments)
    record = run(read_job(job_file.read_text(encoding="utf-8")))
    write_whole(record_file, json.dumps(asdict(record)))
    return 0


def read_job(text: str) -> Job:
    """A job from its JSON."""
    data = json.loads(text)
    return Job(**data | {name: tuple(data[name]) for name in ("without", "generator_seeds")})


def find(job: Job) -> Instance:
    """The instance that a job is about. Raises ValueError where the suite has none of that name."""
    data = Path(job.data) if job.data else None
    for instance in suite(job.suite).instances(data, job.generator_seeds):
        if instance.name == job.instance:
            return instance
    raise ValueError(f"suite `{job.suite}` has no instance `{job.instance}`")


def run(job: Job) -> Record:
    """Make the scenario, solve it, judge the plan."""
    instance, begun = find(job), time.perf_counter()
    document = without(instance.document(), job.without)
    book = Book(load_data(document).scenario)
    told: dict[str, Any] = {
        "key": job.key,
        "suite": job.suite,
        "instance": instance.name,
        "instance_hash": document_hash(document),
        "goal": instance.goal,
        "sense": sense_of(instance.goal),
        "solver": job.solver,
        "without": job.without,
        "limit": job.seconds,
        "seed": job.seed,
        "workers": job.workers,
        "best_known": instance.best_known,
        "reference_bound": instance.reference_bound,
        "load_seconds": round(time.perf_counter() - begun, 3),
        "source": instance.source,
        "machine": machine(),
        "versions": versions(),
    }
    told |= _ours(job, book, instance.goal) if job.solver == OURS else _peers(job, book, instance.goal)
    return Record(**told | {"peak_mib": peak_mib()})


def _ours(job: Job, book: Book, goal: str) -> dict[str, Any]:
    """Our own search, watched."""
    curve: Curve = []
    options = Options(seconds=job.seconds, seed=job.seed, workers=job.workers)
    result = solve(book, options, lambda news: _note(curve, news, goal))
    tiers = tuple(_tier(each) for each in result.tiers)
    told = {"status": result.outcome.value, "reason": result.reason, "seconds": round(result.seconds, 3)}
    told |= _judged(book, result.plan, goal) | {"tiers": tiers}
    for tier in tiers:
        if tier["goal"] == goal:
            told |= {"reached": tier["value"], "bound": tier["bound"], "proved": tier["proved"]}
            _add(curve, result.seconds, tier["value"], tier["bound"])
    return told | {"curve": tuple(curve)}


def _peers(job: Job, book: Book, goal: str) -> dict[str, Any]:
    """A peer, from outside."""
    try:
        other = PEERS[job.solver]()
    except Unavailable as missing:
        return {"status": "skipped", "reason": f"{missing}"}
    refusal = other.refuses(book)
    if refusal is not None:
        return {"status": "skipped", "reason": refusal}
    begun = time.perf_counter()
    plan = other.solve(book, job.seconds, job.seed)
    told = {"status": "nothing_found" if plan is None else "best_so_far"}
    return told | {"seconds": round(time.perf_counter() - begun, 3)} | _judged(book, plan, goal)


def _judged(book: Book, plan: Plan | None, goal: str) -> dict[str, Any]:
    """What our checker says. A plan that breaks a rule has no value."""
    if plan is None:
        return {}
    verdict = judge(book, plan)
    if verdict.breaches:
        count = f"{len(verdict.breaches)} breaches"
        return {"status": "refused", "reason": count, "breaches": verdict.breaches[:MOST_BREACHES]}
    return {
        "verified": True,
        "value": verdict.values[goal],
        "spread": verdict.spread,
        "tiers": tuple({"goal": name, "value": value} for name, value in verdict.values.items()),
    }


def _tier(result: TierResult) -> dict[str, Any]:
    return {
        "goal": result.goal,
        "unit": result.unit,
        "value": result.value / result.scale,
        "bound": result.bound / result.scale,
        "final": None if result.final is None else result.final / result.scale,
        "proved": result.proved,
    }


def _note(curve: Curve, news: Progress, goal: str) -> None:
    """Keep the news that are about the compared goal, and pass them on."""
    if news.goal == goal and _add(curve, news.seconds, news.value, news.bound):
        # One write a line: the search's threads tell their news at the same time.
        sys.stdout.write(f"{json.dumps(curve[-1])}\n")
        sys.stdout.flush()


def _add(curve: Curve, seconds: float, value: float | None, bound: float | None) -> bool:
    if curve and curve[-1][1:] == (value, bound):
        return False
    curve.append((round(seconds, 3), value, bound))
    return True


def peak_mib() -> int:
    """Most memory this process, or one that it started, ever held."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most // (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
