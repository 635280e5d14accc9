"""Reading roster files: what is taken, what is refused, and that nothing grows without bound."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from core.refused import Refused
from people.roster import MOST_ROWS, Roster, read_roster
from people.roster_columns import HEADS, day_of, plain_head
from people.roster_words import COLUMNS, SENTENCES, TEMPLATE_HEADS

CSV = "工号,姓名,部门编码\n001,周宁,Q\n002,唐叙,P\n"


def xlsx(*rows: list[object], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, **replaced: bytes) -> bytes:
    """Return a workbook with some of its parts replaced, named by their file name without ending."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            stem = member.filename.rpartition("/")[2].partition(".")[0]
            new.writestr(member.filename, replaced.get(stem, old.read(member)))
    return out.getvalue()


def texts(roster: Roster) -> list[dict[str, str]]:
    return [row.cells for row in roster.rows]


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_it_works() -> None:
    roster = read_roster("名单.CSV", CSV.encode())
    assert roster.fields == ("employee_no", "name", "department")
    assert texts(roster)[0] == {"employee_no": "001", "name": "周宁", "department": "Q"}
    assert [row.number for row in roster.rows] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings(encoding: str) -> None:
    assert texts(read_roster("a.csv", CSV.encode(encoding)))[1]["name"] == "唐叙"


@pytest.mark.parametrize(
    "content", [CSV.encode("utf-16-le"), b"\xe5\xb7\xa5\xff\xff," * 3, CSV.encode("big5", "ignore")]
)
def test_what_cannot_be_decoded_is_not_guessed(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read_roster("a.csv", content)
    assert caught.value.code in {"encoding", "head"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_quoted_line_breaks(delimiter: str) -> None:
    content = f'employee_no{delimiter}Name\r\n7{delimiter}"周\n宁"\r\n'
    assert texts(read_roster("a.csv", content.encode())) == [{"employee_no": "7", "name": "周\n宁"}]


def test_a_workbook_keeps_numbers_as_typed_and_dates_as_days() -> None:
    content = xlsx(
        ["员工花名册"],
        ["员工编号", "姓名", "入职日期", "手机", "备注"],
        [1234567, "周宁", date(2026, 1, 5), 13800001111.0, "x"],
        [42, "唐叙", "2026/1/5", None, None],
        formats={"A4": "00000"},
    )
    roster = read_roster("a.xlsx", content)
    assert roster.ignored == ("备注",)
    assert texts(roster) == [
        {"employee_no": "1234567", "name": "周宁", "start_on": "2026-01-05", "mobile": "13800001111"},
        {"employee_no": "00042", "name": "唐叙", "start_on": "2026/1/5"},
    ]


def test_every_head_is_known_by_one_field_only() -> None:
    plain = [name for heads in HEADS.values() for name in {plain_head(head) for head in heads}]
    assert sorted(plain) == sorted(set(plain))
    assert set(HEADS) == set(COLUMNS)
    for heads in TEMPLATE_HEADS.values():
        assert texts(read_roster("a.xlsx", xlsx(list(heads), ["1", "甲"]))) == [
            {"employee_no": "1", "name": "甲"}
        ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026/1/5", date(2026, 1, 5)),
        ("2026年1月5日", date(2026, 1, 5)),
        ("2026.1.5", date(2026, 1, 5)),
        ("20260105", date(2026, 1, 5)),
        ("2026-01-05 00:00:00", date(2026, 1, 5)),
        ("46027", date(2026, 1, 5)),
        ("2026-02-29", None),
        ("1899-01-01", None),
        ("99999", None),
        ("tomorrow", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n\n", "empty"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "type"),
        ("a.exe", b"MZ", "type"),
        ("a.csv", "姓名\n周宁\n".encode(), "head"),
        ("a.csv", "工号,姓名\n".encode(), "no_rows"),
        ("a.csv", "工号,姓名,员工编号\n1,甲,1\n".encode(), "twice"),
        ("a.csv", '工号,姓名\n1,"甲'.encode(), "csv"),
        ("a.csv", ("工号,姓名," + "x," * 70 + "\n").encode(), "columns"),
        ("a.csv", ("工号,姓名\n" + "1,甲\n" * (MOST_ROWS + 1)).encode(), "rows"),
        ("a.csv", b"x" * (10 * 1024 * 1024 + 1), "too_big"),
        ("a.xlsx", b"not a workbook", "not_xlsx"),
    ],
)
def test_refusals(name: str, content: bytes, code: str) -> None:
    with refused(code):
        read_roster(name, content)


def test_a_huge_field_is_cut_not_kept() -> None:
    row = texts(read_roster("a.csv", ("工号,姓名\n1," + "甲" * 100_000).encode()))[0]
    assert len(row["name"]) == 1001


def test_a_wide_workbook_is_refused() -> None:
    with refused("columns"):
        read_roster("a.xlsx", xlsx(["工号", "姓名", *range(100)], ["1", "甲"]))


def test_a_cell_far_away_costs_nothing() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/>'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>工号</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>姓名</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c>'
        '<c r="B2" t="inlineStr"><is><t>甲</t></is></c></row>'
        '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>2</t></is></c></row></sheetData></worksheet>'
    )
    roster = read_roster("a.xlsx", repacked(xlsx(["x"]), sheet1=sheet.encode()))
    assert [row.number for row in roster.rows] == [2, 1048576]


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    with refused("damaged"):
        read_roster("a.xlsx", repacked(xlsx(["x"]), sheet1=bomb.encode()))


def test_what_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = b"<a>" + b" " * (50 * 1024 * 1024)
    with refused("unpacked"):
        read_roster("a.xlsx", repacked(xlsx(["x"]), sheet1=bomb))
    with refused("unpacked"):
        read_roster("a.xlsx", repacked(xlsx(["x"]), styles=b" " * (5 * 1024 * 1024)))


def test_a_formula_counts_as_what_excel_last_showed() -> None:
    content = xlsx(["工号", "姓名"], ["1", "=HYPERLINK(1)"])
    assert texts(read_roster("a.xlsx", content)) == [{"employee_no": "1"}]


def test_every_sentence_can_be_said() -> None:
    about = dict.fromkeys(
        ["longest", "row", "other", "holder", "department", "name", "parent", "one", "path"], "x"
    )
    assert all(str(text % about) for text in SENTENCES.values())
