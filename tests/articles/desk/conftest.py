import pytest

from tests.factories import make_user


@pytest.fixture
def desk(client):
    """The client of a chief who is logged in."""
    client.force_login(make_user("chief"))
    return client
