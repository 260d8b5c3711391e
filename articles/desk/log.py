"""The log: who did what, when; read only, for everyone."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.desk.base import DeskAdmin
from articles.desk.rights import narrow, section_ids
from articles.desk.states import briefly
from articles.models import Article, LogLine


class WhenFilter(admin.SimpleListFilter):
    title = "time"
    parameter_name = "within"

    def lookups(self, request, model_admin):
        return [("1", "The last 24 hours"), ("7", "Seven days"), ("30", "Thirty days")]

    def queryset(self, request, queryset):
        if self.value() not in {"1", "7", "30"}:
            return queryset
        return queryset.filter(at__gte=timezone.now() - timedelta(days=int(self.value())))


@admin.register(LogLine)
class LogLineAdmin(DeskAdmin):
    list_display = ["when", "who", "verb", "what", "revision", "detail"]
    list_display_links = None
    list_filter = [WhenFilter]
    sortable_by = ["when"]
    actions = None

    def get_queryset(self, request):
        """An editor of some sections reads of those, and what they did themselves."""
        lines = super().get_queryset(request)
        if not section_ids(request.user):
            return lines
        mine = narrow(request.user, Article.objects.all())
        return lines.filter(Q(article__in=mine.values("pk")) | Q(by=request.user))

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "article" or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="when", ordering="at")
    def when(self, line):
        return briefly(line.at)

    @admin.display(description="what")
    def what(self, line):
        if line.article_id is None:
            return line.title
        address = reverse("admin:articles_article_change", args=[line.article_id])
        return format_html('<a href="{}">{}</a>', address, line.title)

    @admin.display(description="who")
    def who(self, line):
        return line.by_name or "the magazine"
