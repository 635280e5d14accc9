"""The columns of a question table: what trainers call them, what each field is called by us."""

import re

from quizzes.exchange.vocabulary import plain

# Field -> the heads under which other systems write it; the first Chinese and the first English one are ours.
HEADS: dict[str, tuple[str, ...]] = {
    "key": (
        "题目编号", "question id", "试题编号", "试题id", "题目id", "外部编号", "external id", "id", "key",
    ),
    "kind": (
        "题型", "type", "试题类型", "题目类型", "类型", "question type", "题目题型", "试题题型", "题目类别",
    ),
    "stem": (
        "题干", "question", "题目", "试题", "试题内容", "题目内容", "问题", "试题题干", "题干内容",
        "题目描述", "试题描述", "题目标题", "question text", "stem",
    ),
    "options": (
        "选项", "options", "选项内容", "备选项", "备选答案", "候选项", "全部选项", "试题选项", "题目选项",
        "choices",
    ),
    "answer": (
        "正确答案", "answer", "答案", "标准答案", "参考答案", "正确选项", "试题答案", "题目答案", "答案内容",
        "correct answer", "right answer", "key answer",
    ),
    "tolerance": ("允许误差", "tolerance", "误差", "误差范围"),
    "unit": ("单位", "unit", "答案单位"),
    "units": ("其他单位", "further units", "可换算单位"),
    "credit": ("计分方式", "marking", "给分方式", "得分规则", "credit mode"),
    "explanation": (
        "解析", "explanation", "答案解析", "试题解析", "题目解析", "解析说明", "试题分析", "分析", "解释",
        "答案说明", "general feedback", "rationale",
    ),
    "difficulty": ("难度", "difficulty", "难易度", "难易程度", "难度系数", "试题难度", "题目难度", "level"),
    "module": ("模块", "module", "所属模块", "章节", "所属章节"),
    "category": ("分类", "category", "题目分类", "试题分类", "所属分类", "题库分类"),
    "tags": ("标签", "tags", "题目标签", "试题标签", "tag", "关键词", "keywords"),
    "dimension": (
        "能力", "competency", "能力维度", "胜任力", "能力项", "能力要求", "维度", "dimension",
    ),
    "by_hand": ("人工评分", "marked by a person", "人工阅卷", "人工批改"),
    "points": ("分值", "points", "分数", "题目分数", "试题分数", "题目分值", "score", "marks"),
}  # fmt: skip
# Heads of option columns: with the option's letter or number before or behind.
OPTION_HEADS: dict[str, tuple[str, ...]] = {
    "option": (
        "选项",
        "option",
        "答案选项",
        "备选项",
        "备选答案",
        "候选项",
        "选择项",
        "choice",
        "答案",
        "answer",
    ),
    "match": ("配对", "match", "匹配项", "右侧"),
    "feedback": ("反馈", "feedback", "选项反馈", "选项解析"),
    "panel": ("专家评分", "expert ratings", "panel"),
    "hint": ("提示", "hint"),
    "criterion": ("评分分值", "rubric points"),
}
# Fields that may come once more in the other language; the template marks the English one.
BILINGUAL = frozenset(
    {"stem", "options", "answer", "unit", "units", "explanation", "option", "match", "feedback", "hint"}
)
ENGLISH = ("英文", "英语", "english", "en")
# A running number says nothing about a question.
ORDINAL = frozenset(map(plain, ("序号", "题号", "编号", "no", "no.", "number", "#", "行号")))

_FIELD = {plain(head): field for field, heads in HEADS.items() for head in heads}
_STEMS = sorted(
    ((plain(head), field) for field, heads in OPTION_HEADS.items() for head in heads),
    key=lambda row: -len(row[0]),
)
_PLACE = re.compile(r"[a-z]|1?\d|2[0-6]")
Column = tuple[str, int, str]
"""What a column holds: the field, the option's place (0 is A, -1 for none), the language."""


def column_of(head: str) -> Column | None:
    """Return what a head names, None when nobody knows it."""
    word, language = plain(head), "zh"
    for mark in ENGLISH:
        bare = word.removesuffix(mark)
        if bare != word and _named(bare):
            word, language = bare, "en"
            break
    found = _named(word)
    if found is None or (language == "en" and found[0] not in BILINGUAL):
        return None
    return (*found, language)


def _named(word: str) -> tuple[str, int] | None:
    if word in _FIELD:
        return _FIELD[word], -1
    if _PLACE.fullmatch(word) and word.isalpha():
        return "option", _place(word)
    for stem, field in _STEMS:
        rest = word.removesuffix(stem) if word.endswith(stem) else word.removeprefix(stem)
        if rest != word and _PLACE.fullmatch(rest) and rest != "0":
            return field, _place(rest)
    return None


def _place(word: str) -> int:
    return int(word) - 1 if word.isdecimal() else ord(word) - ord("a")
