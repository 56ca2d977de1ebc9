"""Random toy scenarios, small enough to try every plan, and with every rule and goal in them somewhere.

``a_toy(seed)`` draws a world of one to three people, one to three demands and four to eight days. Every seed has a
rule it is about (``rule_of(seed)``): whatever that rule needs to bite is put into the world, along with the stuff
or two other rules. In every fourth round of seeds that rule is switched off.
"""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from engine.domain.people import Commitment, Department, Limits, Period, Preferences, Role, TimeOff, Wishes
from engine.domain.policy import Policy
from engine.domain.scenario import Scenario
from engine.domain.work import After, Allocation, Crew, Demand, Length, Phase, Project
from engine.errors import InputError
from engine.rules import RULES
from tests.build import DAY, a_calendar, a_person, a_scenario, day

RULE_NAMES = tuple(rule.name for rule in RULES)
GOALS_IN_TURN = (
    ["delivered", "billable", "fair", "steady", "focused"],
    ["billable", "fair", "focused"],
    ["delivered", "fair", "team"],
    ["margin", "delivered", "preferences"],
    ["delivered", "revenue", "cost"],
    ["finish", "delivered", "focused"],
    ["billable+overtime", "preferences", "steady"],
    ["delivered", "overtime", "fair"],
    ["preferences", "delivered", "margin"],
    ["delivered", "finish", "billable"],
    ["revenue+cost", "team"],
    ["fair", "delivered", "steady"],
    ["team", "delivered", "cost"],
)


def rule_of(seed: int) -> str:
    """The rule that a seed is about."""
    return RULE_NAMES[seed % len(RULE_NAMES)]


def is_off(seed: int) -> bool:
    """Whether the seed's rule is switched off."""
    return seed // len(RULE_NAMES) % 4 == 3


def a_toy(seed: int, attempt: int = 0) -> Scenario:
    """The toy of a seed; further attempts draw other toys about the same rule."""
    for redraw in range(50):
        toy = _Toy(Random(f"{seed}/{attempt}/{redraw}"), rule_of(seed), seed)
        try:
            return toy.scenario()
        except (ValueError, InputError):
            continue  # drawn pieces that do not hold together, such as a window without its length
    raise AssertionError(f"no toy for seed {seed}")


class _Toy:
    """One world in the making, as plain dictionaries that the features change."""

    def __init__(self, rng: Random, rule: str, seed: int) -> None:
        self.rng = rng
        self.rule = rule
        self.seed = seed
        self.quantum = rng.choice([240, 240, 480])
        self.first = rng.choice([0, 0, 1, 2, 3, 3, 4])
        self.last = self.first + rng.choice([3, 4, 4, 5, 6, 7])
        if self.last % 7 in (5, 6):
            self.last += 2
        self.today: int | None = None
        count = rng.choice([1, 2, 2, 2, 3])
        self.people: list[dict[str, Any]] = [
            {"id": name, "department": "studio", "role": "maker", "skills": {"design": 3}}
            for name in ("ana", "ben", "cem")[:count]
        ]
        self.projects: list[dict[str, Any]] = []
        demands = rng.choice([1, 2, 2, 2, 3])
        owners = rng.choice([1, 1, 2])
        for number in range(demands):
            if number < owners:
                self.projects.append({"id": ("site", "shop")[number], "phases": []})
            project = rng.choice(self.projects)
            phase = self._phase(f"p{number}")
            phase["demands"].append(self._demand(f"d{number}", number))
            project["phases"].append(phase)
        self.projects = [project for project in self.projects if project["phases"]]
        self.policy: dict[str, Any] = {}
        self.fields: dict[str, Any] = {}
        self.allocations: list[dict[str, Any]] = []

    # -- pieces ---------------------------------------------------------------------------------------

    def _phase(self, id: str) -> dict[str, Any]:
        first = self.rng.randint(self.first, self.last - 1)
        last = self.rng.randint(first, min(self.last, first + 4))
        if self.rng.random() < 0.35:
            first, last = self.first, self.last
        return {"id": id, "start": day(first), "end": day(last), "demands": []}

    def _demand(self, id: str, number: int) -> dict[str, Any]:
        steps = self.rng.choice([1, 2, 2, 3, 3, 4] if self.quantum == 240 else [1, 1, 2, 2, 3])
        return {"id": id, "skill": "design", "effort": steps * self.quantum}

    @property
    def demands(self) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
        """(project, phase, demand), all of them."""
        return [(p, h, d) for p in self.projects for h in p["phases"] for d in h["demands"]]

    def a_day(self) -> date:
        return day(self.rng.randint(self.first, self.last))

    def some(self, things: list[Any]) -> Any:
        return self.rng.choice(things)

    # -- features, by the rule they make bite --------------------------------------------------------------

    def skill_match(self) -> None:
        for person in self.people:
            person["skills"] = self.some(
                [{"design": 2}, {"design": 4}, {"design": 0}, {"copy": 3}, {"copy": 1, "design": 3}]
            )
        for _, _, demand in self.demands:
            demand["skill"] = self.some(["design", "design", "copy"])
            demand["level"] = self.some([0, 2, 3])
        demand = self.some(self.demands)[2]
        who = self.some(self.people)["id"]
        demand.update(self.some([{}, {"allowed_people": (who,)}, {"excluded_people": (who,)}]))

    def department_line(self) -> None:
        homes = ["project_management", "client_services", "studio"]
        for person in self.people:
            person["department"] = self.some(homes)
        self.people[0]["department"] = self.some(homes[:2])
        for _, _, demand in self.demands:
            demand["function"] = self.some(["delivery", "project_management", "client_services"])
        project = self.some(self.projects)
        managers = [p["id"] for p in self.people if p["department"] == "project_management"]
        if managers and self.rng.random() < 0.5:
            project["pm"] = self.some(managers)

    def availability(self) -> None:
        person = self.some(self.people)
        kind = self.some(["off", "half", "contract", "part time", "commitment", "holiday", "overtime"])
        if kind == "off":
            person["time_off"] = (TimeOff(first=self.a_day(), last=day(self.last)),)
        elif kind == "half":
            person["time_off"] = (TimeOff(first=day(self.first), last=self.a_day(), minutes_per_day=240),)
        elif kind == "contract":
            person["first_day"] = self.a_day()
        elif kind == "part time":
            person["fte"] = 50
        elif kind == "commitment":
            person["commitments"] = (Commitment(minutes_per_day=240, weekdays=("mon", "fri")),)
        elif kind == "holiday":
            start = self.a_day()
            self.fields["closure"] = Period(first=start, last=start)
        self.policy["overtime"] = self.some([{}, {"day": 240, "week": 240}, {"day": 480, "week": 240}])

    def no_overload(self) -> None:
        kind = self.some(["day", "week", "own", "sustained", "overtime", "overtime"])
        if kind == "day":
            self.policy["day_limit"] = self.some([240, 400, 480])
        elif kind == "week":
            self.policy["week_limit"] = self.some([480, 720, 960])
        elif kind == "own":
            self.some(self.people)["limits"] = Limits(day=240, week=480)
        elif kind == "sustained":
            self.policy["sustained_load"] = {"weeks": self.some([1, 2]), "percent": self.some([50, 60, 75])}
        else:
            self.policy["overtime"] = {"day": self.some([240, 480]), "week": self.some([240, 480])}
            self.some(self.people)["limits"] = Limits(overtime=False)

    def focus(self) -> None:
        if self.rng.random() < 0.6 and self.quantum == 240:
            self.policy["smallest_block"] = self.some([480, 720])
        else:
            self.some(self.demands)[2]["smallest_block"] = self.some([300, 480, 960])
        if self.rng.random() < 0.6:
            self.policy["projects_at_once"] = 1
        elif self.rng.random() < 0.5:
            self.some(self.people)["limits"] = Limits(projects=1)

    def work_window(self) -> None:
        for _ in range(self.some([1, 1, 2])):
            project, phase, _ = self.some(self.demands)
            least = self.some([1, 1, 2])
            phase.pop("start", None)
            phase.pop("end", None)
            phase.update(earliest=day(self.first), latest=day(min(self.last, self.first + 4)))
            phase["length"] = Length(min=least, max=self.some([least, least + 1]))
        project = self.some(self.projects)
        if len(project["phases"]) > 1 and self.rng.random() < 0.8:
            before, after = project["phases"][0], project["phases"][1]
            after["after"] = (After(phase=before["id"], lag=self.some([0, 0, 1])),)
        if self.rng.random() < 0.6:
            project["deadline"] = self.a_day()
            if self.rng.random() < 0.4:
                project["deadline_penalty"] = self.some([100, 1000])

    def effort(self) -> None:
        for _, _, demand in self.demands:
            demand["effort"] = self.some([1, 2]) * self.quantum
        self.some(self.demands)[2]["most_per_day"] = self.some([240, 300, 480])

    def presence(self) -> None:
        _, phase, demand = self.some(self.demands)
        demand.pop("effort", None)
        for field in ("most_per_day", "smallest_block", "spread"):
            demand.pop(field, None)
        demand.update(mode="presence", seats=self.some([1, 1, 2]))
        if "length" in phase:
            phase["length"] = Length(min=phase["length"].min, max=phase["length"].min)
        if self.rng.random() < 0.4:
            self.some(self.people)["time_off"] = (
                TimeOff(first=self.a_day(), last=day(self.last), minutes_per_day=240),
            )

    def crew(self) -> None:
        _, _, demand = self.some(self.demands)
        kind = self.some(["min", "max", "same", "pm"])
        if kind == "min":
            demand["crew"] = Crew(min=2)
        elif kind == "max":
            demand["crew"] = Crew(max=1)
        elif kind == "same" and len(self.demands) > 1:
            (p, h, one), (_, _, other) = self.rng.sample(self.demands, 2)
            other["same_person_as"] = f"{p['id']}/{h['id']}/{one['id']}"
            if self.rng.random() < 0.3:
                one["crew"] = Crew(max=2)
        else:
            for person in self.people:
                person["department"] = "project_management"
            for _, _, each in self.demands:
                each["function"] = "project_management"
            self.policy["one_pm"] = self.some([True, True, False])

    def quality_gates(self) -> None:
        kind = self.some(["must", "gate", "not_with", "with"])
        project, phase, demand = self.some(self.demands)
        if kind == "must":
            demand["must"] = True
        elif kind == "gate":
            phase["kind"] = "qa"
            project["quality_gates"] = ("qa",)
        elif len(self.demands) > 1:
            (_, _, one), (p, h, other) = self.rng.sample(self.demands, 2)
            one[kind] = (f"{p['id']}/{h['id']}/{other['id']}",)

    def spread(self) -> None:
        _, phase, demand = self.some(self.demands)
        if demand.get("mode") == "presence":
            return
        demand["spread"] = "even"
        demand.pop("smallest_block", None)
        if "length" in phase:
            phase["length"] = Length(min=phase["length"].min, max=phase["length"].min)
        elif self.rng.random() < 0.7:
            phase["start"], phase["end"] = day(self.first), day(self.last)
        demand["effort"] = self.some([2, 3, 4]) * self.quantum
        if self.rng.random() < 0.5:
            # What the second week's share misses, the first week may not make up for.
            for person in self.people:
                person["time_off"] = (TimeOff(first=day(max(7, self.last - 1)), last=day(max(7, self.last))),)

    def fairness_band(self) -> None:
        self.policy["fairness"] = {
            "band": self.some([0, 100, 250, 400]),
            "levels": self.some([1, 2, 3]),
            "cohort": self.some(["department", "skill", "everyone"]),
        }
        for person in self.people:
            if self.rng.random() < 0.4:
                person["carried_over"] = self.some([-200, 100, 300])
            if self.rng.random() < 0.3:
                person["target_utilisation"] = self.some([50, 80])
        if self.rng.random() < 0.2:
            self.people[-1]["kind"] = "contractor"

    def budget(self) -> None:
        for person in self.people:
            if self.rng.random() < 0.7:
                person["cost_rate"] = self.some([20, 30, 50])
        self.some(self.projects)["budget"] = self.some([100, 160, 240, 400, 500])

    def pinned(self) -> None:
        project, phase, demand = self.some(self.demands)
        person = self.some(self.people)["id"]
        when = self.rng.randint(self.first, self.last)
        if "start" in phase and self.rng.random() < 0.8:
            when = self.rng.randint(*((moment - day(0)).days for moment in (phase["start"], phase["end"])))
        minutes = self.some([240, 480]) if self.quantum == 240 else 480
        work = {"demand": f"{project['id']}/{phase['id']}/{demand['id']}", "person": person}
        if when == self.first or self.rng.random() < 0.5:
            self.allocations.append({**work, "start": day(when), "end": day(when), "minutes_per_day": minutes})
        else:
            self.today = self.rng.randint(when, self.last)
            was = self.rng.randint(self.first, max(self.first, self.today - 1))
            if was < self.today:
                done = {"status": "actual", "minutes_per_day": self.some([60, 240, 480])}
                self.allocations.append({**work, "start": day(was), "end": day(was), **done})

    def published(self) -> None:
        for _ in range(self.some([1, 2])):
            project, phase, demand = self.some(self.demands)
            first = self.rng.randint(self.first, self.last)
            self.allocations.append(
                {
                    "demand": f"{project['id']}/{phase['id']}/{demand['id']}",
                    "person": self.some(self.people)["id"],
                    "start": day(first),
                    "end": day(self.rng.randint(first, self.last)),
                    "minutes_per_day": 240,
                    "status": "published",
                }
            )

    def change_budget(self) -> None:
        for _ in range(self.some([1, 2, 3])):
            project, phase, demand = self.some(self.demands)
            first = self.rng.randint(self.first, self.last)
            if "start" in phase:
                first = self.rng.randint(*((moment - day(0)).days for moment in (phase["start"], phase["end"])))
            self.allocations.append(
                {
                    "demand": f"{project['id']}/{phase['id']}/{demand['id']}",
                    "person": self.some(self.people)["id"],
                    "start": day(first),
                    "end": day(first),
                    "minutes_per_day": self.quantum,
                    "status": "published",
                }
            )
        self.policy["change_budget"] = self.some(
            [{"changes": 0}, {"changes": 1}, {"changes": 2}, {"people": 0}, {"people": 1}, {"frozen_weeks": 1}]
        )

    def wishes(self) -> None:
        for person in self.people:
            liked = Wishes(
                projects=tuple(p["id"] for p in self.projects if self.rng.random() < 0.4),
                people=tuple(p["id"] for p in self.people if self.rng.random() < 0.4),
            )
            avoided = Wishes(
                skills=("design",) if self.rng.random() < 0.3 else (),
                projects=tuple(p["id"] for p in self.projects if self.rng.random() < 0.3),
            )
            person["preferences"] = Preferences(likes=liked, avoids=avoided)

    def money(self) -> None:
        for person in self.people:
            if self.rng.random() < 0.6:
                person["cost_rate"] = self.some([20, 35, 60])
            if self.rng.random() < 0.6:
                person["bill_rate"] = self.some([50, 80.5])
        self.fields["rate_card"] = ({"role": "maker", "rate": 70}, {"role": "maker", "level": 3, "rate": 95})
        if self.rng.random() < 0.4:
            self.some(self.projects).update(billing="fixed_fee", fee=1000)

    def status(self) -> None:
        project = self.some(self.projects)
        if "fee" not in project:
            project.update(self.some([{"status": "tentative", "probability": 40}, {"status": "internal"}]))
        self.some(self.projects)["priority"] = self.some([1, 2, 5])
        self.policy["tentative"] = self.some(["weighted", "full", "ignored"])

    # -- the whole ------------------------------------------------------------------------------------

    def scenario(self) -> Scenario:
        extra: list[Callable[[], None]] = [getattr(self, name) for name in RULE_NAMES]
        side = [self.published, self.wishes, self.money, self.status]
        chosen = [getattr(self, self.rule), *self.rng.sample(extra, self.some([0, 1, 1, 2]))]
        chosen += self.rng.sample(side, self.some([0, 1, 2]))
        goals = GOALS_IN_TURN[self.seed % len(GOALS_IN_TURN)]
        names = {name for goal in goals for name in goal.split("+")}
        if "steady" in names:
            chosen.append(self.published)
        if "preferences" in names:
            chosen.append(self.wishes)
        if names & {"margin", "revenue", "cost"}:
            chosen.append(self.money)
        # Presence last but one: it takes effort fields away that others would put back. `pinned` and
        # `published` last: they speak about what is there by then.
        late = {"presence": 1, "pinned": 2, "published": 3, "change_budget": 3}
        for feature in sorted(dict.fromkeys(chosen), key=lambda f: late.get(f.__name__, 0)):
            feature()
        self.policy["tiers"] = tuple(self._tier(goal) for goal in goals)
        if is_off(self.seed):
            self.policy["rules_off"] = (self.rule,)
        return a_scenario(
            [_person(fields) for fields in self.people],
            [_project(fields) for fields in self.projects],
            horizon={
                "first": day(self.first),
                "last": day(self.last),
                "quantum": self.quantum,
                "daily_weeks": self.some([0, 0, 1, 4]),
                "today": None if self.today is None else day(self.today),
            },
            policy=Policy(**self.policy),
            roles=(Role(id="maker", cost_rate=40),),
            departments=(Department(id="studio"),),
            calendars=(self._calendar(),),
            allocations=tuple(Allocation(**fields) for fields in self.allocations),
            **{name: value for name, value in self.fields.items() if name != "closure"},
        )

    def _tier(self, goal: str) -> dict[str, Any]:
        slack = self.some([{}, {}, {"give_up": self.some([1, 240])}, {"give_up_per_mille": self.some([100, 500])}])
        names = goal.split("+")
        if len(names) == 1:
            return {"goal": goal, **slack}
        return {"goals": {name: self.some([1, 2]) for name in names}, **slack}

    def _calendar(self) -> Any:
        closure = self.fields.get("closure")
        closed = () if closure is None else ({"first": closure.first, "last": closure.last},)
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY)
        if self.rng.random() < 0.1:
            week["sat"] = 240
        return a_calendar(week=week, closures=closed)


def _person(fields: dict[str, Any]) -> Any:
    return a_person(**fields)


def _project(fields: dict[str, Any]) -> Project:
    phases = tuple(
        Phase(**{**phase, "demands": tuple(Demand(**demand) for demand in phase["demands"])})
        for phase in fields["phases"]
    )
    return Project(**{**fields, "phases": phases})
