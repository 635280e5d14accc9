"""What the loader has put in, so that it never overwrites what a trainer has changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedItem(models.Model):
    """One piece of ready-made content as it was last loaded.

    ``source`` is the digest of the file's content, ``revision`` the revision the loader made: while it is
    still the newest, nobody else has touched the piece.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=64)
    revision = models.PositiveBigIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("loaded content")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="academy_loadeditem_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"
