"""The neutral question between a file and the bank, and what a reader says about each one it found."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from quizzes.content import Kind, Text
from quizzes.labels import path_of, tags_of, written_path

NONE = Text("", "")
# What is longer is cut behind one letter more, enough to be seen as too long for any text of the bank.
MOST_LETTERS = 4_000
MOST_ANSWERS = 200
MOST_DIGITS = 9
# Types that only our own table can hold, apart from blanks, which Moodle XML has too.
OURS = frozenset({Kind.BLANKS, Kind.GRID, Kind.JUDGEMENT})


@dataclass(frozen=True, slots=True)
class Row:
    """An option, pair, item, slip or criterion: it means what ``quizzes.content.Option`` says of its kind."""

    text: Text = NONE
    match: Text = NONE
    feedback: Text = NONE
    correct: bool = False
    points: int = 0
    panel: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A question as a file states it; empty texts and None mean that the file does not say.

    ``accepted`` holds one accepted answer a line, ``units`` a further unit a line (``quizzes.quantities``).
    ``key`` is the other system's name for the question, ``category`` a path such as ``安全/消防``.
    ``by_hand`` is said of short answers only.
    """

    kind: Kind
    stem: Text = NONE
    options: tuple[Row, ...] = ()
    explanation: Text = NONE
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    lowest: Decimal | None = None
    highest: Decimal | None = None
    unit: Text = NONE
    units: Text = NONE
    credit: str = ""
    accepted: Text = NONE
    model_answer: Text = NONE
    key: str = ""
    module: str = ""
    dimension: str = ""
    difficulty: str = ""
    points: int | None = None
    category: str = ""
    tags: tuple[str, ...] = ()
    hints: tuple[Text, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader says: where (``line:12``, ``cell:Sheet1!C4``, ``file:a.xml``), a code, its words."""

    place: str
    code: str
    about: tuple[tuple[str, str], ...] = ()

    @property
    def stops(self) -> bool:
        """Whether the question cannot be imported; otherwise it can, with a loss that is said."""
        return self.code not in NOTICES


# Said, but no reason to leave the question out.
NOTICES = frozenset(
    {
        "category_deep",
        "competency_unknown",
        "difficulty_unknown",
        "feedback_unused",
        "key_unused",
        "module_unused",
        "points_unused",
        "sheet_unused",
        "column_unused",
        "credit_unknown",
        "option_feedback_unused",
        "by_hand_unknown",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a file: where it begins, the item unless it cannot be understood, the problems."""

    place: str
    item: Item | None
    problems: tuple[Problem, ...] = ()


class Unreadable(Exception):  # noqa: N818 - named as what it says
    """The file as a whole cannot be read in this format; the only error a reader raises."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.about = about


class Unfit(Exception):  # noqa: N818 - named as what it says
    """One question cannot be represented; raised inside a reader and turned into its problem."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.about = about

    def problem(self, place: str) -> Problem:
        """Return this as a problem of the question that begins at ``place``."""
        return problem(place, self.code, **self.about)


def problem(place: str, code: str, **about: str) -> Problem:
    """Return a problem; long quotations are cut so that a sentence stays a sentence."""
    return Problem(place, code, tuple((name, text[:80]) for name, text in sorted(about.items())))


# The byte order mark, and two numbers that are no characters and that XML forbids.
_NEVER = "\ufeff\ufffe\uffff"


# No letter of any language has more marks; sorting a pile of them takes the square of their number.
MOST_MARKS = 30
_PILE = re.compile(r"[^\w\s]{31,}")


def clean(text: str) -> str:
    """Return a text as it may be stored: no control characters, halves of characters or stray spaces."""
    if _is_clean(text):
        return text
    composed = unicodedata.normalize("NFC", _PILE.sub(_levelled, text))
    lines = composed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_cleaned_line(line) for line in lines).strip()


def _is_clean(text: str) -> bool:
    """Tell, for the price of a glance, whether a text is one line with nothing to do; most texts are."""
    plain = text.isprintable() and text[:1] != " " and text[-1:] != " "
    return plain and (
        text.isascii() or (_PILE.search(text) is None and unicodedata.is_normalized("NFC", text))
    )


def _levelled(pile: re.Match[str]) -> str:
    """Return signs without the marks that are too many on one letter."""
    kept, marks = [], 0
    for sign in pile[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        kept.append(sign if marks <= MOST_MARKS else "")
    return "".join(kept)


def _cleaned_line(line: str) -> str:
    signs = line if line.isprintable() else "".join(sign for sign in line if _storable(sign))
    return signs.strip()


def _storable(sign: str) -> bool:
    return sign == "\t" or (sign not in _NEVER and unicodedata.category(sign) not in {"Cc", "Cs"})


TAGS = ("module", "competency", "difficulty", "points")
MARKED, BY_PERSON = "marked", "person"


def from_tags(tags: Iterable[str]) -> dict[str, str]:
    """Return what tags such as ``module:c1m1`` say; other tags say nothing to us."""
    pairs = (tag.partition(":") for tag in tags)
    return {name.strip(): value.strip() for name, _colon, value in pairs if name.strip() in (*TAGS, MARKED)}


def is_by_hand(kind: Kind, said: Mapping[str, str]) -> bool:
    """Tell whether the tags of a question say that a person marks its answers."""
    return kind is Kind.SHORT_ANSWER and said.get(MARKED) == BY_PERSON


def to_tags(item: Item) -> list[str]:
    """Return the tags that carry what many formats have no place for."""
    points = "" if item.points is None else str(item.points)
    values = (item.module, item.dimension, item.difficulty, points, BY_PERSON if item.by_hand else "")
    return [f"{name}:{value}" for name, value in zip((*TAGS, MARKED), values, strict=True) if value]


def own_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that are a trainer's own and carry nothing of ``to_tags``."""
    return tags_of("\n".join(tag for tag in tags if tag.partition(":")[0].strip() not in {*TAGS, MARKED}))


_MODULE = re.compile(r"c\d{1,3}m\d{1,3}", re.A | re.I)
TOP = "$course$/top"


def filed(item: Item, path: str) -> Item:
    """Return an item that stands in another system's category.

    ``$course$`` and ``top`` stand above everything; a last level written like a module of ours is one.
    """
    names = [name for name in path_of(path) if name != "top" and not re.fullmatch(r"\$.*\$", name)]
    module = names.pop() if names and _MODULE.fullmatch(names[-1]) else ""
    return replace(item, module=item.module or module, category=written_path(names))


def zh(text: str) -> Text:
    """Return a text of a file in one language; ``in_language`` puts it in its place afterwards."""
    return Text(clean(text)[: MOST_LETTERS + 1], "")


def count_of(text: str) -> int | None:
    """Return the whole number a tag or a cell states; None for anything else, however long."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def check_count(answers: int) -> None:
    """Refuse a question with more options and answers than any has, before anything is made of them."""
    if answers > MOST_ANSWERS:
        raise Unfit("options_many", most=str(MOST_ANSWERS))


def mapped(item: Item, change: Callable[[Text], Text]) -> Item:
    """Return an item with every text changed the same way."""
    rows = tuple(
        Row(change(row.text), change(row.match), change(row.feedback), row.correct, row.points, row.panel)
        for row in item.options
    )
    return replace(
        item,
        stem=change(item.stem),
        options=rows,
        explanation=change(item.explanation),
        unit=change(item.unit),
        units=change(item.units),
        accepted=change(item.accepted),
        model_answer=change(item.model_answer),
        hints=tuple(map(change, item.hints)),
    )


def in_language(item: Item, language: str) -> Item:
    """Return an item read from a file in one language with its texts where that language belongs.

    A table may hold both languages: a text that has its English stays as it is.
    """
    if language != "en":
        return item
    return mapped(item, lambda text: text if text.en else Text("", text.zh))


def only(item: Item, language: str) -> Item:
    """Return an item with the texts of one language, in the place of a file with one language."""
    return mapped(item, lambda text: zh(text.en if language == "en" else text.zh))


def cleaned(item: Item) -> Item:
    """Return an item with its texts as they may be stored."""
    return mapped(item, lambda text: Text(clean(text.zh), clean(text.en)))


def middle(item: Item) -> tuple[Decimal, Decimal]:
    """Return the number and the tolerance that accept what a numeric item accepts, range or not."""
    if item.number is not None or item.lowest is None or item.highest is None:
        return item.number or Decimal(0), item.tolerance
    return (item.lowest + item.highest) / 2, (item.highest - item.lowest) / 2


FIGURES = ("number", "tolerance", "lowest", "highest")


def to_json(item: Item) -> dict[str, Any]:
    """Return an item as plain JSON."""
    data = asdict(item)
    for name in FIGURES:
        value = data[name]
        data[name] = None if value is None else str(value)
    return data


def from_json(data: Mapping[str, Any]) -> Item:
    """Return the item that ``to_json`` made, or that a question's plain content describes.

    What came to the bank later may be missing.
    """
    return Item(
        kind=Kind(data["kind"]),
        options=tuple(
            Row(
                text=Text(**row["text"]),
                match=Text(**row["match"]),
                feedback=Text(**row["feedback"]),
                correct=row["correct"],
                points=row["points"],
                panel=tuple(row.get("panel", ())),
            )
            for row in data["options"]
        ),
        number=_figure(data["number"]),
        tolerance=Decimal(data["tolerance"]),
        lowest=_figure(data.get("lowest")),
        highest=_figure(data.get("highest")),
        stem=Text(**data["stem"]),
        explanation=Text(**data["explanation"]),
        unit=Text(**data["unit"]),
        units=_joined(data.get("units") or {"zh": "", "en": ""}),
        credit=data.get("credit") or "",
        accepted=_joined(data["accepted"]),
        model_answer=Text(**data["model_answer"]),
        key=data["key"],
        module=data["module"],
        dimension=data["dimension"],
        difficulty=data["difficulty"],
        points=data["points"],
        category=data.get("category", ""),
        tags=tuple(data.get("tags", ())),
        hints=tuple(Text(**hint) for hint in data.get("hints", ())),
        by_hand=data.get("by_hand", False),
    )


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _joined(texts: Mapping[str, Any]) -> Text:
    """Return lines in both languages as texts, whether they come joined or as lists."""
    zh, en = (text if isinstance(text, str) else "\n".join(text) for text in (texts["zh"], texts["en"]))
    return Text(zh, en)
