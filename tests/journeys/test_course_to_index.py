"""A learner finishes course C1; HR sees the index and the completion figures change because of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from awareness import actions as awareness
from awareness.models import PersonScore, SnapshotUnit
from courses.actions import assign
from courses.models import Duty, Enrolment
from people.models import Department, User
from tests.factories import client_of, make_person
from tests.journeys.walks import course_c1, finish_c1

pytestmark = pytest.mark.django_db


def test_a_learner_finishes_c1(academy: None, owner: User) -> None:
    client = client_of(owner)
    assert client.get("/zh-hans/my/").status_code == 200
    finish_c1(client, owner)
    enrolment = Enrolment.objects.get(user=owner)
    assert enrolment.completed_at is not None
    assert client.get(course_c1().get_url()).status_code == 200
    assert "谁是我的内部客户" in client.get("/zh-hans/my/").content.decode()


def test_hr_sees_index_and_completion_change(
    academy: None, hr: User, owner: User, quality: Department
) -> None:
    now = timezone.now()
    due_on = timezone.localdate(now) + timedelta(days=30)
    people = [owner, *(make_person(f"worker{n}", f"同事{n}", quality) for n in range(5))]
    _assign(hr, quality, due_on)
    awareness.rebuild_quarter(now=now)
    before = SnapshotUnit.objects.get(code="Q")
    assert (before.index, before.duties_done) == (None, 0)

    for person in people:
        finish_c1(client_of(person), person)
    assert awareness.refresh_provisional(now=timezone.now()) >= len(people)

    after = SnapshotUnit.objects.get(code="Q")
    assert after.index is not None
    assert (after.duties_due, after.duties_done) == (len(people), len(people))
    screen = client_of(hr).get("/zh-hans/insights/?unit=Q").content.decode()
    assert str(round(after.index, 1)) in screen
    assert Duty.objects.filter(completed_at__isnull=True).count() == 0


def test_one_persons_scores_are_on_no_screen_but_their_own(academy: None, owner: User, hr: User) -> None:
    finish_c1(client_of(owner), owner)
    awareness.refresh_provisional(now=timezone.now())
    scores = PersonScore.objects.get(user=owner)
    assert scores.knowledge == 10_000
    mine = client_of(owner).get("/zh-hans/insights/mine/").content.decode()
    assert "100.0" in mine
    assert SnapshotUnit.objects.filter(index__isnull=False).count() == 0
    assert owner.name not in client_of(hr).get("/zh-hans/insights/").content.decode()


def _assign(hr: User, department: Department, due_on: date) -> None:
    assign(
        actor=hr,
        course=course_c1(),
        department=department,
        due_on=due_on,
        required=True,
        now=timezone.now(),
    )
