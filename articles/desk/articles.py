"""The article's form: write, preview, publish. The lists stand in articles.desk.lists."""

from django.contrib import admin

from articles.desk.rights import may, narrow
from articles.models import Article


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "section", "published_at"]
    search_fields = ["title", "slug"]

    def get_queryset(self, request):
        return narrow(request.user, super().get_queryset(request))

    def has_module_permission(self, request):
        return may(request.user, "view")

    def has_view_permission(self, request, obj=None):
        return may(request.user, "view", obj)

    def has_add_permission(self, request):
        return may(request.user, "add")

    def has_change_permission(self, request, obj=None):
        return may(request.user, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return may(request.user, "delete", obj)
