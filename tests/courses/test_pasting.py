"""What people paste into a lesson: of Word and WeChat only what the editor offers stays."""

import json
from typing import Any

import pytest
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from courses.blocks import RICH_TEXT, LessonBody

pytestmark = pytest.mark.django_db
TEXT = "周二下午五点 😀 𠮷"
DATA = "data:image/png;base64,iVBORw0KGgo="


def saved(*blocks: dict[str, Any], entities: dict[str, Any] | None = None) -> str:
    """Return what the database keeps of what the editor sends."""
    sent = json.dumps({"blocks": blocks, "entityMap": entities or {}})
    return str(DraftailRichTextArea(features=RICH_TEXT).value_from_datadict({"body": sent}, {}, "body"))


def block(text: str = TEXT, kind: str = "unstyled", **more: Any) -> dict[str, Any]:
    """Return a paragraph as the editor sends it."""
    plain: dict[str, Any] = {"inlineStyleRanges": [], "entityRanges": [], "depth": 0, "key": "abcde"}
    return {**plain, "text": text, "type": kind, **more}


def styled(*names: str) -> dict[str, Any]:
    return block(inlineStyleRanges=[{"style": name, "offset": 0, "length": 4} for name in names])


def linked(kind: str, **data: Any) -> str:
    """Return a paragraph whose first letters are an entity of this kind."""
    found = {"0": {"type": kind, "mutability": "MUTABLE", "data": data}}
    return saved(block(entityRanges=[{"key": 0, "offset": 0, "length": 4}]), entities=found)


def test_bold_and_headings_of_word_stay() -> None:
    assert saved(styled("BOLD"), block("标题", "header-two")) == (
        '<p data-block-key="abcde"><b>周二下午</b>五点 😀 𠮷</p><h2 data-block-key="abcde">标题</h2>'
    )


@pytest.mark.parametrize(
    "name", ["COLOR_RED", "FONTSIZE_12", "UNDERLINE", "STRIKETHROUGH", "CODE", "HIGHLIGHT", "<b>"]
)
def test_colours_and_sizes_go(name: str) -> None:
    assert saved(styled(name)) == f'<p data-block-key="abcde">{TEXT}</p>'


@pytest.mark.parametrize(
    "kind", ["header-one", "header-four", "blockquote", "code-block", "atomic", "table", "<script>"]
)
def test_blocks_the_editor_does_not_offer_are_not_kept(kind: str) -> None:
    assert saved(block("x", kind), block("留下")).endswith('<p data-block-key="abcde">留下</p>')
    assert "x<" not in saved(block("x", kind)).replace("x</p>", "")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("IMAGE", {"src": DATA, "id": 1, "alt": "x", "format": "left"}),
        ("EMBED", {"url": "https://mp.weixin.qq.com/s/x", "html": "<iframe>"}),
        ("HORIZONTAL_RULE", {}),
        ("MENTION", {"html": "<img src=x onerror=alert(1)>"}),
        ("LINK", {"url": "javascript:alert(1)"}),
        ("LINK", {"url": DATA}),
        ("LINK", {"url": "java\nscript:alert(1)"}),
    ],
)
def test_pictures_of_wechat_and_hidden_scripts_go(kind: str, data: dict[str, Any]) -> None:
    kept = linked(kind, **data)
    for word in ("data:", "script", "iframe", "onerror", "<img", "<embed", "style=", "weixin"):
        assert word not in kept


def test_markup_pasted_as_text_stays_text() -> None:
    assert saved(block("<span style='color:red'>红</span>")) == (
        "<p data-block-key=\"abcde\">&lt;span style='color:red'&gt;红&lt;/span&gt;</p>"
    )


def test_every_text_of_a_lesson_is_bound_to_the_same_features() -> None:
    assert LessonBody().child_blocks["text"].features == RICH_TEXT
