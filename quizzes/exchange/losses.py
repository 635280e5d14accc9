"""What a format cannot hold, found out by writing and reading back: what does not return is lost."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from quizzes.content import Kind
from quizzes.exchange.items import NONE, Entry, Item, Row
from quizzes.exchange.settling import Choices, placed
from quizzes.exchange.vocabulary import FALSE_LABEL, TRUE_LABEL

FIELDS = (
    "stem", "explanation", "number", "tolerance", "lowest", "highest", "unit", "units", "accepted",
    "model_answer", "credit", "key", "module", "dimension", "difficulty", "points",
    "category", "tags",
    "hints", "by_hand",
)  # fmt: skip
# Our own words, once a language.
LABELS = tuple(zip(TRUE_LABEL, FALSE_LABEL, strict=True))
ROW_FIELDS = ("text", "match", "feedback", "correct", "points", "panel")


@dataclass(frozen=True, slots=True)
class Loss:
    """How many questions of a type lose what: a field, ``option_`` and a field, or the whole ``question``."""

    kind: Kind
    what: str
    count: int


def losses(
    items: Sequence[Item],
    counts: Sequence[int],
    kinds: frozenset[Kind],
    again: Callable[[Sequence[Item]], Iterator[Entry]],
) -> list[Loss]:
    """Return what is lost when ``items`` are written and read ``again``; other types are not.

    Each item stands for as many questions as ``counts`` says: those that fare like it.
    """
    found: Counter[tuple[Kind, str]] = Counter()
    kept = []
    for item, count in zip(items, counts, strict=True):
        if item.kind in kinds:
            kept.append((item, count))
        else:
            found[item.kind, "question"] += count
    back = [entry.item for entry in again([item for item, _count in kept])] if kept else []
    known = {item.key: item for item in back if item is not None}
    for place, (item, count) in enumerate(kept):
        other = known.get(item.key) or (back[place] if len(back) == len(kept) else None)
        found.update({(item.kind, what): count for what in different(item, other)})
    return [Loss(kind, what, count) for (kind, what), count in sorted(found.items())]


def different(item: Item, other: Item | None) -> Iterator[str]:
    """Yield the names of what is not the same; ``question`` when the other is missing or of another type."""
    if other is None or other.kind is not item.kind:
        yield "question"
        return
    one, two = _comparable(item), _comparable(other)
    if one != two:
        yield from _differences(item, other, one, two)


def _differences(item: Item, other: Item, one: Item, two: Item) -> Iterator[str]:
    for name in FIELDS:
        if getattr(one, name) != getattr(two, name):
            yield name
    if len(one.options) != len(two.options):
        yield "options"
        return
    for name in ROW_FIELDS:
        if name == "text" and _named_alike(item, other):
            continue
        if any(getattr(a, name) != getattr(b, name) for a, b in zip(one.options, two.options, strict=True)):
            yield f"option_{name}"


def _named_alike(item: Item, other: Item) -> bool:
    """Tell whether a file without words for true and false loses nothing: they are our own words again."""
    if item.kind is not Kind.TRUE_FALSE or any(row.text != NONE for row in other.options):
        return False
    return tuple(row.text.zh or row.text.en for row in item.options) in LABELS


def _comparable(item: Item) -> Item:
    """Return an item as it would be settled, so that only what matters is compared."""
    whole = placed(item, Choices("zh", "", item.dimension or "understanding"), "", [])
    if item.kind is Kind.MATCHING:
        distractors = sorted(
            (row for row in whole.options if not row.text.zh and not row.text.en), key=_right_side
        )
        pairs = [row for row in whole.options if row.text.zh or row.text.en]
        whole = replace(whole, options=(*pairs, *distractors))
    return replace(
        whole, key=item.key, dimension=item.dimension, points=1 if item.points is None else item.points
    )


def _right_side(row: Row) -> tuple[str, str]:
    return row.match.zh, row.match.en
