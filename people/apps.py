"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People and departments."""

    name = "people"
    verbose_name = _("People and departments")

    def ready(self) -> None:
        """Listen to logins."""
        from allauth.account.signals import user_logged_in  # noqa: PLC0415 - its models load after ready()

        from people.login import use_own_language  # noqa: PLC0415 - as above

        user_logged_in.connect(use_own_language, dispatch_uid="people.use_own_language")
