"""Everybody comes in through one door, under any of their names."""

import pytest
from django.test import Client

from people.models import User


@pytest.mark.parametrize("name", ["zhouning", "E-zhouning", "zhouning@example.com"])
def test_user_name_employee_number_and_address_all_open_the_door(
    client: Client, owner: User, name: str
) -> None:
    User.objects.filter(pk=owner.pk).update(email="zhouning@example.com")

    response = client.post("/accounts/login/", {"login": name, "password": "testing-pass"})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)


@pytest.mark.parametrize(("name", "password"), [("zhouning", "wrong"), ("nobody", "testing-pass")])
def test_a_wrong_password_or_an_unknown_name_stays_outside(
    client: Client, owner: User, name: str, password: str
) -> None:
    response = client.post("/accounts/login/", {"login": name, "password": password})

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
