"""Attempts: one row per try with the rules copied onto it, one row per question with the answer."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.basis_points import FULL_BP
from people.models import Department, User, UserLanguage
from quizzes.certainty import Certainty
from quizzes.models.bank import QuestionVersion
from quizzes.models.policies import CountingRule, OverdueRule
from quizzes.models.quizzes import RULE_LENGTH, Quiz
from quizzes.policy import USUAL_GRACE, USUAL_PERCENT
from quizzes.practising import Practice, Progress


class AttemptState(models.TextChoices):
    """Where an attempt stands; it leaves OPEN exactly once."""

    OPEN = "open", _("In progress")
    WAITING = "waiting", _("Waiting for marking")
    SUBMITTED = "submitted", pgettext_lazy("of answers", "Submitted")
    ABANDONED = "abandoned", _("Given up")


class ClosedBy(models.TextChoices):
    """Who ended an attempt."""

    LEARNER = "learner", pgettext_lazy("of answers", "Submitted")
    DEADLINE = "deadline", _("Time was up")


class CertaintyChoice(models.IntegerChoices):
    """How sure a learner says they are of an answer."""

    GUESSING = Certainty.GUESSING.value, _("Guessing")
    FAIRLY = Certainty.FAIRLY.value, _("Fairly sure")
    SURE = Certainty.SURE.value, pgettext_lazy("of an answer", "Sure")


class Attempt(models.Model):
    """One try of one person at one quiz."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    cycle = models.PositiveSmallIntegerField(default=1)
    page_key = models.UUIDField(null=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="quiz_attempts")
    language = models.CharField(max_length=10, choices=UserLanguage.choices)
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=10, choices=ClosedBy.choices, blank=True)
    pass_bp = models.PositiveSmallIntegerField()
    feedback_rule = models.CharField(max_length=RULE_LENGTH)  # a release.Rule as text
    counts = models.CharField(max_length=10, choices=CountingRule.choices, default=CountingRule.BEST)
    grace_seconds = models.PositiveSmallIntegerField(default=USUAL_GRACE)
    overdue_rule = models.CharField(max_length=10, choices=OverdueRule.choices, default=OverdueRule.SUBMIT)
    one_at_a_time = models.BooleanField(default=False)
    sequential = models.BooleanField(default=False)
    time_percent = models.PositiveSmallIntegerField(default=USUAL_PERCENT)
    reached = models.PositiveSmallIntegerField(default=1)
    item_tries = models.PositiveSmallIntegerField(null=True)  # None: no practice
    penalty_bp = models.PositiveSmallIntegerField(default=0)
    asks_certainty = models.BooleanField(default=False)
    score_bp = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attempt")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "quiz", "cycle", "number"], name="quizzes_attempt_number_unique"
            ),
            models.UniqueConstraint(
                fields=["user", "quiz"], condition=Q(state="open"), name="quizzes_attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at__isnull=True, score_bp__isnull=True)
                | Q(state="waiting", submitted_at__isnull=False, score_bp__isnull=True, passed__isnull=True)
                | Q(
                    state="submitted",
                    submitted_at__isnull=False,
                    score_bp__isnull=False,
                    passed__isnull=False,
                )
                | Q(
                    state="abandoned", submitted_at__isnull=False, score_bp__isnull=True, passed__isnull=True
                ),
                name="quizzes_attempt_finished_has_result",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AttemptState.values), name="quizzes_attempt_state_known"
            ),
            models.CheckConstraint(
                condition=Q(score_bp__isnull=True) | Q(score_bp__lte=FULL_BP),
                name="quizzes_attempt_score_range",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"], condition=Q(state="open"), name="quizzes_attempt_open_deadline"
            ),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state="submitted", number=1, cycle=1),
                name="quizzes_attempt_first_tries",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.quiz_id} {self.number}"

    @property
    def practice(self) -> Practice | None:
        """How questions are practised; None if they are marked only after submission."""
        return None if self.item_tries is None else Practice(self.item_tries, self.penalty_bp)


class AttemptItem(models.Model):
    """One question of an attempt: the frozen version, the order shown, the latest answer, its credit."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="attempt_items")
    option_order = models.JSONField(default=list)
    points = models.PositiveSmallIntegerField()
    response = models.JSONField(null=True)
    response_seq = models.PositiveBigIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)  # changed after the deadline, within the grace
    flagged = models.BooleanField(default=False)
    certainty = models.PositiveSmallIntegerField(null=True, choices=CertaintyChoice.choices)
    checked = models.JSONField(null=True)  # practice: the answer checked last
    checks = models.PositiveSmallIntegerField(default=0)
    hints_taken = models.PositiveSmallIntegerField(default=0)
    credit_bp = models.PositiveSmallIntegerField(null=True)
    # What the score was made with: a question taken out, and whose key it was if not the version's own.
    voided = models.BooleanField(default=False)
    marked_by = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, related_name="attempt_items_marked"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer")
        ordering = ["attempt_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="quizzes_attemptitem_position_unique"
            ),
            models.UniqueConstraint(fields=["attempt", "version"], name="quizzes_attemptitem_version_once"),
            models.CheckConstraint(
                condition=Q(credit_bp__isnull=True) | Q(credit_bp__lte=FULL_BP),
                name="quizzes_attemptitem_credit_range",
            ),
            models.CheckConstraint(
                condition=Q(certainty__isnull=True) | Q(certainty__in=CertaintyChoice.values),
                name="quizzes_attemptitem_certainty_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position}"

    @property
    def progress(self) -> Progress:
        """How far the question has come in practice."""
        return Progress(self.checked, self.checks)
