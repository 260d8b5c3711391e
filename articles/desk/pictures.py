"""The library of pictures: its grid, the form of one picture, and its credits."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from articles.desk import picture_views as views
from articles.desk.base import DeskAdmin
from articles.desk.picture_lists import EndingFilter, LicenceFilter, MissingFilter, UseFilter
from articles.desk.picture_rights import may_picture, shown_uses
from articles.models import Image, ImageCredit
from articles.pictures import library, rights
from articles.pictures.markup import jpeg, picture
from articles.pictures.uses import refresh, uses_of

# What readers' pages show of a picture.
SHOWN = {"alt", "is_decorative", "caption"}
FIELDS = ["alt", "is_decorative", "caption", "keywords", "taken_at", "may_republish"]
FOCUS = ["focal_x", "focal_y"]


class TakenField(forms.DateTimeField):
    """When a photograph was taken: not before there were any."""

    def to_python(self, value):
        moment = super().to_python(value)
        if moment is not None and not 1826 <= moment.year <= 2100:
            raise ValidationError(f"Is the year {moment.year} meant? Choose one from 1826 to 2100.")
        return moment


class ImageForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = FIELDS + FOCUS
        labels = {"keywords": "Tags", "focal_x": "Across", "focal_y": "Down"}
        share = {"step": "0.001", "min": "0", "max": "1"}
        widgets = {
            "alt": forms.Textarea({"rows": 2}),
            "caption": forms.Textarea({"rows": 3}),
            "focal_x": forms.NumberInput(share),
            "focal_y": forms.NumberInput(share),
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_decorative") and (cleaned.get("alt") or "").strip():
            self.add_error(
                "is_decorative",
                ValidationError("Either describe the picture or call it decorative, not both."),
            )
        return cleaned


class CreditInline(admin.StackedInline):
    model = ImageCredit
    extra = 0
    formfield_overrides = {
        models.URLField: {"widget": forms.URLInput({"size": 40}), "assume_scheme": "https"},
        models.DateField: {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")},
    }
    fields = [
        ("creator", "agency", "order"),
        ("licence", "expires_on"),
        ("licence_url", "source_url"),
        "fair_use_reason",
    ]

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj and obj.credits.all() else 1

    # A credit is part of its picture: whoever may change the one may change the other.
    def has_view_permission(self, request, obj=None):
        return may_picture(request.user, "view", obj)

    def has_change_permission(self, request, obj=None):
        return may_picture(request.user, "change", obj)

    def has_add_permission(self, request, obj=None):
        return may_picture(request.user, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return may_picture(request.user, "change", obj)


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    form = ImageForm
    formfield_overrides = {
        models.DateTimeField: {
            "form_class": TakenField,
            "widget": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        }
    }
    inlines = [CreditInline]
    change_list_template = "admin/articles/image/change_list.html"
    change_form_template = "admin/articles/image/change_form.html"
    list_display = ["__str__"]
    list_filter = [MissingFilter, LicenceFilter, EndingFilter, UseFilter]
    list_per_page = 48
    search_fields = ["caption"]  # shows the box; Image.objects.search() does the work
    search_help_text = "Caption, credit, agency, tag, alternative text or file name"
    fieldsets = [
        ("For readers", {"fields": ["alt", "is_decorative", "caption"]}),
        ("What every cut keeps in view", {"fields": [("focal_x", "focal_y")]}),
        ("For the library", {"fields": ["keywords", "taken_at", "may_republish"]}),
    ]

    def get_urls(self):
        own = [
            path(address, self.admin_site.admin_view(view), name=f"articles_image_{name}")
            for address, view, name in views.addresses(self)
        ]
        return own + super().get_urls()

    # Rights: one function answers for every screen.

    def has_module_permission(self, request):
        return may_picture(request.user, "view")

    def has_view_permission(self, request, obj=None):
        return may_picture(request.user, "view", obj)

    def has_add_permission(self, request):
        return may_picture(request.user, "add")

    def has_change_permission(self, request, obj=None):
        return may_picture(request.user, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return may_picture(request.user, "delete", obj)

    # The grid

    def get_queryset(self, request):
        return super().get_queryset(request).with_credits()

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term.replace("\0", "")), False

    def changelist_view(self, request, extra_context=None):
        extra = {
            "may_add": may_picture(request.user, "add"),
            "may_survey": may_picture(request.user, "survey"),
            **(extra_context or {}),
        }
        response = super().changelist_view(request, extra)
        if hasattr(response, "context_data") and "cl" in response.context_data:
            response.context_data["cards"] = views.cards(response.context_data["cl"].result_list)
        return response

    # One picture

    def add_view(self, request, form_url="", extra_context=None):
        """A picture begins with its file."""
        views.allow(request, "add")
        return HttpResponseRedirect(reverse("admin:articles_image_upload"))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            uses = uses_of([obj])[obj.pk]
            context |= {
                "preview": picture(obj, place="preview", eager=True),
                "preview_file": jpeg(obj, width=960),
                "focus_height": max(1, round(320 * obj.height / obj.width)),
                "uses": shown_uses(request.user, uses),
                "sources": sources_of(obj),
                "show_save_and_add_another": False,
                "warnings": warnings_of(obj),
                "may_withdraw": may_picture(request.user, "withdraw", obj),
                "may_replace": may_picture(request.user, "replace", obj),
                "may_substitute": may_picture(request.user, "substitute", obj),
                "may_change": may_picture(request.user, "change", obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        focus = [form.cleaned_data.get(name) for name in FOCUS]
        plain = [name for name in form.changed_data if name in FIELDS]
        if plain:
            obj.save(update_fields=plain)
        if set(FOCUS) & set(form.changed_data):
            library.focus(obj, *focus)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        credits_changed = any(formset.has_changed() for formset in formsets)
        if credits_changed or SHOWN & set(form.changed_data):
            refresh(form.instance)

    def delete_model(self, request, obj):
        with transaction.atomic():
            library.remove(obj)


def sources_of(image):
    """What the file said of itself, for the note beside the form."""
    labels = {
        "alt": "Alternative text",
        "taken_at": "Taken",
        "keywords": "Tags",
        "licence_url": "Licence",
        "source_url": "Source",
    }
    return [
        {"name": labels.get(name, name.capitalize()), "value": value, "source": source}
        for name, (value, source) in image.metadata_sources.items()
    ]


def warnings_of(image):
    """All that is wrong with a picture, a sentence each."""
    credits = list(image.credits.all())
    found = [sentence for credit in credits for sentence in rights.warnings(credit)]
    if not credits:
        found.insert(0, "No credit: readers would not learn whose picture it is.")
    if image.alt_state() == "missing":
        found.append("No alternative text: readers who cannot see it learn nothing of it.")
    return list(dict.fromkeys(found))
