"""Why something is not staffed: one story a reason. The minutes of the reasons are the shortfall."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.domain.book import Book
from engine.report import shortfalls
from engine.report.shortfalls import Reason
from tests.build import a_book, a_demand, a_person, a_phase, a_plan, a_project, day

Rows = tuple[tuple[str, str, int, int, float], ...]
PAGES = "site/work/pages"
OTHER = "app/work/design"


def _reasons(book: Book, demand: str, *rows: Any, finished: bool = True, **plan: Any) -> tuple[Reason, ...]:
    found = {each.demand: each for each in shortfalls(book, a_plan(book, *rows, **plan), finished=finished)}
    assert sum(reason.minutes for reason in found[demand].reasons) == found[demand].minutes
    return found[demand].reasons


def _pages(**fields: Any) -> Any:
    """A project with one demand, `pages`, beside another project to be busy on."""
    policy: Mapping[str, Any] = fields.pop("policy", {})
    people = fields.pop("people", None) or [a_person("ana", name="Ana"), a_person("ben", name="Ben")]
    more = fields.pop("more", ())
    project = fields.pop("project", {})
    site = a_project("site", a_demand("pages", **{"hours": 20, **fields}), *more, **project)
    return a_book(people, [site, a_project("app", a_demand(hours=200))], policy=policy)


def test_what_is_delivered_in_full_is_not_listed() -> None:
    book = a_book()
    assert shortfalls(book, a_plan(book, ("site/work/design", "ana", 0, 4, 8))) == []


# -- nobody can -------------------------------------------------------------------------------------


def test_nobody_has_the_skill() -> None:
    (reason,) = _reasons(_pages(skill="film"), PAGES)
    assert (reason.code, reason.cause, reason.minutes, reason.people) == ("no_skill", "nobody_able", 1200, ())
    assert reason.text == "Nobody may do film."


def test_somebody_is_nearly_able() -> None:
    """Ana is one level short, Ben is kept out, Cy is two levels short and no help."""
    people = [
        a_person("ana", name="Ana"),
        a_person("ben", name="Ben", skills={"design": 5}),
        a_person("cy", skills={"design": 2}),
    ]
    (reason,) = _reasons(_pages(people=people, level=4, excluded_people=["ben"]), PAGES)
    assert reason.people == ("ana", "ben")
    assert reason.text == "Nobody may do design at level 4. Nearly: Ana (level 3) and Ben (kept out by the demand)."


def test_the_department_line_is_no_lack_of_skill() -> None:
    (reason,) = _reasons(_pages(function="project_management"), PAGES)
    assert reason.text.endswith("Nearly: Ana (not in project management) and Ben (not in project management).")


def test_the_named_manager_lacks_the_skill_that_another_one_has() -> None:
    people = [
        a_person("pia", skills=["talk"], department="project_management"),
        a_person("paul", skills=["pm"], department="project_management"),
    ]
    site = a_project("site", a_demand("lead", skill="pm", function="project_management"), pm="pia")
    (reason,) = _reasons(a_book(people, [site]), "site/work/lead")
    assert reason.text == "Nobody may do pm. Nearly: paul (not the one named for the project)."


def test_fewer_people_than_seats() -> None:
    site = a_project("site", a_phase("shop", a_demand(seats=3), start=day(0), end=day(1)))
    book = a_book([a_person("ana"), a_person("ben")], [site])
    reasons = _reasons(book, "site/shop/design", ("site/shop/design", "ana", 0, 1, 8))
    assert [(each.code, each.cause, each.minutes) for each in reasons] == [
        ("no_skill", "too_few_able", 960),
        ("not_worth", "other_goals", 960),
    ]
    assert reasons[0].text == "Only 2 people may do design, for 3 seats."


# -- no time ----------------------------------------------------------------------------------------


def test_everybody_able_is_planned() -> None:
    rows: Rows = ((OTHER, "ana", 0, 11, 8), (OTHER, "ben", 0, 11, 8))
    (reason,) = _reasons(_pages(), PAGES, *rows)
    assert (reason.code, reason.cause, reason.people) == ("no_capacity", "fully_planned", ("ana", "ben"))
    assert reason.text == (
        "Ana and Ben have 160h from 4 Jan 2027 to 17 Jan 2027, of which 160h is planned, all of it on app."
    )


def test_part_of_it_would_fit_and_part_would_not() -> None:
    """Six of the twenty hours are free: the rest has no capacity, and comes first."""
    rows: Rows = ((OTHER, "ana", 0, 11, 8), (OTHER, "ben", 0, 10, 8), (OTHER, "ben", 11, 11, 2))
    first, second = _reasons(_pages(), PAGES, *rows)
    assert (first.code, first.minutes) == ("no_capacity", 840)
    assert (second.code, second.minutes, second.people) == ("not_worth", 360, ("ben",))


def test_most_of_the_time_goes_to_one_project() -> None:
    rows: Rows = ((OTHER, "ana", 0, 11, 6), (PAGES, "ana", 0, 4, 2), ("site/work/more", "ana", 7, 11, 2))
    book = _pages(people=[a_person("ana")], more=(a_demand("more", hours=10),))
    (reason,) = _reasons(book, PAGES, *rows)
    assert "80h is planned, most of it (60h) on app" in reason.text


def test_nobody_able_is_at_work() -> None:
    away = [{"first": day(0), "last": day(13)}]
    (reason,) = _reasons(_pages(people=[a_person("ana", name="Ana", time_off=away)]), PAGES)
    assert (reason.cause, reason.people) == ("away", ("ana",))
    assert reason.text == "Ana is not at work from 4 Jan 2027 to 17 Jan 2027."


def test_a_window_that_is_over_cannot_be_filled() -> None:
    site = a_project("site", a_phase("work", a_demand("pages"), start=day(0), end=day(4)))
    book = a_book([a_person("ana")], [site], horizon={"today": day(7)})
    (reason,) = _reasons(book, PAGES)
    assert (reason.code, reason.cause) == ("no_capacity", "window_closed")


def test_days_after_a_hard_deadline_are_no_capacity() -> None:
    book = _pages(people=[a_person("ana")], project={"deadline": day(0)})
    (reason,) = _reasons(book, PAGES, (OTHER, "ana", 0, 0, 8))
    assert reason.cause == "fully_planned"
    assert "on 4 Jan 2027" in reason.text


def test_time_before_today_is_no_capacity() -> None:
    book = a_book([a_person("ana")], [a_project("site", a_demand("pages", hours=80))], horizon={"today": day(7)})
    first, second = _reasons(book, PAGES)
    assert (first.code, first.minutes, second.code, second.minutes) == ("no_capacity", 2400, "not_worth", 2400)


def test_a_seat_needs_somebody_who_is_free_throughout() -> None:
    people = [
        a_person("ana", name="Ana", time_off=[{"first": day(1), "last": day(1)}]),
        a_person("ben", name="Ben"),
    ]
    shop = a_project("site", a_phase("shop", a_demand(seats=1), start=day(0), end=day(2)))
    book = a_book(people, [shop, a_project("app", a_demand())])
    (reason,) = _reasons(book, "site/shop/design", (OTHER, "ben", 2, 2, 1))
    assert (reason.code, reason.cause, reason.people) == ("no_capacity", "not_free_throughout", ("ana", "ben"))
    assert reason.text == (
        "Not free on every day from 4 Jan 2027 to 6 Jan 2027: Ana (not there all day on 5 Jan 2027) "
        "and Ben (planned on other work on 6 Jan 2027)."
    )


def test_a_seat_that_began_before_today_cannot_be_filled() -> None:
    shop = a_project("site", a_phase("shop", a_demand(seats=1), start=day(0), end=day(2)))
    (reason,) = _reasons(a_book([a_person("ana")], [shop], horizon={"today": day(1)}), "site/shop/design")
    assert "the day is past" in reason.text


def test_a_seat_beyond_a_hard_deadline_stays_empty() -> None:
    shop = a_project("site", a_phase("shop", a_demand(seats=1), start=day(0), end=day(2)), deadline=day(1))
    (reason,) = _reasons(a_book([a_person("ana")], [shop]), "site/shop/design")
    assert "ana (beyond the deadline on 6 Jan 2027)" in reason.text


def test_who_sits_in_a_workshop_has_no_time_beside_it() -> None:
    """Overtime is allowed, but a seat takes the whole of two days; eight days are left."""
    shop = a_phase("shop", a_demand(seats=1), start=day(0), end=day(1))
    site = a_project("site", a_phase("work", a_demand("pages", hours=100)), shop)
    book = a_book([a_person("ana")], [site], policy={"overtime": {"day": "1h", "week": "40h"}})
    by_code = {each.code: each.minutes for each in _reasons(book, PAGES, ("site/shop/design", "ana", 0, 1, 8))}
    assert by_code == {"not_worth": 8 * 540, "no_capacity": 6000 - 8 * 540}


def test_overtime_that_policy_allows_is_time_that_could_be_used() -> None:
    book = _pages(people=[a_person("ana")], policy={"overtime": {"day": "1h", "week": "2h"}})
    first, second = _reasons(book, PAGES, (OTHER, "ana", 0, 11, 8))
    assert (first.code, first.minutes) == ("no_capacity", 960)
    assert (second.code, second.minutes) == ("not_worth", 240)


# -- limits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cause", "fields", "rows", "words"),
    [
        pytest.param(
            "projects_at_once",
            {"policy": {"projects_at_once": 1}},
            ((OTHER, "ana", 0, 0, 1), (OTHER, "ana", 7, 7, 1), (OTHER, "ben", 0, 0, 1), (OTHER, "ben", 7, 7, 1)),
            "they work on as many projects a week as they may",
            id="projects at once",
        ),
        pytest.param(
            "smallest_block",
            {"smallest_block": "16h"},
            ((OTHER, "ana", 0, 11, 6), (OTHER, "ben", 0, 11, 6)),
            "a week's work on it is at least 16h",
            id="smallest block",
        ),
        pytest.param(
            "crew_max",
            {"crew": {"max": 1}},
            ((PAGES, "ana", 0, 0, 1), (OTHER, "ana", 0, 0, 7), (OTHER, "ana", 1, 11, 8)),
            "no more than 1 person may share it",
            id="crew max",
        ),
        pytest.param(
            "crew_min",
            {"crew": {"min": 2}},
            ((OTHER, "ana", 0, 11, 8),),
            "at least 2 people must share it",
            id="crew min",
        ),
        pytest.param(
            "day_limit",
            {"policy": {"day_limit": "4h"}},
            ((OTHER, "ana", 0, 11, 4), (OTHER, "ben", 0, 11, 4)),
            "a day's limit of planned work is reached",
            id="day limit",
        ),
        pytest.param(
            "week_limit",
            {"policy": {"week_limit": "20h"}},
            ((OTHER, "ana", 0, 11, 4), (OTHER, "ben", 0, 11, 4)),
            "a week's limit of planned work is reached",
            id="week limit",
        ),
        pytest.param(
            "sustained_load",
            {"policy": {"sustained_load": {"weeks": 2, "percent": 50}}},
            ((OTHER, "ana", 0, 4, 8), (OTHER, "ben", 7, 11, 8)),
            "over any 2 weeks in a row at most 50 %",
            id="sustained load",
        ),
        pytest.param(
            "budget",
            {"project": {"budget": 0}, "people": [a_person("ana", name="Ana", cost_rate=60)]},
            (),
            "the project's budget of 0.00 is used up",
            id="budget",
        ),
    ],
)
def test_people_have_time_but_a_limit_forbids(cause: str, fields: dict[str, Any], rows: Rows, words: str) -> None:
    (reason,) = _reasons(_pages(**fields), PAGES, *rows)
    assert (reason.code, reason.cause) == ("limits", cause)
    assert words in reason.text
    assert reason.people


def test_most_a_day_leaves_hours_over() -> None:
    """An hour a day for two people in two weeks is 20 of 30 hours."""
    limits, rest = sorted(_reasons(_pages(hours=30, most_per_day="1h"), PAGES), key=lambda reason: reason.minutes)
    assert (limits.code, limits.cause, limits.minutes) == ("limits", "most_per_day", 600)
    assert (rest.code, rest.minutes) == ("not_worth", 1200)


def test_one_person_manages_the_whole_project() -> None:
    people = [
        a_person(name, skills=["pm"], department="project_management", name=name.title()) for name in ("pia", "paul")
    ]
    site = a_project(
        "site",
        a_demand("setup", skill="pm", function="project_management", hours=80),
        a_demand("lead", skill="pm", function="project_management", hours=20),
    )
    (reason,) = _reasons(a_book(people, [site]), "site/work/lead", ("site/work/setup", "pia", 0, 11, 8))
    assert (reason.cause, reason.people) == ("continuity", ("paul",))
    assert reason.text == "Paul could give 20h more, but it stays with Pia (one PM: site)."


def test_quality_assurance_is_independent() -> None:
    qa = a_demand("qa", hours=8, not_with=["pages"])
    book = _pages(people=[a_person("ana", name="Ana")], more=(qa,))
    (reason,) = _reasons(book, "site/work/qa", (PAGES, "ana", 0, 1, 8))
    assert (reason.cause, reason.people) == ("not_with", ("ana",))
    (other_way,) = _reasons(book, PAGES, ("site/work/qa", "ana", 0, 0, 8))
    assert other_way.cause == "not_with"


def test_a_junior_without_a_senior_beside_her() -> None:
    senior = a_demand("lead", hours=8, skill="lead")
    book = _pages(people=[a_person("ana", name="Ana")], with_=["lead"], more=(senior,))
    (reason,) = _reasons(book, PAGES)
    assert reason.cause == "pairing"
    assert reason.text == (
        "Ana could give 20h more, but in those weeks nobody else works on site/work/lead, which goes with it."
    )


def test_pairing_holds_week_by_week() -> None:
    senior = a_demand("lead", hours=8, skill="lead")
    book = _pages(people=[a_person("ana"), a_person("sue", skills=["lead"])], hours=60, with_=["lead"], more=(senior,))
    paired = _reasons(book, PAGES, ("site/work/lead", "sue", 0, 0, 8))
    assert [(each.code, each.minutes) for each in paired] == [("not_worth", 2400), ("limits", 1200)]


def test_even_work_that_one_week_missed_is_not_made_up_in_another() -> None:
    away = [{"first": day(0), "last": day(4)}]
    book = _pages(people=[a_person("ana", name="Ana", time_off=away)], spread="even")
    (reason,) = _reasons(book, PAGES, (PAGES, "ana", 7, 11, 2))
    assert (reason.code, reason.cause, reason.minutes) == ("limits", "even_spread", 600)


def test_even_work_needs_somebody_with_time_in_every_week() -> None:
    book = _pages(people=[a_person("ana", name="Ana")], spread="even")
    (reason,) = _reasons(book, PAGES, (OTHER, "ana", 0, 4, 8))
    assert (reason.code, reason.cause) == ("limits", "even_spread")


def test_what_two_people_could_give_evenly_is_counted_once() -> None:
    """Each has all the time, but a week takes ten hours from both together."""
    (reason,) = _reasons(_pages(spread="even"), PAGES)
    assert (reason.code, reason.minutes, reason.people) == ("not_worth", 1200, ("ana",))


def test_a_crew_of_one_may_still_be_a_newcomer() -> None:
    (reason,) = _reasons(_pages(crew={"max": 1}), PAGES)
    assert (reason.code, reason.people) == ("not_worth", ("ana",))


def test_a_budget_pays_for_some_of_it() -> None:
    book = _pages(people=[a_person("ana", cost_rate=60)], project={"budget": 300})
    by_code = {each.code: each.minutes for each in _reasons(book, PAGES)}
    assert by_code == {"limits": 900, "not_worth": 300}


def test_a_seat_is_paid_for_by_the_hours_of_the_one_who_sits() -> None:
    """The budget pays for a half-timer's eight hours, not for sixteen."""
    people = [a_person("ana", cost_rate=60), a_person("ben", cost_rate=60, fte=50)]
    shop = a_phase("shop", a_demand(seats=2), start=day(0), end=day(1))
    book = a_book(people, [a_project("site", shop, budget=600)])
    (first, second) = _reasons(book, "site/shop/design")
    assert (first.code, first.cause, first.people) == ("limits", "budget", ("ana",))
    assert (second.code, second.people) == ("not_worth", ("ben",))


def test_limits_are_told_one_after_the_other() -> None:
    """Of 40 hours, three a day leave 30, and ten a week leave 20 of those."""
    book = _pages(people=[a_person("ana")], hours=40, most_per_day="3h", policy={"week_limit": "10h"})
    by_cause = {each.cause: each.minutes for each in _reasons(book, PAGES)}
    assert by_cause == {"most_per_day": 600, "week_limit": 600, "other_goals": 1200}


def test_a_rule_that_is_off_is_no_reason() -> None:
    policy = {"week_limit": "10h", "rules_off": ["no_overload", "fairness_band"], "fairness": {"band": 0}}
    (reason,) = _reasons(_pages(policy=policy), PAGES)
    assert reason.code == "not_worth"


@pytest.mark.parametrize(
    ("cause", "policy"),
    [
        ("day_limit", {"day_limit": "6h"}),
        ("week_limit", {"week_limit": "12h"}),
        ("sustained_load", {"sustained_load": {"weeks": 1, "percent": 30}}),
        ("fairness_band", {"fairness": {"band": 100}}),
    ],
)
def test_limits_hold_for_seats_as_well(cause: str, policy: dict[str, Any]) -> None:
    shop = a_project("site", a_phase("shop", a_demand(seats=1), start=day(0), end=day(1)))
    book = a_book([a_person("ana"), a_person("ben")], [shop], policy=policy)
    (reason,) = _reasons(book, "site/shop/design")
    assert reason.cause == cause


def test_a_seat_inside_the_band_is_no_matter_of_fairness() -> None:
    shop = a_project("site", a_phase("shop", a_demand(seats=1), start=day(0), end=day(1)))
    book = a_book([a_person("ana"), a_person("ben")], [shop], policy={"fairness": {"band": 200}})
    (reason,) = _reasons(book, "site/shop/design")
    assert reason.code == "not_worth"


# -- fairness, and worth -----------------------------------------------------------------------------


def test_the_fairness_band_would_be_exceeded() -> None:
    """Ana may be 100 per mille of 80 hours above Ben, who has nothing; Ben is away when it matters."""
    site = a_project("site", a_phase("work", a_demand("pages", hours=20), start=day(0), end=day(4)))
    away = [{"first": day(0), "last": day(4)}]
    book = a_book(
        [a_person("ana", name="Ana"), a_person("ben", time_off=away)], [site], policy={"fairness": {"band": 100}}
    )
    first, second = _reasons(book, PAGES)
    assert (first.code, first.minutes, first.people) == ("fairness", 720, ("ana",))
    assert first.text.startswith("Ana could give 12h more, but would then carry more than the fairness band of 100")
    assert (second.code, second.minutes) == ("not_worth", 480)


def test_nothing_forbids_it() -> None:
    (reason,) = _reasons(_pages(), PAGES)
    assert (reason.code, reason.cause, reason.people) == ("not_worth", "other_goals", ("ana", "ben"))


def test_the_search_had_not_finished() -> None:
    (reason,) = _reasons(_pages(), PAGES, finished=False)
    assert reason.cause == "search_not_finished"
    assert reason.text == "Ana and Ben have time for it; the search had not finished, a longer run may staff it."


def test_tentative_work_comes_after_other_work() -> None:
    book = a_book(projects=[a_project("site", a_demand("pages"), status="tentative", probability=30)])
    (reason,) = _reasons(book, PAGES)
    assert reason.cause == "tentative"
    assert "30 %" in reason.text


def test_many_names_are_shortened() -> None:
    people = [a_person(f"p{n}") for n in range(6)]
    (reason,) = _reasons(_pages(people=people), PAGES)
    assert len(reason.people) == 6
    assert reason.text.startswith("p0, p1, p2 and 3 others have time")
