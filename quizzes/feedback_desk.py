"""Feedback rules at the authoring desk: ticks for an own rule, all rules in plain words beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from quizzes import rule_words
from quizzes.models import PRESETS, FeedbackRule, Quiz, QuizPurpose
from quizzes.release import (
    AFTERWARDS,
    OWN_ONLY,
    Contradiction,
    Moment,
    Part,
    Rule,
    contradictions,
)


def shown_field(moment: Moment) -> forms.MultipleChoiceField:
    """Return the ticks for one moment of an own rule."""
    return forms.MultipleChoiceField(
        label=rule_words.MOMENTS[moment],
        choices=[
            (part.value, rule_words.PARTS[part]) for part in Part if moment in AFTERWARDS or part != Part.OWN
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def ticks_of(rule: Rule) -> dict[str, Any]:
    """Return the ticks that stand for a rule."""
    ticks: dict[str, Any] = {
        f"shows_{moment}": [part.value for part in Part if part in rule.shows[moment]] for moment in Moment
    }
    return ticks | {"held": rule.held}


def rule_of_ticks(ticks: Mapping[str, Any]) -> Rule:
    """Return the rule that was ticked; while a quiz is being taken its own answers are always seen."""
    rows = {moment: frozenset(map(Part, ticks.get(f"shows_{moment}") or ())) for moment in Moment}
    return Rule(rows | {Moment.DURING: rows[Moment.DURING] | OWN_ONLY}, held=bool(ticks.get("held")))


def contradictions_of(quiz: Quiz) -> list[Contradiction]:
    """Return what contradicts itself in the feedback of a quiz."""
    return contradictions(quiz.chosen_rule, counts=quiz.purpose == QuizPurpose.COURSE)


class FeedbackWordsPanel(Panel):
    """Says in plain words what learners see when: under this quiz as it was saved, and under each rule."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one quiz."""

        template_name = "quizzes/feedback_words.html"

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            """Return the rules in words."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            rules = [(FeedbackRule(name).label, rule) for name, rule in PRESETS.items()]
            if self.instance.feedback_rule == FeedbackRule.OWN:
                rules.append((FeedbackRule.OWN.label, self.instance.chosen_rule))
            told = [(name, rule_words.told(rule), rule.held) for name, rule in rules]
            return context | {"rules": told, "held": rule_words.HELD}


FEEDBACK_PANELS: Sequence[Panel] = [
    FieldPanel("feedback_rule", widget=forms.RadioSelect),
    FieldPanel("asks_certainty"),
    FieldRowPanel([FieldPanel("item_tries"), FieldPanel("penalty_percent")]),
    FeedbackWordsPanel(heading=_("What learners see when")),
    MultiFieldPanel(
        [*(FieldPanel(f"shows_{moment}") for moment in Moment), FieldPanel("held")],
        heading=_("Own rule"),
        help_text=_("Counts only if “Own rule” is chosen above."),
    ),
    InlinePanel(
        "bands",
        heading=_("Feedback by score"),
        label=_("Score band"),
        help_text=_("Each band ends where the next one begins, the last one with 100 per cent."),
    ),
]
