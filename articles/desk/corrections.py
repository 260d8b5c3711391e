"""Corrections: typed, dated, and seen by readers at once."""

from django import forms
from django.contrib import admin
from django.db import transaction

from articles.desk.base import DeskAdmin
from articles.desk.rights import may, narrow
from articles.desk.states import briefly
from articles.desk.widgets import ArticleChooser
from articles.models import Article, Correction, LogLine


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ["article", "kind", "text"]
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea({"rows": 5}),
        }
        help_texts = {
            "kind": "A correction, an update and a retraction move the article’s date of change.",
            "text": "What was wrong, and what is right: “An earlier version gave … It was …”",
        }


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    form = CorrectionForm
    autocomplete_fields = ["article"]
    list_display = ["text", "kind", "article", "when", "by"]
    list_select_related = ["article", "by"]
    list_filter = ["kind"]
    sortable_by = ["when"]
    ordering = ["-at", "-pk"]

    @admin.display(description="when", ordering="at")
    def when(self, correction):
        return briefly(correction.at)

    def get_queryset(self, request):
        mine = narrow(request.user, Article.objects.all())
        return super().get_queryset(request).filter(article__in=mine)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "article":
            kwargs["queryset"] = narrow(request.user, Article.objects.published())
            kwargs["widget"] = ArticleChooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["article", "at", "by"] if obj else []

    def has_module_permission(self, request):
        return may(request.user, "correct")

    def has_view_permission(self, request, obj=None):
        return may(request.user, "correct", obj and obj.article)

    def has_add_permission(self, request):
        return may(request.user, "correct")

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and may(request.user, "correct", obj and obj.article)

    def has_delete_permission(self, request, obj=None):
        """A correction is corrected by another one."""
        return False

    def save_model(self, request, obj, form, change):
        if change:
            with transaction.atomic():
                obj.save()
                obj.article.rederive()
                LogLine.objects.write(
                    obj.article, "changed a correction", request.user, detail=obj.text
                )
            return
        issued = Correction.objects.issue(obj.article, obj.kind, obj.text, by=request.user)
        obj.pk, obj.at, obj.by = issued.pk, issued.at, issued.by
