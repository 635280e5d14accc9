"""What can be reached in a role-play: lowest and highest points, the trust meter, the scenes still to come.

Everything is dynamic programming over the acyclic graph, never a walk over all paths.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cases.dialogue import Choice, Dialogue, Scene, State
from cases.shapes import Measured, measured
from core.basis_points import FULL_BP, ratio_bp
from core.dimensions import Dimension

NEUTRAL: Final = 50


@dataclass(frozen=True, slots=True)
class Extent:
    """The lowest and the highest whole points."""

    low: int
    high: int


class Cyclic(ValueError):  # noqa: N818 - the graph is cyclic; the name is the finding
    """The graph leads back to a scene; ``scene`` is one of them."""

    def __init__(self, scene: str) -> None:
        super().__init__(scene)
        self.scene = scene


def forward_order(dialogue: Dialogue) -> list[Scene]:
    """Return the scenes that can be reached from the start, each after all that lead to it.

    Unknown keys are skipped. Raises Cyclic.
    """
    scenes = {scene.key: scene for scene in dialogue.scenes}
    done: list[Scene] = []
    entered: dict[str, bool] = {}
    stack = [(dialogue.start, False)]
    while stack:
        key, leaving = stack.pop()
        if leaving:
            entered[key] = False
            done.append(scenes[key])
            continue
        if entered.get(key):
            raise Cyclic(key)
        if key in entered or key not in scenes:
            continue
        entered[key] = True
        stack.append((key, True))
        followers = {choice.next for choice in scenes[key].choices}
        stack.extend(
            (follower, False) for follower in sorted(followers) if entered.get(follower) is not False
        )
    return done[::-1]


def score_ranges(dialogue: Dialogue) -> dict[Dimension, Extent]:
    """Return the lowest and highest points of each dimension over all complete paths (0 to 0 if unmoved)."""
    return {dimension: _extent(dialogue, _effect_on(str(dimension))) for dimension in Dimension}


def _effect_on(dimension: str) -> Callable[[Choice], int]:
    return lambda choice: choice.effects.get(dimension, 0)


def _extent(dialogue: Dialogue, effect: Callable[[Choice], int]) -> Extent:
    """Return the extent of one effect summed from the start to any ending; endings add nothing."""
    found: dict[str, Extent] = {}
    for scene in reversed(forward_order(dialogue)):
        ahead = [(effect(choice), found.get(choice.next, Extent(0, 0))) for choice in scene.choices]
        found[scene.key] = Extent(
            min((points + rest.low for points, rest in ahead), default=0),
            max((points + rest.high for points, rest in ahead), default=0),
        )
    return found.get(dialogue.start, Extent(0, 0))


def running_totals(dialogue: Dialogue) -> Extent:
    """Return the lowest and highest total that any run can have at any moment, the opening's 0 included."""
    at: dict[str, Extent] = {dialogue.start: Extent(0, 0)}
    for scene in forward_order(dialogue):
        here = at[scene.key]
        for choice in scene.choices:
            low, high = here.low + choice.total, here.high + choice.total
            known = at.get(choice.next, Extent(low, high))
            at[choice.next] = Extent(min(known.low, low), max(known.high, high))
    return Extent(min(one.low for one in at.values()), max(one.high for one in at.values()))


def trust(total: int, totals: Extent) -> int:
    """Return the customer's trust, 0-100.

    The rule: it begins at 50 and follows the running total of all effects. Totals above zero share the
    way from 50 to 100 in proportion to the highest total any run can have at any moment, those below
    zero the way from 50 to 0 in proportion to the lowest; rounded half away from 50.
    """
    limit = totals.high if total > 0 else -totals.low
    if total == 0 or limit <= 0:
        return NEUTRAL
    moved = min((2 * NEUTRAL * abs(total) + limit) // (2 * limit), NEUTRAL)
    return NEUTRAL + moved if total > 0 else NEUTRAL - moved


def scenes_ahead(dialogue: Dialogue) -> Mapping[str, int]:
    """Return for each scene how many scenes are left including it: the mean over random choices, half up."""
    mean: dict[str, Fraction] = {}
    for scene in reversed(forward_order(dialogue)):
        rest = [mean.get(choice.next, Fraction(0)) for choice in scene.choices]
        mean[scene.key] = 1 + sum(rest, Fraction(0)) / max(len(rest), 1)
    return {key: int(value + Fraction(1, 2)) for key, value in mean.items()}


def progress_bp(dialogue: Dialogue, state: State) -> int:
    """Return how far a run is, in basis points: choices made against those and the scenes still to come."""
    if state.scene is None:
        return FULL_BP
    done = len(state.path)
    return ratio_bp(done, done + scenes_ahead(dialogue)[state.scene.key])


def points(dialogue: Dialogue, state: State) -> dict[str, Measured]:
    """Return a run's points by dimension with their limits; what no choice moves is left out."""
    return {
        str(dimension): measured(state.points.get(str(dimension), 0), extent.low, extent.high)
        for dimension, extent in score_ranges(dialogue).items()
        if extent.low < extent.high
    }
