from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy

from articles.models import MagazineSettings
from newsletter.models import Issue


class ArchiveFeed(Feed):
    """Every issue that was sent, for those who would rather not be mailed."""

    link = reverse_lazy("newsletter:archive")

    def get_object(self, request):
        return MagazineSettings.objects.current()

    def title(self, magazine):
        return f"{magazine.newsletter_name} · {magazine.name}"

    def description(self, magazine):
        return magazine.newsletter_pitch

    def feed_url(self):
        return settings.SITE_ADDRESS + reverse("newsletter:archive_feed")

    def items(self):
        return Issue.objects.archived()[:20]

    def item_title(self, issue):
        return issue.subject

    def item_description(self, issue):
        return issue.preheader

    def item_link(self, issue):
        return settings.SITE_ADDRESS + issue.get_absolute_url()

    def item_pubdate(self, issue):
        return issue.frozen_at
