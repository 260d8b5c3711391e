from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from newsletter.models.subscriber import Subscriber
from newsletter.tokens import address_hash

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEPT = timedelta(days=3)

PER_ADDRESS = [(DAY, 4)]
PER_NETWORK = [(HOUR, 20), (DAY, 60)]
PER_DOMAIN = [(HOUR, 50), (DAY, 300)]
PER_PROVIDER = [(HOUR, 2000), (DAY, 20000)]
# Past this many refusals from one network in an hour nothing is written down any more.
MOST_KEPT_PER_NETWORK = 200
PROVIDERS = {
    "aol.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
    "hotmail.com", "icloud.com", "libero.it", "live.com", "mail.com", "me.com", "msn.com",
    "naver.com", "orange.fr", "outlook.com", "proton.me", "protonmail.com", "qq.com",
    "seznam.cz", "t-online.de", "web.de", "wp.pl", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com",
    "yandex.ru",
}  # fmt: skip


class SignUpQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(settled_at=None, refused="").order_by("pk")

    def outdated(self, at=None):
        return self.filter(at__lte=(at or timezone.now()) - KEPT)

    def is_too_much(self, address, ip_prefix, at=None):
        """Whether this address, its domain or this network has asked often enough for now."""
        at = at or timezone.now()
        per_domain = PER_PROVIDER if address.domain in PROVIDERS else PER_DOMAIN
        accepted = self.filter(refused="")
        return (
            accepted.filter(address_hash=address_hash(address.key))._reaches(PER_ADDRESS, at)
            or accepted.filter(domain=address.domain)._reaches(per_domain, at)
            or accepted.filter(ip_prefix=ip_prefix)._reaches(PER_NETWORK, at)
        )

    def is_flooded_from(self, ip_prefix, at=None):
        at = at or timezone.now()
        return self.filter(ip_prefix=ip_prefix)._reaches([(HOUR, MOST_KEPT_PER_NETWORK)], at)

    def _reaches(self, limits, at):
        # A slice, not a count: what a flood left behind is not counted through.
        return any(
            self.filter(at__gt=at - span).order_by("at")[most - 1 : most].exists()
            for span, most in limits
        )


class SignUp(models.Model):
    """One press of the sign-up button. What follows from it is decided later, out of sight.

    So a request does the same work for an address that we know and one that we do not.
    """

    class Refusal(models.TextChoices):
        ORIGIN = "origin", "sent from another site"
        STAMP = "stamp", "the form was not ours"
        SPEED = "speed", "faster than anyone types"
        TRAP = "trap", "filled the field that nobody sees"
        LIMIT = "limit", "too many"

    at = models.DateTimeField()
    # As typed, until it is settled; never kept of what was refused.
    address = models.CharField(max_length=254, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    domain = models.CharField(max_length=255, blank=True)
    ip_prefix = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=40, blank=True)
    wording = models.ForeignKey(
        "newsletter.Wording", models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused = models.CharField(max_length=8, choices=Refusal, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["address_hash", "at"]),
            models.Index(fields=["domain", "at"]),
            models.Index(fields=["ip_prefix", "at"]),
            models.Index(
                fields=["id"], condition=Q(settled_at=None, refused=""), name="sign_up_waiting"
            ),
        ]

    def __str__(self):
        return f"Sign-up {self.pk} at {self.at:%Y-%m-%d %H:%M}"

    @transaction.atomic
    def settle(self, at=None):
        """Give the address what it deserves, once, whichever worker comes first."""
        at = at or timezone.now()
        mine = SignUp.objects.filter(pk=self.pk, settled_at=None, refused="")
        if not mine.update(settled_at=at, address=""):
            return
        Subscriber.objects.ask(
            self.address,
            place=self.place,
            wording=self.wording,
            ip_prefix=self.ip_prefix,
            at=at,
        )
