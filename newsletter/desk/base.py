from django.contrib import admin
from django.utils.text import capfirst


class Listed(admin.ModelAdmin):
    """A list that is headed by what it lists, and counts nothing that nobody asked for."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # Each screen says by itself where readers find a thing, if they do.
    view_on_site = False

    def lookup_allowed(self, lookup, value, request=None):
        """No patterns of one's own: a wrong one is an error, and a bad one never ends."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class LookOnly(Listed):
    """Rows that tell what was done: nobody adds, changes or deletes them by hand."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
