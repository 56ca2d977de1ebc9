"""Seeded violations: feasible plans of a small agency, each broken in one known way, and each caught.

The plans come from the solver; a mutator takes one and breaks one rule by arithmetic of its own, somewhere drawn by a
seed. Every mutation must be reported as a breach of that rule; and for every rule there are mutations that break it
alone, so that no rule is caught only because another one fell with it.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from random import Random

import pytest

from engine.domain.book import Book
from engine.domain.people import Limits, Person, TimeOff
from engine.domain.policy import ChangeBudget
from engine.domain.scenario import Scenario
from engine.domain.work import After, Crew, Length, Project
from engine.outcome import Options
from engine.plan import Plan, Work
from engine.rules import RULES
from engine.search import solve
from engine.verify import verify
from tests.build import a_calendar, a_demand, a_person, a_phase, a_project, a_scenario, an_allocation, day

WORLDS = 3
VIOLATIONS = 18
"""Different broken plans asked of every rule; the charter asks for 15."""
QUANTUM = 60
BAND = 700
CHANGES = 6
"""The plan is published in its world, and so many changes against it are allowed."""

Minutes = dict[Work, int]
Mutator = Callable[[Book, Plan, Random], Plan | None]


# -- the agency ---------------------------------------------------------------------------------------


def the_people() -> list[Person]:
    return [
        a_person("ana", skills={"design": 4, "lead": 1}, cost_rate=40),
        a_person("ben", skills={"design": 3, "code": 2}, cost_rate=35, carried_over=50),
        a_person("cem", skills={"code": 4, "test": 2}, cost_rate=45),
        a_person("dev", skills={"code": 3, "test": 3}, cost_rate=30),
        a_person(
            "eva", skills={"test": 4, "lead": 1, "design": 1}, cost_rate=38, fte=80, limits=Limits(overtime=False)
        ),
        a_person("pat", department="project_management", skills={"lead": 4, "design": 2}, cost_rate=50),
        a_person("pip", department="project_management", skills={"lead": 3, "test": 1}, cost_rate=50),
        a_person("kim", department="client_services", skills={"lead": 3}, cost_rate=48, carried_over=200),
    ]


def the_projects(rng: Random) -> list[Project]:
    site = a_project(
        "site",
        a_phase("kickoff", a_demand("room", seats=2), start=day(2), end=day(3)),
        a_phase(
            "draw",
            a_demand("pages", hours=rng.choice([30, 36]), crew=Crew(max=2), level=3, most_per_day=360),
            length=Length(min=4, max=6),
            earliest=day(4),
        ),
        a_phase(
            "build",
            a_demand("code", skill="code", hours=60, crew=Crew(min=2), with_=("review",)),
            a_demand("review", skill="code", hours=20, level=3, allowed_people=("cem", "dev")),
            start=day(7),
            end=day(18),
        ),
        a_phase(
            "check",
            a_demand("test", skill="test", hours=16, not_with=("build/code",)),
            kind="qa",
            start=day(14),
            end=day(20),
        ),
        a_phase(
            "launch",
            a_demand("room", seats=1, skill="code"),
            length=Length(min=1, max=1),
            after=(After(phase="draw", lag=2),),
        ),
        a_phase("run", a_demand("manage", skill="lead", hours=18, function="project_management", spread="even")),
        quality_gates=("qa",),
        budget=rng.choice([9000, 9500]),
        pm=rng.choice([None, "pat"]),
    )
    shop = a_project(
        "shop",
        a_phase("find", a_demand("talk", hours=12), start=day(2), end=day(11)),
        a_phase("draw", a_demand("cart", hours=20, same_person_as="find/talk"), start=day(7), end=day(20)),
        a_phase("run", a_demand("account", skill="lead", hours=12, function="client_services")),
        deadline=day(18),
        priority=rng.choice([2, 4]),
        account_lead="kim",
    )
    own = a_project("own", a_demand("tools", skill="code", hours=40), status="internal", budget=1000)
    lab = a_project("lab", a_demand("bench", skill="code", level=4, hours=120), status="internal")
    return [site, shop, own, lab]


@lru_cache(maxsize=WORLDS)
def a_world(number: int) -> tuple[Scenario, Book, Plan]:
    """The agency in one of its variations, and a feasible plan of it."""
    rng = Random(number)
    away = rng.choice(["ana", "dev"])
    people = [
        person.model_copy(update={"time_off": (TimeOff(first=day(9), last=day(10)),)}) if person.id == away else person
        for person in the_people()
    ]
    scenario = a_scenario(
        people,
        the_projects(rng),
        weeks=3,
        horizon={"quantum": QUANTUM, "daily_weeks": 1, "today": day(2)},
        calendars=(a_calendar(closures=({"first": day(11), "last": day(11)},)),),
        allocations=(
            an_allocation("site/run/manage", "pat", 0, 1, 2, status="actual"),
            an_allocation("own/work/tools", "dev", 0, 0, 5.5, status="actual"),
            an_allocation("shop/draw/cart", "ben", 14, 15, 3),
            an_allocation("own/work/tools", "cem", 7, 8, 4),
        ),
        policy={
            "overtime": {"day": 120, "week": 240},
            "day_limit": 540,
            "week_limit": 2340,
            "sustained_load": {"weeks": 2, "percent": 95},
            "projects_at_once": 2,
            "smallest_block": 180,
            "fairness": {"band": BAND, "cohort": "everyone"},
            "tiers": ({"goal": "delivered"}, {"goal": "fair"}),
        },
    )
    book = Book(scenario)
    result = solve(scenario, Options(seconds=4, seed=number + 1, workers=1, deterministic=True))
    assert result.plan is not None, result
    published = tuple(
        an_allocation(row.demand, row.person, row.start, row.end, row.minutes_per_day / 60, status="published")
        for row in result.plan.rows(book)
        if row.start >= book.today
    )
    budget = ChangeBudget(changes=CHANGES, frozen_weeks=1)
    promised = scenario.model_copy(
        update={
            "allocations": (*scenario.allocations, *published),
            "policy": scenario.policy.model_copy(update={"change_budget": budget}),
        }
    )
    return promised, Book(promised), result.plan


def changed(plan: Plan, by: Minutes, **phases: tuple[int, int]) -> Plan:
    """The plan with some minutes set anew, and some phases moved."""
    spans = {**plan.phases, **{f"site/{phase}": span for phase, span in phases.items()}}
    return Plan({**plan.minutes, **by}, spans)


def ahead(book: Book, plan: Plan) -> list[Work]:
    """Effort work that is not past."""
    return [w for w in plan.minutes if w[2] >= book.today and not book.demands[w[0]].presence]


def seats(book: Book, plan: Plan) -> list[Work]:
    return [work for work in plan.minutes if book.demands[work[0]].presence]


# -- one mutator or more a rule: how a plan is broken, in words ----------------------------------------


def given_to_somebody_who_cannot(book: Book, plan: Plan, rng: Random) -> Plan | None:
    demand, _person, on = work = rng.choice(ahead(book, plan))
    others = [p for p in book.people if not book.has_skill(p, book.demands[demand])]
    return changed(plan, {work: 0, (demand, rng.choice(others), on): plan.minutes[work]}) if others else None


def given_to_the_other_department(book: Book, plan: Plan, rng: Random) -> Plan | None:
    led = [w for w in ahead(book, plan) if book.demands[w[0]].function != "delivery"]
    demand, person, on = rng.choice(led)
    others = [
        p
        for p in book.people
        if book.has_skill(p, book.demands[demand]) and book.function_of(p) != book.demands[demand].function
    ]
    who, week = rng.choice(others), book.week(on)
    works = [w for w in led if w[:2] == (demand, person) and book.week(w[2]) == week]
    days = [d for d in book.week_days(week) if d >= book.today]
    free = {d: book.available[who][d] - plan.by_person_day.get((who, d), 0) for d in days}
    left = sum(plan.minutes[w] for w in works)
    given: Minutes = {}
    for d in days:
        given[demand, who, d] = min(left, max(0, free[d]) // QUANTUM * QUANTUM)
        left -= given[demand, who, d]
    return None if left else changed(plan, {**dict.fromkeys(works, 0), **given})


def worked_on_a_free_day(book: Book, plan: Plan, rng: Random) -> Plan | None:
    demand, person, on = work = rng.choice(ahead(book, plan))
    first, last = plan.span(book.demands[demand].phase)
    free = [d for d in range(max(first, book.today), last + 1) if not book.available[person][d] and d != on]
    return changed(plan, {work: 0, (demand, person, rng.choice(free)): plan.minutes[work]}) if free else None


def worked_into_the_night(book: Book, plan: Plan, rng: Random) -> Plan | None:
    _demand, person, on = work = rng.choice(ahead(book, plan))
    room = book.day_room(person, on) - plan.by_person_day[person, on]
    return changed(plan, {work: plan.minutes[work] + room // QUANTUM * QUANTUM + QUANTUM})


def a_day_above_the_limit(book: Book, plan: Plan, rng: Random) -> Plan | None:
    _demand, person, on = work = rng.choice(ahead(book, plan))
    over = (540 - plan.by_person_day[person, on]) // QUANTUM * QUANTUM + QUANTUM
    taken = [w for w in ahead(book, plan) if w[:2] == work[:2] and w != work and plan.minutes[w] >= over]
    donor = {w: plan.minutes[w] - over for w in taken[:1]}
    return changed(plan, {**donor, work: plan.minutes[work] + over})


def a_week_above_the_limit(book: Book, plan: Plan, rng: Random) -> Plan | None:
    demand, person, on = rng.choice(ahead(book, plan))
    days = [d for d in book.week_days(book.week(on)) if d >= book.today and book.available[person][d]]
    more = {(demand, person, d): plan.minutes.get((demand, person, d), 0) for d in days}
    for d in days:
        more[demand, person, d] += max(0, 540 - plan.by_person_day.get((person, d), 0)) // QUANTUM * QUANTUM
    mutated = changed(plan, more)
    limit = min(2340, book.available_in_week(person, book.week(on)) + book.overtime_week(person))
    return mutated if mutated.by_person_week(book)[person, book.week(on)] > limit else None


def two_weeks_above_what_lasts(book: Book, plan: Plan, rng: Random) -> Plan | None:
    person = rng.choice(list(book.people))
    first = rng.choice([0, 1])
    mine = [w for w in ahead(book, plan) if w[1] == person]
    if not mine:
        return None
    demand = rng.choice(mine)[0]
    more: Minutes = {}
    for week in (first, first + 1):
        for d in book.week_days(week):
            free = book.available[person][d] - plan.by_person_day.get((person, d), 0)
            if d >= book.today and free >= QUANTUM:
                more[demand, person, d] = plan.minutes.get((demand, person, d), 0) + free // QUANTUM * QUANTUM
    mutated = changed(plan, more)
    planned = sum(mutated.by_person_week(book).get((person, week), 0) for week in (first, first + 1))
    available = sum(book.available_in_week(person, week) for week in (first, first + 1))
    return mutated if 100 * planned > 95 * available else None


def a_week_below_its_block(book: Book, plan: Plan, rng: Random) -> Plan | None:
    _demand, _person, on = work = rng.choice([w for w in ahead(book, plan) if book.demands[w[0]].block > QUANTUM])
    week = {w: 0 for w in plan.minutes if w[:2] == work[:2] and book.week(w[2]) == book.week(on) and w[2] >= book.today}
    has_past = any(w[:2] == work[:2] and w[2] < book.today for w in plan.minutes)
    return None if has_past else changed(plan, {**week, work: QUANTUM})


def a_third_project_in_a_week(book: Book, plan: Plan, rng: Random) -> Plan | None:
    person, week = rng.choice(["cem", "dev", "ben", "ana"]), rng.choice([0, 1, 2])
    days = [d for d in book.week_days(week) if d >= book.today]
    touched = {book.demands[w[0]].project.id for w in plan.minutes if w[1] == person and book.week(w[2]) == week}
    new = [
        key
        for key in ("shop/run/account", "own/work/tools", "site/build/code", "lab/work/bench")
        if key.split("/")[0] not in touched
    ]
    if len(touched) < 2 or not new:
        return None
    return changed(plan, {(rng.choice(new), person, rng.choice(days)): 3 * QUANTUM})


def moved_out_of_its_phase(book: Book, plan: Plan, rng: Random) -> Plan | None:
    demand, person, _on = work = rng.choice(ahead(book, plan))
    first, last = plan.span(book.demands[demand].phase)
    outside = [d for d in range(book.today, book.days) if not first <= d <= last and book.available[person][d]]
    return changed(plan, {work: 0, (demand, person, rng.choice(outside)): plan.minutes[work]}) if outside else None


def moved_after_the_deadline(book: Book, plan: Plan, rng: Random) -> Plan | None:
    works = [w for w in ahead(book, plan) if w[0] == "shop/draw/cart"]
    demand, person, _on = work = rng.choice(works)
    return changed(plan, {work: 0, (demand, person, rng.choice([19, 20])): plan.minutes[work]})


def phases_in_the_wrong_order(book: Book, plan: Plan, rng: Random) -> Plan | None:
    end = plan.phases["site/draw"][1]
    days = [
        d
        for d in book.working_days_in("site", end - 6, book.days)
        if len(book.working_days_in("site", end + 1, d - 1)) < 2
    ]
    on = rng.choice(days)
    return changed(plan, {}, launch=(on, on))


def a_phase_of_the_wrong_length(book: Book, plan: Plan, rng: Random) -> Plan | None:
    days = book.working_days_in("site", 4, book.days)
    start = rng.randrange(len(days) - 9)
    length = rng.choice([1, 2, 3, 7, 8, 9])
    return changed(plan, {}, draw=(days[start], days[start + length - 1]))


def more_than_was_asked(book: Book, plan: Plan, rng: Random) -> Plan | None:
    demand, _person, _on = work = rng.choice(ahead(book, plan))
    missing = plan.shortfall(book.demands[demand])
    return changed(plan, {work: plan.minutes[work] + missing // QUANTUM * QUANTUM + QUANTUM})


def a_day_swallowed(book: Book, plan: Plan, rng: Random) -> Plan | None:
    works = [w for w in ahead(book, plan) if w[0] == "site/draw/pages"]
    return changed(plan, {rng.choice(works): 7 * QUANTUM}) if works else None


def a_seat_left_for_a_day(book: Book, plan: Plan, rng: Random) -> Plan | None:
    work = rng.choice([w for w in seats(book, plan) if w[0] == "site/kickoff/room"])
    return changed(plan, {work: rng.choice([0, plan.minutes[work] - 30])})


def a_seat_and_something_else(book: Book, plan: Plan, rng: Random) -> Plan | None:
    _, person, on = rng.choice(seats(book, plan))
    return changed(plan, {(rng.choice(["own/work/tools", "shop/find/talk"]), person, on): QUANTUM})


def a_seat_too_many(book: Book, plan: Plan, rng: Random) -> Plan | None:
    demand, _, _on = rng.choice(seats(book, plan))
    crew = plan.crews[demand]
    others = [p for p in book.people if p not in crew and book.has_skill(p, book.demands[demand])]
    first, last = plan.span(book.demands[demand].phase)
    if len(crew) < book.demands[demand].seats or not others:
        return None
    person = rng.choice(others)
    days = list(book.working_days_in("site", first, last))
    cleared = {w: 0 for w in plan.minutes if w[1] == person and w[2] in days}
    return changed(plan, {**cleared, **{(demand, person, d): book.available[person][d] for d in days}})


def one_more_in_the_crew(book: Book, plan: Plan, rng: Random) -> Plan | None:
    groups = [(("site/draw/pages",), 2), (("site/run/manage",), 1), (("shop/find/talk", "shop/draw/cart"), 1)]
    keys, most = rng.choice(groups)
    crew = {person for key in keys for person in plan.crews.get(key, ())}
    others = [p for p in book.people if p not in crew and book.can_do(p, book.demands[keys[0]])]
    works = [w for w in ahead(book, plan) if w[0] in keys]
    if len(crew) < most or not others or not works:
        return None
    demand, _person, on = rng.choice(works)
    mutated = changed(plan, {(demand, rng.choice(others), on): 3 * QUANTUM})
    return mutated if len({p for key in keys for p in mutated.crews[key]}) > most else None


def a_crew_of_one(book: Book, plan: Plan, rng: Random) -> Plan | None:
    works = [w for w in ahead(book, plan) if w[0] == "site/build/code"]
    if not works:
        return None
    _demand, person, _on = rng.choice(works)
    return changed(plan, {w: 0 for w in works if w[1] != person})


def a_gate_not_staffed(book: Book, plan: Plan, rng: Random) -> Plan | None:
    works = [w for w in ahead(book, plan) if w[0] == "site/check/test"]
    work = rng.choice(works)
    return changed(plan, {work: plan.minutes[work] - QUANTUM * rng.randint(1, plan.minutes[work] // QUANTUM)})


def signed_off_ones_own_work(book: Book, plan: Plan, rng: Random) -> Plan | None:
    tester = rng.choice(plan.crews["site/check/test"])
    return changed(plan, {("site/build/code", tester, rng.choice([7, 8, 14, 15])): 3 * QUANTUM})


def left_without_a_reviewer(book: Book, plan: Plan, rng: Random) -> Plan | None:
    works = [w for w in ahead(book, plan) if w[0] == "site/build/code"]
    if not works:
        return None
    week = book.week(rng.choice(works)[2])
    return changed(plan, {w: 0 for w in plan.minutes if w[0] == "site/build/review" and book.week(w[2]) == week})


def an_uneven_week(book: Book, plan: Plan, rng: Random) -> Plan | None:
    works = [w for w in ahead(book, plan) if w[0] == "site/run/manage" and w[2] >= 7]
    work = rng.choice(works)
    least, most = book.even_share(book.demands[work[0]], 0, book.days - 1)[book.week(work[2])]
    week = [w for w in works if book.week(w[2]) == book.week(work[2])]
    total = sum(plan.minutes[w] for w in week)
    if rng.random() < 0.5:
        return changed(plan, {work: plan.minutes[work] + most - total + QUANTUM})
    return changed(plan, {**dict.fromkeys(week, 0), work: max(0, least - QUANTUM * rng.randint(1, 2))})


def a_burden_beyond_the_band(book: Book, plan: Plan, rng: Random) -> Plan | None:
    people = book.cohorts["everyone"]
    idle = set(rng.sample(people, rng.choice([1, 1, 2])))
    spared = rng.choice(["site", "shop", "own", "lab", "nothing"])
    mutated = changed(
        plan, {w: 0 for w in ahead(book, plan) if w[1] in idle and book.demands[w[0]].project.id != spared}
    )
    burdens = [book.burden(p, mutated.by_person.get(p, 0)) for p in people]
    return mutated if max(burdens) - min(burdens) > BAND else None


def a_budget_overspent(book: Book, plan: Plan, rng: Random) -> Plan | None:
    """Idle hours of somebody are put on a project until its money has run out."""
    project = rng.choice(["site", "own"])
    works = [w for w in ahead(book, plan) if book.demands[w[0]].project.id == project]
    demand, person, _on = rng.choice(works)
    budget = (book.projects[project].budget or 0) * 60
    spent = sum(book.cost_rate(p) * n for (key, p, _), n in plan.minutes.items() if key.startswith(f"{project}/"))
    lacking = (budget - spent) // book.cost_rate(person) // QUANTUM * QUANTUM + QUANTUM
    more: Minutes = {}
    for d in range(max(book.today, book.demands[demand].phase.first), book.demands[demand].phase.last + 1):
        extra = min(lacking, 1440 - plan.by_person_day.get((person, d), 0) // QUANTUM * QUANTUM)
        more[demand, person, d] = plan.minutes.get((demand, person, d), 0) + extra
        lacking -= extra
    return changed(plan, more) if lacking <= 0 else None


def an_hour_too_dear(book: Book, plan: Plan, rng: Random) -> Plan | None:
    """Where the money is nearly spent: what is left of it buys no hour of theirs, and one is added all the same."""
    work = rng.choice([w for w in ahead(book, plan) if w[0] == "own/work/tools"])
    spent = sum(book.cost_rate(p) * n for (key, p, _), n in plan.minutes.items() if key.startswith("own/"))
    lacking = (1000_00 * 60 - spent) // book.cost_rate(work[1]) // QUANTUM * QUANTUM + QUANTUM
    return changed(plan, {work: plan.minutes[work] + lacking}) if lacking <= 900 else None


def a_pin_pulled_out(book: Book, plan: Plan, rng: Random) -> Plan | None:
    work = rng.choice(list(book.pinned))
    return changed(plan, {work: QUANTUM * rng.randint(0, book.pinned[work] // QUANTUM - 1)})


def a_past_rewritten(book: Book, plan: Plan, rng: Random) -> Plan | None:
    work = rng.choice(list(book.actual))
    if rng.random() < 0.3:
        return changed(plan, {(work[0], work[1], 1 - work[2]): rng.choice([15, 60, 90])})
    return changed(plan, {work: rng.choice([0, 10, 45, 60])})


def a_frozen_day_touched(book: Book, plan: Plan, rng: Random) -> Plan | None:
    work = rng.choice([w for w in ahead(book, plan) if w[2] in book.frozen_days])
    more = rng.choice([-QUANTUM, QUANTUM])
    return changed(plan, {work: plan.minutes[work] + more})


def too_much_dropped(book: Book, plan: Plan, rng: Random) -> Plan | None:
    """Whole weeks of work beside the gates are left out, one more than the budget allows."""
    weeks = sorted({(w[0], w[1], book.week(w[2])) for w in ahead(book, plan) if w[2] not in book.frozen_days})
    free = [key for key in weeks if key[0] in ("own/work/tools", "lab/work/bench", "shop/find/talk", "site/draw/pages")]
    if len(free) <= CHANGES:
        return None
    dropped = set(rng.sample(free, CHANGES + 1))
    return changed(plan, {w: 0 for w in ahead(book, plan) if (w[0], w[1], book.week(w[2])) in dropped})


MUTATORS: dict[str, tuple[Mutator, ...]] = {
    "skill_match": (given_to_somebody_who_cannot,),
    "department_line": (given_to_the_other_department,),
    "availability": (worked_on_a_free_day, worked_into_the_night),
    "no_overload": (a_day_above_the_limit, a_week_above_the_limit, two_weeks_above_what_lasts),
    "focus": (a_week_below_its_block, a_third_project_in_a_week),
    "work_window": (
        moved_out_of_its_phase,
        moved_after_the_deadline,
        phases_in_the_wrong_order,
        a_phase_of_the_wrong_length,
    ),
    "effort": (more_than_was_asked, a_day_swallowed),
    "presence": (a_seat_left_for_a_day, a_seat_and_something_else, a_seat_too_many),
    "crew": (one_more_in_the_crew, a_crew_of_one),
    "quality_gates": (a_gate_not_staffed, signed_off_ones_own_work, left_without_a_reviewer),
    "spread": (an_uneven_week,),
    "fairness_band": (a_burden_beyond_the_band,),
    "budget": (a_budget_overspent, an_hour_too_dear),
    "pinned": (a_pin_pulled_out, a_past_rewritten),
    "change_budget": (a_frozen_day_touched, too_much_dropped),
}


def mutations(rule: str) -> Iterator[tuple[Mutator, Book, Plan]]:
    """Different broken plans, world after world and mutator after mutator."""
    seen = set()
    for seed in range(400):
        _, book, plan = a_world(seed % WORLDS)
        for mutate in MUTATORS[rule]:
            mutated = mutate(book, plan, Random(f"{rule}/{seed}"))
            if mutated is None:
                continue
            key = (seed % WORLDS, tuple(mutated.minutes.items()), tuple(mutated.phases.items()))
            if key not in seen:
                seen.add(key)
                yield mutate, book, mutated


@pytest.mark.parametrize("number", range(WORLDS))
def test_the_plans_that_are_to_be_broken_are_whole(number: int) -> None:
    _, book, plan = a_world(number)
    assert verify(book, plan) == []
    assert len(plan.minutes) > 60
    again = Plan.from_rows(book, reversed(plan.rows(book)), plan.phases)
    assert verify(book, again) == []


@pytest.mark.parametrize("rule", MUTATORS)
def test_every_seeded_violation_is_caught(rule: str) -> None:
    count, alone, used = 0, 0, set()
    for mutate, book, mutated in mutations(rule):
        caught = {breach.rule for breach in verify(book, mutated)}
        assert rule in caught, f"{mutate.__name__} went unnoticed"
        count, alone = count + 1, alone + (caught == {rule})
        used.add(mutate)
        if count >= VIOLATIONS and alone and len(used) == len(MUTATORS[rule]):
            return
    raise AssertionError(f"{count} violations of {rule}, {alone} of it alone, by {[m.__name__ for m in used]}")


def test_there_are_violations_of_every_rule() -> None:
    assert set(MUTATORS) == {rule.name for rule in RULES}
