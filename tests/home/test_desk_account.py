"""The desk's account page asks for nothing that it would not keep."""

from django.test import Client
from wagtail.users.models import UserProfile

from people.models import User


def test_preferences_are_saved_without_a_first_or_last_name(client: Client, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)
    page = client.get("/cms/account/").text
    assert "name_email-first_name" not in page

    response = client.post(
        "/cms/account/",
        {
            "locale-preferred_language": "en",
            "theme-theme": "dark",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )

    assert response.status_code == 302
    profile = UserProfile.objects.get(user=administrator)
    assert (profile.theme, profile.preferred_language) == ("dark", "en")


def test_everybody_reads_dates_in_one_time_zone(client: Client, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)

    assert "current_time_zone" not in client.get("/cms/account/").text
