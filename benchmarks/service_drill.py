"""Two hundred jobs while API and workers are killed at random; and how quickly the service answers under load.

    python -m benchmarks.service_drill [--jobs 200] [--kills 10] [--workers 2] [--database URL] [--seed 1] [--out FILE]

Everything is real: `fairload serve` without workers, workers beside it, `kill -9`. At the end every job must have
one verified result, one end, and no more attempts than kills can explain: a job that is begun again without its
worker having been killed would have run twice.

Then every worker solves a whole agency, and two things are timed over HTTP meanwhile: reads of a plan, and how long
after it was found in the solve process a better plan is heard of by somebody who listens to its events. Without
`--database` it is an SQLite file that is thrown away.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

import engine
from benchmarks.machine import machine, versions

ROOT = Path(__file__).parents[1]
HARBOUR = ROOT / "scenarios" / "harbour" / "base.yaml"
ROUNDS, ROUND_SECONDS = 5, 15
"""Of listening: so many times as many solves as there are workers."""
READS = 500
LONG_EVERY = 5
"""Every so many jobs one is a whole agency and takes its four seconds, so that kills hit work in progress."""
PROGRAM = [sys.executable, "-c", "from api.cli import main; main()"]
SCENARIO = """\
name: drill
horizon: {first: 2027-01-04, last: 2027-01-31}
calendars: [{id: standard, week: {mon: 8h, tue: 8h, wed: 8h, thu: 8h, fri: 8h}}]
departments: [{id: design}]
skills: [{id: drawing}]
roles: [{id: designer, cost_rate: 30}]
people:
  - {id: ana, department: design, role: designer, skills: {drawing: 4}}
  - {id: ben, department: design, role: designer, skills: {drawing: 3}}
clients: [{id: museum}]
rate_card: [{role: designer, rate: 90}]
projects:
  - id: site
    client: museum
    phases: [{id: work, start: 2027-01-04, end: 2027-01-29, demands: [{id: pages, skill: drawing, effort: 200h}]}]
"""


class Drill:
    """The processes of a service, and what becomes of them."""

    def __init__(self, database: str, workers: int) -> None:
        self.database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.api = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=10)
        self.service = self._start("serve", "--port", str(self.port), "--workers", "0")
        self.wait_for_service()
        self.workers = [self._start("worker", "--name", f"drill-{number}") for number in range(workers)]

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "FAIRLOAD_MOST_ACTIVE_JOBS": "100000",
            "FAIRLOAD_MOST_REQUESTS_A_SECOND": "100000",
            "FAIRLOAD_MOST_REQUESTS_AT_ONCE": "100000",
        }
        whole = [*PROGRAM, *command, "--database", self.database]
        return subprocess.Popen(whole, env=environment, stderr=subprocess.DEVNULL)

    def wait_for_service(self) -> None:
        """Until it answers."""
        while True:
            try:
                if self.api.get("/readyz").is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.2)

    def asked(self, method: str, path: str, **given: Any) -> httpx.Response:
        """A request, made again while nobody answers; the idempotency key keeps it one."""
        while True:
            try:
                answer = self.api.request(method, path, **given)
                if answer.status_code < 500:
                    return answer.raise_for_status()
            except httpx.TransportError:
                time.sleep(0.2)

    def kill_worker(self, number: int) -> None:
        """Kill one in the middle of whatever it does, and start it again."""
        self.workers[number].kill()
        self.workers[number].wait()
        self.workers[number] = self._start("worker", "--name", f"drill-{number}")

    def kill_api(self) -> None:
        """Kill the API's own process; `serve` brings it back."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == self.service.pid:
                os.kill(int(stat.parent.name), signal.SIGKILL)

    def close(self) -> None:
        """End everything."""
        for process in (*self.workers, self.service):
            process.terminate()
        for process in (*self.workers, self.service):
            process.wait(30)
        self.api.close()


def run(jobs: int, kills: int, workers: int, database: str, seed: int) -> dict[str, Any]:
    """The drill; raises AssertionError where something is lost, doubled or wrong."""
    chance = random.Random(seed)
    drill = Drill(database, workers)
    try:
        ids = [_submit(drill, number) for number in range(jobs)]
        worker_kills = _killing(drill, chance, ids, kills)
        plans = [_ended(drill, each) for each in ids]
        _judge(drill, plans, worker_kills)
        timed = _under_load(drill, ids)
    finally:
        drill.close()
    again = sum(plan["attempts"] - 1 for plan in plans)
    return {"jobs": jobs, "verified": len(plans), "kills": kills, "worker_kills": worker_kills, "begun_again": again,
            **timed}  # fmt: skip


def _submit(drill: Drill, number: int) -> str:
    long = number % LONG_EVERY == 0
    body = {
        "scenario": {"demo": "harbour"} if long else {"text": SCENARIO},
        "options": {"seconds": 4, "workers": 1},
        "name": f"job {number}",
    }
    return str(drill.asked("POST", "/v1/plans", json=body, headers={"Idempotency-Key": f"job-{number}"}).json()["id"])


def _killing(drill: Drill, chance: random.Random, ids: list[str], kills: int) -> int:
    """Kill API and workers at random while there is work; says how many workers that hit."""
    hit = 0
    for _ in range(kills):
        time.sleep(chance.uniform(2, 6))
        if chance.random() < 0.3:
            drill.kill_api()
        else:
            drill.kill_worker(chance.randrange(len(drill.workers)))
            hit += 1
    return hit


def _ended(drill: Drill, job: str) -> dict[str, Any]:
    while True:
        plan: dict[str, Any] = drill.asked("GET", f"/v1/plans/{job}").json()
        if plan["ended"] is not None:
            return plan
        time.sleep(0.5)


def _judge(drill: Drill, plans: list[dict[str, Any]], worker_kills: int) -> None:
    books = {
        "drill": engine.Book(engine.load_text(SCENARIO).scenario),
        "harbour": engine.Book(engine.load(HARBOUR).scenario),
    }
    others = [
        (plan["name"], plan["status"], plan["attempts"], plan["error"])
        for plan in plans
        if plan["status"] != "completed"
    ]
    assert not others, others
    for plan in plans:
        document = drill.asked("GET", f"/v1/plans/{plan['id']}/document").json()
        book = books[plan["scenario"]["name"]]
        assert engine.verify_plan(book, engine.read_plan(document, book)) == []
        events = drill.asked("GET", f"/v1/plans/{plan['id']}/events").text
        assert events.count("event: end") == 1
        assert events.count("event: status") == plan["attempts"]
    assert sum(plan["attempts"] - 1 for plan in plans) <= worker_kills, "a job was begun again without need"


def _under_load(drill: Drill, ids: list[str]) -> dict[str, Any]:
    """Milliseconds that reads take, and that news of a better plan take to a listener, while every worker solves."""
    body = {"scenario": {"demo": "harbour"}, "options": {"seconds": ROUND_SECONDS, "workers": 1}}
    reads: list[float] = []
    news: list[float] = []
    for _ in range(ROUNDS):
        busy = [drill.asked("POST", "/v1/plans", json=body).json()["id"] for _ in drill.workers]
        listeners = [Thread(target=_listen, args=(drill, job, news)) for job in busy]
        for listener in listeners:
            listener.start()
        while any(drill.asked("GET", f"/v1/plans/{job}").json()["status"] == "queued" for job in busy):
            time.sleep(0.2)
        reads += _reads(drill, ids)
        for listener in listeners:
            listener.join()
    return {"read_ms": _told(reads), "better_plan_heard_ms": _told(news)}


def _reads(drill: Drill, ids: list[str]) -> list[float]:
    took = []
    for number in range(READS // ROUNDS):
        began = time.perf_counter()
        drill.asked("GET", f"/v1/plans/{ids[number % len(ids)]}")
        took.append((time.perf_counter() - began) * 1000)
    return took


def _listen(drill: Drill, job: str, news: list[float]) -> None:
    """Note the age of every better plan at the moment when it is heard of."""
    with drill.api.stream("GET", f"/v1/plans/{job}/events", timeout=60) as stream:
        kind = ""
        for line in stream.iter_lines():
            key, _, value = line.partition(": ")
            if key == "event":
                kind = value
            elif key == "data" and kind == "plan":
                found = datetime.fromisoformat(json.loads(value)["found"])
                news.append((datetime.now(UTC) - found).total_seconds() * 1000)


def _told(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {
        "number": len(ordered),
        "median": round(statistics.median(ordered), 1),
        "p99": round(ordered[int(len(ordered) * 0.99)], 1),
        "most": round(ordered[-1], 1),
    }


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("jobs", 200), ("kills", 10), ("workers", 2), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--database")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        database = given.database or f"{folder}/drill.db"
        found = run(given.jobs, given.kills, given.workers, database, given.seed)
    found |= {
        "database": "postgresql" if database.startswith("postgresql") else "sqlite",
        "workers": given.workers,
        "seed": given.seed,
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": round(time.monotonic() - began),
        "machine": machine(),
        "versions": versions(),
    }
    text = json.dumps(found, indent=2) + "\n"
    print(text, end="")
    if given.out is not None:
        given.out.write_text(text)


if __name__ == "__main__":
    main()
