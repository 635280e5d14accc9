"""What learners say about lessons: one verdict each, with a sentence if they like."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What one tap says."""

    HELPFUL = "helpful", _("Helpful")
    UNCLEAR = "unclear", _("Not clear")


class LessonFeedback(models.Model):
    """A learner's word on a lesson, changeable; trainers never see whose it is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lesson_feedback")
    lesson_key = models.UUIDField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    sentence = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("feedback on a lesson")
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson_key"], name="courses_lessonfeedback_unique"),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="courses_lessonfeedback_verdict_known"
            ),
        ]
        indexes = [models.Index(fields=["lesson_key"], name="courses_lessonfeedback_lesson")]

    def __str__(self) -> str:
        return f"{self.lesson_key}: {self.verdict}"
