"""Questions in both languages and their frozen versions. Never pages, never in any search index."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import LockableMixin, Orderable, RevisionMixin, WorkflowMixin

from core.dimensions import Dimension
from core.listed import ListedState
from core.previewing import BilingualPreview
from quizzes.content import Credit, Kind, default_order, parse
from quizzes.models.categories import Category, TaggedQuestion
from quizzes.panel import ratings_of
from quizzes.player import show
from quizzes.review import review

Row = TypeVar("Row", bound=Orderable)


class QuestionKind(models.TextChoices):
    """The types of question a trainer can write."""

    SINGLE_CHOICE = Kind.SINGLE_CHOICE.value, _("Single choice")
    MULTIPLE_CHOICE = Kind.MULTIPLE_CHOICE.value, _("Multiple choice")
    TRUE_FALSE = Kind.TRUE_FALSE.value, _("True or false")
    FILL_BLANK = Kind.FILL_BLANK.value, _("Fill in the blank")
    NUMERIC = Kind.NUMERIC.value, _("Number")
    MATCHING = Kind.MATCHING.value, _("Matching")
    ORDERING = Kind.ORDERING.value, pgettext_lazy("kind of question", "Ordering")
    SHORT_ANSWER = Kind.SHORT_ANSWER.value, _("Short answer (not scored)")
    BLANKS = Kind.BLANKS.value, _("Several blanks")
    GRID = Kind.GRID.value, _("Statement grid")
    JUDGEMENT = Kind.JUDGEMENT.value, _("Situational judgement")


class Marking(models.TextChoices):
    """How partial knowledge earns points, where a type leaves the choice."""

    PROPORTIONAL_CORRECT = (
        Credit.PROPORTIONAL_CORRECT.value,
        _("Share of the right ticks; a wrong tick costs all points (multiple choice)"),
    )
    PROPORTIONAL = Credit.PROPORTIONAL.value, _("Share of what was judged rightly")
    NEIGHBOURS = Credit.NEIGHBOURS.value, _("Share of neighbours that follow each other (ordering)")
    POSITIONS = Credit.POSITIONS.value, _("Share of items in their place (ordering)")
    EXACT = Credit.EXACT.value, _("All or nothing")


class Difficulty(models.TextChoices):
    """How hard the author thinks a question is."""

    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class DimensionChoice(models.TextChoices):
    """The five competencies, for forms and filters."""

    UNDERSTANDING = Dimension.UNDERSTANDING.value, _("Understanding needs")
    RESPONSIVENESS = Dimension.RESPONSIVENESS.value, _("Responsiveness")
    COMMUNICATION = Dimension.COMMUNICATION.value, _("Communication")
    COLLABORATION = Dimension.COLLABORATION.value, _("Collaboration")
    OWNERSHIP = Dimension.OWNERSHIP.value, _("Ownership")


class Question(WorkflowMixin, ListedState, LockableMixin, RevisionMixin, BilingualPreview, ClusterableModel):
    """One question as trainers edit it; publishing freezes a version, attempts know only versions."""

    key = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("Stays the same for good: results are kept under it. For example q-c1m1-01."),
    )
    kind = models.CharField(_("type"), max_length=20, choices=QuestionKind.choices)
    module = models.SlugField(_("module"), max_length=20, blank=True, help_text=_("For example c1m1."))
    dimension = models.CharField(_("competency"), max_length=20, choices=DimensionChoice.choices)
    difficulty = models.CharField(
        _("difficulty"), max_length=10, choices=Difficulty.choices, default=Difficulty.MEDIUM
    )
    category = models.ForeignKey(
        Category,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=pgettext_lazy("of questions", "category"),
    )
    tags = ClusterTaggableManager(
        through=TaggedQuestion,
        blank=True,
        verbose_name=pgettext_lazy("of questions", "tags"),
        help_text=_("As many as help to find it again, with commas between them."),
    )
    points = models.PositiveSmallIntegerField(_("points"), default=1)
    stem_zh = models.TextField(_("question (Chinese)"), max_length=2000)
    stem_en = models.TextField(_("question (English)"), max_length=2000, blank=True)
    explanation_zh = models.TextField(_("explanation (Chinese)"), max_length=2000, blank=True)
    explanation_en = models.TextField(_("explanation (English)"), max_length=2000, blank=True)
    number = models.DecimalField(_("right number"), max_digits=18, decimal_places=6, null=True, blank=True)
    tolerance = models.DecimalField(
        _("tolerance"),
        max_digits=18,
        decimal_places=6,
        default=0,
        help_text=_("How far from the right number still counts as right."),
    )
    lowest = models.DecimalField(
        _("lowest accepted"),
        max_digits=18,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Instead of a right number with a tolerance: a range, both ends counting as right."),
    )
    highest = models.DecimalField(
        _("highest accepted"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    unit_zh = models.CharField(_("unit (Chinese)"), max_length=20, blank=True)
    unit_en = models.CharField(_("unit (English)"), max_length=20, blank=True)
    units_zh = models.TextField(
        _("further units (Chinese)"),
        blank=True,
        max_length=500,
        help_text=_(
            "One a line, with how many of it make one of the unit above: 分钟 = 60. Learners then choose the "
            "unit themselves. A line without a figure is a wrong unit to choose from."
        ),
    )
    units_en = models.TextField(
        _("further units (English)"),
        blank=True,
        max_length=500,
        help_text=_("The same units in the same order: min = 60."),
    )
    accepted_zh = models.TextField(
        _("accepted answers (Chinese)"),
        blank=True,
        help_text=_("One a line. Width, case, spaces and punctuation do not matter."),
    )
    accepted_en = models.TextField(_("accepted answers (English)"), blank=True, help_text=_("One a line."))
    model_answer_zh = models.TextField(_("model answer (Chinese)"), blank=True)
    model_answer_en = models.TextField(_("model answer (English)"), blank=True)
    credit = models.CharField(
        _("how it is marked"),
        max_length=20,
        blank=True,
        choices=Marking.choices,
        help_text=_("Empty: as usual for the type. Learners are told before they answer."),
    )
    by_hand = models.BooleanField(
        _("marked by a person"),
        default=False,
        help_text=_(
            "Short answers only: the answer counts, and the result waits until somebody has marked it. "
            "Give criteria with points."
        ),
    )
    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("A retired question is drawn no more; what people answered stays."),
    )

    preview_screens = (
        *BilingualPreview.preview_screens,
        ("answers", _("With answers, in Chinese"), _("With answers, in English")),
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="quizzes_question_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(dimension__in=DimensionChoice.values), name="quizzes_question_dimension_known"
            ),
            models.CheckConstraint(
                condition=Q(difficulty__in=Difficulty.values), name="quizzes_question_difficulty_known"
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="quizzes_question_tolerance_range"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(lowest__lte=F("highest")),
                name="quizzes_question_accepted_range",
            ),
            models.CheckConstraint(
                condition=Q(credit__in=["", *Marking.values]), name="quizzes_question_credit_known"
            ),
        ]
        indexes = [models.Index(fields=["module", "kind"], name="quizzes_question_module_kind")]

    def __str__(self) -> str:
        return f"{self.key} {self.stem[:60]}"

    @property
    def stem(self) -> str:
        """The question in the language being shown."""
        return self.stem_en if get_language() == "en" and self.stem_en else self.stem_zh

    def content(self) -> dict[str, Any]:
        """Return the question as plain content, key included, complete or not.

        What came to the bank later is named only where it is used: a question that does not use it stays
        equal to its older versions.
        """
        later = {
            "lowest": _figure(self.lowest),
            "highest": _figure(self.highest),
            "units": {"zh": _lines(self.units_zh), "en": _lines(self.units_en)}
            if self.units_zh or self.units_en
            else None,
            "credit": self.credit or None,
            "hints": [hint.content() for hint in in_order(self.hints.all())] or None,
        }
        return {name: value for name, value in later.items() if value is not None} | {
            "key": self.key,
            "kind": self.kind,
            "module": self.module,
            "dimension": self.dimension,
            "points": self.points,
            "stem": _pair(self.stem_zh, self.stem_en),
            "explanation": _pair(self.explanation_zh, self.explanation_en),
            "number": _figure(self.number),
            "tolerance": _figure(self.tolerance),
            "unit": _pair(self.unit_zh, self.unit_en),
            "accepted": {"zh": _lines(self.accepted_zh), "en": _lines(self.accepted_en)},
            "model_answer": _pair(self.model_answer_zh, self.model_answer_en),
            "options": [option.content() for option in in_order(self.options.all())],
            **({"by_hand": True} if self.is_marked_by_hand else {}),
        }

    @property
    def is_marked_by_hand(self) -> bool:
        """Whether a person marks its answers; said only of those, so that other versions stay the same."""
        return self.by_hand and self.kind == QuestionKind.SHORT_ANSWER

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the template a learner sees the question in."""
        return "quizzes/question_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the question as the player or the result draws it; nothing is written."""
        language = get_language() or ""
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        frozen = parse(self.content())
        order = default_order(frozen)
        if mode_name == "answers":
            context["row"] = review(frozen, None, None, order, language=language, released=True)
        else:
            context["question"] = show(frozen, order, None, language=language)
        return context


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return child rows in the order a trainer gave them; unsaved ones are kept as they were posted."""
    return sorted(rows, key=lambda row: row.sort_order or 0)


def _figure(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def are_ratings(text: str) -> None:
    """Refuse what cannot be read as the ratings of experts."""
    try:
        ratings_of(text)
    except ValueError as error:
        raise ValidationError(
            _("Write whole numbers from -2 to 2 with spaces between them: 2 1 2 2 1.")
        ) from error


class QuestionOption(Orderable):
    """An option, a pair, an item to order, a frequent slip or a criterion, as the question's type says."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="options")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    text_zh = models.CharField(_("text (Chinese)"), max_length=500, blank=True)
    text_en = models.CharField(_("text (English)"), max_length=500, blank=True)
    match_zh = models.CharField(
        _("belongs to (Chinese)"), max_length=500, blank=True, help_text=_("Matching only: the right side.")
    )
    match_en = models.CharField(_("belongs to (English)"), max_length=500, blank=True)
    feedback_zh = models.TextField(_("feedback (Chinese)"), max_length=1000, blank=True)
    feedback_en = models.TextField(_("feedback (English)"), max_length=1000, blank=True)
    is_correct = models.BooleanField(_("right"), default=False)
    points = models.PositiveSmallIntegerField(
        _("points"), default=0, help_text=_("Rubric of a short answer.")
    )
    panel = models.CharField(
        _("ratings of the experts"),
        max_length=200,
        blank=True,
        validators=[are_ratings],
        help_text=_(
            "Situational judgement only: one rating an expert, from -2 (very poor) to 2 (very good), with "
            "spaces between them: 2 1 2 2 1. At least five experts."
        ),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("option")
        constraints = [
            models.UniqueConstraint(fields=["question", "uid"], name="quizzes_questionoption_uid_unique")
        ]

    def __str__(self) -> str:
        return self.text_zh or self.match_zh

    @property
    def shown_text(self) -> str:
        """The option in the language being shown."""
        return self.text_en if get_language() == "en" and self.text_en else self.text_zh

    def content(self) -> dict[str, Any]:
        """Return the option as plain content."""
        ratings = {"panel": list(ratings_of(self.panel))} if self.panel.strip() else {}
        return ratings | {
            "id": str(self.uid),
            "text": _pair(self.text_zh, self.text_en),
            "match": _pair(self.match_zh, self.match_en),
            "feedback": _pair(self.feedback_zh, self.feedback_en),
            "correct": self.is_correct,
            "points": self.points,
        }


class QuestionHint(Orderable):
    """A hint for practice, shown when a learner asks for it; the first one gives away least."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="hints")
    text_zh = models.TextField(_("hint (Chinese)"), max_length=500, blank=True)
    text_en = models.TextField(_("hint (English)"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = pgettext_lazy("of a question", "hint")

    def __str__(self) -> str:
        return self.text_zh

    def content(self) -> dict[str, str]:
        """Return the hint as plain content."""
        return _pair(self.text_zh, self.text_en)


class QuestionVersion(models.Model):
    """A published state of a question: what learners saw and were marked by; written once."""

    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="versions")
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    dimension = models.CharField(max_length=20)
    module = models.CharField(max_length=20)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    voided_on = models.DateField(null=True)
    # The later version by whose key answers to this one are marked, once a correction said so.
    corrected_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrects")
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a question")
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="quizzes_questionversion_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"
