"""From what was typed to what is asked for: a scenario's phases and demands inside the horizon, references resolved."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from engine.domain.calendar import working_minutes
from engine.domain.capacity import Capacity
from engine.domain.checks import full_reference, gates_of
from engine.domain.entries import DemandWork, PhaseWork
from engine.domain.expand import PlacedPhase, placed_phases, project_phases
from engine.domain.work import Demand, Project
from engine.units import PERCENT, ceil_to, floor_to


class Reading:
    """The work of a scenario, phase by phase."""

    def __init__(self, capacity: Capacity) -> None:
        self._capacity = capacity
        self._scenario = capacity.scenario
        self.phases: dict[str, PhaseWork] = {}
        self.demands: dict[str, DemandWork] = {}
        self.same_person: list[tuple[str, str]] = []
        """Pairs of demands that ask for the same person."""
        self._read()

    def _read(self) -> None:
        templates = {template.id: template for template in self._scenario.templates}
        typed: dict[str, list[str]] = defaultdict(list)
        pending: list[tuple[DemandWork, Demand, str]] = []
        for project in self._scenario.projects:
            phases = project_phases(project, templates, self._capacity.quantum)
            gates = gates_of(project, self._capacity.policy)
            kept = [
                (work, placed)
                for placed in placed_phases(self._scenario, phases)
                if (work := self._phase_work(project, placed)) is not None
            ]
            present = {work.key for work, _ in kept}
            for work, placed in kept:
                links = tuple(link for link in work.after if link[0] in present)
                work = replace(work, after=links)
                self.phases[work.key] = work
                for demand in placed.demands:
                    read = self._demand_work(project, work, demand, work.kind in gates)
                    typed[f"{project.id}/{work.source}/{demand.id}"].append(read.key)
                    if work.month is not None:
                        typed[read.key].append(read.key)
                    pending.append((read, demand, work.source))
        for read, demand, source in pending:
            self.demands[read.key] = self._linked(read, demand, source, typed)

    def _linked(self, read: DemandWork, demand: Demand, source: str, typed: Mapping[str, list[str]]) -> DemandWork:
        """The demand with its references resolved. A repeated phase's months refer to their own month where
        they refer to each other, and to every month from elsewhere."""

        def resolve(ref: str) -> tuple[str, ...]:
            full = full_reference(read.project.id, source, ref)
            keys = typed.get(full, [])
            if full.rpartition("/")[0] == f"{read.project.id}/{source}":
                keys = [key for key in keys if key.rpartition("/")[0] == read.phase.key]
            return tuple(keys)

        if demand.same_person_as is not None:
            full = full_reference(read.project.id, source, demand.same_person_as)
            if full == f"{read.project.id}/{source}/{demand.id}":
                self.same_person.extend(pairwise(typed[full]))
            else:
                self.same_person.extend((other, read.key) for other in resolve(demand.same_person_as))
        return replace(
            read,
            not_with=tuple(key for ref in demand.not_with for key in resolve(ref)),
            with_=tuple(key for ref in demand.with_ for key in resolve(ref)),
        )

    def _phase_work(self, project: Project, placed: PlacedPhase) -> PhaseWork | None:
        """The phase inside the horizon, or None where none of it is (a movable phase always is)."""
        index = self._capacity.horizon.index
        first, last = max(0, index(placed.first)), min(self._capacity.days - 1, index(placed.last))
        if first > last:
            return None
        inside = self._capacity.working_days_in(project.id, first, last)
        length = placed.source.length
        if not inside:
            return None
        share = (1, 1)
        if length is None:
            share = self._share(project, placed)
        return PhaseWork(
            key=f"{project.id}/{placed.id}",
            project=project,
            kind=placed.source.kind,
            first=first,
            last=last,
            fixed=length is None,
            length_min=len(inside) if length is None else length.min,
            length_max=len(inside) if length is None else min(length.max, len(inside)),
            after=tuple((f"{project.id}/{link.phase}", link.lag) for link in placed.after),
            month=f"{placed.share_of[0]:%Y-%m}" if placed.source.repeat else None,
            source=placed.source.id,
            share=share,
        )

    def _share(self, project: Project, placed: PlacedPhase) -> tuple[int, int]:
        """Working days of the typed stretch that lie in window and horizon, of all its working days."""
        calendar = self._capacity.calendar_of(project)
        meant_first, meant_last = placed.share_of
        first, last = max(placed.first, meant_first), min(placed.last, meant_last)
        inside_first, inside_last = max(first, self._capacity.horizon.first), min(last, self._capacity.horizon.last)
        whole = sum(1 for n in working_minutes(calendar, meant_first, meant_last) if n)
        inside = sum(1 for n in working_minutes(calendar, inside_first, inside_last) if n)
        return inside, max(1, whole)

    def _demand_work(self, project: Project, phase: PhaseWork, demand: Demand, gate: bool) -> DemandWork:
        inside, whole = phase.share
        if demand.mode == "presence":
            seats = demand.seats or 0
            minutes = self._capacity.seat_minutes[project.id]
            days = self._capacity.working_days_in(project.id, phase.first, phase.last)
            each = sum(minutes[day] for day in days) if phase.fixed else phase.length_min * minutes[days[0]]
            effort = seats * each
        else:
            seats = 0
            effort = floor_to((demand.effort or 0) * inside // whole, self._capacity.quantum)
        tentative = project.status == "tentative"
        chance = {"weighted": project.probability or 0, "full": PERCENT, "ignored": 0}[self._capacity.policy.tentative]
        block = self._capacity.policy.smallest_block if demand.smallest_block is None else demand.smallest_block
        return DemandWork(
            key=f"{phase.key}/{demand.id}",
            project=project,
            phase=phase,
            demand=demand,
            effort=effort,
            typed=max(effort, demand.effort or 0),
            seats=seats,
            billable=project.status != "internal" if demand.billable is None else demand.billable,
            crew_max=demand.crew.max,
            block=0 if seats or demand.spread == "even" else min(ceil_to(block, self._capacity.quantum), effort),
            must=(demand.must or gate) and not tentative,
            weight=0 if tentative else priority_of(project),
            chance=chance if tentative else PERCENT,
            deadline=None if project.deadline is None else self._capacity.horizon.index(project.deadline),
            not_with=(),
            with_=(),
        )


def priority_of(project: Project) -> int:
    """A project's priority: 3 where it is not given, 1 for internal projects."""
    if project.priority is not None:
        return project.priority
    return 1 if project.status == "internal" else 3
