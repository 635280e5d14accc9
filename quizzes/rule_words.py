"""Feedback rules in words: for trainers who choose one, for learners who wait for something."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from quizzes.bands import Flaw
from quizzes.release import Contradiction, Moment, Part, Rule, Visible

MOMENTS = {
    Moment.DURING: gettext_lazy("During the quiz"),
    Moment.RIGHT_AFTER: gettext_lazy("In the half hour after submission"),
    Moment.WHILE_OPEN: gettext_lazy("Later, while the quiz is open"),
    Moment.AFTER_CLOSE: gettext_lazy("After the quiz has closed"),
}
PARTS = {
    Part.OWN: gettext_lazy("Questions and own answers"),
    Part.MARKS: pgettext_lazy("of a quiz", "Marks"),
    Part.FEEDBACK: gettext_lazy("Feedback on the answers given"),
    Part.RIGHT: gettext_lazy("Right answers and explanations"),
}
DRAW_TOO_SMALL = gettext_lazy(
    "A draw asks for %(wanted)s questions, but only %(there)s published ones fit it."
)
AGAINST = {
    Contradiction.DURING_MEASURED: gettext_lazy(
        "A quiz that counts shows no marks, feedback or right answers while it is being taken. Untick "
        "them, or make it a module check."
    ),
    Contradiction.HIDES_COUNTED_MARKS: gettext_lazy(
        "A quiz that counts shows its marks: courses, certificates and each person's own figures follow from "
        "them at once. Tick the marks at every moment after submission."
    ),
    Contradiction.RIGHT_WITHOUT_MARKS: gettext_lazy(
        "Right answers need the person's own answers and the marks beside them. Tick these too."
    ),
    Contradiction.FEEDBACK_WITHOUT_MARKS: gettext_lazy(
        "Feedback tells whether an answer was right. Tick own answers and marks too, or leave feedback out."
    ),
    Contradiction.TAKEN_BACK: gettext_lazy(
        "What learners see while the quiz is open must not disappear when it closes. Tick it "
        "after closing too."
    ),
    Contradiction.HOLDS_NOTHING: gettext_lazy(
        "Right answers are never shown, so there is nothing to keep back until somebody has passed."
    ),
    Contradiction.DURING_THEN_HIDDEN: gettext_lazy(
        "What is shown during the quiz is known afterwards. Show it right after submission too."
    ),
}
FLAWS = {
    Flaw.NOT_FROM_ZERO: gettext_lazy(
        "The lowest band begins at %(percent)s per cent; whoever scores less would read nothing. Let it "
        "begin at 0."
    ),
    Flaw.NOT_IN_ORDER: gettext_lazy("Put the bands in order, the lowest first."),
    Flaw.OUT_OF_RANGE: gettext_lazy("A band cannot begin at %(percent)s per cent. Choose 0 to 100."),
    Flaw.TWICE: gettext_lazy("Two bands begin at %(percent)s per cent. Give each its own beginning."),
    Flaw.TEXT_MISSING: gettext_lazy("The band from %(percent)s per cent needs its text in both languages."),
}
HELD = gettext_lazy(
    "Right answers and explanations wait until the person has passed, has no try left, or the quiz has "
    "closed."
)


def told(rule: Rule) -> list[tuple[str, str]]:
    """Return (moment, what learners see then) for trainers."""
    return [(str(MOMENTS[moment]), _parts(rule.shows[moment])) for moment in Moment]


def _parts(parts: frozenset[Part]) -> str:
    named = [str(PARTS[part]) for part in Part if part in parts]
    return pgettext("between items of a list", ", ").join(named) or _("Nothing yet")


def promise(rule: Rule) -> str:
    """Return what a learner can expect to see after submission, before they begin."""
    right_after = rule.shows[Moment.RIGHT_AFTER]
    if Part.MARKS not in right_after:
        return _("The marks are not shown right after submission.")
    if rule.held:
        return _("You see your marks at once; right answers once you have passed or have no try left.")
    if Part.RIGHT in right_after:
        return _("You see your marks and the right answers right after submission.")
    return _("You see your marks right after submission, the right answers not yet.")


def waits(rule: Rule, shown: Visible) -> list[str]:
    """Return what a learner who looks at a result is waiting for, and until when; or how long it stays."""
    return list(_waits(rule, shown))


def _waits(rule: Rule, shown: Visible) -> Iterator[str]:
    right_after, later = rule.shows[Moment.RIGHT_AFTER], rule.shows[Moment.WHILE_OPEN]
    at_the_end = rule.shows[Moment.AFTER_CLOSE]
    if not shown.marks:
        yield _marks_wait(Part.MARKS in later and Part.MARKS not in right_after, Part.MARKS in at_the_end)
    elif shown.right:
        if Part.RIGHT not in later | at_the_end:
            yield _("The right answers are shown here for half an hour after submission, then no longer.")
    elif rule.held and Part.RIGHT in right_after | later:
        yield _("Right answers and explanations appear once you have passed or used all your tries.")
    elif Part.RIGHT in later - right_after:
        yield _("Right answers and explanations appear half an hour after submission.")
    elif Part.RIGHT in at_the_end:
        yield _("Right answers and explanations appear after the quiz has closed.")


def _marks_wait(soon: bool, after_close: bool) -> str:
    if soon:
        return _("The marks appear half an hour after submission.")
    return _("The marks appear after the quiz has closed.") if after_close else _("Marks are not shown now.")
