"""Scenario files for the command line: small ones that are planned in a blink."""

from pathlib import Path

SMALL = """\
name: quay
title: Quayside Studio
horizon: {first: 2027-01-04, last: 2027-01-17}
calendars:
  - {id: standard, week: {mon: 8h, tue: 8h, wed: 8h, thu: 8h, fri: 8h}}
departments:
  - {id: design, name: Design}
  - {id: pm, name: Project Management, function: project_management}
skills: [{id: drawing}, {id: managing}]
roles: [{id: designer, name: Designer, cost_rate: 30}, {id: manager, cost_rate: 35}]
people:
  - {id: ana, name: Ana Lima, department: design, role: designer, skills: {drawing: 4}, target_utilisation: 80}
  - {id: ben, name: Ben Okafor, department: design, role: designer, skills: {drawing: 3}}
  - {id: priya, name: Priya Mehta, department: pm, role: manager, skills: {managing: 4}}
clients: [{id: museum, name: Museum}]
rate_card: [{role: designer, rate: 90}, {role: manager, rate: 95}]
projects:
  - id: site
    name: Museum site
    client: museum
    phases:
      - id: work
        start: 2027-01-04
        end: 2027-01-15
        demands:
          - {id: pages, skill: drawing, effort: 100h}
          - {id: lead, skill: managing, function: project_management, effort: 8h}
  - id: pitch
    name: Harbour pitch
    client: museum
    status: tentative
    probability: 40
    phases:
      - {id: work, start: 2027-01-04, end: 2027-01-15, demands: [{id: look, skill: drawing, effort: 80h}]}
"""

SLIP = """\
name: late_museum
changes:
  - change: {path: projects.site.priority, to: 5}
"""


def write(folder: Path, text: str, name: str) -> Path:
    """A file in the folder."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def small(folder: Path, *changes: tuple[str, str], name: str = "base.yaml") -> Path:
    """The small scenario, with some of its text changed. Every change must find its text."""
    text = SMALL
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return write(folder, text, name)


def impossible(folder: Path) -> Path:
    """The small scenario with work that must be done and cannot be: 100 hours by one person in two weeks."""
    must = ("effort: 100h}", "effort: 100h, must: true, allowed_people: [ana]}")
    return small(folder, must, name="impossible.yaml")
