"""Named suites: which instances, and how many seconds each is given.

A suite is asked for its instances with the folder of public data (None where there is none). The agency suites make
theirs; the public ones read names from the folder, through their adapters.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.instances import agency, imopse, mspsp, psplib, smptsp
from benchmarks.instances.base import Instance

Source = Callable[[Path | None, Sequence[int]], Iterator[Instance]]
"""(data folder, seeds of the generator) to instances; public sets have no generator and no use for the seeds."""


@dataclass(frozen=True)
class Suite:
    """Instances that are run and reported together."""

    name: str
    about: str
    source: Source
    seconds: float
    """Time limit of one run, where `--time` does not say otherwise."""
    public: bool = False
    """Whether the instances are read from `--data`."""

    def instances(self, data: Path | None = None, seeds: Sequence[int] = agency.SEEDS) -> list[Instance]:
        """The instances in their fixed order. Raises ValueError where a public suite has no data folder, or nothing
        in it."""
        if self.public and (data is None or not data.is_dir()):
            raise ValueError(f"suite `{self.name}` reads public data; name its folder with --data")
        found = list(self.source(data, seeds))
        if self.public and not found:
            raise ValueError(f"{data}: there is no file of suite `{self.name}`")
        return found


def _agency(set_name: str, people: int) -> Source:
    def source(data: Path | None, seeds: Sequence[int]) -> Iterator[Instance]:
        return (agency.instance(set_name, people, seed) for seed in seeds)

    return source


def _agency_suites() -> Iterator[Suite]:
    for (set_name, people), seconds in agency.SETS.items():
        about = f"{agency.ABOUT[set_name]}, {people:,} people"
        yield Suite(f"agency-{set_name}-{people}", about, _agency(set_name, people), seconds)


def _smoke(data: Path | None, seeds: Sequence[int]) -> Iterator[Instance]:
    return (agency.instance(set_name, 12, 1) for set_name in agency.GOALS)


def _named(pattern: str, read: Callable[[Path], Iterator[Instance]]) -> Source:
    """The instances of an adapter whose names fit a pattern."""

    def source(data: Path | None, seeds: Sequence[int]) -> Iterator[Instance]:
        assert data is not None  # `Suite.instances` looked
        return (each for each in read(data) if re.match(pattern, each.name))

    return source


def _public_suites() -> Iterator[Suite]:
    for size in (30, 60, 120):
        source = _named(rf"j{size}\d+_\d+$", psplib.instances)
        yield Suite(f"psplib-j{size}", f"PSPLIB, {size} activities, makespan", source, 60, public=True)
    for part in ("1a", "2a", "2c", "2b", "1b"):
        source = _named(rf"inst_set{part}_", mspsp.instances)
        yield Suite(f"mspsp-{part}", f"MSPSP-InstLib set {part}, makespan", source, 60, public=True)
    yield Suite("imopse-d36", "iMOPSE d36, makespan", _named(r"[12]00_", imopse.instances), 60, public=True)
    yield Suite("imopse-small", "iMOPSE Small, makespan", _named(r"1[05]_", imopse.instances), 60, public=True)
    yield Suite("smptsp", "shift minimisation, fewest people", _named(r"data_", smptsp.instances), 60, public=True)


SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("smoke", "one small agency of every set, to see that everything runs", _smoke, 5),
        *_agency_suites(),
        *_public_suites(),
    )
}


def suite(name: str) -> Suite:
    """The suite of that name. Raises ValueError naming those there are."""
    if name not in SUITES:
        raise ValueError(f"there is no suite `{name}`; there are: {', '.join(SUITES)}")
    return SUITES[name]
