"""What happens in practice beside answering: a question is checked, a hint is taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from quizzes.actions import is_over
from quizzes.content import Content, parse
from quizzes.models import Attempt, AttemptItem, AttemptState
from quizzes.practising import Practice, is_done
from quizzes.scoring import is_answered


class Held(NamedTuple):
    """A question of a locked attempt, and how it is practised."""

    item: AttemptItem
    question: Content
    practice: Practice


@transaction.atomic
def check_answer(*, attempt: Attempt, position: int, now: datetime) -> bool:
    """Check the answer kept for a question and use up one try; say whether the question is done now.

    The same answer checked again (a double click, a second window) uses no further try. Raises Refused:
    closed, time_is_up, no_such_question, no_practice, nothing_to_check.
    """
    with _practised(attempt, position, now) as (item, question, practice):
        if item.checks and item.response == item.checked:
            return is_done(question, item.progress, practice)
        if not is_answered(question, item.response):
            raise Refused("nothing_to_check", _("Answer the question first, then check it."))
        if not is_done(question, item.progress, practice):
            item.checked, item.checks = item.response, item.checks + 1
            item.save(update_fields=["checked", "checks"])
        return is_done(question, item.progress, practice)


@transaction.atomic
def take_hint(*, attempt: Attempt, position: int, number: int, now: datetime) -> int:
    """Give out hint ``number`` (from 1) if it is the next one; return how many have been given out.

    Asked for twice it is given once. Raises Refused: closed, time_is_up, no_such_question, no_practice,
    no_such_hint.
    """
    with _practised(attempt, position, now) as (item, question, _practice):
        if not 1 <= number <= min(item.hints_taken + 1, len(question.hints)):
            raise Refused("no_such_hint", _("There is no further hint for this question."))
        if number > item.hints_taken:
            item.hints_taken = number
            item.save(update_fields=["hints_taken"])
        return item.hints_taken


@contextmanager
def _practised(attempt: Attempt, position: int, now: datetime) -> Iterator[Held]:
    """Hold the attempt and give one of its questions, if it is practice and still open."""
    locked = Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if locked.state != AttemptState.OPEN:
        raise Refused("closed", _("This attempt is submitted already; nothing can be changed any more."))
    if is_over(locked, now):
        raise Refused("time_is_up", _("Time was up. What you had answered until then has been submitted."))
    if locked.practice is None:
        raise Refused("no_practice", _("In this quiz questions are not checked one by one."))
    item = locked.items.select_related("version").filter(position=position).first()
    if item is None:
        raise Refused("no_such_question", _("This quiz has no such question."))
    yield Held(item, parse(item.version.content), locked.practice)
