"""Round-ups in the admin: put together, looked at, tested, sent, watched."""

import re
from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from newsletter import compose
from newsletter.addresses import BadAddress, read_address
from newsletter.desk.base import Listed
from newsletter.desk.watch import watched
from newsletter.models import Delivery, Entry, Issue, NotReady, Subscriber
from newsletter.printing import check, print_issue
from newsletter.sending.rehearsal import NOBODY, rehearse

FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)
VERBS = {
    "stop": ("call_off", "It is a draft again; nothing was sent."),
    "release": ("release", "It goes out in five minutes."),
    "pause": ("pause", "Paused. What is being handed over right now still goes out."),
    "resume": ("resume", "Sending goes on."),
}


# A letter of the week is not set further ahead.
FURTHEST = timedelta(days=366)


class WallTime(forms.DateTimeInput):
    """A time of the newsroom, typed where the browser has its own way to do that."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


class PeriodForm(forms.ModelForm):
    class Meta:
        model = Issue
        fields = ["period_from", "period_to"]
        field_classes = dict.fromkeys(fields, forms.DateTimeField)
        widgets = {name: WallTime() for name in fields}

    def clean(self):
        cleaned = super().clean()
        begin, end = cleaned.get("period_from"), cleaned.get("period_to")
        if begin and end and begin >= end:
            self.add_error("period_to", "The period ends before it begins.")
        return cleaned


class SendForm(forms.Form):
    at = forms.DateTimeField(
        label="When",
        required=False,
        widget=WallTime(),
        help_text="Empty: in five minutes. Until then it can be stopped.",
    )

    def clean_at(self):
        at, now = self.cleaned_data["at"], timezone.now()
        # The form knows whole minutes: this one has not passed.
        if at and at < now - timedelta(minutes=1):
            raise forms.ValidationError(
                "That time has passed. Choose another, or none to send it in five minutes."
            )
        if at and at > now + FURTHEST:
            raise forms.ValidationError(
                f"Is the year {at.year} meant? Choose a time within a year."
            )
        return at


class TestForm(forms.Form):
    address = forms.CharField(label="Send a test to")

    def clean_address(self):
        try:
            return read_address(self.cleaned_data["address"]).shown
        except BadAddress as problem:
            raise forms.ValidationError(str(problem)) from None


class EntryForm(forms.ModelForm):
    class Meta:
        model = Entry
        fields = ["order", "article", "headline", "teaser"]
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1}),
            "teaser": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            article = self.instance.article
            # Moved or left out, never made another one; its own words show what readers get.
            self.fields["article"].disabled = True
            self.fields["headline"].widget.attrs["placeholder"] = article.headline
            self.fields["teaser"].widget.attrs["placeholder"] = article.dek


class EntryInline(admin.StackedInline):
    model = Entry
    form = EntryForm
    template = "admin/newsletter/entries.html"
    autocomplete_fields = ["article"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article__section")

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and obj.is_editable()

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.is_editable())

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.is_editable())

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        # An article is chosen here; it is edited on its own screen, by its own rights.
        if db_field.name == "article":
            field.widget = field.widget.widget
        return field


@admin.register(Issue)
class IssueAdmin(Listed):
    list_display = ["__str__", "state", "send_at", "prepared", "period_to"]
    list_filter = ["state"]
    search_fields = ["subject"]
    fields = ["subject", "preheader", "intro", "sender_name", "reply_to"]
    inlines = [EntryInline]
    change_form_template = "admin/newsletter/issue.html"

    class Media:
        css = {"all": ["desk/issues.css"]}
        js = [Script("desk/issues.js", defer=True)]

    # Rights: editors compose, Audience and Chief send.

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.is_editable())

    def has_delete_permission(self, request, obj=None):
        return False

    def may_send(self, request):
        return request.user.has_perm("newsletter.send_issue")

    # Putting it together

    def get_urls(self):
        wrap = self.admin_site.admin_view
        views = {
            "fill": require_POST(self.fill_view),
            "preview": self.preview_view,
            "preview/html": self.html_view,
            "test": require_POST(self.test_view),
            "send": self.send_view,
            "watch": self.watch_view,
            "step": require_POST(self.step_view),
            "decide": require_POST(self.decide_view),
        }
        return [
            path(f"<int:pk>/{name}/", wrap(view), name=f"newsletter_issue_{name.replace('/', '_')}")
            for name, view in views.items()
        ] + super().get_urls()

    def get_form(self, request, obj=None, **options):
        if obj is None:
            options["form"] = PeriodForm
        return super().get_form(request, obj, **options)

    def get_fields(self, request, obj=None):
        return ["period_from", "period_to"] if obj is None else self.fields

    def get_inlines(self, request, obj):
        return [] if obj is None else self.inlines

    def get_changeform_initial_data(self, request):
        begin, end = compose.next_period()
        # The form knows whole minutes: what came out in this one is not to be missed.
        return {"period_from": begin, "period_to": end + timedelta(minutes=1)}

    def save_model(self, request, issue, form, change):
        if change:
            super().save_model(request, issue, form, change)
            return
        made = compose.draft(issue.period_from, issue.period_to, by=request.user)
        issue.pk = made.pk
        issue._state.adding = False
        issue.refresh_from_db()

    def response_add(self, request, obj, post_url_continue=None):
        return redirect("admin:newsletter_issue_change", obj.pk)

    def render_change_form(self, request, context, obj=None, **options):
        title = "New issue" if obj is None else str(obj)
        context |= {"show_save_and_add_another": False, "title": title, "subtitle": None}
        if obj is not None:
            context |= {
                "may_send": self.may_send(request),
                "test_form": TestForm(initial={"address": request.user.email}),
                "proposed": compose.proposed(obj).count() if obj.is_editable() else 0,
                "corrections": compose.corrections(obj),
            }
        return super().render_change_form(request, context, obj=obj, **options)

    def fill_view(self, request, pk):
        issue = self._issue(request, pk, change=True)
        count = compose.fill(issue)
        self.message_user(request, f"{count} more put in, at the end.")
        return redirect("admin:newsletter_issue_change", pk)

    # Looking at it

    def preview_view(self, request, pk):
        """As its readers will see it: HTML wide, narrow and dark, text; as one reader, if named."""
        issue = self._issue(request, pk)
        printed = print_issue(issue)
        context = {
            "text": printed.for_reader(NOBODY)[1],
            "size": len(printed.html.encode()),
            "address": request.GET.get("reader", "").replace("\0", ""),
        }
        if context["address"] and request.user.has_perm("newsletter.view_subscriber"):
            reader = Subscriber.objects.matching(context["address"]).first()
            context |= {"reader": reader, "verdict": _verdict(reader)}
        return self._page(request, issue, "admin/newsletter/issue_preview.html", context)

    def html_view(self, request, pk):
        html = print_issue(self._issue(request, pk)).for_reader(NOBODY)[0]
        if request.GET.get("as") == "dark":
            html = html.replace("(prefers-color-scheme: dark)", "all")
        if request.GET.get("as") == "bare":
            # Pictures are off in many mailboxes until the reader asks for them.
            html = re.sub(r'(<img [^>]*?)src="[^"]*"', r"\1", html)
        response = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
        response["Content-Security-Policy"] = FRAME_POLICY
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def test_view(self, request, pk):
        issue = self._issue(request, pk)
        back = "send" if request.POST.get("back") == "send" else "change"
        form = TestForm(request.POST)
        if not form.is_valid():
            self.message_user(request, " ".join(form.errors["address"]), messages.ERROR)
            return redirect(f"admin:newsletter_issue_{back}", pk)
        try:
            rehearse(issue, form.cleaned_data["address"])
        except OSError as problem:
            why = f"The test could not be sent: {type(problem).__name__}."
            self.message_user(request, why, messages.ERROR)
        else:
            self.message_user(request, "The test is on its way. Look at it before you send.")
        return redirect(f"admin:newsletter_issue_{back}", pk)

    # Sending it

    def send_view(self, request, pk):
        """Says to how many and when, and what is missing; the button is on this page alone."""
        issue = self._issue(request, pk, send=True)
        if not issue.is_editable():
            # Pressed twice, or by two: what became of it is what both want to see.
            return redirect("admin:newsletter_issue_watch", pk)
        problem = _problem(issue)
        form = SendForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and not problem and form.is_valid():
            if issue.schedule(request.user, form.cleaned_data["at"]):
                self.log_change(
                    request, issue, f"To be sent at {issue.send_at:%Y-%m-%d %H:%M} UTC."
                )
            return redirect("admin:newsletter_issue_watch", pk)
        context = {
            "problem": problem,
            "form": form,
            "test_form": TestForm(initial={"address": request.user.email}),
            "readers": Subscriber.objects.receiving().count(),
        }
        return self._page(request, issue, "admin/newsletter/issue_send.html", context)

    def step_view(self, request, pk):
        issue = self._issue(request, pk, send=True)
        name, done = VERBS.get(request.POST.get("step"), (None, ""))
        if name is None:
            raise Http404
        by = [request.user] if name == "release" else []
        if getattr(issue, name)(*by):
            self.log_change(request, issue, done)
            self.message_user(request, done)
        else:
            self.message_user(request, "It was too late for that.", messages.WARNING)
        return redirect("admin:newsletter_issue_watch", pk)

    def watch_view(self, request, pk):
        issue = self._issue(request, pk)
        context = {"watched": watched(issue), "may_send": self.may_send(request)}
        return self._page(request, issue, "admin/newsletter/issue_watch.html", context)

    def decide_view(self, request, pk):
        """A person decides about deliveries of which nobody knows whether they arrived."""
        issue = self._issue(request, pk, send=True)
        decision = request.POST.get("decision")
        if decision not in {"mark_sent", "send_again"}:
            raise Http404
        chosen = [key for key in request.POST.getlist("delivery") if key.isdecimal()][:1000]
        count = 0
        for delivery in Delivery.objects.filter(issue=issue, pk__in=chosen):
            count += getattr(delivery, decision)()
        self.log_change(request, issue, f"{count} uncertain: {decision.replace('_', ' ')}.")
        self.message_user(request, f"{count} decided.")
        return redirect("admin:newsletter_issue_watch", pk)

    def _issue(self, request, pk, change=False, send=False):
        issue = self.get_object(request, str(pk))
        if issue is None:
            raise Http404
        allowed = self.has_view_permission(request, issue)
        allowed = allowed and (not change or self.has_change_permission(request, issue))
        if not allowed or (send and not self.may_send(request)):
            raise PermissionDenied
        return issue

    def _page(self, request, issue, template, context):
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(issue),
            "issue": issue,
            "media": self.media,
            "change_url": reverse("admin:newsletter_issue_change", args=[issue.pk]),
            **context,
        }
        return TemplateResponse(request, template, whole)


def _problem(issue):
    try:
        check(issue, print_issue(issue))
    except NotReady as problem:
        return str(problem)
    return ""


def _verdict(reader):
    """Whether this reader would be sent the issue now, and why not."""
    if reader is None:
        return "Nobody has this address."
    if not reader.is_confirmed():
        return f"Would not be sent it: {reader.state}."
    if reader.is_paused():
        until = timezone.localtime(reader.paused_until)
        return f"Would not be sent it: takes a pause until {until:%Y-%m-%d}."
    return "Would be sent it."
