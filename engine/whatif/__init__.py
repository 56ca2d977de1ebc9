"""What if? The whole book solved again, with money, dates and the proof beside each answer."""

from engine.answer import Answer, difference
from engine.whatif.batch import Batch, Entry, Job, jobs_of
from engine.whatif.compare import Comparison, Named, compare, compared
from engine.whatif.curves import Curve, change_curve, frontier
from engine.whatif.fee import Fee, lowest_fee
from engine.whatif.people import (
    Values,
    hire_candidates,
    newcomer,
    train_candidates,
    value_of_hires,
    value_of_training,
)
from engine.whatif.pitches import Expectation, Portfolio, expectation, portfolio
from engine.whatif.published import Published, earlier_plan, published
from engine.whatif.slips import Slip, slip_report
from engine.whatif.trials import Case, Trials
from engine.whatif.when import When, earliest_finish, earliest_start

__all__ = [
    "Answer",
    "Batch",
    "Case",
    "Comparison",
    "Curve",
    "Entry",
    "Expectation",
    "Fee",
    "Job",
    "Named",
    "Portfolio",
    "Published",
    "Slip",
    "Trials",
    "Values",
    "When",
    "change_curve",
    "compare",
    "compared",
    "difference",
    "earlier_plan",
    "earliest_finish",
    "earliest_start",
    "expectation",
    "frontier",
    "hire_candidates",
    "jobs_of",
    "lowest_fee",
    "newcomer",
    "portfolio",
    "published",
    "slip_report",
    "train_candidates",
    "value_of_hires",
    "value_of_training",
]
