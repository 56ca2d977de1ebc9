"""The independent checker: is this plan of that scenario right, by the calendar alone?

It knows no solver and no grid. It asks every rule for its breaches and every goal for its measure, and it looks
at the plan itself: known names, days inside the horizon, whole quanta. `solve()` hands out nothing that this
rejects; ``fairload check --plan`` runs it on plans from anywhere.
"""

from engine.domain.book import Book
from engine.goals import tier_value
from engine.outcome import Breach, Subject
from engine.plan import Plan
from engine.rules import rules_of
from engine.units import MINUTES_PER_DAY

__all__ = ["measures", "verify"]


def verify(book: Book, plan: Plan) -> list[Breach]:
    """Every breach in a plan; an empty list means that it keeps every rule that the policy has on."""
    strangers = _strangers(book, plan) or _misshapen(book, plan)
    if strangers:
        return strangers
    return [breach for rule in rules_of(book.policy.rules_off) for breach in rule.breaches(book, plan)]


def measures(book: Book, plan: Plan) -> dict[str, int]:
    """The value of every tier of the policy in this plan, in its goal's whole units."""
    return {"+".join(tier.weights): tier_value(book, plan, tier) for tier in book.policy.tiers}


def _strangers(book: Book, plan: Plan) -> list[Breach]:
    """What the scenario does not know at all: no rule can judge it."""
    found = []
    for (demand, person, day), minutes in plan.minutes.items():
        about = Subject(demand=demand, person=person)
        if demand not in book.demands or person not in book.people:
            found.append(Breach("plan", about, "is not in the scenario"))
        elif not 0 <= day < book.days:
            found.append(Breach("plan", about, f"day {day} is outside the horizon"))
        elif minutes < 0 or (day >= book.today and not book.demands[demand].presence and minutes % book.quantum):
            found.append(Breach("plan", about, f"{minutes} minutes are not a positive multiple of {book.quantum}"))
    found.extend(
        Breach("plan", Subject(phase=phase), "is not a movable phase of the scenario")
        for phase in plan.phases
        if phase not in book.phases or book.phases[phase].fixed
    )
    return found


def _misshapen(book: Book, plan: Plan) -> list[Breach]:
    """What no plan is, whatever rules are off: where a rule is on, it says the same and better.

    A day has 24 hours; work belongs to its phase's window, and a movable phase has its length; a seat is taken for
    the whole day; what is past is what it was.
    """
    off = set(book.policy.rules_off)
    found = []
    if "availability" in off:
        found += [
            Breach("plan", Subject(person=person), f"{minutes} minutes on day {day} are more than a day has")
            for (person, day), minutes in plan.by_person_day.items()
            if day >= book.today and minutes > MINUTES_PER_DAY
        ]
    if "work_window" in off:
        found += _out_of_place(book, plan)
    for (key, person, day), minutes in plan.minutes.items() if "presence" in off else ():
        demand = book.demands[key]
        whole = day in book.working_days[demand.project.id] and minutes == book.available[person][day]
        if demand.presence and day >= book.today and not whole:
            about = Subject(demand=key, person=person)
            found.append(Breach("plan", about, f"{minutes} minutes on day {day} are not a whole day"))
    if "pinned" in off:
        past = {work: minutes for work, minutes in plan.minutes.items() if work[2] < book.today}
        if past != book.actual:
            found.append(Breach("plan", Subject(), "what is past is not what it was"))
    return found


def _out_of_place(book: Book, plan: Plan) -> list[Breach]:
    """Work outside the window of its phase, and movable phases that are not placed in theirs."""
    found = [
        Breach("plan", Subject(demand=key, person=person), f"day {day} is outside the window of its phase")
        for key, person, day in plan.minutes
        if day >= book.today
        and not book.demands[key].phase.first <= day <= book.demands[key].phase.last
        and (key, person, day) not in book.pinned
    ]
    for phase in book.phases.values():
        if not phase.fixed:
            first, last = plan.phases.get(phase.key, (-1, -1))
            days = book.working_days_in(phase.project.id, max(first, phase.first), min(last, phase.last))
            if not (days[:1] == [first] and days[-1:] == [last] and phase.length_min <= len(days) <= phase.length_max):
                found.append(Breach("plan", Subject(phase=phase.key), "is not placed within its window and length"))
    return found
