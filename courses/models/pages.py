"""Courses, lessons and paths as pages: one page per language, linked by translation key."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cases.models import Scenario
from core.previewing import PreviewInOwnLanguage
from courses.blocks import RICH_TEXT, LessonBody
from courses.page_forms import KeyedPageForm
from courses.panels import LessonStepsPanel
from desk.panels import FindingsPanel, NextStepsPanel

ONE_PER_LINE = _("One per line.")
KEY_HELP = _("Stable name in Latin letters, such as c1 or c1m1; the same in both languages, never changed.")


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class KeyedPage(PreviewInOwnLanguage, Page):
    """A page with a stable name."""

    key = models.SlugField(_("key"), max_length=40, help_text=KEY_HELP)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a stable name that belongs to other content; translations share theirs."""
        super().clean()
        others = type(self)._default_manager.filter(key=self.key).exclude(pk=self.pk)
        if self.key and others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"key": _("This key belongs to another page. Choose a different one.")})


class CourseIndexPage(Page):
    """The container of courses and paths; readers are led to the list of courses."""

    admin_default_ordering = "ord"

    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage", "courses.LearningPathPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("courses container")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the list of courses, which knows the reader."""
        return redirect("courses:list")


class ActivityIndexPage(Page):
    """The container of cases, role-plays and quizzes outside courses."""

    intro = RichTextField(_("introduction"), features=RICH_TEXT, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("practice container")


class PrerequisiteRule(models.TextChoices):
    """What the courses to finish first mean."""

    ADVISE = "advise", _("Recommended: one may start all the same")
    LOCK = "lock", _("Required: nothing can be done in this course before")


class CoursePage(KeyedPage):
    """A course: its children in tree order are its steps."""

    page_description = _("A course; lessons, quizzes, cases and role-plays are its steps.")
    admin_default_ordering = "ord"

    cover = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
        help_text=_("Decoration for the list of courses; put nothing into it that must be read."),
    )
    summary = models.TextField(_("summary"), max_length=600, help_text=_("Two or three sentences."))
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    objectives = models.TextField(_("what you can do afterwards"), blank=True, help_text=ONE_PER_LINE)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    prerequisite_rule = models.CharField(
        _("courses to finish first are"),
        max_length=10,
        choices=PrerequisiteRule.choices,
        default=PrerequisiteRule.ADVISE,
        help_text=_("Who has begun this course may go on in it whatever is chosen here."),
    )

    base_form_class = KeyedPageForm
    content_panels = [
        FindingsPanel(),
        NextStepsPanel(),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("minutes")]),
        FieldPanel("cover"),
        InlinePanel("prerequisites", label=_("Course to finish first"), heading=_("Courses to finish first")),
        FieldPanel("prerequisite_rule"),
        FieldPanel("key"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("objectives")]
    parent_page_types = ["courses.CourseIndexPage"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def objective_lines(self) -> list[str]:
        """The objectives, one a line."""
        return lines(self.objectives)


class CoursePrerequisite(Orderable):
    """A course that should be finished first; told apart by translation, so either language may be named."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="prerequisites")
    course = models.ForeignKey(CoursePage, models.CASCADE, related_name="+", verbose_name=_("course"))

    panels = [PageChooserPanel("course")]

    class Meta(Orderable.Meta):
        verbose_name = _("course to finish first")
        constraints = [
            models.UniqueConstraint(fields=["page", "course"], name="courses_prerequisite_unique"),
            models.CheckConstraint(
                condition=~models.Q(page=models.F("course")), name="courses_prerequisite_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return str(self.course.key)


class LessonPage(KeyedPage):
    """One sitting's reading; authored only, everything personal is added by the view."""

    page_description = _("What is read in one sitting: texts, tables, pictures, checklists.")

    summary = models.TextField(_("summary"), max_length=400, blank=True, help_text=_("One sentence."))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    objectives = models.TextField(_("what you can do afterwards"), blank=True, help_text=ONE_PER_LINE)
    body = StreamField(LessonBody(), verbose_name=_("content"), blank=True)

    base_form_class = KeyedPageForm
    content_panels = [
        FindingsPanel(),
        LessonStepsPanel(),
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("objectives"), FieldPanel("minutes")],
            heading=_("What it is about"),
        ),
        FieldPanel("body"),
        FieldPanel("key"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("objectives"),
        index.SearchField("body"),
    ]
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def objective_lines(self) -> list[str]:
        """The objectives, one a line."""
        return lines(self.objectives)


class LearningPathPage(KeyedPage):
    """Several courses in an order, with what is asked for at the end."""

    page_description = _("Several courses in an order, with or without a certificate.")

    summary = models.TextField(_("summary"), max_length=600)
    condition = models.TextField(
        _("when the path is finished"), max_length=600, blank=True, help_text=_("One or two sentences.")
    )
    certificate = models.CharField(
        _("title of the certificate"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty when the path ends without a certificate."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("mark in every course quiz, %"), default=75, validators=[MaxValueValidator(100)]
    )
    asks_hand_in = models.BooleanField(
        _("asks for a piece of work"),
        default=True,
        help_text=_("A customer map or a service agreement, confirmed by the superior or a receiver."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        InlinePanel("courses", label=_("Course"), heading=_("Courses in order")),
        InlinePanel("role_plays", label=_("Role-play"), heading=_("Role-plays to play once")),
        MultiFieldPanel(
            [
                FieldPanel("certificate"),
                FieldPanel("condition"),
                FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("asks_hand_in")]),
            ],
            heading=_("Certificate"),
        ),
        FieldPanel("key"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")


class LearningPathCourse(Orderable):
    """One course of a path; told apart by translation."""

    page = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="courses")
    course = models.ForeignKey(CoursePage, models.CASCADE, related_name="+", verbose_name=_("course"))

    panels = [PageChooserPanel("course")]

    class Meta(Orderable.Meta):
        verbose_name = _("course of a path")
        constraints = [
            models.UniqueConstraint(fields=["page", "course"], name="courses_pathcourse_unique"),
        ]

    def __str__(self) -> str:
        return str(self.course.key)


class LearningPathScenario(Orderable):
    """A role-play a path asks for."""

    page = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="role_plays")
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="+", verbose_name=_("role-play"))

    panels = [FieldPanel("scenario")]

    class Meta(Orderable.Meta):
        verbose_name = _("role-play of a path")
        constraints = [
            models.UniqueConstraint(fields=["page", "scenario"], name="courses_pathscenario_unique"),
        ]

    def __str__(self) -> str:
        return str(self.scenario.key)
