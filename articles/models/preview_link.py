"""A link by which somebody from outside can read an article that is not public."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone

LASTS = timedelta(days=7)
SALT = "articles.preview"


class PreviewLinkQuerySet(models.QuerySet):
    def standing(self, at=None):
        """Links that still open: neither over nor revoked."""
        return self.filter(expires_at__gt=at or timezone.now(), revoked_at=None)

    def make(self, article, by):
        return self.create(article=article, by=by, expires_at=timezone.now() + LASTS)

    def opened_by(self, token):
        """The standing link that this token belongs to, or None."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        links = self.standing().select_related("article__section", "article__genre")
        # Who has left the magazine shows its drafts to nobody.
        return links.filter(pk=pk, by__is_active=True).first()


class PreviewLink(models.Model):
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="preview_links"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"{self.article_id} until {self.expires_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return f"/preview/{signing.dumps(self.pk, salt=SALT)}/"

    def revoke(self):
        """Close it for good."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
