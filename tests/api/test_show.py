"""The page that a project manager reads: right in figures, readable in any width and without colour."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

import engine
from api.show import report, trail
from engine.outcome import Conflict, Stage, Subject, TierResult
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_result

DELIVERED = TierResult("delivered", "weighted minutes", 0, 0, True, final=0)
BILLABLE = TierResult("billable", "minutes", 540_000, 600_000, False, scale=100, final=536_000)
FAIR = TierResult("fair", "per mille", 1840, 1800, False, stages=(Stage("1", 1, 1, True), Stage("2", 2, 1, False)))


def world(**fields: Any) -> engine.Book:
    people = [
        a_person("ana", name="Ana Lima", target_utilisation=75),
        a_person("ben", name="Ben Okafor with a very long name"),
        a_person("cy", name="Cy", kind="contractor", department="pool", cost_rate=80),
        a_person("dee", name="Dee", time_off=({"first": "2027-01-01", "last": "2028-12-31"},)),
    ]
    projects = [
        a_project("site", a_demand("pages", hours=60), name="Museum site", deadline="2027-01-05", deadline_penalty=100),
        a_project("pitch", a_demand("look", hours=20), status="tentative", name="Pitch"),
        a_project("tidy", a_demand("shelves", hours=2), status="internal", budget=1000),
    ]
    return a_book(people, projects, rate_card=({"role": "maker", "rate": 100},), **fields)


def document(book: engine.Book, *tiers: TierResult, **result: Any) -> dict[str, Any]:
    plan = a_plan(book, ("site/work/pages", "ana", 0, 4, 8), ("site/work/pages", "ana", 7, 8, 4),
                  ("tidy/work/shelves", "cy", 0, 0, 2), ("site/work/pages", "ben", 0, 0, 10))  # fmt: skip
    return engine.plan_document(book, a_result(plan, *tiers, **result), name="small", versions={})


def page(told: dict[str, Any], width: int = 80, **console: Any) -> str:
    text = StringIO()
    report(told, Console(file=text, width=width, highlight=False, **console))
    return text.getvalue()


def line(text: str, start: str) -> str:
    return next(each for each in text.splitlines() if each.startswith(start))


def test_the_headline_tells_the_figures_with_their_denominators() -> None:
    told = document(world(), DELIVERED)
    text = page(told)
    assert "4 Jan 2027 to 17 Jan 2027 · 4 people · 3 projects" in text
    assert "The best plan there is" in text
    assert "24.2 %  58 h billable of 240 h" in line(text, "Billable utilisation")
    assert "96.8 %  60 h of 62 h promised; 2 h not staffed" in line(text, "Delivered")
    assert "97.2 %  £5,640 of £5,800 revenue; cost £160" in line(text, "Margin")
    assert f"£{told['kpis']['penalty'] // 100:,}  penalties" in line(text, "Late")


def test_best_so_far_says_which_goal_is_open_and_how_far() -> None:
    told = document(world(), DELIVERED, BILLABLE, FAIR, outcome=engine.Outcome.BEST_SO_FAR)
    text = page(told, 120)
    assert "Proved best: delivered. Still open: billable (gap 11.11 %), fair (gap 2.17 %)." in text
    row = line(text, "2 billable")
    assert row.split() == ["2", "billable", "90", "100", "h", "11.11", "%", "89", "open"]
    assert "1/2 steps" in line(text, "3 fair")


def test_a_gap_that_says_little_gives_way_to_the_bound() -> None:
    told = document(world(), replace(BILLABLE, bound=10**9), outcome=engine.Outcome.BEST_SO_FAR)
    assert "Still open: billable (at best 166,667 h)." in page(told, 120)
    assert "over 999 %" in line(page(told, 120), "1 billable")


def test_a_goal_without_gap_or_proof_is_not_called_settled() -> None:
    told = document(world(), replace(BILLABLE, value=600_000), outcome=engine.Outcome.BEST_SO_FAR)
    assert "Still open: billable (not yet proved)." in page(told, 120)


def test_bars_show_load_target_bench_and_overtime_in_signs() -> None:
    book = world(policy={"overtime": {"day": 120, "week": 600}}, weeks=1)
    plan = a_plan(book, ("site/work/pages", "ana", 0, 4, 6), ("site/work/pages", "ben", 0, 4, 10))
    text = page(engine.plan_document(book, a_result(plan), name="small", versions={}))
    ana, ben = line(text, "Ana Lima"), line(text, "Ben Okafor with a")
    assert "████" in ana
    assert "|" in ana
    assert "··" in ana
    assert ana.split()[-7:] == ["75", "%", "75", "%", "75", "%", "30"]
    assert "125 %" in ben
    assert "!!" in ben
    assert "! overtime" in text
    assert "not available" in line(text, "Dee")


def test_without_overtime_nobody_has_to_read_about_it() -> None:
    assert "! overtime" not in page(document(world()))


def test_the_heat_map_shows_figures_where_there_is_room() -> None:
    text = page(document(world()), 100)
    weeks = text.split("Weeks: ")[1]
    assert "W01  W02" in weeks
    assert line(weeks, "Ana Lima").split()[2:] == ["100", "20"]
    assert line(weeks, "Dee").split() == ["Dee"]
    assert "50!" not in weeks


def test_the_heat_map_shows_heights_where_there_is_little_room() -> None:
    weeks = page(document(world(weeks=26)), 80).split("Weeks: ")[1]
    assert line(weeks, "Ana Lima") == "Ana Lima             █ ▂ " + "· " * 23 + "·"
    assert "Jan     Feb" in weeks
    assert "▁ to █ load" in weeks


def test_a_long_horizon_is_told_in_several_bands() -> None:
    weeks = page(document(world(weeks=52)), 80).split("Weeks: ")[1].split("Projects ")[0]
    bands = [each for each in weeks.splitlines() if each.startswith("Ana Lima")]
    assert len(bands) == 2
    assert max(map(len, weeks.splitlines())) <= 80


@pytest.mark.parametrize("weeks", [2, 26])
def test_red_is_kept_for_overload(weeks: int) -> None:
    book = world(policy={"overtime": {"day": 120, "week": 600}}, weeks=weeks)

    def colours(hours: int) -> str:
        plan = a_plan(book, ("site/work/pages", "ana", 0, 4, hours))
        told = engine.plan_document(book, a_result(plan), name="small", versions={})
        text = page(told, 80, force_terminal=True, color_system="truecolor").split("Weeks: ")[1].split("Projects")[0]
        return line(text.replace("\x1b[0m", ""), "Ana Lima")

    red = "48;5;88m"
    assert red in colours(10)
    assert red not in colours(8)


@pytest.mark.parametrize("width", [60, 80, 120, 160, 220])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    told = document(world(weeks=26), DELIVERED, BILLABLE, FAIR, outcome=engine.Outcome.BEST_SO_FAR)
    assert max(map(len, page(told, width).splitlines())) <= width


def test_projects_have_hours_money_and_dates() -> None:
    told = document(world())
    late = str(told["projects"][0]["lateness_days"])
    text = page(told, 160).split("Projects ")[1]
    assert line(text, "Museum site").split() == [
        "Museum", "site", "58", "60", "5,800", "0", "100", "%", "4", "Jan", "12", "Jan", late, "d",
    ]  # fmt: skip
    assert line(text, "Pitch (50 %)").split()[-2:] == ["--", "--"]
    assert "0 %" not in line(text, "tidy")


def test_missing_work_has_its_reasons_decided_work_first() -> None:
    text = page(document(world())).split("Not staffed ")[1]
    assert text.index("site/work/pages: 2 h of 60 h not staffed") < text.index("pitch/work/look (pitch): 20 h of 20 h")


def test_a_long_list_of_missing_work_is_cut_with_a_word_about_the_rest() -> None:
    book = a_book(projects=[a_project("site", *[a_demand(f"d{number}", hours=2) for number in range(15)])])
    told = engine.plan_document(book, a_result(a_plan(book)), name="small", versions={})
    assert "and 5 more demands, 10 h together; plan.json has them all" in page(told)


def test_when_nothing_is_missing_it_says_so() -> None:
    book = a_book()
    told = engine.plan_document(
        book, a_result(a_plan(book, ("site/work/design", "ana", 0, 4, 8))), name="small", versions={}
    )
    assert "Nothing: everything asked for is staffed." in page(told)


def test_fairness_tells_who_is_compared_and_the_price() -> None:
    text = page(document(world(), price_of_fairness=0.0125))
    assert line(text, "studio/design").split() == ["studio/design", "2", "12", "%", "80", "%", "68", "%", "0.365"]
    assert "Price of fairness: 1.25 % of the best possible billable work." in text
    assert "Price of fairness: nothing" in page(document(world(), price_of_fairness=0.0))


def test_impossible_names_rule_subject_and_place() -> None:
    conflict = Conflict("no_overload", Subject(person="ana", first="2027-01-04", last="2027-01-10"), "Too much.")
    result = engine.Result(engine.Outcome.IMPOSSIBLE, None, conflicts=(conflict,), reason="No plan can keep all rules.")
    told = engine.plan_document(world(), result, name="small", versions={})
    told["conflicts"][0]["about"]["place"] = "base.yaml:12"
    text = page(told, 120)
    assert "Impossible. No plan can keep all rules." in text
    assert "- no overload (person ana, 2027-01-04 to 2027-01-10): Too much. base.yaml:12" in text
    assert "Projects" not in text


def test_nothing_found_gives_its_reason() -> None:
    result = engine.Result(engine.Outcome.NOTHING_FOUND, None, reason="Time ran out.")
    assert "Time ran out." in page(engine.plan_document(world(), result, name="small", versions={}))


def test_rules_that_are_off_and_overlays_stand_in_the_title() -> None:
    book = world(policy={"rules_off": ["budget"]})
    told = engine.plan_document(
        book, a_result(a_plan(book)), name="small", overlays=["win_pitch"], versions={}, trail=[change(1, 2)]
    )
    text = page(told, 160)
    assert "with win_pitch · without the rules budget" in text
    assert "people.ana.fte: 1 -> 2" in text


def test_notes_are_told() -> None:
    assert "- base.yaml:3: perhaps" in page(document(world(), notes=("base.yaml:3: perhaps",)))


def change(before: Any, after: Any) -> dict[str, Any]:
    return {"value": "people.ana.fte", "before": before, "after": after, "by": "a.yaml:3", "sentence": "Ana changes."}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"), (True, "true"), ({"id": "ana"}, "ana"), ({"a": 1, "b": 2}, "2 values"),
        ([], "an empty list"), ([1, 2], "2 entries"), ("x" * 50, "x" * 39 + "…"),
    ],
)  # fmt: skip
def test_the_trail_tells_values_shortly(value: Any, said: str) -> None:
    told = trail([change(value, 2)])
    assert told is not None
    assert f"people.ana.fte: {said} -> 2" in told.plain


def test_the_trail_of_a_large_change_is_cut() -> None:
    told = trail([change(number, None) for number in range(10)])
    assert told is not None
    assert "and 2 more" in told.plain
    assert told.plain.count("Ana changes.") == 1


def test_no_trail_without_changes() -> None:
    assert trail([]) is None
