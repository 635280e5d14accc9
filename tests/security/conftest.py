"""The world all security tests walk through, made once for a module and rolled back after it."""

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.security.world import World, make_world


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(_made: World, db: None) -> World:
    """The world, as it was made: what a test writes is rolled back."""
    caches["authored"].clear()
    return _made


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Refusals by the thousand are what these tests are for; they need not be logged."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
