"""My learning: greeting, what goes on, what is due, who waits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from courses import actions
from courses.models import CourseIndexPage, StepKind
from home.queries import learning
from home.views import greeting
from people.models import Department, ServiceLink, User
from tests.courses.builders import make_course, make_site
from tests.factories import client_of

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def site(db: None) -> dict[str, CourseIndexPage]:
    """The containers of both languages."""
    return make_site()


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (0, "晚上好"),
        (4, "晚上好"),
        (5, "上午好"),
        (11, "上午好"),
        (12, "下午好"),
        (17, "下午好"),
        (18, "晚上好"),
    ],
)
def test_greeting_follows_the_clock(hour: int, said: str) -> None:
    assert greeting(hour) == said


def test_the_course_worked_on_last_goes_on(owner: User, site: dict[str, CourseIndexPage]) -> None:
    index = site["zh-hans"]
    first, second = make_course(index, "c1"), None
    index.refresh_from_db()
    second = make_course(index, "c2")
    for course, day in ((first, 1), (second, 0)):
        step = course.get_children().order_by("path").first()
        actions.complete_step(
            user=owner,
            step_key=step.translation_key,
            kind=StepKind.LESSON,
            language="zh-hans",
            now=NOW + timedelta(days=day),
        )
    page = learning(owner, TODAY)
    assert page.going_on is not None
    assert page.going_on.key == first.translation_key
    assert [course.key for course in page.also] == [second.translation_key]
    assert "已完成 1 / 2 步" in client_of(owner).get("/zh-hans/my/").text


def test_duties_are_listed_with_their_state(
    owner: User, hr: User, quality: Department, site: dict[str, CourseIndexPage]
) -> None:
    course = make_course(site["zh-hans"])
    actions.assign(
        actor=hr, course=course, due_on=date(2026, 11, 30), required=True, now=NOW, department=quality
    )
    (line,) = learning(owner, TODAY).due
    assert (line.tag, line.state, line.assigned_to) == ("还剩 6 天", "soon", "质量部")
    (late,) = learning(owner, date(2026, 12, 1)).due
    assert (late.tag, late.state) == ("已逾期", "late")


def test_a_duty_whose_course_is_not_there_in_the_language_is_said(
    owner: User, hr: User, site: dict[str, CourseIndexPage]
) -> None:
    course = make_course(site["zh-hans"])
    due_on = timezone.localdate() + timedelta(days=40)
    actions.assign(actor=hr, course=course, due_on=due_on, required=False, now=timezone.now(), person=owner)
    shown = client_of(owner).get("/en/my/").text
    assert "not available in this language yet" in shown
    assert "Optional" in shown


def test_finished_courses_and_nothing_due(owner: User, site: dict[str, CourseIndexPage]) -> None:
    course = make_course(site["zh-hans"], lessons=1)
    step = course.get_children().get()
    actions.complete_step(
        user=owner, step_key=step.translation_key, kind=StepKind.LESSON, language="zh-hans", now=NOW
    )
    page = learning(owner, TODAY)
    assert page.going_on is None
    assert [one.key for one in page.done] == [course.translation_key]
    shown = client_of(owner).get("/zh-hans/my/").text
    assert "没有待完成的课程" in shown
    assert "2026-11-24" in shown


def test_who_waits_is_the_customers_of_my_department(
    owner: User, quality: Department, purchasing: Department
) -> None:
    link = ServiceLink.objects.create(provider=quality, customer=purchasing, deliverable_zh="来料结论")
    ServiceLink.objects.create(provider=purchasing, customer=quality, deliverable_zh="送检通知")
    ServiceLink.objects.create(
        provider=quality, customer=purchasing, deliverable_zh="旧报表", valid_to=date(2026, 1, 1)
    )
    assert learning(owner, TODAY).waiting == [link]


def test_a_person_without_anything_gets_a_page(owner: User, site: dict[str, CourseIndexPage]) -> None:
    shown = client_of(owner).get("/zh-hans/my/").text
    assert "选一门课" in shown
    assert shown.count("数据不足") == 5
