"""Numbered Chinese text, as survey and exam sites take and give it: ``1、题干（ B ） [单选题]``."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from quizzes.content import CHOICES, Kind
from quizzes.exchange.items import OURS, Entry, Item, Row, Unfit, Unreadable, clean, zh
from quizzes.exchange.vocabulary import (
    DIFFICULTY_WORDS,
    DIMENSION_WORDS,
    KIND_WORDS,
    difficulty_of,
    dimension_of,
    figures_of,
    kind_of,
    letter,
    letters_of,
    marked,
    number_of,
    range_text,
    truth_of,
)

KINDS = frozenset(Kind) - OURS - {Kind.MATCHING, Kind.SHORT_ANSWER}
_NUMBERED = re.compile(
    r"(?:第\s*)?[(（【]?(\d{1,4})[)）】]?\s*(?:题\s*[、.．:：)）\s]|[、.．:：)）])\s*(?=\S)(.*)"
)
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]\s*(\S{2,7}?)(?:\s*[（(:：].*)?")
# A run of spaces is looked at once, from its beginning.
_TAG = re.compile(r"(?<!\s)\s*[\[【(（]\s*([^\[\]【】()（）]{2,12})\s*[\]】)）]")
_POINTS = re.compile(r"(?<!\s)\s*[(（\[【]\s*(?:分值\s*[:：]\s*)?(\d{1,3})\s*分\s*[)）\]】]")
_IN_STEM = re.compile(r"[（(]\s*([A-Za-zＡ-Ｚ]{1,10}|[√×✓✗对错]|正确|错误)\s*[)）]")
_OPTION = re.compile(r"[(（]?([A-ZＡ-Ｚ])[)）]?\s*[.．、:：)）]\s*(.*)")
_SAME_LINE = re.compile(r"(?<!\s)\s+(?=[(（]?[A-ZＡ-Ｚ][)）]?\s*[.．、:：)）])")
_RIGHT_MARK = re.compile(r"(?<!\s)\s*[(（]\s*(?:正确答案|答案)\s*[)）]\s*$")
_FIELD = re.compile(
    r"[【\[]?\s*(正确答案|参考答案|标准答案|答案解析|试题解析|答案|解析|难度|模块|能力|题型|编号|分值|误差|单位|选项反馈"
    r"|Answer|Explanation)\s*[】\]]?\s*[:：]?\s*(.*)",
    re.I,
)
_COLON = re.compile(r"[【\[].*[】\]]|\S{2,12}\s*[:：]")
_NAMES = {
    "正确答案": "answer",
    "参考答案": "answer",
    "标准答案": "answer",
    "答案": "answer",
    "answer": "answer",
}
_NAMES |= {"答案解析": "explanation", "试题解析": "explanation", "解析": "explanation"}
_NAMES |= {"explanation": "explanation", "难度": "difficulty", "模块": "module", "能力": "dimension"}
_NAMES |= {"题型": "kind", "编号": "key", "分值": "points", "误差": "tolerance", "单位": "unit"}
_ALTERNATIVES = re.compile(r"(?<!\s)\s*(?:[|｜;；]|\n)\s*")
_BLANK = re.compile(r"_{2,}|（\s*）|\(\s*\)")
# An explanation has no more numbered points.
MOST_POINTS = 100


@dataclass(slots=True)
class _Draft:
    """A question while its lines are gathered; each option and each field is a list of lines."""

    line: int
    kind: str = ""
    stem: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    last: str = "stem"
    number: int = 0

    def is_bare(self) -> bool:
        """Tell whether nothing but a text has come: no option, no field, no mark of an answer or a type."""
        text = "\n".join(self.stem)
        return not (self.options or self.fields or _IN_STEM.search(text) or _TAG.search(text))

    def goes_on(self, begins: re.Match[str]) -> bool:
        """Tell whether a numbered line is a point of this question's explanation, not the next question."""
        return self.last in self.fields and int(begins[1]) != self.number + 1

    def add(self, line: str) -> None:
        """Take the next line: an option, a field such as 答案, or more of what came before."""
        named = _FIELD.fullmatch(line)
        if named and _COLON.match(line):
            self.last = _NAMES.get(named[1].lower(), "explanation")
            self.fields[self.last] = [named[2]]
            return
        for piece in self._options_in(line):
            self._add_piece(piece)

    def _options_in(self, line: str) -> list[str]:
        """Return the options that stand in one line; a letter out of turn belongs to the option before."""
        pieces: list[list[str]] = []
        for part in _SAME_LINE.split(line) if _OPTION.fullmatch(line) else [line]:
            option = _OPTION.fullmatch(part)
            in_turn = option and _place(option[1]) == len(self.options) + len(pieces)
            if in_turn or not pieces:
                pieces.append([part])
            else:
                pieces[-1].append(part)
        return [" ".join(parts) for parts in pieces]

    def _add_piece(self, piece: str) -> None:
        option = _OPTION.fullmatch(piece)
        if option and self.last in {"stem", "options"} and _place(option[1]) == len(self.options):
            self.options.append([option[2]])
            self.last = "options"
        elif self.last == "options":
            self.options[-1].append(piece)
        elif self.last == "stem":
            self.stem.append(piece)
        else:
            self.fields[self.last].append(piece)


def _place(sign: str) -> int:
    places = letters_of(sign)
    return places[0] if places else -1


def read(text: str) -> Iterator[Entry]:
    """Yield every numbered question of a text; raises Unreadable when there is none."""
    found = False
    for draft in _without_points(_drafts(text)):
        found = True
        yield _entry(draft)
    if not found:
        raise Unreadable("no_questions")


def _drafts(text: str) -> Iterator[_Draft]:
    draft: _Draft | None = None
    section = ""
    for number, line in enumerate(clean(text).split("\n"), start=1):
        heading = _section_of(line, draft)
        begins = None if heading is not None else _NUMBERED.fullmatch(line)
        if draft is not None and heading is None and (begins is None or draft.goes_on(begins)):
            if line:
                draft.add(line)
            continue
        if draft is not None:
            yield draft
        section = section if heading is None else heading
        draft = _Draft(number, section, [begins[2]], number=int(begins[1])) if begins else None
    if draft is not None:
        yield draft


def _without_points(drafts: Iterable[_Draft]) -> Iterator[_Draft]:
    """Yield the questions; numbered points of an explanation that looked like questions go back into it.

    They are told by the numbers: after 1 come points 2 and 3 without options or answers, then question 2.
    """
    before: _Draft | None = None
    run: list[_Draft] = []
    for draft in drafts:
        if before and run and draft.number <= run[0].number:
            for point in run:
                before.fields[before.last] += [f"{point.number}、{point.stem[0]}", *point.stem[1:]]
            run = []
        explained = before is not None and before.last in before.fields and before.kind == draft.kind
        if len(run) < MOST_POINTS and (run or explained) and draft.is_bare():
            run.append(draft)
            continue
        yield from [before, *run] if before else run
        before, run = draft, []
    yield from [before, *run] if before else run


def _section_of(line: str, draft: _Draft | None) -> str | None:
    """Return the type a heading such as 一、单选题 names, "" for another heading, None for other lines."""
    found = _SECTION.fullmatch(line)
    if not found:
        return None
    try:
        kind_of(found[1])
    except Unfit:
        return None if draft is not None and draft.last == "explanation" else ""
    return found[1]


def _entry(draft: _Draft) -> Entry:
    place = f"line:{draft.line}"
    try:
        return Entry(place, _item(draft))
    except Unfit as unfit:
        return Entry(place, None, (unfit.problem(place),))


def _item(draft: _Draft) -> Item:
    stem, kind_word, points = _tags("\n".join(draft.stem), draft.kind)
    fields = {name: "\n".join(lines) for name, lines in draft.fields.items()}
    answer = fields.get("answer", "").strip()
    options, right = _marked_options(["\n".join(lines) for lines in draft.options])
    kind = kind_of(fields.get("kind") or kind_word) if fields.get("kind") or kind_word else None
    if not answer and not right:
        stem, answer = _answer_in(stem, kind)
    kind = kind or _guess(options, answer, right)
    item = _READERS[kind](kind, options, answer, right, stem)
    stated = number_of(fields.get("points", ""))
    width = number_of(fields["tolerance"]) if fields.get("tolerance") else None
    return replace(
        item,
        stem=zh(stem),
        explanation=zh(fields.get("explanation", "")),
        key=fields.get("key", ""),
        module=fields.get("module", ""),
        difficulty=difficulty_of(fields.get("difficulty", "")),
        dimension=dimension_of(fields.get("dimension", "")),
        points=points if points is not None else None if stated is None else int(stated),
        tolerance=item.tolerance if width is None else abs(width),
        unit=zh(fields.get("unit", "")),
    )


def _tags(stem: str, section: str) -> tuple[str, str, int | None]:
    """Return the stem without its type and points, the type's word, the points."""
    points = _POINTS.search(stem)
    if points:
        stem = stem[: points.start()] + stem[points.end() :]
    for found in _TAG.finditer(stem):
        try:
            kind_of(found[1])
        except Unfit:
            if found[0].strip()[0] in "[【" and found[1].strip().endswith("题"):
                raise
            continue
        return (stem[: found.start()] + stem[found.end() :]).strip(), found[1], _int(points)
    return stem.strip(), section, _int(points)


def _int(found: re.Match[str] | None) -> int | None:
    return int(found[1]) if found else None


def _marked_options(options: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the options without the marks that some sites put behind the right ones, and their places."""
    bare = [_RIGHT_MARK.sub("", option) for option in options]
    right = [place for place, option in enumerate(options) if option != bare[place]]
    return bare, right


def _answer_in(stem: str, kind: Kind | None) -> tuple[str, str]:
    """Return the stem with its bracket emptied, and the answer that stood in the last filled one."""
    if kind in {Kind.FILL_BLANK, Kind.NUMERIC, Kind.SHORT_ANSWER, Kind.ORDERING}:
        return stem, ""
    found = list(_IN_STEM.finditer(stem))
    if not found:
        return stem, ""
    last = found[-1]
    return f"{stem[: last.start()]}（ ）{stem[last.end() :]}", last[1]


def _guess(options: Sequence[str], answer: str, right: Sequence[int]) -> Kind:
    letters = right or letters_of(answer)
    if options and letters:
        return Kind.SINGLE_CHOICE if len(letters) == 1 else Kind.MULTIPLE_CHOICE
    if not options and truth_of(answer) is not None:
        return Kind.TRUE_FALSE
    raise Unfit("kind_missing")


def _choice(kind: Kind, options: list[str], answer: str, right: list[int], stem: str) -> Item:
    places = right or (letters_of(answer) if answer else [])
    if places is None:
        raise Unfit("answer_unclear", answer=answer)
    marks = marked(len(options), places)
    rows = tuple(Row(zh(text), correct=mark) for text, mark in zip(options, marks, strict=True))
    return Item(kind, options=rows)


def _true_false(kind: Kind, options: list[str], answer: str, right: list[int], stem: str) -> Item:
    truth = truth_of(answer)
    places = right or letters_of(answer) or []
    if options and truth is None:
        return _choice(kind, options, answer, right, stem)
    if truth is None:
        truth = None if places not in ([0], [1]) else places == [0]
    if truth is None:
        raise Unfit("answer_unclear" if answer else "right_missing", answer=answer)
    meanings = [truth_of(option) for option in options]
    if options and sorted(map(str, meanings)) != ["False", "True"]:
        raise Unfit("answer_unclear", answer=answer)
    if options:
        pairs = zip(options, meanings, strict=True)
        return Item(kind, options=tuple(Row(zh(text), correct=meaning == truth) for text, meaning in pairs))
    return Item(kind, options=(Row(correct=truth), Row(correct=not truth)))


def _fill(kind: Kind, options: list[str], answer: str, right: list[int], stem: str) -> Item:
    if len(_BLANK.findall(stem)) > 1:
        raise Unfit("blanks_several")
    return Item(kind, accepted=zh("\n".join(filter(None, _ALTERNATIVES.split(answer)))))


def _numeric(kind: Kind, options: list[str], answer: str, right: list[int], stem: str) -> Item:
    figures = figures_of(answer)
    if figures is None:
        raise Unfit("number_bad" if answer else "number_missing", text=answer)
    return replace(Item(kind), **figures)


def _ordering(kind: Kind, options: list[str], answer: str, right: list[int], stem: str) -> Item:
    places = letters_of(answer) if answer else list(range(len(options)))
    if places is None or sorted(places) != list(range(len(options))):
        raise Unfit("answer_unclear", answer=answer)
    return Item(kind, options=tuple(Row(zh(options[place])) for place in places))


def _short(kind: Kind, options: list[str], answer: str, right: list[int], stem: str) -> Item:
    return Item(kind, model_answer=zh(answer))


def _not_here(kind: Kind, options: list[str], answer: str, right: list[int], stem: str) -> Item:
    raise Unfit("pairs_in_text")


_Reader = Callable[[Kind, list[str], str, list[int], str], Item]
_READERS: dict[Kind, _Reader] = {
    **dict.fromkeys(CHOICES - {Kind.TRUE_FALSE}, _choice),
    Kind.TRUE_FALSE: _true_false,
    Kind.FILL_BLANK: _fill,
    Kind.NUMERIC: _numeric,
    Kind.ORDERING: _ordering,
    **dict.fromkeys(OURS | {Kind.MATCHING}, _not_here),
    Kind.SHORT_ANSWER: _short,
}


def write(items: Sequence[Item]) -> str:
    """Return the items as numbered text; what it cannot hold is left out."""
    return "\n\n".join(_question(item, number) for number, item in enumerate(items, start=1)) + "\n"


def _question(item: Item, number: int) -> str:
    points = "" if item.points is None else f"（{item.points}分）"
    lines = [f"{number}、{item.stem.zh} [{KIND_WORDS[item.kind][0]}]{points}"]
    lines += [f"{letter(place)}. {row.text.zh}" for place, row in enumerate(item.options) if row.text.zh]
    told = {
        "答案": _answer(item),
        "误差": f"{item.tolerance:f}" if item.tolerance else "",
        "单位": item.unit.zh,
        "难度": DIFFICULTY_WORDS[item.difficulty][0] if item.difficulty else "",
        "模块": item.module,
        "能力": next((w[0] for key, w in DIMENSION_WORDS.items() if key == item.dimension), ""),
        "编号": item.key,
        "解析": item.explanation.zh,
    }
    return "\n".join(lines + [f"{name}：{text}" for name, text in told.items() if text])


def _answer(item: Item) -> str:
    if item.kind in CHOICES:
        return "".join(letter(place) for place, row in enumerate(item.options) if row.correct)
    if item.kind is Kind.NUMERIC:
        return range_text(item.lowest, item.highest) if item.number is None else f"{item.number:f}"
    return item.accepted.zh or item.model_answer.zh
