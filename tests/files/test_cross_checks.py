"""Every part is right by itself, and together they make no sense: each case is refused in one sentence."""

from datetime import date
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError

from engine.domain import checks
from engine.domain.document import Document
from engine.errors import InputError
from engine.files.load import load_text
from engine.files.overlay import Overlay
from engine.files.wording import faults_of, fields_at, genuine, type_at

SHOP = "    template: {use: website, start: 2027-01-18, latest: 2027-04-23, scale: 120}"
SITE = "      - {id: site, start: 2027-03-01, end: 2027-03-26,"
QA = "      - {id: qa, kind: qa, length: {min: 2, max: 2}, after: [{phase: concept}],"
PIN = "{demand: museum/concept/design, person: ana, start: 2027-02-22, end: 2027-02-24, minutes_per_day: 4h"
OWN = "demands: [{id: own-site, skill: design, effort: 20h, not_with: [museum/concept/design]}]"

# what stands in the file, what somebody makes of it, what they are told
CASES = [
    ("today: 2027-01-11", "today: 2026-12-24", "horizon.today: 2026-12-24 is outside the horizon"),
    (
        "main_skill: design",
        "main_skill: test",
        "people.ana.main_skill: `test` is not among the skills of `ana`; known: `code`",
    ),
    ("scale: 120}", "skip: [mak]}", "skip.0: template `website` has no phase `mak`; did you mean `make`?"),
    ("latest: 2027-04-23", "latest: 2027-01-02", "template.latest: `latest` 2027-01-02 is before `start` 2027-01-18"),
    ("priority: 4", "fee: 100", "projects.shop.fee: only `billing: fixed_fee` and `billing: retainer` have a fee"),
    ("priority: 4", "billing: internal", "projects.shop.billing: `billing: internal` is for projects whose status is"),
    (
        "status: internal",
        "{status: internal, billing: retainer}",
        "an internal project is not billed, but this says `retainer`",
    ),
    ("deadline: 2027-04-16\n", "\n", "projects.shop.deadline_penalty: a penalty needs a `deadline`"),
    ("pm: dee", "pm: ben", "projects.shop.pm: `ben` is not in a department whose function is `project_management`"),
    ("pm: dee", "account_lead: dee", "`dee` is not in a department whose function is `client_services`"),
    ("pm: dee", "probability: 50", "only tentative projects have a probability, `shop` is confirmed"),
    ("scale: 120}", "skip: [qa]}", "project `shop` has no phase of kind `qa`, which the quality gates ask for"),
    ("carry_over_months: 1\n", "after: [{phase: care}]\n", "after.0.phase: repeated phases have no precedence"),
    (SITE, SITE + " latest: 2027-04-01,", "phase `site` has both fixed dates and a movable window; keep one"),
    (SITE, "      - {id: site, start: 2027-03-01,", "phase `site` needs both `start` and `end`"),
    (SITE, "      - {id: site, repeat: monthly,", "repeated phase `site` needs `start` and `end`"),
    (
        SITE,
        "      - {id: site, earliest: 2027-03-01, latest: 2027-02-01, length: {min: 1, max: 1},",
        "projects.house.phases.site.latest: `latest` 2027-02-01 is before `earliest` 2027-03-01",
    ),
    (QA, QA.replace("max: 2", "max: 1"), "projects.museum.phases.qa.length.max: `max` 1 is below `min` 2"),
    ("mode: presence, seats: 1", "mode: presence", "demand `kick-off` in mode `presence` needs `seats`"),
    (
        "mode: presence,",
        "mode: presence, most_per_day: 2h,",
        "a `presence` demand is full-time and has no `most_per_day`",
    ),
    ("mode: presence,", "mode: presence, spread: even,", "a `presence` demand is full-time and cannot be `even`"),
    (
        "length: {min: 2, max: 2}, demands",
        "length: {min: 2, max: 3}, demands",
        "needs one length: `min` equal to `max`",
    ),
    (
        "effort: 60h, crew",
        "effort: 60h, seats: 2, crew",
        "`seats` are for `mode: presence`; an effort is shared by its `crew`",
    ),
    ("effort: 60h, crew", "crew", "demand `design` needs an `effort` such as 40h"),
    ("effort: 60h, crew", "effort: 60h, spread: even, crew", "an `even` demand needs a phase of one length"),
    (
        "effort: 60h, crew",
        "effort: 20m, crew",
        "20 minutes are not a multiple of the horizon's quantum of 30 minutes; write 30",
    ),
    (
        "excluded_people: [cem]",
        "excluded_people: [cam]",
        "excluded_people.0: person `cam` is not declared under `people`",
    ),
    ("allowed_departments: [studio]", "allowed_departments: [x]", "department `x` is not declared under `departments`"),
    ("with: [design]", "with: [review]", "demands.review.with: demand `review` refers to itself"),
    (
        "with: [design]",
        "with: [desing]",
        "demands.review.with: there is no demand `museum/concept/desing`; did you mean",
    ),
    (
        "same_person_as: fixes",
        "same_person_as: fixs",
        "there is no demand `care/care/fixs`; did you mean `care/care/fixes`?",
    ),
    (
        "not_with: [make/code]",
        "not_with: [make/coed]",
        "templates.website.phases.qa.demands.test.not_with: there is no demand",
    ),
    (
        PIN,
        PIN.replace("end: 2027-02-24", "end: 2027-02-20"),
        "allocations.2.end: `end` 2027-02-20 is before `start` 2027-02-22",
    ),
    (
        PIN,
        PIN.replace("start: 2027-02-22", "start: 2027-01-05"),
        "2027-01-05 is before today; what is past is `actual`",
    ),
    (
        PIN,
        PIN.replace("minutes_per_day: 4h", "minutes_per_day: 4h05"),
        "minutes_per_day: 245 minutes are not a multiple",
    ),
    (
        "4h, status: pinned",
        "4h, status: actual",
        "allocations.2.status: `actual` is for days before the horizon's `today`",
    ),
    ("overtime:", "tiers: [{goal: cost}, {goal: cost}]\n  overtime:", "goal `cost` stands in an earlier tier already"),
    (
        "overtime:",
        "tiers: [{goals: {fair: 1, team: 2}}]\n  overtime:",
        "`fair` is a comparison in steps and stands in a tier",
    ),
    (
        "overtime:",
        "tiers: [{}]\n  overtime:",
        "policy.tiers.0: a tier names either one `goal` or several `goals` with weights",
    ),
    (
        "{role: developer, rate: 105}",
        "{role: designer, rate: 105}",
        "role `designer` at level 0 has a rate in this list already",
    ),
    ("after: [{phase: make}], demands", "demands", None),
    (
        "kind: qa, length: {min: 3, max: 5}",
        "start: 2027-02-01, end: 2027-02-02",
        "phase `qa` of a template needs a `length`",
    ),
    (
        "first: 2027-02-15, last: 2027-02-15",
        "first: 2027-02-15, last: 2027-02-14",
        "closures.0.last: `last` 2027-02-14 is before",
    ),
    (
        "first: 2027-02-01, last: 2027-02-05",
        "first: 2027-02-01, last: 2027-01-05",
        "people.ana.time_off.0.last: `last` 2027-01-05",
    ),
    (
        "name: stand-up,",
        "first: 2027-02-01, last: 2027-01-05,",
        "people.ben.commitments.0.last: `last` 2027-01-05 is before",
    ),
    (
        "last_day: 2027-03-31",
        "last_day: 2027-01-01",
        "people.cem.last_day: `last_day` 2027-01-01 is before `first_day` 2027-01-18",
    ),
    (
        "likes: {projects: [museum]",
        "likes: {projects: [muesum]",
        "preferences.likes.projects.0: project `muesum` is not declared",
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), CASES, ids=[str(case[2])[:60] for case in CASES])
def test_what_does_not_go_together_is_told(agency_text: str, old: str, new: str, told: str | None) -> None:
    assert old in agency_text
    text = agency_text.replace(old, new, 1)
    if new.startswith("{status"):
        text = agency_text.replace(old, "status: internal\n    billing: retainer", 1)
    if told is None:
        load_text(text)
        return
    with pytest.raises(InputError) as error:
        load_text(text, "agency.yaml")
    said = [str(fault) for fault in error.value.faults]
    assert [fault for fault in said if told in fault and fault.startswith("agency.yaml:")], said


def test_a_circle_of_phases_is_told_once_and_from_wherever_it_is_entered(agency_text: str) -> None:
    text = agency_text.replace("id: make\n", "id: make\n        name: x\n").replace(
        "after: [{phase: onboarding, lag: 1}]", "after: [{phase: onboarding}, {phase: qa}]"
    )
    with pytest.raises(InputError, match=r"phases wait for each other in a circle: make -> qa -> make") as error:
        load_text(text)
    assert len(error.value.faults) == 1


def test_a_million_demands_are_too_many(agency_text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST_DEMANDS", 5)
    with pytest.raises(InputError, match=r"projects: \d+ demands are too many to plan; at most 5 are"):
        load_text(agency_text)


def test_a_phase_that_two_others_lead_to_is_no_circle(agency_text: str) -> None:
    text = agency_text.replace("after: [{phase: make}]", "after: [{phase: make}, {phase: onboarding}]")
    assert load_text(text).scenario.horizon.day(7) == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "scale: 120}",
            f"scale: 120, skip: [{', '.join(['qa'] * 3)}]}}\n    name: {'x' * 500}",
            "is too long; at most 400 characters",
        ),
        ("country: GB, subdivision: ENG", "country: G", "`G` is too short; at least 2 characters"),
        ("country: GB, subdivision: ENG", "country: ''", "is too short; at least 2 characters"),
        (
            "fairness: {band: 250}",
            f"tiers: [{', '.join(['{goal: cost}'] * 13)}]",
            "there are too many entries (13); at most 12",
        ),
        ("fairness: {band: 250}", "one_pm: maybe", "policy.one_pm: `maybe` is not true or false"),
        ("cost_rate: 42.10", "cost_rate: [1]", "`[1]` is not an amount of money|is not an amount of money"),
        ("not_with: [make/code]", "not_with: [make code]", "`make code` is not a demand: `demand`, `phase/demand`"),
        ("demand: care/care-2027-01/fixes", "demand: care/fixes", "`care/fixes` is not a demand's full name"),
        ("currency: GBP", "currency: ''", "empty text is not a currency code such as GBP"),
        ("fte: 80", "fte: true", None),
        ("fte: 80", "fte: 79.5", "`79.5` is not a whole number"),
        ("status: tentative", "status: 5", "`5` is none of `confirmed`, `tentative`, `internal`"),
        ("status: tentative", "status:", "nothing is none of `confirmed`, `tentative`, `internal`"),
    ],
)
def test_pydantics_words_are_put_into_ours(agency_text: str, old: str, new: str, told: str | None) -> None:
    text = agency_text.replace(old, new, 1)
    if told is None:
        load_text(text)
        return
    with pytest.raises(InputError) as error:
        load_text(text)
    assert any(phrase in str(error.value) for phrase in told.split("|")), str(error.value)


def test_the_format_can_be_asked_what_stands_where() -> None:
    assert type_at(Document, ("projects", 0, "phases", 2, "demands", 1, "with", 0)) is not None
    assert fields_at(Document, ("projects", 0, "template")) == ["use", "start", "latest", "scale", "skip"]
    assert type_at(Document, ("calendars", 0, "week", "mon")) is int
    assert type_at(Document, ("projects", 0, "phazes", 2)) is None
    assert fields_at(Document, ("title",)) == []
    assert fields_at(Overlay, ("changes", 0, "win")) == []
    assert "root" not in fields_at(Overlay, ("changes", 0))


def test_words_we_do_not_know_are_passed_on() -> None:
    class Even(BaseModel):
        size: Annotated[int, Field(multiple_of=2)]

    with pytest.raises(ValidationError) as error:
        Even(size=3)
    (fault,) = faults_of(genuine(error.value), Even)
    assert str(fault) == "size: Input should be a multiple of 2"
