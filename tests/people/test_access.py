"""The doors: what is not yours is not there."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from people.access import (
    department_seen_or_404,
    departments_seen_by,
    my_roster_import,
    own_or_404,
    person,
    require,
)
from people.models import Department, Posting, RosterImport, User
from people.roles import Role, roles_of
from tests.factories import make_department


def asked_by(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_it_works(owner: User) -> None:
    posting = owner.postings.get()
    assert own_or_404(Posting.objects.all(), asked_by(owner), posting.pk) == posting


def test_somebody_elses_row_is_not_there(owner: User, colleague: User) -> None:
    with pytest.raises(Http404):
        own_or_404(Posting.objects.all(), asked_by(colleague), owner.postings.get().pk)


@pytest.mark.parametrize("pk", ["not-a-key", "", None, "1' or '1'='1", 2**80, -1])
def test_a_senseless_key_is_not_there(owner: User, pk: object) -> None:
    with pytest.raises(Http404):
        own_or_404(Posting.objects.all(), asked_by(owner), pk)


def test_an_import_of_somebody_else_is_not_there(hr: User, administrator: User) -> None:
    upload = RosterImport.objects.create(uploaded_by=hr, file_name="roster.xlsx")
    assert my_roster_import(asked_by(hr), upload.pk) == upload
    for request, pk in [
        (asked_by(administrator), upload.pk),
        (asked_by(hr), uuid.uuid4()),
        (asked_by(hr), "x"),
    ]:
        with pytest.raises(Http404):
            my_roster_import(request, pk)


def test_strangers_get_nothing(db: None) -> None:
    with pytest.raises(Http404):
        person(asked_by(AnonymousUser()))


def test_a_role_opens_only_its_own_pages(
    owner: User, manager: User, trainer: User, hr: User, administrator: User
) -> None:
    assert require(asked_by(hr), Role.HR, Role.ADMINISTRATOR) == hr
    assert require(asked_by(administrator), Role.HR, Role.ADMINISTRATOR) == administrator
    for user in (owner, manager, trainer):
        with pytest.raises(Http404):
            require(asked_by(user), Role.HR, Role.ADMINISTRATOR)


def test_who_sees_which_departments(
    owner: User, manager: User, hr: User, administrator: User, purchasing: Department
) -> None:
    team = make_department("P1", "供应商组", parent=purchasing)
    everything = set(Department.objects.all())
    assert set(departments_seen_by(hr)) == everything
    assert set(departments_seen_by(administrator)) == everything
    assert set(departments_seen_by(manager)) == {purchasing, team}
    assert list(departments_seen_by(owner)) == []


def test_the_manager_of_one_department_does_not_open_another(
    manager: User, purchasing: Department, quality: Department
) -> None:
    assert department_seen_or_404(asked_by(manager), purchasing.pk) == purchasing
    for pk in (quality.pk, "x", ""):
        with pytest.raises(Http404):
            department_seen_or_404(asked_by(manager), pk)


def test_a_head_who_moved_on_is_no_manager(manager: User, quality: Department) -> None:
    assert Role.MANAGER in roles_of(manager)
    Posting.objects.create(user=manager, department=quality, start_on="2025-01-01")
    again = User.objects.get(pk=manager.pk)
    assert Role.MANAGER not in roles_of(again)
    assert list(departments_seen_by(again)) == []
