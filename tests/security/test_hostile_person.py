"""A person and a department whose names are markup and formulas: every page shows them, none obeys them."""

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.core.cache import caches

from core.workbook import XLSX
from people.models import Department, Posting, User
from tests.security.addresses import address, routes
from tests.security.test_matrix import undone
from tests.security.world import World

MARKUP = "<b class=hq7>'\"><script>hq7()</script>"
FORMULA = '=HYPERLINK("https://hq7.example","x")'
RAW = ("<b class=hq7>", "<script>hq7", '"><script>hq7')
OPENED = 3  # so many pages at least must show the name, or the test looks at nothing


@pytest.fixture
def hostile(world: World) -> World:
    """Let everybody, and every department, be called what an attacker would call them."""
    for number, user in enumerate(User.objects.order_by("pk")):
        name = MARKUP if number % 2 else FORMULA
        User.objects.filter(pk=user.pk).update(name=name, employee_no=f"{number}{MARKUP}"[:32])
    Department.objects.update(name_zh=MARKUP[:60], name_en=FORMULA[:60])
    Posting.objects.update(title=MARKUP[:80])
    caches["authored"].clear()
    for user in world.people.values():
        user.refresh_from_db()
    return world


def pages(world: World, role: str) -> Iterator[tuple[str, Any]]:
    """Yield every address the role can read, with what it answers."""
    client = world.client(role)
    for route in routes():
        asked = address(route, world)
        with undone():
            answer = client.get(asked)
        if answer.status_code == 200:
            yield asked, answer


@pytest.mark.parametrize("role", ["hr", "administrator"])
def test_names_are_text_on_every_page_and_in_every_file(hostile: World, role: str) -> None:
    shown, files = 0, 0
    for asked, answer in pages(hostile, role):
        kind = answer.headers.get("Content-Type", "")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if kind.startswith(XLSX):
            files += 1
            for sheet in openpyxl.load_workbook(io.BytesIO(body)).worksheets:
                formulas = [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]
                assert not formulas, (asked, formulas)
        elif kind.startswith("text/html"):
            text = body.decode()
            assert not [raw for raw in RAW if raw in text], asked
            shown += "hq7" in text
    assert shown >= OPENED
    assert files >= 1
