"""Definitions in lists of the desk: what a list has asked for all its rows, a row does not ask again."""

from wagtail.models import DraftStateMixin


class ListedState(DraftStateMixin):
    """A definition that knows from its list whether a publication of it is scheduled."""

    class Meta:
        abstract = True

    @property
    def approved_schedule(self) -> bool:
        """Whether a publication is scheduled; a list that has asked for all rows at once says so itself."""
        known: bool | None = getattr(self, "is_scheduled", None)
        return bool(super().approved_schedule) if known is None else known
