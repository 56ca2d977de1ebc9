"""What one more person is worth, and what it is worth that somebody learns something.

A hire is planned at no cost an hour, because a salary is paid whether or not the hour is planned; so more people never
lower what a book is worth before salary (unless a fairness band ties the newcomer to the others). The salary for the
contracted time within the horizon is then taken off. Candidates are ranked by what is left.
"""

from collections.abc import Sequence

from engine.answer import Answer
from engine.domain.book import Book
from engine.domain.people import Person
from engine.domain.scenario import Scenario
from engine.errors import Fault, InputError, nearest
from engine.plan import Plan
from engine.units import cost_of, money_text
from engine.whatif.trials import Trials
from engine.whatif.vary import varied
from engine.whatif.worth import Gain, Worth, gain, worth, worths

NEWCOMER = "newcomer"


class Value(Answer):
    """What one candidate is worth over the horizon. Money in minor units."""

    name: str
    skill: str
    level: int
    person: str | None = None
    """Who learns; null for a hire."""
    role: str | None = None
    department: str | None = None
    cost: int
    """Salary for the contracted time in the horizon, or the price of the training."""
    worth: Worth
    gain: Gain | None
    """Before cost; null where there is no plan."""
    net: float | None
    """The gain less the cost."""


class Values(Answer):
    """Candidates, the best first: least left undone, then most money net of cost."""

    question: str
    currency: str
    base: Worth
    values: tuple[Value, ...]


def hire_candidates(scenario: Scenario, plan: Plan | None = None) -> list[Person]:
    """A newcomer for each skill and level that is asked for: what is short in the plan first, then by the scenario.

    Role, department and calendar are those of the cheapest colleague who has the skill.
    """
    book, found = Book(scenario), []
    for skill, level in _wanted(book, plan):
        able = [person for person in scenario.people if skill in person.skills and person.kind == "employee"]
        if able:
            like = min(able, key=lambda person: (book.cost_rate(person.id), person.id))
            found.append(newcomer(scenario, like, skill, level))
    return found


def newcomer(scenario: Scenario, like: Person, skill: str, level: int) -> Person:
    """Somebody employed like a colleague, with one skill."""
    taken = {person.id for person in scenario.people}
    name = next(id for n in range(len(taken) + 1) if (id := f"{NEWCOMER}-{n}" if n else NEWCOMER) not in taken)
    return Person(
        id=name,
        department=like.department,
        role=like.role,
        calendar=like.calendar,
        skills={skill: level},
        cost_rate=money_text(Book(scenario).cost_rate(like.id)),
    )


def value_of_hires(scenario: Scenario, people: Sequence[Person], trials: Trials, plan: Plan | None = None) -> Values:
    """What each newcomer would be worth, ranked net of salary."""
    free = [person.model_copy(update={"cost_rate": 0}) for person in people]
    books = [
        varied(scenario, {"hire": person.model_dump(mode="json", exclude_none=True, exclude_defaults=True)})
        for person in free
    ]
    costs = [_salary(book, person) for book, person in zip(books, people, strict=True)]
    named = [
        {"name": f"hire {skill} {level}", "skill": skill, "level": level, "role": p.role, "department": p.department}
        for p in people
        for skill, level in p.skills.items()
    ]
    return _values("hire", scenario, books, costs, named, trials, plan)


def train_candidates(scenario: Scenario, plan: Plan | None = None, most: int = 8) -> list[tuple[str, str, int]]:
    """(person, skill, level) worth a look: what is wanted, for employees who lack it and whose department may do it."""
    book, found = Book(scenario), []
    for skill, level in _wanted(book, plan):
        for person in scenario.people:
            lacks = person.skills.get(skill, -1) < level
            if person.kind == "employee" and lacks and _may_work(book, person, skill):
                found.append((person.id, skill, level))
    return found[:most]


def value_of_training(
    scenario: Scenario,
    lessons: Sequence[tuple[str, str, int]],
    trials: Trials,
    plan: Plan | None = None,
    cost: int = 0,
) -> Values:
    """What it would be worth that somebody learns a skill to a level, ranked net of the price of a training."""
    known = {person.id for person in scenario.people}
    strangers = [person for person, _, _ in lessons if person not in known]
    if strangers:
        raise InputError([Fault((), f"there is no person `{name}`{nearest(name, known)}") for name in strangers])
    books = [
        varied(scenario, {"train": {"person": person, "skill": skill, "level": level}})
        for person, skill, level in lessons
    ]
    named = [
        {"name": f"{person}: {skill} {level}", "person": person, "skill": skill, "level": level}
        for person, skill, level in lessons
    ]
    return _values("train", scenario, books, [cost] * len(books), named, trials, plan)


def _values(
    question: str,
    scenario: Scenario,
    books: Sequence[Scenario],
    costs: Sequence[int],
    named: Sequence[dict[str, object]],
    trials: Trials,
    plan: Plan | None,
) -> Values:
    seconds = trials.share(len(books))
    first = worths(trials, [scenario], plan, seconds)[0]
    base = worth(first)
    found = []
    for result, cost, names in zip(worths(trials, list(books), first.plan, seconds), costs, named, strict=True):
        after = worth(result)
        more = gain(base, after)
        net = None if more is None else more.margin - cost
        found.append(Value.model_validate({**names, "cost": cost, "worth": after, "gain": more, "net": net}))
    found.sort(key=_rank)
    return Values(question=question, currency=scenario.currency, base=base, values=tuple(found))


def _rank(value: Value) -> tuple[float, float, str]:
    if value.gain is None or value.net is None:
        return float("inf"), 0.0, value.name
    return float(value.gain.shortfall), -value.net, value.name


def _salary(scenario: Scenario, person: Person) -> int:
    """Contracted time in the horizon at the person's own rate, or the role's."""
    role = next(role for role in scenario.roles if role.id == person.role)
    rate = role.cost_rate if person.cost_rate is None else person.cost_rate
    return cost_of(rate, sum(Book(scenario).contracted[person.id]))


def _wanted(book: Book, plan: Plan | None) -> list[tuple[str, int]]:
    """(skill, level) asked for by some demand, what misses most in the plan first."""
    missing: dict[tuple[str, int], int] = {}
    for demand in book.demands.values():
        key = (demand.demand.skill, demand.demand.level)
        short = 0 if plan is None else plan.shortfall(demand) * max(1, demand.weight)
        missing[key] = missing.get(key, 0) + short
    order = {key: number for number, key in enumerate(missing)}
    return sorted(missing, key=lambda key: (-missing[key], order[key]))


def _may_work(book: Book, person: Person, skill: str) -> bool:
    """Whether some demand for the skill is for the person's kind of department."""
    function = book.function_of(person.id)
    return any(demand.demand.skill == skill and demand.function == function for demand in book.demands.values())
