"""Giving and withdrawing exceptions from the rules of a quiz."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from people.actions import record_audit
from people.models import Department, User
from people.queries import people_in
from quizzes import queries
from quizzes.actions import is_over
from quizzes.models import Attempt, AttemptState, Quiz, QuizOverride
from quizzes.models.overrides import LONGEST_REASON
from quizzes.policy import later


@dataclass(frozen=True, slots=True)
class Target:
    """Whom an exception is for: exactly one of the three; ``people`` are those it reaches today."""

    title: str
    people: QuerySet[User]
    person: User | None = None
    department: Department | None = None
    course_assignment: int | None = None
    is_demo: bool = False


def for_person(person: User) -> Target:
    """Return one person as a target."""
    return Target(str(person), User.objects.filter(pk=person.pk), person=person, is_demo=person.is_demo)


def for_department(department: Department, today: date) -> Target:
    """Return a department with all below it as a target."""
    people = people_in(department, today).order_by()
    return Target(str(department), people, department=department, is_demo=department.is_demo)


@dataclass(frozen=True, slots=True)
class Given:
    """An exception that was given, and how many open tries got a later end by it."""

    override: QuizOverride
    moved: int


@transaction.atomic
def give(
    *,
    actor: User,
    quiz: Quiz | None,
    target: Target,
    rules: Mapping[str, Any],
    reason: str,
    expires_on: date,
    now: datetime,
) -> Given:
    """Give an exception; open tries of those it reaches end later from this moment, and never earlier.

    Whoever it reaches is locked first, so that no try begins meanwhile by the old rules. Raises Refused:
    own, reason, over, nothing, window.
    """
    reason = _sentence(reason)
    if not target.people.exclude(pk=actor.pk).exists() and target.people.filter(pk=actor.pk).exists():
        raise Refused("own", _("Nobody gives themselves an exception. Ask a colleague."))
    if expires_on <= timezone.localdate(now):
        raise Refused("over", _("Choose a day after today; on that day the exception ends."))
    given = {name: value for name, value in rules.items() if value is not None and value != ""}
    if not given:
        raise Refused("nothing", _("Set at least one rule; what stays empty stays as it is."))
    opens, closes = given.get("opens_at"), given.get("closes_at")
    if opens and closes and closes <= opens:
        raise Refused("window", _("Choose a closing time after the opening time."))
    _lock(target.people)
    override = QuizOverride.objects.create(
        quiz=quiz,
        person=target.person,
        department=target.department,
        course_assignment=target.course_assignment,
        target_title=target.title[:300],
        is_demo=target.is_demo,
        reason=reason,
        expires_on=expires_on,
        given_by=actor,
        given_at=now,
        **given,
    )
    moved = _move_ends(target.people, quiz, now)
    detail = {"rules": _plain(given), "expires_on": expires_on.isoformat(), "moved": moved}
    _audit(actor, "quizzes.override", override, **detail)
    return Given(override, moved)


@transaction.atomic
def withdraw(*, actor: User, override_id: int, reason: str, now: datetime) -> QuizOverride:
    """Take an exception back; a try begun under it keeps what it has. Raises Refused: reason, gone."""
    override = QuizOverride.objects.select_for_update(of=("self",)).get(pk=override_id)
    reason = _sentence(reason)
    if override.withdrawn_at is not None:
        raise Refused("gone", _("This exception was withdrawn already."))
    override.withdrawn_at, override.withdrawn_by, override.withdrawn_reason = now, actor, reason
    override.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _audit(actor, "quizzes.override_withdrawn", override)
    return override


def _sentence(text: str) -> str:
    text = " ".join(text.replace("\x00", " ").split())
    if not text:
        raise Refused("reason", _("Write down the reason; it is kept with the exception."))
    return text[:LONGEST_REASON]


def _lock(people: QuerySet[User]) -> None:
    """Lock whoever an exception reaches, in one order: starting a try takes the same lock."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=people.values("pk"))
    list(rows.order_by("pk").values_list("pk"))


def _move_ends(people: QuerySet[User], quiz: Quiz | None, now: datetime) -> int:
    """Give open tries the end that the rules now in force allow; return how many got a later one."""
    tries = Attempt.objects.filter(state=AttemptState.OPEN, user__in=people.values("pk"))
    if quiz is not None:
        tries = tries.filter(quiz=quiz)
    moved = 0
    for attempt in tries.select_for_update(of=("self",), no_key=True).select_related("quiz").order_by("pk"):
        if is_over(attempt, now):
            continue
        policy = queries.policy_of(attempt.user_id, attempt.quiz, now).policy
        ends = later(attempt.deadline_at, policy.deadline(attempt.started_at))
        moved += ends != attempt.deadline_at
        attempt.deadline_at = ends
        attempt.grace_seconds = max(attempt.grace_seconds, policy.grace_seconds)
        attempt.time_percent = max(attempt.time_percent, policy.time_percent)
        attempt.save(update_fields=["deadline_at", "grace_seconds", "time_percent"])
        _forgive(attempt)
    return moved


def _forgive(attempt: Attempt) -> None:
    """Let answers that arrived in the old grace and before the new end count as given in time."""
    late = attempt.items.filter(late=True)
    if attempt.deadline_at is not None:
        late = late.filter(answered_at__lte=attempt.deadline_at)
    late.update(late=False)


def _plain(rules: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in rules.items()}


def _audit(actor: User, action: str, override: QuizOverride, **detail: Any) -> None:
    """Record the deed without the reason, which may be private and stays with the exception."""
    record_audit(
        actor=actor,
        action=action,
        subject=str(override),
        override=override.pk,
        quiz=override.quiz.key if override.quiz else "",
        **detail,
    )
