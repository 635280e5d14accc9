"""How Django finds this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published


class CasesConfig(AppConfig):
    """Case studies and role-plays."""

    name = "cases"
    verbose_name = _("Case studies and role-plays")

    def ready(self) -> None:
        """Freeze a version at every publication."""
        from cases import health  # noqa: PLC0415 - models exist only now
        from cases.authoring import on_published  # noqa: PLC0415

        health.register()
        for name in ("Case", "Scenario"):
            published.connect(on_published, sender=self.get_model(name), dispatch_uid=f"freeze {name}")
