"""What is taken out of the house, asked for and looked back at in words."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html

from newsletter.desk.base import LookOnly
from newsletter.lists.export import TYPES
from newsletter.lists.files import answer_with_file
from newsletter.models import ExportLog, State

NARROWED = {
    "q": "whose address has “{}”",
    "source": "who came by “{}”",
    "asked_at__gte": "who asked since {}",
    "asked_at__lt": "who asked before {}",
    "confirmed_at__gte": "who confirmed since {}",
    "confirmed_at__lt": "who confirmed before {}",
}
OUTCOMES = {
    "whole": "whole",
    "partial": "broken off: the rows until then were taken",
    "unfinished": "not at its end",
}


def narrowed_in_words(filters):
    """What a list was narrowed to: “who came by “footer””."""
    words = [NARROWED[key].format(value) for key, value in filters.items() if key in NARROWED]
    for field, verb in (("asked_at", "asked"), ("confirmed_at", "confirmed")):
        if field_is_null := filters.get(f"{field}__isnull"):
            without = field_is_null in ("1", "True")
            words.append(f"who never {verb}" if without else f"who ever {verb}")
    return words


class ExportForm(forms.Form):
    states = forms.MultipleChoiceField(
        label="Which readers",
        widget=forms.CheckboxSelectMultiple,
        help_text="Only confirmed readers have agreed to be written to.",
    )
    form = forms.ChoiceField(
        label="As what",
        choices=[("csv", "CSV, for spreadsheets and other services"), ("jsonl", "JSON Lines")],
        widget=forms.RadioSelect,
        initial="csv",
        help_text="In CSV, a cell that a spreadsheet could run begins with an apostrophe. "
        "Our own import takes it away again.",
    )

    def __init__(self, *args, counts, **options):
        super().__init__(*args, **options)
        self.fields["states"].choices = [
            (state.value, f"{state.label.capitalize()}: {counts[state]:,}")
            for state in State
            if state != State.ERASED
        ]


@admin.register(ExportLog)
class ExportLogAdmin(LookOnly):
    list_display = ["begun_at", "by", "form", "readers", "outcome_in_words", "rows"]
    list_select_related = ["by"]
    list_filter = ["form", "begun_at"]
    fields = [*list_display, "weight", "sha256", "ended_at", "broken_at", "file"]

    def get_urls(self):
        fetch = self.admin_site.admin_view(self.fetch_view)
        address = path("<int:pk>/file/", fetch, name="newsletter_exportlog_file")
        return [address, *super().get_urls()]

    @admin.display(description="readers")
    def readers(self, log):
        states = [State(state).label for state in log.states if state in State.values]
        return ", ".join([*states, *narrowed_in_words(log.filters)])

    @admin.display(description="outcome")
    def outcome_in_words(self, log):
        return OUTCOMES[log.outcome()]

    @admin.display(description="size")
    def weight(self, log):
        return filesizeformat(log.size)

    @admin.display(description="file")
    def file(self, log):
        if not log.path:
            return "Not yet, or no longer there."
        url = reverse("admin:newsletter_exportlog_file", args=[log.pk])
        return format_html('<a href="{}">Fetch it</a>, within a day.', url)

    def fetch_view(self, request, pk):
        """The file, for whoever asked for it; a download that broke off can be gone on with."""
        log = self.get_object(request, str(pk))
        if log is None or not log.path:
            raise Http404
        if log.by_id != request.user.pk or not request.user.has_perm(
            "newsletter.export_subscriber"
        ):
            raise PermissionDenied
        name = f"subscribers-{log.begun_at:%Y-%m-%d}.{log.form}"
        return answer_with_file(request, log.path, name, TYPES[log.form], log.sha256)
