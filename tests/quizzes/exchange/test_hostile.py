"""Files made to hurt: refused with a sentence, in bounded time and memory, never with another error."""

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.deadline import Deadline, TooSlow
from core.refused import Refused
from core.sheets import MOST_BYTES
from quizzes.content import Kind
from quizzes.exchange import aiken, gift, moodle, plain_text, qti, reading, table
from quizzes.exchange.formats import Format
from quizzes.exchange.items import Entry, Row, Unfit, Unreadable, clean, zh
from quizzes.exchange.markup import from_html
from quizzes.exchange.reading import MOST_QUESTIONS, entries_of
from quizzes.exchange.settling import Choices, settled, without_repeats
from quizzes.exchange.words import SENTENCES, UNREADABLE, place, sentence
from quizzes.exchange.writing import file_of
from tests.people.test_roster import repacked
from tests.quizzes.exchange.items import make_item
from tests.quizzes.exchange.shapes import SHAPES
from tests.quizzes.exchange.test_tables import CHOICE, xlsx

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
FILES = {path.name: path.read_bytes() for path in SAMPLES} | {
    "a.xlsx": file_of([make_item(kind) for kind in Kind], Format.XLSX, "zh"),
    "a.zip": file_of([make_item(kind) for kind in Kind], Format.QTI, "zh"),
    "a.csv": file_of([make_item(kind) for kind in Kind], Format.CSV, "zh"),
}
BOMB = (
    '<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<quiz><question>&b;</question></quiz>"
)
OUTSIDE = '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question>&a;</question></quiz>'


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.xml", content)
    return out.getvalue()


SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ONE = xlsx(("题库", [CHOICE, ["q", "单选题", "甲", "乙", None, "A"]]))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"x" * (MOST_BYTES + 1), "too_big"),
        ("a.csv", ONE, "suffix"),
        ("a.xlsx", "题干,答案\nq,A".encode(), "suffix"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", "xls"),
        ("a.docx", b"text", "type"),
        ("a.xml", b"<html></html>", "xml"),
        ("a.xml", BOMB.encode(), "xml_dtd"),
        ("a.xml", OUTSIDE.encode(), "xml_dtd"),
        ("a.xml", b"<quiz><question></quiz>", "xml_broken"),
        ("a.xml", b'<?xml version="1.0" encoding="latin-1"?><quiz/>', "xml_encoding"),
        ("a.xml", b"<quiz>" + b"<a>" * 100, "xml_large"),
        ("a.xml", b"<quiz></quiz>", "no_questions"),
        ("a.gift", b"// nothing\n", "no_questions"),
        ("a.txt", "没有题目".encode(), "no_questions"),
        ("a.txt", b"1. q \x00 {T}", "encoding"),
        ("a.gift", "::题:: 内 {T}".encode("utf-16-le"), "encoding"),
        ("a.csv", "姓名,工号\n甲,1\n".encode(), "head"),
        ("a.zip", packed(a=b"<html/>"), "not_qti"),
        ("a.zip", packed(a=b" " * 50 * 1024 * 1024), "unpacked"),
        ("a.zip", packed(**{f"i{n}": b"<a/>" for n in range(MOST_QUESTIONS + 11)}), "unpacked"),
        ("a.zip", b"PK\x03\x04broken", "zip"),
        ("a.xlsx", b"PK\x03\x04broken", "not_xlsx"),
        ("a.xlsx", repacked(ONE, sheet1=b" " * 50 * 1024 * 1024), "unpacked"),
        ("a.xlsx", repacked(ONE, sheet1=BOMB.encode()), "damaged"),
        ("a.csv", ("题干,答案\n" + "q,A\n" * 60_000).encode(), "rows"),
        ("a.gift", ("Q {T}\n\n" * (MOST_QUESTIONS + 1)).encode(), "questions"),
        ("a.xlsx", xlsx(("题库", [[*CHOICE, *range(300)], ["q"]])), "columns"),
    ],
)  # fmt: skip
def test_refusals(name: str, content: bytes, code: str) -> None:
    began = time.monotonic()
    with pytest.raises(Refused) as caught:
        entries_of(name, content)
    assert caught.value.code == code
    assert str(caught.value)
    assert time.monotonic() - began < 20


def test_a_huge_cell_is_one_problem_not_a_huge_question() -> None:
    content = ("题干,题型,答案\n" + "甲" * 3_000_000 + ",判断题,对\n").encode()
    (entry,) = entries_of("a.csv", content)[1]
    (problem,) = settled(entry, Choices("zh", "", "ownership")).problems
    assert problem.code == "too_long"
    assert entry.item is not None
    assert len(entry.item.stem.zh) == 4_001


@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_of_a_file_takes_the_square_of_its_size(name: str) -> None:
    file_name, shape = SHAPES[name]
    content = shape(300_000).encode()
    began = time.monotonic()
    _can_be_said(_read_or_refused(file_name, content))
    assert time.monotonic() - began < 10


def test_a_text_shown_by_every_cell_is_refused() -> None:
    row = "<row>" + '<c t="s"><v>0</v></c>' * 190 + "</row>"
    with zipfile.ZipFile(io.BytesIO(ONE)) as archive:
        parts = archive.read("[Content_Types].xml")
    content = repacked(
        ONE,
        sheet1=f"<worksheet xmlns='{SHEET}'><sheetData>{row * 60}</sheetData></worksheet>".encode(),
        theme1=f"<sst xmlns='{SHEET}'><si><t>{'q' * 5_000}</t></si></sst>".encode(),
        **{"[Content_Types]": parts.replace(b".theme+xml", b".spreadsheetml.sharedStrings+xml")},
    )
    with pytest.raises(Refused) as caught:
        entries_of("a.xlsx", content)
    assert caught.value.code == "unpacked"


def test_rows_as_wide_as_excel_are_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(1, 3_000))
    sheet = f"<worksheet xmlns='{SHEET}'><sheetData>{rows}</sheetData></worksheet>"
    with pytest.raises(Refused) as caught:
        entries_of("a.xlsx", repacked(ONE, sheet1=sheet.encode()))
    assert caught.value.code == "unpacked"


def test_a_slow_reader_is_stopped_between_two_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[int] = []

    def slow(file_name: str, content: bytes, deadline: Deadline) -> Iterator[Entry]:
        for number in range(1_000):
            began.append(number)
            time.sleep(0.02)
            yield Entry(f"line:{number}", None)

    monkeypatch.setitem(reading._READERS, Format.GIFT, slow)
    with pytest.raises(TooSlow):
        entries_of("a.gift", b"q{T}", Deadline(0.1))
    assert 2 < len(began) < 20


def test_a_long_cloze_is_refused_and_not_cut() -> None:
    text = f"<questiontext><text>{'x' * 3_990} {{1:SA:=answer}}</text></questiontext>"
    content = f'<quiz><question type="cloze">{text}</question></quiz>'
    (entry,) = entries_of("a.xml", content.encode())[1]
    assert [problem.code for problem in entry.problems] == ["too_long"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a < b and c > d", "a < b and c > d"),
        ("x<3", "x<3"),
        ("<p>one</p><!-- <b>not</b> --><p>two</p>", "one\ntwo"),
        ("<![if !supportLists]>1.<![endif]> first", "1. first"),
        ("<a href='x'>here</a> &lt;b&gt;", "here <b>"),
        ("the end <", "the end <"),
    ],
)
def test_formatted_texts_stay_what_they_say(markup: str, text: str) -> None:
    assert from_html(markup) == text


def test_a_picture_whose_tag_is_not_whole_is_still_one() -> None:
    with pytest.raises(Unfit):
        from_html('<img alt="a<b" src="x.png">')


def test_marks_of_real_languages_stay() -> None:
    assert clean("e\u0301 ǘ\u0304 की \u05e9\u05c1\u05b8") == "\xe9 ǘ\u0304 की \u05e9\u05b8\u05c1"
    assert len(clean("e" + "\u0316\u0301" * 100)) <= 32


def test_criteria_have_no_more_points_than_a_question() -> None:
    item = make_item(Kind.SHORT_ANSWER, options=(Row(zh("写出期限"), points=40_000),))
    assert [one.code for one in settled(Entry("", item), Choices("zh", "", "ownership")).problems] == [
        "points_range"
    ]


def test_more_and_longer_hints_than_the_bank_takes_are_said() -> None:
    item = make_item(Kind.GRID, hints=(zh("长" * 501),) * 11)
    said = [one.code for one in settled(Entry("", item), Choices("zh", "", "ownership")).problems]
    assert said == ["hints_many", "too_long"]


def test_scripts_stay_texts_or_go() -> None:
    (plain,) = entries_of("a.csv", "题干,题型,答案\n<script>alert(1)</script>,判断题,对\n".encode())[1]
    assert plain.item is not None
    assert plain.item.stem.zh == "<script>alert(1)</script>"
    (formatted,) = entries_of("a.gift", b"[html]<p>Sky<script>alert(1)</script></p> {T}")[1]
    assert formatted.item is not None
    assert formatted.item.stem.zh == "Sky"


READERS: dict[str, Callable[[str], Iterator[Entry]]] = {
    "gift": gift.read,
    "aiken": aiken.read,
    "moodle": moodle.read,
    "qti": lambda text: qti.read([("a.xml", text)]),
    "text": plain_text.read,
    "table": lambda text: table.read(
        ("s", number, line.split(",")) for number, line in enumerate(text.split("\n"), start=1)
    ),
}
SIGNS = st.text(alphabet="AB1题答案：单选{}=~#%:\\->/[]()（）、.|\n <>&;\x00\x0b\ud800\ufeff", max_size=120)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None)
@given(text=st.one_of(SIGNS, st.text(max_size=60)))
def test_readers_raise_nothing_but_unreadable(name: str, text: str) -> None:
    entries: list[Entry] = []
    said = "read"
    try:
        entries = list(READERS[name](text))
    except Unreadable as error:
        said = str(UNREADABLE[error.code] % error.about)
    assert said
    _can_be_said(entries)


def _can_be_said(entries: list[Entry]) -> None:
    for entry in without_repeats([settled(entry, Choices("zh", "m1", "ownership")) for entry in entries]):
        assert place(entry.place) is not None
        assert all(sentence(problem) for problem in entry.problems)
        if entry.item is not None:
            assert not set(entry.item.stem.zh) & {"\0", "\ud800", "\x0b"}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 12))
def test_damaged_files_are_refused_or_read(name: str, seed: int, count: int) -> None:
    content = bytearray(FILES[name])
    chance = random.Random(seed)  # noqa: S311 - which bytes are damaged is no secret
    for _time in range(count):
        at = chance.randrange(len(content))
        if chance.random() < 0.3:
            del content[at : at + chance.randrange(1, 200)]
            content += b" "
        else:
            content[at] = chance.randrange(256)
    _can_be_said(_read_or_refused(name, bytes(content)))


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "txt", "gift", "xml", "zip"])
@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(suffix: str, content: bytes) -> None:
    _can_be_said(_read_or_refused(f"a.{suffix}", content))


def _read_or_refused(name: str, content: bytes) -> list[Entry]:
    entries: list[Entry] = []
    said = "read"
    try:
        _format, entries = entries_of(name, content)
    except Refused as refused:
        said = str(refused.sentence)
    assert said
    return entries


def test_every_sentence_can_be_said() -> None:
    about = dict.fromkeys(
        ["line", "encoding", "kind", "answer", "letter", "text", "what", "most", "number", "first", "module",
         "word", "key", "points", "sheet", "column", "path"], "x",
    )  # fmt: skip
    assert all(str(text % about) for text in [*SENTENCES.values(), *UNREADABLE.values()])
