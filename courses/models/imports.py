"""Uploaded courses: kept as rows until they are imported, thrown away or a day old."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.uploads import ImportState, Upload


class CourseImport(Upload):
    """One uploaded zip. ``preview`` is what was understood of it, in its owner's language."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="course_imports")
    preview = models.JSONField(default=dict)
    course_key = models.UUIDField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import of a course")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="courses_courseimport_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(course_key__isnull=False, applied_at__isnull=False),
                name="courses_courseimport_applied_means_course",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="courses_courseimport_state")]
