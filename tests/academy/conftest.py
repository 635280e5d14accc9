"""The small demonstration company, made once for a module that looks at it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from academy.demo.making import make
from tests.academy.demo_world import NOW, small_company


@pytest.fixture(scope="module")
def demo_company(academy: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Make it, return what was said, and take it back after the module."""
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        make(small_company(), now=NOW, say=said.append)
        yield said
        transaction.set_rollback(True)
