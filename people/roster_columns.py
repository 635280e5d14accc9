"""The columns of a roster: what they may be called, how a cell becomes a clean text. Knows no database."""

import re
import unicodedata
from datetime import date, timedelta

# Field -> the heads under which HR systems export it; compared without spaces, signs and case.
HEADS: dict[str, tuple[str, ...]] = {
    "employee_no": (
        "工号",
        "员工编号",
        "员工号",
        "职工号",
        "人员编号",
        "employee_no",
        "employee number",
        "employee id",
    ),
    "name": ("姓名", "员工姓名", "名字", "name", "full name"),
    "department": ("部门编码", "部门代码", "部门编号", "department", "department code", "department_code"),
    "department_name": ("部门", "部门名称", "所属部门", "department name", "department_name"),
    "department_name_en": ("部门英文名", "部门英文名称", "department name (english)", "department_name_en"),
    "parent": (
        "上级部门",
        "上级部门编码",
        "上级部门代码",
        "parent",
        "parent department",
        "parent_department",
    ),
    "email": ("邮箱", "电子邮箱", "电子邮件", "公司邮箱", "email", "e-mail"),
    "mobile": ("手机", "手机号", "手机号码", "电话", "mobile", "phone"),
    "title": ("职务", "岗位", "职位", "title", "position", "job title"),
    "start_on": ("入职日期", "到岗日期", "from", "start", "hire date", "start_on"),
    "end_on": ("离职日期", "离岗日期", "until", "last day", "end_on"),
    "is_head": ("部门负责人", "负责人", "是否负责人", "head", "is_head", "department head"),
    "language": ("语言", "界面语言", "language"),
}
REQUIRED = ("employee_no", "name")
# The longest text the database takes.
LONGEST = {
    "employee_no": 32,
    "name": 80,
    "department": 32,
    "department_name": 80,
    "department_name_en": 80,
    "parent": 80,
    "email": 254,
    "mobile": 32,
    "title": 80,
}
NAMES = ("name", "department_name", "department_name_en", "title", "parent")
LANGUAGES = {
    "zh": "zh-hans",
    "zh-hans": "zh-hans",
    "zh-cn": "zh-hans",
    "中文": "zh-hans",
    "简体中文": "zh-hans",
}
LANGUAGES |= {"chinese": "zh-hans", "en": "en", "英文": "en", "英语": "en", "english": "en"}
YES = frozenset({"是", "y", "yes", "true", "1", "√", "负责人", "head"})
NO = frozenset({"否", "n", "no", "false", "0", "×", "-", "/"})
EMPLOYEE_NO = re.compile(r"\w[\w@.+-]*")
CODE = re.compile(r"[\w.+-]+")
EMAIL = re.compile(r"[^@\s,;<>\"']+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")
MOBILE = re.compile(r"\+?[0-9][0-9 ()/-]*")
ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
FORMULA_SIGNS = ("=", "+", "-", "@")
WIDE = {
    0x3000: " ",
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()},
}
EXCEL_DAY_ZERO = date(1899, 12, 30)
_PLAIN = re.compile(r"[\s_（）()*：:.-]+")


def plain_head(text: str) -> str:
    """Return a column's head as it is compared: no spaces or signs, half width, lower case."""
    return _PLAIN.sub("", unicodedata.normalize("NFKC", text)).lower()


FIELD_OF = {plain_head(head): field for field, heads in HEADS.items() for head in heads}


def tidy(field: str, text: str) -> str:
    """Return a cell with full-width digits, letters and stray spaces put right; names keep their signs."""
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")  # invisible marks
    if field in NAMES:
        return " ".join(unicodedata.normalize("NFC", text.translate(WIDE)).split())
    return unicodedata.normalize("NFKC", text).strip()


def unreadable(text: str) -> bool:
    """Tell whether a text holds signs that no name has: control characters, halves of characters."""
    return any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text)


def day_of(text: str) -> date | None:
    """Return the day written as 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105 or Excel's number.

    None when it is none of these or no day of the calendar between 1950 and 2100.
    """
    found = ISO.fullmatch(text) or COMPACT.fullmatch(text)
    try:
        if found:
            year, month, number = (int(part) for part in found.groups())
            day = date(year, month, number)
        elif text.isdecimal() and len(text) == 5:  # noqa: PLR2004 - Excel counts days: 5 digits until 2173
            day = EXCEL_DAY_ZERO + timedelta(days=int(text))
        else:
            return None
    except ValueError:
        return None
    return day if date(1950, 1, 1) <= day < date(2100, 1, 1) else None
