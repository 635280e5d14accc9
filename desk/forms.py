"""The form of pages at the desk: any draft saves, publishing refuses what the checks call an error."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from desk.linting import findings_of

# What publishing sets on a page.
PUBLISHED = ("live", "live_revision_id", "first_published_at", "last_published_at", "has_unpublished_changes")


class CheckedPageForm(WagtailAdminPageForm):
    """Checks the whole page when it is to take effect."""

    def save(self, commit: bool = True) -> Any:
        """Save a draft; a page that was published meanwhile is left as it is, the draft becomes a revision.

        Wagtail 8.0.1 writes the whole row of a page that was a draft when the request began: an autosave on
        its way while somebody presses "publish" would take the page back from its readers.
        """
        if commit and self.instance.pk and not self.instance.live:
            state = Page.objects.filter(pk=self.instance.pk, live=True).values(*PUBLISHED).first()
            for name, value in (state or {}).items():
                setattr(self.instance, name, value)
            commit = state is None
        return super().save(commit=commit)

    def _post_clean(self) -> None:
        """Check the page as a whole, once every field has been taken over."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for finding in findings_of(self.instance):
            if finding.is_error:
                self.add_error(None, finding.text)
