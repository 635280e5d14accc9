"""Own answers that a person marks: one task an answer, one row a mark. No task says whose answer it is."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.basis_points import FULL_BP
from quizzes.marking import Step
from quizzes.models.attempts import AttemptItem
from quizzes.models.quizzes import Quiz


class MarkingStep(models.TextChoices):
    """Where the marking of one answer stands."""

    FIRST = Step.FIRST.value, pgettext_lazy("marking", "To be marked")
    SECOND = Step.SECOND.value, pgettext_lazy("marking", "To be marked a second time")
    SETTLE = Step.SETTLE.value, pgettext_lazy("marking", "Two marks differ")
    DONE = Step.DONE.value, pgettext_lazy("marking", "Marked")
    DROPPED = Step.DROPPED.value, pgettext_lazy("marking", "Question taken out")


class MarkingTask(models.Model):
    """One answer that waits for a person. Whoever marks it holds it for a while; its id is drawn by lot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.OneToOneField(AttemptItem, models.CASCADE, related_name="marking")
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="markings")
    step = models.CharField(max_length=10, choices=MarkingStep.choices, default=MarkingStep.FIRST)
    waiting_since = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="markings_claimed"
    )
    claimed_until = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer to be marked")
        ordering = ["waiting_since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=MarkingStep.values), name="quizzes_markingtask_step_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["waiting_since"],
                condition=Q(step__in=["first", "second", "settle"]),
                name="quizzes_markingtask_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.alias

    @property
    def alias(self) -> str:
        """What the answer is called while nobody is to know whose it is."""
        return self.pk.hex[:6].upper()


class Mark(models.Model):
    """What one person gave one answer. Everybody marks an answer once: the last word is a third person's."""

    task = models.ForeignKey(MarkingTask, models.CASCADE, related_name="marks")
    step = models.CharField(max_length=10, choices=MarkingStep.choices)
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="marks_given"
    )
    points = models.JSONField()
    credit_bp = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=1000, blank=True)
    marked_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mark")
        ordering = ["task_id", "marked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "step"], name="quizzes_mark_step_once"),
            models.UniqueConstraint(fields=["task", "marker"], name="quizzes_mark_marker_once"),
            models.CheckConstraint(
                condition=Q(step__in=["first", "second", "settle"]), name="quizzes_mark_step_known"
            ),
            models.CheckConstraint(condition=Q(credit_bp__lte=FULL_BP), name="quizzes_mark_credit_range"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.step}"
