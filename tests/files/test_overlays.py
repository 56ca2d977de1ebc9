"""Each kind of change: what it does, how it reads, and what it refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engine.domain.scenario import Scenario
from engine.errors import InputError
from engine.files.load import Loaded, load_data, load_text

WithOverlays = Callable[..., Loaded]


def refused(loaded: WithOverlays, *changes: str) -> str:
    with pytest.raises(InputError) as error:
        loaded(*changes)
    return str(error.value)


def person(scenario: Scenario, name: str) -> Any:
    return next(each for each in scenario.people if each.id == name)


def project(scenario: Scenario, name: str) -> Any:
    return next(each for each in scenario.projects if each.id == name)


def test_without_changes_an_overlay_is_refused(with_overlays: WithOverlays) -> None:
    assert "o1.yaml:2: changes: nothing is written here, but a list is expected" in refused(with_overlays, "")
    assert "there are too few entries (0); at least 1" in refused(with_overlays, "  []\n")


def test_a_scenario_is_not_an_overlay(agency_text: str) -> None:
    with pytest.raises(InputError, match=r"^a.yaml:1: this is a scenario, not an overlay; an overlay has a `name`"):
        load_text(agency_text, "base.yaml", [(agency_text, "a.yaml")])


def test_each_change_has_one_key(with_overlays: WithOverlays) -> None:
    assert "exactly one key, one of `add_project`, `remove_project`, `win`" in refused(
        with_overlays, "  - {win: museum, lose: museum}\n"
    )
    assert "o1.yaml:3: changes.0.wni: unknown key `wni`; did you mean `win`?" in refused(
        with_overlays, "  - wni: museum\n"
    )
    assert "`win` says nothing; write its details behind it" in refused(with_overlays, "  - win:\n")
    assert "`win` is not a mapping of keys and values" in refused(with_overlays, "  - win\n")


def test_a_good_change_beside_a_bad_one_is_checked_too(with_overlays: WithOverlays) -> None:
    said = refused(with_overlays, "  - wni: museum\n  - win: musuem\n  - slip: {project: shop}\n")
    assert "unknown key `wni`" in said
    assert "o1.yaml:4: changes.1.win: project `musuem` is not in `agency.yaml`; did you mean `museum`?" in said
    assert "o1.yaml:5: changes.2.slip: `weeks` is missing" in said


def test_a_won_project_is_confirmed(with_overlays: WithOverlays) -> None:
    loaded = with_overlays("  - win: museum\n")
    museum = project(loaded.scenario, "museum")
    assert (museum.status, museum.probability) == ("confirmed", None)
    assert [change.as_json() for change in loaded.trail] == [
        {
            "value": "projects.museum.status",
            "before": "tentative",
            "after": "confirmed",
            "by": "o1.yaml:3",
            "sentence": "Project `museum` is won.",
        },
        {
            "value": "projects.museum.probability",
            "before": 40,
            "after": None,
            "by": "o1.yaml:3",
            "sentence": "Project `museum` is won.",
        },
    ]
    assert str(loaded.trail[0]) == "projects.museum.status: tentative -> confirmed (o1.yaml:3)"


def test_only_a_tentative_project_is_won_or_lost(with_overlays: WithOverlays) -> None:
    assert "`win` is for tentative projects, and `shop` is confirmed" in refused(with_overlays, "  - win: shop\n")
    assert "`lose` is for tentative projects, and `house` is internal" in refused(with_overlays, "  - lose: house\n")


@pytest.mark.parametrize("change", ["lose", "remove_project"])
def test_a_project_goes_with_everything_that_refers_to_it(with_overlays: WithOverlays, change: str) -> None:
    loaded = with_overlays(f"  - {change}: museum\n")
    scenario = loaded.scenario
    assert [each.id for each in scenario.projects] == ["shop", "care", "house"]
    assert [each.demand for each in scenario.allocations] == ["care/care-2027-01/fixes", "care/care-2027-02/fixes"]
    assert person(scenario, "ana").preferences.likes.projects == ()
    assert person(scenario, "ana").preferences.avoids.projects == ("shop",)
    assert project(scenario, "house").phases[0].demands[0].not_with == ()
    verb = "lost" if change == "lose" else "removed"
    assert {each.sentence for each in loaded.trail} == {f"Project `museum` is {verb}."}
    assert "projects.house.phases.site.demands.own-site.not_with.museum/concept/design" in {
        each.path for each in loaded.trail
    }


def test_continuity_with_a_removed_project_is_let_go(agency_data: dict[str, Any]) -> None:
    agency_data["projects"][3]["phases"][0]["demands"][0]["same_person_as"] = "museum/concept/design"
    loaded = load_data(agency_data, "base", [{"name": "o", "changes": [{"lose": "museum"}]}])
    assert project(loaded.scenario, "house").phases[0].demands[0].same_person_as is None


def test_places_are_right_after_entries_have_gone(with_overlays: WithOverlays, agency_text: str) -> None:
    loaded = with_overlays("  - remove_project: shop\n")
    place = loaded.place(("projects", 1, "fee"))
    assert place is not None
    line = int(place.removeprefix("agency.yaml:"))
    assert "fee: 4000" in agency_text.splitlines()[line - 1]


def test_an_added_project_is_one_more(with_overlays: WithOverlays) -> None:
    loaded = with_overlays(
        "  - add_project:\n      id: app\n      client: bank\n      quality_gates: []\n      phases:\n"
        "        - {id: make, start: 2027-02-01, end: 2027-03-05, demands: [{id: code, skill: code, effort: 50h}]}\n"
    )
    assert loaded.scenario.projects[-1].id == "app"
    assert loaded.place(("projects", 4, "phases", 0, "end")) == "o1.yaml:8"
    assert loaded.trail[0].path == "projects.app"
    assert loaded.trail[0].sentence == "Project `app` is added (confirmed)."
    assert loaded.overlays == ("o1",)


def test_what_an_overlay_adds_is_checked_like_everything_else(with_overlays: WithOverlays) -> None:
    said = refused(
        with_overlays,
        "  - hire: {id: fay, department: stduio, role: designer, skills: {desing: 2}}\n"
        "  - hire: {id: ana, departmnt: x}\n",
    )
    assert "o1.yaml:3: people.fay.department: department `stduio` is not declared" in said
    assert (
        "o1.yaml:3: people.fay.skills.desing: skill `desing` is not declared under `skills`; did you mean `design`?"
        in said
    )
    assert "o1.yaml:4: changes.1.hire.departmnt: unknown key `departmnt`; did you mean `department`?" in said
    assert "o1.yaml:4: changes.1.hire: `role` is missing" in said


def test_what_is_added_needs_an_id_of_its_own(with_overlays: WithOverlays) -> None:
    assert "o1.yaml:3: changes.0.hire.id: person `ana` is in `agency.yaml` already" in refused(
        with_overlays, "  - hire: {id: ana, department: studio, role: designer}\n"
    )
    assert "project `shop` is in `agency.yaml` already" in refused(with_overlays, "  - add_project: {id: shop}\n")


def test_a_hire_reads_as_a_sentence(with_overlays: WithOverlays) -> None:
    loaded = with_overlays(
        "  - hire: {id: fay, department: studio, role: designer, skills: {design: 3, code: 1}, first_day: 2027-02-01}\n"
        "  - hire: {id: gus, department: studio, role: designer}\n"
    )
    assert [change.sentence for change in loaded.trail] == [
        "`fay` joins as designer from 2027-02-01 (design 3, code 1).",
        "`gus` joins as designer.",
    ]
    assert [each.id for each in loaded.scenario.people[-2:]] == ["fay", "gus"]


def test_a_slip_moves_every_date_of_a_project(with_overlays: WithOverlays) -> None:
    loaded = with_overlays("  - slip: {project: museum, weeks: 2}\n  - slip: {project: shop, weeks: -1}\n")
    museum, shop = project(loaded.scenario, "museum"), project(loaded.scenario, "shop")
    assert (museum.phases[0].start, museum.phases[0].end) == (date(2027, 2, 22), date(2027, 2, 26))
    assert (museum.phases[1].earliest, museum.phases[1].latest) == (date(2027, 3, 1), date(2027, 4, 30))
    assert shop.deadline == date(2027, 4, 9)
    assert (shop.template.start, shop.template.latest) == (date(2027, 1, 11), date(2027, 4, 16))
    starts = {each.status: each.start for each in loaded.scenario.allocations if each.demand.startswith("museum")}
    assert starts == {"pinned": date(2027, 3, 8), "published": date(2027, 3, 1)}
    assert {change.sentence for change in loaded.trail} == {
        "Project `museum` moves 2 weeks later.",
        "Project `shop` moves 1 week earlier.",
    }


def test_a_slipped_retainer_takes_its_pins_to_their_new_month_and_leaves_what_is_past(
    with_overlays: WithOverlays,
) -> None:
    loaded = with_overlays("  - slip: {project: care, weeks: 4}\n")
    actual, pinned = loaded.scenario.allocations[:2]
    assert (actual.demand, actual.start) == ("care/care-2027-01/fixes", date(2027, 1, 4))
    assert (pinned.demand, pinned.start) == ("care/care-2027-03/fixes", date(2027, 3, 8))


def test_a_slip_of_nothing_changes_nothing(with_overlays: WithOverlays, agency_text: str) -> None:
    loaded = with_overlays("  - slip: {project: museum, weeks: 0}\n")
    assert loaded.scenario.hash == load_text(agency_text).scenario.hash
    assert loaded.trail == ()
    assert loaded.notes == ("o1.yaml:3: Project `museum` stays where it is. This changes nothing.",)


def test_a_slip_beyond_the_calendar_is_refused(agency_data: dict[str, Any]) -> None:
    agency_data["projects"][1]["deadline"] = "9999-12-25"
    with pytest.raises(InputError, match=r"`2` weeks from 9999-12-25 .* is beyond all calendars"):
        load_data(agency_data, None, [{"name": "o", "changes": [{"slip": {"project": "museum", "weeks": 2}}]}])


def test_what_is_past_does_not_slip_and_nothing_slips_into_the_past(with_overlays: WithOverlays) -> None:
    care = project(with_overlays("  - slip: {project: care, weeks: 4}\n").scenario, "care").phases[0]
    assert (care.start, care.end) == (date(2027, 1, 4), date(2027, 5, 23))
    said = refused(with_overlays, "  - slip: {project: shop, weeks: -2}\n")
    assert (
        "o1.yaml:3: changes.0.slip.weeks: `-2` weeks from 2027-01-18 (projects.shop.template.start) is 2027-01-04"
        in said
    )


def test_a_slip_leaves_what_is_no_date_to_the_check_of_the_base(agency_data: dict[str, Any]) -> None:
    agency_data["projects"][1]["deadline"] = "2027-02-31"
    agency_data["allocations"][2]["start"] = 5
    with pytest.raises(InputError) as error:
        load_data(agency_data, None, [{"name": "o", "changes": [{"slip": {"project": "museum", "weeks": 2}}]}])
    said = str(error.value)
    assert "projects.museum.deadline: `2027-02-31` is not a date" in said


def test_somebody_is_away_for_a_while(with_overlays: WithOverlays) -> None:
    loaded = with_overlays(
        "  - leave: {person: ana, first: 2027-03-01, last: 2027-03-12, reason: surgery}\n"
        "  - leave: {person: ben, last: 2027-01-15}\n"
    )
    off = person(loaded.scenario, "ana").time_off
    assert [(each.first, each.last, each.reason) for each in off][1:] == [
        (date(2027, 3, 1), date(2027, 3, 12), "surgery"),
    ]
    assert person(loaded.scenario, "ben").time_off[0].first == date(2027, 1, 4)
    assert [change.sentence for change in loaded.trail] == [
        "`ana` is away from 2027-03-01 to 2027-03-12 (surgery).",
        "`ben` is away until 2027-01-15.",
    ]
    assert loaded.trail[0].path == "people.ana.time_off"


def test_somebody_leaves_the_company(with_overlays: WithOverlays) -> None:
    loaded = with_overlays("  - leave: {person: ben, first: 2027-03-01}\n  - leave: {person: cem, first: 2027-02-15}\n")
    assert person(loaded.scenario, "ben").last_day == date(2027, 2, 28)
    assert person(loaded.scenario, "cem").last_day == date(2027, 2, 14)
    assert loaded.trail[0].sentence == "`ben` leaves the company; 2027-03-01 is the first day without them."


@pytest.mark.parametrize(
    ("leave", "phrase"),
    [
        ("{person: cem, first: 2027-04-19}", "`cem` leaves earlier already: the last day is 2027-03-31"),
        ("{person: ana}", "`leave` needs `first` and `last` (away), or only `first`"),
        ("{person: ana, first: 2027-03-05, last: 2027-03-01}", "`last` 2027-03-01 is before `first` 2027-03-05"),
        ("{person: ana, first: 2027-03-05, reason: tired}", "a `reason` belongs to time away"),
        ("{person: anna, first: 2027-03-05}", "person `anna` is not in `agency.yaml`; did you mean `ana`?"),
        ("{person: ana, first: 0001-01-01}", "`0001-01-01` is too small; at least 1970-01-01 is possible"),
    ],
)
def test_a_leave_that_makes_no_sense_is_refused(with_overlays: WithOverlays, leave: str, phrase: str) -> None:
    said = refused(with_overlays, f"  - leave: {leave}\n")
    assert "o1.yaml:3" in said
    assert phrase in said


def test_a_leave_needs_a_horizon_to_begin_with(agency_data: dict[str, Any]) -> None:
    agency_data["horizon"] = "soon"
    with pytest.raises(InputError, match="`soon` is not a mapping"):
        load_data(agency_data, None, [{"name": "o", "changes": [{"leave": {"person": "ben", "last": "2027-02-01"}}]}])


def test_people_learn(with_overlays: WithOverlays) -> None:
    loaded = with_overlays(
        "  - train: {person: ben, skill: design, level: 2}\n  - train: {person: ana, skill: design, level: 5}\n"
    )
    assert person(loaded.scenario, "ben").skills == {"code": 3, "test": 2, "design": 2}
    assert person(loaded.scenario, "ana").skills["design"] == 5
    assert [(change.before, change.after) for change in loaded.trail] == [(None, 2), (4, 5)]
    assert loaded.trail[0].sentence == "`ben` reaches level 2 in `design`."
    said = refused(with_overlays, "  - train: {person: ben, skill: desing, level: 2}\n")
    assert "o1.yaml:3: changes.0.train.skill: skill `desing` is not in `agency.yaml`; did you mean `design`?" in said


@pytest.mark.parametrize(
    ("path", "to", "value"),
    [
        ("projects.shop.priority", "5", lambda s: project(s, "shop").priority == 5),
        ("people.open.designer.fte", "60", lambda s: person(s, "open.designer").fte == 60),
        (
            "projects.museum.phases.concept.demands.review.effort",
            "9h",
            lambda s: project(s, "museum").phases[1].demands[1].effort == 540,
        ),
        ("projects.1.phases.1.length.max", "25", lambda s: project(s, "museum").phases[1].length.max == 25),
        ("rate_card.1.rate", "107.25", lambda s: s.rate_card[1].rate == 10725),
        ("policy.fairness.levels", "6", lambda s: s.policy.fairness.levels == 6),
        (
            "people.ben.preferences.likes.skills",
            "[code]",
            lambda s: person(s, "ben").preferences.likes.skills == ("code",),
        ),
        ("people.ben.week.mon", "4h", lambda s: person(s, "ben").week == {"mon": 240}),
        ("horizon.last", "2027-05-30", lambda s: s.horizon.last == date(2027, 5, 30)),
        ("projects.shop.budget", "null", lambda s: project(s, "shop").budget is None),
        ("title", "Another year", lambda s: s.title == "Another year"),
        ("policy.rules_off", "[budget]", lambda s: s.policy.rules_off == ("budget",)),
    ],
)
def test_any_value_can_be_changed_by_its_path(
    with_overlays: WithOverlays, path: str, to: str, value: Callable[[Scenario], bool]
) -> None:
    loaded = with_overlays(f"  - change: {{path: {path}, to: {to}}}\n")
    assert value(loaded.scenario)
    assert len(loaded.trail) == 1
    assert loaded.trail[0].sentence.startswith(f"`{path}` becomes ")


@pytest.mark.parametrize(
    ("path", "phrase"),
    [
        ("projects.shpo.priority", "`projects.shpo` is not in `agency.yaml`; did you mean `shop`?"),
        ("rate_card.9.rate", "`rate_card.9` is not in `agency.yaml`; it has 3 entries, counted from 0"),
        ("projects.shop.priority.much", "`projects.shop.priority` in `agency.yaml` has no `much`"),
        ("projects.house.template.phases.make", "`projects.house.template.phases` in `agency.yaml` has no `make`"),
        (
            "projects.shop.prioritty",
            "o1.yaml:3: projects.shop.prioritty: unknown key `prioritty`; did you mean `priority`?",
        ),
        ("policy.fairnes.band", "`policy.fairnes` in `agency.yaml` has no `band`"),
        ("projects.shop.priority", "o1.yaml:3: projects.shop.priority: `99` is too large; at most 5 is possible"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(with_overlays: WithOverlays, path: str, phrase: str) -> None:
    assert phrase in refused(with_overlays, f"  - change: {{path: {path}, to: 99}}\n")


def test_a_change_says_what_to_change_to(with_overlays: WithOverlays) -> None:
    assert "`to` is missing" in refused(with_overlays, "  - change: {path: projects.shop.priority}\n")


def test_rates_change_on_the_card_for_a_client_and_for_a_project(with_overlays: WithOverlays) -> None:
    loaded = with_overlays(
        "  - rate: {role: developer, rate: 112.50}\n"
        "  - rate: {role: developer, level: 3, rate: 130}\n"
        "  - rate: {role: designer, level: 4, rate: 140, client: gallery}\n"
        "  - rate: {role: designer, rate: 99, project: shop}\n"
    )
    scenario = loaded.scenario
    assert [(each.role, each.level, each.rate) for each in scenario.rate_card] == [
        ("designer", 0, 10000),
        ("developer", 0, 11250),
        ("producer", 0, 9000),
        ("developer", 3, 13000),
    ]
    assert [each.rate for each in scenario.clients[0].rates] == [11000, 14000]
    assert project(scenario, "shop").rates[0].rate == 9900
    assert [change.path for change in loaded.trail] == [
        "rate_card.1.rate",
        "rate_card",
        "clients.gallery.rates.1.rate",
        "projects.shop.rates",
    ]
    assert loaded.trail[2].sentence == "An hour of `designer` from level 4 is billed at 140.00 for client `gallery`."
    assert loaded.trail[3].sentence.endswith("for project `shop`.")
    assert loaded.trail[0].as_json()["after"] == "112.50"


def test_a_rate_is_for_a_client_or_for_a_project(with_overlays: WithOverlays) -> None:
    said = refused(with_overlays, "  - rate: {role: designer, rate: 1, client: bank, project: shop}\n")
    assert "not for both" in said
    assert "role `desinger` is not in" in refused(with_overlays, "  - rate: {role: desinger, rate: 1}\n")
    assert "client `bnak` is not in" in refused(with_overlays, "  - rate: {role: designer, rate: 1, client: bnak}\n")


def test_budgets_change_and_are_lifted(with_overlays: WithOverlays) -> None:
    loaded = with_overlays("  - budget: {project: shop, budget: 15000.50}\n  - budget: {project: care, budget: 100}\n")
    assert project(loaded.scenario, "shop").budget == 1500050
    assert loaded.trail[0].sentence == "The budget of `shop` becomes 15000.50."
    lifted = with_overlays("  - budget: {project: shop, budget: null}\n")
    assert project(lifted.scenario, "shop").budget is None
    assert lifted.trail[0].sentence == "The budget of `shop` is lifted."


def test_policy_fields_are_merged(with_overlays: WithOverlays) -> None:
    loaded = with_overlays(
        "  - policy: {projects_at_once: 2, fairness: {band: 300}, "
        "sustained_load: {percent: 90}, tiers: [{goal: billable}]}\n"
    )
    policy = loaded.scenario.policy
    assert (policy.projects_at_once, policy.fairness.band) == (2, 300)
    assert policy.sustained_load is not None
    assert (policy.sustained_load.weeks, policy.sustained_load.percent) == (4, 90)
    assert policy.overtime.day == 60
    assert [tier.goal for tier in policy.tiers] == ["billable"]
    assert loaded.trail[1].by == "o1.yaml:3"
    assert loaded.trail[0].sentence == (
        "Policy: projects_at_once 2, fairness.band 300, sustained_load.percent 90, tiers a list."
    )


def test_a_policy_change_is_checked(with_overlays: WithOverlays) -> None:
    said = refused(with_overlays, "  - policy:\n      project_at_once: 2\n      fairness: {band: -1}\n")
    assert "o1.yaml:4: policy.project_at_once: unknown key `project_at_once`; did you mean `projects_at_once`?" in said
    assert "o1.yaml:5: policy.fairness.band: `-1` is too small" in said
    assert "`policy` names no field to change" in refused(with_overlays, "  - policy: {}\n")


def test_an_overlay_works_on_a_base_that_is_partly_broken(agency_data: dict[str, Any]) -> None:
    agency_data["people"].append("nonsense")
    agency_data["people"].append({"id": 5})
    agency_data["people"][0]["preferences"] = "none"
    agency_data["policy"] = "strict"
    changes = [
        {"lose": "museum"},
        {"policy": {"one_pm": False}},
        {"train": {"person": "ana", "skill": "test", "level": 1}},
    ]
    with pytest.raises(InputError) as error:
        load_data(agency_data, None, [{"name": "o", "changes": changes}])
    said = str(error.value)
    for phrase in (
        "`nonsense` is not a mapping",
        "`5` is not text",
        "`none` is not a mapping",
        "`strict` is not a mapping",
    ):
        assert phrase in said


def test_two_overlays_need_two_names(agency_text: str) -> None:
    overlay = ("name: o\nchanges:\n  - win: museum\n", "a.yaml")
    other = ("name: o\nchanges:\n  - slip: {project: shop, weeks: 1}\n", "b.yaml")
    with pytest.raises(InputError, match=r"^b\.yaml:1: name: two overlays have the name `o`$"):
        load_text(agency_text, "agency.yaml", [overlay, other])
