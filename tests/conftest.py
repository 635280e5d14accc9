"""What all tests share: four named people in a small company, a trainer, an administrator."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from pytest_django import DjangoDbBlocker, Settings

from academy.loading.academy import load
from people.models import Department, User
from scripts.compile_messages import compile_catalogues
from tests.factories import make_department, make_person


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues first, however the tests are started; one process does it for all workers."""
    if not hasattr(config, "workerinput"):
        for catalogue in compile_catalogues():
            translation_file_changed(sender=None, file_path=catalogue)  # Django may have read the old one


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the whole academy last: once it is loaded, every later test would see it."""
    items.sort(key=lambda item: "academy" in getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def _plain_settings(settings: Settings) -> None:
    """Fast passwords and mail in memory."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    translation.activate(settings.LANGUAGE_CODE)  # a request leaves its language behind in the thread
    if settings.REDIS_URL:  # what a test counts there is not rolled back: each has keys of its own
        own = {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}
        settings.CACHES = {**settings.CACHES, "default": own}


@pytest.fixture
def company(db: None) -> Department:
    """A company of two departments: Quality and Purchasing."""
    return make_department("CO", "青榆设备", "Qingyu Equipment")


@pytest.fixture
def quality(company: Department) -> Department:
    """The owner's department."""
    return make_department("Q", "质量部", "Quality", parent=company)


@pytest.fixture
def purchasing(company: Department, quality: Department) -> Department:
    """The other department."""
    return make_department("P", "采购部", "Purchasing", parent=company)


@pytest.fixture
def owner(quality: Department) -> User:
    """The person whose records are looked at."""
    return make_person("zhouning", "周宁", quality)


@pytest.fixture
def colleague(quality: Department) -> User:
    """Somebody of the same department, who has no business in the owner's records."""
    return make_person("qiu", "小邱", quality)


@pytest.fixture
def manager(purchasing: Department) -> User:
    """The head of the other department."""
    return make_person("tang", "唐叙", purchasing, is_head=True)


@pytest.fixture
def hr(company: Department) -> User:
    """HR."""
    return make_person("xulan", "许岚", company, group="hr")


@pytest.fixture
def trainer(company: Department) -> User:
    """A trainer."""
    return make_person("jiang", "江雯", company, group="trainer")


@pytest.fixture
def administrator(company: Department) -> User:
    """An administrator."""
    return make_person("admin1", "管理员", company, group="administrator")


@pytest.fixture(scope="session")
def academy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole ready-made academy, loaded once for all tests that ask for it: they run last."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)
