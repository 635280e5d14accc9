"""Language rules: each finds its slip and leaves good sentences alone."""

import pytest

from core import prose
from core.prose import Slip


def slips(text: str, language: str) -> set[Slip]:
    return {found.slip for found in prose.check(text, language)}


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("收到,马上办。", Slip.HALF_WIDTH),
        ("收到：16:30前, 请看。", Slip.HALF_WIDTH),
        ("他说:好。", Slip.HALF_WIDTH),
        ("见附件(第二页)。", Slip.HALF_WIDTH),
        ('他说"好"。', Slip.HALF_WIDTH),
        ("先等等...", Slip.HALF_WIDTH),
        ("已经办完.", Slip.HALF_WIDTH),
        ("快来！", Slip.EXCLAMATION),
        ("办好了😀。", Slip.EMOJI),
        ("办好了✅。", Slip.EMOJI),
        ("客户地图：The map shows who is waiting for what you make.", Slip.OTHER_LANGUAGE),
    ],
)
def test_a_chinese_slip_is_found(text: str, slip: Slip) -> None:
    assert slips(text, "zh") == {slip}


@pytest.mark.parametrize(
    "text",
    [
        "下午16:30前，系统（ERP）里改成1,200件，比例是99.5%。",
        "“收到”——他说。影响面×紧急度，分高的先办 ✓",
        "IT、HR 和 RACI 都是缩写；文件在 D:/data/a.xlsx 里。",
        "<p>看<b>影响面</b>，</p><p>再看紧急度。</p>",
        "ISO 9000:2015 对客户有一条注释……",
    ],
)
def test_good_chinese_passes(text: str) -> None:
    assert prose.check(text, "zh") == []


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Answer today，then solve.", Slip.FULL_WIDTH),
        ("Answer today!", Slip.EXCLAMATION),
        ("Done \U0001f44d.", Slip.EMOJI),
        ("Draw the 客户地图 today.", Slip.OTHER_LANGUAGE),
    ],
)
def test_an_english_slip_is_found(text: str, slip: Slip) -> None:
    assert slips(text, "en") == {slip}


def test_good_english_passes() -> None:
    assert prose.check("“Received”, he said: it's 16:30 (or later); done… ", "en") == []


def test_the_excerpt_is_short_and_within_its_line() -> None:
    [found] = prose.check("<p>第一段很长很长很长很长很长很长很长。</p><p>快来！现在</p><p>后面</p>", "zh")
    assert found.excerpt == "快来！现在"


def test_variants_name_the_better_word() -> None:
    [found] = prose.check("内部顾客要的是时间。", "zh", {"内部顾客": "内部客户"})
    assert (found.slip, found.better) == (Slip.VARIANT, "内部客户")


@pytest.mark.parametrize(
    ("text", "hit"),
    [("The help  desk is open.", True), ("Two help-desks.", True), ("Self-help desks", False)],
)
def test_an_english_term_is_never_part_of_a_word(text: str, hit: bool) -> None:
    assert (prose.find_term(text, "help desk", "en") is not None) is hit


@pytest.mark.parametrize(
    ("text", "language", "hit"),
    [
        ("内部投诉并非不重要，对吗？", "zh", True),
        ("服务方不能不守关口。", "zh", True),
        ("没有时间就不能更新。", "zh", True),
        ("没有进展时，不必更新。", "zh", False),
        ("不同部门的要求不一样。", "zh", False),
        ("It is not uncommon for complaints to recur.", "en", True),
        ("Nobody should never be told.", "en", True),
        ("You can't give no answer.", "en", True),
        ("It is not until Friday that they know.", "en", False),
        ("Do not promise; give a date.", "en", False),
    ],
)
def test_double_negatives(text: str, language: str, hit: bool) -> None:
    assert (prose.double_negative(text, language) is not None) is hit


@pytest.mark.parametrize(
    ("stem", "option", "language", "hit"),
    [
        ("下面哪一项不合适？", "不等对方说完就答", "zh", True),
        ("下面哪一项不合适？", "打断对方", "zh", False),
        ("下面哪一项合适？", "不急着回答，先听完", "zh", False),
        ("Which of these is not suitable?", "Not answering", "en", True),
        ("Which of these is suitable?", "Do not answer yet", "en", False),
    ],
)
def test_an_option_that_denies_what_the_stem_denies(stem: str, option: str, language: str, hit: bool) -> None:
    assert (prose.denied_twice(stem, ["放下", option], language) is not None) is hit


def test_length_counts_chinese_characters_of_the_text_only() -> None:
    assert prose.han_count("<p class='说明'>影响面，ERP</p><h2>紧急度</h2>") == 6


@pytest.mark.parametrize(
    ("html", "skipped"),
    [
        ("<h2>a</h2><h3>b</h3><h2>c</h2>", None),
        ("<h3>a</h3>", 3),
        ("<h2>a</h2><h4>b</h4>", 4),
        ("<h1>a</h1>", 1),
        ("", None),
    ],
)
def test_headings_skip_no_level(html: str, skipped: int | None) -> None:
    assert prose.skipped_heading(prose.heading_levels(html)) == skipped
