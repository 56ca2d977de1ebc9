"""What if? The whole book solved again, with money, dates and the proof beside each answer."""

from engine.whatif.answer import Answer, difference
from engine.whatif.compare import Comparison, Named, compare, compared
from engine.whatif.published import Published, earlier_plan, published
from engine.whatif.trials import Case, Trials

__all__ = [
    "Answer",
    "Case",
    "Comparison",
    "Named",
    "Published",
    "Trials",
    "compare",
    "compared",
    "difference",
    "earlier_plan",
    "published",
]
