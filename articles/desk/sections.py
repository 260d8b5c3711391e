"""Sections and genres: what an article is filed under."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q

from articles.desk.base import DeskAdmin
from articles.models import Article, Genre, Section


class AddressForm(forms.ModelForm):
    """A section or a page: nothing else of the magazine may have its address."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if Article.objects.filter(slug=slug).exists():
            raise ValidationError("An article has this address. Choose another.")
        return slug

    class Meta:
        error_messages = {
            "slug": {"unique": "Another section or page has this address. Choose another."}
        }


class SectionForm(AddressForm):
    class Meta(AddressForm.Meta):
        model = Section
        fields = [
            "name",
            "slug",
            "description",
            "order",
            "is_visible",
            "is_rail",
            "is_short_posts",
            "keeps_reading",
            "editors",
        ]
        widgets = {
            "description": forms.Textarea({"rows": 3}),
            "editors": forms.CheckboxSelectMultiple(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "editors" in self.fields:
            wanted = Q(is_active=True, is_staff=True, groups__name="Editor")
            if self.instance.pk:
                wanted |= Q(edited_sections=self.instance.pk)
            editors = User.objects.filter(wanted).distinct().order_by("first_name", "username")
            self.fields["editors"].queryset = editors
            self.fields["editors"].label_from_instance = lambda user: (
                user.get_full_name() or user.get_username()
            )


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    has_impact = True
    form = SectionForm
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "web_address", "order", "place"]
    list_filter = ["is_visible"]
    search_fields = ["name", "slug"]
    search_help_text = "Name or web address"
    fieldsets = [
        (None, {"fields": ["name", "slug", "description"]}),
        ("Where it stands", {"fields": ["order", "is_visible", "is_rail", "is_short_posts"]}),
        ("Its front", {"fields": ["keeps_reading"]}),
        ("Who edits it", {"fields": ["editors"]}),
    ]

    @admin.display(description="web address", ordering="slug")
    def web_address(self, section):
        return section.get_absolute_url()

    @admin.display(description="where it stands")
    def place(self, section):
        places = {
            "In the menu": section.is_visible,
            "Side list": section.is_rail,
            "Short posts": section.is_short_posts,
        }
        return ", ".join(place for place, holds in places.items() if holds) or "Hidden"


@admin.register(Genre)
class GenreAdmin(DeskAdmin):
    has_impact = True
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "schema_type"]
    search_fields = ["name"]
