"""Writes ``base.yaml`` of Northlight, an invented agency of sixty people.

    python scenarios/northlight/make.py            writes base.yaml beside this file

In an agency nobody types 300 demands by hand: they know a dozen kinds of project, and what is special about each
one. So this script holds what a person would say (who works here, which projects there are, when they start and
how large they are) and knows the shape of each kind of project. Efforts vary by a few per cent around the shape,
from a fixed seed, so that the numbers do not look ruled with a ruler. Same script, same file: a test keeps it so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

SEED = 2027
FIRST, LAST_WORK = date(2027, 7, 5), date(2027, 12, 17)
HEAD = """\
# yaml-language-server: $schema=../../docs/scenario.schema.json
#
# Northlight: a digital agency of sixty in Glasgow, Leeds and Belfast. The book from July to December 2027.
# Written by make.py; change that and run it again. README.md tells the story.

name: northlight
title: Northlight, second half of 2027
currency: GBP

horizon:
  first: 2027-07-05
  last: 2028-01-02
  daily_weeks: 4
  quantum: 30

calendars:
"""

OFFICES = {"glasgow": "SCT", "leeds": "ENG", "belfast": "NIR"}

DEPARTMENTS = {
    "client_services": ("Client Services", "client_services"),
    "project_management": ("Project Management", "project_management"),
    "strategy": ("Research & Strategy", None),
    "design": ("Design", None),
    "content": ("Content", None),
    "frontend": ("Front End & Mobile", None),
    "backend": ("Back End", None),
    "platform": ("Platform", None),
    "quality": ("Quality", None),
    "data": ("Data & Insight", None),
}

SKILLS = {
    "account_management": "Account management",
    "project_management": "Project management",
    "ux_research": "User research",
    "service_design": "Service design",
    "interface_design": "Interface design",
    "motion": "Motion and illustration",
    "content_design": "Content design",
    "frontend": "Front-end development",
    "mobile": "Mobile development",
    "backend": "Back-end development",
    "integration": "Payments and integration",
    "platform": "Hosting and platform",
    "quality_assurance": "Quality assurance",
    "accessibility": "Accessibility",
    "analytics": "Analytics",
    "data_engineering": "Data engineering",
}

# role: (name, cost an hour, rate an hour)
ROLES = {
    "client_partner": ("Client partner", 56, 130),
    "account_manager": ("Account manager", 36, 84),
    "senior_pm": ("Senior project manager", 45, 110),
    "project_manager": ("Project manager", 37, 92),
    "strategist": ("Strategist", 42, 104),
    "lead_designer": ("Lead designer", 47, 112),
    "designer": ("Designer", 35, 90),
    "content_designer": ("Content designer", 33, 84),
    "lead_engineer": ("Lead engineer", 52, 120),
    "engineer": ("Engineer", 41, 98),
    "junior_engineer": ("Junior engineer", 26, 68),
    "quality_engineer": ("Quality engineer", 36, 86),
    "analyst": ("Analyst", 39, 94),
}


# -- people: what a head of department would say about each of them ------------------------------------------


@dataclass(frozen=True)
class Who:
    """One person; ``summer`` is the Monday (a Thursday in Project Management) on which their leave begins."""

    id: str
    name: str
    role: str
    office: str
    skills: str
    summer: str | None = "07-26"
    autumn: str | None = "10-11"
    more: dict[str, str] = field(default_factory=dict)


FOUR_DAYS = "{mon: 7h30, tue: 7h30, wed: 7h30, thu: 7h30}"
THREE_DAYS = "{tue: 7h30, wed: 7h30, thu: 7h30}"

PEOPLE: dict[str, list[Who]] = {
    "client_services": [
        Who("morven", "Morven Sallow", "client_partner", "glasgow", "account_management 5", "07-12"),
        Who("piers", "Piers Undercliff", "client_partner", "leeds", "account_management 5", "08-16"),
        Who("aoife", "Aoife Larkhill", "account_manager", "belfast", "account_management 4", "08-02"),
        Who("dev", "Dev Marrow", "account_manager", "leeds", "account_management 3", "07-26"),
        Who("cass", "Cass Winterton", "account_manager", "glasgow", "account_management 3", "09-06",
            more={"week": THREE_DAYS}),
    ],
    "project_management": [
        Who("greer", "Greer Halloway", "senior_pm", "glasgow", "project_management 5", "07-15", "10-14"),
        Who("tom-s", "Tom Sedgefold", "senior_pm", "leeds", "project_management 5", "08-12", "10-28"),
        Who("niamh", "Niamh Corrigal", "senior_pm", "belfast", "project_management 4", "07-29", "12-02"),
        Who("anouk", "Anouk Petrel", "project_manager", "leeds", "project_management 3", "08-19", "10-21"),
        Who("rory", "Rory Blackmoss", "project_manager", "glasgow", "project_management 3", "08-05", "12-02"),
        Who("sunita", "Sunita Vale", "project_manager", "leeds", "project_management 3", "09-09", "10-28",
            {"week": FOUR_DAYS}),
        Who("ewan", "Ewan Thrale", "project_manager", "glasgow", "project_management 2", "08-26", "12-02"),
    ],
    "strategy": [
        Who("ines", "Ines Calder-Roe", "strategist", "glasgow", "service_design 5, ux_research 4", "07-19"),
        Who("mathias", "Mathias Wren", "strategist", "leeds", "ux_research 5, service_design 3", "08-02"),
        Who("bea", "Bea Hollin", "strategist", "leeds", "ux_research 4, content_design 2", "08-16"),
        Who("fintan", "Fintan Moyle", "strategist", "belfast", "ux_research 3, service_design 3", "07-12"),
        Who("yuki", "Yuki Ardent", "strategist", "glasgow", "ux_research 3, analytics 2", "08-23",
            more={"week": FOUR_DAYS}),
    ],
    "design": [
        Who("orla", "Orla Finch-Reid", "lead_designer", "glasgow",
            "interface_design 5, accessibility 3, ux_research 2", "07-12"),
        Who("desmond", "Desmond Quaye-Hill", "lead_designer", "leeds", "interface_design 5, motion 3", "07-26"),
        Who("lotte", "Lotte Amsel", "designer", "leeds", "interface_design 4, motion 4", "08-09"),
        Who("hari", "Hari Stonecrop", "designer", "glasgow", "interface_design 4, ux_research 2", "08-23"),
        Who("elin", "Elin Brackley", "designer", "belfast", "interface_design 3, content_design 2", "07-19"),
        Who("jude", "Jude Ferrow", "designer", "leeds", "interface_design 3, motion 2", "08-02"),
        Who("mina", "Mina Tarn", "designer", "glasgow", "interface_design 3, accessibility 2", "08-16",
            more={"week": FOUR_DAYS}),
        Who("pip", "Pip Oakshott", "designer", "leeds", "interface_design 2, content_design 2", "07-26",
            more={"week": FOUR_DAYS}),
    ],
    "content": [
        Who("rowan", "Rowan Thistlewood", "content_designer", "glasgow", "content_design 5, ux_research 2", "07-19"),
        Who("saoirse", "Saoirse Linnet", "content_designer", "belfast", "content_design 4", "08-09"),
        Who("gideon", "Gideon Marsh", "content_designer", "leeds", "content_design 3, analytics 2", "08-23"),
        Who("wilma", "Wilma Kestrel", "content_designer", "glasgow", "content_design 3", "08-02",
            more={"week": THREE_DAYS}),
    ],
    "frontend": [
        Who("callan", "Callan Reever", "lead_engineer", "glasgow", "frontend 5, mobile 3, accessibility 3", "07-12"),
        Who("zofia", "Zofia Lind", "engineer", "leeds", "frontend 5, accessibility 4", "07-26"),
        Who("amir", "Amir Kestle", "engineer", "leeds", "mobile 5, frontend 3", "08-09"),
        Who("bryony", "Bryony Ash", "engineer", "glasgow", "frontend 4, mobile 3", "08-23"),
        Who("declan", "Declan Orrery", "engineer", "belfast", "frontend 4", "07-12"),
        Who("petra", "Petra Halm", "engineer", "leeds", "frontend 3, backend 2", "08-02"),
        Who("lewis", "Lewis Tamarack", "junior_engineer", "glasgow", "frontend 2", "08-16", more={"week": FOUR_DAYS}),
        Who("vik", "Vik Sorrell", "engineer", "leeds", "frontend 4, mobile 4", None, None,
            {"kind": "contractor", "first_day": "2027-08-02", "last_day": "2027-11-26", "cost_rate": "64"}),
        Who("open-mobile", "Mobile engineer (open role)", "engineer", "glasgow", "mobile 4, frontend 3", None, None,
            {"kind": "placeholder", "first_day": "2027-09-06"}),
    ],
    "backend": [
        Who("astrid", "Astrid Holme", "lead_engineer", "leeds", "backend 5, integration 4, platform 2", "07-19"),
        Who("konrad", "Konrad Eyot", "lead_engineer", "glasgow", "backend 5, platform 3", "08-02"),
        Who("mairi", "Mairi Dunlea", "engineer", "glasgow", "backend 4, integration 5", "08-16"),
        Who("olu", "Olu Fenwick-Ade", "engineer", "leeds", "backend 4, data_engineering 2", "07-26"),
        Who("tess", "Tess Rackham", "engineer", "leeds", "backend 4", "08-09"),
        Who("cormac", "Cormac Ebb", "engineer", "belfast", "backend 3, frontend 2", "07-12"),
        Who("hollis", "Hollis Grange", "engineer", "glasgow", "backend 3, integration 2", "08-23"),
        Who("nia", "Nia Pellow", "junior_engineer", "leeds", "backend 2, frontend 2", "08-30"),
        Who("sven", "Sven Hathersage", "engineer", "leeds", "backend 4, integration 3", None, None,
            {"kind": "contractor", "first_day": "2027-07-05", "last_day": "2027-10-29", "cost_rate": "66"}),
    ],
    "platform": [
        Who("ragna", "Ragna Firth", "lead_engineer", "glasgow", "platform 5, backend 3", "07-26"),
        Who("milo", "Milo Castell", "engineer", "leeds", "platform 4", "08-16"),
        Who("sinead", "Sinead Gault", "engineer", "belfast", "platform 4, data_engineering 3", "07-12"),
        Who("open-platform", "Platform engineer (open role)", "engineer", "leeds", "platform 3", None, None,
            {"kind": "placeholder", "first_day": "2027-10-04"}),
    ],
    "quality": [
        Who("thea", "Thea Wyndle", "quality_engineer", "leeds", "quality_assurance 5, accessibility 4", "07-19"),
        Who("ossian", "Ossian Birk", "quality_engineer", "glasgow", "quality_assurance 4", "08-02"),
        Who("karin", "Karin Maddock", "quality_engineer", "leeds", "quality_assurance 4, accessibility 5", "08-16"),
        Who("rafe", "Rafe Lundy", "quality_engineer", "belfast", "quality_assurance 3", "07-12"),
        Who("dilys", "Dilys Penrow", "quality_engineer", "glasgow", "quality_assurance 3", "08-30",
            more={"week": FOUR_DAYS}),
    ],
    "data": [
        Who("ludo", "Ludo Varga-Smith", "analyst", "leeds", "analytics 5, data_engineering 3", "08-09"),
        Who("freja", "Freja Colne", "analyst", "glasgow", "data_engineering 5, backend 2", "07-19"),
        Who("shay", "Shay Mullion", "analyst", "belfast", "analytics 4", "08-23"),
        Who("abel", "Abel Norwick", "analyst", "leeds", "analytics 3, quality_assurance 2", "07-26"),
    ],
}  # fmt: skip

TARGETS = {"client_partner": 70, "senior_pm": 80, "lead_designer": 80, "lead_engineer": 80, "junior_engineer": 85}
"""Per cent of available time that should be planned; 88 for everybody else."""

COMMITMENTS = {
    "client_partner": "{name: Board and pipeline, minutes_per_day: 2h, weekdays: [mon, thu]}",
    "senior_pm": "{name: Planning round, minutes_per_day: 2h, weekdays: [mon]}",
    "project_manager": "{name: Project management guild, minutes_per_day: 1h, weekdays: [tue]}",
    "lead_designer": "{name: Critique and line management, minutes_per_day: 1h30, weekdays: [mon, fri]}",
    "lead_engineer": "{name: Architecture and line management, minutes_per_day: 1h30, weekdays: [tue, fri]}",
    "junior_engineer": "{name: Training, minutes_per_day: 3h, weekdays: [fri]}",
}

LONG_LEAVE = {
    "zofia": ("2027-10-04", "2027-11-12", "Parental leave"),
    "rowan": ("2027-11-01", "2027-11-26", "Sabbatical"),
    "tess": ("2027-09-13", "2027-10-08", "Jury service and holiday"),
}
LIMITS = {"client_services": "{projects: 12}", "project_management": "{projects: 7}"}
LIKES = {
    "lotte": "{likes: {skills: [motion]}}",
    "amir": "{likes: {skills: [mobile]}, avoids: {projects: [elmbank-portal]}}",
    "bea": "{likes: {projects: [wayfarer-study, linden-service]}}",
    "mairi": "{likes: {skills: [integration]}, avoids: {people: [sven]}}",
}
CARRIED_OVER = {"anouk": 60, "callan": 50, "ossian": -40, "hari": 30}

CLIENTS = {
    "elmbank": "Elmbank Mutual",
    "wayfarer": "Wayfarer Coaches",
    "linden": "Linden Borough",
    "orchid": "Orchid & Sable Hotels",
    "penwick": "Penwick Press",
    "gorsefield": "Gorsefield Energy Co-op",
    "tallship": "Tallship Museum",
    "rushmere": "Rushmere University",
    "cobble": "Cobble Street Bakeries",
    "fathom": "Fathom Marine Insurance",
    "larkspur": "Larkspur Clinics",
    "moorgate": "Moorgate Allotments Trust",
}
CLIENT_RATES = {
    "linden": [("engineer", 90), ("designer", 82), ("strategist", 95)],  # a public framework
    "moorgate": [("engineer", 80), ("designer", 74)],  # a charity
}


# -- projects -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """One project: its kind gives the shape, the rest is what is special about it."""

    id: str
    name: str
    client: str
    kind: str
    start: str
    size: float = 1.0
    story: str = ""
    plus: tuple[str, ...] = ()
    """Special work: `mobile`, `integration`, `motion`, `pairing`."""
    fields: dict[str, str] = field(default_factory=dict)
    """Further fields of the project, as they stand in the file."""


FIXED_FEE = "fixed_fee"

JOBS = [
    # Large products: three are under way on the first day, three start in summer, two in autumn.
    Job("elmbank-portal", "Savings portal", "elmbank", "product", "2027-04-05", 1.15,
        "Under way: discovery is behind us, the build is in full swing.", ("integration",),
        {"priority": "5", "pm": "greer", "account_lead": "morven", "deadline": "2027-09-24"}),
    Job("gorsefield-app", "Members' app", "gorsefield", "product", "2027-05-03", 1.0,
        "Under way: in design, and already short of mobile developers.", ("mobile",),
        {"priority": "4", "pm": "tom-s", "account_lead": "piers"}),
    Job("larkspur-booking", "Appointments", "larkspur", "product", "2027-05-31", 0.9,
        "Under way: the clinics want to book from September on.", ("integration",),
        {"priority": "4", "pm": "niamh", "account_lead": "aoife", "budget": "118000"}),
    Job("wayfarer-tickets", "Tickets and seats", "wayfarer", "product", "2027-07-05", 1.05,
        "The largest job of the season; payments are the hard part.", ("integration", "pairing"),
        {"priority": "5", "pm": "anouk", "account_lead": "piers", "deadline": "2027-12-17"}),
    Job("orchid-stay", "Guest app", "orchid", "product", "2027-07-12", 0.9,
        "Half of it is mobile, and there are four who can do that.", ("mobile",),
        {"priority": "4", "pm": "rory", "account_lead": "dev"}),
    Job("fathom-claims", "Claims desk", "fathom", "product", "2027-07-26", 0.95,
        "Fixed fee, and the budget is what finance agreed to.", ("pairing",),
        {"billing": FIXED_FEE, "fee": "248000", "budget": "142000"}),
    Job("rushmere-courses", "Course catalogue", "rushmere", "product", "2027-08-30", 0.85,
        "Runs into the new year: only the part until December is planned here.", (),
        {"pm": "niamh"}),
    Job("linden-housing", "Housing applications", "linden", "product", "2027-09-20", 0.8,
        "A pitch on a framework; the council decides in August.", (),
        {"status": "tentative", "probability": "50"}),
    # Websites with agreed dates.
    Job("tallship-site", "Museum website", "tallship", "website", "2027-07-05", 1.0,
        "Opens with the new wing.", ("motion",), {"pm": "sunita", "deadline": "2027-10-15"}),
    Job("cobble-shop", "Bakery shop", "cobble", "website", "2027-07-26", 0.9,
        "Has to be open well before Christmas.", ("integration",), {"priority": "4"}),
    Job("moorgate-site", "Allotments website", "moorgate", "website", "2027-08-16", 0.6,
        "A charity, at charity rates.", (), {"priority": "2"}),
    Job("larkspur-site", "Clinics website", "larkspur", "website", "2027-09-06", 0.9,
        "Follows the appointments, with the same account lead.", (),
        {"billing": FIXED_FEE, "fee": "98000", "account_lead": "aoife"}),
    # Websites from the template: their phases move.
    Job("penwick-lists", "Book lists", "penwick", "template", "2027-07-12", 0.9,
        "No date agreed, as long as it is before the book fair.", (),
        {"deadline": "2027-10-29", "deadline_penalty": "400"}),
    Job("orchid-weddings", "Wedding site", "orchid", "template", "2027-08-30", 0.8,
        "Movable until the wedding fairs.", (), {"account_lead": "dev"}),
    Job("rushmere-open-day", "Open day site", "rushmere", "template", "2027-09-06", 1.0,
        "A pitch; if we win, it can start any week of September.", (),
        {"status": "tentative", "probability": "70"}),
    # Campaigns.
    Job("cobble-summer", "Summer campaign", "cobble", "campaign", "2027-07-05", 0.9, "Short and sweet.", (),
            {"pm": "ewan"}),
    Job("wayfarer-autumn", "Autumn fares", "wayfarer", "campaign", "2027-08-23", 1.0, "", (), {}),
    Job("tallship-night", "Night at the museum", "tallship", "campaign", "2027-09-27", 1.0, "", (), {}),
    Job("orchid-winter", "Winter offers", "orchid", "campaign", "2027-10-04", 1.1, "", (), {"account_lead": "dev"}),
    Job("gorsefield-switch", "Switching campaign", "gorsefield", "campaign", "2027-10-18", 1.0,
        "A pitch, fifty-fifty.", (), {"status": "tentative", "probability": "50"}),
    # Research with a workshop in one room.
    Job("wayfarer-study", "Passenger study", "wayfarer", "research", "2027-09-13", 0.9, "", (), {}),
    Job("linden-service", "Planning service", "linden", "research", "2027-10-04", 1.1, "", (), {}),
    Job("larkspur-wards", "Ward diary study", "larkspur", "research", "2027-08-16", 0.7, "", (),
            {"account_lead": "aoife"}),
    Job("fathom-brokers", "Broker interviews", "fathom", "research", "2027-11-01", 0.8,
        "Likely: they asked twice.", (), {"status": "tentative", "probability": "80"}),
    # Data.
    Job("gorsefield-meter", "Meter dashboards", "gorsefield", "data", "2027-07-19", 1.1, "", (), {"pm": "tom-s"}),
    Job("elmbank-reports", "Reporting for the regulator", "elmbank", "data", "2027-09-06", 1.0,
        "The regulator's date does not move.", (), {"priority": "5", "deadline": "2027-12-03"}),
    Job("penwick-readers", "Reader segments", "penwick", "data", "2027-10-04", 0.8, "", (), {}),
    # Platform.
    Job("elmbank-cloud", "Move to the new hosting", "elmbank", "platform", "2027-07-05", 1.0, "", (),
        {"priority": "4"}),
    Job("rushmere-login", "Single sign-on", "rushmere", "platform", "2027-08-23", 0.7, "", (), {}),
    Job("fathom-archive", "Document archive", "fathom", "platform", "2027-09-27", 0.9,
        "Competes with the regulator's reports for the same platform team.", (), {}),
    # Retainers.
    Job("elmbank-care", "Care and improvements", "elmbank", "retainer", "2027-07-01", 1.2,
        "Unused hours may be used a month later.", (), {"fee": "15500", "pm": "greer", "account_lead": "morven"}),
    Job("orchid-care", "Care and improvements", "orchid", "retainer", "2027-07-01", 0.8, "", (),
        {"fee": "10500", "pm": "ewan", "account_lead": "dev"}),
    Job("penwick-insight", "Monthly insight", "penwick", "insight", "2027-07-01", 1.0, "", (),
        {"fee": "9500", "account_lead": "piers"}),
    # Our own.
    Job("northlight-studio", "Design system and our website", "", "internal", "2027-07-05", 1.0, "", (), {}),
    Job("northlight-school", "Autumn school for juniors", "", "school", "2027-09-06", 1.0, "", (), {}),
]  # fmt: skip

# What each kind of project consists of, as text that a producer can read. A phase: id, kind, first week, weeks (counted
# from the project's start). Under it its demands: id, skill, least level, hours at size 1 | further fields.
ALIASES = {
    "PM": "function: project_management",
    "ACCOUNT": "function: client_services",
    "INDEPENDENT": "not_with: [build/frontend, build/backend]",
}
KINDS = {
    "product": """
    phase onboarding  onboarding    0   2
        kickoff       project_management    0   14h  | PM
        account       account_management    0   18h  | ACCOUNT
    phase setup       setup         1   3
        environments  platform              3   56h
    phase discovery   delivery      1   5
        research      ux_research           3  170h
        service       service_design        3  110h
    phase design      delivery      4   9
        interface     interface_design      3  480h  | crew: {max: 4}
        content       content_design        3  200h
    phase build       delivery      8  13
        frontend      frontend              3  450h  | crew: {max: 5}
        backend       backend               3  440h  | crew: {max: 5}
        platform      platform              4   80h
    phase qa          qa           17   5
        testing       quality_assurance     3  300h  | INDEPENDENT
        access_check  accessibility         3   56h  | not_with: [build/frontend, design/interface]
    phase launch      delivery     21   3
        tracking      analytics             3   60h
    phase lead        delivery      2  22
        pm            project_management    3  242h  | PM, spread: even
        account       account_management    3  216h  | ACCOUNT
    """,
    "website": """
    phase onboarding  onboarding    0   1
        kickoff       project_management    0    8h  | PM
        account       account_management    0   12h  | ACCOUNT
    phase setup       setup         1   2
        environments  platform              3   28h
    phase discovery   delivery      1   3
        research      ux_research           2   90h
    phase design      delivery      3   5
        interface     interface_design      3  220h  | crew: {max: 3}
        content       content_design        3  124h
    phase build       delivery      6   6
        frontend      frontend              2  230h
        backend       backend               2  160h
    phase qa          qa           10   4
        testing       quality_assurance     3  120h  | INDEPENDENT
        access_check  accessibility         3   28h  | not_with: [build/frontend]
    phase lead        delivery      1  13
        pm            project_management    2  104h  | PM, spread: even
        account       account_management    0  100h  | ACCOUNT
    """,
    "campaign": """
    phase onboarding  onboarding    0   1
        kickoff       project_management    0    6h  | PM
    phase setup       setup         1   1
        environments  platform              3    8h
    phase build       delivery      1   6
        interface     interface_design      2  120h  | crew: {max: 2}
        motion        motion                3   60h
        content       content_design        2   80h
        frontend      frontend              2  100h
        pm            project_management    0   36h  | PM, spread: even
        account       account_management    0   18h  | ACCOUNT
    phase qa          qa            5   2
        testing       quality_assurance     3   32h  | not_with: [build/frontend]
    """,
    "research": """
    phase onboarding  onboarding    0   1
        kickoff       project_management    0    6h  | PM
    phase field       delivery      2   6
        research      ux_research           3  250h
        service       service_design        3  160h
        pm            project_management    0   36h  | PM, spread: even
        account       account_management    0   34h  | ACCOUNT
    phase report      delivery      7   2
        words         content_design        3   70h
    phase qa          qa            8   2
        second_reader ux_research           3   24h  | not_with: [field/research]
    """,
    "data": """
    phase onboarding  onboarding    0   1
        kickoff       project_management    0    8h  | PM
    phase setup       setup         1   2
        environments  platform              3   26h
    phase build       delivery      2   9
        pipelines     data_engineering      3  350h
        analysis      analytics             3  350h
        pm            project_management    0   63h  | PM, spread: even
        account       account_management    0   44h  | ACCOUNT
    phase qa          qa            9   3
        testing       quality_assurance     2   70h  | not_with: [build/analysis]
    """,
    "platform": """
    phase onboarding  onboarding    0   1
        kickoff       project_management    0    8h  | PM
    phase setup       setup         1   2
        environments  platform              4   34h
    phase build       delivery      2  11
        platform      platform              3  340h
        backend       backend               3  410h
        pm            project_management    0   77h  | PM, spread: even
        account       account_management    0   44h  | ACCOUNT
    phase qa          qa           10   4
        testing       quality_assurance     3  140h  | not_with: [build/backend]
    """,
}

# The standard website of the template, for projects whose phases move. A phase: id, kind, working days, after.
TEMPLATE = """
    phase onboarding  onboarding    5  -
        kickoff       project_management    0    8h  | PM
    phase setup       setup        10  onboarding
        environments  platform              3   20h
    phase discovery   delivery     10  onboarding
        research      ux_research           2   90h
    phase design      delivery     15  discovery
        interface     interface_design      3  220h  | crew: {max: 3}
        content       content_design        3  110h
        pm            project_management    0   30h  | PM, spread: even, smallest_block: 30m
    phase build       delivery     20  design,setup
        frontend      frontend              2  220h
        backend       backend               2  160h
        pm            project_management    0   40h  | PM, spread: even, smallest_block: 30m
        account       account_management    0   58h  | ACCOUNT
    phase qa          qa           10  build
        testing       quality_assurance     3  110h  | INDEPENDENT
"""
LATEST = {"penwick-lists": "2027-11-12", "orchid-weddings": "2027-12-17", "rushmere-open-day": "2027-12-17"}


# -- from what was said to the text of the file ----------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """One demand of a shape."""

    id: str
    skill: str
    level: int
    hours: float
    more: str = ""
    """Further fields, as they stand in the file."""


def phases_of(text: str) -> list[tuple[str, str, int, str, list[Need]]]:
    """Phases of a shape: id, kind, first week or working days, the word after that, demands."""
    phases: list[tuple[str, str, int, str, list[Need]]] = []
    for line in text.strip().splitlines():
        head, _, more = line.partition("|")
        words = head.split()
        if words[0] == "phase":
            phases.append((words[1], words[2], int(words[3]), words[4], []))
            continue
        more = ", ".join(ALIASES.get(part, part) for part in re.split(r", (?![^\[]*\])", more.strip()) if part)
        phases[-1][-1].append(Need(words[0], words[1], int(words[2]), float(words[3].rstrip("h")), more))
    return phases


class Writer:
    """The text of base.yaml, section by section."""

    def __init__(self) -> None:
        self.random = Random(SEED)

    def text(self) -> str:
        """The whole file."""
        parts = [HEAD + "".join(self._calendars()), *self._lists(), "people:\n" + "\n".join(self._people())]
        parts += [self._clients(), self._template(), "projects:\n" + "\n".join(self._jobs()), POLICY]
        return "\n".join(parts)

    def _calendars(self) -> Iterator[str]:
        week = ", ".join(f"{day}: 7h30" for day in ("mon", "tue", "wed", "thu", "fri"))
        for office, region in OFFICES.items():
            yield f"  - id: {office}\n    week: {{{week}}}\n"
            yield f"    holidays: {{country: GB, subdivision: {region}}}\n    closures:\n"
            yield "      - {first: 2027-12-27, last: 2027-12-31, name: Closed between the years}\n"

    def _lists(self) -> Iterator[str]:
        yield "departments:\n" + "".join(
            f"  - {{id: {id}, name: {name}{f', function: {function}' if function else ''}}}\n"
            for id, (name, function) in DEPARTMENTS.items()
        )
        yield "skills:\n" + "".join(f"  - {{id: {id}, name: {name}}}\n" for id, name in SKILLS.items())
        yield "roles:\n" + "".join(
            f"  - {{id: {id}, name: {name}, cost_rate: {cost}}}\n" for id, (name, cost, _) in ROLES.items()
        )
        yield "rate_card:\n" + "".join(f"  - {{role: {id}, rate: {rate}}}\n" for id, (_, _, rate) in ROLES.items())

    def _people(self) -> Iterator[str]:
        for department, people in PEOPLE.items():
            yield f"  # -- {DEPARTMENTS[department][0]} --"
            for who in people:
                yield "\n".join(self._person(department, who)) + "\n"

    def _person(self, department: str, who: Who) -> Iterator[str]:
        more = dict(who.more)
        yield f"  - id: {who.id}\n    name: {who.name}"
        if "kind" in more:
            yield f"    kind: {more.pop('kind')}"
        yield f"    department: {department}\n    role: {who.role}\n    calendar: {who.office}"
        yield "    skills: {" + ", ".join(": ".join(skill.split()) for skill in who.skills.split(", ")) + "}"
        for key, value in more.items():
            yield f"    {key}: {value}"
        if "kind" not in who.more:
            yield f"    target_utilisation: {TARGETS.get(who.role, 88)}"
        if who.role in COMMITMENTS:
            yield f"    commitments: [{COMMITMENTS[who.role]}]"
        leave = list(self._leave(department, who))
        if leave:
            yield "    time_off:"
            yield from (f"      - {{first: {first}, last: {last}, reason: {why}}}" for first, last, why in leave)
        if department in LIMITS:
            yield f"    limits: {LIMITS[department]}"
        if who.id in LIKES:
            yield f"    preferences: {LIKES[who.id]}"
        if who.id in CARRIED_OVER:
            yield f"    carried_over: {CARRIED_OVER[who.id]}"

    def _leave(self, department: str, who: Who) -> Iterator[tuple[str, str, str]]:
        # In Project Management from a Thursday to a Monday: no project goes a week without its project manager.
        days = 4 if department == "project_management" else 11
        if who.summer:
            first = date.fromisoformat(f"2027-{who.summer}")
            yield f"{first}", f"{first + timedelta(days=days)}", "Summer holiday"
        if who.autumn:
            first = date.fromisoformat(f"2027-{who.autumn}")
            if department != "project_management":
                first += timedelta(days=7 * self.random.randrange(0, 8))  # a short break between October and December
                days = self.random.choice((1, 2, 4))
            yield f"{first}", f"{first + timedelta(days=days)}", "Autumn break"
        if who.id in LONG_LEAVE:
            yield LONG_LEAVE[who.id]

    def _clients(self) -> str:
        lines = ["clients:\n"]
        for id, name in CLIENTS.items():
            lines.append(f"  - id: {id}\n    name: {name}\n")
            if id in CLIENT_RATES:
                rates = ", ".join(f"{{role: {role}, rate: {rate}}}" for role, rate in CLIENT_RATES[id])
                lines.append(f"    rates: [{rates}]\n")
        return "".join(lines)

    def _template(self) -> str:
        lines = ["templates:\n  - id: website\n    name: Standard website\n    phases:\n"]
        for id, kind, days, after, needs in phases_of(TEMPLATE):
            lines.append(f"      - id: {id}\n" + (f"        kind: {kind}\n" if kind != "delivery" else ""))
            lines.append(f"        length: {{min: {days}, max: {days}}}\n")
            if after != "-":
                lines.append(f"        after: [{', '.join(f'{{phase: {phase}}}' for phase in after.split(','))}]\n")
            lines.append("        demands:\n")
            lines += [f"          - {demand_text(need)}\n" for need in needs]
        return "".join(lines)

    def _jobs(self) -> Iterator[str]:
        for job in JOBS:
            yield "\n".join(self._job(job)) + "\n"

    def _job(self, job: Job) -> Iterator[str]:
        if job.story:
            yield f"  # {job.story}"
        fields = dict(job.fields)
        yield f"  - id: {job.id}\n    name: {job.name}"
        if job.client:
            yield f"    client: {job.client}"
            billing = "retainer" if job.kind in ("retainer", "insight") else "time_and_materials"
            fields.setdefault("billing", billing)
        else:
            yield "    status: internal"
        if job.kind == "research":
            fields["quality_gates"] = "[onboarding, qa]"
        for key in ("status", "probability", "priority", "billing", "fee", "budget", "deadline", "deadline_penalty",
                    "pm", "account_lead", "quality_gates"):  # fmt: skip
            if key in fields:
                yield f"    {key}: {fields[key]}"
        if job.kind == "template":
            scale = round(100 * job.size)
            yield f"    template: {{use: website, start: {job.start}, latest: {LATEST[job.id]}, scale: {scale}}}"
            return
        yield "    phases:"
        yield from getattr(self, f"_{job.kind}", self._shaped)(job)

    def _shaped(self, job: Job) -> Iterator[str]:
        start = date.fromisoformat(job.start)
        for id, kind, first_week, weeks, needs in phases_of(KINDS[job.kind]):
            first = start + timedelta(weeks=first_week)
            last = first + timedelta(weeks=int(weeks), days=-3)
            if job.kind == "research" and id == "report":
                yield from self._workshop(start)
            rows = [replace(need, hours=self._vary(need, job.size)) for need in needs]
            yield from self._phase(id, kind, first, last, rows + (list(special(job)) if id == "build" else []))

    def _workshop(self, start: date) -> Iterator[str]:
        """Three days in one room, in the week between kick-off and field work."""
        first = start + timedelta(weeks=1, days=1)
        last = first + timedelta(days=2)
        yield f"      - id: workshop\n        start: {first}\n        end: {last}\n        demands:"
        yield "          - {id: facilitators, skill: ux_research, level: 3, mode: presence, seats: 2}"

    def _retainer(self, job: Job) -> Iterator[str]:
        needs = [
            Need("improvements", "frontend", 2, even_hours(60 * job.size)),
            Need("operations", "backend", 2, even_hours(40 * job.size)),
        ]
        yield from self._monthly("care", needs, carries="month later" in job.story)
        yield from self._lead(144 * job.size, 150 * job.size)

    def _insight(self, job: Job) -> Iterator[str]:
        need = Need("analysis", "analytics", 3, even_hours(84 * job.size), "same_person_as: insight/analysis")
        yield from self._monthly("insight", [need], carries=False)
        yield from self._lead(144 * job.size, 110 * job.size)

    def _monthly(self, id: str, needs: list[Need], carries: bool) -> Iterator[str]:
        yield f"      - id: {id}\n        start: 2027-07-01\n        end: 2027-12-31\n        repeat: monthly"
        if carries:
            yield "        carry_over_months: 1"
        yield "        demands:"
        yield from (f"          - {demand_text(need)}" for need in needs)

    def _lead(self, pm: float, account: float) -> Iterator[str]:
        needs = [
            Need("pm", "project_management", 0, even_hours(pm), f"{ALIASES['PM']}, spread: even"),
            Need("account", "account_management", 0, even_hours(account), ALIASES["ACCOUNT"]),
        ]
        yield from self._phase("lead", "delivery", FIRST, LAST_WORK, needs)

    def _internal(self, job: Job) -> Iterator[str]:
        needs = [
            Need("design", "interface_design", 2, 160),
            Need("code", "frontend", 2, 140),
            Need("words", "content_design", 0, 60),
            Need("new_business", "account_management", 0, 300, ALIASES["ACCOUNT"]),
            Need("playbook", "project_management", 4, 160, ALIASES["PM"]),
        ]
        yield from self._phase("studio", "delivery", FIRST, LAST_WORK, needs)

    def _school(self, job: Job) -> Iterator[str]:
        needs = [Need("lessons", "frontend", 4, 40), Need("back_lessons", "backend", 4, 40)]
        yield from self._phase("school", "delivery", date(2027, 9, 6), date(2027, 11, 26), needs)

    @staticmethod
    def _phase(id: str, kind: str, first: date, last: date, needs: list[Need]) -> Iterator[str]:
        yield f"      - id: {id}"
        if kind != "delivery":
            yield f"        kind: {kind}"
        yield f"        start: {first}\n        end: {last}\n        demands:"
        yield from (f"          - {demand_text(need)}" for need in needs)

    def _vary(self, need: Need, size: float) -> float:
        """The shape's hours at the project's size, a few per cent more or less, in whole two hours."""
        if "even" in need.more:
            return need.hours  # so many hours every week, whatever the size
        return even_hours(need.hours * size * (1 + self.random.uniform(-0.08, 0.08)))


def special(job: Job) -> Iterator[Need]:
    """What is special about a project's build phase."""
    if "mobile" in job.plus:
        yield Need("mobile", "mobile", 3, even_hours(380 * job.size), "crew: {max: 3}")
    if "integration" in job.plus:
        yield Need("payments", "integration", 3, even_hours((150 if job.kind == "product" else 60) * job.size))
    if "motion" in job.plus:
        yield Need("motion", "motion", 3, even_hours(60 * job.size))
    if "pairing" in job.plus:
        yield Need("junior", "backend", 2, 90, "allowed_people: [nia], with: [build/backend]")


def demand_text(need: Need) -> str:
    """A demand as one line of the file."""
    level = f", level: {need.level}" if need.level else ""
    more = f", {need.more}" if need.more else ""
    return f"{{id: {need.id}, skill: {need.skill}{level}, effort: {need.hours:g}h{more}}}"


def even_hours(hours: float) -> float:
    """The nearest whole two hours, at least four."""
    return max(4, 2 * round(hours / 2))


POLICY = """\
policy:
  overtime: {day: 1h, week: 3h}
  sustained_load: {weeks: 6, percent: 96}
  projects_at_once: 5
  smallest_block: 2h
  one_pm: true
  quality_gates: [onboarding, setup, qa]
  fairness:
    cohort: department
    band: 500
"""


def main() -> None:
    """Write base.yaml beside this file."""
    Path(__file__).with_name("base.yaml").write_text(Writer().text(), encoding="utf-8")


if __name__ == "__main__":
    main()
