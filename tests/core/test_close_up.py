"""Spaces that a template leaves between sentences."""

import pytest

from core.templatetags.spacing import close_up


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("共 10 题。 限时 20 分钟。", "共 10 题。限时 20 分钟。"),
        ("共 10 题。\n    限时 20 分钟。\n", "共 10 题。限时 20 分钟。"),
        ("<b>可用：</b> <a href='/'>模块</a>", "<b>可用：</b><a href='/'>模块</a>"),
        ("讲到它的课时： <a>考核</a> · <a>跟踪</a>", "讲到它的课时：<a>考核</a> · <a>跟踪</a>"),
        ("10 questions. No time limit.", "10 questions. No time limit."),
    ],
)
def test_only_chinese_sentences_close_up(html: str, expected: str) -> None:
    assert close_up(html) == expected
