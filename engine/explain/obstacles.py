"""What keeps a person from a demand, by the calendar alone: skill, level, lists, department, absence."""

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.units import show_minutes

__all__ = ["obstacles"]


def obstacles(book: Book, person: str, work: DemandWork) -> tuple[str, ...]:
    """Each obstacle as a sentence; empty where nothing but other work stands in the way."""
    return tuple(text for text in (_skill(book, person, work), _lists(book, person, work),
                                   _line(book, person, work), _time(book, person, work)) if text)  # fmt: skip


def name_of(book: Book, person: str) -> str:
    """How a person is called."""
    return book.people[person].name or person


def days_of(book: Book, work: DemandWork) -> range:
    """The days of a demand's window that are not past."""
    return range(max(book.today, work.phase.first), work.phase.last + 1)


def _skill(book: Book, person: str, work: DemandWork) -> str:
    need, level = work.demand, book.people[person].skills.get(work.demand.skill)
    name = name_of(book, person)
    if level is None:
        return f"{name} does not have the skill {need.skill}."
    if level < need.level:
        return f"{name} has {need.skill} at level {level}, and level {need.level} is needed."
    return ""


def _lists(book: Book, person: str, work: DemandWork) -> str:
    need, home = work.demand, book.people[person].department
    shut = (
        (need.allowed_people and person not in need.allowed_people)
        or person in need.excluded_people
        or (need.allowed_departments and home not in need.allowed_departments)
        or home in need.excluded_departments
    )
    return f"{work.key} is closed to {name_of(book, person)} by its own lists." if shut else ""


def _line(book: Book, person: str, work: DemandWork) -> str:
    if book.keeps_the_line(person, work):
        return ""
    asked = work.function.replace("_", " ")
    if book.function_of(person) != work.function:
        return f"{name_of(book, person)} ({book.people[person].department}) may not do {asked}."
    return f"The project names somebody else for its {asked}."


def _time(book: Book, person: str, work: DemandWork) -> str:
    days = days_of(book, work)
    there = sum(book.available[person][day] for day in days)
    if not there:
        return f"{name_of(book, person)} is not at work in the window of {work.key}."
    full = sum(book.contracted[person][day] for day in days)
    if 2 * there < full:
        return f"{name_of(book, person)} has {show_minutes(there)} in its window, of {show_minutes(full)} contracted."
    return ""
