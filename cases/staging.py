"""Screens that need no run: any state of a role-play, a case before submission, the storyboard."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases import dialogue, judging, ranges, telling


@dataclass(frozen=True, slots=True)
class Person:
    """A character as introduced."""

    name: str
    department: str
    note: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Playing:
    """The player of a run that is open."""

    title: str
    situation: str
    goal: str
    me: Person
    customer: Person
    people: tuple[Person, ...]
    play: telling.Play


def stage(graph: dialogue.Dialogue, state: dialogue.State, language: str) -> Playing:
    """Return the screen of a state: what has happened and what can be chosen, no more.

    Raises ranges.Cyclic for a draft that leads back to a scene.
    """
    return Playing(
        title=graph.texts["title"].shown_in(language),
        situation=graph.texts["situation"].shown_in(language),
        goal=graph.texts["learning_goal"].shown_in(language),
        me=introduced(graph, graph.learner_role, language),
        customer=introduced(graph, graph.customer_role, language),
        people=tuple(introduced(graph, one.key, language) for one in graph.characters),
        play=telling.play(graph, state, language),
    )


def introduced(graph: dialogue.Dialogue, key: str, language: str) -> Person:
    """Return a character; of one that a draft does not have yet only the short name is known."""
    one = graph.character(key)
    if one is None:
        return Person(key, "", "", is_me=key == graph.learner_role)
    return Person(
        one.name.shown_in(language),
        one.department.shown_in(language),
        one.note.shown_in(language),
        is_me=key == graph.learner_role,
    )


# Cases ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option before submission: no score, no feedback."""

    id: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A judgement to make."""

    id: str
    question: str
    options: tuple[OptionShown, ...]


@dataclass(frozen=True, slots=True)
class JudgingCase:
    """An open case."""

    title: str
    paragraphs: tuple[str, ...]
    questions: tuple[QuestionShown, ...]
    seen: str


def unjudged(case: judging.CaseStudy, chosen: dict[str, str], seen: str, language: str) -> JudgingCase:
    """Return the screen of a case before submission; ``seen`` marks the judgements it shows."""
    questions = tuple(
        QuestionShown(
            judgement.id,
            judgement.question.shown_in(language),
            tuple(
                OptionShown(one.id, one.text.shown_in(language), chosen.get(judgement.id) == one.id)
                for one in judgement.options
            ),
        )
        for judgement in case.judgements
    )
    return JudgingCase(case.texts["title"].shown_in(language), paragraphs(case, language), questions, seen)


def paragraphs(case: judging.CaseStudy, language: str) -> tuple[str, ...]:
    """Return the story, a paragraph a line."""
    return tuple(part for part in case.texts["narrative"].shown_in(language).splitlines() if part.strip())


# The trainer's overview -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Panel:
    """A scene with everything in it, and the scenes it is reached from."""

    scene: dialogue.Scene
    reached_from: tuple[str, ...]


def storyboard(graph: dialogue.Dialogue) -> list[Panel]:
    """Return all scenes in the order of the story; those out of reach, or of a broken draft, as typed."""
    try:
        ordered = ranges.forward_order(graph)
    except ranges.Cyclic:
        ordered = []
    rest = [scene for scene in graph.scenes if scene not in ordered]
    return [Panel(scene, tuple(_leading_to(graph, scene.key))) for scene in [*ordered, *rest]]


def _leading_to(graph: dialogue.Dialogue, key: str) -> Iterable[str]:
    return dict.fromkeys(
        scene.key for scene in graph.scenes for choice in scene.choices if choice.next == key
    )
