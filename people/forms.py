"""What people type about themselves and others."""

from datetime import date
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from core.sheets import MOST_BYTES, TOO_BIG
from people.roster import read_roster

FAR_DAYS = 366


class LoginForm(allauth_forms.LoginForm):
    """allauth's login form; the page itself offers the way to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Employee number, e-mail or user name")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """allauth's form, with a label instead of a placeholder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget = forms.EmailInput(attrs={"autocomplete": "email"})


class RosterForm(forms.Form):
    """A roster to look at, and the day from which its changes hold."""

    file = forms.FileField(
        label=_("Roster (.xlsx or .csv)"),
        help_text=_("At most 10 MB and 20,000 rows. Nothing is changed before you confirm the preview."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    as_of = forms.DateField(
        label=_("Changes hold from"),
        help_text=_("Transfers and new positions of people already known begin on this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """Read the file; what is wrong with it becomes the field's error."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None:
            return cleaned
        try:
            if upload.size > MOST_BYTES:
                raise Refused("too_big", TOO_BIG)
            cleaned["roster"] = read_roster(upload.name, upload.read())
        except Refused as refused:
            self.add_error("file", str(refused.sentence))
        return cleaned

    def clean_as_of(self) -> date:
        """Refuse days too far from today: most often a mistyped year."""
        day: date = self.cleaned_data["as_of"]
        if abs((day - timezone.localdate()).days) > FAR_DAYS:
            raise forms.ValidationError(_("Choose a day within a year from today."))
        return day
