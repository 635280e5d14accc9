"""The rules of a quiz as columns; what they mean together is decided in ``quizzes.policy``."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.policy import RULES, USUAL_GRACE, Counts, Overdue, Policy

LONGEST_GRACE = 120
NO_COLUMN = ("time_percent", "asks_password")
LONGEST_DELAY = 525_600


class CountingRule(models.TextChoices):
    """Which try counts for passing."""

    BEST = Counts.BEST.value, _("The best try")
    LATEST = Counts.LATEST.value, _("The latest try")
    FIRST = Counts.FIRST.value, _("The first try")


class OverdueRule(models.TextChoices):
    """What becomes of a try whose time is up."""

    SUBMIT = Overdue.SUBMIT.value, _("Submit what is there")
    ABANDON = Overdue.ABANDON.value, _("Give the try up: no score, but it counts as a try")


class QuizRules(models.Model):
    """Who may try how often, when, how long, and in which order; an attempt copies them when it starts."""

    attempt_limit = models.PositiveSmallIntegerField(
        _("tries"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as people like."),
    )
    counts = models.CharField(
        _("which try counts for passing"),
        max_length=10,
        choices=CountingRule.choices,
        default=CountingRule.BEST,
        help_text=_("The awareness index always takes the first try and half of what is improved later."),
    )
    second_delay_minutes = models.PositiveIntegerField(
        _("minutes before the second try"),
        default=0,
        validators=[MaxValueValidator(LONGEST_DELAY)],
        help_text=_("From the end of the first try; 0: none."),
    )
    later_delay_minutes = models.PositiveIntegerField(
        _("minutes before each later try"),
        default=0,
        validators=[MaxValueValidator(LONGEST_DELAY)],
        help_text=_("From the end of the try before; 0: none."),
    )
    opens_at = models.DateTimeField(
        _("opens at"), null=True, blank=True, help_text=_("Empty: open from the start.")
    )
    closes_at = models.DateTimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("Tries that are open then end at this time. Empty: stays open."),
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no time limit. The server keeps the time."),
    )
    grace_seconds = models.PositiveSmallIntegerField(
        _("seconds of grace"),
        default=USUAL_GRACE,
        validators=[MaxValueValidator(LONGEST_GRACE)],
        help_text=_("How long answers that were on their way are still accepted; 120 at most."),
    )
    overdue_rule = models.CharField(
        _("when time is up"), max_length=10, choices=OverdueRule.choices, default=OverdueRule.SUBMIT
    )
    one_at_a_time = models.BooleanField(
        _("one question at a time"), default=False, help_text=_("Each question is a page of its own.")
    )
    sequential = models.BooleanField(
        _("no way back"),
        default=False,
        help_text=_("Questions come one at a time; one that was left cannot be opened again."),
    )
    shuffle_questions = models.BooleanField(_("shuffle questions"), default=False)
    shuffle_options = models.BooleanField(_("shuffle options"), default=True)

    class Meta:
        abstract = True

    @property
    def policy(self) -> Policy:
        """The rules of the quiz itself, before any exception."""
        return Policy(**{name: getattr(self, name) for name in RULES if name not in NO_COLUMN})


def rule_constraints(model: str) -> list[models.BaseConstraint]:
    """Return the constraints on these columns, named for a model."""
    return [
        models.CheckConstraint(
            condition=Q(attempt_limit__isnull=True) | Q(attempt_limit__gte=1),
            name=f"quizzes_{model}_attempts_positive",
        ),
        models.CheckConstraint(
            condition=Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__gte=1),
            name=f"quizzes_{model}_minutes_positive",
        ),
        models.CheckConstraint(
            condition=Q(counts__in=CountingRule.values), name=f"quizzes_{model}_counts_known"
        ),
        models.CheckConstraint(
            condition=Q(overdue_rule__in=OverdueRule.values), name=f"quizzes_{model}_overdue_known"
        ),
        models.CheckConstraint(
            condition=Q(grace_seconds__lte=LONGEST_GRACE), name=f"quizzes_{model}_grace_range"
        ),
        models.CheckConstraint(
            condition=Q(second_delay_minutes__lte=LONGEST_DELAY, later_delay_minutes__lte=LONGEST_DELAY),
            name=f"quizzes_{model}_delays_range",
        ),
        models.CheckConstraint(
            condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
            name=f"quizzes_{model}_window_ordered",
        ),
    ]
