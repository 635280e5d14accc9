"""Tables of questions, from Excel or .csv: one question a row, heads matched tolerantly."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizzes.content import CHOICES, Kind, Text
from quizzes.exchange.columns import ORDINAL, Column, column_of
from quizzes.exchange.items import (
    NONE,
    Entry,
    Item,
    Problem,
    Row,
    Unfit,
    Unreadable,
    check_count,
    clean,
    count_of,
    filed,
    problem,
)
from quizzes.exchange.vocabulary import (
    credit_of,
    difficulty_of,
    dimension_of,
    figures_of,
    kind_of,
    letters_of,
    marked,
    number_of,
    plain,
    truth_of,
)
from quizzes.labels import tags_of
from quizzes.panel import ratings_of

HEAD_WITHIN_ROWS = 15
HINT = "hint"
Line = tuple[str, int, Sequence[str]]
"""The sheet's name, the row's number, the texts of its cells."""
_IN_ONE_CELL = re.compile(r"(?:^|[\s;；|])[(（]?([A-Z])[)）]?\s*[.．、:：)）]\s*", re.M)
_LETTERED = re.compile(r"[(（]?([A-Z])[)）]?\s*[.．、:：)）]\s*(.+)", re.S)
# A run of spaces is looked at once, from its beginning.
_DIVIDED = re.compile(r"(?<!\s)\s*[|｜;；]\s*")
_ARROW = re.compile(r"(?<!\s)\s*(?:->|→|=>|——|--)\s*")
_BLANK = re.compile(r"_{2,}|（\s*）|\(\s*\)")


@dataclass(slots=True)
class _Head:
    """The heading row of a sheet: which column holds what."""

    sheet: str
    columns: dict[int, Column]
    ignored: list[str]

    def place(self, number: int, *fields: str) -> str:
        """Return the cell of a row that holds the first of ``fields`` there is a column for."""
        for name in fields:
            for index, (known, _option, _language) in self.columns.items():
                if known == name:
                    return f"cell:{self.sheet}!{_letters(index)}{number}"
        return f"row:{self.sheet}!{number}"


@dataclass(slots=True)
class _Cells:
    """A row's texts by field and language, its option cells by place."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    options: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)

    def say(self, name: str) -> str:
        return self.texts.get((name, "zh"), "") or self.texts.get((name, "en"), "")

    def pair(self, name: str) -> Text:
        return Text(self.texts.get((name, "zh"), ""), self.texts.get((name, "en"), ""))

    def option(self, name: str, place: int) -> Text:
        texts = self.options.get((name, place), {})
        return Text(texts.get("zh", ""), texts.get("en", ""))

    def rows(self) -> list[Row]:
        """Return the options of the row's own columns, up to the last one filled."""
        filled = [
            place for (name, place), texts in self.options.items() if name != HINT and any(texts.values())
        ]
        return [
            Row(
                self.option("option", place),
                self.option("match", place),
                self.option("feedback", place),
                points=count_of(self.option("criterion", place).zh) or 0,
                panel=_ratings(self.option("panel", place).zh),
            )
            for place in range(max(filled, default=-1) + 1)
        ]

    def hints(self) -> tuple[Text, ...]:
        """Return the hints of the row's own columns in their order; empty cells are none."""
        places = sorted(place for name, place in self.options if name == HINT)
        return tuple(self.option(HINT, place) for place in places)


def _ratings(text: str) -> tuple[int, ...]:
    try:
        return ratings_of(text)
    except ValueError as error:
        raise Unfit("panel_unclear", text=text) from error


def read(lines: Iterable[Line]) -> Iterator[Entry]:
    """Yield every question of the sheets; raises Unreadable when no sheet has a heading row with questions.

    A sheet named after a type gives it to rows that state none.
    """
    headed = found = False
    for head, rows in _sheets(lines):
        if isinstance(head, str):
            yield Entry(f"sheet:{head}", None, (problem(f"sheet:{head}", "sheet_unused", sheet=head),))
            continue
        headed = True
        for unused in head.ignored:
            said = problem(f"sheet:{head.sheet}", "column_unused", column=unused)
            yield Entry(f"sheet:{head.sheet}", None, (said,))
        for number, line in rows:
            found = True
            yield _entry(head, number, line)
    if not headed:
        raise Unreadable("head")
    if not found:
        raise Unreadable("no_questions")


def _sheets(lines: Iterable[Line]) -> Iterator[tuple["_Head | str", list[tuple[int, Sequence[str]]]]]:
    sheets: dict[str, list[tuple[int, Sequence[str]]]] = {}
    for sheet, number, line in lines:
        if any(line):
            sheets.setdefault(sheet, []).append((number, line))
    for sheet, rows in sheets.items():
        head, below = _find_head(sheet, rows)
        yield head, below


def _find_head(
    sheet: str, rows: list[tuple[int, Sequence[str]]]
) -> tuple["_Head | str", list[tuple[int, Sequence[str]]]]:
    for index, (_number, line) in enumerate(rows[:HEAD_WITHIN_ROWS]):
        columns: dict[int, Column] = {}
        ignored = []
        for place, text in enumerate(line):
            column = column_of(text) if text else None
            if column is not None and column not in columns.values():
                columns[place] = column
            elif text and plain(text) not in ORDINAL:
                ignored.append(text)
        fields = {name for name, _place, _language in columns.values()}
        if "stem" in fields and fields & {"answer", "kind", "option", "options"}:
            return _Head(sheet, columns, ignored), rows[index + 1 :]
    return sheet, []


def _letters(index: int) -> str:
    head, rest = divmod(index, 26)
    return (chr(ord("A") + head - 1) if head else "") + chr(ord("A") + rest)


def _entry(head: _Head, number: int, line: Sequence[str]) -> Entry:
    cells = _Cells()
    for index, (name, place, language) in head.columns.items():
        text = clean(line[index]) if index < len(line) else ""
        if text and place >= 0:
            cells.options.setdefault((name, place), {})[language] = text
        elif text:
            cells.texts[name, language] = text
    where = head.place(number, "stem")
    try:
        item = _item(head, cells)
    except Unfit as unfit:
        fields = ("kind",) if unfit.code == "kind_unknown" else ("answer", "stem")
        return Entry(where, None, (unfit.problem(head.place(number, *fields)),))
    notices = tuple(_notices(head, number, cells))
    return Entry(where, item, notices)


def _notices(head: _Head, number: int, cells: _Cells) -> Iterator[Problem]:
    difficulty, dimension, points = cells.say("difficulty"), cells.say("dimension"), cells.say("points")
    if difficulty and not difficulty_of(difficulty):
        yield problem(head.place(number, "difficulty"), "difficulty_unknown", word=difficulty)
    if dimension and not dimension_of(dimension):
        yield problem(head.place(number, "dimension"), "competency_unknown", word=dimension)
    if cells.say("credit") and not credit_of(cells.say("credit")):
        yield problem(head.place(number, "credit"), "credit_unknown", word=cells.say("credit"))
    if cells.say("by_hand") and truth_of(cells.say("by_hand")) is None:
        yield problem(head.place(number, "by_hand"), "by_hand_unknown", word=cells.say("by_hand"))
    if points and _whole(points) is None:
        yield problem(head.place(number, "points"), "points_unused", points=points)


def _whole(text: str) -> int | None:
    number = number_of(text.removesuffix("分"))
    return int(number) if number is not None and number == number.to_integral_value() else None


def _item(head: _Head, cells: _Cells) -> Item:
    rows = cells.rows() or _from_one_cell(cells)
    check_count(len(rows))
    kind = _kind(head, cells, rows)
    item = _READERS[kind](kind, cells, rows)
    item = replace(
        item,
        stem=cells.pair("stem"),
        explanation=cells.pair("explanation"),
        key=cells.say("key"),
        module=cells.say("module"),
        dimension=dimension_of(cells.say("dimension")),
        difficulty=difficulty_of(cells.say("difficulty")),
        credit=credit_of(cells.say("credit")),
        points=_whole(cells.say("points")) if cells.say("points") else None,
        tags=tags_of(cells.say("tags")),
        hints=cells.hints(),
        by_hand=kind is Kind.SHORT_ANSWER and truth_of(cells.say("by_hand")) is True,
    )
    return filed(item, cells.say("category"))


def _kind(head: _Head, cells: _Cells, rows: Sequence[Row]) -> Kind:
    """Return the stated type, else the sheet's, else the one that the answer's form leaves no doubt about."""
    if cells.say("kind"):
        return kind_of(cells.say("kind"))
    try:
        return kind_of(head.sheet)
    except Unfit:
        pass
    answer = cells.say("answer")
    letters = letters_of(answer)
    if rows and letters is not None:
        return Kind.SINGLE_CHOICE if len(letters) == 1 else Kind.MULTIPLE_CHOICE
    if not rows and truth_of(answer) is not None:
        return Kind.TRUE_FALSE
    raise Unfit("kind_missing")


def _from_one_cell(cells: _Cells) -> list[Row]:
    """Return the options that stand together in one cell: lettered, or divided by lines or bars."""
    zh, en = (_pieces(cells.texts.get(("options", language), "")) for language in ("zh", "en"))
    count = max(len(zh), len(en))
    zh, en = zh + [""] * (count - len(zh)), en + [""] * (count - len(en))
    return [Row(Text(one, other)) for one, other in zip(zh, en, strict=True)]


def _pieces(text: str) -> list[str]:
    if not text:
        return []
    parts = _IN_ONE_CELL.split(text)
    if len(parts) > 1 and not parts[0].strip() and _ascending(parts[1::2]):
        return [part.strip(" \n;；|") for part in parts[2::2]]
    lines = text.split("\n") if "\n" in text else _DIVIDED.split(text)
    return [line.strip() for line in lines if line.strip()]


def _ascending(letters: Sequence[str]) -> bool:
    return [ord(sign) - ord("A") for sign in letters] == list(range(len(letters)))


def _choice(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    bare = [replace(row, text=_bare(row.text, place)) for place, row in enumerate(rows)]
    answer = cells.say("answer")
    places = letters_of(answer)
    if places is None:
        places = _by_text(answer, bare)
    right = marked(len(bare), places)
    return Item(kind, options=tuple(replace(r, correct=c) for r, c in zip(bare, right, strict=True)))


def _bare(text: Text, place: int) -> Text:
    """Return an option without its own letter: ``A. yes`` in the column of A."""
    found = _LETTERED.fullmatch(text.zh)
    own = found is not None and ord(found[1]) - ord("A") == place
    return Text(found[2], text.en) if found and own else text


def _by_text(answer: str, rows: Sequence[Row]) -> list[int]:
    """Return the places of options that are quoted instead of named by their letter."""
    if not answer:
        return []
    texts = [row.text.zh or row.text.en for row in rows]
    quoted = [answer] if answer in texts else [part for part in re.split(r"[\n|;；]", answer) if part.strip()]
    if not all(part.strip() in texts for part in quoted):
        raise Unfit("answer_unclear", answer=answer)
    return [texts.index(part.strip()) for part in quoted]


def _true_false(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    answer = cells.say("answer")
    truth = truth_of(answer)
    if any(row.text != NONE for row in rows):
        if letters_of(answer) is not None and truth_of(answer) is None:
            return _choice(kind, cells, rows)
        return _labelled(kind, truth, answer, rows)
    if truth is None:
        letters = letters_of(answer)
        truth = None if letters not in ([0], [1]) else letters == [0]
    if truth is None:
        raise Unfit("answer_unclear" if answer else "right_missing", answer=answer)
    blank = [*rows, Row(), Row()][:2]
    return Item(kind, options=(replace(blank[0], correct=truth), replace(blank[1], correct=not truth)))


def _labelled(kind: Kind, truth: bool | None, answer: str, rows: Sequence[Row]) -> Item:
    meanings = [truth_of(row.text.zh or row.text.en) for row in rows]
    if truth is None or sorted(map(str, meanings)) != ["False", "True"]:
        raise Unfit("answer_unclear" if answer else "right_missing", answer=answer)
    pairs = zip(rows, meanings, strict=True)
    return Item(kind, options=tuple(replace(row, correct=meaning == truth) for row, meaning in pairs))


def _fill(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    if any(len(_BLANK.findall(stem)) > 1 for stem in (cells.pair("stem").zh, cells.pair("stem").en)):
        raise Unfit("blanks_several")
    answer = cells.pair("answer")
    accepted = Text(_alternatives(answer.zh), _alternatives(answer.en))
    return Item(kind, accepted=accepted, options=tuple(rows))


def _alternatives(text: str) -> str:
    parts = text.split("\n") if "\n" in text else _DIVIDED.split(text)
    return "\n".join(part.strip() for part in parts if part.strip())


def _numeric(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    answer = cells.say("answer")
    figures = figures_of(answer) if answer else {}
    if figures is None:
        raise Unfit("number_bad", text=answer)
    stated = cells.say("tolerance")
    if stated and "lowest" in figures:
        raise Unfit("range_unclear")
    if stated:
        width = number_of(stated)
        if width is None:
            raise Unfit("number_bad", text=stated)
        figures = {**figures, "tolerance": abs(width)}
    item = Item(kind, unit=cells.pair("unit"), units=cells.pair("units"), options=tuple(rows))
    return replace(item, **figures)


def _matching(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    if any(row.match != NONE for row in rows):
        return Item(kind, options=tuple(rows))
    return Item(kind, options=tuple(_paired(row) for row in rows))


def _paired(row: Row) -> Row:
    """Return a pair that stands in one cell: ``left → right``; nothing left of the arrow is a distractor."""
    sides = [_ARROW.split(text, maxsplit=1) for text in (row.text.zh, row.text.en)]
    zh, en = ((side[0], side[1]) if len(side) > 1 else (side[0], "") for side in sides)
    return replace(row, text=Text(zh[0], en[0]), match=Text(zh[1], en[1]))


def _ordering(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    bare = [replace(row, text=_bare(row.text, place)) for place, row in enumerate(rows)]
    answer = cells.say("answer")
    if not answer:
        return Item(kind, options=tuple(bare))
    places = letters_of(answer)
    if places is None or sorted(places) != list(range(len(bare))):
        raise Unfit("answer_unclear", answer=answer)
    return Item(kind, options=tuple(bare[place] for place in places))


def _parts(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    return Item(kind, options=tuple(rows))


def _short(kind: Kind, cells: _Cells, rows: Sequence[Row]) -> Item:
    return Item(kind, model_answer=cells.pair("answer"), options=tuple(rows))


_READERS: Mapping[Kind, Callable[[Kind, _Cells, Sequence[Row]], Item]] = {
    **dict.fromkeys(CHOICES - {Kind.TRUE_FALSE}, _choice),
    Kind.TRUE_FALSE: _true_false,
    Kind.FILL_BLANK: _fill,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.SHORT_ANSWER: _short,
    Kind.BLANKS: _parts,
    Kind.GRID: _choice,
    Kind.JUDGEMENT: _parts,
}
