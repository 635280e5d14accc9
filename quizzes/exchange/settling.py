"""What stands between a reader and the bank: the language, the trainer's choices, the checks, the names."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.dimensions import Dimension
from quizzes.content import Kind, Text
from quizzes.exchange.checks import faults
from quizzes.exchange.items import NONE, Entry, Item, Problem, clean, in_language, problem
from quizzes.exchange.vocabulary import FALSE_LABEL, TRUE_LABEL, difficulty_of, dimension_of, range_text
from quizzes.labels import MOST_LEVELS, path_of, tags_of, written_path
from quizzes.scoring import fold

_KEY = re.compile(r"[-\w]{1,60}", re.A)
_MODULE = re.compile(r"[-\w]{1,20}", re.A)
_RUNNING_NUMBER = re.compile(r"\d{1,4}")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
MOSTLY = 5


@dataclass(frozen=True, slots=True)
class Choices:
    """What the trainer chose: the file's language (``zh``, ``en``), and what holds where it says nothing."""

    language: str
    module: str
    dimension: str


def language_of(items: Iterable[Item]) -> str:
    """Return the language of a file: Chinese when a fifth of its questions or more have Chinese signs."""
    stems = [item.stem.zh for item in items if item.stem.zh]
    chinese = sum(_HAN.search(stem) is not None for stem in stems)
    return "zh" if chinese * MOSTLY >= len(stems) else "en"


def settled(entry: Entry, choices: Choices) -> Entry:
    """Return an entry ready for the bank: texts in their language, a name, all its problems."""
    if entry.item is None:
        return entry
    notices: list[Problem] = []
    item = placed(entry.item, choices, entry.place, notices)
    if item.key and (not _KEY.fullmatch(item.key) or _RUNNING_NUMBER.fullmatch(item.key)):
        notices += [] if item.key.isdecimal() else [problem(entry.place, "key_unused", key=item.key)]
        item = replace(item, key="")
    item = item if item.key else replace(item, key=made_key(item))
    wrong = [problem(entry.place, code, **about) for code, about in faults(item)]
    return Entry(entry.place, item, (*entry.problems, *notices, *wrong))


def placed(item: Item, choices: Choices, place: str, notices: list[Problem]) -> Item:
    """Return an item in its language and with the trainer's choices; what they replace is noticed."""
    return _belonging(_labelled(in_language(item, choices.language)), choices, place, notices)


def _labelled(item: Item) -> Item:
    """Give the options of a true-or-false question our own words where the file has none."""
    if item.kind is not Kind.TRUE_FALSE or any(row.text != NONE for row in item.options):
        return item
    words = (Text(*TRUE_LABEL), Text(*FALSE_LABEL))
    rows = tuple(replace(row, text=word) for row, word in zip(item.options, words, strict=False))
    return replace(item, options=rows)


def _belonging(item: Item, choices: Choices, place: str, notices: list[Problem]) -> Item:
    module = item.module.strip()
    if module and not _MODULE.fullmatch(module):
        notices.append(problem(place, "module_unused", module=module))
        module = ""
    names = path_of(clean(item.category))
    if len(names) > MOST_LEVELS:
        notices.append(problem(place, "category_deep", path=item.category))
    dimension = dimension_of(item.dimension)
    if item.dimension and not dimension:
        notices.append(problem(place, "competency_unknown", word=item.dimension))
    return replace(
        item,
        module=module or choices.module,
        dimension=Dimension(dimension or choices.dimension).value,
        difficulty=difficulty_of(item.difficulty),
        category=written_path(names[:MOST_LEVELS]),
        tags=tags_of("\n".join(map(clean, item.tags))),
    )


def made_key(item: Item) -> str:
    """Return a name for a question that has none: the same whenever the same question comes again."""
    text = "\n".join([item.kind, *sorted(fingerprints(item))])
    return f"q-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def fingerprints(item: Item) -> set[str]:
    """Return what a question is known by, once a language: its text and its answers, without width, case,
    spaces and punctuation. The order of the options does not matter."""
    return {_fingerprint(item, language) for language in ("zh", "en") if getattr(item.stem, language)}


def _fingerprint(item: Item, language: str) -> str:
    def said(text: Text) -> str:
        return fold(getattr(text, language))

    sides = sorted(f"{said(row.text)}>{said(row.match)}" for row in item.options)
    number = "" if item.number is None else f"{item.number.normalize():f}"
    number += range_text(item.lowest, item.highest)
    return "\x1f".join([said(item.stem), *sides, number, said(item.accepted)])


def without_repeats(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries; one that comes a second time in the file is said to repeat the first."""
    places: dict[str, str] = {}
    for entry in entries:
        if entry.item is None:
            yield entry
            continue
        marks = {entry.item.key, *fingerprints(entry.item)}
        first = next((places[mark] for mark in marks if mark in places), None)
        for mark in marks:
            places.setdefault(mark, entry.place)
        if first is None:
            yield entry
        else:
            said = problem(entry.place, "repeated", first=first)
            yield Entry(entry.place, entry.item, (*entry.problems, said))
