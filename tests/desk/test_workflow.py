"""Review, schedule, versions: a trainer drafts, a colleague approves, versions come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from courses.models import LessonPage
from desk.tasks import publish_scheduled
from people.models import Department, User
from people.permissions import ensure_roles
from quizzes.models import Question, QuestionVersion, Quiz
from tests.factories import client_of, make_person
from tests.quizzes.factories import make_question, make_quiz

pytestmark = pytest.mark.django_db
BANK = "/cms/snippets/quizzes/question/"


def test_a_colleague_approves_a_lesson(lesson: LessonPage, trainer: User, company: Department) -> None:
    colleague = make_person("lin", "林老师", company, group="trainer")
    lesson.title = "改过的标题"
    lesson.save_revision(user=trainer)
    workflow = lesson.get_workflow()
    workflow.start(lesson, trainer)
    assert "改过的标题" in client_of(colleague).get("/cms/").text
    state = TaskState.objects.get(status="in_progress")
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    client_of(colleague).post(address, {"comment": "好"})
    lesson.refresh_from_db()
    assert lesson.title == "改过的标题"
    history = client_of(trainer).get(f"/cms/pages/{lesson.pk}/history/").text
    assert "江雯" in history
    assert "林老师" in history


def test_a_colleague_approves_a_question(trainer: User, company: Department) -> None:
    ensure_roles()
    question = make_question(key="q-1")
    question.stem_zh = "改过的题目"
    question.save_revision(user=trainer)
    workflow = question.get_workflow()
    assert workflow is not None
    workflow.start(question, trainer)
    colleague = make_person("lin", "林老师", company, group="trainer")
    state = TaskState.objects.get(status="in_progress")
    client_of(colleague).post(f"{BANK}workflow/action/{question.pk}/approve/{state.pk}/", {"comment": "好"})
    assert Question.objects.get(pk=question.pk).stem_zh == "改过的题目"
    assert QuestionVersion.objects.filter(key="q-1").count() == 2


def test_the_schedule_publishes_what_is_due_and_freezes_it() -> None:
    question = make_question(key="q-later", live=False)
    question.go_live_at = timezone.now() + timedelta(hours=1)
    revision = question.save_revision()
    revision.publish()
    assert not Question.objects.get(pk=question.pk).live
    past = timezone.now() - timedelta(minutes=1)
    revision.refresh_from_db()
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    publish_scheduled()
    assert Question.objects.get(pk=question.pk).live
    assert QuestionVersion.objects.filter(key="q-later").exists()


def test_the_schedule_runs_by_itself() -> None:
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"desk.tasks.publish_scheduled", "desk.tasks.check_content"} <= tasks


def versions_of(one: Any, user: User) -> list[int]:
    return [one.save_revision(user=user).pk for _time in range(2)]


def test_versions_are_compared_and_restored(lesson: LessonPage, trainer: User) -> None:
    client = client_of(trainer)
    question = make_question(key="q-1")
    quiz = make_quiz(question)
    for one, base in (
        (lesson, f"/cms/pages/{lesson.pk}/"),
        (question, BANK),
        (quiz, "/cms/snippets/quizzes/quiz/"),
    ):
        first, last = versions_of(one, trainer)
        if isinstance(one, LessonPage):
            compare, revert = f"{base}revisions/compare/{first}...{last}/", f"{base}revisions/{first}/revert/"
            history = f"{base}history/"
        else:
            compare = f"{base}history/{one.pk}/revisions/compare/{first}...{last}/"
            revert, history = f"{base}history/{one.pk}/revisions/{first}/revert/", f"{base}history/{one.pk}/"
        for address in (history, compare, revert):
            assert client.get(address).status_code == 200, address
    assert Quiz.objects.get().latest_revision_id
