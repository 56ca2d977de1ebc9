"""Days, and how much of each people have: the calendar side of the book.

Days are numbers counted from the horizon's first day; weeks run Monday to Sunday and are numbered from the horizon's
first week.
"""

from datetime import date
from functools import cached_property

from engine.domain.base import WEEKDAYS
from engine.domain.calendar import working_minutes
from engine.domain.people import Calendar, Function, Person
from engine.domain.scenario import Scenario
from engine.domain.work import Project
from engine.units import PERCENT

DAYS_PER_WEEK = 7


class Capacity:
    """A scenario's people and calendars read day by day."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.policy = scenario.policy
        self.horizon = scenario.horizon
        self.days = scenario.horizon.days
        self.quantum = scenario.horizon.quantum
        self.people: dict[str, Person] = {person.id: person for person in scenario.people}
        self.today = 0 if scenario.horizon.today is None else scenario.horizon.index(scenario.horizon.today)
        """Days before this one are past."""
        self._weekday_of_first = scenario.horizon.first.weekday()
        self.weeks = self.week(self.days - 1) + 1
        self._departments = {department.id: department for department in scenario.departments}
        self._calendars = {calendar.id: calendar for calendar in scenario.calendars}

    # -- days and weeks -------------------------------------------------------------------------------

    def week(self, day: int) -> int:
        """The number of a day's week."""
        return (day + self._weekday_of_first) // DAYS_PER_WEEK

    def week_days(self, week: int) -> range:
        """The days of a week that lie in the horizon."""
        first = week * DAYS_PER_WEEK - self._weekday_of_first
        return range(max(0, first), min(self.days, first + DAYS_PER_WEEK))

    def week_label(self, week: int) -> str:
        """The ISO name of a week: ``2027-W03``."""
        year, number, _ = self.horizon.day(self.week_days(week)[0]).isocalendar()
        return f"{year}-W{number:02d}"

    # -- minutes -------------------------------------------------------------------------------------

    @cached_property
    def contracted(self) -> dict[str, list[int]]:
        """Minutes by person and day: contract and working week on the calendar, without holidays and closures."""
        first, last = self.horizon.first, self.horizon.last
        by_calendar = {calendar.id: working_minutes(calendar, first, last) for calendar in self.scenario.calendars}
        result = {}
        for person in self.scenario.people:
            calendar = self._calendars[person.calendar] if person.calendar else self.scenario.calendars[0]
            minutes = list(by_calendar[calendar.id])
            if person.week is not None:
                # The person's own week replaces the hours, not the holidays; and it may add a weekday.
                own = [person.week.get(weekday, 0) for weekday in WEEKDAYS]
                every_day = calendar.model_copy(update={"week": dict.fromkeys(WEEKDAYS, 1)})
                open_days = working_minutes(every_day, first, last)
                minutes = [
                    own[(day + self._weekday_of_first) % DAYS_PER_WEEK] * open_days[day] for day in range(self.days)
                ]
            start = 0 if person.first_day is None else self.horizon.index(person.first_day)
            end = self.days - 1 if person.last_day is None else self.horizon.index(person.last_day)
            result[person.id] = [
                n * person.fte // PERCENT if start <= day <= end else 0 for day, n in enumerate(minutes)
            ]
        return result

    @cached_property
    def effective(self) -> dict[str, list[int]]:
        """Minutes by person and day: contracted less time off."""
        result = {}
        for person in self.scenario.people:
            minutes = list(self.contracted[person.id])
            for off in person.time_off:
                for day in self._span(off.first, off.last):
                    minutes[day] = 0 if off.minutes_per_day is None else max(0, minutes[day] - off.minutes_per_day)
            result[person.id] = minutes
        return result

    @cached_property
    def available(self) -> dict[str, list[int]]:
        """Minutes by person and day: effective less standing commitments."""
        result = {}
        for person in self.scenario.people:
            minutes = list(self.effective[person.id])
            for commitment in person.commitments:
                first = commitment.first or self.horizon.first
                last = commitment.last or self.horizon.last
                for day in self._span(first, last):
                    weekday = WEEKDAYS[(day + self._weekday_of_first) % DAYS_PER_WEEK]
                    if not commitment.weekdays or weekday in commitment.weekdays:
                        minutes[day] = max(0, minutes[day] - commitment.minutes_per_day)
            result[person.id] = minutes
        return result

    @cached_property
    def available_total(self) -> dict[str, int]:
        """Available minutes of each person over the horizon."""
        return {person: sum(minutes) for person, minutes in self.available.items()}

    def available_in_week(self, person: str, week: int) -> int:
        """Available minutes of a person in a week."""
        return sum(self.available[person][day] for day in self.week_days(week))

    def day_room(self, person: str, day: int) -> int:
        """Most minutes that availability leaves on a day: available ones, and overtime if there are any."""
        available = self.available[person][day]
        return available + self.overtime_day(person) if available else 0

    def overtime_day(self, person: str) -> int:
        """Most overtime of a person on one day."""
        return self.policy.overtime.day if self.people[person].limits.overtime else 0

    def overtime_week(self, person: str) -> int:
        """Most overtime of a person in one week."""
        return self.policy.overtime.week if self.people[person].limits.overtime else 0

    def day_limit(self, person: str) -> int | None:
        """Most planned minutes on one day, if there is a limit."""
        own = self.people[person].limits.day
        return own if own is not None else self.policy.day_limit

    def week_limit(self, person: str) -> int | None:
        """Most planned minutes in one week, if there is a limit."""
        own = self.people[person].limits.week
        return own if own is not None else self.policy.week_limit

    def project_limit(self, person: str) -> int | None:
        """Most projects in one week, if there is a limit."""
        own = self.people[person].limits.projects
        return own if own is not None else self.policy.projects_at_once

    def works_on(self, person: str, day: int) -> bool:
        """Whether the day is a working day of the person: contracted and not wholly off."""
        return self.effective[person][day] > 0

    def row_days(self, person: str, start: int, end: int) -> list[int]:
        """The days an allocation row means: its single day, or the person's working days in it."""
        if start == end:
            return [start] if 0 <= start < self.days else []
        return [day for day in range(max(0, start), min(self.days - 1, end) + 1) if self.works_on(person, day)]

    def _span(self, first: date, last: date) -> range:
        start, end = self.horizon.index(first), self.horizon.index(last)
        return range(max(0, start), min(self.days - 1, end) + 1)

    def function_of(self, person: str) -> Function:
        """The function of a person's department."""
        return self._departments[self.people[person].department].function

    # -- the calendars of projects ------------------------------------------------------------------------

    def calendar_of(self, project: Project) -> Calendar:
        """The project's calendar: its own, or the first there is."""
        return self._calendars[project.calendar or self.scenario.calendars[0].id]

    @cached_property
    def working_days(self) -> dict[str, tuple[int, ...]]:
        """For each project the working days of its calendar, by which phases and lags are counted."""
        days = {
            calendar.id: tuple(
                day for day, n in enumerate(working_minutes(calendar, self.horizon.first, self.horizon.last)) if n
            )
            for calendar in self.scenario.calendars
        }
        first = self.scenario.calendars[0].id
        return {project.id: days[project.calendar or first] for project in self.scenario.projects}

    def working_days_in(self, project: str, first: int, last: int) -> list[int]:
        """The project's working days from day ``first`` to day ``last``."""
        return [day for day in self.working_days[project] if first <= day <= last]

    @cached_property
    def seat_minutes(self) -> dict[str, list[int]]:
        """For each project the minutes of a seat on each day: its calendar's working time."""
        first, last = self.horizon.first, self.horizon.last
        minutes = {calendar.id: working_minutes(calendar, first, last) for calendar in self.scenario.calendars}
        default = self.scenario.calendars[0].id
        return {project.id: minutes[project.calendar or default] for project in self.scenario.projects}

    def can_sit(self, person: str, day: int) -> bool:
        """Whether a person can fill a seat on a day: at work, with no part of the day off."""
        return 0 < self.effective[person][day] == self.contracted[person][day] and self.available[person][day] > 0
