"""The roles' groups equal the code, and the code gives no more than it should."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, Page, Task, Workflow
from wagtail.snippets.models import get_snippet_models

from people.models import Department, User
from people.permissions import ADMINISTRATOR, AUTHORED, TRAINER, differences, ensure_roles
from people.roles import Role
from tests.factories import make_person

AUTHORING_APPS = {"quizzes", "cases", "courses"}


def test_it_works(db: None) -> None:
    call_command("ensure_roles")
    call_command("ensure_roles", "--check")
    assert set(Group.objects.values_list("name", flat=True)) == {"trainer", "hr", "administrator"}


def test_a_difference_is_printed_and_fails(db: None) -> None:
    ensure_roles()
    trainers = Group.objects.get(name=Role.TRAINER)
    trainers.permissions.add(Permission.objects.get(codename="add_user"))
    trainers.permissions.remove(Permission.objects.get(codename="access_admin"))
    Group.objects.create(name="friends")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("ensure_roles", "--check", stdout=said)
    assert "trainer: has people.add_user" in said.getvalue()
    assert "trainer: lacks wagtailadmin.access_admin" in said.getvalue()
    assert "friends: has group" in said.getvalue()


def test_rights_added_by_hand_are_taken_away(db: None) -> None:
    ensure_roles()
    group = Group.objects.get(name=Role.HR)
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=publish)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    ensure_roles()
    assert differences() == []
    assert not GroupPagePermission.objects.filter(group=group).exists()


def test_trainers_get_nothing_about_people_groups_or_tokens() -> None:
    for name in TRAINER:
        app, codename = name.split(".")
        assert app not in {"auth", "people", "wagtailusers", "awareness", "mfa"}
        assert "apitoken" not in codename


def test_administrators_change_neither_groups_nor_history() -> None:
    for name in ADMINISTRATOR:
        app, codename = name.split(".")
        assert app not in {"auth", "awareness", "mfa"}
        assert codename not in {"delete_user", "add_apitoken", "change_apitoken"}


def test_every_snippet_of_the_authoring_apps_is_listed(db: None) -> None:
    authored = {
        (model._meta.app_label, model._meta.model_name)
        for model in get_snippet_models()
        if model._meta.app_label in AUTHORING_APPS
    }
    assert authored <= set(AUTHORED)


def test_trainers_publish_below_every_home_page(company: Department) -> None:
    ensure_roles()
    trainer = make_person("jiang", "江雯", company, group="trainer")
    for top in Page.objects.filter(depth=2):
        rights = top.permissions_for_user(trainer)
        assert rights.can_edit()
        assert rights.can_publish_subpage()
        assert rights.can_lock()


def test_hr_does_not_enter_the_desk(hr: User) -> None:
    ensure_roles()
    assert not hr.has_perm("wagtailadmin.access_admin")


def test_the_stock_approval_is_named_in_the_language_of_the_site(db: None) -> None:
    ensure_roles()

    assert list(Workflow.objects.values_list("name", flat=True)) == ["内容审核"]
    assert list(Task.objects.values_list("name", flat=True)) == ["培训讲师审核"]


def test_a_name_people_have_given_to_the_approval_stays(db: None) -> None:
    Workflow.objects.update(name="质量部复核")

    ensure_roles()

    assert list(Workflow.objects.values_list("name", flat=True)) == ["质量部复核"]
