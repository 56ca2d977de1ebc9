"""Reasons for the PM: why there is no plan and what it would take, why this one and not that one, who would be best.

Every answer is data with sentences, solved over the whole book and proved or told with its bound.
"""

from engine.explain.answer import Explanation
from engine.explain.conflict import ConflictAnswer, explain_conflict
from engine.explain.forced import ForcedAnswer, why, why_not
from engine.explain.places import place_of
from engine.explain.ranking import Recommendation, recommend
from engine.explain.repairs import RepairAnswer, repair
from engine.explain.shortfall import ShortfallAnswer, explain_shortfall
from engine.explain.worth import Loss, Worth

__all__ = [
    "ConflictAnswer",
    "Explanation",
    "ForcedAnswer",
    "Loss",
    "Recommendation",
    "RepairAnswer",
    "ShortfallAnswer",
    "Worth",
    "explain_conflict",
    "explain_shortfall",
    "place_of",
    "recommend",
    "repair",
    "why",
    "why_not",
]
