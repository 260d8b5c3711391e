"""Old addresses and where they lead."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from articles.desk.base import DeskAdmin
from articles.desk.states import briefly
from articles.models import Address, Article, Redirect
from articles.models.address import RESERVED


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]
        error_messages = {"old_path": {"unique": "This address leads somewhere already."}}

    def clean_old_path(self):
        path = _own_path(self.cleaned_data["old_path"])
        parts = path.strip("/").split("/")
        if parts[0] in RESERVED:
            raise ValidationError("This address is one that the site itself uses.")
        if len(parts) == 1 and Address.objects.filter(slug=parts[0]).exists():
            raise ValidationError("A section or page stands at this address.")
        if (
            len(parts) == 2
            and Article.objects.filter(slug=parts[1], section__slug=parts[0]).exists()
        ):
            raise ValidationError("An article stands at this address.")
        return path

    def clean_new_path(self):
        path = _own_path(self.cleaned_data["new_path"])
        return Redirect.objects.target(path) or path

    def clean(self):
        cleaned = super().clean()
        old = cleaned.get("old_path") or self.instance.old_path
        if old and old == cleaned.get("new_path"):
            self.add_error("new_path", "That would lead in a circle.")
        return cleaned


def _own_path(path):
    """The path as the site writes it; refuses addresses of other sites."""
    path = path.strip()
    if not path.startswith("/") or path.startswith("//") or any(c in path for c in "\\?# \t\r\n"):
        raise ValidationError("Write the part after the site’s name: /europe/an-article/")
    return path if path.endswith("/") else f"{path}/"


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    list_display = ["old_path", "new_path", "when", "by"]
    list_select_related = ["by"]
    sortable_by = ["old_path", "new_path"]
    search_fields = ["old_path", "new_path"]
    search_help_text = "Part of an address"

    @admin.display(description="since")
    def when(self, redirect):
        return briefly(redirect.at)

    def get_readonly_fields(self, request, obj=None):
        return ["old_path"] if obj else []

    def save_model(self, request, obj, form, change):
        Redirect.objects.leave(obj.old_path, obj.new_path, by=request.user)
        # The admin goes on with this row; it may have been made anew.
        obj.pk = Redirect.objects.get(old_path=obj.old_path).pk
