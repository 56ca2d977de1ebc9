"""A corner of an agency: three people, two projects and a pitch, four weeks. Every question about it is answered in
seconds, so that every answer can be looked at."""

CORNER = """\
name: corner
title: The corner studio
horizon: {first: 2027-01-04, last: 2027-01-31, daily_weeks: 0}
departments:
  - {id: studio, name: Studio}
skills:
  - {id: interface_design, name: Interface design}
  - {id: code, name: Code}
roles:
  - {id: designer, name: Designer, cost_rate: 30}
  - {id: engineer, name: Engineer, cost_rate: 35}
rate_card:
  - {role: designer, rate: 80}
  - {role: engineer, rate: 90}
people:
  - {id: ana, name: Ana Alder, department: studio, role: designer, skills: {interface_design: 3}}
  - {id: ben, name: Ben Birch, department: studio, role: designer, skills: {interface_design: 2}}
  - {id: cleo, name: Cleo Cedar, department: studio, role: engineer, skills: {code: 4}}
clients:
  - {id: bank, name: The bank}
projects:
  - id: shop-site
    name: Shop site
    client: bank
    phases:
      - id: build
        start: 2027-01-04
        end: 2027-01-22
        demands:
          - {id: first-pages, name: Pages, skill: interface_design, effort: 80h}
          - {id: checkout, name: Checkout, skill: code, effort: 150h}
  - id: big-poster
    name: Big poster
    client: bank
    phases:
      - id: draw
        start: 2027-01-11
        end: 2027-01-29
        demands:
          - {id: first-sheet, name: Sheet, skill: interface_design, level: 3, effort: 100h}
  - id: leaflet
    name: Leaflet pitch
    client: bank
    status: tentative
    probability: 50
    phases:
      - id: draw
        start: 2027-01-11
        end: 2027-01-29
        demands:
          - {id: fold, name: Fold, skill: interface_design, effort: 30h}
"""

IMPOSSIBLE = CORNER.replace("effort: 100h}", "effort: 100h, must: true, allowed_people: [ana]}").replace(
    "skills: {interface_design: 3}}",
    "skills: {interface_design: 3},\n     time_off: [{first: 2027-01-11, last: 2027-01-22, reason: Wedding}]}",
)
"""The same, but the sheet must be drawn by Ana, who is away for two of its three weeks."""
