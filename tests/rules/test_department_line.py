"""Client Services and Project Management never do each other's job."""

from engine.verify import verify
from tests.build import a_book, a_demand, a_person, a_plan, a_project, a_scenario
from tests.stories import impossible, keeps, planned, removal_is_noticed, the_breach

PAT = a_person("pat", department="project_management")
KIM = a_person("kim", department="client_services")
ANA = a_person("ana")
PM = a_demand("manage", hours=8, function="project_management")
ACCOUNT = a_demand("account", hours=8, function="client_services")


def test_each_department_does_its_own_job() -> None:
    book = a_book([PAT, KIM], [a_project("site", PM, ACCOUNT)])
    assert keeps(book, a_plan(book, ("site/work/manage", "pat", 0, 0, 8), ("site/work/account", "kim", 0, 0, 8)))


def test_client_services_may_not_manage_the_project() -> None:
    book = a_book([PAT, KIM], [a_project("site", PM, ACCOUNT)])
    breach = the_breach(book, a_plan(book, ("site/work/manage", "kim", 0, 0, 8)), "department_line")
    assert (breach.about.person, breach.about.demand) == ("kim", "site/work/manage")
    assert "kim (client_services) may not do its project management" in breach.text


def test_the_studio_may_do_neither_and_everybody_may_do_studio_work() -> None:
    book = a_book([PAT, KIM, ANA], [a_project("site", PM, a_demand("pages"))])
    assert the_breach(book, a_plan(book, ("site/work/manage", "ana", 0, 0, 8)), "department_line").about.person == "ana"
    assert keeps(book, a_plan(book, ("site/work/pages", "pat", 0, 0, 8)))


def test_the_named_project_manager_and_nobody_else() -> None:
    people = [PAT, a_person("pip", department="project_management")]
    project = a_project("site", PM, pm="pip")
    book = a_book(people, [project])
    assert keeps(book, a_plan(book, ("site/work/manage", "pip", 0, 0, 8)))
    assert the_breach(book, a_plan(book, ("site/work/manage", "pat", 0, 0, 8)), "department_line").about.person == "pat"
    assert set(planned(a_scenario(people, [project])).by_person) == {"pip"}


def test_a_named_account_lead_leads_the_account() -> None:
    people = [KIM, a_person("kay", department="client_services")]
    project = a_project("site", ACCOUNT, account_lead="kay")
    assert set(planned(a_scenario(people, [project])).by_person) == {"kay"}


def test_managing_one_project_and_leading_the_account_of_another_is_two_departments() -> None:
    must = PM.model_copy(update={"must": True})
    impossible(a_scenario([KIM], [a_project("site", must), a_project("shop", ACCOUNT)]))


def test_nobody_is_both_the_manager_and_the_account_lead_of_a_project() -> None:
    book = a_book([PAT, KIM], [a_project("site", PM, ACCOUNT), a_project("shop", PM)])
    plan = a_plan(book, ("site/work/manage", "kim", 0, 0, 8), ("site/work/account", "kim", 1, 1, 8))
    crossed, both = verify(book, plan)
    assert crossed.about.demand == "site/work/manage"
    assert (both.about.person, both.about.project) == ("kim", "site")
    assert both.text == "is both project manager and account lead"


def test_leaving_it_out_is_noticed() -> None:
    assert removal_is_noticed("department_line", a_scenario([ANA], [a_project("site", PM)]))
