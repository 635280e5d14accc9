"""What is known about content beside the content: its health, and which findings somebody has muted."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.findings import Level


class LevelChoice(models.TextChoices):
    """The worst that is open, for lists and filters; ``NONE`` was checked and is well."""

    NONE = "none", _("Nothing to mend")
    HINT = Level.HINT.value, _("Hints")
    WARNING = Level.WARNING.value, _("Warnings")
    ERROR = Level.ERROR.value, _("Errors")


class Health(models.Model):
    """The last check of one piece of content, derived from it: may be made anew at any time."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    worst = models.CharField(max_length=10, choices=LevelChoice.choices)
    count = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("health of content")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="desk_health_unique"),
            models.CheckConstraint(condition=Q(worst__in=LevelChoice.values), name="desk_health_worst_known"),
        ]
        indexes = [models.Index(fields=["worst"], name="desk_health_worst")]

    def __str__(self) -> str:
        return f"{self.content_type_id} {self.object_id}: {self.worst}"


class Mute(models.Model):
    """Somebody decided that a warning or hint does not hold here, and said why."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    code = models.CharField(max_length=60)
    where = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    muted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mutes")
    muted_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("muted finding")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "code", "where"], name="desk_mute_unique"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="desk_mute_reason_given"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.where}"


class Archived(models.Model):
    """A piece that was taken out of every learner's list; the row goes when it is brought back."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="archived"
    )
    archived_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("archived content")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="desk_archived_unique")
        ]

    def __str__(self) -> str:
        return self.title
