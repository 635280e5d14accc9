"""Who may frame what: nobody our pages, only our own editor their previews."""

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Page

from home.models import HomePage
from people.models import User


@pytest.fixture
def page(db: None) -> HomePage:
    """A page that can be previewed."""
    return Page.objects.get(depth=1).add_child(instance=HomePage(title="首页", slug="neike"))


def test_the_editor_may_frame_a_preview_and_nothing_else_about_it_is_laxer(
    page: HomePage, trainer: User, rf: RequestFactory
) -> None:
    preview = page.make_preview_request(
        original_request=rf.get("/cms/"), extra_request_attrs={"user": trainer}
    )

    policy = preview["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self';" in f"{policy};"


def test_nobody_may_frame_a_reader_s_page(client: Client, db: None) -> None:
    assert "frame-ancestors 'none'" in client.get("/accounts/login/")["Content-Security-Policy"]


def test_the_administration_keeps_its_own_policy(client: Client, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)

    policy = client.get("/cms/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
