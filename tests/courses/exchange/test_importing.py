"""Courses come in: all or nothing, once, as a copy where they are already, whatever happens on the way."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from core.refused import Refused
from core.uploads import LEASE, MOST_TRIES, ImportState
from courses.actions import importing
from courses.exchange.making import Maker
from courses.exchange.reading import read as read_package
from courses.models import CourseImport, CoursePage, LessonPage
from people.models import AuditEntry, User
from quizzes.models import Question, Quiz
from tests.courses.exchange.drawing import drawn
from tests.courses.exchange.parcels import (
    COURSE,
    Members,
    changed,
    export,
    fields_of,
    first_question,
    forget,
    read,
    said,
    unpacked,
    with_picture,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def parcel(academy: None) -> bytes:
    """Return the first course as a file; it is still in the database."""
    return export()


def _rows() -> list[int]:
    models: list[Any] = [Page, Question, Quiz, Image, Document]
    return [model.objects.count() for model in models]


def test_a_course_that_is_here_comes_as_a_copy_and_changes_nothing(parcel: bytes, trainer: User) -> None:
    before = unpacked(parcel)
    upload = read(trainer, parcel)
    assert (upload.preview["is_copy"], upload.preview["key"]) == (True, "c1-2")
    becomes = {(line["kind"], line["becomes"]) for line in upload.preview["lines"] if not line["language"]}
    assert becomes == {("question", "used"), ("quiz", "copied"), ("case", "used"), ("role_play", "used")}
    upload = write(upload)
    assert upload.state == ImportState.APPLIED
    assert unpacked(export()) == before
    copy = unpacked(export("c1-2"))
    assert len(copy) == len(before)
    assert LessonPage.objects.filter(key="c1m1-2").count() == 2
    assert Quiz.objects.filter(key="c1-quiz-2").count() == 1
    one, two = (
        set(Page.objects.filter(path__startswith=page.path).values_list("translation_key", flat=True))
        for page in (CoursePage.objects.filter(key=key).order_by("pk")[0] for key in ("c1", "c1-2"))
    )
    assert not one & two
    third = read(trainer, parcel)
    assert third.preview["key"] == "c1-3"


def test_a_question_that_says_something_else_here_is_not_overwritten(parcel: bytes, trainer: User) -> None:
    def change(members: Members) -> None:
        first_question(members)["fields"]["stem_zh"] = "另一个题干"

    content = changed(parcel, change)
    key = first_question(unpacked(content))["fields"]["key"]
    stem = Question.objects.get(key=key).stem_zh
    forget_pages()
    upload = write(read(trainer, content))
    assert upload.state == ImportState.APPLIED
    assert Question.objects.get(key=key).stem_zh == stem
    assert Question.objects.get(key=f"{key}-2").stem_zh == "另一个题干"
    assert not Question.objects.get(key=f"{key}-2").live


def forget_pages() -> None:
    """Take the course's pages away and leave its questions."""
    for page in CoursePage.objects.filter(key="c1"):
        page.delete()


def test_a_copy_of_the_pages_uses_what_is_the_same(parcel: bytes, trainer: User) -> None:
    forget_pages()
    upload = read(trainer, parcel)
    assert not upload.preview["is_copy"]
    assert {line["becomes"] for line in upload.preview["lines"] if not line["language"]} == {"used"}
    rows = _rows()[1:]
    write(upload)
    assert _rows()[1:] == rows
    assert unpacked(export()) == unpacked(parcel)


def test_confirming_and_working_twice_writes_once(parcel: bytes, trainer: User) -> None:
    forget()
    upload = write(read(trainer, parcel))
    write(upload)
    assert not importing.work_on(pk=upload.pk, state=ImportState.CONFIRMED, now=timezone.now)
    assert importing.work_off(now=timezone.now) == 0
    assert CoursePage.objects.filter(title=upload.preview["titles"]["zh-hans"]).count() == 1
    assert AuditEntry.objects.filter(action="courses.import").count() == 1


def test_two_trainers_with_the_same_course(parcel: bytes, trainer: User, administrator: User) -> None:
    """The second sees a new preview: what was to be the course would now be a copy, and was not asked for."""
    forget()
    one, two = read(trainer, parcel), read(administrator, parcel)
    importing.confirm_course(upload=two, now=timezone.now())
    assert write(one).state == ImportState.APPLIED
    two = write(two)
    assert (two.state, two.preview["again"], two.preview["is_copy"]) == (ImportState.PREVIEWED, True, True)
    assert CoursePage.objects.filter(key__startswith="c1").count() == 2
    assert write(two).state == ImportState.APPLIED
    assert CoursePage.objects.filter(key="c1-2").count() == 2


def test_who_works_holds_the_lease(parcel: bytes, trainer: User) -> None:
    upload = importing.upload_course(actor=trainer, file_name="a.zip", content=parcel)
    CourseImport.objects.update(leased_until=timezone.now() + LEASE)
    assert importing.work_off(now=timezone.now) == 0
    assert importing.work_off(now=lambda: timezone.now() + 2 * LEASE) == 1
    upload.refresh_from_db()
    assert upload.state == ImportState.PREVIEWED


def test_an_accident_in_the_middle_leaves_nothing(parcel: bytes, trainer: User) -> None:
    content = changed(parcel, with_picture(drawn()))
    forget()
    upload = read(trainer, content)
    importing.confirm_course(upload=upload, now=timezone.now())
    before = _rows()
    for _attempt in range(MOST_TRIES):
        with mock.patch.object(Maker, "_link_pages", side_effect=RuntimeError("power cut")):
            CourseImport.objects.update(leased_until=None)
            importing.work_on(pk=upload.pk, state=ImportState.CONFIRMED, now=timezone.now)
        assert _rows() == before
        assert default_storage.listdir("original_images")[1] == []
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == (ImportState.FAILED, b"")


def test_a_kill_leaves_no_row_and_the_next_try_no_second_file(parcel: bytes, trainer: User) -> None:
    """A killed process runs no cleaning: its rows were never committed, its file is replaced by the retry."""
    content = changed(parcel, with_picture(drawn()))
    forget()
    upload = read(trainer, content)
    importing.confirm_course(upload=upload, now=timezone.now())
    before = _rows()
    killed = mock.patch.object(Maker, "_link_pages", side_effect=SystemExit)
    with killed, mock.patch.object(FileSystemStorage, "delete"), pytest.raises(SystemExit):
        importing.work_on(pk=upload.pk, state=ImportState.CONFIRMED, now=timezone.now)
    assert _rows() == before
    assert len(default_storage.listdir("original_images")[1]) == 1
    assert importing.work_off(now=timezone.now) == 0
    assert importing.work_off(now=lambda: timezone.now() + 2 * LEASE) == 1
    assert len(default_storage.listdir("original_images")[1]) == 1
    upload.refresh_from_db()
    assert upload.state == ImportState.APPLIED


def test_a_file_that_kills_the_worker_is_given_up(parcel: bytes, trainer: User) -> None:
    upload = importing.upload_course(actor=trainer, file_name="a.zip", content=parcel)
    CourseImport.objects.update(tries=MOST_TRIES)
    importing.work_off(now=timezone.now)
    upload.refresh_from_db()
    assert upload.state == ImportState.FAILED
    assert upload.failure


def test_who_lost_the_lease_writes_nothing(parcel: bytes, trainer: User) -> None:
    forget()
    upload = read(trainer, parcel)
    importing.confirm_course(upload=upload, now=timezone.now())
    lost = CourseImport.objects.get(pk=upload.pk)
    CourseImport.objects.update(tries=5)
    before = _rows()
    importing._write(lost, timezone.now())
    assert _rows() == before


def test_what_cannot_be_imported_cannot_be_confirmed(parcel: bytes, trainer: User) -> None:
    upload = read(trainer, changed(parcel, lambda members: fields_of(members, COURSE).pop("title")))
    assert said(upload) == ["此处缺少内容。"]
    assert refusal(upload) == "problems"


def refusal(upload: CourseImport) -> str:
    """Return the code a confirmation is refused with."""
    with pytest.raises(Refused) as caught:
        importing.confirm_course(upload=upload, now=timezone.now())
    return caught.value.code


def test_old_previews_are_cleared(parcel: bytes, trainer: User) -> None:
    old, fresh = read(trainer, parcel), read(trainer, parcel)
    CourseImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=25))
    old.refresh_from_db()
    assert refusal(old) == "expired"
    assert importing.clear_old_courses(timezone.now()) == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.state, bytes(old.content)) == (ImportState.DISCARDED, b"")
    assert fresh.state == ImportState.PREVIEWED
    assert refusal(old) == "expired"


def test_pictures_that_are_here_are_not_doubled(parcel: bytes, trainer: User) -> None:
    content = changed(parcel, with_picture(drawn()))
    write(read(trainer, content))
    write(read(trainer, content))
    assert Image.objects.count() == 1
    again = export("c1-2")
    write(read(trainer, again))
    assert Image.objects.count() == 1


def test_reading_does_not_hold_the_database(parcel: bytes, trainer: User) -> None:
    """The long part of an import happens outside of any transaction of its own."""
    depth = len(connection.savepoint_ids)
    with mock.patch("courses.actions.importing.read", wraps=read_package) as reading:
        reading.side_effect = lambda content: (
            pytest.fail("inside") if len(connection.savepoint_ids) > depth else mock.DEFAULT
        )
        forget()
        depth = len(connection.savepoint_ids)
        write(read(trainer, parcel))
    assert reading.call_count == 2
