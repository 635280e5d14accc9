"""A case's judgements: which options there are, what they score, what the score is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cases.shapes import KNOWN_DIMENSIONS, Fault, Measured, Part, Problem, Text, measured, missing, text_of

BEST_SCORE: Final = 3
FEWEST_OPTIONS: Final = 2


class Verdict(StrEnum):
    """What a score of 3, 2, 1, 0 is called; the words stand in ``cases/sentences.py``."""

    BEST = "best"
    DEFENSIBLE = "defensible"
    INCOMPLETE = "incomplete"
    HARMFUL = "harmful"


VERDICTS: Final = (Verdict.HARMFUL, Verdict.INCOMPLETE, Verdict.DEFENSIBLE, Verdict.BEST)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to judge."""

    id: str
    text: Text
    score: int
    feedback: Text

    @property
    def verdict(self) -> Verdict:
        """The word for the score."""
        return VERDICTS[self.score]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question about the case, measuring one dimension."""

    id: str
    competency: str
    question: Text
    options: tuple[Option, ...]

    def option(self, option_id: str) -> Option | None:
        """Return the option of this id, None when the judgement has none such."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A case as frozen or as drafted."""

    texts: Mapping[str, Text]
    discussion: tuple[Text, ...]
    judgements: tuple[Judgement, ...]

    def judgement(self, judgement_id: str) -> Judgement | None:
        """Return the judgement of this id."""
        return next((one for one in self.judgements if one.id == judgement_id), None)


TEXTS = ("title", "narrative", "takeaway")


def parse(content: Mapping[str, Any]) -> CaseStudy:
    """Build the case from a version's content or from a draft's."""
    return CaseStudy(
        texts={name: text_of(content.get(name)) for name in TEXTS},
        discussion=tuple(text_of(raw) for raw in content.get("discussion") or ()),
        judgements=tuple(_judgement(raw) for raw in content.get("judgements") or ()),
    )


def _judgement(raw: Mapping[str, Any]) -> Judgement:
    options = tuple(
        Option(str(one["id"]), text_of(one["text"]), int(one["score"]), text_of(one["feedback"]))
        for one in raw["options"]
    )
    return Judgement(str(raw["id"]), str(raw["competency"]), text_of(raw["question"]), options)


def points(case: CaseStudy, chosen: Mapping[str, str]) -> dict[str, Measured]:
    """Return the points per dimension for these answers (judgement id to option id).

    A judgement without an answer adds the lowest score it has: nothing was gained.
    """
    result: dict[str, Measured] = {}
    for judgement in case.judgements:
        scores = [option.score for option in judgement.options]
        option = judgement.option(chosen.get(judgement.id, ""))
        before = result.get(judgement.competency, Measured(0, 0, 0))
        result[judgement.competency] = measured(
            before.points + (option.score if option else min(scores)),
            before.low + min(scores),
            before.high + max(scores),
        )
    return result


def problems(case: CaseStudy) -> list[Problem]:
    """Return what must be mended before the case can be published."""
    found: list[Problem] = []
    for name, text in case.texts.items():
        found += missing(Part.FIELD, name, text)
    for number, text in enumerate(case.discussion, 1):
        found += missing(Part.DISCUSSION, str(number), text)
    if not case.judgements:
        found.append(Problem(Fault.NO_JUDGEMENT))
    for number, judgement in enumerate(case.judgements, 1):
        found += _judgement_problems(str(number), judgement)
    return found


def _judgement_problems(where: str, judgement: Judgement) -> Iterable[Problem]:
    yield from missing(Part.JUDGEMENT, where, judgement.question)
    if judgement.competency not in KNOWN_DIMENSIONS:
        yield Problem(Fault.DIMENSION_UNKNOWN, Part.JUDGEMENT, where, judgement.competency)
    if len(judgement.options) < FEWEST_OPTIONS:
        yield Problem(Fault.FEW_OPTIONS, Part.JUDGEMENT, where)
    for place, option in enumerate(judgement.options, 1):
        yield from missing(Part.OPTION, f"{where}.{place}", option.text, option.feedback)
        if not 0 <= option.score <= BEST_SCORE:
            yield Problem(Fault.SCORE_RANGE, Part.OPTION, f"{where}.{place}", str(option.score))
    scores = {option.score for option in judgement.options}
    if len(judgement.options) >= FEWEST_OPTIONS and len(scores) == 1:
        yield Problem(Fault.SAME_SCORES, Part.JUDGEMENT, where)
