"""The account page of the authoring desk: names come from the roster, so it does not ask for them."""

from wagtail.admin.views.account import NameEmailSettingsPanel


def _never(panel: NameEmailSettingsPanel) -> bool:
    return False


def leave_names_to_the_roster() -> None:
    """Take the panel away that demands a first and a last name; Wagtail 8.0.1 has no setting for it."""
    NameEmailSettingsPanel.is_active = _never
