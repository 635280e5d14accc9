"""The rules in force for one person: the quiz's own with every exception that reaches them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from people.models import Posting
from quizzes.models import Quiz, QuizOverride, QuizPassword
from quizzes.policy import Change, Level, Policy, effective
from quizzes.signals import assignments_asked


@dataclass(frozen=True, slots=True)
class Arranged:
    """The rules in force; ``until`` is the day the first of the exceptions in them ends, None without any."""

    policy: Policy
    until: date | None


def policy_of(user_id: int, quiz: Quiz, now: datetime) -> Arranged:
    """Return the rules by which a person takes a quiz. Two queries where there is no exception."""
    today = timezone.localdate(now)
    rows = list(
        QuizOverride.objects.in_force(today)
        .filter(Q(quiz=quiz) | Q(quiz__isnull=True))
        .exclude(~Q(person=user_id), person__isnull=False)
        .select_related("department")
    )
    reaching = [*_of_person(rows), *_of_departments(rows, user_id, today)]
    reaching += _of_assignments(rows, user_id, quiz)
    has_password = QuizPassword.objects.filter(quiz=quiz).exists()
    own = replace(quiz.policy, asks_password=has_password)
    policy = effective(own, [_change(row) for row in reaching], today)
    policy = replace(policy, asks_password=has_password and policy.asks_password)
    return Arranged(policy, min((row.expires_on for row in reaching), default=None))


def _of_person(rows: Sequence[QuizOverride]) -> Iterable[QuizOverride]:
    return (row for row in rows if row.person_id is not None)


def _of_departments(rows: Sequence[QuizOverride], user_id: int, today: date) -> Iterable[QuizOverride]:
    """Yield those of the departments the person is posted in or below today."""
    given = [row for row in rows if row.department is not None]
    posted = Posting.objects.in_force(today).filter(user=user_id)
    place = posted.values_list("department__tree_pre", flat=True).first() if given else None
    for row in given:
        above = row.department
        if above is not None and place is not None and above.tree_pre <= place <= above.tree_last:
            yield row


def _of_assignments(rows: Sequence[QuizOverride], user_id: int, quiz: Quiz) -> Iterable[QuizOverride]:
    """Yield those of the assignments because of which the person takes the quiz."""
    given = [row for row in rows if row.course_assignment is not None]
    if not given:
        return []
    told: list[tuple[Any, Any]] = assignments_asked.send(Quiz, user_id=user_id, quiz_id=quiz.pk)
    mine: set[int] = set().union(*(numbers or () for _receiver, numbers in told))
    return [row for row in given if row.course_assignment in mine]


def _change(row: QuizOverride) -> Change:
    if row.person_id is not None:
        level, depth = Level.PERSON, 0
    elif row.department is not None:
        level, depth = Level.DEPARTMENT, row.department.depth
    else:
        level, depth = Level.ASSIGNMENT, 0
    return Change(
        level=level,
        values=row.rules,
        given_at=row.given_at,
        expires_on=row.expires_on,
        depth=depth,
        this_quiz=row.quiz_id is not None,
        withdrawn=row.withdrawn_at is not None,
    )
