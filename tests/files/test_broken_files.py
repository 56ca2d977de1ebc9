"""Files that are wrong in one way each: every one is refused, with the line, the value, and a way out."""

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.files.load import load

BROKEN = Path(__file__).parent / "broken"

# file, line of the fault (None: wherever the parser gave up), what its message says, and how many faults there are
# in all (None: many), so that one mistake does not raise a dozen complaints.
CASES: list[tuple[str, int | None, str, int | None]] = [
    ("empty.yaml", 1, "the file is empty", 1),
    ("only_comments.yaml", 1, "the file is empty", 1),
    ("list.yaml", 1, "a mapping of keys and values is expected, but the file holds a list", 1),
    ("scalar.yaml", 1, "but the file holds a single value", 1),
    ("latin1.yaml", 2, "byte 0xE9 is not UTF-8 text", 1),
    ("control_character.yaml", 18, "U+0007 cannot stand in a text file", 1),
    ("tab.yaml", 11, "a tab cannot indent YAML; use spaces", 1),
    ("unclosed_quote.yaml", None, "this is not valid YAML", 1),
    ("unclosed_brace.yaml", 14, "this is not valid YAML", 1),
    ("colon_in_text.yaml", 2, "a colon is not expected here", 1),
    ("bad_indentation.yaml", 21, "a list entry was expected here; check the indentation", 1),
    ("two_documents.yaml", 32, "a second document begins here", 1),
    ("aliases.yaml", 1, "anchors (`&x`) are not allowed", 2),
    ("alias_bomb.yaml", 2, "aliases (`*a`) are not allowed", None),
    ("merge_key.yaml", 11, "merge keys (`<<`) are not allowed", 1),
    ("tag.yaml", 1, "tags (`tag:yaml.org,2002:python/name:os.system`) are not allowed", 1),
    ("too_deep.yaml", 1, "nested more than 60 levels deep", 1),
    ("complex_key.yaml", 1, "a key must be plain text", 1),
    ("duplicate_key.yaml", 14, "people.anna.fte: key `fte` stands here twice, first in line 13", 2),
    (
        "unknown_key.yaml",
        26,
        "projects.site.phases.concept.demands.layout.efort: unknown key `efort`; did you mean `effort`?",
        1,
    ),
    ("unknown_section.yaml", 18, "unknown key `costumers`; known:", 2),
    ("missing_field.yaml", 10, "people.anna: `role` is missing", 1),
    ("missing_sections.yaml", 1, "`horizon` is missing", 5),
    ("empty_section.yaml", 18, "clients: nothing is written here, but a list is expected", 1),
    ("no_people.yaml", 9, "there are too few entries (0); at least 1", 1),
    ("mapping_for_list.yaml", 29, "a mapping is not a list", 1),
    ("text_for_mapping.yaml", 13, "`design` is not a mapping of keys and values", 1),
    (
        "dangling_department.yaml",
        11,
        "people.anna.department: department `studioo` is not declared under `departments`; did you mean `studio`?",
        1,
    ),
    ("dangling_skill.yaml", 31, "skill `built` is not declared under `skills`; did you mean `build`?", 1),
    ("dangling_client.yaml", 21, "client `musem` is not declared under `clients`; did you mean `museum`?", 1),
    ("dangling_phase.yaml", 29, "there is no phase `concpt` in this project; did you mean `concept`?", 1),
    ("dangling_demand.yaml", 31, "there is no demand `site/concept/layuot`; did you mean `site/concept/layout`?", 1),
    ("dangling_template.yaml", 22, "template `website` is not declared under `templates`; none is declared", 1),
    ("same_id_twice.yaml", 14, "id `anna` is already used by entry 1 of this list", 1),
    ("id_with_space.yaml", 14, "`ben smith` is not an id: letters, digits, dots", 1),
    ("number_for_text.yaml", 1, "`2027` is not text; put it in quotes", 1),
    ("negative_hours.yaml", 26, "`-40h` is not a duration; write for example 7h30", 1),
    ("negative_minutes.yaml", 26, "a duration cannot be negative, but `-2400` is", 1),
    ("billion_hours.yaml", 26, "`1000000000h` is more than 100,000 hours", 1),
    ("billion_days.yaml", 24, "`1000000000` is too large; at most 2000 is possible", 1),
    ("off_the_quantum.yaml", 26, "2410 minutes are not a multiple of the horizon's quantum of 30 minutes", 1),
    ("negative_rate.yaml", 8, "an amount cannot be negative here, but `-35.50` is", 1),
    ("three_decimals.yaml", 8, "`35.505` has more than two decimals", 1),
    ("huge_power.yaml", 8, "`1e999999999` is not an amount of money", 1),
    ("bad_level.yaml", 13, "people.anna.skills.design: `expert` is not a whole number", 1),
    ("negative_level.yaml", 13, "`-1` is too small; at least 0 is possible", 1),
    ("probability_140.yaml", 23, "projects.site.probability: `140` is too large; at most 100 is possible", 1),
    ("no_probability.yaml", 20, "project `site` is tentative and needs a `probability`", 1),
    (
        "wrong_status.yaml",
        22,
        "`confirmd` is none of `confirmed`, `tentative`, `internal`; did you mean `confirmed`?",
        1,
    ),
    ("wrong_date.yaml", 2, "horizon.last: `2027-02-30` is not a date; write for example 2027-01-31", 1),
    ("date_without_dashes.yaml", 2, "`20270104` is not a date", 1),
    ("end_before_start.yaml", 25, "`end` 2027-01-15 is before `start` 2027-02-01", 1),
    ("horizon_backwards.yaml", 2, "`last` 2026-03-28 is before `first` 2027-01-04", 1),
    ("horizon_too_long.yaml", 2, "days are too many to plan; at most 1100 are", 1),
    ("precedence_circle.yaml", 22, "phases wait for each other in a circle: concept -> launch -> concept", 1),
    ("window_too_small.yaml", 23, "takes at least 5 working days, but there are only 2", 1),
    ("no_window.yaml", 23, "needs `start` and `end`, or a `length` in working days", 1),
    ("pin_outside_horizon.yaml", 33, "2027-04-05 to 2027-04-09 leaves the horizon", 1),
    (
        "pin_to_nobody.yaml",
        33,
        "allocations.0.person: person `bne` is not declared under `people`; did you mean `ben`?",
        1,
    ),
    ("pin_of_30_hours_a_day.yaml", 33, "`30h` is too large; at most 1440 is possible", 1),
    ("pin_to_nothing.yaml", 33, "there is no demand `site/lunch/code`; did you mean `site/launch/code`?", 1),
    ("unknown_country.yaml", 5, "calendars.london.holidays.country: public holidays of country `XX` are not known", 1),
    ("unknown_region.yaml", 5, "calendars.london.holidays.subdivision: `GB` has no region `EGN`; known regions:", 1),
    ("no_working_time.yaml", 5, "calendar `london` has no working minutes on any weekday", 3),
    ("goals_of_two_units.yaml", 18, "goals of one tier need one unit", 1),
    ("unknown_goal.yaml", 18, "did you mean `billable`?", 1),
    ("crew_backwards.yaml", 26, "`max` 2 is below `min` 3", 1),
    ("fixed_fee_without_fee.yaml", 20, "is billed at a fixed fee and needs a `fee`", 1),
    ("currency.yaml", 2, "`pounds` is not a currency code such as GBP", 1),
    ("many_faults.yaml", 11, "department `studoi`", 6),
    ("overlay.yaml", 1, "this is an overlay, not a scenario", 1),
    ("json_duplicate_key.json", 3, "key `name` stands here twice, first in line 2", None),
    ("json_syntax.json", 3, "this is not valid JSON", 1),
    ("json_nan.json", 3, "nan is not a number that can be used", None),
    ("json_list.json", 1, "a mapping of keys and values is expected, but this holds a list", 1),
    ("json_empty.json", 1, "the file is empty", 1),
    ("json_half_character.json", 2, "half a character", None),
]


@pytest.mark.parametrize(("file", "line", "phrase", "count"), CASES, ids=[case[0] for case in CASES])
def test_a_broken_file_is_refused_where_it_is_broken(
    file: str, line: int | None, phrase: str, count: int | None
) -> None:
    path = BROKEN / file
    with pytest.raises(InputError) as refused:
        load(path)
    faults = refused.value.faults
    said = [str(fault) for fault in faults]
    where = f"{path}:" if line is None else f"{path}:{line}: "
    assert [text for text in said if text.startswith(where) and phrase in text], said
    assert count is None or len(faults) == count, said


def test_every_broken_file_is_in_the_table() -> None:
    assert sorted(path.name for path in BROKEN.iterdir()) == sorted(case[0] for case in CASES)
