"""Skill match.

**In an agency.** Only somebody who can do the work is asked to do it.

**Sets and data.** For demand d and person p: the person's level L[p, s] in the demanded skill s (a whole number; none
where the skill is not listed), the least level l[d], the allowed and excluded people and departments of d.

**Formula.** p may work on d only if s is among the skills of p, L[p, s] >= l[d], and the lists let p in.

**Edge cases.** Level 0 still asks that the skill be listed. An empty list of allowed people or departments allows all.
Past work is a fact and is not judged.

**Source.** Heimerl & Kolisch 2010 (multi-skilled project staffing); the definition of iMOPSE for level 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from engine.domain.book import Book
from engine.outcome import Breach
from engine.plan import Plan
from engine.rules.base import Rule

if TYPE_CHECKING:
    from engine.grid import Axes, Bools


class SkillMatch(Rule):
    """Only people with the skill at the level, of an allowed department, not excluded."""

    name = "skill_match"

    def closes(self, axes: Axes) -> Bools:
        skills, level = axes.levels
        closed = np.empty(axes.shape, dtype=bool)
        for number, work in enumerate(axes.demands):
            need = work.demand
            closed[number] = level[skills[need.skill]] < need.level
            if need.allowed_people:
                closed[number] |= ~axes.mask(need.allowed_people)
            if need.excluded_people:
                closed[number] |= axes.mask(need.excluded_people)
            if need.allowed_departments:
                closed[number] |= ~np.isin(axes.departments, need.allowed_departments)
            if need.excluded_departments:
                closed[number] |= np.isin(axes.departments, need.excluded_departments)
        return closed

    def breaches(self, book: Book, plan: Plan) -> Iterator[Breach]:
        for demand, person in plan.future_pairs(book):
            work = book.demands[demand]
            if not book.has_skill(person, work):
                yield self.breach(
                    f"{person} may not work on it: it needs {work.demand.skill} at level {work.demand.level} "
                    f"and its lists of people and departments",
                    person=person,
                    demand=demand,
                )
