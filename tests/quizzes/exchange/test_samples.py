"""Files as trainers and other systems really make them: what is understood of each."""

from decimal import Decimal
from pathlib import Path

import pytest

from core.refused import Refused
from quizzes.content import Kind
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Entry, Item
from quizzes.exchange.reading import entries_of, format_of

SAMPLES = Path(__file__).parent / "samples"


def read(name: str, expected: Format) -> list[Entry]:
    found, entries = entries_of(name, (SAMPLES / name).read_bytes())
    assert found == expected
    return entries


def items(entries: list[Entry]) -> list[Item]:
    return [entry.item for entry in entries if entry.item is not None]


def kinds(entries: list[Entry]) -> list[str]:
    return [entry.item.kind if entry.item else entry.problems[0].code for entry in entries]


def right(item: Item) -> list[str]:
    return [row.text.zh for row in item.options if row.correct]


def test_the_text_of_an_exam_site() -> None:
    entries = read("exam_site.txt", Format.TEXT)
    assert kinds(entries) == [
        Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE, Kind.TRUE_FALSE, Kind.FILL_BLANK,
        Kind.SINGLE_CHOICE, "kind_unknown", Kind.ORDERING,
    ]  # fmt: skip
    one, two, three, four, five, six, eight = items(entries)
    assert one.stem.zh == "采购每天把到货预告发给仓库，谁是内部客户？（ ）"
    assert right(one) == ["仓库"]
    assert one.points == 5
    assert one.explanation.zh == "谁接收，谁就是客户。\n1、看谁使用结果；\n2、看谁提出要求。"
    assert [row.text.zh for row in two.options] == ["点头", "沉默", "回邮件说明进度"]
    assert right(two) == ["点头", "回邮件说明进度"]
    assert [row.correct for row in three.options] == [False, True]
    assert [row.correct for row in four.options] == [True, False]
    assert four.difficulty == "easy"
    assert five.accepted.zh == "服务级别协议\n服务水平协议"
    assert right(six) == ["受理人"]
    assert [row.text.zh for row in eight.options] == ["倾听", "承诺", "复述"]
    assert entries[6].problems[0].place == "line:27"
    assert dict(entries[6].problems[0].about) == {"kind": "量表题"}


def test_gift_as_moodle_writes_it() -> None:
    entries = read("course.gift", Format.GIFT)
    assert kinds(entries) == [
        Kind.SINGLE_CHOICE, Kind.FILL_BLANK, Kind.TRUE_FALSE, Kind.NUMERIC, Kind.MULTIPLE_CHOICE,
        Kind.MATCHING, Kind.ORDERING, Kind.SHORT_ANSWER, "picture", "kind_unknown", "partial_credit", "brace",
    ]  # fmt: skip
    one, two, three, four, five, six, seven, eight = items(entries)
    assert (one.key, one.module, one.difficulty, one.dimension) == ("ext-11", "c1m1", "hard", "ownership")
    assert one.options[1].feedback.zh == "It sells = it is outside."
    assert one.explanation.zh == "Whoever receives is the customer."
    assert (two.stem.zh, two.accepted.zh) == ("Two plus two is ____ .", "four\n4")
    assert [(row.correct, row.feedback.zh) for row in three.options] == [
        (False, "They do not pay, yet they depend on us."),
        (True, "Right."),
    ]
    assert (four.number, four.tolerance, four.options[0].text.zh) == (Decimal(24), Decimal("0.5"), "48")
    assert right(five) == ["Nodding", "Answering"]
    assert [(row.text.zh, row.match.zh) for row in six.options][2] == ("", "invoices")
    assert [row.text.zh for row in seven.options] == ["Listen", "Repeat", "Promise"]
    assert eight.stem.zh == "Bold claim\nsecond line"


def test_moodle_xml() -> None:
    entries = read("course.xml", Format.MOODLE)
    assert kinds(entries) == [
        Kind.SINGLE_CHOICE, Kind.TRUE_FALSE, Kind.NUMERIC, Kind.MATCHING, Kind.BLANKS, "picture",
        "partial_credit",
    ]  # fmt: skip
    one, two, three, four, _five = items(entries)
    assert one.stem.zh == "谁是内部客户？"  # neither markup nor script
    assert [row.text.zh for row in one.options] == ["仓库", "A < B"]
    assert (one.key, one.points, one.module, one.difficulty) == ("ext-21", 2, "c1m2", "easy")
    assert [row.correct for row in two.options] == [False, True]
    assert (three.number, three.tolerance, three.unit.zh) == (Decimal(24), Decimal("0.5"), "小时")
    assert [(row.text.zh, row.match.zh) for row in four.options] == [("IT", "账号"), ("HR", "合同")]
    assert [entry.place for entry in entries][:2] == ["line:4", "line:15"]


def test_qti_of_both_generations() -> None:
    (three,) = items(read("item.qti3.xml", Format.QTI))
    assert (three.kind, three.key) == (Kind.MULTIPLE_CHOICE, "i-77")
    assert three.stem.zh == "Read the mail first.\nWhich are feedback?"
    assert right(three) == ["Nodding once", "Answering"]
    (two,) = items(read("item.qti2.xml", Format.QTI))
    assert (two.kind, two.number, two.tolerance) == (Kind.NUMERIC, Decimal(24), Decimal("0.5"))
    assert two.stem.zh == "Answer within ____ hours."
    assert two.explanation.zh == "One working day."


AIKEN = (
    "Who is the customer?\nA. The supplier\nB) The warehouse\nANSWER: B\n\nNext one\nA. x\nB. y\nANSWER: C\n"
)


def test_aiken() -> None:
    found, entries = entries_of("a.txt", AIKEN.encode())
    assert found == Format.AIKEN
    assert kinds(entries) == [Kind.SINGLE_CHOICE, "letter_unknown"]
    assert right(items(entries)[0]) == ["The warehouse"]
    assert entries[1].problems[0].place == "line:6"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("name", ["exam_site.txt", "course.xml"])
def test_encodings(encoding: str, name: str) -> None:
    text = (
        (SAMPLES / name)
        .read_text()
        .replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    )
    _format, entries = entries_of(name, text.encode(encoding))
    assert "内部客户" in items(entries)[0].stem.zh


@pytest.mark.parametrize("encoding", ["utf-16-le", "big5", "shift-jis"])
def test_another_encoding_is_refused_or_at_least_seen(encoding: str) -> None:
    """Bytes that GB18030 can read by chance show in the preview; nothing is decoded with replacements."""
    content = (SAMPLES / "exam_site.txt").read_text().encode(encoding, "ignore")
    texts, code = "", "encoding"
    try:
        texts = "".join(item.stem.zh for item in items(entries_of("a.txt", content)[1]))
    except Refused as refused:
        code = refused.code
    assert code in {"encoding", "no_questions"}
    assert "\ufffd" not in texts


def test_the_format_is_told_by_content_where_the_name_leaves_a_doubt() -> None:
    assert format_of("a.txt", b"Sky is blue {T}") == Format.GIFT
    assert format_of("a.txt", b"1. Sky?\nA. x\nB. y\n") == Format.TEXT
    assert format_of("a.xml", b"<quiz></quiz>") == Format.MOODLE
