"""The ledger of grades, and the corrections that change many of them at once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.basis_points import FULL_BP
from quizzes.grading import GradeKind
from quizzes.models.attempts import Attempt
from quizzes.models.bank import QuestionVersion


class CorrectionKind(models.TextChoices):
    """What a correction does to the answers it is about."""

    VOID = "void", _("Question taken out")
    REGRADE = "regrade", _("Marked by a corrected key")


class CorrectionState(models.TextChoices):
    """Where a correction stands; what is approved is carried out in the background."""

    PROPOSED = "proposed", _("Waiting for a decision")
    APPROVED = "approved", _("Being carried out")
    DONE = "done", _("Carried out")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")


class Correction(models.Model):
    """A question that turned out wrong, and what becomes of the results it was part of.

    ``version`` is the one taken out, or the one whose key is right. Whoever carries it out holds a lease.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=CorrectionKind.choices)
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="corrections_proposed"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="corrections_decided"
    )
    decided_at = models.DateTimeField(null=True)
    sentence = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField(default=0)
    examined = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("correction of results")
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CorrectionKind.values), name="quizzes_correction_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CorrectionState.values), name="quizzes_correction_state_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="quizzes_correction_has_reason"),
            models.CheckConstraint(
                condition=~Q(kind="void", state__in=["approved", "done", "declined"])
                | ~Q(proposed_by=F("decided_by")),
                name="quizzes_correction_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["version", "kind"],
                condition=Q(state__in=["proposed", "approved"]),
                name="quizzes_correction_one_open",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="quizzes_correction_state")]

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class GradeKindChoice(models.TextChoices):
    """Why a grade was given."""

    SUBMITTED = GradeKind.SUBMITTED.value, pgettext_lazy("of answers", "Submitted")
    MARKED = GradeKind.MARKED.value, _("Marked by a person")
    REGRADED = GradeKind.REGRADED.value, _("Marked by a corrected key")
    VOIDED = GradeKind.VOIDED.value, _("Question taken out")
    OVERRIDDEN = GradeKind.OVERRIDDEN.value, _("Decided by a person")
    LIFTED = GradeKind.LIFTED.value, _("Decision taken back")


class GradeEntry(models.Model):
    """One grade ever given to an attempt; append-only (triggers hold it).

    ``score_bp`` and ``passed`` are what this entry gives, ``before`` and ``after`` what stood around it: a
    computed grade changes nothing while a person's decision stands. Attempts older than the ledger have no
    entry of their submission; the ``before`` of their first entry tells what they had.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="grades")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=GradeKindChoice.choices)
    score_bp = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    score_before_bp = models.PositiveSmallIntegerField(null=True)
    passed_before = models.BooleanField(null=True)
    score_after_bp = models.PositiveSmallIntegerField()
    passed_after = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="grades_given"
    )
    correction = models.ForeignKey(Correction, models.PROTECT, null=True, related_name="grades")
    given_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("grade")
        ordering = ["attempt_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="quizzes_gradeentry_number_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=GradeKindChoice.values), name="quizzes_gradeentry_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(score_bp__lte=FULL_BP)
                & Q(score_after_bp__lte=FULL_BP)
                & (Q(score_before_bp__isnull=True) | Q(score_before_bp__lte=FULL_BP)),
                name="quizzes_gradeentry_score_range",
            ),
            models.CheckConstraint(
                condition=Q(score_before_bp__isnull=True, passed_before__isnull=True, number=1)
                | Q(score_before_bp__isnull=False, passed_before__isnull=False),
                name="quizzes_gradeentry_follows_another",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["submitted", "marked"]) | ~Q(reason=""),
                name="quizzes_gradeentry_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["regraded", "voided"], correction__isnull=False)
                | (~Q(kind__in=["regraded", "voided"]) & Q(correction__isnull=True)),
                name="quizzes_gradeentry_names_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.number}"
