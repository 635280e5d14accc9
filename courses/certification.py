"""What earns a path's certificate: decisions only, from the path's rules and what one person has done.

Source: the academy's design, section 0.3. Every course quiz at the path's mark, every named role-play played
to an ending, at least one of them seen from the other side, and one piece of work confirmed by a person.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

CJK_FROM, CJK_TO = "\u4e00", "\u9fff"


@dataclass(frozen=True, slots=True)
class CourseRule:
    """A course of a path with its quizzes (ids); a course without any must be finished instead."""

    key: UUID
    quizzes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PathRules:
    """What a path asks for; ``mark_bp`` in basis points, ``plays`` the keys of role-plays."""

    courses: tuple[CourseRule, ...]
    plays: tuple[str, ...]
    mark_bp: int
    hand_in: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What one person did: scores in basis points with their times by quiz, times by course and role-play."""

    scores: Mapping[int, Sequence[tuple[int, datetime]]]
    finished: Mapping[UUID, datetime]
    played: Mapping[str, datetime]
    seen_from_other_side: Collection[str]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CourseState:
    """Where a person stands with a course: best quiz score (None: never handed in), since when it is met."""

    key: UUID
    has_quiz: bool
    best_bp: int | None
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with a path's conditions."""

    courses: tuple[CourseState, ...]
    plays: tuple[tuple[str, bool], ...]
    swap_met: bool
    hand_in_met: bool

    @property
    def complete(self) -> bool:
        """Whether everything is met; a path without courses is earned by nobody."""
        return (
            bool(self.courses)
            and all(course.met_at for course in self.courses)
            and all(done for _key, done in self.plays)
            and self.swap_met
            and self.hand_in_met
        )


def standing(rules: PathRules, facts: Facts) -> Standing:
    """Return where a person stands with every condition of a path."""
    return Standing(
        courses=tuple(_course(rule, rules.mark_bp, facts) for rule in rules.courses),
        plays=tuple((key, key in facts.played) for key in rules.plays),
        swap_met=not rules.plays or any(key in facts.seen_from_other_side for key in rules.plays),
        hand_in_met=not rules.hand_in or facts.confirmed,
    )


def _course(rule: CourseRule, mark_bp: int, facts: Facts) -> CourseState:
    if not rule.quizzes:
        return CourseState(rule.key, False, None, facts.finished.get(rule.key))
    tries = [facts.scores.get(quiz, ()) for quiz in rule.quizzes]
    firsts = [min((at for score, at in one if score >= mark_bp), default=None) for one in tries]
    reached = [first for first in firsts if first is not None]
    bests = [max((score for score, _at in one), default=None) for one in tries]
    scored = [best for best in bests if best is not None]
    return CourseState(
        key=rule.key,
        has_quiz=True,
        best_bp=min(scored) if len(scored) == len(rule.quizzes) else None,
        met_at=max(reached) if len(reached) == len(rule.quizzes) else None,
    )


def initials(name: str) -> str:
    """Return a name as strangers may see it: 周宁 → 周*, Zhou Ning → Z. N."""
    name = " ".join(name.split())
    if name and CJK_FROM <= name[0] <= CJK_TO:
        return name[0] + "*" * max(1, len(name.replace(" ", "")) - 1)
    return " ".join(f"{part[0].upper()}." for part in name.split(" ") if part)
