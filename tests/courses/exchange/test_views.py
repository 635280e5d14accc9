"""The desk's screens of courses as files."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from core.uploads import ImportState
from courses.exchange.collecting import collect
from courses.models import CourseImport, CourseIndexPage, CoursePage
from desk.actions import archive
from people.models import AuditEntry, User
from people.permissions import ensure_roles
from tests.courses.builders import make_course, make_quiz_page
from tests.courses.exchange.parcels import changed, unpacked, write, zipped
from tests.factories import client_of

pytestmark = pytest.mark.django_db
UPLOAD = "/cms/courses/import/"
COURSE = "pages/zh-hans/000-c1.json"


@pytest.fixture
def desk(site: dict[str, CourseIndexPage], trainer: User) -> Client:
    ensure_roles()  # there are home pages now
    return client_of(trainer)


def taken(desk: Client, course: CoursePage) -> bytes:
    """Return a course as the desk gives it."""
    answer = desk.post(f"/cms/courses/{course.pk}/export/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    return bytes(answer.content)


def send(desk: Client, content: bytes, name: str = "course.zip") -> Any:
    return desk.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def test_it_works(desk: Client, trainer: User, site: dict[str, CourseIndexPage], course: CoursePage) -> None:
    make_quiz_page(course)
    page = desk.get(f"/cms/courses/{course.pk}/export/").text
    assert "草稿" in page
    assert "正确答案" in page
    assert not AuditEntry.objects.filter(action="courses.export").exists()
    content = taken(desk, course)
    entry = AuditEntry.objects.get(action="courses.export")
    assert (entry.actor, entry.subject) == (trainer, "c1")
    course.delete()
    answer = send(desk, content)
    shown = desk.get(answer["Location"]).text
    assert "课程 c1" in shown
    assert "导入课程" in shown
    upload = CourseImport.objects.get()
    assert desk.post(f"{UPLOAD}{upload.pk}/confirm/").status_code == 302
    assert "正在一次性写入课程" in desk.get(f"{UPLOAD}{upload.pk}/").text
    write(upload)
    made = CoursePage.objects.get(key="c1")
    done = desk.get(f"{UPLOAD}{upload.pk}/").text
    assert f"/cms/pages/{made.pk}/" in done
    assert desk.get(f"/cms/pages/{made.pk}/edit/").status_code == 200
    for lesson in made.get_children():
        assert desk.get(f"/cms/pages/{lesson.pk}/edit/").status_code == 200


def test_a_copy_says_so_before_and_shows_the_one_that_is_here(desk: Client, course: CoursePage) -> None:
    shown = desk.get(send(desk, taken(desk, course))["Location"]).text
    assert "作为副本导入" in shown
    assert f"/cms/pages/{course.pk}/" in shown


@pytest.mark.parametrize("content", [b"hello", b"", b"PK", b"%PDF-1.7"])
def test_what_is_no_zip_is_said_at_the_field(desk: Client, content: bytes) -> None:
    assert send(desk, content).context["form"].errors["file"]
    assert not CourseImport.objects.exists()


def test_a_hostile_zip_gets_its_sentence(desk: Client) -> None:
    shown = desk.get(send(desk, zipped(("../evil.json", b"{}")))["Location"]).text
    assert "指向 zip 之外" in shown
    assert "confirm/" not in shown


def test_hostile_names_are_shown_as_text(desk: Client, course: CoursePage) -> None:
    hostile = "<script>alert(1)</script>"

    def change(members: Any) -> None:
        members[COURSE]["fields"]["title"] = hostile
        members[COURSE]["fields"][hostile] = 1

    answer = send(desk, changed(taken(desk, course), change), name=f"{hostile}.zip")
    assert hostile not in desk.get(answer["Location"]).text
    assert hostile not in desk.get(UPLOAD).text


def test_problems_can_be_taken_along(desk: Client, course: CoursePage) -> None:
    content = changed(taken(desk, course), lambda members: members[COURSE]["fields"].pop("title"))
    place = send(desk, content)["Location"]
    sheet = load_workbook(io.BytesIO(desk.get(f"{place}problems/").content)).active
    assert sheet is not None
    assert next(cell.value for cell in sheet[2]) == COURSE


def test_discarding_changes_nothing(desk: Client, course: CoursePage) -> None:
    place = send(desk, taken(desk, course))["Location"]
    desk.post(f"{place}discard/")
    upload = CourseImport.objects.get()
    assert (upload.state, bytes(upload.content)) == (ImportState.DISCARDED, b"")
    assert "没有" in desk.get(place).text
    desk.post(f"{place}confirm/")
    upload.refresh_from_db()
    assert upload.state == ImportState.DISCARDED


def test_strangers_find_nothing(desk: Client, course: CoursePage, owner: User, administrator: User) -> None:
    place, other = send(desk, taken(desk, course))["Location"], client_of(administrator)
    for action in ("", "problems/", "confirm/", "discard/"):
        for answer in (other.get(f"{place}{action}"), other.post(f"{place}{action}")):
            assert answer.status_code in {404, 405} or answer["Location"].startswith("/zh-hans/cms/")
    assert CourseImport.objects.get().state == ImportState.PREVIEWED
    refused = client_of(owner).post(f"/cms/courses/{course.pk}/export/")
    assert refused.status_code in {302, 404}
    assert not refused.content.startswith(b"PK")
    assert desk.post("/cms/courses/999999/export/").status_code in {302, 404}


def test_the_desk_offers_both(desk: Client, course: CoursePage) -> None:
    assert UPLOAD in desk.get("/cms/desk_courses/").text
    for place in (f"/cms/pages/{course.pk}/edit/", f"/cms/pages/{course.get_parent().pk}/"):
        assert f"/cms/courses/{course.pk}/export/" in desk.get(place).text
    lesson = course.get_first_child()
    assert f"/cms/courses/{lesson.pk}/export/" not in desk.get(f"/cms/pages/{lesson.pk}/edit/").text


def test_no_archived_step_leaves(desk: Client, trainer: User, course: CoursePage) -> None:
    before = set(unpacked(taken(desk, course)))
    archive(course.get_first_child().specific, user=trainer, now=timezone.now())
    assert before - set(unpacked(taken(desk, course))) == {
        "pages/zh-hans/001-c1m1.json",
        "pages/zh-hans/002-c1m2.json",
    }
    assert "1 个已归档的步骤" in desk.get(f"/cms/courses/{course.pk}/export/").text


@pytest.mark.parametrize("lessons", [2, 6])
def test_questions_to_the_database_grow_with_the_course_and_not_faster(
    desk: Client, site: dict[str, CourseIndexPage], lessons: int
) -> None:
    course = make_course(site["zh-hans"], "c9", lessons=lessons)
    with CaptureQueriesContext(connection) as asked:
        collect(course)
    assert len(asked) <= 12 + 3 * lessons
