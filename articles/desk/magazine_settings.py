"""What the newsroom says about the magazine itself, on one form."""

import zoneinfo

from django import forms
from django.conf import settings
from django.conf.global_settings import LANGUAGES
from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import get_language_info

from articles.desk.base import DeskAdmin
from articles.desk.fields import NewsroomTimeField, PictureField
from articles.desk.lines import LinksField
from articles.desk.plain_forms import RICH
from articles.models import Article, MagazineSettings
from articles.rederiving import rederive

# Names such as “EST” or “Etc/GMT+5” know no daylight saving or mean the opposite of what they say.
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian")


def time_zones():
    names = zoneinfo.available_timezones()
    return [
        "UTC",
        *sorted(name for name in names if name.partition("/")[0] in (*REGIONS, "Pacific")),
    ]


def languages():
    """Those whose words we have first; in the others only dates and a few words are theirs."""
    have = {"en", *(path.name for path in settings.LOCALE_PATHS[0].iterdir())}
    names = [(code, get_language_info(code)["name_local"].capitalize()) for code, _ in LANGUAGES]
    whole = [row for row in names if row[0].partition("-")[0] in have]
    others = [row for row in names if row not in whole]
    return [("Translated", whole), ("Our words stay English", others)]


class MagazineSettingsForm(forms.ModelForm):
    logo = PictureField()
    notice_until = NewsroomTimeField(help_text="Empty: until it is taken away.")
    social_links = LinksField(label="Own accounts elsewhere")
    time_zone = forms.ChoiceField(
        label="Newsroom’s time zone", help_text="Every date on the site and at the desk is in it."
    )
    language = forms.ChoiceField(
        choices=languages, help_text="Of readers’ pages, feeds and mail. The desk speaks English."
    )
    support_url = forms.URLField(label="Support link", required=False, assume_scheme="https")

    media = RICH

    class Meta:
        model = MagazineSettings
        fields = [
            "name",
            "tagline",
            "description",
            "logo",
            "social_links",
            "notice",
            "notice_until",
            "newsletter_name",
            "newsletter_pitch",
            "postal_address",
            "support_label",
            "support_url",
            "copyright_line",
            "time_zone",
            "language",
            "home_keeps_reading",
            "republication",
        ]
        widgets = {
            name: forms.Textarea({"rows": 3})
            for name in ("description", "newsletter_pitch", "postal_address")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = time_zones()
        if self.instance.time_zone not in known:
            known.append(self.instance.time_zone)
        if "time_zone" in self.fields:
            self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in known]


@admin.register(MagazineSettings)
class MagazineSettingsAdmin(DeskAdmin):
    """One row: the list leads straight to it, and it is neither added nor deleted."""

    form = MagazineSettingsForm
    fieldsets = [
        (None, {"fields": ["name", "tagline", "description", "logo", "copyright_line"]}),
        ("Site notice", {"fields": ["notice", "notice_until"]}),
        ("Newsletter", {"fields": ["newsletter_name", "newsletter_pitch", "postal_address"]}),
        ("Home page", {"fields": ["home_keeps_reading"]}),
        ("Links", {"fields": ["social_links", "support_label", "support_url"]}),
        ("Time and language", {"fields": ["time_zone", "language"]}),
        ("Republication", {"fields": ["republication"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:articles_magazinesettings_change", 1)

    def follow_up(self, request, obj, changed):
        """What was made at publication holds words of ours: captions, labels, notes."""
        if changed and "language" in changed:
            rederive(Article.objects.all())

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        response.context_data["title"] = "Magazine settings"
        return response

    def response_change(self, request, obj):
        self.message_user(request, "The settings are saved, and readers see them.")
        return redirect("admin:articles_magazinesettings_change", 1)
