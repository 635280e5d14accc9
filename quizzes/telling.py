"""A question of a file as the preview tells it: everything that was understood, the key included."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quizzes.content import CHOICES, Kind, Text
from quizzes.exchange.items import Item, from_json
from quizzes.exchange.vocabulary import letter, range_text
from quizzes.models import Difficulty, DimensionChoice, QuestionKind
from quizzes.models.bank import Marking


@dataclass(frozen=True, slots=True)
class Line:
    """One option, pair, item or slip: its letter or number, its texts, whether it is right, its feedback."""

    mark: str
    texts: tuple[str, ...]
    is_right: bool
    feedback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A whole question for the preview; texts come once a language, Chinese first."""

    kind: str
    key: str
    stems: tuple[str, ...]
    lines: tuple[Line, ...]
    lines_title: str
    facts: tuple[tuple[str, str], ...]
    missing: str


def told(data: Mapping[str, Any]) -> Told:
    """Return an imported question's JSON as the preview shows it."""
    item = from_json(data)
    return Told(
        kind=str(QuestionKind(item.kind).label),
        key=item.key,
        stems=_texts(item.stem),
        lines=tuple(_lines(item)),
        lines_title=_("Frequent slips") if item.kind in {Kind.FILL_BLANK, Kind.NUMERIC} else "",
        facts=tuple((label, value) for label, value in _facts(item) if value),
        missing=_missing(item),
    )


def _texts(text: Text) -> tuple[str, ...]:
    return tuple(one for one in (text.zh, text.en) if one)


def _lines(item: Item) -> list[Line]:
    numbered = item.kind not in CHOICES
    lines = []
    for place, row in enumerate(item.options):
        texts = _texts(row.text)
        if item.kind is Kind.MATCHING:
            pairs = ((row.text.zh, row.match.zh), (row.text.en, row.match.en))
            texts = tuple(f"{left or '—'} → {right}" for left, right in pairs if left or right)
        if row.points:
            texts = (*texts, str(row.points))
        if row.panel:
            texts = (*texts, " ".join(map(str, row.panel)))
        mark = str(place + 1) if numbered else letter(place % 26)
        lines.append(Line(mark, texts, row.correct, _texts(row.feedback)))
    return lines


def _facts(item: Item) -> list[tuple[str, str]]:
    unit = " / ".join(_texts(item.unit))
    number = "" if item.number is None else f"{item.number:f} ± {item.tolerance:f} {unit}".strip()
    accepted = f"{range_text(item.lowest, item.highest, ' – ')} {unit}" if item.lowest is not None else ""
    marking = str(Marking(item.credit).label) if item.credit else _("By a person") if item.by_hand else ""
    difficulty = Difficulty(item.difficulty).label if item.difficulty else Difficulty.MEDIUM.label
    return [
        (_("Right number"), number),
        (_("Accepted range"), accepted),
        (_("Further units"), " / ".join(_texts(item.units)).replace("\n", "; ")),
        (_("How it is marked"), marking),
        (_("Accepted answers"), " | ".join(" / ".join(_texts(item.accepted)).split("\n"))),
        (_("Model answer"), " / ".join(_texts(item.model_answer))),
        (_("Explanation"), " / ".join(_texts(item.explanation))),
        (_("Hints"), " | ".join(" / ".join(_texts(hint)) for hint in item.hints)),
        (_("Module"), item.module),
        (pgettext("of questions", "Category"), item.category.replace("/", " / ")),
        (pgettext("of questions", "Tags"), pgettext("between items of a list", ", ").join(item.tags)),
        (_("Competency"), str(DimensionChoice(item.dimension).label)),
        (_("Difficulty"), str(difficulty)),
        (pgettext("of a question", "Points"), str(1 if item.points is None else item.points)),
    ]


def _missing(item: Item) -> str:
    if not item.stem.en:
        return _("English missing")
    return "" if item.stem.zh else _("Chinese missing")
