"""The business rules, one file each. One line here registers a rule."""

from engine.rules.availability import Availability
from engine.rules.base import Rule
from engine.rules.budget import Budget
from engine.rules.change_budget import ChangeBudget
from engine.rules.crew import Crew
from engine.rules.department_line import DepartmentLine
from engine.rules.effort import Effort
from engine.rules.fairness_band import FairnessBand
from engine.rules.focus import Focus
from engine.rules.no_overload import NoOverload
from engine.rules.pinned import Pinned
from engine.rules.presence import Presence
from engine.rules.quality_gates import QualityGates
from engine.rules.skill_match import SkillMatch
from engine.rules.spread import Spread
from engine.rules.work_window import WorkWindow

__all__ = ["RULES", "Rule", "rules_of"]

RULES: tuple[Rule, ...] = (
    SkillMatch(),
    DepartmentLine(),
    Availability(),
    NoOverload(),
    Focus(),
    WorkWindow(),
    Effort(),
    Presence(),
    Crew(),
    QualityGates(),
    Spread(),
    FairnessBand(),
    Budget(),
    Pinned(),
    ChangeBudget(),
)


def rules_of(off: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that hold when those named are switched off."""
    return tuple(rule for rule in RULES if rule.name not in off)
