"""What an agency can give way on when no plan exists, step by step, each with its price and as a change of an overlay.

A phase may end later, somebody works overtime, a contractor comes for some days, work that must be done need not be,
a pin is opened, a budget or the fairness band is widened. Every step only ever makes more plans possible, so the
cheapest way out can be proved. What would shift a duty rather than lift it is not offered: a phase with even work,
seats, or successors at fixed dates does not simply end later.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.domain.book import Book
from engine.domain.checks import gates_of
from engine.domain.entries import DemandWork
from engine.rules.work_window import hard_deadline
from engine.units import MINUTES_PER_HOUR, divide_up, money_text, show_minutes

__all__ = ["Concession", "catalogue", "changes_of"]

Puts = dict[str, Any]
"""New values by their path."""

MOST_DAYS = 28
MOST_STEPS = 10
BAND_STEP = 50
OVERTIME_DAY, OVERTIME_WEEK = 2 * MINUTES_PER_HOUR, 5 * MINUTES_PER_HOUR
"""What somebody is asked to be ready for; at least a quantum of work."""


@dataclass(frozen=True)
class Concession:
    """One thing to give way on, in so many steps."""

    kind: str
    """`slip`, `overtime`, `contractor`, `drop`, `unpin`, `budget` or `band`."""
    about: str
    """Phase, person, demand, allocation or project."""
    steps: int
    """Most steps there are."""
    price: int
    """Of one step, minor units."""
    told: Callable[[int], str]
    """What so many steps mean, in words."""
    puts: Callable[[int], Puts]
    hires: Callable[[int], Mapping[str, Any] | None]
    touches: Callable[[DemandWork], bool]
    """Whether it can matter to a demand."""


def catalogue(book: Book) -> list[Concession]:
    """Everything that could be given way on, in a fixed order."""
    return [*_slips(book), *_overtimes(book), *_contractors(book), *_drops(book), *_pins(book), *_money(book)]


def changes_of(book: Book, chosen: Mapping[Concession, int]) -> list[dict[str, Any]]:
    """The concessions as the changes of one overlay."""
    puts: Puts = {}
    changes: list[dict[str, Any]] = []
    for concession, steps in chosen.items():
        for path, value in concession.puts(steps).items():
            puts[path] = _both(path, puts[path], value) if path in puts else value
        if (person := concession.hires(steps)) is not None:
            changes.append({"hire": dict(person)})
    changes += [{"change": {"path": path, "to": value}} for path, value in puts.items()]
    ready = {concession.about for concession in chosen if concession.kind == "overtime"}
    if ready:
        changes += _overtime_for(book, ready)
    return changes


def _both(path: str, one: Any, other: Any) -> Any:
    """Two concessions that change the same value: the wider of the two."""
    if path.endswith(".quality_gates"):
        return [kind for kind in one if kind in other]
    return max(one, other)


def _nothing(steps: int) -> Puts:
    return {}


def _nobody(steps: int) -> None:
    return None


# -- later ------------------------------------------------------------------------------------------------


def _slips(book: Book) -> Iterator[Concession]:
    followed = {before for phase in book.phases.values() if phase.fixed for before, _ in phase.after}
    for project in book.scenario.projects:
        for phase in project.phases:
            key = f"{project.id}/{phase.id}"
            work = book.phases.get(key)
            if work is None or phase.repeat:
                continue
            end = phase.end if work.fixed else (phase.latest or project.deadline)
            field = "end" if work.fixed else "latest"
            rigid = [
                d for d in book.demands.values() if d.phase.key == key and (d.presence or d.demand.spread == "even")
            ]
            whole = phase.start is None or phase.start >= book.horizon.first
            if end is None or (work.fixed and (rigid or key in followed or not whole)):
                continue
            moved = f"projects.{project.id}.phases.{phase.id}.{field}" if (work.fixed or phase.latest) else ""
            if concession := _slip(book, key, end, moved, hard_deadline(book, work) is not None):
                yield concession
        if project.template is not None:
            own = project.template.latest
            end = own or project.deadline
            hard = project.deadline is not None and project.deadline_penalty is None
            moved = f"projects.{project.id}.template.latest" if own else ""
            if end is not None and (concession := _slip(book, project.id, end, moved, hard)):
                yield concession


def _slip(book: Book, about: str, end: date, moved: str, hard: bool) -> Concession | None:
    """The end ``moved`` (a path, or none) and a hard deadline before it, so many days later."""
    project = book.projects[about.partition("/")[0]]
    # Where neither is there is nothing to move; and a plan never sees beyond its horizon.
    if not (moved or hard):
        return None
    from_day = min(end, project.deadline) if hard and project.deadline else end
    steps = min(MOST_DAYS, (book.horizon.last - from_day).days)
    if steps < 1 or (moved and end > book.horizon.last):
        return None

    def puts(days: int) -> Puts:
        last = from_day + timedelta(days=days)
        found: Puts = {moved: max(end, last).isoformat()} if moved else {}
        if hard and project.deadline is not None and project.deadline < last:
            found[f"projects.{project.id}.deadline"] = last.isoformat()
        return found

    return Concession(
        "slip", about, steps, book.policy.concessions.slip_day,
        lambda days: f"{about} ends up to {days} {'day' if days == 1 else 'days'} later, by "
        f"{from_day + timedelta(days=days)}",
        puts, _nobody,
        lambda demand: demand.project.id == project.id,
    )  # fmt: skip


# -- more hands -------------------------------------------------------------------------------------------


def _overtimes(book: Book) -> Iterator[Concession]:
    if book.policy.overtime.day or book.policy.overtime.week:
        return  # what policy allows already is not asked for a second time
    hours = divide_up(max(OVERTIME_WEEK, book.quantum), MINUTES_PER_HOUR)
    for person in book.people.values():
        if person.limits.overtime:
            name = person.id

            def can(demand: DemandWork, name: str = name) -> bool:
                return book.can_do(name, demand)

            text = f"{name} is ready for up to {hours} hours of overtime a week"
            price = hours * book.policy.concessions.overtime_hour
            yield Concession("overtime", name, 1, price, lambda _, text=text: text, _nothing, _nobody, can)  # type: ignore[misc]


def _overtime_for(book: Book, ready: set[str]) -> list[dict[str, Any]]:
    others = [person for person in book.people if person not in ready and book.people[person].limits.overtime]
    return [
        {"policy": {"overtime": {"day": max(OVERTIME_DAY, book.quantum), "week": max(OVERTIME_WEEK, book.quantum)}}},
        *({"change": {"path": f"people.{person}.limits.overtime", "to": False}} for person in others),
    ]


def _contractors(book: Book) -> Iterator[Concession]:
    for demand in book.demands.values():
        home = _department(book, demand)
        if not demand.must or demand.demand.allowed_people or home is None or _named(demand):
            continue
        first = max(demand.phase.first, book.today)
        days = [day for day in book.working_days[demand.project.id] if first <= day <= demand.phase.last]
        if days:
            yield _contractor(book, demand, home, days[: MOST_DAYS if demand.phase.fixed else len(days)])


def _contractor(book: Book, demand: DemandWork, home: str, days: list[int]) -> Concession:
    need = demand.demand
    name = f"contractor-{demand.key.replace('/', '-')}"
    date_of = book.horizon.day

    def hire(count: int) -> Mapping[str, Any]:
        return {
            "id": name, "kind": "contractor", "department": home, "role": _role(book, home),
            "skills": {need.skill: need.level}, "calendar": demand.project.calendar or book.scenario.calendars[0].id,
            "first_day": date_of(days[0]).isoformat(), "last_day": date_of(days[count - 1]).isoformat(),
        }  # fmt: skip

    def told(count: int) -> str:
        many = "day" if count == 1 else "days"
        return f"a contractor ({need.skill} {need.level}) for {count} {many} from {date_of(days[0])}, for {demand.key}"

    return Concession(
        "contractor", demand.key, len(days), book.policy.concessions.contractor_day, told, _nothing, hire,
        lambda other: other.demand.skill == need.skill and other.demand.level <= need.level,
    )  # fmt: skip


def _department(book: Book, demand: DemandWork) -> str | None:
    """A department that the demand lets in; of these the one that is most at home in the skill."""
    need = demand.demand
    at_home = Counter(who.department for who in book.people.values() if need.skill in who.skills)
    for department in sorted(book.scenario.departments, key=lambda each: -at_home[each.id]):
        allowed = not need.allowed_departments or department.id in need.allowed_departments
        fits = demand.function in ("delivery", department.function)
        if allowed and fits and department.id not in need.excluded_departments:
            return department.id
    return None


def _named(demand: DemandWork) -> bool:
    """Whether the project names who does it."""
    lead = {"project_management": demand.project.pm, "client_services": demand.project.account_lead}
    return lead.get(demand.function) is not None


def _role(book: Book, home: str) -> str:
    """The role of somebody of the department, or the first there is."""
    return next((who.role for who in book.people.values() if who.department == home), book.scenario.roles[0].id)


# -- less to do -------------------------------------------------------------------------------------------


def _drops(book: Book) -> Iterator[Concession]:
    for project in book.scenario.projects:
        gates = gates_of(project, book.policy)
        for kind in dict.fromkeys(gates):
            lifted = [
                d for d in book.demands.values() if d.project.id == project.id and d.phase.kind == kind and d.must
            ]
            if lifted:
                left = [other for other in gates if other != kind]
                text = f"{project.id} does without the gate {kind}: its work may go short"
                yield _drop(book, f"{project.id} {kind}", lifted, text, {f"projects.{project.id}.quality_gates": left})
        for phase in project.phases:
            for demand in phase.demands:
                own = {
                    work.key
                    for work in book.demands.values()
                    if (work.project.id, work.phase.source, work.demand.id) == (project.id, phase.id, demand.id)
                }
                if demand.must and phase.kind not in gates and project.status != "tentative":
                    path = f"projects.{project.id}.phases.{phase.id}.demands.{demand.id}.must"
                    lifted = [book.demands[key] for key in sorted(own)]
                    text = f"{project.id}/{phase.id}/{demand.id} need not be done in full"
                    yield _drop(book, f"{project.id}/{phase.id}/{demand.id}", lifted, text, {path: False})


def _drop(book: Book, about: str, lifted: list[DemandWork], text: str, puts: Puts) -> Concession:
    keys = {demand.key for demand in lifted}
    hours = divide_up(sum(demand.effort for demand in lifted), MINUTES_PER_HOUR)
    price = hours * book.policy.concessions.drop_hour
    said = f"{text} ({show_minutes(sum(demand.effort for demand in lifted))})"
    return Concession(
        "drop", about, 1, price, lambda _: said, lambda _: puts, _nobody, lambda demand: demand.key in keys
    )


def _pins(book: Book) -> Iterator[Concession]:
    for number, allocation in enumerate(book.scenario.allocations):
        days = [day for day in book.allocation_days(allocation) if day >= book.today]
        if allocation.status != "pinned" or not days or allocation.demand not in book.demands:
            continue
        when = (
            f"{allocation.start}" if allocation.start == allocation.end else f"{allocation.start} to {allocation.end}"
        )
        text = f"{allocation.person}'s pin on {allocation.demand}, {when}, is opened"
        path = f"allocations.{number}.status"
        price = len(days) * book.policy.concessions.unpin_day

        yield Concession(
            "unpin", f"{allocation.demand} {allocation.person} {allocation.start}", 1, price,
            lambda _, text=text: text, lambda _, path=path: {path: "published"}, _nobody,  # type: ignore[misc]
            lambda demand: True,
        )  # fmt: skip


def _money(book: Book) -> Iterator[Concession]:
    for project in book.scenario.projects:
        if project.budget:
            yield _budget(book, project.id, project.budget)
    band = book.policy.fairness.band
    if band is not None and "fairness_band" not in book.policy.rules_off:
        yield Concession(
            "band", "fairness", MOST_STEPS, book.policy.concessions.band_step,
            lambda steps: f"the fairness band is {BAND_STEP * steps} per mille wider",
            lambda steps: {"policy.fairness.band": band + BAND_STEP * steps}, _nobody, lambda demand: True,
        )  # fmt: skip


def _budget(book: Book, project: str, budget: int) -> Concession:
    step = divide_up(budget, MOST_STEPS)
    return Concession(
        "budget", project, MOST_STEPS, step,
        lambda steps: f"the budget of {project} is {10 * steps} % higher",
        lambda steps: {f"projects.{project}.budget": money_text(budget + step * steps)}, _nobody,
        lambda demand: demand.project.id == project,
    )  # fmt: skip
