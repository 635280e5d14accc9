"""The Chinese catalogue: a space between Chinese and figures or Latin words."""

import re
from pathlib import Path

import polib
import pytest

CATALOGUE = Path(__file__).parents[1] / "locale/zh_Hans/LC_MESSAGES/django.po"
HAN = "[\u3400-\u9fff]"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
# What is put in is a name, a word or a code, Chinese or not: the spelling of the placeholder does not say.
EITHER = frozenset(
    [
        "asked",
        "course",
        "courses",
        "department",
        "detail",
        "dimension",
        "holder",
        "language",
        "name",
        "other",
        "place",
        "what",
        "where",
        "who",
    ]
)
# "9月3日" begins with a figure and ends with a Chinese character; "2026-09-03" ends with a figure.
DATES = frozenset({"date", "day"})
# The heading of a column in the import file, spelt as the file has it.
SPELT = ("配对A",)
TOUCHING = re.compile(rf"(?![年月]){HAN}[A-Za-z0-9]|[A-Za-z]{HAN}|[0-9](?![年月日]){HAN}")


def slips(text: str) -> list[str]:
    """Return the places of a Chinese text that lack a space."""
    for spelt in SPELT:
        text = text.replace(spelt, "")
    found = TOUCHING.findall(PLACEHOLDER.sub("，", text))
    for match in PLACEHOLDER.finditer(text):
        name = match[1] or match[2]
        before, after = text[: match.start()], text[match.end() :]
        near = before[-2:] + match[0] + after[:2]
        touches = (bool(re.search(f"{HAN}$", before)), bool(re.match(HAN, after)))
        if name in DATES:
            found += [near] if touches[0] else []
        elif name not in EITHER:
            found += [near] if any(touches) else []
    return found


def test_the_catalogue_keeps_to_it() -> None:
    entries = polib.pofile(str(CATALOGUE))
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    found = {text: told for text in texts if (told := slips(text))}
    assert found == {}, "add a space; or name the placeholder in EITHER or DATES if it is no figure"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("还剩 %(left)s 次", True),
        ("还剩%(left)s 次", False),
        ("还剩 %(left)s次", False),
        ("按 CSV 导入", True),
        ("按CSV导入", False),
        ("共 3 步", True),
        ("共3步", False),
        ("2026年9月3日到期", True),
        ("不低于 %(mark)s%%", True),
        ("%(name)s的位置", True),
        ("已于 %(day)s撤回", True),
        ("已于%(day)s撤回", False),
        ("“%(n)s”人", True),
    ],
)
def test_slips(text: str, right: bool) -> None:
    assert (slips(text) == []) is right
