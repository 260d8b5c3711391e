import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def form_of(user, **changes):
    return {"username": user.username, "is_active": "on", "is_staff": "on", **changes}


@pytest.mark.parametrize("group", ["Contributor", "Editor", "Chief", "Audience"])
@pytest.mark.parametrize("handed", [(), ("change_user", "add_user", "change_group")])
def test_nobody_but_a_superuser_edits_accounts(client, group, handed):
    user = make_user("someone", group)
    user.user_permissions.set(Permission.objects.filter(codename__in=handed))
    client.force_login(user)

    for address in (
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        f"/admin/auth/user/{user.pk}/change/",
        f"/admin/auth/user/{user.pk}/password/",
        "/admin/auth/group/",
        "/admin/auth/group/add/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, form_of(user, is_superuser="on")).status_code == 403
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_superuser_gives_a_role(client):
    client.force_login(User.objects.create_superuser("root", password="a-long-root-password"))
    user = make_user("someone", None)
    editor = Group.objects.get(name="Editor")

    client.post(f"/admin/auth/user/{user.pk}/change/", form_of(user, groups=[editor.pk]))

    assert list(user.groups.all()) == [editor]


def test_a_deactivated_person_is_out_at_the_next_click(client):
    user = make_user("someone", "Chief")
    client.force_login(user)
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_accounts_are_deactivated_not_deleted(client):
    client.force_login(User.objects.create_superuser("root", password="a-long-root-password"))
    user = make_user("someone")

    assert client.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()
