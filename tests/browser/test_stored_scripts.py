"""Hostile text that somebody typed or uploaded is shown as text, to everybody who meets it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page

from awareness import actions as awareness
from courses.actions import assign
from people.models import User
from tests.browser.world import ROSTER, World
from tests.factories import client_of, make_department, make_person
from tests.journeys.walks import course_c1
from tests.quizzes.factories import make_question, make_quiz, make_quiz_page

POISONS = [
    '"><img src=x onerror="hit=1"><script>hit=1</script>',
    "'><svg/onload=hit=1></textarea><script>hit=1</script>",
    '</script><iframe srcdoc="<script>parent.hit=1</script>">',
    "<a href=javascript:hit=1 autofocus onfocus=hit=1>{{ hit }}</a>",
]


def plant(world: World, number: int, poison: str) -> tuple[User, list[tuple[User, str]]]:
    """Put the text everywhere people write; return its owner and the addresses where it is met."""
    unit = make_department(f"X{number}", poison, poison, parent=world.quality)
    person = make_person(f"hostile{number}", poison, unit)
    client = client_of(person)
    question = make_question("single_choice", f"hostile-{number}", stem_zh=poison, explanation_zh=poison)
    question.options.update(text_zh=poison, feedback_zh=poison)
    page = make_quiz_page(make_quiz(question, key=f"hostile-{number}", title_zh=poison), title=poison)
    lesson = course_c1().get_children().live().first().specific
    lines = f'X-{number},"{poison.replace(chr(34), chr(34) * 2)}",Q,,,,,2026-03-02,,\n'
    file = SimpleUploadedFile(f"{number}.csv", (ROSTER + lines).encode())
    now, today = timezone.now(), timezone.localdate()
    sent = client_of(world.hr).post("/zh-hans/people/roster/", {"file": file, "as_of": today.isoformat()})
    assign(
        actor=world.hr, course=course_c1(), department=unit, due_on=today, required=True, now=timezone.now()
    )
    awareness.rebuild_quarter(now=now)
    client.post(f"/zh-hans/quiz/{page.translation_key}/start/")
    attempt = person.attempts.get()
    return person, [
        (person, "/zh-hans/my/"),
        (person, page.get_url()),
        (person, f"/zh-hans/quiz/{attempt.pk}/"),
        (person, f"/zh-hans/search/?q={poison}"),
        (person, lesson.get_url()),
        (world.hr, "/zh-hans/insights/?unit=Q"),
        (world.hr, "/zh-hans/insights/completion/"),
        (world.hr, "/zh-hans/learn/assign/"),
        (world.hr, "/zh-hans/learn/assign/new/"),
        (world.hr, sent["Location"]),
        (world.trainer, f"/cms/snippets/quizzes/question/?q=hostile-{number}"),
        (world.trainer, f"/cms/snippets/quizzes/question/edit/{question.pk}/"),
        (world.trainer, f"/cms/snippets/quizzes/quiz/?q=hostile-{number}"),
        (world.trainer, f"/cms/pages/{page.pk}/edit/"),
        (world.administrator, "/cms/users/"),
        (world.administrator, f"/cms/users/edit/{person.pk}/"),
    ]


@pytest.mark.parametrize("number", range(len(POISONS)))
def test_hostile_text_is_shown_as_text(open_as: Callable[..., Page], world: World, number: int) -> None:
    poison = POISONS[number]
    person, places = plant(world, number, poison)
    note = open_as(person)
    note.goto(course_c1().get_children().live().first().specific.get_url())
    note.locator("form[data-note] textarea").first.fill(poison)
    note.locator("form[data-note] [data-state]").first.get_by_text("已保存").wait_for()
    pages = {user: open_as(user) for user in {user for user, _path in places}}
    for user, path in places:
        answer = pages[user].goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert pages[user].evaluate("typeof hit") == "undefined", path
    assert poison in pages[world.hr].locator("body").inner_text()
