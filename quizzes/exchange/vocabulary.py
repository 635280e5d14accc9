"""The words trainers use for types, difficulties, competencies and answers, in Chinese and English."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from core.dimensions import CODES, Dimension
from quizzes.content import Credit, Kind
from quizzes.exchange.items import Unfit

# Longer texts are neither words nor numbers nor answers by letters, and are not looked into.
LONGEST_WORD = 200
_PLAIN = re.compile(r"[\s_（）()\[\]【】*：:.、/-]+")


def plain(text: str) -> str:
    """Return a word as it is compared: no spaces or signs, half width, lower case; "" for what is no word."""
    if len(text) > LONGEST_WORD:
        return ""
    return _PLAIN.sub("", unicodedata.normalize("NFKC", text)).casefold()


# The first word of each is the one we write ourselves.
KIND_WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.SINGLE_CHOICE: (
        "单选题", "单选", "单项选择题", "单项选择", "选择题", "single choice", "single", "single_choice",
        "multiple choice single answer",
    ),
    Kind.MULTIPLE_CHOICE: (
        "多选题", "多选", "多项选择题", "多项选择", "不定项选择题", "不定项", "multiple choice", "multiple",
        "multiple_choice", "multiple response", "checkbox",
    ),
    Kind.TRUE_FALSE: (
        "判断题", "判断", "是非题", "对错题", "true or false", "true/false", "truefalse", "true_false", "tf",
    ),
    Kind.FILL_BLANK: (
        "填空题", "填空", "单项填空题", "单项填空", "fill in the blank", "fill-in", "fill_blank",
        "short text",
    ),
    Kind.NUMERIC: ("数值题", "数字题", "计算题", "数值", "数值填空", "number", "numeric", "numerical"),
    Kind.MATCHING: ("匹配题", "匹配", "连线题", "连线", "配对题", "配对", "matching", "match"),
    Kind.ORDERING: ("排序题", "排序", "顺序题", "ordering", "order", "sequence"),
    Kind.SHORT_ANSWER: (
        "简答题", "简答", "问答题", "论述题", "主观题", "short answer (not scored)", "short answer",
        "short_answer", "essay", "open question",
    ),
    Kind.BLANKS: ("多空填空题", "多空填空", "多项填空题", "several blanks", "blanks", "cloze"),
    Kind.GRID: (
        "组合判断题", "判断组题", "判断矩阵", "statement grid", "statement_grid",
        "multiple true false",
    ),
    Kind.JUDGEMENT: ("情境判断题", "情景判断题", "situational judgement", "judgement", "sjt"),
}  # fmt: skip
_KINDS = {plain(word): kind for kind, words in KIND_WORDS.items() for word in words}
DIFFICULTY_WORDS: dict[str, tuple[str, ...]] = {
    "easy": ("易", "容易", "简单", "较易", "低", "初级", "easy", "low"),
    "medium": ("中", "中等", "一般", "适中", "普通", "中级", "medium", "normal", "moderate"),
    "hard": ("难", "困难", "较难", "高", "高级", "hard", "difficult", "high"),
}
_DIFFICULTIES = {plain(word): key for key, words in DIFFICULTY_WORDS.items() for word in words}
DIMENSION_WORDS: dict[Dimension, tuple[str, ...]] = {
    Dimension.UNDERSTANDING: ("需求理解", "理解需求", "理解", "understanding needs", "understanding"),
    Dimension.RESPONSIVENESS: ("响应", "及时响应", "响应速度", "responsiveness"),
    Dimension.COMMUNICATION: ("沟通", "有效沟通", "communication"),
    Dimension.COLLABORATION: ("协作", "跨部门协作", "合作", "collaboration"),
    Dimension.OWNERSHIP: ("责任", "责任担当", "担当", "主人翁", "ownership"),
}
_DIMENSIONS = {plain(word): key for key, words in DIMENSION_WORDS.items() for word in words}
_DIMENSIONS |= {plain(code): key for code, key in CODES.items()}
CREDIT_WORDS: dict[Credit, tuple[str, ...]] = {
    Credit.PROPORTIONAL_CORRECT: (
        "部分给分，错选不得分",
        "right ticks only",
        "proportional_correct",
        "少选得部分分",
    ),
    Credit.PROPORTIONAL: ("按判断比例给分", "proportional"),
    Credit.NEIGHBOURS: ("按相邻顺序给分", "neighbours"),
    Credit.POSITIONS: ("按位置给分", "positions"),
    Credit.EXACT: ("全对才给分", "all or nothing", "exact", "全对得分", "完全正确才得分"),
}
_CREDITS = {plain(word): key for key, words in CREDIT_WORDS.items() for word in words}
TRUE = frozenset(map(plain, ("对", "正确", "√", "✓", "✔", "是", "true", "t", "yes", "y", "right", "correct")))
FALSE = frozenset(map(plain, ("错", "错误", "×", "✗", "✘", "╳", "否", "不对", "不正确", "false", "f", "no")))
FALSE |= frozenset(map(plain, ("n", "wrong", "incorrect", "x")))
# What the two options of a true-or-false question are called when a file has no words for them.
TRUE_LABEL = ("对", "True")
FALSE_LABEL = ("错", "False")

_LETTERS = re.compile(r"[A-Z](?:[\s,，、;；|/]*[A-Z])*")
_RANGE = re.compile(r"(-?[\d.]+)\s*(?:~|～|\.\.|至|—|到)\s*(-?[\d.]+)")
_NEAR = re.compile(r"(.+?)\s*(?:±|\+/-|\+-)\s*(.+)")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,12})?|\.\d{1,12})(?:e[+-]?\d{1,2})?", re.I)


def kind_of(word: str) -> Kind:
    """Return the type a word names; raises Unfit for a type the bank does not have."""
    kind = _KINDS.get(plain(word))
    if kind is None:
        raise Unfit("kind_unknown", kind=word)
    return kind


def difficulty_of(word: str) -> str:
    """Return easy, medium or hard, or "" for a word that is none of ours."""
    return _DIFFICULTIES.get(plain(word), "")


def dimension_of(word: str) -> str:
    """Return the competency a word names, or ""."""
    return _DIMENSIONS.get(plain(word), "")


def credit_of(word: str) -> str:
    """Return the way of marking a word names, or "" for the usual one."""
    return _CREDITS.get(plain(word), "")


def truth_of(word: str) -> bool | None:
    """Return what a true-or-false answer says; None when it is no such word."""
    known = plain(word)
    return True if known in TRUE else False if known in FALSE else None


def letters_of(text: str) -> list[int] | None:
    """Return the places (0 is A) of an answer such as ``ABC``, ``A,B`` or ``A、B``; None if it is none."""
    if len(text) > LONGEST_WORD:
        return None
    wide = unicodedata.normalize("NFKC", text).strip().upper()
    if not _LETTERS.fullmatch(wide):
        return None
    return [ord(sign) - ord("A") for sign in wide if "A" <= sign <= "Z"]


def letter(place: int) -> str:
    """Return the letter of an option's place."""
    return chr(ord("A") + place)


def number_of(text: str) -> Decimal | None:
    """Return the number a text states, in any width, with thousands commas or a per cent sign; else None."""
    if len(text) > LONGEST_WORD:
        return None
    wide = unicodedata.normalize("NFKC", text).strip().replace(" ", "").replace(",", "").replace("−", "-")
    wide = wide.rstrip("%")
    if not _NUMBER.fullmatch(wide):
        return None
    try:
        return Decimal(wide)
    except InvalidOperation:  # an exponent beyond what a context holds
        return None


def figures_of(text: str) -> dict[str, Any] | None:
    """Return what ``81.5``, ``81.5±0.1`` or ``80~82`` state, by the names of an item's fields.

    A range stays a range: its ends. None when the text is no number.
    """
    if len(text) > LONGEST_WORD:
        return None
    wide = unicodedata.normalize("NFKC", text.replace("～", "~")).strip()
    found = _RANGE.fullmatch(wide)
    if found:
        low, high = number_of(found[1]), number_of(found[2])
        return None if low is None or high is None or low > high else {"lowest": low, "highest": high}
    found = _NEAR.fullmatch(wide)
    number = number_of(found[1] if found else wide)
    tolerance = number_of(found[2]) if found else Decimal(0)
    if number is None or tolerance is None:
        return None
    return {"number": number, "tolerance": abs(tolerance)}


def range_text(low: Decimal | None, high: Decimal | None, between: str = "~") -> str:
    """Return an accepted range as ``figures_of`` reads it; "" when there is none."""
    return "" if low is None or high is None else f"{low:f}{between}{high:f}"


def marked(count: int, places: Sequence[int]) -> list[bool]:
    """Return which of ``count`` options are right; raises Unfit for a letter that no option has."""
    for place in places:
        if place >= count:
            raise Unfit("letter_unknown", letter=letter(place))
    return [place in places for place in range(count)]
