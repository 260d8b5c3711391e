from django import forms
from django.contrib import admin
from django.utils import timezone

from newsletter.desk.base import Listed
from newsletter.models import Rhythm, Welcome


class OneRow(Listed):
    """A row that a migration made: nobody adds another, or takes it away."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Welcome)
class WelcomeAdmin(OneRow):
    fields = ["subject", "text"]


class RhythmForm(forms.ModelForm):
    user = None  # set for each request

    def clean_hours_to_stop(self):
        hours = self.cleaned_data["hours_to_stop"]
        if hours is not None and not self.user.email:
            raise forms.ValidationError("Your account has no e-mail address to send the test to.")
        return hours


@admin.register(Rhythm)
class RhythmAdmin(OneRow):
    form = RhythmForm
    fields = ["weekday", "hour", "hours_to_stop"]

    def has_change_permission(self, request, obj=None):
        """What is sent by itself is in the hands of those who may send."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.hours_to_stop is None or _may_send(request))

    def get_readonly_fields(self, request, obj=None):
        return [] if _may_send(request) else ["hours_to_stop"]

    def get_form(self, request, obj=None, **options):
        form = super().get_form(request, obj, **options)
        form.user = request.user
        return form

    def save_model(self, request, rhythm, form, change):
        # A day that is chosen today is about the next such day.
        rhythm.made_to = timezone.now()
        rhythm.by = request.user if rhythm.hours_to_stop is not None else None
        super().save_model(request, rhythm, form, change)


def _may_send(request):
    return request.user.has_perm("newsletter.send_issue")
