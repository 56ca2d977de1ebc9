"""Preferences: what people like, and what they would rather be spared.

**In an agency.** Morale is kept.

**Formula.** maximise likes met less dislikes met: one for each person-demand pair whose project is liked
(disliked), one for each whose skill is, and one for each project on which a person meets a colleague they like
(dislike).

**Edge cases.** Preferences never forbid anything. A colleague is met when both work on the project at any time.

**Source.** Optaweb employee rostering (desired and undesired).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.book import Book
from engine.domain.entries import DemandWork
from engine.goals.base import Goal
from engine.plan import Plan

if TYPE_CHECKING:
    from engine.model.draft import Draft
    from engine.model.expression import LinearExprT


class Preferences(Goal):
    """Likes met less dislikes met."""

    name = "preferences"
    sense = "max"

    def expression(self, draft: Draft) -> LinearExprT:
        grid, axes = draft.grid, draft.grid.axes
        on_project: dict[tuple[str, str], list[int]] = {}
        terms: list[LinearExprT] = []
        for pair in range(grid.pairs):
            person, demand = axes.people[int(grid.pair_person[pair])], axes.demands[int(grid.pair_demand[pair])]
            on_project.setdefault((demand.project.id, person), []).append(pair)
            if score := wish(draft.book, person, demand):
                terms.append(score * draft.works(pair))
        for (project, person), pairs in on_project.items():
            for other, score in colleagues(draft.book, person):
                theirs = on_project.get((project, other))
                if theirs:
                    mine = draft.member(f"{person} is on {project}", pairs)
                    met = draft.member(f"{other} is on {project}", theirs)
                    both = draft.model.new_bool_var(f"{person} meets {other} on {project}")
                    draft.model.add(both >= mine + met - 1)
                    draft.model.add(both <= mine)
                    draft.model.add(both <= met)
                    terms.append(score * both)
        return sum(terms)

    def measure(self, book: Book, plan: Plan) -> int:
        teams: dict[str, set[str]] = {}
        value = 0
        for key, person in plan.by_pair:
            demand = book.demands[key]
            teams.setdefault(demand.project.id, set()).add(person)
            value += wish(book, person, demand)
        for team in teams.values():
            for person in team:
                value += sum(score for other, score in colleagues(book, person) if other in team)
        return value


def wish(book: Book, person: str, demand: DemandWork) -> int:
    """What a person's own wishes say about a demand: its project and its skill."""
    preferences = book.people[person].preferences
    return sum(
        sign * ((demand.project.id in wishes.projects) + (demand.demand.skill in wishes.skills))
        for sign, wishes in ((1, preferences.likes), (-1, preferences.avoids))
    )


def colleagues(book: Book, person: str) -> list[tuple[str, int]]:
    """(colleague, +1 or -1) that a person likes to meet or avoids."""
    preferences = book.people[person].preferences
    return [(other, 1) for other in preferences.likes.people] + [(other, -1) for other in preferences.avoids.people]
