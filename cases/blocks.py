"""What a trainer types for cases and role-plays. Block names are a stored schema: added, never renamed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from cases.judging import BEST_SCORE
from core.dimensions import Dimension

DIMENSION_CHOICES = [
    (str(Dimension.UNDERSTANDING), _("Understanding needs")),
    (str(Dimension.RESPONSIVENESS), _("Responsiveness")),
    (str(Dimension.COMMUNICATION), _("Communication")),
    (str(Dimension.COLLABORATION), _("Collaboration")),
    (str(Dimension.OWNERSHIP), _("Ownership")),
]
SIDES = [
    ("provider", _("Ours (the learner)")),
    ("customer", _("The customer")),
    ("colleague", _("A colleague")),
]
ENDING_KINDS = [("good", _("Good")), ("mixed", _("Mixed")), ("poor", _("Poor"))]
KEY_LENGTH = 40


def _line(label: Any, **kwargs: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, max_length=200, search_index=False, **kwargs)


def _text(label: Any, **kwargs: Any) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, rows=2, search_index=False, **kwargs)


def _key(label: Any, help_text: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, help_text=help_text, max_length=KEY_LENGTH, search_index=False)


def _effect(label: Any) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=label, required=False, default=0, min_value=-5, max_value=5)


class TextPairBlock(blocks.StructBlock):
    """One paragraph in both languages."""

    text_zh = _text(_("Chinese"))
    text_en = _text(_("English"))

    class Meta:
        label = _("Paragraph")
        icon = "pilcrow"
        label_format = "{text_zh}"


class OptionBlock(blocks.StructBlock):
    """One way to judge, its score and what it brings about."""

    text_zh = _text(_("Option (Chinese)"))
    text_en = _text(_("Option (English)"))
    score = blocks.IntegerBlock(
        label=_("Score"),
        min_value=0,
        max_value=BEST_SCORE,
        default=0,
        help_text=_("3 best, 2 defensible, 1 incomplete, 0 makes things worse."),
    )
    feedback_zh = _text(_("Feedback (Chinese)"))
    feedback_en = _text(_("Feedback (English)"))

    class Meta:
        label = _("Option")
        icon = "radio-full"
        label_format = "{score} · {text_zh}"


class JudgementBlock(blocks.StructBlock):
    """A question about the case that measures one competency."""

    competency = blocks.ChoiceBlock(label=_("Competency"), choices=DIMENSION_CHOICES)
    question_zh = _text(_("Question (Chinese)"))
    question_en = _text(_("Question (English)"))
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), collapsed=True)

    class Meta:
        label = _("Judgement")
        icon = "help"
        label_format = "{question_zh}"


class CharacterBlock(blocks.StructBlock):
    """Somebody in the story."""

    key = _key(_("Short name"), _("Lower-case letters; scenes name their speaker by it."))
    side = blocks.ChoiceBlock(label=_("Side"), choices=SIDES)
    name_zh = _line(_("Name (Chinese)"))
    name_en = _line(_("Name (English)"))
    department_zh = _line(_("Department (Chinese)"), required=False)
    department_en = _line(_("Department (English)"), required=False)
    note_zh = _line(_("Who that is (Chinese)"), required=False)
    note_en = _line(_("Who that is (English)"), required=False)

    class Meta:
        label = _("Character")
        icon = "user"
        label_format = "{key} · {name_zh}"


class ChoiceBlock(blocks.StructBlock):
    """Something the learner can do in a scene."""

    key = _key(_("Short name"), _("Unique in the role-play, for example n2a."))
    text_zh = _text(_("What I say or do (Chinese)"))
    text_en = _text(_("What I say or do (English)"))
    consequence_zh = _text(_("What follows (Chinese)"))
    consequence_en = _text(_("What follows (English)"))
    customer_felt_zh = _text(_("What the customer felt (Chinese)"))
    customer_felt_en = _text(_("What the customer felt (English)"))
    next = _key(_("Leads to"), _("The short name of a scene or an ending."))
    understanding = _effect(DIMENSION_CHOICES[0][1])
    responsiveness = _effect(DIMENSION_CHOICES[1][1])
    communication = _effect(DIMENSION_CHOICES[2][1])
    collaboration = _effect(DIMENSION_CHOICES[3][1])
    ownership = _effect(DIMENSION_CHOICES[4][1])

    class Meta:
        label = _("Choice")
        icon = "arrow-right"
        label_format = "{key} → {next} · {text_zh}"
        form_layout = BlockGroup(
            children=[
                "key",
                "next",
                "text_zh",
                "text_en",
                "consequence_zh",
                "consequence_en",
                "customer_felt_zh",
                "customer_felt_en",
                BlockGroup(
                    children=[str(dimension) for dimension in Dimension],
                    heading=_("Points gained or lost"),
                    icon="table",
                ),
            ]
        )


class SceneBlock(blocks.StructBlock):
    """A moment of the role-play."""

    key = _key(_("Short name"), _("Unique among scenes and endings, for example n2."))
    speaker = _key(_("Who speaks"), _("The short name of a character, or narrator."))
    text_zh = _text(_("What is said or seen (Chinese)"))
    text_en = _text(_("What is said or seen (English)"))
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Choices"), collapsed=True)

    class Meta:
        label = _("Scene")
        icon = "comment"
        label_format = "{key} · {speaker} · {text_zh}"


class EndingBlock(blocks.StructBlock):
    """How it turns out."""

    key = _key(_("Short name"), _("Unique among scenes and endings, for example e1."))
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=ENDING_KINDS)
    title_zh = _line(_("Title (Chinese)"))
    title_en = _line(_("Title (English)"))
    text_zh = _text(_("What happens (Chinese)"))
    text_en = _text(_("What happens (English)"))
    role_swap_zh = _text(_("Told by the customer (Chinese)"))
    role_swap_en = _text(_("Told by the customer (English)"))

    class Meta:
        label = _("Ending")
        icon = "check"
        label_format = "{key} · {title_zh}"
