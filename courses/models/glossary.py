"""Words of the academy, in both languages."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import RevisionMixin, WorkflowMixin
from wagtail.search import index

from core.listed import ListedState
from core.previewing import BilingualPreview


class GlossaryTerm(WorkflowMixin, BilingualPreview, ListedState, RevisionMixin, index.Indexed, models.Model):
    """One term with its meaning; holds both languages, so it is never translated as a page is."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        help_text=_("Stable name in Latin letters; keeps the term apart when its wording changes."),
    )
    term_zh = models.CharField(_("term (Chinese)"), max_length=80)
    term_en = models.CharField(_("term (English)"), max_length=120)
    definition_zh = models.TextField(_("meaning (Chinese)"), max_length=600)
    definition_en = models.TextField(_("meaning (English)"), max_length=1200)
    avoid_zh = models.TextField(
        _("not used for it (Chinese)"),
        max_length=400,
        blank=True,
        help_text=_("Other words for it, one a line; whoever writes one is told to use the term."),
    )
    avoid_en = models.TextField(_("not used for it (English)"), max_length=400, blank=True)
    taught_in = models.CharField(
        _("taught in"),
        max_length=120,
        blank=True,
        validators=[RegexValidator("^[a-z0-9-]+( [a-z0-9-]+)*$")],
        help_text=_("Keys of the lessons that teach it, such as c1m1, separated by spaces."),
    )
    marked_zh = models.BooleanField(
        _("explained in Chinese lessons"),
        default=True,
        help_text=_("The first occurrence in a lesson shows the meaning. Switch off for everyday words."),
    )
    marked_en = models.BooleanField(_("explained in English lessons"), default=True)
    longer_zh = models.TextField(
        _("not within these words (Chinese)"),
        max_length=400,
        blank=True,
        help_text=_("Longer words it is part of and not meant in, one a line; they are left alone."),
    )

    panels = [
        FieldRowPanel([FieldPanel("term_zh"), FieldPanel("term_en")]),
        MultiFieldPanel([FieldPanel("definition_zh"), FieldPanel("definition_en")], heading=_("Meaning")),
        FieldRowPanel([FieldPanel("avoid_zh"), FieldPanel("avoid_en")]),
        FieldPanel("taught_in"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("marked_zh"), FieldPanel("marked_en")]), FieldPanel("longer_zh")],
            heading=_("In lessons"),
        ),
        FieldPanel("key"),
    ]
    search_fields = [
        index.SearchField("term_zh", boost=4),
        index.SearchField("term_en", boost=4),
        index.SearchField("definition_zh"),
        index.SearchField("definition_en"),
        index.AutocompleteField("term_zh"),
        index.AutocompleteField("term_en"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["term_en"]

    def __str__(self) -> str:
        return f"{self.term_zh} · {self.term_en}"

    @property
    def term(self) -> str:
        """The term in the language being shown."""
        return self.term_en if get_language() == "en" else self.term_zh

    @property
    def other_term(self) -> str:
        """The term in the other language."""
        return self.term_zh if get_language() == "en" else self.term_en

    @property
    def definition(self) -> str:
        """The meaning in the language being shown."""
        return self.definition_en if get_language() == "en" else self.definition_zh

    def get_preview_template(self, request: object, mode_name: str) -> str:
        """Name the template the editor's preview shows."""
        return "courses/glossary_preview.html"
