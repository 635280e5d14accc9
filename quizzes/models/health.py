"""How questions and quizzes measure, as the last measurement found it; no person is in these rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.basis_points import FULL_BP
from quizzes.models.bank import Question, QuestionKind
from quizzes.models.quizzes import Quiz
from quizzes.verdicts import Verdict


class VerdictChoice(models.TextChoices):
    """What the figures suggest, the most serious first."""

    KEY_SUSPECT = Verdict.KEY_SUSPECT.value, _("Good learners choose another answer: is the key wrong?")
    NEGATIVE = Verdict.NEGATIVE.value, _("Those who do well elsewhere get this wrong more often")
    LANGUAGES_DIFFER = Verdict.LANGUAGES_DIFFER.value, _("Much harder in one language than in the other")
    TOO_HARD = Verdict.TOO_HARD.value, _("Almost nobody gets this right")
    TOO_EASY = Verdict.TOO_EASY.value, _("Almost everyone gets this right")
    WEAK = Verdict.WEAK.value, _("Says little about who knows the subject")
    SKIPPED = Verdict.SKIPPED.value, _("Many leave it unanswered")
    HASTY = Verdict.HASTY.value, _("Many answer in under two seconds: is it read?")
    UNUSED_OPTION = Verdict.UNUSED_OPTION.value, _("An option hardly anybody chooses")


class QuestionHealth(models.Model):
    """One question over all its versions: first attempts only, with the number of people behind it."""

    key = models.CharField(_("short name"), max_length=60, unique=True)
    question = models.OneToOneField(Question, models.SET_NULL, null=True, related_name="figures")
    kind = models.CharField(_("type"), max_length=20, choices=QuestionKind.choices)
    module = models.CharField(_("module"), max_length=20)
    n = models.PositiveIntegerField(_("people"))
    facility_bp = models.PositiveSmallIntegerField(_("facility"), null=True)
    discrimination_bp = models.SmallIntegerField(_("discrimination"), null=True)
    skipped_bp = models.PositiveSmallIntegerField(_("left unanswered"), null=True)
    seconds = models.PositiveIntegerField(_("seconds"), null=True)
    timed = models.PositiveIntegerField(_("times known"), default=0)
    hasty_bp = models.PositiveSmallIntegerField(_("under two seconds"), null=True)
    verdict = models.CharField(_("finding"), max_length=20, choices=VerdictChoice.choices, blank=True)
    # What the detail screen shows, in its order: [{"verdict", "letters"}], [{"letter", "zh", "en", "correct",
    # "chosen", "rest_bp"}], [{"language", "n", "facility_bp"}].
    findings = models.JSONField(default=list)
    options = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    measured_at = models.DateTimeField(_("measured"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("health of a question")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(facility_bp__isnull=True) | Q(facility_bp__lte=FULL_BP),
                name="quizzes_questionhealth_facility_range",
            ),
            models.CheckConstraint(
                condition=Q(discrimination_bp__isnull=True)
                | Q(discrimination_bp__gte=-FULL_BP, discrimination_bp__lte=FULL_BP),
                name="quizzes_questionhealth_discrimination_range",
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=VerdictChoice.values),
                name="quizzes_questionhealth_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class QuizHealth(models.Model):
    """One quiz: first attempts only. Alpha where every attempt has the same places."""

    quiz = models.OneToOneField(Quiz, models.CASCADE, related_name="figures")
    n = models.PositiveIntegerField(_("people"))
    mean_bp = models.PositiveSmallIntegerField(_("mean"), null=True)
    median_bp = models.PositiveSmallIntegerField(_("median"), null=True)
    spread_bp = models.PositiveSmallIntegerField(_("spread"), null=True)
    alpha_bp = models.IntegerField(_("alpha"), null=True)
    alpha_low_bp = models.IntegerField(null=True)
    alpha_high_bp = models.IntegerField(null=True)
    error_bp = models.PositiveSmallIntegerField(_("standard error"), null=True)
    measured_at = models.DateTimeField(_("measured"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("health of a quiz")
        ordering = ["quiz__key"]

    def __str__(self) -> str:
        return str(self.quiz_id)
