"""The users area: administrators add and change accounts; nobody else, and nobody above them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AuditEntry, Department, User
from people.permissions import ensure_roles
from tests.factories import client_of, make_person

USERS = "/cms/users/"
NEW = {
    "username": "newcomer",
    "name": "新同事",
    "employee_no": "E-9",
    "email": "new@example.com",
    "mobile": "",
    "language": "zh-hans",
    "is_active": "on",
    "password1": "",
    "password2": "",
}


def form_of(user: User, **changed: object) -> dict[str, object]:
    data: dict[str, object] = {
        "username": user.username,
        "name": user.name,
        "employee_no": user.employee_no or "",
        "email": user.email,
        "mobile": user.mobile,
        "language": user.language,
        "is_active": "on",
        "password1": "",
        "password2": "",
        "groups": [group.pk for group in user.groups.all()],
    }
    return {key: value for key, value in {**data, **changed}.items() if value is not None}


def test_it_works(administrator: User, owner: User) -> None:
    client = client_of(administrator)
    assert "周宁" in client.get(USERS).content.decode()
    assert client.get(USERS, {"q": "周宁", "ordering": "-name"}).status_code == 200
    assert client.get(f"{USERS}new/").status_code == 200
    assert client.post(f"{USERS}new/", NEW).status_code == 302
    made = User.objects.get(username="newcomer")
    assert (made.name, made.employee_no, made.has_usable_password()) == ("新同事", "E-9", False)
    assert AuditEntry.objects.filter(actor=administrator, action="account.create").exists()
    page = client.get(f"{USERS}edit/{made.pk}/")
    assert page.status_code == 200
    assert "first_name" not in page.content.decode()


def test_an_account_is_changed_and_written_down(administrator: User, owner: User) -> None:
    client = client_of(administrator)
    roles = list(administrator.groups.values_list("pk", flat=True))
    answer = client.post(f"{USERS}edit/{owner.pk}/", form_of(owner, language="en", groups=roles))
    assert answer.status_code == 302
    owner.refresh_from_db()
    assert owner.language == "en"
    entry = AuditEntry.objects.get(action="account.change")
    assert entry.detail["roles"] == ["administrator"]
    assert "language" in entry.detail["fields"]


def test_people_without_number_or_mail_do_not_collide(administrator: User) -> None:
    client = client_of(administrator)
    for name in ("one", "two"):
        sent = {**NEW, "username": name, "employee_no": "", "email": ""}
        assert client.post(f"{USERS}new/", sent).status_code == 302
    assert User.objects.filter(employee_no=None).count() == 2


def test_a_password_given_by_an_administrator_must_be_changed(administrator: User, owner: User) -> None:
    given = {"password1": "given-by-admin-1", "password2": "given-by-admin-1"}
    client_of(administrator).post(f"{USERS}edit/{owner.pk}/", form_of(owner, **given))
    owner.refresh_from_db()
    assert owner.must_change_password
    assert owner.check_password("given-by-admin-1")


def test_a_closed_account_is_out_at_once(administrator: User, owner: User) -> None:
    browser = client_of(owner)
    client_of(administrator).post(f"{USERS}edit/{owner.pk}/", form_of(owner, is_active=None))
    assert browser.get("/zh-hans/my/").status_code == 302


@pytest.mark.parametrize("changed", [{"groups": []}, {"email": "ZHOU@example.com"}, {"username": "zhouning"}])
def test_refusals(administrator: User, owner: User, changed: dict[str, object]) -> None:
    User.objects.filter(pk=owner.pk).update(email="zhou@example.com")
    answer = client_of(administrator).post(
        f"{USERS}edit/{administrator.pk}/", form_of(administrator, **changed)
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_nobody_makes_themselves_superuser(administrator: User) -> None:
    client_of(administrator).post(
        f"{USERS}edit/{administrator.pk}/", form_of(administrator, is_superuser="on", is_staff="on")
    )
    administrator.refresh_from_db()
    assert not administrator.is_superuser
    assert not administrator.is_staff


def test_the_owner_of_the_installation_is_out_of_reach(administrator: User) -> None:
    root = User.objects.create_superuser("root", "root@example.com", "root-pass-12", name="Root")
    client = client_of(administrator)
    for answer in (
        client.get(f"{USERS}edit/{root.pk}/"),
        client.post(f"{USERS}edit/{root.pk}/", form_of(root)),
    ):
        assert answer.status_code in {302, 403}
    root.refresh_from_db()
    assert not AuditEntry.objects.filter(action="account.change").exists()


def test_trainers_and_hr_do_not_enter(trainer: User, hr: User, owner: User) -> None:
    ensure_roles()
    for user in (trainer, hr, owner):
        client = client_of(user)
        for path in ("", "new/", f"edit/{owner.pk}/", f"delete/{owner.pk}/"):
            assert client.get(USERS + path).status_code in {302, 403}
        assert client.get("/cms/groups/").status_code in {302, 403}


def test_people_are_not_deleted(administrator: User, owner: User) -> None:
    client_of(administrator).post(f"{USERS}delete/{owner.pk}/")
    assert User.objects.filter(pk=owner.pk).exists()


def test_accounts_are_not_changed_in_bulk(administrator: User, owner: User) -> None:
    client = client_of(administrator)
    for action in ("delete", "assign_role", "set_active_state"):
        answer = client.post(f"/cms/bulk/people/user/{action}/?id={owner.pk}", follow=True)
        assert answer.status_code == 404
    assert 'type="checkbox" data-bulk-action-checkbox' not in client.get(USERS).content.decode()


def test_ones_own_settings_open_and_save(trainer: User) -> None:
    client = client_of(trainer)
    page = client.get("/cms/account/")
    assert page.status_code == 200
    assert "name_email" not in page.content.decode()
    sent = {"locale-preferred_language": "en", "theme-theme": "system", "theme-contrast": "system"}
    assert client.post("/cms/account/", {**sent, "theme-density": "default"}).status_code in {200, 302}


def test_the_list_needs_the_same_queries_at_any_size(administrator: User, company: Department) -> None:
    client = client_of(administrator)
    numbers = []
    for size in (2, 12):
        for index in range(size):
            make_person(f"x{size}-{index}", "某人", company)
        client.get(USERS)
        with CaptureQueriesContext(connection) as queries:
            client.get(USERS)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
