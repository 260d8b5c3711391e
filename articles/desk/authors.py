"""The people named above a text."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q

from articles.desk.base import DeskAdmin
from articles.desk.fields import PictureField
from articles.desk.lines import LinksField
from articles.desk.plain_forms import RICH
from articles.models import Article, Author
from articles.rederiving import rederive

# What an article's page keeps of its authors; affiliation and bio stay as they were published.
KEPT_ON_ARTICLES = {"name", "slug", "portrait"}


class AuthorForm(forms.ModelForm):
    portrait = PictureField()
    links = LinksField()
    media = RICH

    class Meta:
        model = Author
        fields = ["name", "slug", "affiliation", "bio", "portrait", "links", "account"]
        widgets = {"bio": forms.Textarea({"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "account" in self.fields:
            free = Q(is_active=True, is_staff=True, author=None)
            if self.instance.account_id:
                free |= Q(pk=self.instance.account_id)
            self.fields["account"].queryset = User.objects.filter(free).order_by("username")


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    has_impact = True
    form = AuthorForm
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "affiliation", "account"]
    list_select_related = ["account"]
    search_fields = ["name", "affiliation"]
    search_help_text = "Name or affiliation"
    ordering = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "affiliation", "bio"]}),
        ("On their page", {"fields": ["portrait", "links"]}),
        ("At the desk", {"fields": ["account"]}),
    ]

    def follow_up(self, request, obj, changed):
        if changed and KEPT_ON_ARTICLES & set(changed):
            rederive(Article.objects.by_author(obj))
