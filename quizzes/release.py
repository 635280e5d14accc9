"""What a learner may see of an attempt, and when: marks, right answers, feedback, own answers.

One rule per attempt, frozen as text when it starts. "Feedback" is what was written about the answer a person
gave; the explanation and the feedback on other options tell the right answer and come with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# How long "right after" lasts: time to read through a result once, in peace.
RIGHT_AFTER_LASTS = timedelta(minutes=30)


class Part(StrEnum):
    """What can be shown; the values are stored in frozen rules and never renamed."""

    OWN = "o"
    MARKS = "m"
    FEEDBACK = "f"
    RIGHT = "r"


class Moment(StrEnum):
    """When it can be shown; the order is the order of a frozen rule."""

    DURING = "during"
    RIGHT_AFTER = "right_after"
    WHILE_OPEN = "while_open"
    AFTER_CLOSE = "after_close"


AFTERWARDS = (Moment.RIGHT_AFTER, Moment.WHILE_OPEN, Moment.AFTER_CLOSE)
HELD = "held"
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Rule:
    """The matrix. ``held``: right answers wait besides until the person can gain nothing by them: until they
    have passed, have no try left, or the quiz has closed."""

    shows: Mapping[Moment, frozenset[Part]]
    held: bool = False

    @property
    def is_practice(self) -> bool:
        """Whether each question can be checked while the attempt is open."""
        return Part.MARKS in self.shows[Moment.DURING]


@dataclass(frozen=True, slots=True)
class Visible:
    """What may be shown now."""

    own: bool = False
    marks: bool = False
    feedback: bool = False
    right: bool = False

    @property
    def anything(self) -> bool:
        """Whether a result has anything to say at all."""
        return self.own or self.marks


@dataclass(frozen=True, slots=True)
class Stage:
    """Where an attempt stands. ``settled``: passed, or no further try is possible."""

    submitted_at: datetime | None
    closes_at: datetime | None = None
    settled: bool = False


ALL = frozenset(Part)
OWN_ONLY = frozenset({Part.OWN})
PRACTICE = Rule(dict.fromkeys(Moment, ALL))
CHECK = Rule({Moment.DURING: OWN_ONLY} | dict.fromkeys(AFTERWARDS, ALL))
MEASURED = Rule(CHECK.shows, held=True)


def encode(rule: Rule) -> str:
    """Return a rule as the text that is frozen onto attempts, such as ``o/omfr/omfr/omfr/held``."""
    rows = ["".join(part for part in Part if part in rule.shows[moment]) or NOTHING for moment in Moment]
    return "/".join([*rows, HELD] if rule.held else rows)


def decode(text: str) -> Rule:
    """Return the rule of a frozen text; raises ValueError for what we never froze."""
    matrix = text.removesuffix(f"/{HELD}")
    rows = [frozenset(Part(letter) for letter in row if row != NOTHING) for row in matrix.split("/")]
    return Rule(dict(zip(Moment, rows, strict=True)), held=matrix != text)


def while_it_counts(rule: Rule) -> Rule:
    """Return the rule for a quiz that counts: its own answers and nothing else while it is being taken."""
    return Rule({**rule.shows, Moment.DURING: OWN_ONLY}, rule.held)


def moment(stage: Stage, now: datetime) -> Moment:
    """Return which row of the matrix applies. Once a quiz has closed that counts, however recent the try."""
    if stage.submitted_at is None:
        return Moment.DURING
    if stage.closes_at is not None and now >= stage.closes_at:
        return Moment.AFTER_CLOSE
    return Moment.RIGHT_AFTER if now < stage.submitted_at + RIGHT_AFTER_LASTS else Moment.WHILE_OPEN


def visible(rule: Rule, stage: Stage, now: datetime) -> Visible:
    """Return what a learner may see of a finished attempt now; an open one shows no marks and no key.

    What a checked question of an open practice shows is said by ``of_checked``.
    """
    row = moment(stage, now)
    if row is Moment.DURING:
        return Visible(own=True)
    shown = rule.shows[row]
    right = Part.RIGHT in shown and (not rule.held or stage.settled or row is Moment.AFTER_CLOSE)
    return Visible(Part.OWN in shown, Part.MARKS in shown, Part.FEEDBACK in shown, right)


def of_checked(rule: Rule, *, checked: bool, done: bool) -> Visible:
    """Return what an open attempt shows of one question that was checked.

    ``done``: it was answered right or its tries are used up; only then may the right answer be seen.
    """
    shown = rule.shows[Moment.DURING]
    if not checked or not rule.is_practice:
        return Visible(own=True)
    return Visible(True, True, Part.FEEDBACK in shown, done and Part.RIGHT in shown)


class Contradiction(StrEnum):
    """Why a matrix makes no sense."""

    DURING_MEASURED = "during_measured"
    HIDES_COUNTED_MARKS = "hides_counted_marks"
    RIGHT_WITHOUT_MARKS = "right_without_marks"
    FEEDBACK_WITHOUT_MARKS = "feedback_without_marks"
    TAKEN_BACK = "taken_back"
    HOLDS_NOTHING = "holds_nothing"
    DURING_THEN_HIDDEN = "during_then_hidden"


def contradictions(rule: Rule, *, counts: bool) -> list[Contradiction]:
    """Return what contradicts itself in a rule; ``counts`` says that the quiz is evidence for the index."""
    return list(dict.fromkeys(_contradictions(rule, counts)))


def _contradictions(rule: Rule, counts: bool) -> Iterator[Contradiction]:
    during, after = rule.shows[Moment.DURING], [rule.shows[row] for row in AFTERWARDS]
    if counts and during - OWN_ONLY:
        yield Contradiction.DURING_MEASURED
    if counts and not all(Part.MARKS in row for row in after):
        yield Contradiction.HIDES_COUNTED_MARKS
    for row in rule.shows.values():
        yield from _unsupported(row)
    if rule.shows[Moment.WHILE_OPEN] - rule.shows[Moment.AFTER_CLOSE]:
        yield Contradiction.TAKEN_BACK
    if rule.held and not _any_has(after, Part.RIGHT):
        yield Contradiction.HOLDS_NOTHING
    if during - OWN_ONLY - rule.shows[Moment.RIGHT_AFTER] or (rule.held and Part.RIGHT in during):
        yield Contradiction.DURING_THEN_HIDDEN


def _unsupported(row: frozenset[Part]) -> Iterator[Contradiction]:
    """Right answers and feedback sit on the answers given and tell the marks."""
    basis = {Part.OWN, Part.MARKS}
    if Part.RIGHT in row and not basis <= row:
        yield Contradiction.RIGHT_WITHOUT_MARKS
    if Part.FEEDBACK in row and not basis <= row:
        yield Contradiction.FEEDBACK_WITHOUT_MARKS


def _any_has(rows: Iterable[frozenset[Part]], part: Part) -> bool:
    return any(part in row for row in rows)


def only_after_close(rule: Rule) -> bool:
    """Say whether anything is shown for the first time when the quiz closes."""
    before = rule.shows[Moment.RIGHT_AFTER] | rule.shows[Moment.WHILE_OPEN]
    return bool(rule.shows[Moment.AFTER_CLOSE] - before)


def tells_before_next_try(rule: Rule) -> bool:
    """Say whether somebody who has not passed sees right answers while they may try again."""
    return not rule.held and Part.RIGHT in rule.shows[Moment.RIGHT_AFTER] | rule.shows[Moment.WHILE_OPEN]
