"""The users area of the authoring desk, for administrators."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.users.views import users

from people.actions import end_sessions, record_audit
from people.admin_forms import PersonForm
from people.models import User
from people.roles import ROLE_NAMES, Role


class PeopleIndexView(users.IndexView):
    """Accounts by name, with number and roles; no bulk actions, which would pass the audit log by."""

    def get_base_queryset(self) -> Any:
        """Return everybody, with their groups at hand."""
        return super().get_base_queryset().prefetch_related("groups")

    @property
    def columns(self) -> list[Column]:
        """Replace Wagtail's access level, which nobody has here, by the roles."""
        stock = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        kept = [column for column in stock if column.name not in {"is_superuser", "is_active", "last_login"}]
        return [
            *kept,
            Column("employee_no", label=_("Employee number"), sort_key="employee_no"),
            Column("roles", label=_("Roles"), accessor=_roles),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    @property
    def search_fields(self) -> set[str]:
        """Find people by every name they have."""
        return {"username", "name", "email", "employee_no"}

    def order_queryset(self, queryset: Any) -> Any:
        """Sort by the one name people have."""
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering)
        return super().order_queryset(queryset)


def _roles(user: User) -> str:
    names = [str(ROLE_NAMES[Role(group.name)]) for group in user.groups.all() if group.name in set(Role)]
    return ", ".join(names)


class PersonCreateView(users.CreateView):
    """Add an account and write it down."""

    def save_instance(self) -> User:
        """Save and audit in one transaction."""
        with transaction.atomic():
            user: User = super().save_instance()
            roles = sorted(group.name for group in user.groups.all())
            record_audit(actor=self.request.user, action="account.create", subject=user.username, roles=roles)
        return user


class PersonEditView(users.EditView):
    """Change an account and write down what changed; a closed account is out at once."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the owners of the installation out of administrators' reach."""
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not getattr(request.user, "is_superuser", False):
            raise PermissionDenied

    def save_instance(self) -> User:
        """Save and audit in one transaction; end sessions when the account is closed or gets a password."""
        form: ModelForm[User] = self.form
        with transaction.atomic():
            user: User = super().save_instance()
            changed = sorted(set(form.changed_data) - {"password2"})
            if "email" in changed:
                EmailAddress.objects.filter(user=user).delete()
            if not user.is_active or "password1" in changed:
                end_sessions(user)
            roles = sorted(group.name for group in user.groups.all())
            record_audit(
                actor=self.request.user,
                action="account.change",
                subject=user.username,
                fields=changed,
                roles=roles,
            )
        return user


class PersonViewSet(users.UserViewSet):
    """Accounts of people: listed, added, changed, closed; never deleted, because history names them."""

    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        """Return our form for both."""
        return PersonForm


class DeskAccountView(AccountView):
    """One's own settings in the desk, without the name: HR keeps names and addresses."""

    def get_panels(self) -> list[Any]:
        """Return Wagtail's panels but the one for name and e-mail, which knows first and last names only."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


desk_account = require_admin_access(DeskAccountView.as_view())
