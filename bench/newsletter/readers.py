"""Any number of readers, made by the database itself."""

from django.db import connection
from django.utils import timezone

COLUMNS = "address, address_key, source, asked_at, confirmed_at, link_edition"


def make_readers(count):
    """Confirmed readers at a thousand domains, in place of whoever is there."""
    empty("newsletter_delivery", "newsletter_issuepicture", "newsletter_entry", "newsletter_issue")
    empty("newsletter_letter", "newsletter_confirmation", "newsletter_subscriber")
    numbers = {
        "postgresql": f"generate_series(1, {count}) AS numbers (n)",
        "sqlite": f"(WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r "
        f"WHERE n < {count}) SELECT n FROM r)",
    }[connection.vendor]
    address = "'reader-' || n || '@d' || (n %% 1000) || '.example.org'"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO newsletter_subscriber ({COLUMNS}) "
            f"SELECT {address}, {address}, 'bench', %s, %s, 0 FROM {numbers}",
            [now, now],
        )
        cursor.execute("ANALYZE")


def empty(*tables):
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(f"TRUNCATE {table} CASCADE")
            else:
                cursor.execute(f"DELETE FROM {table}")
