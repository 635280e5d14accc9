"""What goes out in a format comes back equal; what a format cannot hold is said, and nothing else is lost."""

import pytest

from quizzes.content import Kind
from quizzes.exchange.formats import Format
from quizzes.exchange.items import OURS
from quizzes.exchange.losses import different
from quizzes.exchange.reading import entries_of
from quizzes.exchange.settling import Choices, settled
from quizzes.exchange.writing import TARGETS, file_of, losses_of, prepared
from tests.quizzes.exchange.items import make_item

ITEMS = [make_item(kind) for kind in Kind]
# Type -> what each format has no place for. Everything else must return.
LOST: dict[Format, dict[Kind, set[str]]] = {
    Format.XLSX: {},
    Format.CSV: {},
    Format.GIFT: {
        Kind.NUMERIC: {"unit"},
        Kind.MATCHING: {"option_feedback"},
        Kind.ORDERING: {"option_feedback"},
        Kind.SHORT_ANSWER: {"model_answer", "options"},
    },
    Format.MOODLE: {Kind.MATCHING: {"option_feedback"}},
    Format.QTI: {
        Kind.FILL_BLANK: {"option_feedback"},
        Kind.NUMERIC: {"option_feedback"},
    },
    Format.AIKEN: {
        **{kind: {"question"} for kind in Kind},
        Kind.SINGLE_CHOICE: {
            "explanation", "key", "module", "dimension", "difficulty", "points", "option_feedback", "hints",
        },
    },
    Format.TEXT: {
        Kind.SINGLE_CHOICE: {"option_feedback"},
        Kind.MULTIPLE_CHOICE: {"option_feedback"},
        Kind.TRUE_FALSE: {"option_feedback"},
        Kind.FILL_BLANK: {"options"},
        Kind.NUMERIC: {"options"},
        Kind.ORDERING: {"option_feedback"},
        Kind.MATCHING: {"question"},
        Kind.SHORT_ANSWER: {"question"},
    },
}  # fmt: skip
for _format in (Format.GIFT, Format.QTI, Format.TEXT):
    LOST[_format] = {
        kind: what if what == {"question"} else what | {"hints"}
        for kind in Kind
        for what in [LOST[_format].get(kind, set())]
    }
for _format in (Format.GIFT, Format.MOODLE, Format.QTI, Format.TEXT):
    LOST[_format] |= {kind: {"question"} for kind in OURS}
del LOST[Format.MOODLE][Kind.BLANKS]
LOST[Format.QTI3] = LOST[Format.QTI]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("wanted", list(Format))
def test_a_file_holds_everything_but_what_is_listed(wanted: Format, language: str) -> None:
    found: dict[Kind, set[str]] = {}
    for loss in losses_of(ITEMS, wanted, language):
        assert loss.count == 1
        found.setdefault(loss.kind, set()).add(loss.what)
    assert found == LOST[wanted]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("wanted", list(Format))
def test_the_file_itself_reads_back_as_listed(wanted: Format, language: str) -> None:
    """The list of losses is made without the file's bytes: compare with the bytes too."""
    target = TARGETS[wanted]
    kept = [item for item in prepared(ITEMS, target, language) if item.kind in target.kinds]
    _format, entries = entries_of(f"a.{target.suffix}", file_of(ITEMS, wanted, language))
    assert [problem for entry in entries for problem in entry.problems] == []
    lost = {
        item.kind: set(different(item, entry.item)) - {"points"}
        for item, entry in zip(kept, entries, strict=True)
    }
    if wanted is Format.AIKEN:
        lost = {kind: what - {"key"} for kind, what in lost.items()}
    expected = {item.kind: LOST[wanted].get(item.kind, set()) - {"points", "key"} for item in kept}
    assert lost == expected


@pytest.mark.parametrize("wanted", [Format.GIFT, Format.MOODLE, Format.QTI3, Format.TEXT, Format.AIKEN])
def test_an_english_file_fills_english_texts_and_no_chinese_ones(wanted: Format) -> None:
    target = TARGETS[wanted]
    _format, entries = entries_of(f"a.{target.suffix}", file_of(ITEMS, wanted, "en"))
    for entry in entries:
        item = settled(entry, Choices("en", "", "ownership")).item
        assert item is not None
        assert item.stem.en
        assert item.stem.zh == ""
        if item.kind is not Kind.TRUE_FALSE:
            assert {row.text.zh for row in item.options} <= {""}


def test_a_table_holds_both_languages() -> None:
    _format, entries = entries_of("a.xlsx", file_of(ITEMS, Format.XLSX, "en"))
    assert [entry.item.stem.en for entry in entries if entry.item] == [item.stem.en for item in ITEMS]


def test_no_cell_of_a_csv_is_a_formula() -> None:
    text = file_of(ITEMS, Format.CSV, "zh").decode("utf-8-sig")
    assert "'=SUM(1)" in text
    assert ",=SUM(1)" not in text


def test_cells_of_a_workbook_are_texts() -> None:
    import io  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    sheet = load_workbook(io.BytesIO(file_of(ITEMS, Format.XLSX, "zh"))).active
    assert sheet is not None
    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert kinds == {"s"}
