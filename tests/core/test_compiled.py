"""Compiled queries give what the query itself gives, whatever the values."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import DateField, IntegerField, QuerySet, UUIDField
from django.utils import timezone

from core.compiled import Compiled, Slot
from courses.models import StepCompletion
from people.models import Posting, User


def _steps() -> "QuerySet[StepCompletion, Any]":
    user, course = Slot("user", IntegerField()), Slot("course", UUIDField())
    rows = StepCompletion.objects.filter(user_id=user, course_key=course)
    return rows.order_by("step_key").values_list("step_key", "completed_at")


def test_rows_are_pythons_values_for_each_call(owner: User, colleague: User) -> None:
    compiled, course = Compiled(_steps), uuid4()
    for user in (owner, colleague, colleague):
        StepCompletion.objects.create(
            user=user, course_key=course, step_key=uuid4(), kind="lesson", completed_at=timezone.now()
        )
    for user in (owner, colleague):
        expected = StepCompletion.objects.filter(user=user).order_by("step_key")
        rows = compiled.rows(user=user.pk, course=course)
        assert rows == [list(row) for row in expected.values_list("step_key", "completed_at")]
        assert isinstance(rows[0][0], UUID)
    assert compiled.rows(user=owner.pk, course=uuid4()) == []


def test_raw_rows_differ_exactly_when_the_rows_do(owner: User) -> None:
    compiled = Compiled(
        lambda: Posting.objects.filter(user_id=Slot("user", IntegerField())).values_list("title")
    )
    before = compiled.raw(user=owner.pk)
    assert compiled.raw(user=owner.pk) == before
    Posting.objects.filter(user=owner).update(title="检验员")
    assert compiled.raw(user=owner.pk) != before


def test_slots_work_in_ranges_lists_and_subqueries(owner: User) -> None:
    day = Slot("day", DateField())
    listed = Compiled(
        lambda: Posting.objects.in_force(day).filter(user_id=Slot("user", IntegerField())).values_list("pk")
    )
    posting = Posting.objects.get(user=owner)
    assert listed.rows(day=date(2026, 1, 1), user=owner.pk) == [[posting.pk]]
    assert listed.rows(day=date(2023, 1, 1), user=owner.pk) == []


def test_a_missing_value_is_an_error(owner: User) -> None:
    with pytest.raises(KeyError):
        Compiled(_steps).rows(user=owner.pk)
