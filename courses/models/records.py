"""What people did and owe. Nothing here points at pages: courses and steps are known by translation key."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import Department


class EnrolmentSource(models.TextChoices):
    """How a person came to a course."""

    SELF = "self", _("Own choice")
    ASSIGNED = "assigned", _("Assigned")


class StepKind(models.TextChoices):
    """What a step of a course is."""

    LESSON = "lesson", _("Lesson")
    QUIZ = "quiz", _("Quiz")
    CASE = "case", _("Case study")
    SCENARIO = "scenario", _("Role-play")
    SURVEY = "survey", _("Self-assessment")


class NoteKind(models.TextChoices):
    """What a learner wrote into."""

    REFLECTION = "reflection", _("Reflection")
    CHECKLIST = "checklist", _("Checklist")


class Enrolment(models.Model):
    """A person takes a course; the date of completion stays whatever becomes of the course."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField()
    title = models.CharField(max_length=255)
    source = models.CharField(max_length=10, choices=EnrolmentSource.choices)
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("enrolment")
        constraints = [
            models.UniqueConstraint(fields=["user", "course_key"], name="courses_enrolment_unique"),
            models.CheckConstraint(
                condition=Q(source__in=EnrolmentSource.values), name="courses_enrolment_source_known"
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=models.F("enrolled_at")),
                name="courses_enrolment_dates_ordered",
            ),
        ]
        indexes = [models.Index(fields=["course_key", "user"], name="courses_enrolment_course")]

    def __str__(self) -> str:
        return self.title


class StepCompletion(models.Model):
    """A person finished a step by its rule; the first time counts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="step_completions")
    course_key = models.UUIDField()
    step_key = models.UUIDField()
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    completed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("completed step")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course_key", "step_key"], name="courses_stepcompletion_unique"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values), name="courses_stepcompletion_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.step_key}"


class CourseAssignment(models.Model):
    """HR asks a department (with all below it) or one person to finish a course."""

    course_key = models.UUIDField(db_index=True)
    course_code = models.SlugField(max_length=40)
    title_zh = models.CharField(max_length=255)
    title_en = models.CharField(max_length=255, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="course_assignments"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="course_assignments"
    )
    required = models.BooleanField(default=True)
    due_on = models.DateField()
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="assignments_made"
    )
    created_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("course assignment")
        verbose_name_plural = _("course assignments")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False, person__isnull=True)
                | Q(department__isnull=True, person__isnull=False),
                name="courses_courseassignment_one_target",
            ),
            models.UniqueConstraint(
                fields=["course_key", "department", "due_on"],
                condition=Q(withdrawn_on__isnull=True, department__isnull=False),
                name="courses_courseassignment_department_once",
            ),
            models.UniqueConstraint(
                fields=["course_key", "person", "due_on"],
                condition=Q(withdrawn_on__isnull=True, person__isnull=False),
                name="courses_courseassignment_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.department or self.person}"

    @property
    def title(self) -> str:
        """The course's title on the day of assigning, in the language being shown."""
        return self.title_en if self.title_en and get_language() == "en" else self.title_zh


class Duty(models.Model):
    """What one person owes because of an assignment."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties")
    assignment = models.ForeignKey(CourseAssignment, models.PROTECT, related_name="duties")
    due_on = models.DateField()
    completed_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="duties_waived"
    )
    reason = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.UniqueConstraint(fields=["user", "assignment"], name="courses_duty_unique"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True, reason="")
                | (Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(reason="")),
                name="courses_duty_waived_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="courses_duty_due_on")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.assignment_id}"


class LearnerNote(models.Model):
    """What a learner wrote under a reflection or ticked in a checklist; nobody else ever reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="learner_notes")
    lesson_key = models.UUIDField()
    block_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    text = models.TextField(max_length=4000, blank=True)
    ticks = models.JSONField(default=list)
    seq = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("learner's note")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lesson_key", "block_id"], name="courses_learnernote_unique"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoteKind.values), name="courses_learnernote_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.block_id}"
