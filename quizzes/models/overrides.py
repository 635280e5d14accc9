"""Exceptions from the rules of a quiz: for a person, a department or an assignment, with reason and end."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Department, User
from quizzes.models.policies import LONGEST_DELAY, LONGEST_GRACE, CountingRule, OverdueRule
from quizzes.models.quizzes import Quiz
from quizzes.policy import RULES, USUAL_PERCENT

MOST_PERCENT = 500
LONGEST_REASON = 300


def _number(
    label: Any, least: int, most: int, help_text: Any = ""
) -> "models.PositiveIntegerField[int | None, int | None]":
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveIntegerField(label, null=True, blank=True, validators=limits, help_text=help_text)


class OverrideQuerySet(models.QuerySet["QuizOverride"]):
    """Filters on time."""

    def in_force(self, today: object) -> "OverrideQuerySet":
        """Return what is neither withdrawn nor over on a day."""
        return self.filter(withdrawn_at__isnull=True, expires_on__gt=today)


class QuizOverride(models.Model):
    """One exception. It is never edited: withdraw it and give another, so that the record stays true.

    The database refuses everything else, but that the name of who gave or withdrew it is cleared.

    A rule that is empty stays as it is. Without a quiz it holds for every quiz. ``course_assignment`` is the
    number of an assignment of the courses, which know of quizzes and not the other way round.
    """

    quiz = models.ForeignKey(
        Quiz, models.PROTECT, null=True, blank=True, related_name="overrides", verbose_name=_("quiz")
    )
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="quiz_overrides")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="quiz_overrides")
    course_assignment = models.PositiveBigIntegerField(null=True)
    target_title = models.CharField(max_length=300)

    time_percent = _number(
        _("time in per cent"),
        USUAL_PERCENT,
        MOST_PERCENT,
        _("150: half as much again. The closing time moves with it."),
    )
    attempt_limit = _number(_("tries"), 1, 999)
    time_limit_minutes = _number(_("minutes for a try"), 1, 10_000)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    second_delay_minutes = _number(_("minutes before the second try"), 0, LONGEST_DELAY)
    later_delay_minutes = _number(_("minutes before each later try"), 0, LONGEST_DELAY)
    counts = models.CharField(
        _("which try counts for passing"), max_length=10, choices=CountingRule.choices, blank=True
    )
    overdue_rule = models.CharField(
        _("when time is up"), max_length=10, choices=OverdueRule.choices, blank=True
    )
    grace_seconds = _number(_("seconds of grace"), 0, LONGEST_GRACE)
    one_at_a_time = models.BooleanField(_("one question at a time"), null=True, blank=True)
    sequential = models.BooleanField(_("no way back"), null=True, blank=True)
    shuffle_questions = models.BooleanField(_("shuffle questions"), null=True, blank=True)
    shuffle_options = models.BooleanField(_("shuffle options"), null=True, blank=True)
    asks_password = models.BooleanField(
        _("asks for the password"), null=True, blank=True, help_text=_("Where the quiz has one.")
    )

    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    expires_on = models.DateField(
        _("ends on"), help_text=_("From this day on the exception no longer holds.")
    )
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="quiz_overrides_given")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="quiz_overrides_withdrawn")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    is_demo = models.BooleanField(default=False)  # for people of the demonstration: goes with them

    objects = OverrideQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, department__isnull=True, course_assignment__isnull=True)
                | Q(person__isnull=True, department__isnull=False, course_assignment__isnull=True)
                | Q(person__isnull=True, department__isnull=True, course_assignment__isnull=False),
                name="quizzes_quizoverride_one_target",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="quizzes_quizoverride_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="quizzes_quizoverride_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(time_percent__isnull=True)
                | Q(time_percent__gte=USUAL_PERCENT, time_percent__lte=MOST_PERCENT),
                name="quizzes_quizoverride_percent_range",
            ),
            models.CheckConstraint(
                condition=Q(grace_seconds__isnull=True) | Q(grace_seconds__lte=LONGEST_GRACE),
                name="quizzes_quizoverride_grace_range",
            ),
        ]
        indexes = [models.Index(fields=["quiz", "expires_on"], name="quizzes_quizoverride_quiz")]

    def __str__(self) -> str:
        return self.target_title

    @property
    def rules(self) -> dict[str, object]:
        """The rules it sets, by name."""
        found = {name: getattr(self, name) for name in RULES}
        return {name: value for name, value in found.items() if value is not None and value != ""}
