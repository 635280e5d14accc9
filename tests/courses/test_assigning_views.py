"""HR's screens for assigning: the count comes first, only HR and administrators get in."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.models import CourseAssignment, CoursePage, Duty
from people.models import Department, User
from tests.factories import client_of

LIST = "/zh-hans/learn/assign/"
NEW = f"{LIST}new/"


def form_for(course: CoursePage, **more: Any) -> dict[str, Any]:
    due_on = timezone.localdate() + timedelta(days=30)
    return {"course": course.pk, "due_on": due_on.isoformat(), "required": "on", **more}


@pytest.fixture
def assigned(hr: User, course: CoursePage, owner: User) -> CourseAssignment:
    """A course assigned to the owner."""
    client_of(hr).post(NEW, form_for(course, person=owner.username, confirmed="1"))
    return CourseAssignment.objects.get()


def test_it_works(hr: User, course: CoursePage, quality: Department, owner: User, colleague: User) -> None:
    client = client_of(hr)
    counted = client.post(NEW, form_for(course, department=quality.pk))
    assert "2 人会收到这门课" in counted.text
    assert not CourseAssignment.objects.exists()
    made = client.post(NEW, form_for(course, department=quality.pk, confirmed="1"))
    assignment = CourseAssignment.objects.get()
    assert made["Location"] == f"{LIST}{assignment.pk}/"
    assert owner.name in client.get(made["Location"]).text
    assert "0 / 2" in client.get(LIST).text


def test_nobody_else_gets_in(
    owner: User, manager: User, trainer: User, assigned: CourseAssignment, course: CoursePage
) -> None:
    duty = Duty.objects.get()
    for user in (owner, manager, trainer):
        client = client_of(user)
        for url in (LIST, NEW, f"{LIST}{assigned.pk}/"):
            assert client.get(url).status_code == 404
        for url in (NEW, f"{LIST}{assigned.pk}/withdraw/", f"/zh-hans/learn/duty/{duty.pk}/waive/"):
            assert client.post(url, {"reason": "x", **form_for(course)}).status_code == 404
    duty.refresh_from_db()
    assigned.refresh_from_db()
    assert (duty.waived_at, assigned.withdrawn_on) == (None, None)


def test_administrators_get_in(administrator: User, course: CoursePage) -> None:
    assert client_of(administrator).get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"person": ""}, "请选择一个部门，或指定一个人"),
        ({"person": "nobody-here"}, "在职人员中没有这个工号或用户名"),
        ({"due_on": "2020-01-01", "confirmed": "1"}, "请选择今天或以后的日期"),
        ({"due_on": "soon"}, "日期"),
        ({"course": "999999"}, "errorlist"),
    ],
)
def test_what_cannot_be_assigned_is_said(
    hr: User, course: CoursePage, owner: User, change: dict[str, str], said: str
) -> None:
    answer = client_of(hr).post(NEW, {**form_for(course, person=owner.username), **change})
    assert said in answer.text
    assert not CourseAssignment.objects.exists()


def test_a_department_and_a_person_at_once_are_refused(
    hr: User, course: CoursePage, quality: Department, owner: User
) -> None:
    both = form_for(course, department=quality.pk, person=owner.username, confirmed="1")
    assert "请选择一个部门，或指定一个人" in client_of(hr).post(NEW, both).text
    assert not CourseAssignment.objects.exists()


def test_sending_the_form_twice_assigns_once(
    hr: User, course: CoursePage, assigned: CourseAssignment
) -> None:
    again = client_of(hr).post(NEW, form_for(course, person="zhouning", confirmed="1"))
    assert again.status_code == 400
    assert Duty.objects.count() == 1


def test_unpublished_courses_cannot_be_assigned(hr: User, course: CoursePage, owner: User) -> None:
    course.unpublish()
    client_of(hr).post(NEW, form_for(course, person=owner.username, confirmed="1"))
    assert not CourseAssignment.objects.exists()


def test_people_are_found_by_employee_number(hr: User, course: CoursePage, owner: User) -> None:
    client_of(hr).post(NEW, form_for(course, person=f" {owner.employee_no} ", confirmed="1"))
    assert CourseAssignment.objects.get().person == owner


def test_withdrawing_and_waiving(hr: User, assigned: CourseAssignment) -> None:
    client = client_of(hr)
    duty = Duty.objects.get()
    url = f"/zh-hans/learn/duty/{duty.pk}/waive/"
    assert "请写明理由" in client.post(url, {"reason": " "}, follow=True).text
    assert "长期外派" in client.post(url, {"reason": "长期外派<script>"}, follow=True).text
    shown = client.post(f"{LIST}{assigned.pk}/withdraw/", follow=True).text
    assert "已于" in shown
    assert "<script>长" not in shown


@pytest.mark.parametrize("address", [f"{LIST}999/", f"{LIST}999/withdraw/", "/zh-hans/learn/duty/999/waive/"])
def test_what_is_not_there_is_404(hr: User, address: str) -> None:
    client = client_of(hr)
    answer = client.post(address) if address.endswith(("withdraw/", "waive/")) else client.get(address)
    assert answer.status_code == 404


@pytest.mark.parametrize("people", [2, 30])
def test_lists_cost_the_same_at_two_sizes(
    hr: User, course: CoursePage, quality: Department, django_assert_max_num_queries: Any, people: int
) -> None:
    for number in range(people):
        user = User.objects.create(username=f"u{number}", name=f"人{number}", employee_no=f"N{number}")
        user.postings.create(department=quality, start_on="2024-01-01")
    client = client_of(hr)
    client.post(NEW, form_for(course, department=quality.pk, confirmed="1"))
    for url in (LIST, f"{LIST}{CourseAssignment.objects.get().pk}/"):
        with django_assert_max_num_queries(8):
            assert client.get(url).status_code == 200
