"""Changes to people and departments, and every refusal."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from core.refused import Refused
from people import actions
from people.models import AuditEntry, Department, Posting, User, UserState
from tests.factories import client_of, make_department, make_person

MARCH, JUNE = date(2025, 3, 1), date(2025, 6, 1)


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_it_works(hr: User, company: Department) -> None:
    made = actions.create_department(actor=hr, code="L", name_zh="物流部", parent=company)
    company.refresh_from_db()
    assert (made.tree_pre, made.depth) == (2, 1)
    assert company.tree_last == 2
    entry = AuditEntry.objects.get(action="department.create", subject="L")
    assert entry.actor == hr


def test_a_code_is_given_once(company: Department) -> None:
    with refused("code_taken"):
        actions.create_department(actor=None, code="CO", name_zh="又一个公司")


def test_a_moved_department_takes_its_own_along(
    company: Department, quality: Department, purchasing: Department
) -> None:
    team = make_department("Q1", "来料检验组", parent=quality)
    quality.refresh_from_db()
    actions.move_department(actor=None, department=quality, parent=purchasing)
    purchasing.refresh_from_db()
    assert set(Department.objects.inside(purchasing)) == {purchasing, quality, team}
    team.refresh_from_db()
    assert team.depth == 3


def test_a_department_is_not_moved_below_itself(company: Department, quality: Department) -> None:
    team = make_department("Q1", "来料检验组", parent=quality)
    with refused("circle"):
        actions.move_department(actor=None, department=quality, parent=team)
    quality.refresh_from_db()
    assert quality.parent == company


def test_closing_a_department(quality: Department, purchasing: Department) -> None:
    actions.close_department(actor=None, department=quality, on=JUNE, successor=purchasing)
    quality.refresh_from_db()
    assert (quality.valid_to, quality.successor) == (JUNE, purchasing)
    assert quality not in Department.objects.valid_on(JUNE)
    with refused("department_closed"):
        actions.post(actor=None, user=make_person("x", "某人", purchasing), department=quality, start_on=JUNE)


def test_a_department_with_people_stays_open(owner: User, quality: Department) -> None:
    with refused("people_left"):
        actions.close_department(actor=None, department=quality, on=JUNE)


def test_a_department_with_departments_below_stays_open(company: Department, quality: Department) -> None:
    with refused("children_left"):
        actions.close_department(actor=None, department=company, on=JUNE)


def test_a_department_does_not_continue_itself(quality: Department) -> None:
    with refused("own_successor"):
        actions.close_department(actor=None, department=quality, on=JUNE, successor=quality)


def test_a_department_is_not_closed_before_it_opens(company: Department) -> None:
    late = actions.create_department(actor=None, code="N", name_zh="新部", parent=company, valid_from=JUNE)
    with refused("closed_early"):
        actions.close_department(actor=None, department=late, on=MARCH)


def test_a_transfer_ends_the_old_posting(owner: User, quality: Department, purchasing: Department) -> None:
    actions.transfer(actor=None, user=owner, department=purchasing, on=JUNE)
    spells = list(owner.postings.values_list("department", "start_on", "end_on"))
    assert spells == [(quality.pk, date(2024, 1, 1), JUNE), (purchasing.pk, JUNE, None)]


def test_a_posting_put_before_a_later_one_ends_where_it_begins(
    owner: User, purchasing: Department, company: Department
) -> None:
    actions.post(actor=None, user=owner, department=purchasing, start_on=JUNE)
    between = actions.post(actor=None, user=owner, department=company, start_on=MARCH)
    assert between.end_on == JUNE
    for day in (date(2024, 5, 1), MARCH, JUNE):
        assert owner.postings.on(day).count() == 1


def test_a_posting_of_the_same_day_is_corrected(owner: User, purchasing: Department) -> None:
    actions.post(
        actor=None, user=owner, department=purchasing, start_on=date(2024, 1, 1), is_head=True, title="主管"
    )
    posting = owner.postings.get()
    assert (posting.department, posting.is_head, posting.title) == (purchasing, True, "主管")


def test_nobody_is_transferred_from_nowhere(company: Department) -> None:
    with refused("not_posted"):
        actions.transfer(actor=None, user=User.objects.create(username="x"), department=company, on=JUNE)


def test_an_ended_posting_keeps_its_past(owner: User) -> None:
    actions.end_posting(actor=None, user=owner, on=JUNE)
    assert owner.postings.get().end_on == JUNE
    actions.end_posting(actor=None, user=owner, on=date(2025, 7, 1))
    assert owner.postings.get().end_on == JUNE


def test_a_posting_lasts_at_least_a_day(owner: User) -> None:
    with refused("ends_at_start"):
        actions.end_posting(actor=None, user=owner, on=date(2024, 1, 1))


def test_a_leaver_is_out_at_once(hr: User, owner: User) -> None:
    browser = client_of(owner)
    assert browser.get("/zh-hans/my/").status_code == 200
    actions.deactivate(actor=hr, user=owner, on=JUNE)
    assert browser.get("/zh-hans/my/").status_code == 302
    assert (owner.state, owner.is_active) == (UserState.LEFT, False)
    assert owner.postings.get().end_on == JUNE
    actions.reactivate(actor=hr, user=owner)
    assert browser.get("/zh-hans/my/").status_code == 302


def test_a_leaver_loses_postings_that_had_not_begun(owner: User, purchasing: Department) -> None:
    Posting.objects.create(user=owner, department=purchasing, start_on=date(2030, 1, 1))
    actions.deactivate(actor=None, user=owner, on=JUNE)
    assert owner.postings.get().end_on == JUNE


def test_nobody_deactivates_themselves(hr: User) -> None:
    with refused("oneself"):
        actions.deactivate(actor=hr, user=hr, on=JUNE)


def test_the_last_administrator_stays(hr: User, administrator: User) -> None:
    with refused("last_administrator"):
        actions.deactivate(actor=hr, user=administrator, on=JUNE)
    hr.groups.add(Group.objects.get(name="administrator"))
    actions.deactivate(actor=hr, user=administrator, on=JUNE)
    assert not administrator.is_active
