"""What every screen of the desk promises: readers' pages follow, old addresses lead on."""

from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.urls import path
from django.utils.text import capfirst

from articles.desk import impact
from articles.desk.paging import BoundedPaginator
from articles.html.tree import UNTURNED
from articles.models import Edition, LogLine, Redirect


class DeskAdmin(admin.ModelAdmin):
    """A save moves the edition, leaves a redirect and a line in the log, in one transaction."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    # Counting every choice of every filter is what makes a list slow.
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator

    # Whether other things stand on such a row, which one should know before it goes.
    has_impact = False

    def lookup_allowed(self, lookup, value, request=None):
        """No patterns of one's own: a wrong one is an error, and a bad one never ends."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def get_urls(self):
        if not self.has_impact:
            return super().get_urls()
        view = self.admin_site.admin_view(partial(impact.of_row, model_admin=self))
        name = f"{self.opts.app_label}_{self.opts.model_name}_impact"
        return [path("<path:object_id>/impact/", view, name=name), *super().get_urls()]

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id)) if self.has_impact else None
        found = impact.standings(row, request.user) if row else []
        return super().delete_view(
            request, object_id, {"standings": found, **(extra_context or {})}
        )

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = str(obj) if obj else f"New {self.opts.verbose_name}"
        context |= {"subtitle": None, "has_impact": self.has_impact}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A choice is a choice: what it leads to is edited on its own screen, by its own rights."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(field, forms.CharField):
            field.to_python = _unturned(field.to_python)
        return field

    def get_view_on_site_url(self, obj=None):
        """Straight to the page, for whoever may see the form."""
        return obj.get_absolute_url() if obj and hasattr(obj, "get_absolute_url") else None

    def save_model(self, request, obj, form, change):
        old_path = self._path(obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if old_path and old_path != obj.get_absolute_url():
            Redirect.objects.leave(old_path, obj.get_absolute_url(), by=request.user)
            Redirect.objects.follow(old_path, obj.get_absolute_url())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.follow_up(request, form.instance, form.changed_data if change else None)
        Edition.objects.move()

    def follow_up(self, request, obj, changed):
        """What else a save entails; changed lists the form's fields, None means a new row."""

    def delete_model(self, request, obj):
        with transaction.atomic():
            super().delete_model(request, obj)
            Edition.objects.move()

    def log_addition(self, request, obj, message):
        LogLine.objects.remark(obj, "added", request.user)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        LogLine.objects.remark(obj, "changed", request.user)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            LogLine.objects.remark(obj, "deleted", request.user)
        return super().log_deletions(request, queryset)

    def _path(self, pk):
        """The address that readers know of this row, if its kind has one."""
        if not hasattr(self.model, "get_absolute_url"):
            return None
        return self.model._default_manager.get(pk=pk).get_absolute_url()


def _unturned(read):
    """As a field reads what was typed, without orders to turn the letters around it about."""

    def to_python(value):
        typed = read(value)
        return typed.translate(UNTURNED) if isinstance(typed, str) else typed

    return to_python
