"""Formula versions, person scores of the open quarter, and the snapshots every figure is read from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Department

CENTI_FULL = 10_000


class FormulaVersion(models.Model):
    """The constants of one version of the index, with who decided on them and from which quarter."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    constants = models.JSONField(_("constants"))
    digest = models.CharField(max_length=64)
    first_period = models.CharField(_("valid from quarter"), max_length=6)
    reason = models.TextField(_("reason"))
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("formula version")
        verbose_name_plural = _("formula versions")
        ordering = ["first_period", "version"]

    def __str__(self) -> str:
        return f"dai-{self.version}"


def _centi_range(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": CENTI_FULL})


class PersonScore(models.Model):
    """One person's components of a quarter, in centipoints; recomputed whole from evidence, never patched."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="awareness_scores")
    period = models.CharField(max_length=6)
    formula = models.ForeignKey(FormulaVersion, models.PROTECT, related_name="person_scores")
    participation = models.PositiveSmallIntegerField(null=True)
    knowledge = models.PositiveSmallIntegerField(null=True)
    judgement = models.PositiveSmallIntegerField(null=True)
    self_view = models.PositiveSmallIntegerField(null=True)
    dims = models.JSONField(default=dict)
    personal = models.PositiveSmallIntegerField(null=True)
    modules_due = models.PositiveSmallIntegerField(default=0)
    quiz_items = models.PositiveSmallIntegerField(default=0)
    scenarios = models.PositiveSmallIntegerField(default=0)
    quality = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    evidence_digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person score")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "formula", "user"], name="awareness_personscore_one_per_quarter"
            ),
            *(
                models.CheckConstraint(
                    condition=_centi_range(name), name=f"awareness_personscore_{name}_range"
                )
                for name in ("participation", "knowledge", "judgement", "self_view", "personal")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.period}"


class StalePerson(models.Model):
    """The outbox: somebody's evidence has changed since their scores were computed.

    Written in the transaction that changed the evidence, so that nothing is forgotten when a worker dies.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="awareness_stale"
    )
    token = models.UUIDField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person with new evidence")

    def __str__(self) -> str:
        return str(self.user_id)


class SnapshotStatus(models.TextChoices):
    """Whether figures may still move."""

    PROVISIONAL = "provisional", _("Provisional")
    CLOSED = "closed", _("Closed")


class Snapshot(models.Model):
    """All figures of one quarter under one formula; a closed one is never changed (a trigger holds it)."""

    period = models.CharField(_("quarter"), max_length=6)
    formula = models.ForeignKey(FormulaVersion, models.PROTECT, related_name="snapshots")
    status = models.CharField(
        max_length=12, choices=SnapshotStatus.choices, default=SnapshotStatus.PROVISIONAL
    )
    computed_at = models.DateTimeField()
    recorded_cutoff = models.DateTimeField()
    eligible = models.PositiveIntegerField(default=0)
    with_data = models.PositiveIntegerField(default=0)
    newcomers = models.PositiveIntegerField(default=0)
    quality = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64)
    is_demo = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("snapshot")
        ordering = ["-period", "-computed_at"]
        constraints = [
            models.UniqueConstraint(fields=["period", "formula"], name="awareness_snapshot_one_per_quarter"),
            models.CheckConstraint(
                condition=Q(status__in=SnapshotStatus.values), name="awareness_snapshot_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.status}"


class SnapshotUnit(models.Model):
    """One department's figures as published: suppressed already, so that every reader sees the same."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="units")
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, related_name="awareness_units", db_index=False
    )
    code = models.CharField(max_length=32)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    parent_code = models.CharField(max_length=32, blank=True)
    pre = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    headcount = models.PositiveIntegerField()
    index = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    basis = models.CharField(max_length=5, blank=True)
    detail = models.JSONField(default=dict)
    duties_due = models.PositiveIntegerField(default=0)
    duties_done = models.PositiveIntegerField(default=0)
    duties_overdue = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("department figures")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "code"], name="awareness_snapshotunit_unique"),
            models.CheckConstraint(
                condition=Q(index__isnull=True, low__isnull=True, high__isnull=True)
                | Q(index__isnull=False, low__isnull=False, high__isnull=False),
                name="awareness_snapshotunit_index_with_interval",
            ),
        ]
        indexes = [
            models.Index(fields=["snapshot", "parent_code"], name="awareness_unit_children"),
            models.Index(fields=["snapshot", "pre"], name="awareness_unit_pre"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.snapshot_id}"


class SnapshotPerson(models.Model):
    """What each person contributed to a closed snapshot, kept for the trace; never shown to managers."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="awareness_contributions")
    home_code = models.CharField(max_length=32)
    participation = models.PositiveSmallIntegerField(null=True)
    knowledge = models.PositiveSmallIntegerField(null=True)
    judgement = models.PositiveSmallIntegerField(null=True)
    self_view = models.PositiveSmallIntegerField(null=True)
    evidence_digest = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contribution to a snapshot")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "user"], name="awareness_snapshotperson_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.snapshot_id}"


class CourseCompletion(models.Model):
    """Duties of one course in one department (its own people only), as of the snapshot."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="course_completions")
    code = models.CharField(max_length=32)
    course_code = models.CharField(max_length=80)
    due = models.PositiveIntegerField()
    done = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("course completion")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "code", "course_code"], name="awareness_coursecompletion_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.course_code}"
