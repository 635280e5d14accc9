"""The command makes the demonstration company once; never in production or beside real people."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from academy.demo.making import make
from academy.demo.organisation import PASSWORD
from academy.management.commands import make_demo
from awareness.models import Snapshot
from people.models import User
from quizzes.models import Attempt
from tests.academy.demo_world import small_company
from tests.factories import make_department, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command makes the small company."""
    monkeypatch.setattr(make_demo, "read_company", small_company)


def run() -> str:
    """Run the command and return what it said."""
    said = StringIO()
    call_command("make_demo", stdout=said)
    return said.getvalue()


def test_the_command_makes_it_once_and_always_prints_the_log_ins(academy: None, small: None) -> None:
    first = run()
    people = User.objects.count()
    attempts = set(Attempt.objects.values_list("pk", flat=True))
    again = run()
    assert User.objects.count() == people
    assert set(Attempt.objects.values_list("pk", flat=True)) == attempts
    assert "Making" in first
    assert "Making" not in again
    for said in (first, again):
        assert PASSWORD in said
        assert all(name in said for name in small_company()["people"])


def test_it_is_refused_in_production(academy: None, small: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not made in production"):
        run()
    assert not User.objects.exists()


def test_it_is_not_made_beside_real_people(academy: None, small: None) -> None:
    make_person("real", "真人", make_department("R", "真部门"))
    said = run()
    assert "real people" in said
    assert PASSWORD not in said
    assert list(User.objects.values_list("username", flat=True)) == ["real"]


def test_it_can_be_made_on_the_first_day_of_a_quarter(academy: None) -> None:
    now = datetime(2027, 1, 1, 2, tzinfo=UTC)
    make(small_company(), now=now, say=lambda _line: None)
    assert set(Snapshot.objects.values_list("period", flat=True)) == {"2026Q3", "2026Q4", "2027Q1"}
