"""What people did: runs, the steps of a role-play, the answers of a case, the points of both."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases import blocks
from cases.models.definitions import CASE, SCENARIO, CaseVersion, RunKind, RunState, ScenarioVersion, Version
from cases.shapes import KNOWN_DIMENSIONS
from people.models import Department, User, UserLanguage


class RunQuerySet(models.QuerySet["Run"]):
    """Filters on runs."""

    def counted(self) -> "RunQuerySet":
        """Return the runs that are over and not a trainer's trial."""
        return self.exclude(state=RunState.OPEN).filter(is_preview=False)


class Run(models.Model):
    """One person's way through one version of a case or role-play."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="case_runs")
    kind = models.CharField(max_length=10, choices=RunKind.choices)
    case_version = models.ForeignKey(CaseVersion, models.PROTECT, null=True, related_name="runs")
    scenario_version = models.ForeignKey(ScenarioVersion, models.PROTECT, null=True, related_name="runs")
    activity_key = models.SlugField(max_length=60)
    page_key = models.UUIDField()
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="case_runs")
    language = models.CharField(max_length=10, choices=UserLanguage.choices)
    number = models.PositiveSmallIntegerField()
    cycle = models.PositiveSmallIntegerField(default=1)
    is_preview = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    progress_bp = models.PositiveSmallIntegerField(default=0)
    scene = models.CharField(max_length=blocks.KEY_LENGTH, blank=True)
    ending = models.CharField(max_length=blocks.KEY_LENGTH, blank=True)
    swap_seen_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True
    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        indexes = [
            models.Index(fields=["user", "activity_key"], name="cases_run_user_activity"),
            models.Index(fields=["activity_key", "state"], name="cases_run_activity_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RunKind.values), name="cases_run_kind_known"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="cases_run_state_known"),
            models.CheckConstraint(
                condition=Q(language__in=UserLanguage.values), name="cases_run_language_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=CASE, case_version__isnull=False, scenario_version__isnull=True)
                | Q(kind=SCENARIO, case_version__isnull=True, scenario_version__isnull=False),
                name="cases_run_version_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="open", finished_at__isnull=True)
                | Q(state__in=["finished", "abandoned"], finished_at__gte=F("started_at")),
                name="cases_run_over_means_time_present",
            ),
            models.CheckConstraint(
                condition=Q(kind=SCENARIO, state="finished") & ~Q(ending="")
                | Q(kind=CASE, ending="")
                | Q(state__in=["open", "abandoned"], ending=""),
                name="cases_run_finished_means_ending",
            ),
            models.CheckConstraint(
                condition=Q(swap_seen_at__isnull=True) | Q(kind=SCENARIO, state="finished"),
                name="cases_run_swap_after_ending",
            ),
            models.CheckConstraint(condition=Q(progress_bp__lte=10_000), name="cases_run_progress_range"),
            models.CheckConstraint(
                condition=Q(number__gte=1, cycle__gte=1), name="cases_run_counts_from_one"
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "activity_key", "is_preview"],
                condition=Q(state="open"),
                name="cases_run_one_open",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "activity_key", "is_preview", "cycle", "number"],
                name="cases_run_number_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_key} #{self.number}"

    @property
    def version(self) -> Version:
        """The version that was played."""
        version = self.case_version or self.scenario_version
        assert version is not None  # noqa: S101 - a constraint of the table
        return version

    @property
    def is_open(self) -> bool:
        """Whether something can still be done in it."""
        return self.state == RunState.OPEN

    @property
    def is_finished(self) -> bool:
        """Whether it was played to the end."""
        return self.state == RunState.FINISHED


class RunPoints(models.Model):
    """What a run that is over brought in one dimension, between the limits of its version."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="points")
    dimension = models.CharField(max_length=20)
    points = models.SmallIntegerField()
    low = models.SmallIntegerField()
    high = models.SmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("points of a run")
        constraints = [
            models.UniqueConstraint(fields=["run", "dimension"], name="cases_runpoints_dimension_once"),
            models.CheckConstraint(
                condition=Q(dimension__in=sorted(KNOWN_DIMENSIONS)), name="cases_runpoints_dimension_known"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=F("low"), points__lte=F("high")), name="cases_runpoints_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.points}"


class Step(models.Model):
    """One choice, written when it was made and never changed. ``shown_at``: when its scene came up."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    scene = models.CharField(max_length=blocks.KEY_LENGTH)
    choice = models.CharField(max_length=blocks.KEY_LENGTH)
    shown_at = models.DateTimeField()
    chosen_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("step")
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="cases_step_seq_once"),
            models.UniqueConstraint(fields=["run", "scene"], name="cases_step_scene_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="cases_step_seq_from_one"),
            models.CheckConstraint(
                condition=Q(chosen_at__gte=F("shown_at")), name="cases_step_chosen_after_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.scene} → {self.choice}"


class JudgementAnswer(models.Model):
    """What somebody judged; it can be changed until the case is submitted."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="answers")
    judgement = models.CharField(max_length=36)
    option = models.CharField(max_length=36)
    answered_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("judgement made")
        constraints = [
            models.UniqueConstraint(fields=["run", "judgement"], name="cases_judgementanswer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.judgement}: {self.option}"
