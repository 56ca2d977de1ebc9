"""The figures of a plan as they stand in plan.json; each is defined in ``docs/reports.md``.

Minutes are whole minutes, amounts whole minor units (pence, cents), ratios have four decimals, and what would
be divided by zero is null.
"""

from engine.domain.base import Model
from engine.report.money import GRAIN
from engine.report.tally import Tally
from engine.units import MINUTES_PER_HOUR, PER_MILLE, PERCENT, divide_rounding, ratio


class Figures(Model):
    """Time: how much there is, what is planned of it, and the ratios of the two."""

    contracted_minutes: int
    """Contract and working week on the calendar, holidays and closures taken out."""
    effective_minutes: int
    """Contracted less time off: the effective capacity."""
    available_minutes: int
    """Effective less standing commitments."""
    planned_minutes: int
    billable_minutes: int
    """Planned on billable demands, tentative ones included."""
    nonbillable_minutes: int
    """Planned on demands that are not billed, internal projects included."""
    tentative_minutes: int
    """Planned on tentative projects, whether billable or not; part of the planned minutes."""
    bench_minutes: int
    """Available and unplanned: max(0, available - planned) of each person and week."""
    overtime_minutes: int
    """Planned beyond what is available: max(0, planned - available) of each person and week."""
    billable_utilisation: float | None
    """Billable minutes / effective minutes."""
    gross_utilisation: float | None
    """Billable minutes / contracted minutes."""
    productive_utilisation: float | None
    """Billable and non-billable project minutes / effective minutes."""
    billable_share: float | None
    """Billable minutes / planned minutes."""
    decided_billable_utilisation: float | None
    """Billable minutes of work that is decided (not tentative) / effective minutes."""
    expected_billable_utilisation: float | None
    """Billable minutes, tentative ones weighted by their probability / effective minutes."""
    load_per_mille: int | None
    """Planned minutes / available minutes, per mille."""


class Amounts(Model):
    """Money, in whole minor units. Decided work, tentative work in full, and the two with tentative work
    weighted by its probability."""

    revenue: int
    cost: int
    margin: int
    """Revenue less cost."""
    margin_share: float | None
    """Margin / revenue."""
    tentative_revenue: int
    tentative_cost: int
    tentative_margin: int
    expected_revenue: int
    expected_cost: int
    expected_margin: int


class Totals(Amounts, Figures):
    """Time and money."""


def load_per_mille(planned: int, available: int) -> int | None:
    """Planned of available minutes, to the nearest per mille; None where nothing is available."""
    return divide_rounding(PER_MILLE * planned, available) if available else None


def figures_of(tally: Tally) -> dict[str, int | float | None]:
    """The fields of `Figures`."""
    return {
        "contracted_minutes": tally.contracted,
        "effective_minutes": tally.effective,
        "available_minutes": tally.available,
        "planned_minutes": tally.planned,
        "billable_minutes": tally.billable,
        "nonbillable_minutes": tally.planned - tally.billable,
        "tentative_minutes": tally.tentative,
        "bench_minutes": tally.bench,
        "overtime_minutes": tally.overtime,
        "billable_utilisation": ratio(tally.billable, tally.effective),
        "gross_utilisation": ratio(tally.billable, tally.contracted),
        "productive_utilisation": ratio(tally.planned, tally.effective),
        "billable_share": ratio(tally.billable, tally.planned),
        "decided_billable_utilisation": ratio(tally.billable - tally.tentative_billable, tally.effective),
        "expected_billable_utilisation": ratio(tally.chance_billable, PERCENT * tally.effective),
        "load_per_mille": load_per_mille(tally.planned, tally.available),
    }


def amounts_of(tally: Tally) -> dict[str, int | float | None]:
    """The fields of `Amounts`, each rounded once from the tally's exact sums."""
    return amounts(
        revenue=divide_rounding(tally.revenue, GRAIN),
        cost=divide_rounding(tally.cost, MINUTES_PER_HOUR),
        tentative_revenue=divide_rounding(tally.tentative_revenue, GRAIN),
        tentative_cost=divide_rounding(tally.tentative_cost, MINUTES_PER_HOUR),
        expected_revenue=divide_rounding(tally.chance_revenue, GRAIN * PERCENT),
        expected_cost=divide_rounding(tally.chance_cost, MINUTES_PER_HOUR * PERCENT),
    )


def amounts(
    *,
    revenue: int,
    cost: int,
    tentative_revenue: int,
    tentative_cost: int,
    expected_revenue: int,
    expected_cost: int,
) -> dict[str, int | float | None]:
    """The fields of `Amounts` from whole minor units."""
    return {
        "revenue": revenue,
        "cost": cost,
        "margin": revenue - cost,
        "margin_share": ratio(revenue - cost, revenue),
        "tentative_revenue": tentative_revenue,
        "tentative_cost": tentative_cost,
        "tentative_margin": tentative_revenue - tentative_cost,
        "expected_revenue": expected_revenue,
        "expected_cost": expected_cost,
        "expected_margin": expected_revenue - expected_cost,
    }


def totals_of(tally: Tally) -> dict[str, int | float | None]:
    """The fields of `Totals`."""
    return {**figures_of(tally), **amounts_of(tally)}
