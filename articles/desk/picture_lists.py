"""The library's filters."""

from django.contrib import admin

from articles.models import Licence
from articles.pictures.uses import unused


class MissingFilter(admin.SimpleListFilter):
    title = "what is missing"
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [("alt", "Alternative text"), ("credit", "Credit")]

    def queryset(self, request, queryset):
        if self.value() == "alt":
            return queryset.lacking_alt()
        return queryset.lacking_credit() if self.value() == "credit" else queryset


class LicenceFilter(admin.SimpleListFilter):
    title = "licence"
    parameter_name = "licence"

    def lookups(self, request, model_admin):
        return Licence.choices

    def queryset(self, request, queryset):
        return queryset.licensed(self.value()) if self.value() in Licence.values else queryset


class EndingFilter(admin.SimpleListFilter):
    title = "end of licence"
    parameter_name = "ending"

    def lookups(self, request, model_admin):
        return [("soon", "Within 30 days"), ("past", "Ended")]

    def queryset(self, request, queryset):
        if self.value() == "soon":
            return queryset.expiring()
        return queryset.expired() if self.value() == "past" else queryset


class UseFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("none", "Used nowhere"), ("mine", "Uploaded by me")]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(pk__in=unused().values("pk"))
        if self.value() == "mine":
            return queryset.filter(uploaded_by=request.user)
        return queryset
