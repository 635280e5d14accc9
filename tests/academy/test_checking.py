"""The check of the ready-made academy: silent today, and each rule speaks when it is broken."""

from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from academy.checking import academy, lessons, questions, texts
from academy.checking.findings import Finding
from academy.loading.bank import bank_contents
from academy.loading.files import read_yaml

NONE: dict[str, dict[str, str]] = {"zh": {}, "en": {}}
ADDRESSES = {"/glossary/", "/courses/a/b/"}


def test_the_academy_is_as_it_should_be() -> None:
    assert [str(finding) for finding in academy.findings()] == []


def test_the_command_is_silent_when_all_is_well_and_fails_when_not(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    monkeypatch.setattr("academy.management.commands.check_academy.findings", lambda: iter(()))
    call_command("check_academy", stdout=out)
    assert out.getvalue() == ""
    told = [Finding("courses/c1/c1m1.yaml", "body/opening", "Empty text.")]
    monkeypatch.setattr("academy.management.commands.check_academy.findings", lambda: iter(told))
    with pytest.raises(CommandError, match="1 to mend"):
        call_command("check_academy", stdout=out)
    assert out.getvalue() == "courses/c1/c1m1.yaml: body/opening: Empty text.\n"


@pytest.mark.parametrize(
    ("zh", "en", "part"),
    [
        ("收到,马上办。", "Received.", "half-width"),
        ("收到。", "Received！", "full-width"),
        ("快来！", "Come.", "exclamation"),
        ("收到。", "  ", "Empty"),
        ("<p>一</p><p>二</p>", "<p>one</p>", "not built the same"),
        (["一", "二"], ["one"], "not built the same"),
        ({"title": "一"}, {"title": "one", "text": "two"}, "not built the same"),
        ("收到。", "Received 收到.", "another language"),
        ("内部顾客。", "Internal customers.", "内部客户"),
    ],
)
def test_texts(zh: Any, en: Any, part: str) -> None:
    data = {"body": [{"id": "opening", "zh": zh, "en": en}]}
    variants = {"zh": {"内部顾客": "内部客户"}, "en": {}}
    with override("en"):
        found = [str(finding) for finding in texts.check("f.yaml", data, variants)]
    assert any(part in line and line.startswith("f.yaml: body/opening") for line in found), found


def lesson() -> dict[str, Any]:
    return deepcopy(read_yaml("courses", "c1", "c1m1.yaml"))


def told(changed: dict[str, Any]) -> list[str]:
    return [str(finding) for finding in lessons.check("f.yaml", changed, ADDRESSES)]


def test_a_lesson_too_short_or_too_long_is_told() -> None:
    for times in (0, 3):
        changed = lesson()
        for block in changed["body"]:
            if block["type"] == "text":
                block["zh"] *= times
        assert any("Chinese characters" in line for line in told(changed))


def test_a_heading_that_skips_a_level_is_told() -> None:
    changed = lesson()
    changed["body"].append({"type": "text", "id": "x", "zh": "<h4>一</h4>", "en": "<h4>one</h4>"})
    assert len([line for line in told(changed) if "skips a level" in line]) == 2


@pytest.mark.parametrize(
    ("markup", "wrong"),
    [
        ('<a href="/courses/a/b/">那一课</a>', False),
        ('<a href="https://example.org/x">外面</a>', False),
        ('<a href="/courses/a/gone/">那一课</a>', True),
        ('<a href="/courses/a/b/#nowhere">那一处</a>', True),
        ('<a href="http://example.org/">不安全</a>', True),
        ("<a>没有去处</a>", True),
        ('<img src="x.png" alt="两条线">', False),
        ('<img src="x.png" alt="">', True),
        ('<img src="x.png">', True),
    ],
)
def test_links_lead_somewhere_and_pictures_have_words(markup: str, wrong: bool) -> None:
    changed = lesson()
    changed["body"].append({"type": "text", "id": "x", "zh": f"<p>{markup}</p>", "en": "<p>a</p>"})
    assert bool(told(changed)) is wrong


def test_a_picture_and_a_drawing_without_words_are_told() -> None:
    changed = lesson()
    changed["body"] += [
        {"type": "image", "id": "x", "zh": {"alt": " "}, "en": {"alt": "Two lines"}},
        {"type": "diagram", "id": "y", "name": "no-such", "zh": {}, "en": {}},
    ]
    assert [line.split(": ")[1] for line in told(changed)] == ["x, zh", "y, zh", "y, en"]


def test_a_bank_that_gives_its_keys_away_is_told() -> None:
    bank = [content for content in bank_contents() if content.options[0].correct]
    assert any("in place 1" in str(finding) for finding in questions.check(bank))


def test_good_texts_are_not_told() -> None:
    assert list(texts.check("f.yaml", {"a": {"zh": "收到。", "en": "Received."}}, NONE)) == []
