"""A rule in a conflict, in words: what it asks of just these people, demands and weeks.

The rule `availability` about Sara in the week of 19 April says "Sara is away from 19 to 25 April". Weeks in a row with
the same person and rule are told as one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from engine.domain.base import Model
from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.explain.answer import Places
from engine.outcome import Conflict, Subject
from engine.units import money_text, show_minutes

__all__ = ["Blame", "blames"]


class Blame(Model):
    """One of the rules that cannot all hold, about one thing."""

    rule: str
    about: dict[str, str]
    """person, demand, project, phase, cohort, first, last: those that apply."""
    text: str
    """What the rule asks here."""
    place: str | None
    """``file:line``, where known."""
    parts: int = 1
    """How many weeks or days are told as one here."""


def blames(book: Book, conflicts: Iterable[Conflict], places: Places) -> tuple[Blame, ...]:
    """The members of a conflict in words, those of one person's weeks in a row together."""
    ordered = sorted(conflicts, key=lambda each: (each.rule, _who(each.about), each.about.first))
    return tuple(
        _blame(book, list(run), places)
        for _, each in groupby(ordered, key=lambda each: (each.rule, _who(each.about)))
        for run in _runs(list(each))
    )


def _who(about: Subject) -> tuple[str, ...]:
    return about.person, about.demand, about.project, about.phase, about.cohort


def _runs(conflicts: Sequence[Conflict]) -> list[list[Conflict]]:
    """Cut where the next one does not begin within three days of the end of the last."""
    runs: list[list[Conflict]] = []
    for each in conflicts:
        if runs and each.about.first and _follows(runs[-1][-1].about, each.about):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _follows(before: Subject, after: Subject) -> bool:
    end = date.fromisoformat(before.last or before.first)
    return timedelta(0) < date.fromisoformat(after.first) - end <= timedelta(days=3)


def _blame(book: Book, run: Sequence[Conflict], places: Places) -> Blame:
    first, last = run[0].about, run[-1].about
    about = {
        name: value
        for name in ("person", "demand", "project", "phase", "cohort", "first", "last")
        if (value := getattr(first, name))
    }
    if len(run) > 1:
        about["last"] = last.last or last.first
    text = _text(book, run[0].rule, about) or run[0].text
    return Blame(rule=run[0].rule, about=about, text=text, place=places(first), parts=len(run))


def _text(book: Book, rule: str, about: dict[str, str]) -> str:
    demand = book.demands.get(about.get("demand", ""))
    if rule == "availability" and "person" in about:
        return _there(book, about)
    if rule == "pinned" and demand is not None:
        return _pinned(book, demand, about)
    if demand is not None:
        return _of_demand(book, rule, demand, about)
    if rule == "budget" and about.get("project") in book.projects:
        return f"{about['project']} may cost at most {money_text(book.projects[about['project']].budget or 0)}."
    if rule == "work_window" and about.get("phase") in book.phases:
        phase = book.phases[about["phase"]]
        day, most = book.horizon.day, phase.length_min
        length = "" if phase.fixed else f" and takes at least {most} working days"
        after = f", after {' and '.join(key for key, _ in phase.after)}" if phase.after else ""
        return f"{phase.key} runs between {day(phase.first)} and {day(phase.last)}{length}{after}."
    if rule == "no_overload" and "person" in about:
        return f"{_name(book, about['person'])} may not be overloaded {_when(about)}."
    if rule == "focus" and "person" in about:
        limit = book.project_limit(about["person"])
        return f"{_name(book, about['person'])} works on at most {limit} projects {_when(about)}."
    if rule == "fairness_band":
        return f"In cohort {about.get('cohort')} burdens stay within {book.policy.fairness.band} per mille."
    return ""


def _there(book: Book, about: dict[str, str]) -> str:
    person = about["person"]
    days = _days(book, about)
    minutes = sum(book.available[person][day] for day in days)
    if minutes:
        return f"{_name(book, person)} has {show_minutes(minutes)} {_when(about)}."
    gone = any(book.contracted[person][day] for day in days)
    return f"{_name(book, person)} is {'away' if gone else 'not under contract'} {_when(about)}."


def _days(book: Book, about: dict[str, str]) -> range:
    first = book.horizon.index(date.fromisoformat(about["first"]))
    last = book.horizon.index(date.fromisoformat(about.get("last", about["first"])))
    return range(max(0, first), min(book.days - 1, last) + 1)


def _pinned(book: Book, demand: DemandWork, about: dict[str, str]) -> str:
    if "person" not in about:
        return f"It is asked who is kept off {demand.key}."
    name = _name(book, about["person"])
    if "first" not in about:
        least = book.insisted.get((demand.key, about["person"]), 0)
        what = "takes a seat" if demand.presence else f"does at least {show_minutes(least)}"
        return f"It is asked that {name} {what} of {demand.key}."
    given = {**book.pinned, **book.actual}
    minutes = sum(given.get((demand.key, about["person"], day), 0) for day in _days(book, about))
    return f"{name} is pinned to {demand.key} for {show_minutes(minutes)} {_when(about)}."


def _of_demand(book: Book, rule: str, demand: DemandWork, about: dict[str, str]) -> str:
    need, key = demand.demand, demand.key
    if rule == "skill_match":
        able = [_name(book, person) for person in book.people if book.has_skill(person, demand)]
        wants = f"{need.skill} at level {need.level}" if need.level else need.skill
        return f"{key} needs {wants}: {_listed(able) or 'nobody'} may do it."
    if rule == "department_line":
        return f"{key} is for the department of {need.function.replace('_', ' ')}."
    if rule == "quality_gates":
        asks = [f"must be staffed in full ({_effort(demand)})"] if demand.must else []
        asks += [f"is not done by who does {' or '.join(demand.not_with)}"] if demand.not_with else []
        asks += [f"is done only while others do {' and '.join(demand.with_)}"] if demand.with_ else []
        return f"{key} {' and '.join(asks) or 'is a quality gate'}."
    if rule == "work_window":
        first, last = book.horizon.day(demand.phase.first), book.horizon.day(demand.phase.last)
        return f"{key} is done between {first} and {last}" + (
            f" and by the deadline, {demand.project.deadline}." if demand.project.deadline else "."
        )
    if rule == "effort":
        cap = f", and at most {show_minutes(need.most_per_day)} a day by one person" if need.most_per_day else ""
        return f"{key} gets no more than {_effort(demand)}{cap}."
    if rule == "focus":
        return (
            f"A week's work of {_name(book, about.get('person', ''))} on {key} is {show_minutes(demand.block)} or more."
        )
    if rule == "crew":
        return f"{key}: {_crew(book, demand)}."
    if rule == "spread":
        return f"{key} is spread evenly over its weeks."
    if rule == "presence":
        return f"{key}: {demand.seats} people sit there all day on every day of the phase."
    return ""


def _crew(book: Book, demand: DemandWork) -> str:
    parts = []
    if demand.demand.crew.min > 1:
        parts.append(f"at least {demand.demand.crew.min} people share it")
    if demand.crew_max is not None:
        parts.append(f"at most {demand.crew_max} share it")
    groups = [group for group in book.crew_groups if demand.key == group.about]
    parts += [f"{group.name}, at most {group.most} for {', '.join(group.demands)}" for group in groups]
    return " and ".join(parts) or "its crew is limited"


def _effort(demand: DemandWork) -> str:
    return f"{demand.seats} seats" if demand.presence else show_minutes(demand.effort)


def _name(book: Book, person: str) -> str:
    return (book.people[person].name if person in book.people else "") or person


def _when(about: dict[str, str]) -> str:
    first = about.get("first", "")
    last = about.get("last", first)
    return f"on {first}" if first == last else f"from {first} to {last}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
