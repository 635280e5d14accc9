"""Four eyes: nobody approves what they submitted; every kind of draft can be reviewed, compared, restored."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState

from cases import authoring
from courses.models import GlossaryTerm, LessonPage
from people.models import Department, User
from people.permissions import REVIEWED, ensure_roles
from tests.cases.builders import small_case, small_scenario
from tests.factories import client_of, make_person
from tests.quizzes.factories import make_question, make_quiz, make_survey

pytestmark = pytest.mark.django_db


def make_term(key: str = "output") -> GlossaryTerm:
    """Make a term of the glossary."""
    words = {"term_zh": f"产出{key}", "term_en": key, "definition_zh": "交出去的东西。"}
    return GlossaryTerm.objects.create(key=key, definition_en="What is handed over.", **words)


DEFINITIONS: list[Callable[[], Any]] = [
    lambda: make_question(key="q-1"),
    make_survey,
    make_term,
    lambda: authoring.save_case(small_case()),
    lambda: authoring.save_scenario(small_scenario()),
]


def submit(one: Any, user: User) -> TaskState:
    """Submit the newest draft for review."""
    one.save_revision(user=user)
    one.get_workflow().start(one, user)
    return TaskState.objects.get(status="in_progress")


def action(one: Any, state: TaskState, name: str = "approve") -> str:
    """Return the address that decides about a draft."""
    if isinstance(one, LessonPage):
        return reverse("wagtailadmin_pages:workflow_action", args=[one.pk, name, state.pk])
    kind = f"{one._meta.app_label}/{one._meta.model_name}"
    return f"/cms/snippets/{kind}/workflow/action/{one.pk}/{name}/{state.pk}/"


def test_nobody_approves_what_they_submitted(lesson: LessonPage, trainer: User) -> None:
    lesson.title = "改过的标题"
    state = submit(lesson, trainer)
    client = client_of(trainer)
    for name in ("approve", "reject"):
        client.post(action(lesson, state, name), {"comment": "自己看过了"})
    form = {"title": "改过的标题", "slug": "c1m1", "key": "c1m1", "minutes": "10", "body-count": "0"}
    form |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    client.post(f"/cms/pages/{lesson.pk}/edit/", form)
    state.refresh_from_db()
    assert state.status == "in_progress"
    lesson.refresh_from_db()
    assert lesson.title != "改过的标题"
    assert 'data-workflow-action-name="approve"' not in client.get(f"/cms/pages/{lesson.pk}/edit/").text
    assert not TaskState.objects.reviewable_by(trainer).exists()


def test_a_colleague_is_offered_what_waits(lesson: LessonPage, trainer: User, company: Department) -> None:
    state = submit(lesson, trainer)
    colleague = make_person("lin", "林老师", company, group="trainer")
    assert list(TaskState.objects.reviewable_by(colleague)) == [state]
    assert action(lesson, state) in client_of(colleague).get("/cms/").text
    assert action(lesson, state) not in client_of(trainer).get("/cms/").text


def test_what_a_person_who_left_submitted_can_still_be_approved(lesson: LessonPage, trainer: User) -> None:
    state = submit(lesson, trainer)
    type(state.workflow_state).objects.update(requested_by=None)
    assert list(TaskState.objects.reviewable_by(trainer)) == [state]


def test_an_administrator_may_decide_alone(lesson: LessonPage, administrator: User) -> None:
    state = submit(lesson, administrator)
    client_of(administrator).post(action(lesson, state), {"comment": "只有一位讲师"})
    state.refresh_from_db()
    assert state.status == "approved"


@pytest.mark.parametrize("make", DEFINITIONS)
def test_every_kind_of_draft_is_reviewed_by_a_colleague(
    make: Callable[[], Any], lesson: LessonPage, trainer: User, company: Department
) -> None:
    one = make()
    state = submit(one, trainer)
    client_of(trainer).post(action(one, state), {"comment": "好"})
    state.refresh_from_db()
    assert state.status == "in_progress"
    colleague = make_person("lin", "林老师", company, group="trainer")
    client_of(colleague).post(action(one, state), {"comment": "好"})
    state.refresh_from_db()
    assert state.status == "approved"


def test_all_reviewed_kinds_are_tried_here() -> None:
    tried = [make()._meta for make in DEFINITIONS]
    assert {(meta.app_label, meta.model_name) for meta in tried} == set(REVIEWED)


def test_trainers_and_administrators_review(lesson: LessonPage) -> None:
    groups = GroupApprovalTask.objects.get().groups.values_list("name", flat=True)
    assert set(groups) == {"trainer", "administrator"}


@pytest.mark.parametrize("make", [*DEFINITIONS, lambda: make_quiz(make_question(key="q-1"))])
def test_versions_say_who_and_are_compared_and_restored(make: Callable[[], Any], trainer: User) -> None:
    ensure_roles()
    one, client = make(), client_of(trainer)
    field = next(name for name in ("title_zh", "stem_zh", "term_zh") if hasattr(one, name))
    pks = []
    for words in ("从前的说法", "后来的说法"):
        setattr(one, field, words)
        pks.append(one.save_revision(user=trainer, log_action=True).pk)
    base = f"/cms/snippets/{one._meta.app_label}/{one._meta.model_name}/history/{one.pk}/"
    assert "江雯" in client.get(base).text
    compared = client.get(f"{base}revisions/compare/{pks[0]}...{pks[1]}/").text
    assert "从前" in compared
    assert "后来" in compared
    assert "从前的说法" in client.get(f"{base}revisions/{pks[0]}/revert/").text


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (make_term, "courses/glossaryterm/"),
        (lambda key: make_survey(key=key), "quizzes/survey/"),
        (lambda key: authoring.save_case(small_case(key)), "cases/case/"),
    ],
)
def test_lists_ask_the_same_at_any_length(make: Callable[[str], Any], path: str, trainer: User) -> None:
    ensure_roles()
    client = client_of(trainer)
    make("one")
    few = asked(client, path)
    for number in range(5):
        make(f"more-{number}")
    assert asked(client, path) == few


def asked(client: Client, path: str) -> int:
    """Return the number of queries a list takes."""
    client.get(f"/cms/snippets/{path}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/cms/snippets/{path}").status_code == 200
    return len(queries)
