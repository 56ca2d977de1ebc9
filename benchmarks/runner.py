"""Run a suite: every instance, solver and seed in a process of its own, one after the other.

One after the other, because runs that share a machine's cores and memory measure each other. Results are kept as
they come; `resume` leaves out what is there already.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.instances.base import Instance
from benchmarks.judge import sense_of
from benchmarks.machine import machine, versions
from benchmarks.peers import PEERS, active_rules
from benchmarks.peers.base import COMMON
from benchmarks.record import CORES, OURS, Job, Record, read_run, read_study, run_file, save, write_table, write_whole
from benchmarks.run_one import find
from benchmarks.suites import Suite
from engine import Book, load_data

PATIENCE_FACTOR, PATIENCE_SECONDS = 2.0, 600.0
"""A run is killed after so many times its limit and so many seconds more: for reading, building and checking."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Study:
    """What is to be run."""

    suite: Suite
    out: Path
    peers: tuple[str, ...] = ()
    seconds: float | None = None
    """The suite's own limit where left out."""
    seeds: tuple[int, ...] = (1,)
    """Of the solvers."""
    generator_seeds: tuple[int, ...] = (1, 2, 3)
    data: Path | None = None
    every: int = 1
    """Run every so-many-th instance, beginning with the first: a sample that is chosen before anything is run."""
    workers: int = CORES

    def instances(self) -> list[Instance]:
        """The instances of the sample, in order."""
        return self.suite.instances(self.data, self.generator_seeds)[:: self.every]


def run_study(study: Study, resume: bool = False, tell: Tell = lambda line: None) -> list[Record]:
    """Run what there is to run, and keep each result. Raises ValueError where there are results already, and
    nobody said `resume`."""
    if not resume and (study.out / "runs").exists():
        raise ValueError(f"{study.out} holds runs already; go on with --resume, or name another folder with --out")
    jobs = list(_jobs(study))
    _describe(study, jobs)
    records = []
    for number, job in enumerate(jobs, 1):
        file = run_file(study.out, job.key)
        if resume and file.exists():
            tell(f"[{number}/{len(jobs)}] {job.key}: there already")
            continue
        record = run_job(job, study.out, lambda news, n=number, key=job.key: tell(f"[{n}/{len(jobs)}] {key}: {news}"))
        save(study.out, record)
        write_table(study.out, read_study(study.out))
        records.append(record)
        tell(f"[{number}/{len(jobs)}] {job.key}: {summary(record)}")
    return records


def _jobs(study: Study) -> Iterator[Job]:
    """Instance by instance: our search, then the peers; and our search again without the rules that some peer lacks."""
    for instance in study.instances():
        asked: list[tuple[str, tuple[str, ...]]] = [(OURS, ())]
        for peer in study.peers:
            lacking = lacks(peer, instance)
            if (OURS, lacking) not in asked:
                asked.append((OURS, lacking))
            asked.append((peer, lacking))
        for solver, without in asked:
            for seed in study.seeds:
                yield _job(study, instance, solver, without, seed)


def _job(study: Study, instance: Instance, solver: str, without: tuple[str, ...], seed: int) -> Job:
    return Job(
        suite=study.suite.name,
        instance=instance.name,
        solver=solver,
        seconds=study.seconds or study.suite.seconds,
        seed=seed,
        without=without,
        data=None if study.data is None else str(study.data),
        generator_seeds=study.generator_seeds,
        workers=study.workers,
    )


def lacks(peer: str, instance: Instance) -> tuple[str, ...]:
    """The rules of an instance that a peer does not know."""
    known = COMMON | PEERS[peer].honours
    return tuple(sorted(active_rules(Book(load_data(instance.document()).scenario)) - known))


def run_job(job: Job, out: Path, news: Tell) -> Record:
    """Carry out one job in a process, and read its record; or make one that says how the process ended."""
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".run-", dir=out))
    try:
        (work / "job.json").write_text(json.dumps(asdict(job)), encoding="utf-8")
        ended = _process(work, job.seconds, news)
        record = work / "record.json"
        if record.exists():
            return read_run(record)
        return _failed(job, ended, (work / "errors.txt").read_text(encoding="utf-8", errors="replace"))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _process(work: Path, seconds: float, news: Tell) -> int:
    """Run the job in this folder; returns the exit code, negative for the signal that ended it."""
    command = [sys.executable, "-m", "benchmarks.run_one", str(work / "job.json"), str(work / "record.json")]
    root = str(Path(__file__).parents[1])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    with (work / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
    patience = threading.Timer(seconds * PATIENCE_FACTOR + PATIENCE_SECONDS, _kill, [process])
    patience.start()
    try:
        with process:
            for line in process.stdout or ():
                news(line.strip())
        return process.returncode
    finally:
        patience.cancel()
        if process.poll() is None:
            _kill(process)
            process.wait()


def _kill(process: "subprocess.Popen[str]") -> None:
    """End the whole session, because a solver may have started processes of its own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # it ended by itself just now
        return


def _failed(job: Job, ended: int, errors: str) -> Record:
    """What is kept of a run that did not hand in a record."""
    killed = ended == -signal.SIGKILL
    last = next((line for line in reversed(errors.strip().splitlines()) if line.strip()), "")
    return Record(
        key=job.key,
        suite=job.suite,
        instance=job.instance,
        instance_hash="",
        **_known(job),
        solver=job.solver,
        without=job.without,
        limit=job.seconds,
        seed=job.seed,
        workers=job.workers,
        status="killed" if killed else "crashed",
        reason="out of time or memory" if killed else f"exit code {ended}: {last}"[:400],
        machine=machine(),
        versions=versions(),
    )


def _known(job: Job) -> dict[str, Any]:
    """What is known of a job's instance without making it, so that a failed run counts in the gap to best known."""
    try:
        instance = find(job)
    except (OSError, ValueError):  # its data are gone, or there never was such an instance: then that was the failure
        return {"goal": "", "sense": ""}
    return {
        "goal": instance.goal,
        "sense": sense_of(instance.goal),
        "best_known": instance.best_known,
        "reference_bound": instance.reference_bound,
        "source": instance.source,
    }


def _describe(study: Study, jobs: Sequence[Job]) -> None:
    """`study.json`: what was asked, and on what machine. A resumed study keeps a list of its sittings."""
    file = study.out / "study.json"
    before: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    sitting = {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "suite": study.suite.name,
        "about": study.suite.about,
        "peers": list(study.peers),
        "seconds": study.seconds or study.suite.seconds,
        "seeds": list(study.seeds),
        "generator_seeds": list(study.generator_seeds),
        "every": study.every,
        "workers": study.workers,
        "runs": len(jobs),
        "machine": machine(),
        "versions": versions(),
    }
    write_whole(file, json.dumps([*before, sitting], indent=1) + "\n")


def summary(record: Record) -> str:
    """One line about a run."""
    gap = "" if record.gap is None else f", gap {100 * record.gap:.3f} %"
    value = "no value" if record.value is None else f"{record.value:,.0f}"
    return f"{record.status}, {value}{gap}, {record.seconds:.1f} s, {record.peak_mib} MiB {record.reason}".rstrip()
