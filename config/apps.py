"""Packages whose parts we exchange for our own."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users area, with our person's fields."""

    user_viewset = "people.viewsets.PersonViewSet"
