"""What HR fills in to assign a course."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from courses.places import rows_where
from people.models import Department, User, UserState

USUAL_DAYS = 30
MOST_DIGITS = 18


class CourseField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A course by its number; one longer than any database holds is no course."""

    def to_python(self, value: Any) -> Any:
        """Refuse what would overflow on its way into the query; Django does so for plain keys only."""
        if len(str(value or "")) > MOST_DIGITS:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class AssignForm(forms.Form):
    """A course, whom it is for, until when; the person is named by employee number or user name."""

    course = CourseField(CoursePage.objects.none(), label=_("Course"))
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department"),
        required=False,
        help_text=_("With all departments below it; people who join later get the course too."),
    )
    person = forms.CharField(
        label=_("Or one person"),
        required=False,
        max_length=150,
        help_text=_("Employee number or user name."),
    )
    due_on = forms.DateField(
        label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    required = forms.BooleanField(
        label=_("Required"),
        required=False,
        initial=True,
        help_text=_("Only required courses enter the awareness index."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        courses = CoursePage.objects.filter(pk__in=[row.pk for row in rows_where(CoursePage.objects.all())])
        self.course_field.queryset = courses.order_by("path")
        self.department_field.queryset = Department.objects.valid_on(today).order_by("tree_pre")
        self.department_field.label_from_instance = indented
        self.fields["due_on"].initial = today + timedelta(days=USUAL_DAYS)

    @property
    def course_field(self) -> Any:
        """The field whose choices are the courses in the language being shown."""
        return self.fields["course"]

    @property
    def department_field(self) -> Any:
        """The field whose choices are today's departments."""
        return self.fields["department"]

    def clean_person(self) -> User | None:
        """Return the person named, None when nobody is."""
        return person_named(self.cleaned_data["person"])

    def clean(self) -> dict[str, Any]:
        """Ask for a department or a person, not both and not neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(cleaned.get("department")) == bool(cleaned.get("person")):
            raise ValidationError(_("Choose a department or name one person."))
        return cleaned


def person_named(typed: str) -> User | None:
    """Return who works here by employee number or user name, None for an empty text."""
    typed = typed.replace("\x00", "").strip()
    if not typed:
        return None
    people = User.objects.filter(state=UserState.ACTIVE)
    found = people.filter(employee_no=typed).first() or people.filter(username=typed).first()
    if found is None:
        raise ValidationError(_("Nobody who works here has this number or name. Check it and try again."))
    return found


def indented(department: Any) -> str:
    space = "\u3000" if get_language() != "en" else "\u2003"
    return f"{space * department.depth}{department.name}"
