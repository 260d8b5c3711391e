"""What happens after an answer has gone out. Each may run again, and beside itself."""

from datetime import timedelta

from django.utils import timezone

from articles.background import task
from newsletter.compose import draft_the_week
from newsletter.letters import post
from newsletter.lists.export import forget_files, write_file
from newsletter.lists.taking_in import look_through, take_in
from newsletter.models import (
    Arming,
    Confirmation,
    ExportLog,
    Issue,
    Letter,
    ListImport,
    Reject,
    SignUp,
    Subscriber,
)
from newsletter.sending.rehearsal import schedule_by_itself
from newsletter.sending.worker import Worker

AT_ONCE = 500
# A turn of sending beside other tasks. `manage.py send_newsletters` never stops for them.
TURN = 50
REJECTS_KEPT = timedelta(days=30)


# A reader waits for this one: it goes before pictures that are still to be made.
@task(priority=50)
def empty_letterbox():
    """Settle the sign-ups that wait, and post every letter that is due."""
    for sign_up in SignUp.objects.waiting()[:AT_ONCE]:
        sign_up.settle()
    if not Arming.is_armed():
        return
    for letter in Letter.objects.due().select_related("subscriber")[:AT_ONCE]:
        post(letter)


@task
def forget_the_unconfirmed():
    """Erase who never confirmed, and drop what sign-ups and used links leave behind."""
    now = timezone.now()
    for subscriber in Subscriber.objects.never_confirmed(now).iterator():
        subscriber.erase(now)
    SignUp.objects.outdated(now).delete()
    Confirmation.objects.filter(ends_at__lte=now).delete()
    forget_files(now)
    Reject.objects.filter(list_import__begun_at__lte=now - REJECTS_KEPT).delete()


@task
def forget_deliveries():
    """Forget who was sent the issues of half a year ago."""
    for issue in Issue.objects.forgettable():
        issue.forget_deliveries()


@task(priority=20)
def send_due_issues():
    """Send what is due, for where nobody runs `send_newsletters`."""
    if Issue.objects.due().exists() or Issue.objects.under_way().exists():
        Worker().run(once=True, seconds=TURN)


@task
def draft_round_up():
    """Put the week's articles into a draft, if its day and hour have come; send it if so chosen."""
    issue = draft_the_week()
    if issue is not None:
        schedule_by_itself(issue)


@task
def check_import(pk):
    """Say what taking a list in would do."""
    list_import = ListImport.objects.get(pk=pk)
    if list_import.state == ListImport.State.UPLOADED:
        look_through(list_import)


@task
def run_import(pk):
    """Take a list in, from where it was left."""
    take_in(ListImport.objects.get(pk=pk))


@task
def export_file(pk):
    """Write a long export into a file."""
    write_file(ExportLog.objects.get(pk=pk))
