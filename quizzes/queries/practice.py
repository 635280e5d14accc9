"""One question of practice as its learner sees it now."""

from dataclasses import dataclass, replace

from core.languages import foreign, shown_in
from quizzes.content import parse
from quizzes.models import Attempt
from quizzes.player import Shown, show
from quizzes.practising import is_done, tries_left
from quizzes.release import decode, of_checked
from quizzes.review import Review, review, withheld
from quizzes.scoring import credit_bp


@dataclass(frozen=True, slots=True)
class Practised:
    """A question in practice: as drawn, what the last check said, the hints given out so far.

    ``next_hint`` is the number of the hint that can be asked for, None when there is none. Hints not yet
    given out, and right answers of questions that are not done, are not in here.
    """

    shown: Shown
    checked: Review | None
    hints: tuple[str, ...]
    next_hint: int | None
    tries_left: int
    is_done: bool
    is_last: bool


def practised(attempt: Attempt, position: int, language: str) -> Practised:
    """Return one question of an open practice; one query and one for the number of questions."""
    practice = attempt.practice
    assert practice is not None  # noqa: S101 - the caller has asked; this tells the type checker
    item = attempt.items.select_related("version").get(position=position)
    content, told = parse(item.version.content), shown_in(item.version.content, language)
    tongue = foreign(told, language)
    done = is_done(content, item.progress, practice)
    visible = of_checked(decode(attempt.feedback_rule), checked=bool(item.checks), done=done)
    checked = None
    if visible.marks:
        credit = credit_bp(content, item.checked)
        row = review(content, item.checked, credit, item.option_order, language=told, released=visible.right)
        row = replace(row, foreign=tongue, checks=item.checks, hints=item.hints_taken)
        checked = withheld(row, visible)
    shown = show(
        content, item.option_order, item.response, language=told, position=position, seq=item.response_seq
    )
    return Practised(
        shown=replace(shown, foreign=tongue),
        checked=checked,
        hints=tuple(hint.show(told) for hint in content.hints[: item.hints_taken]),
        next_hint=item.hints_taken + 1 if item.hints_taken < len(content.hints) and not done else None,
        tries_left=tries_left(content, item.progress, practice),
        is_done=done,
        is_last=not attempt.items.filter(position__gt=position).exists(),
    )
