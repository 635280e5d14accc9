"""People and departments on a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Department, Posting, User
from people.queries import (
    department_on,
    departments_headed,
    departments_on,
    headcounts,
    headcounts_below,
    heads_of,
    people_in,
    subtrees_of,
)
from tests.factories import make_department, make_person

JUNE = date(2025, 6, 1)


def test_it_works(owner: User, quality: Department) -> None:
    assert department_on(owner, JUNE) == quality
    assert department_on(owner, date(2023, 12, 31)) is None


def test_of_overlapping_postings_the_later_start_wins(
    owner: User, quality: Department, purchasing: Department
) -> None:
    Posting.objects.create(user=owner, department=purchasing, start_on=date(2025, 3, 1))
    assert department_on(owner, date(2025, 2, 28)) == quality
    assert department_on(owner, JUNE) == purchasing
    assert departments_on([owner.pk], JUNE) == {owner.pk: purchasing.pk}
    assert list(people_in(quality, JUNE)) == []
    assert headcounts(JUNE) == {purchasing.pk: 1}


def test_the_last_day_is_not_included(owner: User, quality: Department) -> None:
    owner.postings.update(end_on=JUNE)
    assert department_on(owner, date(2025, 5, 31)) == quality
    assert department_on(owner, JUNE) is None


def test_everybody_at_once_takes_one_query(
    owner: User, colleague: User, manager: User, quality: Department, purchasing: Department
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = departments_on(None, JUNE)
    assert found == {owner.pk: quality.pk, colleague.pk: quality.pk, manager.pk: purchasing.pk}
    assert len(queries) == 1


def test_people_below_belong_to_the_department_above(
    owner: User, colleague: User, manager: User, company: Department, quality: Department
) -> None:
    team = make_department("Q1", "来料检验组", parent=quality)
    inspector = make_person("luo", "罗工", team)
    quality.refresh_from_db()
    company.refresh_from_db()
    assert set(people_in(quality, JUNE)) == {owner, colleague, inspector}
    assert people_in(company, JUNE).count() == 4


def test_headcounts_add_up_along_the_tree(
    owner: User, colleague: User, manager: User, company: Department, quality: Department
) -> None:
    team = make_department("Q1", "来料检验组", parent=quality)
    make_person("luo", "罗工", team)
    below = headcounts_below(JUNE)
    assert (below[company.pk], below[quality.pk], below[team.pk]) == (4, 3, 1)


def test_heads(manager: User, owner: User, quality: Department, purchasing: Department) -> None:
    assert list(departments_headed(manager, JUNE)) == [purchasing]
    assert list(departments_headed(owner, JUNE)) == []
    assert heads_of([quality.pk, purchasing.pk], JUNE) == {purchasing.pk: [manager]}


def test_subtrees_of_nothing_is_nothing(company: Department) -> None:
    assert list(subtrees_of([])) == []


@pytest.mark.parametrize("size", [3, 30])
def test_headcounts_need_the_same_queries_at_any_size(company: Department, size: int) -> None:
    for index in range(size):
        make_person(f"p{index}", f"员工{index}", company)
    with CaptureQueriesContext(connection) as queries:
        headcounts_below(JUNE)
    assert len(queries) == 3
