import pytest
from django.core import mail
from django.core.management import call_command

from newsletter.models import Arming, Subscriber
from newsletter.sending.worker import Worker
from newsletter.tasks import empty_letterbox
from tests.newsletter.issues import make_issue, make_readers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")


def test_a_new_magazine_is_armed_and_stays_so(django_capture_on_commit_callbacks):
    assert Arming.is_armed()
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            Arming.tick()

    assert Arming.is_armed()


def put_back(count):
    """As if a backup had been restored that was made when the count was this."""
    Arming.objects.update_or_create(pk=1, defaults={"count": count})


def test_a_restored_backup_sends_nothing_until_it_is_armed(tmp_path, capsys):
    put_back(7)
    (tmp_path / "mail-count").write_text("9")
    make_readers(2)
    issue = make_issue(state="due")
    Subscriber.objects.ask("ada@example.org")

    Worker(nap=0.01).run(once=True)
    empty_letterbox.call()
    issue.refresh_from_db()
    assert (issue.state, mail.outbox) == ("scheduled", [])

    call_command("arm_mail")
    Worker(nap=0.01).run(once=True)
    empty_letterbox.call()
    assert len(mail.outbox) == 3
    assert "Goes on at once: The week (scheduled)." in capsys.readouterr().out


def test_a_copy_on_another_machine_sends_nothing_until_it_is_armed():
    put_back(7)

    assert not Arming.is_armed()
    call_command("arm_mail")
    assert Arming.is_armed()


def test_a_machine_that_has_seen_less_than_others_is_armed(tmp_path):
    put_back(7)
    (tmp_path / "mail-count").write_text("5")

    assert Arming.is_armed()
