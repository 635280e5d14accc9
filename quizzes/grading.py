"""What a grade is: the score of an attempt's answers, and what its ledger of grades adds up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from quizzes.content import TYPED, UNMARKED, Content, Kind
from quizzes.scoring import total_bp

# What an option says is the key itself here, so that a corrected one reads differently.
KEY_IN_TEXT = frozenset({Kind.BLANKS})


class GradeKind(StrEnum):
    """Why a grade was given; stored in rows, never renamed."""

    SUBMITTED = "submitted"
    MARKED = "marked"
    REGRADED = "regraded"
    VOIDED = "voided"
    OVERRIDDEN = "overridden"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Grade:
    """A score in basis points, and whether it passes."""

    score_bp: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One row of a ledger: what the answers add up to, or what somebody decided instead."""

    kind: GradeKind
    grade: Grade


@dataclass(frozen=True, slots=True)
class Standing:
    """What a ledger adds up to: what the answers are worth, and what was decided instead (None: nothing)."""

    computed: Grade | None
    decided: Grade | None

    @property
    def grade(self) -> Grade | None:
        """The grade that stands: a person's decision outlives whatever is computed after it."""
        return self.decided or self.computed


def fold(before: Grade | None, given: Iterable[Given]) -> Standing:
    """Return what a ledger adds up to; ``before`` is the grade of an attempt older than its ledger."""
    standing = Standing(before, None)
    for row in given:
        if row.kind is GradeKind.OVERRIDDEN:
            standing = Standing(standing.computed, row.grade)
        elif row.kind is GradeKind.LIFTED:
            standing = Standing(standing.computed, None)
        else:
            standing = Standing(row.grade, standing.decided)
    return standing


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of an attempt as far as its score is concerned; ``credit_bp`` in basis points."""

    kind: Kind
    points: int
    credit_bp: int | None
    voided: bool


def counts(answer: Answered) -> bool:
    """Say whether a question is in the score: not a voided one, nor an own answer that nobody marked."""
    return not answer.voided and (answer.kind not in UNMARKED or answer.credit_bp is not None)


def score_bp(answers: Sequence[Answered]) -> int | None:
    """Return the score over the questions that count, None when none of them does.

    A voided question is taken out of what was earned and of what could be earned, as the index does it:
    full credit for everybody would lift those who answered by luck above those who drew another question.
    """
    return total_bp([(one.points, one.credit_bp or 0) for one in answers if counts(one)])


def regraded(before: Grade, score: int | None, pass_bp: int) -> Grade:
    """Return the grade after a correction: a pass once told is kept, whatever the score becomes.

    Only a person may take a pass away, attempt by attempt and with a reason. Without a single question left
    there is nothing to compute, and the grade stays.
    """
    if score is None:
        return before
    return Grade(score, before.passed or score >= pass_bp)


def matched(seen: Content, key: Content) -> bool:
    """Say whether answers to ``seen`` can be marked by ``key``: same type, same options by their ids.

    Texts may have been mended, but none may have moved to another id: that would turn an answer into
    another one.
    """
    if seen.kind is not key.kind:
        return False
    return all(
        before.keys() == after.keys() and not _moved(before, after)
        for before, after in zip(_named(seen), _named(key), strict=True)
    )


def reworded(seen: Content, key: Content) -> list[tuple[str, str]]:
    """Return (before, after) of the texts that differ between two versions that match, in Chinese."""
    return [
        (before[name], after[name])
        for before, after in zip(_named(seen), _named(key), strict=True)
        for name in before
        if before[name] != after[name]
    ]


def _named(content: Content) -> tuple[dict[str, str], dict[str, str]]:
    """Return what an answer may name, by id: texts and right sides; typed answers name nothing."""
    if content.kind in TYPED:
        return {}, {}
    if content.kind in KEY_IN_TEXT:
        return {option.id: "" for option in content.options}, {}
    return (
        {option.id: option.text.zh for option in content.options},
        {option.id: option.match.zh for option in content.options},
    )


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    others = {text: name for name, text in before.items() if text}
    return any(others.get(text, name) != name and before[name] != text for name, text in after.items())


def shown(seen: Content, key: Content) -> Content:
    """Return the corrected key with the words its learner saw, for the result."""
    options = {} if seen.kind in KEY_IN_TEXT else {option.id: option for option in seen.options}
    return replace(
        key,
        stem=seen.stem,
        points=seen.points,
        options=tuple(
            replace(option, text=options[option.id].text, match=options[option.id].match)
            if option.id in options
            else option
            for option in key.options
        ),
    )
