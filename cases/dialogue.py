"""A role-play as a graph: scenes, choices, endings; one step at a time, nothing but the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.shapes import Text, text_of

NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody in the story. ``side`` is provider (the learner), customer or colleague."""

    key: str
    name: Text
    department: Text
    side: str
    note: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the learner can do; ``effects`` are points a dimension gains or loses, ``next`` a key."""

    key: str
    text: Text
    effects: Mapping[str, int]
    consequence: Text
    customer_felt: Text
    next: str

    @property
    def total(self) -> int:
        """The points of all dimensions together."""
        return sum(self.effects.values())


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment: somebody speaks, the learner chooses."""

    key: str
    speaker: str
    text: Text
    choices: tuple[Choice, ...]

    def choice(self, key: str) -> Choice | None:
        """Return the choice of this key, None when the scene does not offer it."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class Ending:
    """How it turned out, and how the customer tells it."""

    key: str
    kind: str
    title: Text
    text: Text
    role_swap: Text


@dataclass(frozen=True, slots=True)
class Gate:
    """Whoever reaches ``ending`` with fewer than ``min_total`` points is shown ``otherwise`` instead."""

    ending: str
    min_total: int
    otherwise: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The whole graph, as frozen or as drafted; a draft may still be broken (see ``lint``)."""

    start: str
    learner_role: str
    customer_role: str
    characters: tuple[Character, ...]
    scenes: tuple[Scene, ...]
    endings: tuple[Ending, ...]
    gate: Gate | None
    texts: Mapping[str, Text]
    debrief: tuple[Text, ...]

    def scene(self, key: str) -> Scene | None:
        """Return the scene of this key."""
        return next((scene for scene in self.scenes if scene.key == key), None)

    def ending(self, key: str) -> Ending | None:
        """Return the ending of this key."""
        return next((ending for ending in self.endings if ending.key == key), None)

    def character(self, key: str) -> Character | None:
        """Return the character of this key; the narrator is none."""
        return next((one for one in self.characters if one.key == key), None)


class NotOffered(ValueError):  # noqa: N818 - it says what happened: the scene does not offer that choice
    """The choice is not open in the state the run is in."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A choice that was made, and the scene it was made in."""

    scene: Scene
    choice: Choice


@dataclass(frozen=True, slots=True)
class State:
    """Where a run stands: ``scene`` is None once an ``ending`` is reached."""

    scene: Scene | None
    ending: Ending | None = None
    path: tuple[Taken, ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The points of all dimensions together."""
        return sum(self.points.values())


def opening(dialogue: Dialogue) -> State:
    """Return the state before the first choice."""
    return State(scene=dialogue.scene(dialogue.start))


def advance(dialogue: Dialogue, state: State, choice_key: str) -> State:
    """Return the state after one choice; the gate is applied on reaching an ending.

    Raises NotOffered when the run is over, the scene has no such choice, or it leads nowhere.
    """
    choice = state.scene.choice(choice_key) if state.scene else None
    if state.scene is None or choice is None:
        raise NotOffered(choice_key)
    points = dict(state.points)
    for dimension, effect in choice.effects.items():
        points[dimension] = points.get(dimension, 0) + effect
    path = (*state.path, Taken(state.scene, choice))
    scene = dialogue.scene(choice.next)
    ending = None if scene else _gated(dialogue, choice.next, sum(points.values()))
    if scene is None and ending is None:
        raise NotOffered(choice_key)
    return State(scene=scene, ending=ending, path=path, points=points)


def _gated(dialogue: Dialogue, key: str, total: int) -> Ending | None:
    gate = dialogue.gate
    if gate and key == gate.ending and total < gate.min_total:
        key = gate.otherwise
    return dialogue.ending(key)


def replay(dialogue: Dialogue, choice_keys: Iterable[str]) -> State:
    """Return the state after these choices from the opening; raises NotOffered as ``advance`` does."""
    state = opening(dialogue)
    for key in choice_keys:
        state = advance(dialogue, state, key)
    return state


# Reading frozen content ------------------------------------------------------------------------------------


def parse(content: Mapping[str, Any]) -> Dialogue:
    """Build the graph from a version's content, or from a draft's, whose gaps become empty values."""
    gate = content.get("gate") or {}
    return Dialogue(
        start=str(content.get("start") or ""),
        learner_role=str(content.get("learner_role") or ""),
        customer_role=str(content.get("customer_role") or ""),
        characters=tuple(_character(raw) for raw in content.get("characters") or ()),
        scenes=tuple(_scene(raw) for raw in content.get("scenes") or ()),
        endings=tuple(_ending(raw) for raw in content.get("endings") or ()),
        gate=Gate(str(gate["ending"]), int(gate["min_total"]), str(gate["otherwise"])) if gate else None,
        texts={name: text_of(content.get(name)) for name in TEXTS},
        debrief=_texts(content.get("debrief") or ()),
    )


TEXTS = ("title", "situation", "learning_goal", "if_you_were_the_customer")


def _texts(raws: Sequence[Any]) -> tuple[Text, ...]:
    return tuple(text_of(raw) for raw in raws)


def _character(raw: Mapping[str, Any]) -> Character:
    return Character(
        str(raw["key"]),
        text_of(raw["name"]),
        text_of(raw["department"]),
        str(raw["side"]),
        text_of(raw["note"]),
    )


def _scene(raw: Mapping[str, Any]) -> Scene:
    return Scene(
        key=str(raw["key"]),
        speaker=str(raw["speaker"]),
        text=text_of(raw["text"]),
        choices=tuple(_choice(choice) for choice in raw["choices"]),
    )


def _choice(raw: Mapping[str, Any]) -> Choice:
    return Choice(
        key=str(raw["key"]),
        text=text_of(raw["text"]),
        effects={str(name): int(points) for name, points in raw["effects"].items() if points},
        consequence=text_of(raw["consequence"]),
        customer_felt=text_of(raw["customer_felt"]),
        next=str(raw["next"]),
    )


def _ending(raw: Mapping[str, Any]) -> Ending:
    return Ending(
        key=str(raw["key"]),
        kind=str(raw["kind"]),
        title=text_of(raw["title"]),
        text=text_of(raw["text"]),
        role_swap=text_of(raw["role_swap"]),
    )
