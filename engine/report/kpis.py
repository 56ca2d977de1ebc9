"""The agency's figures on one page."""

from engine.report.fairness import CohortFairness, fairness
from engine.report.figures import Totals, amounts, figures_of
from engine.report.money import expected
from engine.report.tally import Ledger, chance_of, is_tentative


class Kpis(Totals):
    """The whole agency over the horizon: everybody, contractors and open roles included."""

    demanded_minutes: int
    """Asked for by decided projects (confirmed and internal)."""
    delivered_minutes: int
    """Demanded less missing."""
    shortfall_minutes: int
    """Demanded by decided projects and not delivered."""
    tentative_demanded_minutes: int
    tentative_delivered_minutes: int
    tentative_shortfall_minutes: int
    penalty: int
    """Deadline penalties of decided projects, in minor units; not taken from the margin."""
    fairness: dict[str, CohortFairness]
    price_of_fairness: float | None
    """The share of the best possible billable work that fairness and later goals cost; null if not measured."""


def kpis(ledger: Ledger, price_of_fairness: float | None = None) -> Kpis:
    """The figures of the whole agency."""
    book = ledger.book
    asked = {True: 0, False: 0}
    missing = {True: 0, False: 0}
    for demand in book.demands.values():
        asked[is_tentative(demand.project)] += demand.effort
        missing[is_tentative(demand.project)] += ledger.plan.shortfall(demand)
    return Kpis.model_validate(
        {
            **figures_of(ledger.total()),
            **_agency_amounts(ledger),
            "demanded_minutes": asked[False],
            "delivered_minutes": asked[False] - missing[False],
            "shortfall_minutes": missing[False],
            "tentative_demanded_minutes": asked[True],
            "tentative_delivered_minutes": asked[True] - missing[True],
            "tentative_shortfall_minutes": missing[True],
            "penalty": sum(
                ledger.dates[project.id].penalty for project in book.projects.values() if not is_tentative(project)
            ),
            "fairness": fairness(book, ledger.plan),
            "price_of_fairness": price_of_fairness,
        }
    )


def _agency_amounts(ledger: Ledger) -> dict[str, int | float | None]:
    """Sums of the projects' rounded figures, so that the project table adds up to the agency's."""
    revenue, cost = ledger.money.revenue, ledger.money.cost
    projects = ledger.book.projects.values()
    decided = [project.id for project in projects if project.status != "tentative"]
    tentative = {project.id: chance_of(project) for project in projects if is_tentative(project)}
    decided_revenue = sum(revenue[project] for project in decided)
    decided_cost = sum(cost[project] for project in decided)
    return amounts(
        revenue=decided_revenue,
        cost=decided_cost,
        tentative_revenue=sum(revenue[project] for project in tentative),
        tentative_cost=sum(cost[project] for project in tentative),
        expected_revenue=decided_revenue + sum(expected(revenue[each], chance) for each, chance in tentative.items()),
        expected_cost=decided_cost + sum(expected(cost[each], chance) for each, chance in tentative.items()),
    )
