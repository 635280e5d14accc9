"""Users, the department tree, dated postings, who serves whom, and the record of sensitive actions."""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, Expression, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class UserState(models.TextChoices):
    """Whether a person works here."""

    ACTIVE = "active", _("Working here")
    LEFT = "left", _("Left")


class UserLanguage(models.TextChoices):
    """The language a person reads."""

    ZH_HANS = "zh-hans", _("Simplified Chinese")
    EN = "en", _("English")


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail's reverse managers carry no types
    """A person who can log in with user name, employee number or e-mail."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    employee_no = models.CharField(_("employee number"), max_length=32, unique=True, null=True, blank=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile"), max_length=32, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=UserLanguage.choices, default=UserLanguage.ZH_HANS
    )
    state = models.CharField(
        _("state"), max_length=10, choices=UserState.choices, default=UserState.ACTIVE, db_index=True
    )
    must_change_password = models.BooleanField(
        _("must choose an own password at the next login"), default=False, editable=False
    )
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="people_user_email_unique"),
            models.CheckConstraint(condition=Q(state__in=UserState.values), name="people_user_state_known"),
            models.CheckConstraint(
                condition=Q(language__in=UserLanguage.values), name="people_user_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the person's name; one field, as Chinese names are written."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the person's name."""
        return self.get_full_name()


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Filters on the tree."""

    def valid_on(self, day: date) -> "DepartmentQuerySet":
        """Return the departments that exist on ``day`` (from inclusive, to exclusive)."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def inside(self, department: "Department") -> "DepartmentQuerySet":
        """Return ``department`` and everything below it, by preorder number."""
        return self.filter(tree_pre__gte=department.tree_pre, tree_pre__lte=department.tree_last)


class Department(models.Model):
    """A unit of the organisation; a closed one names its successor."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("continued by"),
    )
    tree_pre = models.PositiveIntegerField(default=0, editable=False, db_index=True)
    tree_last = models.PositiveIntegerField(default=0, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["tree_pre", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="people_department_dates_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language being shown; Chinese where no English was given."""
        return self.name_en if self.name_en and get_language() == "en" else self.name_zh


class PostingQuerySet(models.QuerySet["Posting"]):
    """Filters on time."""

    def on(self, day: date | Expression) -> "PostingQuerySet":
        """Return the postings that cover ``day`` (start inclusive, end exclusive)."""
        return self.filter(Q(end_on__isnull=True) | Q(end_on__gt=day), start_on__lte=day)

    def in_force(self, day: date | Expression) -> "PostingQuerySet":
        """Return each person's one posting that counts on ``day``: of several, the one that starts last."""
        later = Posting.objects.on(day).filter(
            Q(start_on__gt=OuterRef("start_on")) | Q(start_on=OuterRef("start_on"), pk__gt=OuterRef("pk")),
            user=OuterRef("user"),
        )
        return self.on(day).filter(~Exists(later))


class Posting(models.Model):
    """A person in a department for a span of days, so that every fact can be told as it was then."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings", verbose_name=_("person"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="postings", verbose_name=_("department")
    )
    start_on = models.DateField(_("from"))
    end_on = models.DateField(_("until (not included)"), null=True, blank=True)
    is_head = models.BooleanField(_("heads the department"), default=False)
    title = models.CharField(_("position"), max_length=80, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["user_id", "start_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gt=F("start_on")),
                name="people_posting_dates_ordered",
            ),
            models.UniqueConstraint(
                fields=["user", "department", "start_on"], name="people_posting_unique_start"
            ),
        ]
        indexes = [models.Index(fields=["department", "start_on"], name="people_posting_dept_start")]

    def __str__(self) -> str:
        return f"{self.user} – {self.department}"


class ServiceLink(models.Model):
    """The declared service map: what one department hands to another, and since when."""

    provider = models.ForeignKey(
        Department, models.PROTECT, related_name="customer_links", verbose_name=_("provides")
    )
    customer = models.ForeignKey(
        Department, models.PROTECT, related_name="provider_links", verbose_name=_("receives")
    )
    deliverable_zh = models.CharField(_("what is handed over (Chinese)"), max_length=120)
    deliverable_en = models.CharField(_("what is handed over (English)"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until (not included)"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over between departments")
        verbose_name_plural = _("service map")
        constraints = [
            models.CheckConstraint(condition=~Q(provider=F("customer")), name="people_servicelink_two_sides"),
            models.UniqueConstraint(
                fields=["provider", "customer", "deliverable_zh"], name="people_servicelink_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} → {self.customer}: {self.deliverable}"

    @property
    def deliverable(self) -> str:
        """What is handed over, in the language being shown."""
        return self.deliverable_en if self.deliverable_en and get_language() == "en" else self.deliverable_zh


class RosterImportState(models.TextChoices):
    """Where an uploaded roster stands."""

    PREVIEWED = "previewed", _("Waiting for confirmation")
    APPLIED = "applied", _("Applied")
    DISCARDED = "discarded", _("Discarded")


class RosterImport(models.Model):
    """An uploaded roster: its rows are kept between preview and confirmation and cleared afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="roster_imports")
    file_name = models.CharField(max_length=200)
    as_of = models.DateField(_("changes hold from"), default=timezone.localdate)
    rows = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=RosterImportState.choices, default=RosterImportState.PREVIEWED
    )
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("roster import")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RosterImportState.values), name="people_rosterimport_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class AuditEntry(models.Model):
    """Who did what to which record; written in the same transaction as the action and never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="audit_entries")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
