"""Cases and role-plays, their frozen versions, their pages, and what people did in them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import LockableMixin, Page, Revision, RevisionMixin, WorkflowMixin

from cases import blocks, content, dialogue, judging, lint, ranges, sentences, staging
from cases.shapes import ENGLISH, Problem
from core.listed import ListedState
from core.previewing import BilingualPreview, PreviewInOwnLanguage
from core.refused import Refused
from desk.forms import CheckedPageForm
from desk.panels import FindingsPanel, NextStepsPanel

RICH_TEXT = ["bold", "italic", "ol", "ul", "link"]
CASE = "case"
SCENARIO = "scenario"


class RunKind(models.TextChoices):
    """What was played."""

    CASE = CASE, _("Case")
    SCENARIO = SCENARIO, _("Role-play")


class RunState(models.TextChoices):
    """Where a run stands; it leaves OPEN exactly once."""

    OPEN = "open", _("In progress")
    FINISHED = "finished", _("Finished")
    ABANDONED = "abandoned", _("Given up")


class Definition(WorkflowMixin, ListedState, LockableMixin, RevisionMixin, BilingualPreview, models.Model):
    """What a trainer edits, in both languages; learners only ever meet its frozen versions."""

    key = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("Stays the same for good: results are kept under it."),
    )
    course = models.SlugField(_("course"), max_length=20, blank=True, help_text=_("For example c1."))
    modules = models.CharField(
        _("modules"), max_length=120, blank=True, help_text=_("For example c1m2, c2m3; separated by commas.")
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120)

    class Meta:
        abstract = True
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the language being shown."""
        return self.in_language("title") or self.title_zh

    def in_language(self, name: str) -> str:
        """Return a text field in the language being shown."""
        code = "en" if get_language() == ENGLISH else "zh"
        return str(getattr(self, f"{name}_{code}"))

    def content(self) -> dict[str, Any]:
        """Return the definition as plain content, complete or not."""
        raise NotImplementedError

    def problems(self) -> list[Problem]:
        """Return what stands against publishing, and warnings."""
        raise NotImplementedError

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish unless something is broken: the form says so first, this also holds for every other way.

        Raises Refused.
        """
        if any(not problem.is_warning for problem in revision.as_object().problems()):
            raise Refused("broken", _("This cannot be published yet; open it and mend what is listed there."))
        return super().publish(revision, *args, **kwargs)


class Case(Definition):  # type: ignore[django-manager-missing]  # Page's managers carry no types
    """A case study: a story, judgements with scores, questions to talk about."""

    narrative_zh = models.TextField(_("narrative (Chinese)"))
    narrative_en = models.TextField(_("narrative (English)"))
    takeaway_zh = models.TextField(_("takeaway (Chinese)"))
    takeaway_en = models.TextField(_("takeaway (English)"))
    judgements = StreamField(
        [("judgement", blocks.JudgementBlock())], verbose_name=_("judgements"), collapsed=True
    )
    discussion = StreamField(
        [("question", blocks.TextPairBlock())],
        verbose_name=_("questions to discuss"),
        blank=True,
        collapsed=True,
    )

    class Meta(Definition.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def content(self) -> dict[str, Any]:
        """Return the case as plain content."""
        return content.of_case(self)

    def problems(self) -> list[Problem]:
        """Return what stands against publishing."""
        return judging.problems(judging.parse(self.content()))

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the template of the admin's preview."""
        return "cases/case_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return what a learner sees before submission, and what stands against publishing."""
        case = judging.parse(self.content())
        return {
            "request": request,
            "screen": staging.unjudged(case, {}, "", get_language() or ""),
            "problems": [sentences.sentence(problem) for problem in judging.problems(case)],
        }


class Scenario(Definition):  # type: ignore[django-manager-missing]  # as above
    """A role-play: characters, a graph of scenes, endings, and the customer's side of it all."""

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    situation_zh = models.TextField(_("situation (Chinese)"))
    situation_en = models.TextField(_("situation (English)"))
    learning_goal_zh = models.TextField(_("learning goal (Chinese)"))
    learning_goal_en = models.TextField(_("learning goal (English)"))
    if_you_were_the_customer_zh = models.TextField(_("if you were the customer (Chinese)"))
    if_you_were_the_customer_en = models.TextField(_("if you were the customer (English)"))
    learner_role = models.CharField(
        _("the learner plays"), max_length=40, help_text=_("The short name of a character.")
    )
    customer_role = models.CharField(
        _("the customer is"), max_length=40, help_text=_("The short name of a character.")
    )
    start = models.CharField(_("opening scene"), max_length=40, help_text=_("The short name of a scene."))
    gate_ending = models.CharField(
        _("ending that must be earned"),
        max_length=40,
        blank=True,
        help_text=_("Leave empty when every ending is open to whoever reaches it."),
    )
    gate_min_total = models.SmallIntegerField(_("points it takes"), null=True, blank=True)
    gate_otherwise = models.CharField(_("ending shown otherwise"), max_length=40, blank=True)
    characters = StreamField(
        [("character", blocks.CharacterBlock())], verbose_name=_("characters"), collapsed=True
    )
    scenes = StreamField([("scene", blocks.SceneBlock())], verbose_name=_("scenes"), collapsed=True)
    endings = StreamField([("ending", blocks.EndingBlock())], verbose_name=_("endings"), collapsed=True)
    debrief = StreamField(
        [("paragraph", blocks.TextPairBlock())], verbose_name=_("debrief"), blank=True, collapsed=True
    )

    preview_screens = (
        ("", _("Opening, as learners see it, in Chinese"), _("Opening, as learners see it, in English")),
        (
            "storyboard",
            _("Storyboard of all scenes, in Chinese"),
            _("Storyboard of all scenes, in English"),
        ),
    )

    class Meta(Definition.Meta):
        verbose_name = _("role-play")
        verbose_name_plural = _("role-plays")

    def content(self) -> dict[str, Any]:
        """Return the role-play as plain content."""
        return content.of_scenario(self)

    def problems(self) -> list[Problem]:
        """Return what stands against publishing, and warnings."""
        return lint.problems(dialogue.parse(self.content()))

    @property
    def situation(self) -> str:
        """The situation in the language being shown."""
        return self.in_language("situation")

    @property
    def learning_goal(self) -> str:
        """The learning goal in the language being shown."""
        return self.in_language("learning_goal")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the template of the admin's preview."""
        return "cases/storyboard.html" if mode_name == "storyboard" else "cases/scenario_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return the opening or the whole story, and what stands against publishing."""
        graph, language = dialogue.parse(self.content()), get_language() or ""
        context: dict[str, Any] = {
            "request": request,
            "problems": [sentences.sentence(problem) for problem in lint.problems(graph)],
        }
        if mode_name == "storyboard":
            return {**context, "graph": graph, "panels": staging.storyboard(graph), "language": language}
        try:
            screen = staging.stage(graph, dialogue.opening(graph), language)
        except ranges.Cyclic:
            screen = None
        return {**context, "screen": screen}


class Version(models.Model):
    """What learners saw and were scored by: written at publication, never changed."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class CaseVersion(Version):
    """A published state of a case."""

    definition = models.ForeignKey(Case, models.CASCADE, related_name="versions")

    class Meta:
        verbose_name = _("version of a case")
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="cases_caseversion_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.definition} v{self.number}"


class ScenarioVersion(Version):
    """A published state of a role-play."""

    definition = models.ForeignKey(Scenario, models.CASCADE, related_name="versions")

    class Meta:
        verbose_name = _("version of a role-play")
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "number"], name="cases_scenarioversion_number_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition} v{self.number}"


class ActivityPage(PreviewInOwnLanguage, Page):
    """A place in a course where a definition is offered; it holds nothing that is scored."""

    intro = RichTextField(_("introduction"), features=RICH_TEXT, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)

    parent_page_types = ["courses.CoursePage", "courses.ActivityIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class CasePage(ActivityPage):
    """Where a case is offered."""

    page_description = _("The place of a case in a course; write the case first.")

    definition = models.ForeignKey(Case, models.PROTECT, related_name="pages", verbose_name=_("case"))

    base_form_class = CheckedPageForm
    content_panels = [
        FindingsPanel(),
        NextStepsPanel(),
        *Page.content_panels,
        FieldPanel("definition"),
        FieldPanel("minutes"),
        FieldPanel("intro"),
    ]
    kind = RunKind.CASE
    template = "cases/case_page.html"

    class Meta:
        verbose_name = _("case page")
        verbose_name_plural = _("case pages")


class ScenarioPage(ActivityPage):
    """Where a role-play is offered."""

    page_description = _("The place of a role-play in a course; write the role-play first.")

    definition = models.ForeignKey(
        Scenario, models.PROTECT, related_name="pages", verbose_name=_("role-play")
    )

    base_form_class = CheckedPageForm
    content_panels = [
        FindingsPanel(),
        NextStepsPanel(),
        *Page.content_panels,
        FieldPanel("definition"),
        FieldPanel("minutes"),
        FieldPanel("intro"),
    ]
    kind = RunKind.SCENARIO
    template = "cases/scenario_page.html"

    class Meta:
        verbose_name = _("role-play page")
        verbose_name_plural = _("role-play pages")
