"""What an administrator types about an account in the authoring desk."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm

from core.refused import Refused
from people.actions import refuse_last_administrator
from people.models import User
from people.roles import GROUP_ROLES, ROLE_NAMES, Role


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """The groups that code creates, under the names people use."""

    def label_from_instance(self, group: Group) -> str:
        """Return the role's name in the language being shown."""
        return str(ROLE_NAMES[Role(group.name)])


class PersonForm(UserForm):
    """An account: name, employee number, language and roles; passwords are only ever initial ones."""

    first_name = None
    last_name = None
    is_superuser = None
    password_required = False
    password_enabled = True

    email = forms.EmailField(label=_("E-mail"), required=False)
    groups = RolesField(
        label=_("Roles"),
        queryset=Group.objects.filter(name__in=GROUP_ROLES).order_by("pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["username", "name", "employee_no", "email", "mobile", "language", "is_active", "groups"]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        # Not for oneself: that is what the account pages are for.
        self.password_enabled = not editing_self
        super().__init__(*args, **kwargs)
        self.fields["employee_no"].empty_value = None
        if editing_self:
            del self.fields["is_active"]
        else:
            self.fields["password1"].help_text = _(
                "An initial password, for people without e-mail; they must choose their own at once."
            )

    def clean(self) -> dict[str, Any]:
        """Keep at least one administrator."""
        cleaned = super().clean() or {}
        stays = cleaned.get("is_active", True) and any(
            group.name == Role.ADMINISTRATOR for group in cleaned.get("groups") or ()
        )
        if self.instance.pk and not stays:
            try:
                refuse_last_administrator(User.objects.get(pk=self.instance.pk))
            except Refused as refused:
                raise ValidationError(str(refused.sentence)) from refused
        return cleaned

    def clean_email(self) -> str:
        """Say which address is taken already, whatever its capitals."""
        email: str = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Somebody else has this e-mail address."))
        return email

    def save(self, commit: bool = True) -> User:
        """Save; a password given here must be replaced by the person's own."""
        if self.cleaned_data.get("password1"):
            self.instance.must_change_password = True
        elif not self.instance.pk:
            self.instance.set_unusable_password()
        user: User = super().save(commit=commit)
        return user
