"""A published question is never changed, whoever tries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from quizzes.models import QuestionVersion
from tests.quizzes.factories import NOW, make_question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"key": "q-other"},
        {"number": 9},
        {"kind": "numeric"},
        {"dimension": "ownership"},
        {"module": "c9m9"},
        {"content": {}},
        {"digest": "0"},
        {"created_at": NOW + timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_changes_no_published_question(change: dict[str, Any]) -> None:
    make_question(key="q-1")
    versions = QuestionVersion.objects.all()
    before = versions.values().get()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        versions.update(**change)
    assert versions.values().get() == before


def test_it_can_be_taken_out_corrected_and_outlive_its_question() -> None:
    question = make_question(key="q-1")
    other = make_question(key="q-2").versions.get()
    versions = QuestionVersion.objects.filter(key="q-1")
    assert versions.update(voided_on=NOW.date(), corrected_by=other) == 1
    question.delete()
    assert versions.get().question is None
