"""HR's roster through HTTP and by command: preview, all or nothing, initial passwords."""

import io
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import Settings

from people.models import AuditEntry, Department, Posting, RosterImport, User
from people.roster_actions import clear_old_rosters
from tests.factories import client_of, make_person

ROSTER = "/zh-hans/people/roster/"
HEAD = "工号,姓名,部门编码,部门名称,上级部门,邮箱,职务,入职日期,离职日期,负责人\n"
GOOD = (
    HEAD
    + "E-zhouning,周宁,P,采购部,,zhou@example.com,主管,2024-01-01,,\n"
    + "E-qiu,小邱,Q,,,,,,2026-01-31,\n"
    + "N1,新人甲,L,物流部,CO,jia@example.com,,2026-03-02,,是\n"
    + "N2,𠮷乙<b>,L1,仓储组,L,,,2026/3/2,,\n"
)
BAD = GOOD + "N1,重复,ZZ,,,not-mail,,,,\n"


def send(client: Client, text: str = GOOD, name: str = "roster.csv") -> Any:
    data = {"file": SimpleUploadedFile(name, text.encode()), "as_of": timezone.localdate().isoformat()}
    return client.post(ROSTER, data)


def uploaded(client: Client, text: str = GOOD) -> RosterImport:
    return RosterImport.objects.get(pk=send(client, text)["Location"].rstrip("/").rpartition("/")[2])


def confirm(client: Client, made: RosterImport, digest: str | None = None) -> None:
    if digest is None:
        digest = client.get(f"{ROSTER}{made.pk}/").context["digest"]
    client.post(f"{ROSTER}{made.pk}/confirm/", {"digest": digest}, follow=True)


@pytest.fixture
def people(owner: User, colleague: User, manager: User) -> None:
    """The named people, so that the roster has somebody to change."""


def test_it_works(hr: User, people: None, owner: User, colleague: User) -> None:
    client = client_of(hr)
    made = uploaded(client)
    page = client.get(f"{ROSTER}{made.pk}/")
    assert page.context["counts"]["new"] == 2
    assert page.context["counts"]["leavers"] == 1
    assert not User.objects.filter(employee_no="N1").exists(), "a preview changes nothing"
    confirm(client, made)
    today = timezone.localdate()
    new = User.objects.get(employee_no="N1")
    assert (new.username, new.has_usable_password(), new.email) == ("N1", False, "jia@example.com")
    assert new.postings.get().is_head
    assert Department.objects.get(code="L1").parent == Department.objects.get(code="L")
    assert [p.department.code for p in owner.postings.all()] == ["Q", "P"]
    assert owner.postings.on(today).get().start_on == today
    colleague.refresh_from_db()
    assert not colleague.is_active
    assert str(colleague.postings.get().end_on) == "2026-02-01"
    made.refresh_from_db()
    assert (made.state, made.rows) == ("applied", [])
    assert AuditEntry.objects.filter(actor=hr, action="roster.import").count() == 1
    inside = Department.objects.inside(Department.objects.get(code="L"))
    assert {row.code for row in inside} == {"L", "L1"}


def test_the_same_file_twice_changes_nothing(hr: User, people: None) -> None:
    client = client_of(hr)
    confirm(client, uploaded(client))
    again = client.get(f"{ROSTER}{uploaded(client).pk}/")
    assert again.context["plan"].empty
    assert again.context["plan"].problems == []


def test_one_wrong_row_stops_everything(hr: User, people: None) -> None:
    client = client_of(hr)
    made = uploaded(client, BAD)
    page = client.get(f"{ROSTER}{made.pk}/")
    assert page.context["problem_count"] == 3
    before = (User.objects.count(), Department.objects.count(), Posting.objects.count())
    confirm(client, made)
    assert before == (User.objects.count(), Department.objects.count(), Posting.objects.count())
    sheet = client.get(f"{ROSTER}{made.pk}/problems.xlsx")
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.values)  # type: ignore[union-attr]  # has a sheet
    assert len(rows) == 4
    assert rows[1][0] == 6


def test_what_changed_since_the_preview_is_shown_again(hr: User, people: None, owner: User) -> None:
    client = client_of(hr)
    made = uploaded(client)
    digest = client.get(f"{ROSTER}{made.pk}/").context["digest"]
    User.objects.filter(pk=owner.pk).update(email="zhou@example.com")
    confirm(client, made, digest)
    assert not User.objects.filter(employee_no="N1").exists()
    confirm(client, made)
    assert User.objects.filter(employee_no="N1").exists()


def test_a_second_click_does_nothing(hr: User, people: None) -> None:
    client = client_of(hr)
    made = uploaded(client)
    digest = client.get(f"{ROSTER}{made.pk}/").context["digest"]
    confirm(client, made, digest)
    confirm(client, made, digest)
    assert User.objects.filter(employee_no="N1").count() == 1
    assert AuditEntry.objects.filter(action="roster.import").count() == 1


def test_an_old_preview_is_refused(hr: User, people: None) -> None:
    client = client_of(hr)
    made = uploaded(client)
    RosterImport.objects.update(created_at=timezone.now() - timedelta(hours=25))
    confirm(client, made)
    assert not User.objects.filter(employee_no="N1").exists()


def test_a_discarded_upload_keeps_no_personal_data(hr: User, people: None) -> None:
    client = client_of(hr)
    made = uploaded(client)
    client.post(f"{ROSTER}{made.pk}/discard/")
    made.refresh_from_db()
    assert (made.state, made.rows) == ("discarded", [])
    confirm(client, made, "x")
    assert not User.objects.filter(employee_no="N1").exists()


def test_forgotten_uploads_are_cleared(hr: User, people: None) -> None:
    made = uploaded(client_of(hr))
    assert clear_old_rosters(timezone.now() + timedelta(hours=1)) == 0
    assert clear_old_rosters(timezone.now() + timedelta(hours=25)) == 1
    made.refresh_from_db()
    assert made.rows == []


def test_an_import_of_somebody_else_is_not_there(hr: User, administrator: User, people: None) -> None:
    made = uploaded(client_of(hr))
    other = client_of(administrator)
    for path in ("", "problems.xlsx"):
        assert other.get(f"{ROSTER}{made.pk}/{path}").status_code == 404
    for path in ("confirm/", "discard/", "initial-passwords.xlsx"):
        assert other.post(f"{ROSTER}{made.pk}/{path}").status_code == 404
    made.refresh_from_db()
    assert made.state == "previewed"


def test_only_hr_and_administrators_find_the_roster(
    owner: User, manager: User, trainer: User, administrator: User
) -> None:
    for user in (owner, manager, trainer):
        client = client_of(user)
        assert client.get(ROSTER).status_code == 404
        assert send(client).status_code == 404
        assert client.get(f"{ROSTER}template.xlsx").status_code == 404
    assert client_of(administrator).get(ROSTER).status_code == 200
    assert not RosterImport.objects.exists()


def test_an_import_gives_nobody_a_role(hr: User, people: None) -> None:
    client = client_of(hr)
    confirm(client, uploaded(client, "工号,姓名,groups,is_superuser,state\nN1,甲,administrator,1,active\n"))
    new = User.objects.get(employee_no="N1")
    assert not new.is_superuser
    assert not new.groups.exists()


def test_initial_passwords_are_shown_once_and_must_be_changed(
    hr: User, people: None, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    client = client_of(hr)
    made = uploaded(client)
    confirm(client, made)
    answer = client.post(f"{ROSTER}{made.pk}/initial-passwords.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]  # has a sheet
    assert [row[0] for row in rows[1:]] == ["N2"], "people with an e-mail address invite themselves"
    password = str(rows[1][2])
    assert len(password) == 15
    visitor = Client()
    login = visitor.post("/accounts/login/", {"login": "N2", "password": password})
    assert login["Location"] == "/accounts/first-password/"
    own = {"password1": "my-own-choice-9", "password2": "my-own-choice-9"}
    assert visitor.post("/accounts/first-password/", own)["Location"] == "/zh-hans/my/"
    again = client.post(f"{ROSTER}{made.pk}/initial-passwords.xlsx")
    assert len(list(load_workbook(io.BytesIO(again.content)).active.values)) == 1  # type: ignore[union-attr]  # as above
    assert password not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_hostile_text_is_only_text(hr: User, people: None) -> None:
    client = client_of(hr)
    made = uploaded(client, HEAD + 'N2,"<script>alert(1)</script>",Q,,,,,,,\n')
    page = client.get(f"{ROSTER}{made.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("name", "text"), [("a.pdf", "x"), ("a.csv", "x"), ("a.csv", ""), ("a.xlsx", "x"), ("a.csv", HEAD)]
)
def test_an_unreadable_file_is_answered_with_a_sentence(hr: User, name: str, text: str) -> None:
    answer = send(client_of(hr), text, name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not RosterImport.objects.exists()


def test_a_day_far_away_is_refused(hr: User) -> None:
    data = {"file": SimpleUploadedFile("a.csv", GOOD.encode()), "as_of": "2062-01-01"}
    assert client_of(hr).post(ROSTER, data).context["form"].errors["as_of"]


def test_the_last_administrator_cannot_be_imported_away(hr: User, administrator: User) -> None:
    client = client_of(hr)
    confirm(client, uploaded(client, "工号,姓名,离职日期\nE-admin1,管理员,2026-01-31\nN1,甲,\n"))
    administrator.refresh_from_db()
    assert administrator.is_active
    assert not User.objects.filter(employee_no="N1").exists()


def test_the_command_does_the_same(people: None, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(GOOD)
    said = io.StringIO()
    call_command("import_roster", str(path), "--dry-run", stdout=said)
    assert "new: 2" in said.getvalue()
    assert not User.objects.filter(employee_no="N1").exists()
    call_command("import_roster", str(path), stdout=said)
    assert User.objects.filter(employee_no="N1").exists()


def test_the_command_refuses_what_the_screen_refuses(people: None, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(BAD)
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_roster", str(path), stderr=said)
    assert said.getvalue().count("\n") == 3
    for wrong in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(CommandError):
            call_command("import_roster", str(wrong))
    assert not User.objects.filter(employee_no="N1").exists()


def test_a_large_roster_takes_few_queries(hr: User, company: Department) -> None:
    client = client_of(hr)
    rows = "".join(f"W{n:05},员工{n},CO,,,w{n}@example.com,,,,\n" for n in range(5_000))
    started = time.monotonic()
    made = uploaded(client, HEAD + rows)
    with CaptureQueriesContext(connection) as queries:
        confirm(client, made)
    assert User.objects.filter(employee_no__startswith="W").count() == 5_000
    assert len(queries) < 200
    assert time.monotonic() - started < 60
    moved = HEAD + rows.replace(",CO,", ",N,新部门,").replace(",,,,w", ",CO,w")
    second = uploaded(client, moved.replace("新部门,,,", "新部门,CO,"))
    confirm(client, second)
    assert Posting.objects.filter(department__code="N").count() == 5_000


def test_the_preview_needs_the_same_queries_at_any_size(hr: User, company: Department) -> None:
    client = client_of(hr)
    numbers = []
    for size in (3, 60):
        for index in range(size):
            make_person(f"s{size}x{index}", "某人", company)
        made = uploaded(client, HEAD + "".join(f"E-s{size}x{i},新名,,,,,,,,\n" for i in range(size)))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{ROSTER}{made.pk}/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_one_person_gets_a_new_initial_password(hr: User, owner: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    browser = client_of(owner)
    page = client_of(hr).post(f"{ROSTER}initial-password/", {"employee_no": "E-zhouning"})
    assert browser.get("/zh-hans/my/").status_code == 302
    owner.refresh_from_db()
    assert owner.check_password(page.context["password"])
    assert owner.must_change_password


@pytest.mark.parametrize("number", ["E-qiu", "E-jiang", "E-admin1", "E-xulan", "nobody", ""])
def test_no_initial_password_for_people_with_mail_or_a_role(
    hr: User, trainer: User, administrator: User, colleague: User, number: str
) -> None:
    User.objects.filter(pk=colleague.pk).update(email="qiu@example.com")
    answer = client_of(hr).post(f"{ROSTER}initial-password/", {"employee_no": number})
    assert answer.status_code == 302
    assert not User.objects.filter(must_change_password=True).exists()


def test_hr_cannot_take_an_administrators_account(hr: User, administrator: User) -> None:
    client = client_of(hr)
    made = uploaded(client, "工号,姓名,邮箱\nE-admin1,管理员,mine@example.com\n")
    assert [p.code for p in client.get(f"{ROSTER}{made.pk}/").context["plan"].problems] == ["guarded"]
    confirm(client, made)
    administrator.refresh_from_db()
    assert administrator.email == ""
