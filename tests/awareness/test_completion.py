"""Who is overdue and who holds a certificate: the screen, its pages and the file say the same."""

import io
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awareness import publishing
from awareness.actions import formula_for
from awareness.completion import OverdueList, certified
from awareness.periods import Quarter
from courses.models import Certificate, CourseAssignment, Duty
from people.models import Department, Posting, User, UserState
from tests.factories import client_of, make_person

COMPLETION = "/zh-hans/insights/completion/"
EXPORT = "/zh-hans/insights/completion/export/"


@pytest.fixture
def assignment(company: Department) -> CourseAssignment:
    now = timezone.now()
    return CourseAssignment.objects.create(
        course_key=uuid4(), course_code="c1", title_zh="认识内部客户", title_en="Meeting customers",
        department=company, due_on=timezone.localdate(now), created_at=now,
    )  # fmt: skip


def late(person: User, assignment: CourseAssignment, days: int) -> Duty:
    due_on = timezone.localdate() - timedelta(days=days)
    return Duty.objects.create(user=person, assignment=assignment, due_on=due_on)


def certificate(person: User) -> Certificate:
    return Certificate.objects.create(
        user=person, path_key=uuid4(), name=person.name, title_zh="内部客户基础", path_zh="全员路径",
        mark_bp=8_000, issued_at=timezone.now(),
    )  # fmt: skip


def publish() -> None:
    quarter = Quarter.of(timezone.localdate())
    publishing.publish(quarter, formula_for(quarter.label), now=timezone.now())


def test_the_longest_overdue_comes_first_and_a_slice_is_a_slice(
    quality: Department, assignment: CourseAssignment
) -> None:
    people = [make_person(f"late{number}", f"迟 {number}", quality) for number in range(5)]
    for days, person in enumerate(people, start=1):
        late(person, assignment, days)
    rows = OverdueList(Q())
    assert len(rows) == 5
    assert [row.days_late for row in rows] == [5, 4, 3, 2, 1]
    assert rows[1:3] == list(rows)[1:3]
    assert rows[0].department == quality.name


def test_somebody_who_moved_is_listed_where_they_stand_today(
    quality: Department, purchasing: Department, assignment: CourseAssignment
) -> None:
    person = make_person("mover", "调岗", quality)
    Posting.objects.create(
        user=person, department=purchasing, start_on=timezone.localdate() - timedelta(days=1)
    )
    late(person, assignment, 3)
    assert [row.department for row in OverdueList(Q(code=purchasing.code))] == [purchasing.name]
    assert list(OverdueList(Q(code=quality.code))) == []


def test_done_waived_withdrawn_and_gone_are_not_overdue(
    quality: Department, assignment: CourseAssignment, hr: User
) -> None:
    done, waived, gone = (make_person(f"x{number}", f"人 {number}", quality) for number in range(3))
    now = timezone.now()
    late(done, assignment, 3)
    late(waived, assignment, 3)
    late(gone, assignment, 3)
    assert len(OverdueList(Q())) == 3
    Duty.objects.filter(user=done).update(completed_at=now)
    Duty.objects.filter(user=waived).update(waived_at=now, waived_by=hr, reason="长期病假")
    User.objects.filter(pk=gone.pk).update(state=UserState.LEFT)
    assert len(OverdueList(Q())) == 0
    late(make_person("y", "人", quality), assignment, 3)
    CourseAssignment.objects.update(withdrawn_on=date(2026, 1, 1))
    assert len(OverdueList(Q())) == 0


def test_a_page_costs_the_same_however_many_are_overdue(
    quality: Department, assignment: CourseAssignment
) -> None:
    def cost() -> int:
        rows = OverdueList(Q())
        with CaptureQueriesContext(connection) as queries:
            assert len(rows) > 0
            list(rows[:50])
        return len(queries)

    late(make_person("first", "人", quality), assignment, 3)
    small = cost()
    for number in range(60):
        late(make_person(f"more{number}", f"人 {number}", quality), assignment, 3)
    assert cost() == small == 3


def test_screen_and_file_tell_of_certificates_alike(
    company: Department, quality: Department, purchasing: Department, assignment: CourseAssignment, hr: User
) -> None:
    first, second = make_person("c1", "甲", quality), make_person("c2", "乙", purchasing)
    for person in (first, first, second):
        certificate(person)
    publish()
    answer = client_of(hr).get(COMPLETION)
    lines = {line.code: line for line in answer.context["table"].lines}
    assert [lines[unit.code].certificates for unit in (quality, purchasing)] == [2, 1]
    assert lines[company.code].certificates == 3
    book = openpyxl.load_workbook(io.BytesIO(client_of(hr).get(EXPORT).content))
    table, _overdue, held = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    head = next(place for place, row in enumerate(table) if row[0] == "编码")
    column = table[head].index("证书")
    in_file = {row[0]: row[column] for row in table[head + 1 :]}
    assert all(in_file[code] == line.certificates for code, line in lines.items())
    assert sum(row[0] in {"甲", "乙"} for row in held) == 3


def test_a_part_lists_only_its_own_certificates(quality: Department, purchasing: Department) -> None:
    certificate(make_person("c1", "甲", quality))
    certificate(make_person("c2", "乙", purchasing))
    assert [row.name for row in certified(Q(code=quality.code))] == ["甲"]
