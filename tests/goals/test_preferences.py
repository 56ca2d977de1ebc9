"""Morale is kept: what people like, and what they would rather be spared."""

from engine.domain.people import Preferences, Wishes
from engine.goals import GOALS
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario
from tests.stories import solved

MEASURE = GOALS["preferences"].measure
JOBS = [
    a_project("site", a_demand("pages", hours=8), a_demand("words", hours=8)),
    a_project("shop", a_demand("cart", hours=8)),
]
SITE, WORDS, SHOP = "site/work/pages", "site/work/words", "shop/work/cart"


def who_likes(name: str = "ana", **likes: object) -> object:
    return a_person(name, preferences=Preferences(likes=Wishes(**likes)))  # type: ignore[arg-type]


def who_avoids(name: str = "ana", **avoids: object) -> object:
    return a_person(name, preferences=Preferences(avoids=Wishes(**avoids)))  # type: ignore[arg-type]


def test_a_liked_project_counts_once_for_each_of_its_demands() -> None:
    book = a_book([who_likes(projects=("site",))], JOBS)
    assert MEASURE(book, a_plan(book, (SITE, "ana", 0, 0, 1), (WORDS, "ana", 1, 1, 1), (SHOP, "ana", 2, 2, 1))) == 2


def test_a_dislike_counts_against() -> None:
    book = a_book([who_avoids(projects=("shop",), skills=("design",))], JOBS)
    assert MEASURE(book, a_plan(book, (SITE, "ana", 0, 0, 1))) == -1
    assert MEASURE(book, a_plan(book, (SHOP, "ana", 0, 0, 1))) == -2


def test_colleagues_meet_on_a_project_once_and_each_has_their_own_mind() -> None:
    people = [who_likes("ana", people=("ben",)), who_avoids("ben", people=("cem",)), a_person("cem")]
    book = a_book(people, JOBS)
    assert MEASURE(book, a_plan(book, (SITE, "ana", 0, 0, 1), (WORDS, "ben", 8, 8, 1), (SITE, "ben", 9, 9, 1))) == 1
    assert MEASURE(book, a_plan(book, (SITE, "ana", 0, 0, 1), (SHOP, "ben", 0, 0, 1))) == 0
    assert MEASURE(book, a_plan(book, (SITE, "ben", 0, 0, 1), (SITE, "cem", 0, 0, 1))) == -1


def test_the_solver_gives_people_what_they_like_and_forbids_nothing() -> None:
    people = [who_likes("ana", projects=("shop",)), who_avoids("ben", projects=("shop",), people=("ana",))]
    policy = {"tiers": ({"goal": "delivered"}, {"goal": "preferences"})}
    result = solved(a_scenario(people, JOBS, policy=policy))
    assert [tier.value for tier in result.tiers] == [0, 1]
    alone = solved(a_scenario([who_avoids("ben", projects=("shop",))], JOBS, policy=policy))
    assert [tier.value for tier in alone.tiers] == [0, -1]
