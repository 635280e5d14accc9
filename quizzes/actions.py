"""Every write: start, answer, submit, close when time is up; the same for self-assessments."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from people.models import User
from people.queries import department_on
from quizzes import content, grading_actions, queries
from quizzes.answers import Form, NotAnAnswer, read_answer
from quizzes.certainty import Given, read_certainty
from quizzes.draw import draw, mixed, option_order
from quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    ClosedBy,
    QuestionVersion,
    Quiz,
    ResponseState,
    Survey,
    SurveyAnswer,
    SurveyResponse,
)
from quizzes.password_actions import refusal
from quizzes.policy import Hindrance, Overdue, Policy
from quizzes.practising import is_done
from quizzes.release import encode
from quizzes.selfcheck import HIGHEST, LOWEST
from quizzes.signals import attempt_starting, survey_finished

HINDRANCES = {
    Hindrance.NO_TRIES_LEFT: _("You have used all your tries."),
    Hindrance.NOT_OPEN_YET: _("This quiz opens on %(moment)s. Please come back then."),
    Hindrance.CLOSED_ALREADY: _("This quiz is closed. If you still have to take it, ask your trainer."),
    Hindrance.NO_TIME_LEFT: _("This quiz closes before your next try could begin. Ask your trainer."),
    Hindrance.WAIT: _("Your next try can begin from %(moment)s."),
}
TIME_IS_UP = {
    Overdue.SUBMIT: _("Time was up. What you had answered until then has been submitted."),
    Overdue.ABANDON: _("Time was up. By the rules of this quiz the try is over without a score."),
}


def start(
    *,
    user: User,
    quiz: Quiz,
    page_key: UUID | None,
    language: str,
    now: datetime,
    password: str = "",
    seed: Callable[[], int] = lambda: secrets.randbits(63),
) -> Attempt:
    """Return the person's open attempt, or a new one with freshly drawn questions.

    Two starts at once end with one attempt: the person's row is locked, and the database allows one open
    attempt and every number once. Raises Refused: what ``HINDRANCES`` names, nothing_to_ask,
    password_needed, password_wrong, password_pause, and what listeners object.
    """
    _close_overdue_of(user, quiz, now)
    try:
        with transaction.atomic():
            attempt = Attempt(user=user, quiz=quiz, page_key=page_key, language=language, started_at=now)
            started = _start(attempt, password, seed)
    except IntegrityError:
        return Attempt.objects.get(user=user, quiz=quiz, state=AttemptState.OPEN)
    if isinstance(started, Refused):
        raise started
    return started


def _close_overdue_of(user: User, quiz: Quiz, now: datetime) -> None:
    """Close what ran out of time, in a transaction of its own: a refusal afterwards must not undo it."""
    for attempt in Attempt.objects.filter(user=user, quiz=quiz, state=AttemptState.OPEN):
        if is_over(attempt, now):
            close(attempt=attempt, now=now, closed_by=ClosedBy.DEADLINE)


def _start(attempt: Attempt, password: str, seed: Callable[[], int]) -> Attempt | Refused:
    """Start under the person's lock; a wrong password is returned, not raised, so that it stays counted."""
    user, quiz, now = attempt.user, attempt.quiz, attempt.started_at
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = queries.attempts_of(user.pk, quiz)
    open_one = next((attempt for attempt in before if attempt.state == AttemptState.OPEN), None)
    if open_one is not None:
        return open_one
    policy = queries.policy_of(user.pk, quiz, now).policy
    _refuse_hindered(policy, queries.ends_of(before), now)
    if policy.asks_password:
        refused = refusal(user=user, quiz=quiz, typed=password, now=now)
        if refused is not None:
            return refused
    attempt_starting.send(type(attempt), attempt=attempt)
    attempt.number = len(before) + 1
    attempt.department = department_on(user, timezone.localdate(now))
    attempt.pass_bp, attempt.feedback_rule = quiz.pass_bp, encode(quiz.rule)
    for name, value in policy.copied().items():
        setattr(attempt, name, value)
    if quiz.rule.is_practice:  # any question can be returned to, and what was checked stays as it is
        attempt.item_tries, attempt.penalty_bp = quiz.item_tries, quiz.penalty_bp
        attempt.one_at_a_time = attempt.sequential = False
    attempt.asks_certainty = quiz.asks_certainty and not quiz.rule.is_practice
    attempt.deadline_at = policy.deadline(now)
    items = _draw_items(attempt, policy, seed)
    attempt.save(force_insert=True)
    AttemptItem.objects.bulk_create(items)
    return attempt


def _refuse_hindered(policy: Policy, ended: list[datetime], now: datetime) -> None:
    hindrance = policy.hindrance(ended, now)
    if hindrance is not None:
        moment = policy.opens_at if hindrance is Hindrance.NOT_OPEN_YET else policy.next_from(ended)
        shown = date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""
        raise Refused(hindrance.value, HINDRANCES[hindrance] % {"moment": shown})


def _draw_items(attempt: Attempt, policy: Policy, seed: Callable[[], int]) -> list[AttemptItem]:
    places = queries.places_of(attempt.quiz)
    pool = {version for place in places for version in place.pool}
    drawn = draw(places, queries.times_seen(attempt.user_id, pool), seed())
    if policy.shuffle_questions:
        drawn = mixed(drawn, seed())
    versions = QuestionVersion.objects.in_bulk(drawn)
    parsed = {pk: content.parse(version.content) for pk, version in versions.items()}
    if all(question.kind in content.UNMARKED and not question.by_hand for question in parsed.values()):
        raise Refused("nothing_to_ask", _("This quiz has no questions yet. Please come back later."))
    return [
        AttemptItem(
            attempt=attempt,
            position=position,
            version=versions[pk],
            option_order=option_order(parsed[pk], seed(), shuffle=policy.shuffle_options),
            points=parsed[pk].points,
        )
        for position, pk in enumerate(drawn, start=1)
    ]


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Say whether the time of an open attempt is up; the grace covers an answer that was on its way."""
    grace = timedelta(seconds=attempt.grace_seconds)
    return attempt.deadline_at is not None and now > attempt.deadline_at + grace


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an answer: kept, or older than what is there already."""

    kept: bool
    seq: int
    response: dict[str, Any] | None
    certainty: int | None = None


GUARDED = ["state", "deadline_at", "grace_seconds", "sequential", "reached"]
GUARDED += ["item_tries", "penalty_bp", "asks_certainty"]


def save_answer(
    *,
    attempt: Attempt,
    position: int,
    form: Form,
    seq: int,
    now: datetime,
    flagged: bool | None = None,
    leaves: bool = False,
) -> Saved:
    """Keep an answer if its sequence number is newer than the one kept; acknowledged means committed.

    The same answer sent again is kept once and acknowledged again. With ``leaves`` an attempt without a way
    back goes on to its next question. Raises Refused: closed, time_is_up, no_such_question, not_an_answer,
    not_yet, no_way_back, question_done (practice).
    """
    with transaction.atomic():
        item = _open_item(attempt, position, now)
        if item is not None:
            given = _read(item, form)
            _refuse_left(item, given, seq)
            saved = _keep(item, given, seq, now, flagged)
            if leaves and saved.kept:
                _go_on(item)
            return saved
    close(attempt=attempt, now=now, closed_by=ClosedBy.DEADLINE)
    raise Refused("time_is_up", TIME_IS_UP[Overdue(attempt.overdue_rule)])


def _open_item(attempt: Attempt, position: int, now: datetime) -> AttemptItem | None:
    """Return the question to be answered, under the attempt's lock; None when the time is up."""
    locked = Attempt.objects.select_for_update(no_key=True).only(*GUARDED).get(pk=attempt.pk)
    if locked.state != AttemptState.OPEN:
        raise Refused("closed", _("This attempt is submitted already; nothing can be changed any more."))
    if is_over(locked, now):
        return None
    items = AttemptItem.objects.select_related("version")
    item = items.filter(attempt_id=attempt.pk, position=position).first()
    if item is None:
        raise Refused("no_such_question", _("This quiz has no such question."))
    if locked.sequential and position > locked.reached:
        raise Refused("not_yet", _("This question comes later. Answer the one before it first."))
    item.attempt = locked
    return item


def _refuse_left(item: AttemptItem, given: Given, seq: int) -> None:
    """Refuse to change an answer that was left for good; the same one arriving again is acknowledged."""
    left = item.attempt.sequential and item.position < item.attempt.reached
    if left and not (seq <= item.response_seq and given == (item.response, item.certainty)):
        raise Refused(
            "no_way_back", _("You have left this question; by the rules of this quiz its answer stays.")
        )


def _go_on(item: AttemptItem) -> None:
    """Leave a question for good where there is no way back; the last one stays until the attempt ends."""
    if item.attempt.sequential and item.position == item.attempt.reached:
        onwards = AttemptItem.objects.filter(attempt_id=item.attempt_id, position=item.position + 1)
        if onwards.exists():
            Attempt.objects.filter(pk=item.attempt_id).update(reached=item.position + 1)


def _read(item: AttemptItem, form: Form) -> Given:
    """Return the answer a form holds and how sure it is; what is done in practice takes no other."""
    question, practice = content.parse(item.version.content), item.attempt.practice
    if practice and is_done(question, item.progress, practice):
        raise Refused("question_done", _("This question is done; its answer stays as it is."))
    try:
        response = read_answer(question, form) or None
        certainty = read_certainty(form) if item.attempt.asks_certainty and response else None
    except NotAnAnswer as error:
        raise Refused(
            "not_an_answer", _("This answer does not fit the question. Reload the page and answer again.")
        ) from error
    return Given(response, certainty)


def _keep(item: AttemptItem, given: Given, seq: int, now: datetime, flagged: bool | None) -> Saved:
    if seq <= item.response_seq:
        same = given == (item.response, item.certainty)
        if same and flagged is not None and flagged != item.flagged:
            AttemptItem.objects.filter(pk=item.pk).update(flagged=flagged)
        return Saved(same, item.response_seq, item.response, item.certainty)
    changes: dict[str, Any] = {
        "response": given.response,
        "certainty": given.certainty,
        "response_seq": seq,
        "answered_at": None if given.response is None else now,
        "late": _is_late(item, given, now),
    }
    if flagged is not None:
        changes["flagged"] = flagged
    AttemptItem.objects.filter(pk=item.pk).update(**changes)
    return Saved(True, seq, *given)


def _is_late(item: AttemptItem, given: Given, now: datetime) -> bool:
    """Say whether an answer was given after the deadline; one that arrives again unchanged stays in time."""
    deadline = item.attempt.deadline_at
    if deadline is None or now <= deadline:
        return False
    return item.late if given.response == item.response else given.response is not None


def submit(*, attempt: Attempt, now: datetime) -> Attempt:
    """Score an attempt and end it; sent twice, the second time returns the same result."""
    return close(attempt=attempt, now=now, closed_by=ClosedBy.LEARNER)


def close(*, attempt: Attempt, now: datetime, closed_by: ClosedBy) -> Attempt:
    """End an attempt exactly once, whoever asks, and return it as it stands.

    Whether its time is up is decided under the lock: its deadline may have been moved meanwhile.
    """
    with transaction.atomic():
        rows = Attempt.objects.select_for_update(no_key=True, of=("self",)).select_related("quiz", "user")
        locked = rows.get(pk=attempt.pk)
        late = is_over(locked, now)
        if locked.state == AttemptState.OPEN and (late or closed_by == ClosedBy.LEARNER):
            ended_by = ClosedBy.DEADLINE if late else ClosedBy.LEARNER
            grading_actions.finish(locked, now=now, closed_by=ended_by)
        return locked


def close_overdue(*, now: datetime) -> int:
    """End every attempt whose time is up, by its own rule; return how many were closed."""
    passed = Attempt.objects.filter(state=AttemptState.OPEN, deadline_at__lt=now).order_by("deadline_at")
    due = [attempt for attempt in passed if is_over(attempt, now)]
    for attempt in due:
        close(attempt=attempt, now=now, closed_by=ClosedBy.DEADLINE)
    return len(due)


def start_survey(
    *, user: User, survey: Survey, page_key: UUID | None, language: str, now: datetime
) -> SurveyResponse:
    """Return the person's open form, or a new one on the newest version. Raises Refused: nothing_to_ask."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        mine = SurveyResponse.objects.filter(user=user, version__survey=survey, state=ResponseState.OPEN)
        open_one = mine.first()
        if open_one is not None:
            return open_one
        version = survey.versions.order_by("-number").first() if survey.live else None
        if version is None:
            raise Refused(
                "nothing_to_ask", _("This self-assessment is not open yet. Please come back later.")
            )
        return SurveyResponse.objects.create(
            user=user,
            version=version,
            page_key=page_key,
            language=language,
            started_at=now,
            department=department_on(user, timezone.localdate(now)),
        )


def save_survey(
    *, response: SurveyResponse, values: Mapping[str, int], seq: int | None = None
) -> dict[str, int]:
    """Keep answers {code: 1-5} of an open form and return what is kept of them now.

    With ``seq`` an answer is kept only if its number is newer; without, it is the newest. Raises Refused:
    closed, not_an_answer.
    """
    with transaction.atomic():
        locked = _open_form(response)
        codes = {item["code"] for item in locked.version.content["items"]}
        if set(values) - codes or any(not LOWEST <= value <= HIGHEST for value in values.values()):
            raise Refused(
                "not_an_answer",
                _("This answer does not fit the statement. Reload the page and answer again."),
            )
        known = {row.code: row for row in locked.answers.filter(code__in=values)}
        rows = []
        for code, value in values.items():
            row = known.get(code) or SurveyAnswer(response=locked, code=code, value=value)
            if seq is None or seq > row.seq or row.pk is None:
                row.value, row.seq = value, row.seq + 1 if seq is None else seq
            rows.append(row)
        SurveyAnswer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["response", "code"],
            update_fields=["value", "seq"],
        )
        return {row.code: row.value for row in rows}


def _open_form(response: SurveyResponse) -> SurveyResponse:
    forms = SurveyResponse.objects.select_for_update(no_key=True, of=("self",)).select_related("version")
    locked = forms.get(pk=response.pk)
    if locked.state != ResponseState.OPEN:
        raise Refused("closed", _("This form is submitted already; nothing can be changed any more."))
    return locked


def submit_survey(*, response: SurveyResponse, now: datetime) -> SurveyResponse:
    """Submit a form once every statement is answered; sent twice, the second time changes nothing.

    Raises Refused: incomplete, with the numbers of the statements that are open.
    """
    with transaction.atomic():
        forms = SurveyResponse.objects.select_for_update(no_key=True, of=("self",)).select_related("version")
        locked = forms.get(pk=response.pk)
        if locked.state == ResponseState.SUBMITTED:
            return locked
        missing = queries.unanswered(locked)
        if missing:
            raise Refused(
                "incomplete",
                _("These statements are still open: %(numbers)s. Answer them, then submit.")
                % {"numbers": ", ".join(str(number) for number in missing)},
            )
        locked.state, locked.submitted_at = ResponseState.SUBMITTED, now
        locked.seconds = max(0, int((now - locked.started_at).total_seconds()))
        locked.save(update_fields=["state", "submitted_at", "seconds"])
        survey_finished.send(SurveyResponse, response=locked)
        return locked
