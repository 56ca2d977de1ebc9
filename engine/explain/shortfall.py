"""What is not staffed, why, and who could nearly do it.

The reasons are those of the report: missing minutes fall down a staircase, and the step that keeps most of them comes
first (see `engine.report.shortfalls`). Here stands beside them what would help: skill by skill what is missing, week by
week how much time those have left who can do it, and the people who are kept from it by one thing only, such as a level
too few, leave in just these weeks, another department, or work on something else.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from engine.domain.base import Model
from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.explain.answer import Explanation, Places, nowhere, the_demand
from engine.explain.obstacles import days_of, name_of
from engine.outcome import Outcome, Result, Subject
from engine.plan import Plan
from engine.report import shortfalls
from engine.report.shortfalls import Reason
from engine.units import show_minutes

__all__ = ["Missing", "Nearly", "ShortfallAnswer", "SkillGap", "WeekRoom", "explain_shortfall"]

MOST_NEARLY = 4


class Nearly(Model):
    """Somebody whom one thing alone keeps from a demand."""

    person: str
    why: Literal["level", "department", "closed", "away", "full"]
    text: str
    minutes: int
    """What they could give in its window if that were different: free minutes, those away, or those on other work."""


class WeekRoom(Model):
    """A week of a demand's window."""

    week: str
    able_minutes: int
    """Available minutes of everybody who may do it."""
    free_minutes: int
    """Of these, not planned on anything."""


class Missing(Model):
    """A demand that is not staffed in full."""

    demand: str
    skill: str
    level: int
    status: str
    minutes: int
    demanded_minutes: int
    reasons: tuple[Reason, ...]
    weeks: tuple[WeekRoom, ...]
    nearly: tuple[Nearly, ...]
    """Most minutes first."""
    place: str | None = None
    """``file:line`` of the demand, where known."""


class SkillGap(Model):
    """All that is missing of one skill."""

    skill: str
    level: int
    """The highest level that is asked for among it."""
    minutes: int
    demands: tuple[str, ...]


class ShortfallAnswer(Explanation):
    """What is missing, most minutes first; decided work before pitches."""

    missing: tuple[Missing, ...]
    skills: tuple[SkillGap, ...]
    finished: bool
    """The plan was proved best, so that no longer search would staff more."""

    def sentences(self) -> tuple[str, ...]:
        if not self.missing:
            return ("Everything that was asked about is staffed.",)
        total = sum(each.minutes for each in self.missing)
        many = "1 demand" if len(self.missing) == 1 else f"{len(self.missing)} demands"
        head = f"{show_minutes(total)} are not staffed, on {many}."
        gaps = ", ".join(f"{gap.skill} {show_minutes(gap.minutes)}" for gap in self.skills[:5])
        return (head, f"By skill: {gaps}.", *(text for each in self.missing for text in _told(each)))

    def beyond(self, other: "ShortfallAnswer") -> dict[str, int]:
        """Minutes more (or less) than the other misses, by demand; demands with no difference are left out."""
        mine, its = ({each.demand: each.minutes for each in answer.missing} for answer in (self, other))
        keys = sorted({*mine, *its})
        return {key: more for key in keys if (more := mine.get(key, 0) - its.get(key, 0))}


def explain_shortfall(
    book: Book, result: Result, demand: str | None = None, places: Places = nowhere
) -> ShortfallAnswer:
    """What a solved book misses, in all or of one demand. Raises InputError for an unknown demand."""
    if demand is not None:
        the_demand(book, demand)
    plan = result.plan or Plan({})
    finished = result.outcome is Outcome.PROVED_BEST
    missing = [
        Missing(
            demand=each.demand,
            skill=book.demands[each.demand].demand.skill,
            level=book.demands[each.demand].demand.level,
            status=each.status,
            minutes=each.minutes,
            demanded_minutes=each.demanded_minutes,
            reasons=each.reasons,
            weeks=tuple(_weeks(book, plan, book.demands[each.demand])),
            nearly=_nearly(book, plan, book.demands[each.demand]),
            place=places(Subject(demand=each.demand)),
        )
        for each in shortfalls(book, plan, finished=finished)
        if demand in (None, each.demand)
    ]
    missing.sort(key=lambda each: (each.status == "tentative", -each.minutes, each.demand))
    return ShortfallAnswer(missing=tuple(missing), skills=_gaps(missing), finished=finished)


def _gaps(missing: list[Missing]) -> tuple[SkillGap, ...]:
    by_skill: dict[str, list[Missing]] = defaultdict(list)
    for each in missing:
        by_skill[each.skill].append(each)
    gaps = [
        SkillGap(
            skill=skill,
            level=max(each.level for each in found),
            minutes=sum(each.minutes for each in found),
            demands=tuple(each.demand for each in found),
        )
        for skill, found in by_skill.items()
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.minutes, gap.skill)))


def _weeks(book: Book, plan: Plan, work: DemandWork) -> Iterator[WeekRoom]:
    days = days_of(book, work)
    for week in sorted({book.week(day) for day in days}):
        inside = [day for day in book.week_days(week) if day in days]
        able = sum(book.available[person][day] for person in book.able[work.key] for day in inside)
        free = sum(_free(book, plan, person, inside) for person in book.able[work.key])
        yield WeekRoom(week=book.week_label(week), able_minutes=able, free_minutes=free)


def _free(book: Book, plan: Plan, person: str, days: list[int] | range) -> int:
    return sum(max(0, book.available[person][day] - plan.by_person_day.get((person, day), 0)) for day in days)


def _nearly(book: Book, plan: Plan, work: DemandWork) -> tuple[Nearly, ...]:
    found = [near for person in book.people for near in _kept(book, plan, work, person) if near.minutes]
    return tuple(sorted(found, key=lambda near: (-near.minutes, near.person)))


def _kept(book: Book, plan: Plan, work: DemandWork, person: str) -> Iterator[Nearly]:
    """The one thing that keeps the person from it; for those who can do it, their absence and their other work."""
    days, name = days_of(book, work), name_of(book, person)
    if person in book.able[work.key]:
        away = sum(book.contracted[person][day] - book.effective[person][day] for day in days)
        text = f"{name} is away for {show_minutes(away)} of its window"
        yield Nearly(person=person, why="away", text=text, minutes=away)
        busy = sum(plan.by_person_day.get((person, d), 0) - plan.minutes.get((work.key, person, d), 0) for d in days)
        text = f"{name} is on other work for {show_minutes(busy)} of its window"
        yield Nearly(person=person, why="full", text=text, minutes=busy)
        return
    need, level = work.demand, book.people[person].skills.get(work.demand.skill)
    if level is None or (work.key, person) in book.barred:
        return
    lifted = work if level >= need.level else _lowered(work, level)
    free = _free(book, plan, person, days)
    if level == need.level - 1 and book.can_do(person, lifted):
        text = f"{name} has level {level} and {show_minutes(free)} free in its window"
        yield Nearly(person=person, why="level", text=text, minutes=free)
    elif level >= need.level and not book.has_skill(person, work) and book.keeps_the_line(person, work):
        text = f"{name} is kept out by its own lists, with {show_minutes(free)} free in its window"
        yield Nearly(person=person, why="closed", text=text, minutes=free)
    elif level >= need.level and book.has_skill(person, work) and not book.keeps_the_line(person, work):
        text = f"{name} is on the other side of the department line, with {show_minutes(free)} free in its window"
        yield Nearly(person=person, why="department", text=text, minutes=free)


def _lowered(work: DemandWork, level: int) -> DemandWork:
    """The demand if it asked for this level."""
    return replace(work, demand=work.demand.model_copy(update={"level": level}))


def _told(missing: Missing) -> Iterator[str]:
    wants = f"{missing.skill} {missing.level}" if missing.level else missing.skill
    pitch = ", a pitch" if missing.status == "tentative" else ""
    yield (
        f"{missing.demand} ({wants}{pitch}): {show_minutes(missing.minutes)} of "
        f"{show_minutes(missing.demanded_minutes)} missing."
    )
    yield from (f"  {show_minutes(reason.minutes)}: {reason.text}" for reason in missing.reasons)
    full = [room.week for room in missing.weeks if room.able_minutes and not room.free_minutes]
    if full:
        yield f"  Nobody who can do it has time left in {', '.join(full)}."
    if missing.nearly:
        yield f"  Nearly: {'; '.join(near.text for near in missing.nearly[:MOST_NEARLY])}."
