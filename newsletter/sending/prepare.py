"""Writing down everybody who is to be sent an issue, before anybody is."""

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from newsletter.models import Subscriber
from newsletter.models.delivery import State

CHUNK = 10_000


def prepare(issue, chunk=CHUNK, stop=lambda: False):
    """List the readers in steps that may each be repeated; then let the sending begin.

    Any number of workers may do this side by side: each step is taken by one of them.
    """
    while issue.prepared_to < issue.audience_end and not stop():
        try:
            _prepare_chunk(issue, chunk)
        except OperationalError:
            # Another worker took this step while we did: PostgreSQL does not let us take it too.
            if connection.vendor != "postgresql":
                raise
        issue.refresh_from_db()
    if issue.state == issue.State.PREPARING and issue.prepared_to >= issue.audience_end:
        issue.begin_sending()


@transaction.atomic
def _prepare_chunk(issue, chunk):
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        # Counting and listing must see the same readers.
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    begin = issue.prepared_to
    confirmed = Subscriber.objects.confirmed().filter(pk__gt=begin, pk__lte=issue.audience_end)
    pks = confirmed.order_by("pk").values_list("pk", flat=True)
    end = pks[chunk - 1 : chunk].first() or issue.audience_end
    confirmed = confirmed.filter(pk__lte=end)
    # Asked of the readers: asked of the deliveries, SQLite would go through all of them each time.
    listed = Subscriber.objects.filter(
        Exists(issue.deliveries.filter(subscriber_id=OuterRef("pk"))), pk__gt=begin, pk__lte=end
    )
    candidates = confirmed.count()
    _list(issue, confirmed.receiving(issue.frozen_at))
    prepared = listed.count()
    paused = confirmed.filter(paused_until__gt=issue.frozen_at).count()
    if not issue.advance(begin, end, candidates, prepared, paused + _twice(issue, confirmed)):
        # Another worker was first: what this one wrote would be there twice in the sums.
        transaction.set_rollback(True)


def _twice(issue, confirmed):
    """Readers whose address is on the list already, under the row it was moved from."""
    addresses = issue.deliveries.exclude(subscriber_id=OuterRef("pk"))
    addresses = addresses.filter(address_key=OuterRef("address_key"))
    listed = issue.deliveries.filter(subscriber_id=OuterRef("pk"))
    return confirmed.filter(Exists(addresses)).exclude(Exists(listed)).count()


def _list(issue, receiving):
    """INSERT … SELECT: the rows never leave the database."""
    split = {
        "postgresql": "split_part(address_key, '@', 2)",
        "sqlite": "substr(address_key, instr(address_key, '@') + 1)",
    }[connection.vendor]
    rows, params = receiving.order_by().values("id", "address_key").query.sql_with_params()
    statement = f"""
        INSERT INTO newsletter_delivery
            (issue_id, subscriber_id, address_key, domain, state, due_at, worker, tries, answer)
        SELECT %s, id, address_key, {split}, %s, %s, '', 0, ''
        FROM ({rows}) AS readers WHERE true ORDER BY id
        ON CONFLICT DO NOTHING
    """  # noqa: S608 - made of our own words; what varies goes as parameters
    due_at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, [issue.pk, State.PENDING, due_at, *params])
