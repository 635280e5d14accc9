"""What Wagtail leaves in English, however complete its catalogues are, has a Chinese name too."""

import re

import pytest
from django.test import Client
from wagtail.models import Page

from people.models import User


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    """A browser of somebody who may see every page of the authoring desk."""
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)
    return client


def words(html: str) -> str:
    """What is read on a page, without scripts and tags, but with the names of its controls."""
    html = re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.S)
    named = " ".join(re.findall(r'aria-label="([^"]*)"', html))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html) + " " + named)


@pytest.mark.parametrize(
    ("address", "chinese", "english"),
    [
        ("/cms/sites/", ["端口号", "站点名称", "根页面"], ["Port", "Site name", "Root page"]),
        ("/cms/localize/reports/translations/", ["源", "目标"], ["Source locale", "Target locale"]),
        ("/cms/groups/new/", ["页面"], [" Page "]),
        ("/cms/workflows/add/", ["片段"], [" Page ", "Content types"]),
        ("/cms/locales/", ["语言", "个页面"], ["Language", " pages", " page "]),
        ("/cms/locales/new/", ["从另一个语言区域同步内容", "源"], ["Sync from"]),
    ],
)
def test_screens_of_the_authoring_desk_read_chinese(
    desk: Client, address: str, chinese: list[str], english: list[str]
) -> None:
    read = words(desk.get(address).text)

    assert [word for word in chinese if word not in read] == []
    assert [word for word in english if word in read] == []


def test_the_search_counts_pages_not_nothing(desk: Client) -> None:
    Page.objects.get(depth=1).add_child(instance=Page(title="内部客户", slug="neike"))

    read = words(desk.get("/cms/pages/search/?q=内部客户").text)

    assert "个页面" in read
    assert "None" not in read


def test_the_bar_of_actions_is_named_in_chinese(desk: Client) -> None:
    root = Page.objects.get(depth=1)

    page = desk.get(f"/cms/pages/{root.pk}/").text

    assert 'aria-label="操作"' in page
    assert 'aria-label="Actions"' not in page
