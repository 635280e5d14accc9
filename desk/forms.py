"""The form of pages at the desk: any draft saves, publishing refuses what the checks call an error."""

from wagtail.admin.forms import WagtailAdminPageForm

from desk.linting import findings_of


class CheckedPageForm(WagtailAdminPageForm):
    """Checks the whole page when it is to take effect."""

    def _post_clean(self) -> None:
        """Check the page as a whole, once every field has been taken over."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for finding in findings_of(self.instance):
            if finding.is_error:
                self.add_error(None, finding.text)
