"""Marking own answers: take one, give it back, mark it; the last mark of an attempt lets its result stand."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from people.models import User
from quizzes import content, grading_actions, queries
from quizzes.grading import GradeKind
from quizzes.marking import NotAMark, Step, after, credit_of, read_points
from quizzes.models import Attempt, AttemptItem, AttemptState, Mark, MarkingTask

LEASE = timedelta(minutes=30)
LONGEST_COMMENT = 1_000
WAITING = (Step.FIRST, Step.SECOND, Step.SETTLE)


@transaction.atomic
def claim(*, actor: User, task: MarkingTask, now: datetime) -> MarkingTask:
    """Take an answer for half an hour, so that no two people mark it at once; taken again it is prolonged.

    Raises Refused: own, over (marked or dropped), marked (by this person before), taken (by somebody else).
    """
    locked = _locked(actor, task)
    if locked.marks.filter(marker=actor).exists():
        raise Refused("marked", _("You have marked this answer. Somebody else has the next word."))
    held = locked.claimed_until is not None and locked.claimed_until > now
    if held and locked.claimed_by_id != actor.pk:
        raise Refused("taken", _("Somebody else is marking this answer. Take another one."))
    locked.claimed_by, locked.claimed_until = actor, now + LEASE
    locked.save(update_fields=["claimed_by", "claimed_until"])
    return locked


@transaction.atomic
def give_back(*, actor: User, task: MarkingTask) -> None:
    """Let others take an answer; one that is not held by this person stays as it is."""
    MarkingTask.objects.filter(pk=task.pk, claimed_by=actor).update(claimed_by=None, claimed_until=None)


@transaction.atomic
def mark(
    *, actor: User, task: MarkingTask, points: Mapping[str, str], comment: str, now: datetime
) -> MarkingTask:
    """Mark an answer by its rubric. Sent twice, the second time changes nothing.

    Raises Refused: own, over, taken (not held by this person any more), not_a_mark, too_long.
    """
    given = Mark.objects.filter(task=task, marker=actor).first()
    if given is not None:
        return MarkingTask.objects.get(pk=task.pk)
    locked = _locked(actor, task)
    if locked.claimed_by_id != actor.pk:
        raise Refused("taken", _("This answer is not yours to mark any more. Take it again, or another one."))
    comment = comment.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(comment) > LONGEST_COMMENT:
        raise Refused("too_long", _("The comment holds 1,000 characters at most."))
    question = content.parse(locked.item.version.content)
    try:
        levels = read_points(question, points)
    except NotAMark as error:
        raise Refused("not_a_mark", _("Choose a level for every criterion.")) from error
    Mark.objects.create(
        task=locked,
        step=locked.step,
        marker=actor,
        points=levels,
        credit_bp=credit_of(question, levels),
        comment=comment,
        marked_at=now,
    )
    _go_on(locked, actor, now)
    return locked


def _locked(actor: User, task: MarkingTask) -> MarkingTask:
    """Return a task that waits, its attempt locked first: corrections lock in the same order."""
    attempt_id = AttemptItem.objects.values_list("attempt_id", flat=True).get(marking=task.pk)
    attempt = Attempt.objects.select_for_update(no_key=True).only("user_id").get(pk=attempt_id)
    rows = MarkingTask.objects.select_for_update(of=("self",)).select_related("item__version", "quiz")
    locked = rows.get(pk=task.pk)
    if attempt.user_id == actor.pk:
        raise Refused("own", _("Nobody marks their own answer."))
    if locked.step not in WAITING:
        raise Refused("over", _("This answer is marked already."))
    return locked


def _go_on(task: MarkingTask, actor: User, now: datetime) -> None:
    credits = list(task.marks.order_by("marked_at", "pk").values_list("credit_bp", flat=True))
    task.step = after(Step(task.step), credits, second=task.quiz.second_marker).value
    task.claimed_by, task.claimed_until = None, None
    task.save(update_fields=["step", "claimed_by", "claimed_until"])
    if task.step == Step.DONE:
        AttemptItem.objects.filter(pk=task.item_id).update(credit_bp=credits[-1])
        let_stand([task.item.attempt_id], actor=actor, now=now)


def let_stand(attempt_ids: Iterable[UUID], *, actor: User | None, now: datetime) -> None:
    """Let waiting results stand none of whose answers waits any more; the caller holds the locks."""
    ready = Attempt.objects.filter(pk__in=attempt_ids, state=AttemptState.WAITING)
    ready = ready.exclude(items__marking__step__in=WAITING)
    for attempt in ready.select_related("user", "quiz"):
        items = queries.items_of(attempt)
        grading_actions.stand(attempt, items, GradeKind.MARKED, given_by=actor, now=now)


def drop(items: Iterable[AttemptItem]) -> None:
    """Let nobody mark answers to a question that was taken out."""
    tasks = MarkingTask.objects.filter(item__in=[item.pk for item in items if item.voided])
    tasks.filter(step__in=WAITING).update(step=Step.DROPPED, claimed_by=None, claimed_until=None)
