"""Terms are marked once a page, as whole words, the longest first, and never inside controls."""

import pytest

from courses.marking import Marker, Word

WORDS = [
    Word("customer", "内部客户"),
    Word("map", "客户地图"),
    Word("customer-model", "内部客户模式"),
    Word("provider", "服务方", ("服务方式",)),
]
ENGLISH = [Word("ticket", "ticket"), Word("desk", "service desk"), Word("ticket-desk", "ticket desk")]


def marker(words: list[Word], language: str = "zh") -> Marker:
    return Marker(words, language, lambda key, text: f"[{key}:{text}]")


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>内部客户和内部客户。</p>", "<p>[customer:内部客户]和内部客户。</p>"),
        ("<p>内部客户模式。</p>", "<p>[customer-model:内部客户模式]。</p>"),
        ("<p>服务方式不同，服务方是谁？</p>", "<p>服务方式不同，[provider:服务方]是谁？</p>"),
        ("<h2>内部客户</h2><p>内部客户</p>", "<h2>内部客户</h2><p>[customer:内部客户]</p>"),
        ('<a href="/x">看内部客户<b>内部客户</b></a>内部客户', None),
        (
            '<svg viewBox="0 0 1 1"><text>内部客户</text></svg>',
            '<svg viewBox="0 0 1 1"><text>内部客户</text></svg>',
        ),
        ("<summary>内部客户</summary>", "<summary>内部客户</summary>"),
        ("<details><p>内部客户</p></details>", "<details><p>内部客户</p></details>"),
        ('<img alt="内部客户"><br/>&lt;内部&nbsp;客户', '<img alt="内部客户"><br/>&lt;内部&nbsp;客户'),
        ("<!-- 内部客户 -->", "<!-- 内部客户 -->"),
        ("", ""),
    ],
)
def test_chinese(html: str, marked: str | None) -> None:
    expected = marked if marked is not None else html[: -len("内部客户")] + "[customer:内部客户]"
    assert marker(WORDS).mark(html).html == expected


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Two tickets.</p>", "<p>Two [ticket:tickets].</p>"),
        ("<p>The ticket desk.</p>", "<p>The [ticket-desk:ticket desk].</p>"),
        ("<p>ticketing</p>", "<p>ticketing</p>"),
        ("<p>Service\ndesk</p>", "<p>[desk:Service\ndesk]</p>"),
    ],
)
def test_english(html: str, marked: str) -> None:
    assert marker(ENGLISH, "en").mark(html).html == marked


def test_a_term_is_marked_once_over_all_pieces_of_a_page() -> None:
    page = marker(WORDS)
    assert page.mark("<p>内部客户</p>").keys == ("customer",)
    again = page.mark("<p>内部客户的客户地图</p>")
    assert (again.html, again.keys) == ("<p>内部客户的[map:客户地图]</p>", ("map",))


def test_without_terms_nothing_changes() -> None:
    assert marker([]).mark("<p>内部客户</p>").html == "<p>内部客户</p>"
