"""What HR and trainers fill in to grant an exception from the rules of a quiz."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.forms import indented, person_named
from courses.models import CourseAssignment
from people.models import Department, User
from quizzes.models import Quiz, QuizOverride
from quizzes.override_actions import Target, for_department, for_person
from quizzes.policy import RULES

LAST_YEAR = 2099
AS_IT_IS = _("As it is")
YES_NO = [("", AS_IT_IS), ("true", _("Yes")), ("false", _("No"))]
ORDER = (
    *("quiz", "person", "department", "assignment"),
    *("time_percent", "attempt_limit", "opens_at", "closes_at", "time_limit_minutes"),
)
MOMENTS = ("opens_at", "closes_at")
CHOSEN = ("counts", "overdue_rule")
TICKED = ("one_at_a_time", "sequential", "shuffle_questions", "shuffle_options", "asks_password")


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ExceptionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Whom it is for, which rules it sets, why and until when; a rule left empty stays as it is."""

    person = forms.CharField(
        label=_("One person"), required=False, max_length=150, help_text=_("Employee number or user name.")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Or a department"),
        required=False,
        help_text=_("With all departments below it."),
    )
    assignment = forms.ModelChoiceField(
        CourseAssignment.objects.none(),
        label=_("Or an assignment"),
        required=False,
        help_text=_("For everybody who has the course to do because of it."),
    )

    class Meta:
        model = QuizOverride
        fields = ["quiz", *RULES, "reason", "expires_on"]
        widgets = dict.fromkeys(MOMENTS, _moment()) | {
            "expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "reason": forms.TextInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        quiz, department, assignment = (self._choices(name) for name in ("quiz", "department", "assignment"))
        quiz.queryset, quiz.empty_label = Quiz.objects.order_by("key"), _("Every quiz")
        department.queryset = Department.objects.valid_on(today).order_by("tree_pre")
        department.label_from_instance = indented
        standing = CourseAssignment.objects.filter(withdrawn_on__isnull=True)
        assignment.queryset = standing.select_related("department", "person")
        for name in CHOSEN:
            field = self._choices(name)
            field.choices = [("", AS_IT_IS), *[pair for pair in field.choices if pair[0]]]
        for name in TICKED:
            self._choices(name).widget.choices = YES_NO
        self.order_fields(ORDER)

    def _choices(self, name: str) -> Any:
        return self.fields[name]

    def clean_person(self) -> Any:
        """Return the person named, None when nobody is."""
        return person_named(self.cleaned_data["person"])

    def clean_closes_at(self) -> Any:
        """Refuse a day beyond which no calendar reaches."""
        closes = self.cleaned_data["closes_at"]
        if closes is not None and closes.year > LAST_YEAR:
            raise ValidationError(_("Choose a day before the year 2100, or leave it empty."))
        return closes

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one target."""
        cleaned: dict[str, Any] = super().clean() or {}
        named = [cleaned.get(name) for name in ("person", "department", "assignment") if cleaned.get(name)]
        if not self.errors and len(named) != 1:
            raise ValidationError(_("Name one person, or choose one department or one assignment."))
        return cleaned

    def target(self) -> Target:
        """Return whom the exception is for."""
        cleaned = self.cleaned_data
        if cleaned["person"]:
            return for_person(cleaned["person"])
        if cleaned["department"]:
            return for_department(cleaned["department"], timezone.localdate())
        return for_assignment(cleaned["assignment"])

    def rules(self) -> dict[str, Any]:
        """Return the rules as filled in; None and "" mean as it is."""
        return {name: self.cleaned_data[name] for name in RULES}


def for_assignment(assignment: CourseAssignment) -> Target:
    """Return an assignment as a target: everybody who has its duty."""
    people = User.objects.filter(duties__assignment=assignment, duties__waived_at__isnull=True)
    made_up = any(one.is_demo for one in (assignment.department, assignment.person) if one)
    return Target(str(assignment), people, course_assignment=assignment.pk, is_demo=made_up)
