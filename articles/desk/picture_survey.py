"""What the newsroom may use, and until when: the numbers behind the rights page."""

from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from articles.desk.picture_rights import shown_uses
from articles.models import Image, ImageCredit, Licence
from articles.pictures.markup import picture
from articles.pictures.uses import uses_of

DAYS = 30
MOST = 200
MONTHS = 12


def rights(user):
    today = timezone.localdate()
    expired = Image.objects.expired(today)
    expiring = Image.objects.expiring(today, DAYS)
    return {
        "expired": ending(user, expired),
        "expiring": ending(user, expiring),
        "expired_count": expired.count(),
        "expiring_count": expiring.count(),
        "days": DAYS,
        "most": MOST,
        "trend": trend(today),
        "whole": shares(Image.objects.all()),
    }


def ending(user, images):
    """These pictures, the soonest end first, each with every place where it stands."""
    ends = Min("credits__expires_on")
    images = list(images.with_credits().annotate(ends_on=ends).order_by("ends_on", "pk")[:MOST])
    uses = uses_of(images)
    return [
        {
            "image": image,
            "picture": picture(image, place="library"),
            "credit": image.credit_line(),
            "ends_on": image.ends_on,
            "uses": shown_uses(user, uses[image.pk]),
        }
        for image in images
    ]


def trend(today):
    """Month by month, how many of the pictures that came in still lack something."""
    first = (today.replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    start = timezone.make_aware(timezone.datetime(first.year, first.month, 1))
    months = (
        flagged(Image.objects.filter(created_at__gte=start))
        .annotate(month=TruncMonth("created_at"))
        .values("month")
        .annotate(**COUNTS)
        .order_by("month")
    )
    return [{"month": row["month"], **with_shares(row)} for row in months]


def shares(images):
    return with_shares(flagged(images).aggregate(**COUNTS))


COUNTS = {
    "all": Count("pk"),
    "no_credit": Count("pk", filter=Q(is_credited=False)),
    "no_alt": Count("pk", filter=Q(alt="", is_decorative=False)),
    "unclear": Count("pk", filter=Q(is_unclear=True)),
}


def flagged(images):
    credits = ImageCredit.objects.filter(image=OuterRef("pk"))
    unclear = [Licence.UNKNOWN, Licence.CC_UNKNOWN]
    return images.order_by().annotate(
        is_credited=Exists(credits), is_unclear=Exists(credits.filter(licence__in=unclear))
    )


def with_shares(row):
    """The counts, with each as a share in whole percent."""
    total = row["all"] or 1
    names = ("no_credit", "no_alt", "unclear")
    return {
        "all": row["all"],
        **{name: {"count": row[name], "percent": round(100 * row[name] / total)} for name in names},
    }
