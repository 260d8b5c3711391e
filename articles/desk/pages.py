"""Standing pages: About, Contact, Privacy."""

from django.contrib import admin

from articles.desk.base import DeskAdmin
from articles.desk.fields import BodyField
from articles.desk.plain_forms import RICH
from articles.desk.sections import AddressForm
from articles.models import Page


class PageForm(AddressForm):
    body = BodyField(label="Text")
    media = RICH

    class Meta(AddressForm.Meta):
        model = Page
        fields = ["title", "slug", "body", "menu", "order", "is_visible"]


@admin.register(Page)
class PageAdmin(DeskAdmin):
    has_impact = True
    form = PageForm
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "web_address", "order", "place"]
    list_filter = ["menu", "is_visible"]
    search_fields = ["title", "slug"]
    search_help_text = "Title or web address"
    fieldsets = [
        (None, {"fields": ["title", "slug", "body"]}),
        ("Where it stands", {"fields": ["menu", "order", "is_visible"]}),
    ]

    @admin.display(description="web address", ordering="slug")
    def web_address(self, page):
        return page.get_absolute_url()

    @admin.display(description="where it stands")
    def place(self, page):
        if not page.is_visible:
            return "Hidden"
        return page.get_menu_display() or "In no menu"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body")
