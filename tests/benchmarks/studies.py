"""Made-up runs, for reports and comparisons: write only what matters to the case."""

from typing import Any

from benchmarks.record import OURS, Job, Record


def made(instance: str = "one", solver: str = OURS, seed: int = 1, **fields: Any) -> Record:
    """A run that found a plan of value 100 with bound 101."""
    limit, without = fields.pop("limit", 10.0), fields.pop("without", ())
    job = Job("agency-basic-12", instance, solver, limit, seed, without)
    told = {
        "suite": job.suite,
        "instance_hash": instance,
        "goal": "revenue",
        "sense": "max",
        "workers": 2,
        "status": "best_so_far",
        "value": 100.0,
        "bound": 101.0 if solver == OURS else None,
        "verified": True,
        "seconds": limit,
        "peak_mib": 150,
        "curve": ((1.0, None, 102.0), (2.0, 90.0, 102.0), (limit, 100.0, 101.0)) if solver == OURS else (),
        "machine": {"processor": "abacus", "cores": 2, "memory_gib": 1, "system": "Wood", "python": "3.11"},
        "versions": {"fairload": "0.1.0"},
    }
    return Record(
        key=job.key, instance=instance, solver=solver, without=without, limit=limit, seed=seed, **told | fields
    )
