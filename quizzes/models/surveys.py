"""Self-assessments: the statements, their frozen versions, and answers only their author ever sees."""

import uuid
from typing import Any

from django.contrib.admin import display
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, RevisionMixin, WorkflowMixin

from core.listed import ListedState
from core.previewing import BilingualPreview, PreviewInOwnLanguage
from desk.forms import CheckedPageForm
from desk.panels import FindingsPanel, NextStepsPanel
from people.models import Department, User, UserLanguage
from quizzes.models.bank import DimensionChoice, in_order
from quizzes.models.quizzes import RICH_TEXT

LOWEST, HIGHEST = 1, 5


class SurveyItemKind(models.TextChoices):
    """Whether a statement counts or only checks that people read."""

    CONTENT = "content", _("Counts")
    ATTENTION = "attention", _("Checks attention")


class Survey(WorkflowMixin, ListedState, RevisionMixin, BilingualPreview, ClusterableModel):
    """A questionnaire as trainers edit it; publishing freezes a version."""

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    instruction_zh = models.TextField(_("instruction (Chinese)"))
    instruction_en = models.TextField(_("instruction (English)"), blank=True)

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    @display(description=_("Title"))
    def title(self) -> str:
        """The title in the language being shown."""
        return self.title_en if get_language() == "en" and self.title_en else self.title_zh

    def content(self) -> dict[str, Any]:
        """Return the questionnaire as plain content."""
        return {
            "key": self.key,
            "title": {"zh": self.title_zh, "en": self.title_en},
            "instruction": {"zh": self.instruction_zh, "en": self.instruction_en},
            "items": [item.content() for item in in_order(self.items.all())],
        }

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the template a learner sees the questionnaire in."""
        return "quizzes/survey_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the form as drawn, with nothing answered."""
        language = "en" if get_language() == "en" else "zh"
        content = self.content()
        rows = [
            {"number": number, "code": item["code"], "text": item["text"][language]}
            for number, item in enumerate(content["items"], start=1)
        ]
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        shown = {name: content[name][language] for name in ("title", "instruction")}
        return context | shown | {"groups": [rows]}


class SurveyItem(Orderable):
    """One statement, answered from never (1) to always (5)."""

    survey = ParentalKey(Survey, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=10)
    kind = models.CharField(
        _("kind"), max_length=10, choices=SurveyItemKind.choices, default=SurveyItemKind.CONTENT
    )
    dimension = models.CharField(_("competency"), max_length=20, choices=DimensionChoice.choices, blank=True)
    reverse = models.BooleanField(_("reversed"), default=False)
    expected = models.PositiveSmallIntegerField(
        _("expected answer"),
        null=True,
        blank=True,
        help_text=_("Only for a statement that checks attention."),
    )
    text_zh = models.CharField(_("statement (Chinese)"), max_length=300)
    text_en = models.CharField(_("statement (English)"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("statement")
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="quizzes_surveyitem_code_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=SurveyItemKind.values), name="quizzes_surveyitem_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def content(self) -> dict[str, Any]:
        """Return the statement as plain content."""
        return {
            "code": self.code,
            "kind": self.kind,
            "dimension": self.dimension,
            "reverse": self.reverse,
            "expected": self.expected,
            "text": {"zh": self.text_zh, "en": self.text_en},
        }


class SurveyVersion(models.Model):
    """A published state of a questionnaire; written once."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a self-assessment")
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="quizzes_surveyversion_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} v{self.number}"


class SurveyPage(PreviewInOwnLanguage, Page):
    """A place where a self-assessment is offered."""

    page_description = _("The place of a questionnaire; write the questionnaire first.")

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="pages", verbose_name=_("self-assessment")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    intro = RichTextField(_("introduction"), features=RICH_TEXT, blank=True)

    base_form_class = CheckedPageForm
    content_panels = [
        FindingsPanel(),
        NextStepsPanel(),
        *Page.content_panels,
        FieldPanel("survey"),
        FieldPanel("minutes"),
        FieldPanel("intro"),
    ]
    parent_page_types = ["courses.CoursePage", "courses.ActivityIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("self-assessment page")
        verbose_name_plural = _("self-assessment pages")


class ResponseState(models.TextChoices):
    """Where a form stands."""

    OPEN = "open", _("In progress")
    SUBMITTED = "submitted", pgettext_lazy("of answers", "Submitted")


class SurveyResponse(models.Model):
    """One person's form; no screen of anybody else ever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="survey_responses")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="responses")
    page_key = models.UUIDField(null=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="survey_responses")
    language = models.CharField(max_length=10, choices=UserLanguage.choices)
    state = models.CharField(max_length=10, choices=ResponseState.choices, default=ResponseState.OPEN)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("self-assessment form")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"], condition=Q(state="open"), name="quizzes_surveyresponse_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False, seconds__isnull=False),
                name="quizzes_surveyresponse_submitted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SurveyAnswer(models.Model):
    """One answer of one form."""

    response = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="answers")
    code = models.CharField(max_length=10)
    value = models.PositiveSmallIntegerField()
    seq = models.PositiveBigIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("self-assessment answer")
        constraints = [
            models.UniqueConstraint(fields=["response", "code"], name="quizzes_surveyanswer_code_unique"),
            models.CheckConstraint(
                condition=Q(value__gte=LOWEST, value__lte=HIGHEST), name="quizzes_surveyanswer_value_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.code}"
