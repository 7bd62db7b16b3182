import pytest
from django.urls import reverse

from accounts.models import User
from changes.models import Change
from tests.desk import EDITOR, admin_url, filled_in, make_user, save

pytestmark = pytest.mark.django_db


def test_a_user_gets_a_role_and_a_clock(client):
    client.force_login(make_user())
    user = make_user(EDITOR)
    group = user.groups.get()
    assert filled_in(client, admin_url(user))["time_zone"] == "Europe/Rome"
    save(client, admin_url(user), time_zone="America/New_York", groups=[])
    user.refresh_from_db()
    assert (user.time_zone, list(user.groups.all())) == ("America/New_York", [])
    save(client, admin_url(user), groups=[group.pk])
    assert user.groups.get() == group


def test_a_new_user(client):
    client.force_login(make_user())
    password = "rink-and-roll-26"
    data = {"username": "anna", "usable_password": "true", "password1": password, "password2": password}
    save(client, reverse("admin:accounts_user_add"), **data, time_zone="Europe/Oslo", is_staff="on")
    assert User.objects.get(username="anna").zone.key == "Europe/Oslo"


def test_passwords_never_reach_the_change_log(client):
    client.force_login(make_user())
    save(client, admin_url(make_user(EDITOR)), first_name="Eva")
    assert not Change.objects.exists()


def test_rights_are_given_by_roles_alone(client):
    client.force_login(make_user())
    page = client.get(admin_url(make_user(EDITOR))).content.decode()
    assert "user_permissions" not in page
    assert client.get("/admin/auth/group/").status_code == 404


def test_an_editor_may_look_up_users_and_change_none(client):
    editor = make_user(EDITOR)
    client.force_login(editor)
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 200
    assert client.post(admin_url(editor), {"is_superuser": "on"}).status_code == 403
