"""Rich text from strangers: only what the editor offers is kept, and what it offers is kept exactly."""

import time
from contextlib import suppress

import pytest

from courses.blocks import RICH_TEXT
from courses.exchange.problems import Unfit
from courses.exchange.rich_text import cleaned, resolved

GOOD = (
    '<h2>两个条件</h2><p>在<b>组织内部</b>，<i>接着用</i><a href="https://example.com/?a=1&amp;b=2">产出</a>。</p>'
    "<ul><li>一</li><li>二 😀 𠮷</li></ul><ol><li>甲<br/>乙</li></ol>"
    '<p><a href="mailto:a@b.example">写信</a><a href="https://neike.invalid/documents/ab12.pdf">表</a></p>'
)


def test_what_the_editor_offers_stays_exactly() -> None:
    assert cleaned(GOOD, RICH_TEXT) == (GOOD, False, False)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<style>p{color:red}</style><p>a</p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red">a</p>', "<p>a</p>"),
        ('<p>a<img src="x" onerror="alert(1)"/>b</p>', "<p>ab</p>"),
        ('<p>a<img src="data:image/png;base64,AAAA"/></p>', "<p>a</p>"),
        ("<p>a<iframe src='https://evil.example'></iframe></p>", "<p>a</p>"),
        ("<p>a<svg onload='alert(1)'><text>x</text></svg></p>", "<p>a</p>"),
        ("<!-- x --><p>a</p><![endif]-->", "<p>a</p>"),
        ("<p>a<!-- unfinished", "<p>a</p>"),
        ('<embed embedtype="media" url="https://evil.example"/><p>a</p>', "<p>a</p>"),
        ("<table><tr><td>a</td></tr></table>", "<p>a</p>"),
        ("<h1>a</h1>", "<p>a</p>"),
    ],
)
def test_what_it_does_not_offer_goes(html: str, left: str) -> None:
    text, changed, _lost = cleaned(html, RICH_TEXT)
    assert text.replace("<p></p>", "") == left
    assert changed


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.com/",
        "tel:10086",
        "//evil.example/",
        "/\\evil.example/",
        "",
    ],
)
def test_links_that_lead_elsewhere_keep_their_words(target: str) -> None:
    text, _changed, lost = cleaned(f'<p>看<a href="{target}">这里</a></p>', RICH_TEXT)
    assert (text, lost) == ("<p>看这里</p>", True)


def test_numbers_of_another_database_are_no_links() -> None:
    text, _changed, lost = cleaned('<p><a linktype="document" id="1">x</a></p>', ["link"])
    assert (text, lost) == ("<p>x</p>", True)


@pytest.mark.parametrize("html", ["<p>a</b></i>", "<ul><li>x</ul></li>", "<p>" * 3_000 + "</b>"])
def test_broken_html_is_a_sentence(html: str) -> None:
    with pytest.raises(Unfit, match="not_html"):
        cleaned(html, RICH_TEXT)


def test_a_novel_is_too_long() -> None:
    with pytest.raises(Unfit, match="text_too_long"):
        cleaned("字" * 200_001, RICH_TEXT)


def test_names_become_numbers() -> None:
    key = "11111111-1111-4111-8111-111111111111"
    text = (
        f'<p><a href="https://neike.invalid/page/{key}/en">p</a>'
        f'<a href="https://neike.invalid/documents/ab.pdf">d</a><a href="https://a.example/">w</a>'
        '<a href="https://neike.invalid/nothing">n</a></p>'
    )
    made = resolved(
        text, page=lambda *found: 7 if found == (key, "en") else None, document={"documents/ab.pdf": 8}.get
    )
    assert made == (
        '<p><a linktype="page" id="7">p</a><a linktype="document" id="8">d</a>'
        '<a href="https://a.example/">w</a>n</p>'
    )


@pytest.mark.parametrize(
    "part",
    ["<a", "<![", "<?", "<script", "<!--", "<b>", "<ul><li>", "<p>a</p>", "&#x3c;", "</p>", '<a href="'],
)
def test_no_text_takes_long(part: str) -> None:
    """Each pattern reads a text once: a quadratic one would take minutes here."""
    began = time.monotonic()
    with suppress(Unfit):
        cleaned(part * (200_000 // len(part)), RICH_TEXT)
    assert time.monotonic() - began < 5
