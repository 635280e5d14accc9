"""Pairs of papers that agree more than their results explain, for HR's review; no score knows of them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from quizzes.models.attempts import Attempt


class SharingRun(models.Model):
    """One comparison: what was submitted up to when, and how many pairs were compared."""

    until = models.DateTimeField()
    pairs = models.PositiveIntegerField()
    compared_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comparison of answers")
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return str(self.until)


class SharingPair(models.Model):
    """Two first attempts that are alike: found once, never changed, read by HR and administrators alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(SharingRun, models.PROTECT, related_name="found")
    first = models.ForeignKey(Attempt, models.CASCADE, related_name="alike_with_later_ids")
    second = models.ForeignKey(Attempt, models.CASCADE, related_name="alike_with_earlier_ids")
    common = models.PositiveSmallIntegerField()
    identical = models.PositiveSmallIntegerField()
    identical_wrong = models.PositiveSmallIntegerField()
    one_in = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pair of similar answers")
        ordering = ["-run__until", "-one_in", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="quizzes_sharingpair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="quizzes_sharingpair_ordered"),
            models.CheckConstraint(
                condition=Q(identical__lte=F("common"), identical_wrong__lte=F("identical")),
                name="quizzes_sharingpair_counts_ordered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SharingOutcome(models.TextChoices):
    """What HR made of a pair; neither changes a result."""

    NOTHING = "nothing", _("Nothing to it")
    TALKED = "talked", _("Talked about it")


class SharingDecision(models.Model):
    """Who closed a pair, when, how and why; written once."""

    pair = models.OneToOneField(SharingPair, models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=10, choices=SharingOutcome.choices)
    reason = models.TextField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="sharing_decisions")
    decided_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision on similar answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=SharingOutcome.values), name="quizzes_sharingdecision_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="quizzes_sharingdecision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.outcome}"
