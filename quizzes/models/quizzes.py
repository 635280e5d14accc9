"""Quizzes: which questions, by which rules; and the page a quiz is offered on."""

from typing import Any

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.forms import Select
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, RevisionMixin

from core.basis_points import FULL_BP
from core.previewing import BilingualPreview, PreviewInOwnLanguage
from desk.forms import CheckedPageForm
from desk.panels import FindingsPanel, NextStepsPanel
from quizzes.bands import LAST_PERCENT, Band
from quizzes.content import Text
from quizzes.models.bank import Difficulty, DimensionChoice, Question
from quizzes.models.categories import Category
from quizzes.models.policies import QuizRules, rule_constraints
from quizzes.release import CHECK, MEASURED, PRACTICE, Rule, decode, while_it_counts

RICH_TEXT = ["bold", "italic", "ol", "ul", "link"]


class QuizPurpose(models.TextChoices):
    """What a quiz is for."""

    CHECK = "check", _("Module check")
    COURSE = "course", _("Course quiz")


class FeedbackRule(models.TextChoices):
    """What learners see when: a ready-made rule, or the quiz's own."""

    PRACTICE = "practice", _("Practice: each question is checked at once, with hints and several tries")
    AFTER_SUBMIT = "after_submit", _("Check: everything right after submission")
    UNTIL_PASSED = (
        "until_passed",
        _("Measured: marks at once, right answers only once passed or when no try is left"),
    )
    OWN = "own", _("Own rule: as ticked below")


PRESETS: dict[str, Rule] = {
    FeedbackRule.PRACTICE: PRACTICE,
    FeedbackRule.AFTER_SUBMIT: CHECK,
    FeedbackRule.UNTIL_PASSED: MEASURED,
}
MOST_ITEM_TRIES = 10
PRACTICE_COUNTS_NOWHERE = _(
    "A quiz that counts shows no marks, feedback or right answers while it is being taken. Untick them, or "
    "make it a module check."
)
RULE_LENGTH = 40  # of a frozen feedback rule as text


def known_rule(text: str) -> None:
    """Refuse a text that is no feedback rule, as a file from elsewhere may bring one."""
    try:
        decode(text)
    except ValueError as error:
        raise ValidationError(
            _("This is no feedback rule that is known here. Tick the rule again.")
        ) from error


class Quiz(RevisionMixin, BilingualPreview, QuizRules, ClusterableModel):  # type: ignore[django-manager-missing]  # seen through QuizRules only later
    """Which questions, by which rules; an attempt copies the rules when it starts."""

    key = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("Stays the same for good: results are kept under it."),
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=QuizPurpose.choices, default=QuizPurpose.COURSE
    )
    pass_bp = models.PositiveSmallIntegerField(
        _("pass mark (basis points)"), default=7_500, help_text=_("7500 is 75 per cent.")
    )
    feedback_rule = models.CharField(
        _("feedback"), max_length=20, choices=FeedbackRule.choices, default=FeedbackRule.AFTER_SUBMIT
    )
    item_tries = models.PositiveSmallIntegerField(
        _("tries per question"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ITEM_TRIES)],
        help_text=_("Practice only: how often one question may be checked. Afterwards the answer is shown."),
    )
    penalty_bp = models.PositiveSmallIntegerField(
        _("penalty per wrong try (basis points)"),
        default=0,
        editable=False,
        validators=[MaxValueValidator(FULL_BP)],
    )
    asks_certainty = models.BooleanField(
        _("ask how sure people are"),
        default=False,
        help_text=_("With each answer, in three steps. It changes no score; not asked in practice."),
    )
    second_marker = models.BooleanField(
        _("second marker"),
        default=False,
        help_text=_("Two people mark each own answer without seeing each other's mark; a third settles it."),
    )
    feedback_matrix = models.CharField(
        _("own feedback rule"), max_length=RULE_LENGTH, blank=True, editable=False, validators=[known_rule]
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(pass_bp__lte=FULL_BP), name="quizzes_quiz_pass_range"),
            *rule_constraints("quiz"),
            models.CheckConstraint(
                condition=Q(purpose__in=QuizPurpose.values), name="quizzes_quiz_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(feedback_rule__in=FeedbackRule.values), name="quizzes_quiz_feedback_known"
            ),
            models.CheckConstraint(
                condition=~Q(feedback_rule="practice", purpose="course"),
                name="quizzes_quiz_practice_is_no_course",
                violation_error_message=PRACTICE_COUNTS_NOWHERE,
            ),
            models.CheckConstraint(
                condition=Q(item_tries__gte=1, item_tries__lte=MOST_ITEM_TRIES),
                name="quizzes_quiz_item_tries",
            ),
            models.CheckConstraint(condition=Q(penalty_bp__lte=FULL_BP), name="quizzes_quiz_penalty_range"),
            models.CheckConstraint(
                condition=~Q(feedback_rule="own") | ~Q(feedback_matrix=""), name="quizzes_quiz_own_feedback"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    @display(description=_("Title"))
    def title(self) -> str:
        """The title in the language being shown."""
        return self.title_en if get_language() == "en" and self.title_en else self.title_zh

    @property
    def chosen_rule(self) -> Rule:
        """What learners see when, as it was chosen, contradictions and all."""
        return PRESETS.get(self.feedback_rule) or decode(self.feedback_matrix)

    @property
    def rule(self) -> Rule:
        """What learners see when, as the next attempt will freeze it: a quiz that counts is no practice."""
        chosen = self.chosen_rule
        return while_it_counts(chosen) if self.purpose == QuizPurpose.COURSE else chosen

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the template that shows one try as it could be drawn."""
        return "quizzes/quiz_preview.html"


class QuizItem(Orderable):
    """A question with a fixed place; questions with the same place are alternatives, one is drawn."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="items")
    slot = models.PositiveSmallIntegerField(
        _("place"), help_text=_("Questions with the same place are alternatives: each try gets one of them.")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="quiz_items", verbose_name=_("question")
    )

    panels = [FieldPanel("slot"), FieldPanel("question")]

    class Meta(Orderable.Meta):
        verbose_name = _("question of the quiz")
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question"], name="quizzes_quizitem_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.question_id}"


class QuizDraw(Orderable):
    """A number of questions drawn at random from the bank, of those that meet all that is asked here.

    A revision that names a category gone by now loses the draw: without it, it would draw from elsewhere.
    """

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    module = models.SlugField(_("module"), max_length=20, blank=True)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty.choices, blank=True)
    dimension = models.CharField(_("competency"), max_length=20, choices=DimensionChoice.choices, blank=True)
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="draws",
        verbose_name=pgettext_lazy("of questions", "category"),
        help_text=_("Those below it count as well."),
    )
    tags = models.CharField(
        pgettext_lazy("of questions", "tags"),
        max_length=200,
        blank=True,
        help_text=_("With commas between them; a question has to carry all of them."),
    )

    panels = [
        FieldPanel("count"),
        FieldRowPanel([FieldPanel("module"), FieldPanel("category", widget=Select)]),
        FieldPanel("tags"),
        FieldPanel("difficulty"),
        FieldPanel("dimension"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("random draw")

    def __str__(self) -> str:
        return f"{self.count} × {self.module or self.category or self.tags}"


class QuizBand(Orderable):
    """What a result says to people whose score lies in this band, which ends where the next one begins."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="bands")
    from_percent = models.PositiveSmallIntegerField(
        _("from, in per cent"),
        default=0,
        validators=[MaxValueValidator(LAST_PERCENT, _("Choose a whole number from 0 to 100."))],
    )
    text_zh = models.TextField(_("text (Chinese)"), max_length=1000, blank=True)
    text_en = models.TextField(_("text (English)"), max_length=1000, blank=True)

    panels = [FieldPanel("from_percent"), FieldPanel("text_zh"), FieldPanel("text_en")]

    class Meta(Orderable.Meta):
        verbose_name = _("feedback by score")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_percent__lte=LAST_PERCENT), name="quizzes_quizband_percent_range"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_percent}%"

    @property
    def band(self) -> Band:
        """The band as plain content."""
        return Band(self.from_percent, Text(self.text_zh, self.text_en))


class QuizPage(PreviewInOwnLanguage, Page):
    """A place in a course where a quiz is offered; it holds no question and no key."""

    page_description = _("The place of a quiz in a course; write its questions and put it together first.")

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="pages", verbose_name=_("quiz"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    intro = RichTextField(_("introduction"), features=RICH_TEXT, blank=True)

    base_form_class = CheckedPageForm
    content_panels = [
        FindingsPanel(),
        NextStepsPanel(),
        *Page.content_panels,
        FieldPanel("quiz"),
        FieldPanel("minutes"),
        FieldPanel("intro"),
    ]
    parent_page_types = ["courses.CoursePage", "courses.ActivityIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("quiz page")
        verbose_name_plural = _("quiz pages")
