"""Certificates whose basis changed after they were issued, and what HR decided about them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.certificates import Certificate
from quizzes.models import GradeEntry


class ExaminationState(models.TextChoices):
    """What became of a certificate that was put before HR."""

    OPEN = "open", _("Waiting for HR")
    KEPT = "kept", _("Stays valid")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")


class Examination(models.Model):
    """One certificate that a corrected result would not earn any more; only HR's word withdraws it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="examinations")
    grade = models.ForeignKey(GradeEntry, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ExaminationState.choices, default=ExaminationState.OPEN)
    opened_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="certificates_examined"
    )
    decided_at = models.DateTimeField(null=True)
    sentence = models.CharField(max_length=400, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("examination of a certificate")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state="open"), name="courses_examination_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExaminationState.values), name="courses_examination_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(sentence="")),
                name="courses_examination_decided_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.state}"
