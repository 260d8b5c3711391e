"""Lists that are brought along: looked through first, taken in by a second press."""

import csv
import io

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from newsletter.desk.base import Listed
from newsletter.lists.cells import guard
from newsletter.lists.presets import PRESETS
from newsletter.lists.reading import Unreadable, guess_preset, header_of
from newsletter.lists.taking_in import ANYTHING, keep_upload
from newsletter.models import ListImport, NotReady
from newsletter.tasks import check_import, run_import


class UploadForm(forms.ModelForm):
    file = forms.FileField(help_text="CSV, as the other service or a spreadsheet gives it out.")
    preset = forms.ChoiceField(
        label="From",
        choices=[("", "Guess"), *((key, preset.label) for key, preset in PRESETS.items())],
        required=False,
    )

    class Meta:
        model = ListImport
        fields = ["file", "preset", "basis"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        # The site's own handler lets nothing larger by, and marks what it left out.
        if getattr(file, "is_too_large", False):
            raise forms.ValidationError(
                "25 MB is the most here. Longer lists go in by manage.py import_subscribers."
            )
        return file


class ColumnsForm(forms.Form):
    """Which column is what, where the guess was wrong."""

    address = forms.ChoiceField(label="Addresses", required=False)
    confirmed_at = forms.ChoiceField(label="When they confirmed", required=False)
    state = forms.ChoiceField(label="Whether they still want it", required=False)

    def __init__(self, header, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.choices = [("", "As guessed"), *((name, name) for name in header)]
        # No column is called so: their names are in lower case.
        other = (ANYTHING, "As guessed, but words that we do not know are about something else")
        self.fields["state"].choices.insert(1, other)


@admin.register(ListImport)
class ListImportAdmin(Listed):
    list_display = ["name", "state", "by", "begun_at", "rows_done"]
    list_select_related = ["by"]
    form = UploadForm

    def has_add_permission(self, request):
        return request.user.has_perm("newsletter.import_subscriber")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        views = {
            "start": require_POST(self.start_view),
            "columns": require_POST(self.columns_view),
            "rejects": self.rejects_view,
        }
        return [
            path(f"<int:pk>/{name}/", wrap(view), name=f"newsletter_listimport_{name}")
            for name, view in views.items()
        ] + super().get_urls()

    def save_model(self, request, list_import, form, change):
        upload = form.cleaned_data["file"]
        list_import.by = request.user
        list_import.name = upload.name[:120]
        list_import.path = keep_upload(upload)
        try:
            list_import.preset = form.cleaned_data["preset"] or guess_preset(list_import.path)
        except Unreadable as problem:
            list_import.preset, list_import.note = "plain", str(problem)
        list_import.save()
        check_import.enqueue(list_import.pk)

    def response_add(self, request, obj, post_url_continue=None):
        return redirect("admin:newsletter_listimport_change", obj.pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        list_import = self.get_object(request, object_id)
        if list_import is None:
            raise Http404
        if not self.has_view_permission(request, list_import):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": list_import.name,
            "list_import": list_import,
            "preset": PRESETS[list_import.preset].label,
            "may": self.has_add_permission(request),
            "columns": _columns_form(list_import),
            "rejects": list_import.rejects.count(),
        }
        return TemplateResponse(request, "admin/newsletter/import.html", context)

    def start_view(self, request, pk):
        list_import = self._mine(request, pk)
        try:
            if list_import.start():
                run_import.enqueue(pk)
                self.log_change(request, list_import, "Taking it in.")
        except NotReady as problem:
            self.message_user(request, str(problem), messages.ERROR)
        return redirect("admin:newsletter_listimport_change", pk)

    def columns_view(self, request, pk):
        list_import = self._mine(request, pk)
        form = _columns_form(list_import, request.POST)
        if form is not None and form.is_valid() and list_import.look_again(form.cleaned_data):
            check_import.enqueue(pk)
        return redirect("admin:newsletter_listimport_change", pk)

    def rejects_view(self, request, pk):
        list_import = self._mine(request, pk)
        rows = list_import.rejects.values_list("line", "reason", "address").iterator(2_000)
        response = StreamingHttpResponse(_as_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="rejects-{pk}.csv"'
        response["Cache-Control"] = "no-store"
        return response

    def _mine(self, request, pk):
        list_import = self.get_object(request, str(pk))
        if list_import is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        return list_import


def _columns_form(list_import, data=None):
    if list_import.state not in {ListImport.State.CHECKED, ListImport.State.FAILED}:
        return None
    try:
        header = header_of(list_import.path)
    except Unreadable:
        return None
    return ColumnsForm(header, data, initial=list_import.columns)


def _as_csv(rows):
    yield b"line,reason,address\r\n"
    for row in rows:
        page = io.StringIO(newline="")
        csv.writer(page, lineterminator="\r\n").writerow([guard(str(cell)) for cell in row])
        yield page.getvalue().encode()
