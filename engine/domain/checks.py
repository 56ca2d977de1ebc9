"""Does a scenario hold together? Every reference leads somewhere, every value is possible.

`cross_check` reports everything it finds, each fault with the path of the value, the nearest valid name and,
where there is one, the fix. It also takes a document some of whose parts could not be read at all: ids of
those parts are passed as ``known``, so that one broken person does not raise fifty dangling references.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from engine.domain.calendar import working_minutes
from engine.domain.document import Document
from engine.domain.expand import placed_phases, project_phases
from engine.domain.people import Calendar, Person
from engine.domain.policy import Policy
from engine.domain.work import Demand, Phase, Project, Rate
from engine.errors import Fault, Path, nearest

LONGEST_HORIZON_DAYS = 1100
MOST_DEMANDS = 100_000
MOST_HINTS = 300

UNITS = {
    "delivered": "weighted minutes", "billable": "minutes", "fair": "per mille", "steady": "changes",
    "focused": "person-demand pairs", "margin": "money", "revenue": "money", "preferences": "wishes",
    "overtime": "minutes", "finish": "days", "team": "people", "cost": "money",
}  # fmt: skip
"""What each goal is counted in; only goals of one unit share a tier."""


NOT_DECLARED = "is not declared under"
"""Stands in every fault about a reference that leads nowhere."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def cross_check(document: Document, known: Mapping[str, Iterable[str]] | None = None) -> list[Fault]:
    """Every fault that shows only when the parts are seen together, in document order.

    ``known`` adds ids by section (``people``, ``projects``, ...) of entries that could not be read.
    """
    return _Check(document, known or {}).run()


class _Check:
    """One pass over a document, gathering faults."""

    def __init__(self, document: Document, known: Mapping[str, Iterable[str]]) -> None:
        self.document = document
        self.faults: list[Fault] = []
        self.hints = 0
        self.ids = {
            section: {entry.id for entry in getattr(document, section)} | set(known.get(section, ()))
            for section in ("calendars", "departments", "skills", "roles", "people", "clients", "templates", "projects")
        }
        self.work_is_read = not {"projects", "templates"} & set(known)
        self.templates = {template.id: template for template in document.templates}

    def run(self) -> list[Fault]:
        self._horizon()
        for section in self.ids:
            self._unique((section,), getattr(self.document, section))
        for number, calendar in enumerate(self.document.calendars):
            self._calendar(("calendars", number), calendar)
        for number, person in enumerate(self.document.people):
            self._person(("people", number), person)
        for number, client in enumerate(self.document.clients):
            self._rates(("clients", number, "rates"), client.rates)
        self._rates(("rate_card",), self.document.rate_card)
        for number, template in enumerate(self.document.templates):
            path: Path = ("templates", number)
            self._phases((*path, "phases"), template.phases, calendar_id=None)
            for index, phase in enumerate(template.phases):
                if phase.length is None or phase.start or phase.end or phase.repeat:
                    self._add(
                        (*path, "phases", index), f"phase `{phase.id}` of a template needs a `length` and no dates"
                    )
        for number, project in enumerate(self.document.projects):
            self._project(("projects", number), project)
        self._policy(("policy",), self.document.policy)
        if self.work_is_read:
            self._demand_references()
        self._allocations()
        return self.faults

    def _add(self, path: Path, message: str) -> None:
        self.faults.append(Fault(path, message))

    def _nearest(self, name: str, known: Iterable[str]) -> str:
        """A hint; but not for ever, in a file where nothing fits."""
        self.hints += 1
        return nearest(name, known) if self.hints <= MOST_HINTS else ""

    def _known(self, path: Path, kind: str, section: str, name: str | None) -> None:
        if name is not None and name not in self.ids[section]:
            self._add(path, f"{kind} `{name}` {NOT_DECLARED} `{section}`{self._nearest(name, self.ids[section])}")

    def _all_known(self, path: Path, kind: str, section: str, names: Iterable[str]) -> None:
        for number, name in enumerate(names):
            self._known((*path, number), kind, section, name)

    def _unique(self, path: Path, entries: Sequence[_Named]) -> None:
        seen: dict[str, int] = {}
        for number, entry in enumerate(entries):
            if entry.id in seen:
                first = seen[entry.id]
                self._add((*path, number, "id"), f"id `{entry.id}` is already used by entry {first + 1} of this list")
            seen.setdefault(entry.id, number)

    def _ordered(self, path: Path, first: date | None, last: date | None, names: tuple[str, str]) -> bool:
        if first is None or last is None or first <= last:
            return True
        self._add(path, f"`{names[1]}` {last} is before `{names[0]}` {first}")
        return False

    # -- time -----------------------------------------------------------------------------------------

    def _horizon(self) -> None:
        horizon = self.document.horizon
        if not self._ordered(("horizon", "last"), horizon.first, horizon.last, ("first", "last")):
            return
        if horizon.days > LONGEST_HORIZON_DAYS:
            self._add(
                ("horizon", "last"), f"{horizon.days} days are too many to plan; at most {LONGEST_HORIZON_DAYS} are"
            )
        if horizon.today is not None and not horizon.first <= horizon.today <= horizon.last:
            self._add(("horizon", "today"), f"{horizon.today} is outside the horizon")

    def _calendar(self, path: Path, calendar: Calendar) -> None:
        if not any(calendar.week.values()):
            self._add((*path, "week"), f"calendar `{calendar.id}` has no working minutes on any weekday")
        for number, closure in enumerate(calendar.closures):
            self._ordered((*path, "closures", number, "last"), closure.first, closure.last, ("first", "last"))

    # -- people ---------------------------------------------------------------------------------------

    def _person(self, path: Path, person: Person) -> None:
        self._known((*path, "department"), "department", "departments", person.department)
        self._known((*path, "role"), "role", "roles", person.role)
        self._known((*path, "calendar"), "calendar", "calendars", person.calendar)
        for skill in person.skills:
            self._known((*path, "skills", skill), "skill", "skills", skill)
        if person.main_skill is not None and person.main_skill not in person.skills:
            self._add(
                (*path, "main_skill"),
                f"`{person.main_skill}` is not among the skills of `{person.id}`"
                f"{self._nearest(person.main_skill, person.skills)}",
            )
        self._ordered((*path, "last_day"), person.first_day, person.last_day, ("first_day", "last_day"))
        for number, off in enumerate(person.time_off):
            self._ordered((*path, "time_off", number, "last"), off.first, off.last, ("first", "last"))
        for number, commitment in enumerate(person.commitments):
            self._ordered((*path, "commitments", number, "last"), commitment.first, commitment.last, ("first", "last"))
        for side in ("likes", "avoids"):
            wishes = getattr(person.preferences, side)
            for section, kind in (("projects", "project"), ("skills", "skill"), ("people", "person")):
                self._all_known((*path, "preferences", side, section), kind, section, getattr(wishes, section))

    def _rates(self, path: Path, rates: Sequence[Rate]) -> None:
        seen: set[tuple[str, int]] = set()
        for number, rate in enumerate(rates):
            self._known((*path, number, "role"), "role", "roles", rate.role)
            if (rate.role, rate.level) in seen:
                self._add((*path, number), f"role `{rate.role}` at level {rate.level} has a rate in this list already")
            seen.add((rate.role, rate.level))

    # -- work -----------------------------------------------------------------------------------------

    def _project(self, path: Path, project: Project) -> None:
        self._known((*path, "client"), "client", "clients", project.client)
        self._known((*path, "calendar"), "calendar", "calendars", project.calendar)
        self._rates((*path, "rates"), project.rates)
        self._leads(path, project)
        self._money(path, project)
        if project.status == "tentative" and project.probability is None:
            self._add(path, f"project `{project.id}` is tentative and needs a `probability` (per cent)")
        if project.status != "tentative" and project.probability is not None:
            self._add(
                (*path, "probability"),
                f"only tentative projects have a probability, `{project.id}` is {project.status}",
            )
        if project.template is not None:
            self._known((*path, "template", "use"), "template", "templates", project.template.use)
            self._ordered(
                (*path, "template", "latest"), project.template.start, project.template.latest, ("start", "latest")
            )
            if template := self.templates.get(project.template.use):
                names = {phase.id for phase in template.phases}
                for number, skipped in enumerate(project.template.skip):
                    if skipped not in names:
                        self._add(
                            (*path, "template", "skip", number),
                            f"template `{template.id}` has no phase `{skipped}`{self._nearest(skipped, names)}",
                        )
        phases = project_phases(project, self.templates, self.document.horizon.quantum)
        self._unique((*path, "phases"), project.phases)
        self._phases((*path, "phases"), project.phases, project.calendar, all_phases=phases)
        self._cycles(path, phases)
        self._gates(path, project, phases)

    def _leads(self, path: Path, project: Project) -> None:
        functions = {department.id: department.function for department in self.document.departments}
        homes = {person.id: functions.get(person.department) for person in self.document.people}
        for field, function in (("pm", "project_management"), ("account_lead", "client_services")):
            name = getattr(project, field)
            self._known((*path, field), "person", "people", name)
            if name in homes and homes[name] != function:
                self._add((*path, field), f"`{name}` is not in a department whose function is `{function}`")

    def _money(self, path: Path, project: Project) -> None:
        if project.billing == "fixed_fee" and project.fee is None:
            self._add(path, f"project `{project.id}` is billed at a fixed fee and needs a `fee`")
        if project.fee is not None and project.billing not in ("fixed_fee", "retainer"):
            self._add((*path, "fee"), "only `billing: fixed_fee` and `billing: retainer` have a fee")
        if project.billing == "internal" and project.status != "internal":
            self._add((*path, "billing"), "`billing: internal` is for projects whose status is `internal`")
        if project.status == "internal" and project.billing not in (None, "internal"):
            self._add((*path, "billing"), f"an internal project is not billed, but this says `{project.billing}`")
        if project.deadline_penalty is not None and project.deadline is None:
            self._add((*path, "deadline_penalty"), "a penalty needs a `deadline`")

    def _gates(self, path: Path, project: Project, phases: Sequence[Phase]) -> None:
        kinds = {phase.kind for phase in phases}
        missing = [gate for gate in gates_of(project, self.document.policy) if gate not in kinds]
        if missing:
            *some, last = (f"`{gate}`" for gate in missing)
            named = f"{', '.join(some)} or {last}" if some else last
            self._add(
                path,
                f"project `{project.id}` has no phase of kind {named}, which the quality gates ask for; "
                f"add {'them' if some else 'one'}, or set the project's own `quality_gates`",
            )

    def _phases(
        self,
        path: Path,
        phases: Sequence[Phase],
        calendar_id: str | None,
        all_phases: Sequence[Phase] | None = None,
    ) -> None:
        names = {phase.id for phase in (all_phases if all_phases is not None else phases)}
        repeated = {phase.id for phase in phases if phase.repeat}
        for number, phase in enumerate(phases):
            here: Path = (*path, number)
            self._window(here, phase, calendar_id, in_template=path[0] == "templates")
            self._unique((*here, "demands"), phase.demands)
            for index, link in enumerate(phase.after):
                if link.phase not in names:
                    self._add(
                        (*here, "after", index, "phase"),
                        f"there is no phase `{link.phase}` in this project{self._nearest(link.phase, names)}",
                    )
                elif link.phase in repeated or phase.repeat:
                    self._add((*here, "after", index, "phase"), "repeated phases have no precedence")
            for index, demand in enumerate(phase.demands):
                self._demand((*here, "demands", index), demand, phase)

    def _window(self, path: Path, phase: Phase, calendar_id: str | None, in_template: bool) -> None:
        fixed = phase.start is not None or phase.end is not None
        if fixed and (phase.earliest or phase.latest or phase.length):
            self._add(path, f"phase `{phase.id}` has both fixed dates and a movable window; keep one")
            return
        if fixed and (phase.start is None or phase.end is None):
            self._add(path, f"phase `{phase.id}` needs both `start` and `end`")
            return
        if phase.repeat and not fixed:
            self._add(path, f"repeated phase `{phase.id}` needs `start` and `end`")
            return
        if not fixed and phase.length is None:
            self._add(path, f"phase `{phase.id}` needs `start` and `end`, or a `length` in working days")
            return
        if not self._ordered((*path, "end"), phase.start, phase.end, ("start", "end")):
            return
        if not self._ordered((*path, "latest"), phase.earliest, phase.latest, ("earliest", "latest")):
            return
        if phase.length is None or in_template:
            return
        if phase.length.max < phase.length.min:
            self._add((*path, "length", "max"), f"`max` {phase.length.max} is below `min` {phase.length.min}")
            return
        horizon = self.document.horizon
        first = max(phase.earliest or horizon.first, horizon.first)
        last = min(phase.latest or horizon.last, horizon.last)
        calendars = {calendar.id: calendar for calendar in self.document.calendars}
        calendar = calendars.get(calendar_id or self.document.calendars[0].id)
        if calendar is None or horizon.last < horizon.first:
            return
        days = sum(1 for minutes in working_minutes(calendar, first, last) if minutes) if first <= last else 0
        if days < phase.length.min:
            self._add(
                path,
                f"phase `{phase.id}` takes at least {phase.length.min} working days, but there are only {days} from "
                f"{first} to {last}; widen its window or the horizon",
            )

    def _demand(self, path: Path, demand: Demand, phase: Phase) -> None:
        self._known((*path, "skill"), "skill", "skills", demand.skill)
        for field in ("allowed_people", "excluded_people"):
            self._all_known((*path, field), "person", "people", getattr(demand, field))
        for field in ("allowed_departments", "excluded_departments"):
            self._all_known((*path, field), "department", "departments", getattr(demand, field))
        if demand.crew.max is not None and demand.crew.max < demand.crew.min:
            self._add((*path, "crew", "max"), f"`max` {demand.crew.max} is below `min` {demand.crew.min}")
        one_length = phase.length is None or phase.length.min == phase.length.max
        if demand.mode == "presence":
            if demand.seats is None:
                self._add(path, f"demand `{demand.id}` in mode `presence` needs `seats`")
            for field in ("effort", "most_per_day", "smallest_block"):
                if getattr(demand, field) is not None:
                    self._add((*path, field), f"a `presence` demand is full-time and has no `{field}`")
            if demand.spread == "even":
                self._add((*path, "spread"), "a `presence` demand is full-time and cannot be `even`")
            if not one_length:
                self._add((*path, "mode"), "a phase with a `presence` demand needs one length: `min` equal to `max`")
            return
        if demand.seats is not None:
            self._add((*path, "seats"), "`seats` are for `mode: presence`; an effort is shared by its `crew`")
        if demand.effort is None:
            self._add(path, f"demand `{demand.id}` needs an `effort` such as 40h")
        elif demand.effort % self.document.horizon.quantum:
            self._add_multiple((*path, "effort"), demand.effort)
        if demand.spread == "even" and not one_length:
            self._add((*path, "spread"), "an `even` demand needs a phase of one length: `min` equal to `max`")

    def _add_multiple(self, path: Path, minutes: int) -> None:
        quantum = self.document.horizon.quantum
        below = minutes // quantum * quantum
        choice = f"{below} or {below + quantum}" if below else f"{quantum}"
        self._add(
            path,
            f"{minutes} minutes are not a multiple of the horizon's quantum of {quantum} minutes; "
            f"write {choice} minutes, or lower the quantum",
        )

    def _cycles(self, path: Path, phases: Sequence[Phase]) -> None:
        before = {phase.id: [link.phase for link in phase.after] for phase in phases}
        done: set[str] = set()
        for start in before:
            trail: list[str] = []
            stack: list[tuple[str, int]] = [(start, 0)]
            while stack:
                phase, position = stack.pop()
                if position == 0:
                    if phase in trail:
                        circle = " -> ".join([*trail[trail.index(phase) :], phase])
                        self._add((*path, "phases"), f"phases wait for each other in a circle: {circle}")
                        return
                    if phase in done or phase not in before:
                        continue
                    trail.append(phase)
                if position < len(before[phase]):
                    stack.append((phase, position + 1))
                    stack.append((before[phase][position], 0))
                else:
                    trail.remove(phase)
                    done.add(phase)

    # -- references between demands, and allocations: demands are only known when every project is read ---------------

    def _demand_references(self) -> None:
        keys = self._demand_keys()
        if len(keys) > MOST_DEMANDS:
            self._add(("projects",), f"{len(keys)} demands are too many to plan; at most {MOST_DEMANDS} are")
        for number, project in enumerate(self.document.projects):
            self._refer(("projects", number), project.id, project.phases, keys)
        for number, template in enumerate(self.document.templates):
            own = {f"{template.id}/{phase.id}/{demand.id}" for phase in template.phases for demand in phase.demands}
            self._refer(("templates", number), template.id, template.phases, own | keys)

    def _refer(self, path: Path, owner: str, phases: Sequence[Phase], keys: set[str]) -> None:
        for number, phase in enumerate(phases):
            for index, demand in enumerate(phase.demands):
                here: Path = (*path, "phases", number, "demands", index)
                for field, refs in (
                    ("not_with", demand.not_with),
                    ("with", demand.with_),
                    ("same_person_as", (demand.same_person_as,) if demand.same_person_as else ()),
                ):
                    for ref in refs:
                        full = full_reference(owner, phase.id, ref)
                        if full not in keys:
                            self._add((*here, field), f"there is no demand `{full}`{self._nearest(full, keys)}")
                        elif full == f"{owner}/{phase.id}/{demand.id}" and field != "same_person_as":
                            self._add((*here, field), f"demand `{demand.id}` refers to itself")

    def _demand_keys(self) -> set[str]:
        """Every demand by its full name; repeated phases by their own name as well as by month."""
        keys: set[str] = set()
        for project in self.document.projects:
            phases = project_phases(project, self.templates, self.document.horizon.quantum)
            for phase in phases:
                keys.update(f"{project.id}/{phase.id}/{demand.id}" for demand in phase.demands)
            for placed in placed_phases(self.document, tuple(phase for phase in phases if phase.repeat and phase.end)):
                keys.update(f"{project.id}/{placed.id}/{demand.id}" for demand in placed.demands)
        return keys

    def _allocations(self) -> None:
        keys = self._demand_keys() if self.work_is_read else set()
        horizon = self.document.horizon
        for number, allocation in enumerate(self.document.allocations):
            path: Path = ("allocations", number)
            if self.work_is_read and allocation.demand not in keys:
                self._add(
                    (*path, "demand"),
                    f"there is no demand `{allocation.demand}`{self._nearest(allocation.demand, keys)}",
                )
            self._known((*path, "person"), "person", "people", allocation.person)
            if not self._ordered((*path, "end"), allocation.start, allocation.end, ("start", "end")):
                continue
            if allocation.status == "published":
                continue
            if allocation.start < horizon.first or allocation.end > horizon.last:
                self._add((*path, "start"), f"{allocation.start} to {allocation.end} leaves the horizon")
            if allocation.status == "actual":
                if horizon.today is None or allocation.end >= horizon.today:
                    self._add((*path, "status"), "`actual` is for days before the horizon's `today`")
            elif horizon.today is not None and allocation.start < horizon.today:
                self._add((*path, "start"), f"{allocation.start} is before today; what is past is `actual`")
            elif allocation.minutes_per_day % horizon.quantum:
                self._add_multiple((*path, "minutes_per_day"), allocation.minutes_per_day)

    # -- policy ---------------------------------------------------------------------------------------

    def _policy(self, path: Path, policy: Policy) -> None:
        seen: set[str] = set()
        for number, tier in enumerate(policy.tiers):
            here: Path = (*path, "tiers", number)
            if (tier.goal is None) == (not tier.goals):
                self._add(here, "a tier names either one `goal` or several `goals` with weights")
                continue
            for goal in tier.weights:
                if goal in seen:
                    self._add(here, f"goal `{goal}` stands in an earlier tier already")
                seen.add(goal)
            units = sorted({UNITS[goal] for goal in tier.weights})
            if len(units) > 1:
                self._add((*here, "goals"), f"goals of one tier need one unit, these are counted in {', '.join(units)}")
            if "fair" in tier.weights and len(tier.weights) > 1:
                self._add((*here, "goals"), "`fair` is a comparison in steps and stands in a tier of its own")


def gates_of(project: Project, policy: Policy) -> tuple[str, ...]:
    """The phase kinds that this project must have and staff in full."""
    if project.quality_gates is not None:
        return project.quality_gates if project.status == "confirmed" else ()
    if project.status != "confirmed" or project.billing == "retainer":
        return ()
    return policy.quality_gates


def full_reference(project: str, phase: str, ref: str) -> str:
    """``demand``, ``phase/demand`` or ``project/phase/demand`` as the full name, seen from a phase."""
    steps = ref.split("/")
    return "/".join([project, phase][: 3 - len(steps)] + steps)
