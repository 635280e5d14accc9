"""While the company shown is made up, every page and every file of figures says so; afterwards none does."""

import io

import openpyxl
import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from awareness import publishing
from awareness.actions import formula_for
from awareness.periods import Quarter
from people.models import Department, User
from tests.factories import client_of

SENTENCE = "演示数据：青榆设备及其中所有人员均为虚构。"
PAGES = {
    "/zh-hans/my/": "owner",
    "/zh-hans/learn/": "owner",
    "/zh-hans/practice/": "owner",
    "/zh-hans/glossary/": "owner",
    "/zh-hans/insights/": "hr",
    "/zh-hans/insights/completion/": "hr",
    "/zh-hans/people/roster/": "hr",
    "/accounts/2fa/": "owner",
    "/cms/": "trainer",
    "/cms/snippets/quizzes/question/": "trainer",
    "/cms/users/": "administrator",
}


@pytest.fixture
def demo(company: Department) -> None:
    Department.objects.filter(pk=company.pk).update(is_demo=True)
    caches["authored"].clear()


@pytest.mark.parametrize(("address", "who"), PAGES.items())
def test_every_page_says_it(demo: None, request: pytest.FixtureRequest, address: str, who: str) -> None:
    answer = client_of(request.getfixturevalue(who)).get(address, follow=True)
    assert answer.status_code == 200
    assert SENTENCE in answer.content.decode()


def test_the_login_page_says_it_too(demo: None) -> None:
    assert SENTENCE in Client().get("/accounts/login/", follow=True).content.decode()


@pytest.mark.parametrize("address", ["/zh-hans/my/", "/cms/"])
def test_a_real_company_is_not_called_made_up(trainer: User, address: str) -> None:
    caches["authored"].clear()
    assert SENTENCE not in client_of(trainer).get(address).content.decode()


@pytest.mark.parametrize("address", ["/zh-hans/insights/export/", "/zh-hans/insights/completion/export/"])
def test_every_file_of_figures_says_it(demo: None, hr: User, address: str) -> None:
    quarter = Quarter.of(timezone.localdate())
    publishing.publish(quarter, formula_for(quarter.label), now=timezone.now())
    book = openpyxl.load_workbook(io.BytesIO(client_of(hr).get(address).content))
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert SENTENCE in cells
