"""A run told for the screen: the conversation so far, and the same conversation from the other side.

Texts come out in one language; names of roles and competencies are added by the templates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from cases.dialogue import NARRATOR, Choice, Dialogue, Scene, State, Taken
from cases.ranges import NEUTRAL, running_totals, scenes_ahead, trust


class Voice(StrEnum):
    """Whose line it is: this decides side and colour."""

    OURS = "ours"
    THEIRS = "theirs"
    OTHER = "other"
    STAGE = "stage"
    FELT = "felt"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation; ``is_new`` marks the first that was not there before the last choice."""

    voice: Voice
    text: str
    name: str = ""
    department: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice as shown before it is made: nothing but its key and its text."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Trust:
    """The customer's trust: 0-100, and how far it is from where it began."""

    value: int
    change: int

    @property
    def distance(self) -> int:
        """The change without its sign."""
        return abs(self.change)


@dataclass(frozen=True, slots=True)
class Play:
    """Everything the player shows of an open run, and nothing that is not due yet."""

    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]
    scene: str
    seq: int
    about: int
    trust: Trust


def play(dialogue: Dialogue, state: State, language: str) -> Play:
    """Tell an open run."""
    ahead = scenes_ahead(dialogue)[state.scene.key] if state.scene else 0
    offers = state.scene.choices if state.scene else ()
    return Play(
        lines=tuple(conversation(dialogue, state, language)),
        offers=tuple(Offer(choice.key, choice.text.shown_in(language)) for choice in offers),
        scene=state.scene.key if state.scene else "",
        seq=len(state.path) + 1,
        about=len(state.path) + ahead,
        trust=trust_of(dialogue, state),
    )


def trust_of(dialogue: Dialogue, state: State) -> Trust:
    """Return the trust after the choices made so far (the rule is in ``ranges.trust``)."""
    value = trust(state.total, running_totals(dialogue))
    return Trust(value, value - NEUTRAL)


def conversation(dialogue: Dialogue, state: State, language: str) -> Iterable[Line]:
    """Tell the run as it happened: what was said, what I chose, what followed."""
    for taken in state.path:
        yield _said(dialogue, taken.scene, language)
        yield _mine(dialogue, taken.choice, language)
        newest = taken is state.path[-1]
        yield Line(Voice.STAGE, taken.choice.consequence.shown_in(language), is_new=newest)
    if state.scene:
        yield replace(_said(dialogue, state.scene, language), is_new=not state.path)


def other_side(dialogue: Dialogue, state: State, language: str) -> Iterable[Line]:
    """Tell the same run as the customer met it: every choice of mine, and what it felt like."""
    for taken in state.path:
        yield _said(dialogue, taken.scene, language)
        yield _mine(dialogue, taken.choice, language)
        yield _felt(dialogue, taken, language)


def _said(dialogue: Dialogue, scene: Scene, language: str) -> Line:
    text = scene.text.shown_in(language)
    if scene.speaker == NARRATOR:
        return Line(Voice.STAGE, text)
    return _by(dialogue, scene.speaker, text, language)


def _mine(dialogue: Dialogue, choice: Choice, language: str) -> Line:
    return _by(dialogue, dialogue.learner_role, choice.text.shown_in(language), language)


def _felt(dialogue: Dialogue, taken: Taken, language: str) -> Line:
    line = _by(dialogue, dialogue.customer_role, taken.choice.customer_felt.shown_in(language), language)
    return replace(line, voice=Voice.FELT)


def _by(dialogue: Dialogue, key: str, text: str, language: str) -> Line:
    voices = {dialogue.learner_role: Voice.OURS, dialogue.customer_role: Voice.THEIRS}
    speaker = dialogue.character(key)
    if speaker is None:
        return Line(Voice.STAGE, text)
    voice = voices.get(key, Voice.OTHER)
    return Line(voice, text, speaker.name.shown_in(language), speaker.department.shown_in(language))
