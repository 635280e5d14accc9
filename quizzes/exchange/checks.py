"""Whether an item can stand in the bank: its key is whole, its texts fit. Drafts may lack everything else."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from quizzes.content import CHOICES, CREDITS, Kind, Text
from quizzes.exchange.items import MOST_LETTERS, Item
from quizzes.gaps import fits
from quizzes.labels import LONGEST_NAME, LONGEST_TAG, MOST_TAGS, path_of
from quizzes.quantities import unreadable

# The longest texts the bank takes, as its forms say.
LONGEST = {
    "stem": 2000,
    "explanation": 2000,
    "unit": 20,
    "units": 500,
    "accepted": 2000,
    "model_answer": MOST_LETTERS,
}
LONGEST_OPTION = {"text": 500, "match": 500, "feedback": 1000}
LONGEST_HINT = 500
MOST_HINTS = 10
MOST_OPTIONS = 26
MOST_POINTS = 1000
LARGEST = Decimal(10) ** 12
PLACES = Decimal("0.000001")
FEWEST = 2
MOST_EXPERTS = 60  # "-2 " sixty times fits the bank's 200 signs

Said = tuple[str, dict[str, str]]


def faults(item: Item) -> Iterator[Said]:
    """Yield (code, what about) for everything that keeps the item out of the bank."""
    if not (item.stem.zh or item.stem.en):
        yield "stem_missing", {}
    yield from _lengths(item)
    yield from _hints(item)
    if len(item.options) > MOST_OPTIONS:
        yield "options_many", {"most": str(MOST_OPTIONS)}
    if item.credit and item.credit not in CREDITS.get(item.kind, ()):
        yield "credit_unfit", {}
    points = [row.points for row in item.options] + [item.points or 0]
    if not all(0 <= number <= MOST_POINTS for number in points):
        yield "points_range", {"most": str(MOST_POINTS)}
    yield from _CHECKS[item.kind](item)


def _lengths(item: Item) -> Iterator[Said]:
    for name, most in LONGEST.items():
        if _length(getattr(item, name)) > most:
            yield "too_long", {"what": name, "most": str(most)}
    for name, most in LONGEST_OPTION.items():
        if any(_length(getattr(row, name)) > most for row in item.options):
            yield "too_long", {"what": f"option_{name}", "most": str(most)}
    if any(len(name) > LONGEST_NAME for name in path_of(item.category)):
        yield "too_long", {"what": "category", "most": str(LONGEST_NAME)}
    if any(len(tag) > LONGEST_TAG for tag in item.tags):
        yield "too_long", {"what": "tags", "most": str(LONGEST_TAG)}
    if len(item.tags) > MOST_TAGS:
        yield "tags_many", {"most": str(MOST_TAGS)}


def _hints(item: Item) -> Iterator[Said]:
    if len(item.hints) > MOST_HINTS:
        yield "hints_many", {"most": str(MOST_HINTS)}
    if any(_length(hint) > LONGEST_HINT for hint in item.hints):
        yield "too_long", {"what": "hints", "most": str(LONGEST_HINT)}


def _length(text: Text) -> int:
    return max(len(text.zh), len(text.en))


def _choice(item: Item) -> Iterator[Said]:
    right = sum(row.correct for row in item.options)
    if len(item.options) < FEWEST:
        yield "options_few", {}
    elif item.kind is Kind.TRUE_FALSE and len(item.options) != FEWEST:
        yield "not_true_false", {}
    elif not right:
        yield "right_missing", {}
    elif right > 1 and item.kind is not Kind.MULTIPLE_CHOICE:
        yield "right_many", {}
    if any(not (row.text.zh or row.text.en) for row in item.options):
        yield "option_empty", {}
    elif len({(row.text.zh, row.text.en) for row in item.options}) < len(item.options):
        yield "options_same", {}


def _matching(item: Item) -> Iterator[Said]:
    if sum(bool(row.text.zh or row.text.en) for row in item.options) < FEWEST:
        yield "pairs_few", {}
    if any(not (row.match.zh or row.match.en) for row in item.options):
        yield "match_missing", {}


def _ordering(item: Item) -> Iterator[Said]:
    if len(item.options) <= FEWEST:
        yield "items_few", {}
    if any(not (row.text.zh or row.text.en) for row in item.options):
        yield "option_empty", {}


def _numeric(item: Item) -> Iterator[Said]:
    ends = [end for end in (item.lowest, item.highest) if end is not None]
    if item.number is None and not ends:
        yield "number_missing", {}
    elif (item.number is not None and ends) or len(ends) == 1 or sorted(ends) != ends:
        yield "range_unclear", {}
    for value in (item.number, item.tolerance, *ends):
        if value is not None and (abs(value) >= LARGEST or value != value.quantize(PLACES)):
            yield "number_range", {"number": str(value)}
    if item.tolerance < 0:
        yield "tolerance_negative", {}
    for text in (item.units.zh, item.units.en):
        for line in unreadable(tuple(filter(None, text.split("\n")))):
            yield "unit_unclear", {"line": line}


def _fill(item: Item) -> Iterator[Said]:
    if not (item.accepted.zh or item.accepted.en):
        yield "accepted_missing", {}


def _blanks(item: Item) -> Iterator[Said]:
    if any(not (row.text.zh or row.text.en) for row in item.options):
        yield "accepted_missing", {}
    stems = [stem for stem in (item.stem.zh, item.stem.en) if stem]
    if not item.options or not all(fits(stem, len(item.options)) for stem in stems):
        yield "blanks_unclear", {}


def _parts(item: Item) -> Iterator[Said]:
    if len(item.options) < FEWEST:
        yield "options_few", {}
    if any(not (row.text.zh or row.text.en) for row in item.options):
        yield "option_empty", {}
    elif len({(row.text.zh, row.text.en) for row in item.options}) < len(item.options):
        yield "options_same", {}
    if any(len(row.panel) > MOST_EXPERTS for row in item.options):
        yield "experts_many", {"most": str(MOST_EXPERTS)}


def _short(item: Item) -> Iterator[Said]:
    yield from ()


_CHECKS: dict[Kind, Callable[[Item], Iterator[Said]]] = {
    **dict.fromkeys(CHOICES, _choice),
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.NUMERIC: _numeric,
    Kind.FILL_BLANK: _fill,
    Kind.SHORT_ANSWER: _short,
    Kind.BLANKS: _blanks,
    Kind.GRID: _parts,
    Kind.JUDGEMENT: _parts,
}
