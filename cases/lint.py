"""What is wrong with a role-play's graph, before a learner can fall into it."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from cases.dialogue import NARRATOR, Dialogue, Scene
from cases.ranges import Cyclic, forward_order, score_ranges
from cases.shapes import KNOWN_DIMENSIONS, Fault, Part, Problem, missing

FEWEST_CHOICES: Final = 2
FEWEST_SCENES_FOR_PLACE: Final = 3

Check = Callable[[Dialogue], Iterator[Problem]]


def problems(dialogue: Dialogue) -> list[Problem]:
    """Return everything to mend, in the order of the story; warnings (``is_warning``) come last."""
    found = [problem for check in CHECKS for problem in check(dialogue)]
    if not any(problem.fault in _BREAKS_GRAPH for problem in found):
        found += _scoring(dialogue)
    return sorted(found, key=lambda problem: problem.is_warning)


_BREAKS_GRAPH: Final = frozenset({Fault.START_UNKNOWN, Fault.CYCLE, Fault.KEY_TWICE, Fault.KEY_MISSING})


def _keys(dialogue: Dialogue) -> Iterator[Problem]:
    places = [(Part.SCENE, scene.key) for scene in dialogue.scenes]
    places += [(Part.ENDING, ending.key) for ending in dialogue.endings]
    choices = [(Part.CHOICE, choice.key) for scene in dialogue.scenes for choice in scene.choices]
    characters = [(Part.CHARACTER, one.key) for one in dialogue.characters]
    for group in (places, choices, characters):
        counted = Counter(key for _part, key in group)
        for part, key in dict.fromkeys(group):
            if not key:
                yield Problem(Fault.KEY_MISSING, part)
            elif counted[key] > 1:
                yield Problem(Fault.KEY_TWICE, part, key)


def _texts(dialogue: Dialogue) -> Iterator[Problem]:
    for name, text in dialogue.texts.items():
        yield from missing(Part.FIELD, name, text)
    for one in dialogue.characters:
        yield from missing(Part.CHARACTER, one.key, one.name)
    for scene in dialogue.scenes:
        yield from missing(Part.SCENE, scene.key, scene.text)
        for choice in scene.choices:
            yield from missing(Part.CHOICE, choice.key, choice.text, choice.consequence, choice.customer_felt)
    for ending in dialogue.endings:
        yield from missing(Part.ENDING, ending.key, ending.title, ending.text, ending.role_swap)
    for number, text in enumerate(dialogue.debrief, 1):
        yield from missing(Part.DEBRIEF, str(number), text)


def _people(dialogue: Dialogue) -> Iterator[Problem]:
    known = {one.key for one in dialogue.characters}
    for field, role in (("learner_role", dialogue.learner_role), ("customer_role", dialogue.customer_role)):
        if role not in known:
            yield Problem(Fault.ROLE_UNKNOWN, Part.FIELD, field, role)
    for scene in dialogue.scenes:
        if scene.speaker != NARRATOR and scene.speaker not in known:
            yield Problem(Fault.SPEAKER_UNKNOWN, Part.SCENE, scene.key, scene.speaker)


def _ends(dialogue: Dialogue) -> Iterator[Problem]:
    if not dialogue.endings:
        yield Problem(Fault.NO_ENDING)
    if not dialogue.scene(dialogue.start):
        yield Problem(Fault.START_UNKNOWN, Part.FIELD, "start", dialogue.start)
    if dialogue.gate:
        for key in (dialogue.gate.ending, dialogue.gate.otherwise):
            if not dialogue.ending(key):
                yield Problem(Fault.GATE_UNKNOWN, Part.ENDING, key)


def _choices(dialogue: Dialogue) -> Iterator[Problem]:
    known = {scene.key for scene in dialogue.scenes} | {ending.key for ending in dialogue.endings}
    for scene in dialogue.scenes:
        if len(scene.choices) < FEWEST_CHOICES:
            yield Problem(Fault.FEW_CHOICES, Part.SCENE, scene.key)
        for choice in scene.choices:
            if choice.next not in known:
                yield Problem(Fault.NEXT_UNKNOWN, Part.CHOICE, choice.key, choice.next)
            for dimension in choice.effects.keys() - KNOWN_DIMENSIONS:
                yield Problem(Fault.DIMENSION_UNKNOWN, Part.CHOICE, choice.key, dimension)


def _ways(dialogue: Dialogue) -> Iterator[Problem]:
    """Every scene is reached, leads to an ending, and is met at most once."""
    try:
        forward_order(dialogue)
    except Cyclic as cyclic:
        yield Problem(Fault.CYCLE, Part.SCENE, cyclic.scene)
    reached = _reached(dialogue)
    ending_ahead = _ending_ahead(dialogue)
    for scene in dialogue.scenes:
        if dialogue.scene(dialogue.start) and scene.key not in reached:
            yield Problem(Fault.UNREACHABLE, Part.SCENE, scene.key)
        if scene.key not in ending_ahead:
            yield Problem(Fault.NO_WAY_OUT, Part.SCENE, scene.key)
    shown_by_gate = {dialogue.gate.otherwise} if dialogue.gate else set()
    for ending in dialogue.endings:
        if ending.key not in reached | shown_by_gate:
            yield Problem(Fault.ENDING_UNREACHABLE, Part.ENDING, ending.key)


def _reached(dialogue: Dialogue) -> set[str]:
    reached: set[str] = set()
    waiting = [dialogue.start]
    while waiting:
        key = waiting.pop()
        if key in reached:
            continue
        reached.add(key)
        scene = dialogue.scene(key)
        waiting += [choice.next for choice in scene.choices] if scene else []
    return reached


def _ending_ahead(dialogue: Dialogue) -> set[str]:
    """Return the keys from which an ending can be reached, the endings included."""
    ahead = {ending.key for ending in dialogue.endings}
    grown = True
    while grown:
        more = {
            scene.key
            for scene in dialogue.scenes
            if scene.key not in ahead and any(choice.next in ahead for choice in scene.choices)
        }
        grown = bool(more)
        ahead |= more
    return ahead


CHECKS: Final[tuple[Check, ...]] = (_keys, _texts, _people, _ends, _choices, _ways)


def _scoring(dialogue: Dialogue) -> Iterator[Problem]:
    unmoved = [str(name) for name, reach in score_ranges(dialogue).items() if reach.low == reach.high]
    if len(unmoved) == len(KNOWN_DIMENSIONS):
        yield Problem(Fault.NOTHING_SCORED)
    else:
        for name in unmoved:
            yield Problem(Fault.DIMENSION_UNMOVED, Part.WHOLE, "", name)
    places = [_best_place(scene) for scene in dialogue.scenes if scene.choices]
    if len(places) >= FEWEST_SCENES_FOR_PLACE and len(set(places)) == 1:
        yield Problem(Fault.SAME_PLACE, Part.WHOLE, "", str(places[0]))


def _best_place(scene: Scene) -> int:
    totals = [choice.total for choice in scene.choices]
    return totals.index(max(totals)) + 1
