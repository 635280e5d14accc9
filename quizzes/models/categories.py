"""How trainers file questions: categories on two levels, and free tags."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase

from quizzes.labels import LONGEST_NAME, path_of, written_path

NAME_TAKEN = _("There is a category of this name here already. Choose it, or give this one another name.")


class CategoryManager(models.Manager["Category"]):
    """Categories with what is above them, each followed by those below it."""

    def get_queryset(self) -> "models.QuerySet[Category]":
        """Return them as a list shows them; naming one asks nothing more."""
        rows = super().get_queryset().select_related("parent")
        return rows.order_by(
            Coalesce("parent__name_zh", "name_zh"), F("parent").asc(nulls_first=True), "name_zh"
        )


class Category(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's reverse managers carry no types
    """A category of the question bank; one may stand below another that stands at the top."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=LONGEST_NAME)
    name_en = models.CharField(_("name (English)"), max_length=LONGEST_NAME, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs under"),
        limit_choices_to={"parent": None},
        help_text=_("Empty: at the top. There are two levels."),
    )

    objects = CategoryManager()

    class Meta:
        verbose_name = pgettext_lazy("of questions", "category")
        verbose_name_plural = pgettext_lazy("of questions", "categories")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name_zh"],
                name="quizzes_category_name_unique",
                violation_error_message=NAME_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["name_zh"],
                condition=Q(parent=None),
                name="quizzes_category_top_name_unique",
                violation_error_message=NAME_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        above = [self.parent] if self.parent else []
        return " / ".join(one.name for one in (*above, self))

    @property
    def name(self) -> str:
        """The name in the language being shown, without what is above it."""
        return self.name_en if get_language() == "en" and self.name_en else self.name_zh

    @property
    def path(self) -> str:
        """The Chinese names from the top, as files hold them: it is known by these."""
        above = (self.parent.name_zh,) if self.parent else ()
        return written_path((*above, self.name_zh))

    def clean(self) -> None:
        """Refuse a third level, and names that would not return from a file as they are."""
        for field in ("name_zh", "name_en"):
            names = path_of(getattr(self, field))
            if len(names) > 1:
                raise ValidationError({field: _("Leave out slashes: they divide the levels in files.")})
            setattr(self, field, written_path(names))
        if self.parent is None:
            return
        if self.parent.pk == self.pk:
            raise ValidationError({"parent": _("A category cannot belong under itself. Choose another one.")})
        if self.parent.parent_id or (self.pk and self.children.exists()):
            raise ValidationError(
                {"parent": _("There are two levels. Choose one from the top that fits, or leave it empty.")}
            )


class QuestionTag(TagBase):
    """A word that trainers put on questions; kept apart from the tags of pictures."""

    class Meta:
        verbose_name = pgettext_lazy("of questions", "tag")
        verbose_name_plural = pgettext_lazy("of questions", "tags")


class TaggedQuestion(ItemBase):
    """A tag on a question."""

    tag = models.ForeignKey(QuestionTag, models.CASCADE, related_name="tagged_questions")
    content_object = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="tagged_items")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tag on a question")
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="quizzes_taggedquestion_tag_once")
        ]
