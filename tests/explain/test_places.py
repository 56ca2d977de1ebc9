"""A conflict leads to its line in the file."""

from pathlib import Path

import pytest

import engine
from engine.explain import place_of
from tests.api.worlds import write

TEXT = """\
name: quay
horizon: {first: 2027-01-04, last: 2027-03-28}
departments: [{id: studio}]
skills: [{id: design}]
roles: [{id: maker}]
people:
  - {id: ana, department: studio, role: maker, skills: {design: 3}}
templates:
  - id: short
    phases:
      - {id: build, length: {min: 5, max: 5}, demands: [{id: pages, skill: design, effort: 8h}]}
projects:
  - id: care
    phases:
      - id: care
        start: 2027-01-04
        end: 2027-03-28
        repeat: monthly
        demands:
          - {id: fixes, skill: design, effort: 10h}
  - id: site
    template: {use: short, start: 2027-01-04}
"""


@pytest.fixture
def source(tmp_path: Path) -> engine.Loaded:
    return engine.load(write(tmp_path, TEXT, "base.yaml"))


@pytest.mark.parametrize(
    ("about", "line"),
    [
        (engine.Subject(person="ana"), 7),
        (engine.Subject(project="care"), 13),
        (engine.Subject(phase="care/care-2027-02"), 15),
        (engine.Subject(demand="care/care-2027-02/fixes", person="ana"), 20),
        (engine.Subject(demand="site/build/pages"), 22),
    ],
)
def test_it_leads_to_the_line(source: engine.Loaded, about: engine.Subject, line: int) -> None:
    assert str(place_of(source, about)).rpartition(":")[2] == str(line)


@pytest.mark.parametrize(
    "about", [engine.Subject(), engine.Subject(cohort="studio/design"), engine.Subject(project="gone")]
)
def test_what_stands_nowhere_has_no_place(source: engine.Loaded, about: engine.Subject) -> None:
    assert place_of(source, about) is None
