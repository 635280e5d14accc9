"""A learner takes course C1 by its buttons alone: on a phone, without JavaScript; then HR looks."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from awareness import actions as awareness
from cases.models import Run, RunState
from courses.actions import assign
from courses.models import Enrolment
from people.models import User
from quizzes.models import Attempt
from tests.browser.conftest import PHONE
from tests.browser.driving import log_in, path_of, take_c1, take_step
from tests.browser.looking import wide
from tests.browser.world import World, survey_page
from tests.factories import client_of, make_department, make_person
from tests.journeys.walks import course_c1, finish_c1


def test_a_learner_takes_the_course_on_a_phone(
    open_as: Callable[..., Page], learner: User, world: World
) -> None:
    page = open_as(size=PHONE, has_touch=True, is_mobile=True)
    log_in(page, learner.username, "testing-pass")
    expect(page).to_have_url(f"{world.url}/zh-hans/my/")
    led = take_c1(page, learner)
    assert len(led) == course_c1().get_children().live().count()
    assert wide(page) == []
    enrolment = Enrolment.objects.get(user=learner)
    assert enrolment.completed_at is not None
    run = Run.objects.get(user=learner, kind="scenario")
    assert (run.state, run.swap_seen_at is not None) == (RunState.FINISHED, True)
    page.goto("/zh-hans/my/")
    done = page.locator("section", has=page.get_by_role("heading", name="已学完"))
    expect(done).to_contain_text("谁是我的内部客户")


def test_everything_works_without_javascript(open_as: Callable[..., Page], learner: User) -> None:
    page = open_as(learner, java_script_enabled=False)
    steps = {type(step): step for step in course_c1().get_children().live().specific()}
    for step in steps.values():  # the last of every kind: lesson, quiz, case, role-play
        page.goto(step.get_url())
        take_step(page, learner, step)
        page.wait_for_load_state()
    assert len(steps) == 4
    assert Attempt.objects.get(user=learner).passed
    assert set(Run.objects.filter(user=learner).values_list("state", flat=True)) == {RunState.FINISHED}

    page.goto(str(survey_page().get_url()))
    page.locator('main form[action$="/start/"] button').click()
    for statement in page.locator("fieldset.statement").all():
        statement.locator("input[value='2']").check()
    page.locator("main button[name=submit]").click()
    page.wait_for_url("**/picture/")
    expect(page.locator("main h1")).to_be_visible()


def test_a_private_note_is_kept_without_javascript_and_with_it(
    open_as: Callable[..., Page], learner: User
) -> None:
    plain = open_as(learner, java_script_enabled=False)
    lesson = course_c1().get_children().live().first().specific
    plain.goto(lesson.get_url())
    plain.locator("form textarea[name=text]").first.fill("写给自己看的一句话")
    plain.locator("form:has(textarea) button").first.click()
    page = open_as(learner)
    page.goto(lesson.get_url())
    note = page.locator("form[data-note]:has(textarea)").first
    expect(note.locator("textarea")).to_have_value("写给自己看的一句话")
    note.locator("textarea").fill("改了一句")
    expect(note.locator("[data-state]")).to_contain_text("已保存")
    page.reload()
    expect(note.locator("textarea")).to_have_value("改了一句")


def test_hr_sees_index_and_completion_change(open_as: Callable[..., Page], world: World) -> None:
    unit = make_department("N", "新业务部", "New business", parent=world.quality.parent)
    people = [make_person(f"starter{n}", f"新同事{n}", unit) for n in range(6)]
    now = timezone.now()
    today = timezone.localdate(now)
    assign(actor=world.hr, course=course_c1(), department=unit, due_on=today, required=True, now=now)
    awareness.rebuild_quarter(now=now)
    page = open_as(world.hr)
    completion = "/zh-hans/insights/completion/"
    row = page.get_by_role("row").filter(has_text="新业务部")
    page.goto("/zh-hans/insights/?unit=N")
    assert page.locator("main .big").count() == 0
    page.goto(completion)
    expect(row.first.get_by_role("cell").nth(3)).to_have_text("0%")

    for person in people:
        finish_c1(client_of(person), person)
    awareness.refresh_provisional(now=timezone.now())

    page.reload()
    expect(row.first.get_by_role("cell").nth(3)).to_have_text("100%")
    page.goto("/zh-hans/insights/?unit=N")
    assert float(page.locator("main .big").inner_text()) > 50
    assert path_of(page) == "/zh-hans/insights/"
