"""Pieces of work handed in for a path, and certificates: facts as they were, never changed afterwards."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.basis_points import FULL_BP


class HandInKind(models.TextChoices):
    """What a piece of work is."""

    MAP = "map", _("Customer map")
    AGREEMENT = "agreement", _("Service agreement")


class HandInState(models.TextChoices):
    """Where a piece of work stands; it leaves SUBMITTED exactly once."""

    SUBMITTED = "submitted", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    RETURNED = "returned", _("Returned")
    REPLACED = "replaced", _("Replaced by a newer one")


DECIDED = (HandInState.CONFIRMED, HandInState.RETURNED)


def private_storage() -> Storage:
    """Return where files lie that only their owner and the person asked may read."""
    return storages["private"]


def _stored_name(_hand_in: "HandIn", name: str) -> str:
    return f"hand-ins/{uuid.uuid4().hex}{PurePath(name).suffix.lower()}"


class HandIn(models.Model):
    """One piece of work as it was sent to one person; a revised one is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hand_ins")
    path_key = models.UUIDField()
    path_title = models.CharField(max_length=255)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=HandInKind.choices)
    text = models.TextField(max_length=4000)
    file = models.FileField(upload_to=_stored_name, storage=private_storage, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    confirmer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="hand_ins_to_confirm"
    )
    confirms_for = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=HandInState.choices, default=HandInState.SUBMITTED)
    sentence = models.CharField(max_length=400, blank=True)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("piece of work")
        verbose_name_plural = _("pieces of work")
        constraints = [
            models.UniqueConstraint(fields=["user", "path_key", "number"], name="courses_handin_number"),
            models.UniqueConstraint(
                fields=["user", "path_key"], condition=Q(state="submitted"), name="courses_handin_one_waiting"
            ),
            models.CheckConstraint(condition=Q(kind__in=HandInKind.values), name="courses_handin_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "replaced"], decided_at__isnull=True)
                | Q(state__in=["confirmed", "returned"], decided_at__isnull=False),
                name="courses_handin_decided_means_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(sentence=""), name="courses_handin_returned_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(user=models.F("confirmer")), name="courses_handin_not_ones_own"
            ),
        ]
        indexes = [models.Index(fields=["confirmer", "state"], name="courses_handin_confirmer")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.path_title} {self.number}"


class Certificate(models.Model):
    """A path finished, in the words of that day; append-only (triggers hold it). Its id is its code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    path_key = models.UUIDField()
    name = models.CharField(max_length=150)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    path_zh = models.CharField(max_length=255)
    path_en = models.CharField(max_length=255, blank=True)
    mark_bp = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "path_key"], name="courses_certificate_once"),
            models.CheckConstraint(condition=Q(mark_bp__lte=FULL_BP), name="courses_certificate_mark_range"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.title_zh}"

    @property
    def title(self) -> str:
        """The title in the language being shown."""
        return self.title_en if self.title_en and get_language() == "en" else self.title_zh

    @property
    def path_title(self) -> str:
        """The path's title, as it was, in the language being shown."""
        return self.path_en if self.path_en and get_language() == "en" else self.path_zh


class CertificateCourse(models.Model):
    """A course on a certificate as it was called, and when its condition was met."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="courses")
    position = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=255)
    title_en = models.CharField(max_length=255, blank=True)
    met_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("course of a certificate")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "position"], name="courses_certificatecourse_position"
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> str:
        """The title in the language being shown."""
        return self.title_en if self.title_en and get_language() == "en" else self.title_zh
